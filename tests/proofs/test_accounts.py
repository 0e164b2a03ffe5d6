"""What the proofs hold a database against finds what is missing, double or half there."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from db.sessions import Database
from db.tables import ClaimRow, MentionRow, ProvenanceRow
from tests import factories as make
from tests.proofs.accounts import CleanCopy, Stored, stored_in, wrongs_of
from tests.proofs.printed import article
from tests.proofs.writing import Fate, Write


@pytest.fixture
async def clean(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[CleanCopy]:
    """A clean copy that has read nothing yet."""
    shutil.copy(sqlite_template, tmp_path / "clean.db")
    database = Database(f"sqlite:///{tmp_path / 'clean.db'}")
    yield CleanCopy(database)
    await database.close()


async def read_into(database: Database, *numbers: int) -> Stored:
    """What a database holds that has read the first texts of these articles."""
    await CleanCopy(database).read(dict.fromkeys(numbers, 1))
    return await stored_in(database)


def acknowledged(action: str = "ingestArticle", number: int = 1) -> Write:
    """A write that was acknowledged."""
    given = article(number, is_longer=False) if action == "ingestArticle" else {}
    return Write(action, "token-1.", given, Fate.ACKNOWLEDGED, number if given else 0)


async def test_the_same_articles_are_the_same_on_both_engines(database: Database, clean: CleanCopy) -> None:
    """Whoever reads them, and whenever."""
    stored = await read_into(database, 1, 2)
    assert await clean.differences(database, stored, {1, 2, 3}) == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("provenance", delete(ProvenanceRow).where(col(ProvenanceRow.position) == 1)),
        ("mention", update(MentionRow).values(offices=[], changed_at=make.NOW)),
        ("claim", update(ClaimRow).values(mention_id=None, changed_at=make.NOW)),
    ],
)
async def test_an_article_that_is_half_stored_is_found(
    database: Database, clean: CleanCopy, table: str, change: Any
) -> None:
    """By the table in which something is missing."""
    stored = await read_into(database, 1, 2)
    async with database.writing() as session:
        await session.execute(change)
    [found] = await clean.differences(database, stored, {1, 2})
    assert found.startswith(f"{table}:")


@pytest.mark.parametrize("write", [acknowledged(number=2), acknowledged("addNote"), acknowledged("correctClaim")])
async def test_an_acknowledged_write_that_is_not_there_is_found(database: Database, write: Write) -> None:
    """Of whatever kind."""
    stored = await read_into(database, 1)
    assert "was acknowledged, and is not there" in " ".join(wrongs_of([write], stored))


async def test_a_write_without_its_key_is_found(database: Database) -> None:
    """Whoever sent it again would do it twice."""
    stored = await read_into(database, 1)
    assert "its key tells nothing of it" in " ".join(wrongs_of([acknowledged()], stored))


async def test_a_write_that_is_there_twice_is_found(database: Database) -> None:
    """As a mutation that was done again would be."""
    stored = await read_into(database, 1)
    stored.tokens["addNote", "token-1."] = 2
    assert "is there 2 times" in " ".join(wrongs_of([acknowledged("addNote")], stored))
