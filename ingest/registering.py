"""Brings a register into the database: what it tells is stored, and stored mentions are resolved again by it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from db.again import every_mention
from db.mentions import hold_identities
from db.merging import merge_names_alike
from db.register import Changes, put_register, register_changes
from db.sessions import Database
from domain.audit import canonical, digest
from domain.ids import SpeakerId
from domain.register import Register
from domain.roles import Actor
from domain.speaker import Origin
from extraction.office_titles import office_title
from ingest.acting import ITSELF, Acting
from ingest.again import resolve_again


async def would_change(database: Database, register: Register, *, origin: Origin, now: datetime) -> Changes:
    """What storing the register would change; nothing is stored. Raises DatabaseProblem."""
    register = _believed(register, origin, now)
    async with database.reading() as session:
        return await register_changes(session, register, origin=origin, titles=_title_keys(register))


async def store_register(  # noqa: PLR0913 - what storing needs, and a listener
    database: Database,
    register: Register,
    *,
    origin: Origin,
    home_country: str,
    now: datetime,
    by: Actor = ITSELF,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[Changes, int]:
    """Store the register, all of it or nothing: what was changed, and how many claims are told otherwise by it.

    A speaker whom articles alone had made known, and whose name is now a known speaker's, is merged into that one.
    `advance` is told how many mentions were resolved again. Raises DatabaseProblem.
    """
    titles = _title_keys(register)
    register = _believed(register, origin, now)
    async with database.writing() as session:
        await hold_identities(session)
        changes = await put_register(session, register, origin=origin, titles=titles, now=now)
        if not changes:
            return changes, 0
        merged = await merge_names_alike(session, now=now)
        again = await resolve_again(session, every_mention(), home_country=home_country, now=now, advance=advance)
        _tell(Acting(session, by, now, home_country), changes, origin, merged=merged, claims=again)
        return changes, again


def _tell(
    acting: Acting,
    changes: Changes,
    origin: Origin,
    *,
    merged: Sequence[tuple[SpeakerId, SpeakerId]],
    claims: int,
) -> None:
    """Let the audit chain tell what a register changed: how many rows of each table, with the digest of them all.

    And who was merged into whom by it, and how many claims are told otherwise.
    """
    told = {"new": changes.new, "changed": changes.changed, "gone": changes.gone}
    counts = {name: {table: len(rows) for table, rows in tables.items()} for name, tables in told.items()}
    after: dict[str, object] = {**counts, "origin": origin.value, "rows": digest(canonical(told))}
    after |= {"merged": [[one.hex, into.hex] for one, into in merged], "claims": claims}
    acting.record("loadSpeakers", "register", uuid4(), after=after)


def _believed(register: Register, origin: Origin, now: datetime) -> Register:
    """The register; what people import without an end is believed to the end of next year, or until imported again."""
    if origin is not Origin.MANUAL:
        return register
    until = date(now.year + 1, 12, 31)
    tenures = [
        replace(one, term=replace(one.term, believed_until=one.term.believed_until or until))
        if one.term.end is None
        else one
        for one in register.tenures
    ]
    return replace(register, tenures=tenures)


def _title_keys(register: Register) -> dict[str, str]:
    """The key of each title of the register's offices."""
    return {text: office_title(text).key for one in register.offices for text in (one.title, *one.titles)}
