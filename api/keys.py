"""API keys: made, shown once, and recognised; only their hashes are stored."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import uuid4

from db.keys import add_key, holder_of, key_is_named
from db.sessions import Database
from db.tables import ApiKeyRow
from domain.errors import BadSetting, MissingKey, WrongKey
from domain.roles import Actor, Role

_MARK = "gzr_"
"""What every key begins with, so that leaked ones can be looked for."""
_SHOWN = len(_MARK) + 6


async def create_key(database: Database, *, name: str, role: Role, now: datetime) -> str:
    """A new key, to be shown once: nobody can read it again. Raises BadSetting for a name that is taken or empty."""
    if not name.strip():
        raise BadSetting("--name", "is empty; give the person's or the program's name")
    key = _MARK + token_urlsafe(32)
    async with database.writing() as session:
        if await key_is_named(session, name):
            raise BadSetting("--name", f"there is a key named «{name}» already; choose another name")
        row = ApiKeyRow(id=uuid4(), name=name, role=role, prefix=key[:_SHOWN], key_hash=hash_key(key), created_at=now)
        await add_key(session, row)
    return key


def hash_key(key: str) -> str:
    """The hash by which a key is known; a plain one is enough for 256 random bits."""
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


async def recognise(database: Database, authorization: str | None, *, now: datetime) -> Actor:
    """Whose key an Authorization header carries. Raises MissingKey and WrongKey."""
    if not authorization:
        raise MissingKey
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise MissingKey
    async with database.reading() as session:
        holder = await holder_of(session, hash_key(key.strip()), now=now)
    if holder is None:
        raise WrongKey
    return holder
