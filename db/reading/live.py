"""The entities of what comes while somebody waits: new claims, and what happens to notes, each in the order of commits.

Clients name the place that they have read to by the claim or the event that they saw last, and never by its position
in the audit chain: positions would tell of events that they may not see.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, exists, select

from db.paging import make_cursor
from db.reading import articles, verification
from db.reading.entities import Condition, Entity, Leaf, Order, ToOne
from db.reading.leaves import instants, plain
from db.reading.rows import ALL, Rows
from db.reading.values import plain_hex
from db.sessions import ReadSession
from db.tables import ArrivalRow, AuditEventRow
from domain.errors import BadFilter
from domain.roles import Actor

_LAST_KEY, _BEFORE_ALL = UUID(int=2**128 - 1), UUID(int=0)


@dataclass(frozen=True)
class Feed:
    """What comes, as an entity whose order begins with `position`; `key` is the column that clients name a row by.

    `every` are the rows of all that the feed tells, without a filter.
    """

    entity: Entity
    key: str
    every: Rows

    def cursor(self, position: int, key: UUID = _LAST_KEY) -> str:
        """The cursor, of this service's own, of what comes after a row; without a key, after a whole position."""
        order = self.entity.order
        values = {"position": position, self.key: plain_hex(key)}
        return make_cursor(order.name, *(values[column] for column in order.columns))

    async def cursor_of(self, session: ReadSession, since: str) -> str:
        """The same of the row that a client saw last. Raises BadFilter."""
        table = self.entity.table
        key = _key_of(since)
        position = await session.scalar(select(table.c.position).where(table.c[self.key] == key))
        if position is None and key != _BEFORE_ALL:
            raise BadFilter(
                "since", "is no cursor that this service gave; leave it out, and ask again for what is missing"
            )
        return self.cursor(position if position is not None else -1, key)

    async def newest(self, session: ReadSession, viewer: Actor | None) -> str:
        """What a client names this moment by: the last row that it would be told."""
        table = self.entity.table.alias()
        seen = (*self.every.where(table), *self.entity.listed(table), *self.entity.visible(table, viewer))
        order = [table.c[column].desc() for column in self.entity.order.columns]
        query = select(table.c[self.key]).where(*seen).order_by(*order).limit(1)
        return plain_hex(await session.scalar(query) or _BEFORE_ALL)


def _key_of(since: str) -> UUID:
    try:
        return UUID(hex=since)
    except ValueError as error:
        raise BadFilter(
            "since", "is no cursor that this service gave; leave it out for what comes from now on"
        ) from error


def _is_of_a_note(event: FromClause, viewer: Actor | None) -> tuple[Condition, ...]:
    """That a viewer may know of an event, and sees the note that it is about."""
    note = verification.NOTE.table.alias()
    is_seen = exists().where(note.c.id == event.c.subject_id, *verification.NOTE.visible(note, viewer))
    return (*verification.AUDIT_EVENT.visible(event, viewer), is_seen.correlate(event))


def arrivals_of(claims: Rows) -> Rows:
    """The arrivals of those claims which lists show."""
    return replace(claims, where=lambda arrival: [_is_of_one(arrival, arrival.c.claim_id, claims)])


def changes_of(claims: Rows | None, *, has_verdict: bool | None) -> Rows:
    """The changes of notes on such claims, None on anything, and with or without a verdict."""

    def where(event: FromClause) -> Iterator[Condition]:
        if claims is not None:
            yield _is_of_one(event, event.c.claim_id, claims)
        if has_verdict is not None:
            note = verification.NOTE.table.alias()
            verdict = note.c.verdict_id
            fits = verdict.is_not(None) if has_verdict else verdict.is_(None)
            yield exists().where(note.c.id == event.c.subject_id, fits).correlate(event)

    form = (claims and claims.form, has_verdict)
    return Rows(lambda event: list(where(event)), form, claims.values if claims else {})


def _is_of_one(row: FromClause, claim_id: ColumnElement[UUID], claims: Rows) -> Condition:
    claim = articles.CLAIM.table.alias()
    found = exists().where(claim.c.id == claim_id, *articles.CLAIM.listed(claim), *claims.where(claim))
    return found.correlate(row)


CLAIM_ADDED = Feed(
    Entity(
        "claim_added",
        ArrivalRow,
        Order("claims added", ("position", "claim_id"), descending=False),
        {"cursor": Leaf("claim_id", plain_hex)},
        ones={"claim": ToOne(lambda: articles.CLAIM, lambda arrival, claim: claim.c.id == arrival.c.claim_id)},
    ),
    "claim_id",
    arrivals_of(ALL),
)

NOTE_CHANGED = Feed(
    Entity(
        "note_changed",
        AuditEventRow,
        Order("notes changed", ("position",), descending=False),
        {"cursor": Leaf("id", plain_hex), **plain("action"), **instants("at")},
        ones={"note": ToOne(lambda: verification.NOTE, lambda event, note: note.c.id == event.c.subject_id)},
        listed=lambda event: (event.c.subject_kind == verification.NOTE.name,),
        visible=_is_of_a_note,
    ),
    "id",
    ALL,
)
