"""Speakers whom articles alone made known are merged into those to whom tables give their name."""

from dataclasses import replace
from uuid import UUID

import pytest

from db.sessions import Database
from db.tables import ClaimRow, JudgementRow
from domain.ids import speaker_id
from domain.register import ListedAlias
from domain.roles import at_terminal
from domain.speaker import AliasForm
from ingest.acting import Acting
from ingest.decisions import unmerge_speaker
from tests.ingest.registering import NOW, REGISTER, article, between, ingest, register
from tests.ingest.stored_rows import rows, speaker_called

ELDER = speaker_id("کاوه مهرزاد")
OTHER = "کاوه مهرزادی"
PROVISIONAL = f"{OTHER} گفت: بودجه کم است."
NAMED_ALIKE = replace(REGISTER, aliases=(*REGISTER.aliases, ListedAlias("elder", OTHER, source="test")))
"""The register with another full name of its president, which articles may have made a speaker of."""


async def speakers(database: Database) -> list[UUID | None]:
    """Who made each claim."""
    return [row.speaker_id for row in await rows(database, ClaimRow)]


async def test_a_provisional_speaker_whose_name_becomes_anothers_is_merged(database: Database) -> None:
    """The claims move, and their role is told."""
    await ingest(database, article(PROVISIONAL, "2020-01-01"))
    claims = await register(database, NAMED_ALIKE)
    merged = (await speaker_called(database, OTHER)).merged_into
    assert (claims, merged, await speakers(database)) == (1, ELDER, [ELDER])


async def test_the_tables_merge_leaves_a_judgement(database: Database) -> None:
    """Of the author «tables», so that people can take it back."""
    await ingest(database, article(PROVISIONAL, "2020-01-01"))
    await register(database, NAMED_ALIKE)
    found = [(row.decision, row.speaker_id, row.author) for row in await rows(database, JudgementRow)]
    assert found == [("same", ELDER, "tables")]


@pytest.mark.parametrize(
    "alias",
    [
        ListedAlias("elder", OTHER, form=AliasForm.SURNAME, source="test"),
        ListedAlias("elder", OTHER, term=between("2013"), source="test"),
    ],
    ids=["a surname", "a name for a time"],
)
async def test_a_name_that_does_not_always_mean_somebody_merges_nobody(database: Database, alias: ListedAlias) -> None:
    """It may be another's at other times, and in other countries."""
    await ingest(database, article(PROVISIONAL, "2020-01-01"))
    await register(database, replace(REGISTER, aliases=(*REGISTER.aliases, alias)))
    assert (await speaker_called(database, OTHER)).merged_into is None


async def test_a_name_of_two_known_speakers_merges_nobody(database: Database) -> None:
    """Nobody can tell which."""
    await ingest(database, article(PROVISIONAL, "2020-01-01"))
    both = [ListedAlias(one, OTHER, source="test") for one in ("elder", "younger")]
    await register(database, replace(REGISTER, aliases=both))
    assert (await speaker_called(database, OTHER)).merged_into is None


async def test_two_whom_people_told_apart_are_not_merged_again(database: Database) -> None:
    """However often the tables are loaded."""
    await ingest(database, article(PROVISIONAL, "2020-01-01"))
    await register(database, NAMED_ALIKE)
    other = speaker_id(OTHER)
    async with database.writing() as session:
        await unmerge_speaker(Acting(session, at_terminal("سارا"), NOW, "IR"), other, why="پدر و پسرند")
    more = ListedAlias("elder", "مهرزاد بزرگ", source="test")
    await register(database, replace(NAMED_ALIKE, aliases=(*NAMED_ALIKE.aliases, more)))
    assert (await speaker_called(database, OTHER)).merged_into is None
