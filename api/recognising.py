"""Whose request it is: the holder of an API key, or somebody for whom an issuer vouches with a token."""

from datetime import datetime

from api.key_use import KeyUse
from api.keys import MARK, hash_key
from api.oidc import Issuer
from db.keys import actor_of, key_by_hash
from db.sessions import Database
from db.tables import ApiKeyRow
from domain.errors import ExpiredKey, MissingKey, RevokedKey, WrongKey
from domain.roles import Actor


class Recogniser:
    """Recognises who asks one application; `issuer` None trusts nobody's tokens."""

    def __init__(self, database: Database, issuer: Issuer | None) -> None:
        """Look keys up in `database`."""
        self._database = database
        self._issuer = issuer
        self._uses = KeyUse(database)

    async def recognise(self, authorization: str | None, *, now: datetime) -> Actor:
        """Who sent a request with this Authorization header.

        Raises MissingKey, WrongKey, WrongToken, NoRole and IssuerUnreachable.
        """
        bearer = _bearer(authorization)
        if bearer.startswith(MARK):
            return await self._holder(bearer, now=now)
        if self._issuer is None:
            raise WrongKey
        return await self._issuer.recognise(bearer, now=now)

    async def _holder(self, key: str, *, now: datetime) -> Actor:
        async with self._database.reading() as session:
            row = await key_by_hash(session, hash_key(key))
        actor = self.holder(row, now=now)
        assert row is not None  # noqa: S101 - it has a holder
        self._uses.note(row, now=now)
        return actor

    @staticmethod
    def holder(row: ApiKeyRow | None, *, now: datetime) -> Actor:
        """Who acts by a key, None: one that is not there. Raises WrongKey."""
        if row is None:
            raise WrongKey
        if row.revoked_at is not None:
            raise RevokedKey(row.revoked_at)
        if row.expires_at is not None and row.expires_at <= now:
            raise ExpiredKey(row.expires_at)
        return actor_of(row)

    async def close(self) -> None:
        """Keep what is still to be kept, and close the connections to the issuer."""
        await self._uses.finish()
        if self._issuer is not None:
            await self._issuer.close()


def _bearer(authorization: str | None) -> str:
    scheme, _, bearer = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not bearer.strip():
        raise MissingKey
    return bearer.strip()
