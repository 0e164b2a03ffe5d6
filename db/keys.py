"""API keys by their hashes, names and ids; when each was last used."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select, update
from sqlmodel import col

from db.inserting import inserting
from db.sessions import ReadSession, WriteSession
from db.tables import ApiKeyRow
from domain.roles import Actor, Role, Scope


async def key_by_hash(session: ReadSession, key_hash: str) -> ApiKeyRow | None:
    """The key that has this hash, revoked and expired ones too; None for nobody's."""
    return await _found(session, select(ApiKeyRow).where(col(ApiKeyRow.key_hash) == key_hash))


async def key_by_id(session: ReadSession, identity: UUID) -> ApiKeyRow | None:
    """The key of an id, revoked and expired ones too; None where there is none."""
    return await _found(session, select(ApiKeyRow).where(col(ApiKeyRow.id) == identity))


async def held_key(session: WriteSession, identity: UUID) -> ApiKeyRow | None:
    """The key of an id, which nobody else changes until the transaction ends; None where there is none."""
    return await _found(session, select(ApiKeyRow).where(col(ApiKeyRow.id) == identity).with_for_update())


async def key_id_of(session: ReadSession, name: str) -> UUID | None:
    """The id of the key of this name; None where there is none."""
    return (await session.scalars(select(col(ApiKeyRow.id)).where(col(ApiKeyRow.name) == name))).first()


async def all_keys(session: ReadSession) -> Sequence[ApiKeyRow]:
    """Every key in the order of the names, revoked and expired ones too."""
    return (await session.scalars(select(ApiKeyRow).order_by(col(ApiKeyRow.name)))).all()


async def add_key(session: WriteSession, key: ApiKeyRow) -> bool:
    """Store a key; False, and nothing is stored, where another has its name."""
    insert = inserting(session, ApiKeyRow).on_conflict_do_nothing().returning(col(ApiKeyRow.id))
    return (await session.execute(insert, [key.model_dump()])).first() is not None


async def change_key(session: WriteSession, identity: UUID, changes: Mapping[str, object]) -> None:
    """Give columns of a key other values."""
    await session.execute(update(ApiKeyRow).where(col(ApiKeyRow.id) == identity).values(**changes))


async def keep_uses(session: WriteSession, uses: Mapping[UUID, datetime]) -> None:
    """Keep when keys were last used; a later use that is kept already stays."""
    for identity, used_at in sorted(uses.items()):
        last = col(ApiKeyRow.last_used_at)
        is_later = (col(ApiKeyRow.id) == identity) & or_(last.is_(None), last < used_at)
        await session.execute(update(ApiKeyRow).where(is_later).values(last_used_at=used_at))


def actor_of(row: ApiKeyRow) -> Actor:
    """Who acts by a key."""
    scopes = frozenset(map(Scope, row.scopes)) if row.scopes is not None else None
    return Actor(row.name, row.id, Role(row.role), scopes)


async def _found(session: ReadSession, query: Select[ApiKeyRow]) -> ApiKeyRow | None:
    row = (await session.scalars(query)).first()
    if row is not None:
        session.expunge(row)
    return row


async def key_works(session: ReadSession, identity: UUID, *, now: datetime) -> bool:
    """Whether a key is neither revoked nor has run out."""
    lasts = or_(col(ApiKeyRow.expires_at).is_(None), col(ApiKeyRow.expires_at) > now)
    query = select(col(ApiKeyRow.id)).where(col(ApiKeyRow.id) == identity, col(ApiKeyRow.revoked_at).is_(None), lasts)
    return (await session.scalars(query)).first() is not None
