"""What the audit chain tells of a reading: one event an article, with a digest of all that it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import Enum
from hashlib import sha256

from domain.audit import canonical, digest
from domain.claim import Claim
from domain.ids import ClaimId
from ingest.acting import Acting
from ingest.changes import Reading
from ingest.decide import Decision


def tell_reading(acting: Acting, read: Reading, decision: Decision) -> None:
    """Let the audit chain tell what a reading changed: whose text, how many claims, and the digest of them all."""
    after = {
        "change": read.change.name,
        "revision": read.revision_id,
        "text": digest(read.raw.text),
        "facts": digest(canonical(_plain(asdict(read.facts)))),
        "claims": digest_of(decision),
        "new": len(decision.new),
        "changed": len(decision.changed),
        "unchanged": len(decision.unchanged),
        "withdrawn": len(decision.gone),
    }
    article = read.facts.id
    acting.record("ingestArticle", "article", article, article_id=article, after=after)


def digest_of(decision: Decision) -> str:
    """The digest of the claims that a reading made, changed or no longer found: SHA-256 in hexadecimal."""
    told = {
        "new": _told(decision.new),
        "changed": _told(decision.changed),
        "withdrawn": [identity.hex for identity in decision.gone],
    }
    return sha256(canonical(told).encode()).hexdigest()


def _told(claims: Sequence[tuple[ClaimId, Claim]]) -> list[list[object]]:
    return [[identity.hex, _plain(asdict(claim))] for identity, claim in claims]


def _plain(value: object) -> object:
    match value:
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Enum():
            return value.value
    return value
