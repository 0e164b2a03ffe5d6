"""What rows were is kept by the database itself, whoever changes them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from db.migrating import downgrade, upgrade
from db.sessions import Database
from db.tables import CLAIM_PAST, PASTS, ClaimRow, SpeakerRow
from tests import factories as make

LATER = make.NOW + timedelta(days=1)


async def stored(database: Database) -> ClaimRow:
    """A stored claim of a speaker."""
    article = make.article()
    revision = make.revision(article)
    speaker = make.speaker()
    claim = make.claim(revision, by=speaker[0].id)
    await make.store(database, [article, revision, *speaker, claim])
    return claim


async def change(database: Database, **values: object) -> None:
    """Change every claim."""
    async with database.writing() as session:
        await session.execute(update(ClaimRow).values(values))


async def past(database: Database) -> list[tuple[str, bool]]:
    """The kinds that the claim had, and whether it was searched by other words after each."""
    async with database.reading() as session:
        query = select(CLAIM_PAST.c.kind, CLAIM_PAST.c.reworded).order_by(CLAIM_PAST.c.held_until)
        return [(kind, reworded) for kind, reworded in (await session.execute(query)).all()]


@pytest.mark.parametrize("table", ["claim", *sorted(PASTS)])
async def test_what_answers_are_made_of_has_a_past(database: Database, table: str) -> None:
    """The trigger is there, on both databases."""
    catalogue = {
        True: "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = '{}_keeps_past'",
        False: "SELECT count(*) FROM pg_trigger WHERE tgname = '{}_keeps_past'",
    }
    async with database.engine.connect() as connection:
        found = await connection.exec_driver_sql(catalogue[database.is_sqlite].format(table))
        assert found.scalar_one() == 1


async def test_a_change_that_does_not_say_when_is_refused(database: Database) -> None:
    """Else what the row was would be lost."""
    await stored(database)
    with pytest.raises(DBAPIError, match="changed_at does not say when"):
        await change(database, kind="mixed")


async def test_what_a_row_was_is_kept(database: Database) -> None:
    """Each time it changes; whether its words do is kept with it."""
    await stored(database)
    await change(database, kind="mixed", changed_at=LATER)
    await change(database, kind="indirect", search_key="دیگر", changed_at=LATER + timedelta(hours=1))
    assert await past(database) == [("direct", False), ("mixed", True)]


async def test_of_changes_at_one_instant_the_first_tells_what_was(database: Database) -> None:
    """Nobody can ask for what was between them; the words are those of before, too."""
    await stored(database)
    await change(database, kind="mixed", changed_at=LATER)
    await change(database, search_key="دیگر", changed_at=LATER)
    assert await past(database) == [("direct", True)]


async def test_a_change_to_the_same_is_none(database: Database) -> None:
    """Nothing is kept of it."""
    await stored(database)
    await change(database, kind="direct", changed_at=LATER)
    assert await past(database) == []


async def test_a_past_is_forgotten_further_down(database: Database) -> None:
    """And rows can be changed again once it is kept again."""
    claim = await stored(database)
    await change(database, kind="mixed", changed_at=LATER)
    await downgrade(database, "0003")
    await upgrade(database)
    await change(database, kind="indirect", changed_at=LATER)
    async with database.reading() as session:
        speaker = (await session.scalars(select(SpeakerRow).where(col(SpeakerRow.id) == claim.speaker_id))).one()
    assert (await past(database), speaker.changed_at) == ([("mixed", False)], None)
