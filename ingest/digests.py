"""What the audit chain tells of a reading: one event an article, with a digest of all that it changed."""

from hashlib import sha256

import orjson

from domain.audit import digest
from ingest.acting import Acting
from ingest.changes import Reading
from ingest.decide import Decision


def tell_reading(acting: Acting, read: Reading, decision: Decision) -> None:
    """Let the audit chain tell what a reading changed: whose text, how many claims, and the digest of them all."""
    after = {
        "change": read.change.name,
        "revision": read.revision_id,
        "text": digest(read.raw.text),
        "facts": _digest(read.facts),
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
    return _digest({"new": decision.new, "changed": decision.changed, "withdrawn": decision.gone})


def _digest(told: object) -> str:
    """The digest of values of ours as JSON with its keys in order; orjson walks dataclasses by itself, and fast."""
    written = orjson.dumps(told, option=orjson.OPT_SORT_KEYS, default=str)  # asyncpg has a UUID of its own
    return sha256(written).hexdigest()
