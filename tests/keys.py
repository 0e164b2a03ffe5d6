"""Keys for tests, with their secrets."""

from collections.abc import Collection
from datetime import datetime
from secrets import token_urlsafe

from api.keys import MARK, hash_key
from db.sessions import Database
from domain.roles import Role, Scope
from tests import factories as make


async def create_key(  # noqa: PLR0913 - a key has as many parts
    database: Database,
    *,
    name: str,
    role: Role,
    now: datetime = make.NOW,
    scopes: Collection[Scope] | None = None,
    expires_at: datetime | None = None,
    revoked_at: datetime | None = None,
) -> str:
    """The secret of a stored key."""
    secret = MARK + token_urlsafe(32)
    row = make.api_key(name)
    row.role, row.key_hash, row.prefix, row.created_at = role, hash_key(secret), secret[:10], now
    row.scopes = [one.value for one in scopes] if scopes is not None else None
    row.expires_at, row.revoked_at = expires_at, revoked_at
    await make.store(database, [row])
    return secret
