"""API keys by their hashes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import ApiKeyRow
from domain.roles import Role


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who a valid key belongs to."""

    id: UUID
    name: str
    role: Role


async def holder_of(session: ReadSession, key_hash: str) -> KeyHolder | None:
    """Whose key has this hash; None for nobody's."""
    row = (await session.scalars(select(ApiKeyRow).where(col(ApiKeyRow.key_hash) == key_hash))).first()
    return KeyHolder(row.id, row.name, Role(row.role)) if row else None


async def key_is_named(session: ReadSession, name: str) -> bool:
    """Whether there is a key of this name."""
    return (await session.scalars(select(col(ApiKeyRow.id)).where(col(ApiKeyRow.name) == name))).first() is not None


async def add_key(session: WriteSession, key: ApiKeyRow) -> None:
    """Store a key."""
    session.add(key)
