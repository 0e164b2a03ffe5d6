"""The life of API keys: made, made anew, revoked; a secret is shown once, only its hash is stored.

Every function works inside the caller's transaction and leaves an audit event for administrators, in which neither a
secret nor its hash stands.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe
from unicodedata import category
from uuid import UUID, uuid4

from db.keys import add_key, change_key, held_key
from db.tables import ApiKeyRow
from domain.audit import Audience, Facts
from domain.errors import BadDecision
from domain.roles import Actor, Role, Scope, at_least
from domain.text import ZWNJ
from ingest.acting import MOST_REASON, Acting, check_words

MARK = "gzr_"
"""What every key begins with, so that leaked ones can be looked for."""
LONGEST_NAME = 200
"""Code points: of a person with their desk, or of a program with its host."""
_SHOWN = len(MARK) + 6
_ENDS_IN_BRACKETS = re.compile(r"[)\]}]\s*$")


@dataclass(frozen=True, slots=True)
class Issued:
    """A key with its secret, to be shown once: nobody can read it again."""

    id: UUID
    secret: str


async def create_key(
    acting: Acting,
    *,
    name: str,
    role: Role,
    scopes: Collection[Scope] | None = None,
    expires_at: datetime | None = None,
) -> Issued:
    """Make a key that may do what `role` may, limited to `scopes` where there are any. Raises BadDecision.

    It is never more than its maker's: neither its role nor what its scopes hold.
    """
    _check_name(name)
    _check_limits(role, scopes, expires_at, acting)
    secret = _new_secret()
    row = ApiKeyRow(
        id=uuid4(),
        name=name,
        role=role,
        scopes=[one.value for one in Scope if one in scopes] if scopes is not None else None,
        prefix=secret[:_SHOWN],
        key_hash=hash_key(secret),
        created_at=acting.now,
        expires_at=expires_at,
    )
    if not await add_key(acting.session, row):
        raise BadDecision("name", f"is that of another key, «{name}»; choose another name")
    acting.record("createKey", "key", row.id, audience=Audience.ADMIN, after=_facts(row))
    return Issued(row.id, secret)


async def rotate_key(acting: Acting, identity: UUID) -> Issued:
    """Make a key's secret anew; the old one stops at once, all else stays. Raises BadDecision.

    Who does it sees the secret, so the key must not be able to do more than they are.
    """
    row = await _unrevoked(acting, identity)
    if row.expires_at is not None and row.expires_at <= acting.now:
        raise BadDecision("keyId", "has expired, and a new secret would have too; create another key")
    if not _is_within(acting.by, Role(row.role), _scopes_of(row)):
        raise BadDecision("keyId", "may do more than you may, and you would see its secret; ask who may as much")
    secret = _new_secret()
    changes = {"prefix": secret[:_SHOWN], "key_hash": hash_key(secret), "rotated_at": acting.now}
    await change_key(acting.session, row.id, changes)
    told = {"name": row.name, "prefix": row.prefix}, {"name": row.name, "prefix": secret[:_SHOWN]}
    acting.record("rotateKey", "key", row.id, audience=Audience.ADMIN, before=told[0], after=told[1])
    return Issued(row.id, secret)


async def revoke_key(acting: Acting, identity: UUID, *, why: str) -> None:
    """Take a key back for ever. Raises BadDecision."""
    check_words(why, "why", most=MOST_REASON)
    row = await _unrevoked(acting, identity)
    await change_key(acting.session, row.id, {"revoked_at": acting.now})
    after = {"name": row.name, "revoked_at": acting.now.isoformat()}
    acting.record("revokeKey", "key", row.id, audience=Audience.ADMIN, before=_facts(row), after=after, reason=why)


def hash_key(secret: str) -> str:
    """The hash by which a key is known; a plain one is enough for 256 random bits."""
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _new_secret() -> str:
    return MARK + token_urlsafe(32)


async def _unrevoked(acting: Acting, identity: UUID) -> ApiKeyRow:
    row = await held_key(acting.session, identity)
    if row is None:
        raise BadDecision("keyId", "names no key; pass an id that apiKeys gave")
    if row.revoked_at is not None:
        raise BadDecision("keyId", "is revoked already, for ever; create another key")
    return row


FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
"""Further than any calendar here counts; who wants a key without an end leaves it out."""


def _check_name(name: str) -> None:
    check_words(name, "name", most=LONGEST_NAME)
    if any(category(one).startswith("C") and one != ZWNJ for one in name):
        raise BadDecision("name", "holds marks that are not seen; write it in one line of plain letters")
    if name != name.strip():
        raise BadDecision("name", "begins or ends with a space; remove it")
    if _ENDS_IN_BRACKETS.search(name):
        raise BadDecision("name", "ends in brackets, as the names of an issuer's people do; leave them out")


def _check_limits(role: Role, scopes: Collection[Scope] | None, expires_at: datetime | None, acting: Acting) -> None:
    if scopes is not None and not scopes:
        raise BadDecision("scopes", "is empty; name at least one, or leave it out for a key without limits")
    if not at_least(acting.by.role, role):
        raise BadDecision("role", f"is above your own, which is {acting.by.role}; choose that or a lower one")
    if not _is_within(acting.by, role, scopes):
        raise BadDecision("scopes", f"is more than your own, {_told(acting.by)}; choose among those")
    if expires_at is not None and expires_at.tzinfo is None:
        raise BadDecision("expiresAt", "has no timezone; end it with Z or an offset such as +03:30")
    if expires_at is not None and not acting.now < expires_at < FOREVER:
        raise BadDecision("expiresAt", f"is not in the future, or after the year {FOREVER.year}; choose another time")


def _is_within(maker: Actor, role: Role, scopes: Collection[Scope] | None) -> bool:
    """Whether a key can do no more than its maker can."""
    if not at_least(maker.role, role):
        return False
    return maker.scopes is None or (scopes is not None and maker.scopes.issuperset(scopes))


def _told(maker: Actor) -> str:
    return ", ".join(sorted(maker.scopes or ()))


def _scopes_of(row: ApiKeyRow) -> list[Scope] | None:
    return [Scope(one) for one in row.scopes] if row.scopes is not None else None


def _facts(row: ApiKeyRow) -> Facts:
    return {
        "name": row.name,
        "role": str(row.role),
        "scopes": row.scopes,
        "expires_at": row.expires_at.isoformat() if row.expires_at else None,
        "prefix": row.prefix,
    }
