"""API keys by their hashes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import ApiKeyRow
from domain.roles import Actor, Role, Scope


async def holder_of(session: ReadSession, key_hash: str, *, now: datetime) -> Actor | None:
    """Whose key has this hash; None for nobody's, and for a key that is revoked or has expired."""
    lasts = or_(col(ApiKeyRow.expires_at).is_(None), col(ApiKeyRow.expires_at) > now)
    valid = (col(ApiKeyRow.key_hash) == key_hash) & col(ApiKeyRow.revoked_at).is_(None) & lasts
    row = (await session.scalars(select(ApiKeyRow).where(valid))).first()
    return actor_of(row) if row else None


def actor_of(row: ApiKeyRow) -> Actor:
    """Who acts by a key."""
    scopes = frozenset(map(Scope, row.scopes)) if row.scopes is not None else None
    return Actor(row.name, row.id, Role(row.role), scopes)


async def key_is_named(session: ReadSession, name: str) -> bool:
    """Whether there is a key of this name."""
    return (await session.scalars(select(col(ApiKeyRow.id)).where(col(ApiKeyRow.name) == name))).first() is not None


async def add_key(session: WriteSession, key: ApiKeyRow) -> None:
    """Store a key."""
    session.add(key)
    await session.flush()


async def key_by_id(session: ReadSession, identity: UUID) -> ApiKeyRow | None:
    """The key of an id; None where there is none."""
    return (await session.scalars(select(ApiKeyRow).where(col(ApiKeyRow.id) == identity))).first()
