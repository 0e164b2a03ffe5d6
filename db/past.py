"""What claims, articles and mentions were before, as far as an editor's withdrawal reaches into it.

Withdrawn words come back for no instant. What a claim was is emptied as the claim itself is; of other rows it is
removed, and what took its place stands for the time before, too.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, delete, func, or_, select, update

from db.sessions import ReadSession, WriteSession
from db.tables import CLAIM_PAST
from domain.withdrawal import Withdrawal

_IDS_A_QUERY = 1_000


async def past_of_claims(session: ReadSession, claims: Collection[UUID]) -> list[dict[str, Any]]:
    """What claims were, oldest first, but for what they were while an editor had withdrawn them."""
    found: list[dict[str, Any]] = []
    for some in batched(claims, _IDS_A_QUERY):
        query = select(CLAIM_PAST).where(CLAIM_PAST.c.id.in_(some), _HOLDS_WORDS)
        rows = await session.execute(query.order_by(CLAIM_PAST.c.id, CLAIM_PAST.c.held_until))
        found += [row._asdict() for row in rows]
    return found


async def empty_past(session: WriteSession, claims: Collection[UUID], values: Mapping[str, object]) -> None:
    """Let claims have been for ever what they are since an editor withdrew them."""
    for some in batched(claims, _IDS_A_QUERY):
        await session.execute(update(CLAIM_PAST).where(CLAIM_PAST.c.id.in_(some), _HOLDS_WORDS).values(values))


async def put_back_past(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give what claims were their words back."""
    if not rows:
        return
    keys = ("id", "held_until")
    this = and_(*(CLAIM_PAST.c[key] == bindparam(f"of_{key}", type_=CLAIM_PAST.c[key].type) for key in keys))
    values = {name: bindparam(f"to_{name}", type_=CLAIM_PAST.c[name].type) for name in rows[0] if name not in keys}
    given = [{f"{'of' if name in keys else 'to'}_{name}": value for name, value in row.items()} for row in rows]
    await session.execute(update(CLAIM_PAST).where(this).values(values), given)


async def forget_words(session: WriteSession, article: UUID, words: Collection[str]) -> None:
    """Let no claim of an article ever have had a content or a sentence that holds any of these words."""
    place_of = func.instr if session.is_sqlite else func.strpos
    for each in words:
        holds = or_(*(place_of(CLAIM_PAST.c[column], each) > 0 for column in ("content", "context")))
        await session.execute(delete(CLAIM_PAST).where(CLAIM_PAST.c.article_id == article, holds))


async def forget_past(session: WriteSession, past: Table, ids: Collection[UUID]) -> None:
    """Let rows have been for ever what they are now."""
    for some in batched(ids, _IDS_A_QUERY):
        await session.execute(delete(past).where(past.c.id.in_(some)))


_HOLDS_WORDS = CLAIM_PAST.c.withdrawn_by.is_distinct_from(Withdrawal.EDITOR.value)
