"""Decides what a reading of an article changes in the claims that are stored of it; stores nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.claim import Claim, Quoted, StoredClaim
from domain.ids import ClaimId, RevisionId, claim_id
from domain.text import Span

LEAST_SHARED = 0.5
"""A statement is a stored claim's when their contents share at least this part of the longer one (DESIGN.md)."""

type Rank = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Decision:
    """What storing has to do; a claim keeps its id for as long as its words are found."""

    new: tuple[tuple[ClaimId, Claim], ...]
    changed: tuple[tuple[ClaimId, Claim], ...]
    unchanged: tuple[ClaimId, ...]
    gone: tuple[ClaimId, ...]


def decide(stored: Sequence[StoredClaim], found: Sequence[Claim], *, revision: RevisionId, text: str) -> Decision:
    """What `found`, read in the `text` of `revision`, changes in the claims `stored` of the article.

    A claim of an earlier revision carries over where its words survive.
    A claim that is no longer found is gone, unless people have touched it: those stay.
    """
    here = [one if one.revision_id == revision else _carried_over(one, text) for one in stored]
    owners = _owners([one for one in here if one], found)
    new, changed, unchanged = [], [], []
    for position, claim in enumerate(found):
        owner = owners.get(position)
        if owner is None:
            new.append((claim_id(revision, claim.cue.span), claim))
        elif owner.claim == claim and owner.revision_id == revision and not owner.withdrawn:
            unchanged.append(owner.id)
        else:
            changed.append((owner.id, claim))
    kept = {owner.id for owner in owners.values()}
    gone = tuple(one.id for one in stored if one.id not in kept and not one.touched and not one.withdrawn)
    return Decision(tuple(new), tuple(changed), tuple(unchanged), gone)


def _carried_over(stored: StoredClaim, new_text: str) -> StoredClaim | None:
    """A claim of an earlier revision with its spans in `new_text`; None where its words do not survive.

    Its sentence is looked for first, then its content alone.
    """
    for kept in (stored.claim.context, stored.claim.content):
        at = new_text.find(kept.words)
        if at >= 0:
            return replace(stored, claim=_shifted(stored.claim, at - kept.span.start))
    return None


def _owners(stored: Sequence[StoredClaim], found: Sequence[Claim]) -> dict[int, StoredClaim]:
    """Which stored claim each found one is, by its position: those whose cues overlap, else whose contents do."""
    owners: dict[int, StoredClaim] = {}
    for rank in (_by_cue, _by_content):
        free = [one for one in stored if one not in owners.values()]
        left = [position for position in range(len(found)) if position not in owners]
        owners |= _best_pairs(free, [(position, found[position]) for position in left], rank)
    return owners


def _best_pairs(
    stored: Sequence[StoredClaim], found: Sequence[tuple[int, Claim]], rank: Callable[[Claim, Claim], Rank | None]
) -> dict[int, StoredClaim]:
    """The highest-ranked pairs, each claim in one at most; in the order of the text where the rank is equal."""
    ranked = [
        (pair_rank, position, one)
        for one in stored
        for position, claim in found
        if (pair_rank := rank(one.claim, claim)) is not None
    ]
    ranked.sort(key=lambda pair: (pair[0], -pair[1]), reverse=True)
    pairs: dict[int, StoredClaim] = {}
    taken: set[ClaimId] = set()
    for _, position, one in ranked:
        if position not in pairs and one.id not in taken:
            pairs[position] = one
            taken.add(one.id)
    return pairs


def _by_cue(old: Claim, new: Claim) -> Rank | None:
    shared = old.cue.span.overlap(new.cue.span)
    return (_shared_part(old.cue.span, new.cue.span), shared) if shared else None


def _by_content(old: Claim, new: Claim) -> Rank | None:
    part = _shared_part(old.content.span, new.content.span)
    return (part, 0) if part >= LEAST_SHARED else None


def _shared_part(one: Span, other: Span) -> float:
    return one.overlap(other) / max(len(one), len(other))


def _shifted(claim: Claim, by: int) -> Claim:
    def moved(quoted: Quoted) -> Quoted:
        return Quoted(quoted.words, Span(max(0, quoted.span.start + by), max(0, quoted.span.end + by)))

    return replace(
        claim,
        content=moved(claim.content),
        context=moved(claim.context),
        cue=moved(claim.cue),
        mention=moved(claim.mention) if claim.mention else None,
    )
