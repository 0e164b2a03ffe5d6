"""Audit events: who changed what when, each bound to all before it by a hash; and the digests that stand for words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

type Facts = Mapping[str, object]
"""What an event tells of a thing: JSON values, with the digests of quoted words in place of the words."""

FIRST_HASH = "0" * 64
"""What the first event of a chain follows."""


class Audience(StrEnum):
    """Who may read an event."""

    PUBLIC = "public"
    TEAM = "team"
    """Those who may read team notes."""
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A change that is about to be stored; it is hashed and given its place when its transaction ends.

    `action` is the operation in GraphQL's spelling, such as `addNote`. `subject_kind` and `subject_id` name the changed
    thing as node ids do. `claim_id` and `article_id` are whose history tells it. `actor_id` None is the terminal.
    """

    at: datetime
    actor_id: UUID | None
    actor: str
    action: str
    subject_kind: str
    subject_id: UUID
    audience: Audience = Audience.PUBLIC
    claim_id: UUID | None = None
    article_id: UUID | None = None
    before: Facts | None = None
    after: Facts | None = None
    reason: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChainedEvent:
    """An event as it is stored: its texts are what is hashed, so that no database's own JSON can change them."""

    position: int
    id: UUID
    at: datetime
    actor_id: UUID | None
    actor: str
    action: str
    subject_kind: str
    subject_id: UUID
    audience: str
    claim_id: UUID | None
    article_id: UUID | None
    before: str | None
    after: str | None
    reason: str | None
    request_id: str | None
    previous_hash: str
    hash: str = field(default="")

    def computed_hash(self) -> str:
        """The hash of all that the event tells and of the one before it: SHA-256 in hexadecimal."""
        told = [
            self.position,
            self.id.hex,
            self.at.isoformat(timespec="microseconds"),
            self.actor_id.hex if self.actor_id else None,
            self.actor,
            self.action,
            self.subject_kind,
            self.subject_id.hex,
            self.audience,
            self.claim_id.hex if self.claim_id else None,
            self.article_id.hex if self.article_id else None,
            self.before,
            self.after,
            self.reason,
            self.request_id,
            self.previous_hash,
        ]
        return sha256(canonical(told).encode()).hexdigest()


def canonical(told: object) -> str:
    """JSON that is the same text for the same value: sorted keys, no spaces, Persian as it is."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def digest(words: str | None) -> str | None:
    """What stands for quoted words in an event, so that the words can be erased and the chain stays whole."""
    return f"sha256:{sha256(words.encode()).hexdigest()}" if words is not None else None


def _plain(value: object) -> str:
    return value.hex if isinstance(value, UUID) else str(value)
