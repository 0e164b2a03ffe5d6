"""Finds claims that people wrote about or corrected again where a new text prints them a little otherwise."""

from collections.abc import Iterable
from dataclasses import replace

from domain.claim import Claim, Quoted, StoredClaim
from domain.correction import CorrectedField
from domain.ids import ClaimId
from domain.likeness import Words, shared_part
from domain.text import Span, words_in
from domain.withdrawal import Withdrawal

_LEAST_SHARED = 0.5
"""Of the words of the longer content, as of its characters where the place is known (DESIGN.md)."""
_AROUND = 2
"""How often the length of a corrected content is looked through on either side of a statement."""


def reworded(stored: Iterable[StoredClaim], found: Iterable[tuple[int, Claim]], text: str) -> dict[int, StoredClaim]:
    """Which stored claim each found one is, by its position, as far as only the words tell: the most alike first.

    The contents share half of the words, and the article names the same source. A note was written on the very words,
    so the claim of one is only found where all words are the same and the marks and spaces are not.
    The content that people gave a claim is told as `text` prints it, where its words stand there.
    """
    by_source: dict[object, list[StoredClaim]] = {}
    for one in stored:
        by_source.setdefault(_source(one.claim), []).append(one)
    pairs = [
        ((likeness, not one.withdrawn, -position), position, one, placed)
        for position, claim in found
        for one in by_source.get(_source(claim), ())
        for placed in [_placed(one, claim, text)]
        if (likeness := _likeness(one, claim, placed)) >= _LEAST_SHARED
    ]
    owners: dict[int, StoredClaim] = {}
    taken: set[ClaimId] = set()
    for _, position, one, placed in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if position not in owners and one.id not in taken:
            taken.add(one.id)
            owners[position] = replace(one, claim=replace(one.claim, content=placed)) if placed else one
    return owners


def _source(claim: Claim) -> object:
    return claim.said_by.mention_id


def _likeness(one: StoredClaim, found: Claim, placed: Quoted | None) -> float:
    """How alike a stored claim and a found statement are, from 0 to 1."""
    if placed is not None:
        return 1.0
    mine, theirs = Words.of(one.claim.content.words), Words.of(found.content.words)
    if one.noted and one.withdrawn_by is not Withdrawal.CORRECTION:
        return float(mine == theirs)
    return shared_part(mine.bag, theirs.bag)


def _placed(one: StoredClaim, found: Claim, text: str) -> Quoted | None:
    """The content that people gave a claim, as a text prints its words in or beside a found statement."""
    if not one.keeps(CorrectedField.CONTENT):
        return None
    wanted = [key for key, _ in words_in(one.claim.content.words)]
    content, context = found.content.span, found.context.span
    start, end = min(content.start, context.start), max(content.end, context.end)
    reach = _AROUND * len(one.claim.content.words)
    begin = max(0, start - reach)
    printed = words_in(text[begin : end + reach])
    places = [
        Span(begin + printed[at][1].start, begin + printed[at + len(wanted) - 1][1].end)
        for at in range(len(printed) - len(wanted) + 1)
        if wanted and [key for key, _ in printed[at : at + len(wanted)]] == wanted
    ]
    inside = [place for place in places if place.overlap(Span(start, end))]
    nearest = min(inside, key=lambda place: abs(place.start - content.start), default=None)
    return Quoted(nearest.of(text), nearest) if nearest else None
