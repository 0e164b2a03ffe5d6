"""Finds the stored claim that a fact-check is about, among those of the article in which it appeared."""

from collections.abc import Iterable

from domain.claim import StoredClaim
from domain.ids import SpeakerId
from domain.likeness import Words, shared_part

LEAST_SHARED = 0.5
"""Of the words of either: fact-checkers shorten and word anew, but a claim that shares less is another one."""


def claim_like(claims: Iterable[StoredClaim], words: str, *, of: SpeakerId) -> StoredClaim | None:
    """The live claim of a speaker that shares most with some words, the first of several; None where none is alike."""
    wanted = Words.of(words).bag
    live = [one for one in claims if not one.withdrawn and one.claim.said_by.speaker_id == of]
    ranked = [(shared_part(wanted, Words.of(one.claim.content.words).bag), one) for one in live]
    share, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best if share >= LEAST_SHARED else None
