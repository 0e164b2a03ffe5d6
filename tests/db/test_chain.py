"""The audit chain: events follow one another, the database refuses to change them, and a change past it is found."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.chain import chained_events, head, verify_chain
from db.sessions import Database
from domain.audit import FIRST_HASH, NewEvent, canonical, digest
from domain.errors import BrokenChain
from tests import factories as make


def event(action: str = "addNote", **facts: object) -> NewEvent:
    """An event."""
    return NewEvent(make.NOW, uuid4(), "سارا", action, "claim", uuid4(), after=facts, reason="سند «نو»")


async def record(database: Database, events: Sequence[NewEvent]) -> None:
    """Store events in one transaction."""
    async with database.writing() as session:
        for one in events:
            session.record(one)


async def fail(database: Database) -> None:
    """Record an event in a transaction that fails."""
    async with database.writing() as session:
        session.record(event())
        raise ZeroDivisionError


async def unlocked(database: Database, *statements: str) -> None:
    """Change rows as somebody does who owns the database."""
    sqlite = [f"DROP TRIGGER audit_event_refuses_{change}" for change in ("update", "delete")]
    postgres = ["ALTER TABLE audit_event DISABLE TRIGGER audit_event_refuses_change"]
    async with database.writing() as session:
        for statement in (*(sqlite if database.is_sqlite else postgres), *statements):
            await session.execute(text(statement))


async def test_an_empty_chain_has_the_first_hash(database: Database) -> None:
    """It verifies."""
    async with database.reading() as session:
        assert await head(session) == await verify_chain(session) == (0, FIRST_HASH)


async def test_events_follow_one_another_as_they_were_recorded(database: Database) -> None:
    """Over transactions, with each hash bound to the one before."""
    await record(database, [event("one"), event("two")])
    await record(database, [event("three", claim=uuid4(), words=digest("گفت"))])
    async with database.reading() as session:
        found = [one async for one in chained_events(session)]
        assert await verify_chain(session) == (3, found[-1].hash)
    assert [one.action for one in found] == ["one", "two", "three"]
    assert [one.previous_hash for one in found] == [FIRST_HASH, found[0].hash, found[1].hash]


async def test_what_a_failing_transaction_recorded_is_not_told(database: Database) -> None:
    """The chain tells what was stored, no more."""
    with pytest.raises(ZeroDivisionError):
        await fail(database)
    async with database.reading() as session:
        assert await head(session) == (0, FIRST_HASH)


@pytest.mark.parametrize("change", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"])
async def test_the_database_refuses_to_change_an_event(database: Database, change: str) -> None:
    """Whoever asks it, in plain SQL too."""
    await record(database, [event()])
    with pytest.raises(DBAPIError, match="is never changed"):
        async with database.writing() as session:
            await session.execute(text(change))


async def test_sqlite_refuses_to_replace_what_is_never_changed(database: Database) -> None:
    """REPLACE removes a row without asking the triggers of DELETE; a note that is there already is left as it is."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has no REPLACE")
    article, key = make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision)
    note, evidence = make.note(claim, key=key)
    await make.store(
        database, [article, revision, claim, key, note, evidence, make.correction(claim, "kind", after={})]
    )
    await record(database, [event()])
    for table in ("audit_event", "correction", "note", "note_evidence"):
        async with database.reading() as session:
            before = (await session.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608 - names of this test's
        names = ", ".join(
            f"'x' AS {name}" if name in {"actor", "reason", "body", "url"} else name for name in before[0]._fields
        )
        try:
            async with database.writing() as session:
                await session.execute(text(f"REPLACE INTO {table} SELECT {names} FROM {table}"))  # noqa: S608 - as above
        except DBAPIError as refused:
            assert "is never changed" in str(refused)  # noqa: PT017 - a note is passed over instead
        async with database.reading() as session:
            assert (await session.execute(text(f"SELECT * FROM {table}"))).all() == before  # noqa: S608 - as above


@pytest.mark.parametrize("table", ["audit_event", "correction", "note_evidence"])
async def test_postgres_refuses_to_empty_the_table(database: Database, table: str) -> None:
    """TRUNCATE is no DELETE there."""
    if database.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    await record(database, [event()])
    with pytest.raises(DBAPIError, match="is never changed"):
        async with database.writing() as session:
            await session.execute(text(f"TRUNCATE {table}"))


@pytest.mark.parametrize(
    ("change", "position"),
    [
        ("UPDATE audit_event SET actor = 'x' WHERE position = 2", 2),
        ("UPDATE audit_event SET after = '[]' WHERE position = 1", 1),
        ("UPDATE audit_event SET reason = NULL WHERE position = 3", 3),
        ("UPDATE audit_event SET audience = 'team' WHERE position = 3", 3),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00+00:00' WHERE position = 2", 2),
        ("DELETE FROM audit_event WHERE position = 2", 2),
        ("DELETE FROM audit_event WHERE position = 1", 1),
        ("UPDATE audit_event SET position = 9 WHERE position = 3", 3),
    ],
)
async def test_whatever_is_altered_past_the_service_is_found(database: Database, change: str, position: int) -> None:
    """Where it is."""
    await record(database, [event("one"), event("two"), event("three")])
    await unlocked(database, change)
    with pytest.raises(BrokenChain) as broken:
        async with database.reading() as session:
            await verify_chain(session)
    assert broken.value.position == position


async def test_a_chain_that_was_cut_or_made_anew_lacks_the_expected_hash(database: Database) -> None:
    """A hash that was kept elsewhere tells; without it the end could be cut off unseen."""
    await record(database, [event("one"), event("two")])
    async with database.reading() as session:
        _, kept = await head(session)
        assert await verify_chain(session, expect=kept) == (2, kept)
    await record(database, [event("three")])
    async with database.reading() as session:
        assert (await verify_chain(session, expect=kept))[0] == 3
    await unlocked(database, "DELETE FROM audit_event WHERE position > 1")
    async with database.reading() as session:
        await verify_chain(session)
        with pytest.raises(BrokenChain, match="none has the hash"):
            await verify_chain(session, expect=kept)


async def test_writers_at_once_make_one_chain(database: Database) -> None:
    """Eight of them, none is lost and no two take one place."""
    await asyncio.gather(*(record(database, [event(f"{writer}-{turn}") for turn in range(5)]) for writer in range(8)))
    async with database.reading() as session:
        assert (await verify_chain(session))[0] == 40


def test_the_text_that_is_hashed_does_not_hang_on_the_order_of_keys() -> None:
    """Or on spaces, or on how Persian is escaped."""
    assert canonical({"ب": 1, "a": [None, True]}) == canonical(dict(reversed([("ب", 1), ("a", [None, True])])))
    assert canonical({"ب": 1}) == '{"ب":1}'
