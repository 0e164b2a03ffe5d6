"""Stores what a register tells of speakers and offices: adds, never takes away what somebody else said.

A value that is stored stays, unless it came from the same origin; rows of the shipped tables that these no longer hold
go. Ids are made of names, so that storing the same register twice changes nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import SQLModel, col

from db.inserting import insert_missing
from db.register_rows import TableRows, TitleKey, Values, rows_of
from db.sessions import ReadSession, WriteSession
from db.tables import AliasRow, OfficeAliasRow, TenureRow
from domain.register import Register
from domain.speaker import Origin

_AT_ONCE = 500
_IDENTITY = frozenset({"id", "created_at", "canonical_id"})
_SHOWN: dict[type[SQLModel], str] = {AliasRow: "text", OfficeAliasRow: "text", TenureRow: "source"}
"""The tables of which shipped rows go when they are no longer listed, and by what people know them."""


@dataclass(slots=True)
class Changes:
    """What storing a register does: for each table the names of what is new, changed or no longer listed.

    `kept` are the times in office that are left as they are, as somebody else told them otherwise.
    """

    new: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.new or self.changed or self.gone)


async def register_changes(session: ReadSession, register: Register, *, origin: Origin, titles: TitleKey) -> Changes:
    """What storing the register would change; nothing is stored."""
    changes, _ = await _planned(session, register, origin=origin, titles=titles)
    return changes


async def put_register(
    session: WriteSession, register: Register, *, origin: Origin, titles: TitleKey, now: datetime
) -> Changes:
    """Store the register; `titles` gives the key of every title in it. What was changed."""
    changes, planned = await _planned(session, register, origin=origin, titles=titles)
    for table, new, changed, gone in planned:
        made = {"created_at": now} if "created_at" in table.row.model_fields else {}
        await insert_missing(session, table.row, [{**row, **made} for row in new])
        for row in changed:
            values = {name: value for name, value in row.items() if name != "id"}
            values |= {"changed_at": now} if "changed_at" in table.row.model_fields else {}
            await session.execute(update(table.row).where(col(table.row.id) == row["id"]).values(values))  # type: ignore[attr-defined]  # every table has an id
        if gone:
            await session.execute(delete(table.row).where(col(table.row.id).in_(gone)))  # type: ignore[attr-defined]  # as above
    return changes


async def _planned(
    session: ReadSession, register: Register, *, origin: Origin, titles: TitleKey
) -> tuple[Changes, list[tuple[TableRows, list[Values], list[Values], list[UUID]]]]:
    tables, kept = await rows_of(session, register, origin=origin, titles=titles)
    changes, planned = Changes(kept=kept), []
    for table in tables:
        stored = await _stored(session, table)
        new = [row for row in table.rows if row["id"] not in stored]
        changed = [
            change
            for row in table.rows
            if row["id"] in stored and (change := _change(stored[row["id"]], row, origin, table))
        ]
        gone = await _no_longer_listed(session, table) if origin is Origin.SHIPPED else {}
        name = str(table.row.__tablename__)
        if new:
            changes.new[name] = [table.shown[row["id"]] for row in new]
        if changed:
            changes.changed[name] = [
                f"{table.shown[row['id']]} ({_difference(stored[row['id']], row)})" for row in changed
            ]
        if gone:
            changes.gone[name] = list(gone.values())
        planned.append((table, new, changed, list(gone)))
    return changes, planned


def _change(stored: Values, row: Values, origin: Origin, table: TableRows) -> Values | None:
    """The columns of a stored row that a register's row changes, with its id; None where there are none.

    A row of the same origin, or one that only articles had made known, becomes what the register tells; of one that
    somebody else said, gaps are filled.
    """
    said_by = stored.get("origin", origin.value)
    own = said_by in {origin.value, Origin.LEARNED.value}
    clears = table.clears and said_by == origin.value == Origin.SHIPPED.value
    change = {
        name: value
        for name, value in row.items()
        if name not in _IDENTITY | table.keeps
        and not (name == "source" and stored[name] and origin is Origin.MANUAL)
        and stored[name] != value
        and (clears or (own and value is not None) or stored[name] is None)
    }
    return {"id": row["id"], **change} if change else None


def _difference(stored: Values, change: Values) -> str:
    """What a change does to a row, column by column."""
    told = (f"{name}: {stored[name] or '—'} → {value or '—'}" for name, value in change.items() if name != "id")
    return ", ".join(told)


async def _stored(session: ReadSession, table: TableRows) -> dict[UUID, Values]:
    found: dict[UUID, Values] = {}
    for some in batched((row["id"] for row in table.rows), _AT_ONCE):
        rows = (await session.scalars(select(table.row).where(col(table.row.id).in_(some)))).all()  # type: ignore[attr-defined]  # every table has an id
        found |= {row.id: row.model_dump() for row in rows}  # type: ignore[attr-defined]  # as above
    return found


async def _no_longer_listed(session: ReadSession, table: TableRows) -> dict[UUID, str]:
    """The shipped rows that the tables no longer hold; speakers, offices and outlets stay, as claims name them."""
    shown = _SHOWN.get(table.row)
    if shown is None:
        return {}
    columns = table.row.__table__.c  # type: ignore[attr-defined]  # SQLModel makes it
    query = select(columns.id, columns[shown]).where(columns.origin == Origin.SHIPPED.value)
    if "rejected_by" in columns:
        query = query.where(columns.rejected_by.is_(None))
    found = (await session.execute(query)).all()
    return {identity: str(told) for identity, told in found if identity not in table.shown}
