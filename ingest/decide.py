"""Decides what a reading of an article changes in the claims that are stored of it; stores nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid5

from domain.claim import Claim, StoredClaim
from domain.ids import ClaimId, RevisionId, claim_id
from domain.text import Span
from domain.withdrawal import Withdrawal
from ingest.carry import carried_over
from ingest.protect import stands_whole, stays_behind, with_what_people_said
from ingest.reworded import reworded
from ingest.withheld import Withheld

LEAST_SHARED = 0.5
"""A statement is a stored claim's when their contents share at least this part of the longer one (DESIGN.md)."""

type Rank = tuple[float, int, float]


@dataclass(frozen=True, slots=True)
class Decision:
    """What storing has to do; a claim keeps its id for as long as its words are found."""

    new: tuple[tuple[ClaimId, Claim], ...]
    changed: tuple[tuple[ClaimId, Claim], ...]
    unchanged: tuple[ClaimId, ...]
    gone: tuple[ClaimId, ...]


def decide(stored: Sequence[StoredClaim], found: Sequence[Claim], *, revision: RevisionId, text: str) -> Decision:
    """What `found`, read in the `text` of `revision`, changes in the claims `stored` of the article.

    A claim of an earlier revision carries over where its words survive, or most words of one that people touched.
    A claim that is no longer found is gone, unless people have touched it: those stay. What people corrected in a
    claim stays too, and of words that an editor withdrew no claim is made.
    """
    here = [one for one in stored if one.revision_id == revision]
    earlier = [one for one in stored if one.revision_id != revision]
    carried = carried_over(earlier, text)
    known = [*here, *(one for one in carried if not stays_behind(one, text))]
    withheld = Withheld.of(stored, here=known)
    owners = _owners(known, found)
    left = [(place, one) for place, one in enumerate(found) if place not in owners and not withheld.holds(one)]
    owners |= reworded(_lost(earlier, owners), left, text)
    taken = {one.id for one in stored}
    new, changed, unchanged = [], [], []
    for position, claim in enumerate(found):
        owner = owners.get(position)
        if withheld.holds(claim) and (owner is None or owner.withdrawn or not withheld.holds(owner.claim)):
            continue
        if owner is None:
            new.append((free_id(revision, claim.cue.span, taken), claim))
        elif owner.withdrawn_by is not Withdrawal.EDITOR and not owner.added and not stays_behind(owner, text):
            told = with_what_people_said(owner, claim, text)
            if _is_as_stored(owner, told, revision):
                unchanged.append(owner.id)
            else:
                changed.append((owner.id, told))
    changed += [(one.id, one.claim) for one in carried if _moves_by_itself(one, text)]
    kept = {owner.id for owner in owners.values()}
    gone = tuple(one.id for one in stored if one.id not in kept and not one.touched and not one.withdrawn)
    return Decision(tuple(new), tuple(changed), tuple(unchanged), gone)


def _lost(earlier: Sequence[StoredClaim], owners: Mapping[int, StoredClaim]) -> list[StoredClaim]:
    """The claims of earlier revisions that people wrote about or corrected and that are found again at no place."""
    kept = {owner.id for owner in owners.values()}
    told = (one for one in earlier if one.touched or one.noted)
    return [one for one in told if one.id not in kept and one.withdrawn_by is not Withdrawal.EDITOR]


def _is_as_stored(owner: StoredClaim, told: Claim, revision: RevisionId) -> bool:
    """Whether there is nothing to store; a claim that people said is no statement stays withdrawn."""
    stays = not owner.withdrawn or owner.withdrawn_by is Withdrawal.CORRECTION
    return stays and owner.claim == told and owner.revision_id == revision


def _moves_by_itself(carried: StoredClaim, text: str) -> bool:
    """Whether a statement that people added goes over to a new text, be it found there or not."""
    return carried.added and carried.withdrawn_by is not Withdrawal.EDITOR and stands_whole(carried.claim, text)


def free_id(revision: RevisionId, cue: Span, taken: set[ClaimId]) -> ClaimId:
    """The id of a new claim, which is then taken.

    A stored claim that was new at this cue may have moved to another one since, and keeps the id.
    """
    identity = claim_id(revision, cue)
    while identity in taken:
        identity = ClaimId(uuid5(identity, "next"))
    taken.add(identity)
    return identity


def _owners(stored: Sequence[StoredClaim], found: Sequence[Claim]) -> dict[int, StoredClaim]:
    """Which stored claim each found one is, by its position: those whose cues overlap, else whose contents do."""
    owners: dict[int, StoredClaim] = {}
    for rank, span in ((_by_cue, _cue), (_by_content, _content)):
        kept = {owner.id for owner in owners.values()}
        free = [one for one in stored if one.id not in kept]
        left = [(position, claim) for position, claim in enumerate(found) if position not in owners]
        owners |= _best_pairs(free, left, rank, span)
    return owners


def _best_pairs(
    stored: Sequence[StoredClaim],
    found: Sequence[tuple[int, Claim]],
    rank: Callable[[Claim, Claim], Rank | None],
    span: Callable[[Claim], Span],
) -> dict[int, StoredClaim]:
    """The highest-ranked pairs, each claim in one at most.

    Where the rank is equal: claims that people touched, then those that are not withdrawn, then the order of the text.
    """
    ranked = [
        ((pair_rank, one.touched, not one.withdrawn, -position), one, position)
        for one, position, claim in _overlapping(stored, found, span)
        if (pair_rank := rank(one.claim, claim)) is not None
    ]
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    pairs: dict[int, StoredClaim] = {}
    taken: set[ClaimId] = set()
    for _, one, position in ranked:
        if position not in pairs and one.id not in taken:
            pairs[position] = one
            taken.add(one.id)
    return pairs


def _overlapping(
    stored: Sequence[StoredClaim], found: Sequence[tuple[int, Claim]], span: Callable[[Claim], Span]
) -> Iterator[tuple[StoredClaim, int, Claim]]:
    """Pairs among which are all whose spans overlap: in one walk along the text, for every pair is too many.

    Two readings of 20,000 claims have 400 million pairs, and about as many that overlap as there are claims.
    """
    waiting = sorted(found, key=lambda each: span(each[1]).start, reverse=True)
    reached: list[tuple[int, Claim]] = []
    for one in sorted(stored, key=lambda each: span(each.claim).start):
        place = span(one.claim)
        reached = [each for each in reached if span(each[1]).end > place.start]
        while waiting and span(waiting[-1][1]).start < place.end:
            reached.append(waiting.pop())
        yield from ((one, position, claim) for position, claim in reached)


def _cue(claim: Claim) -> Span:
    return claim.cue.span


def _content(claim: Claim) -> Span:
    return claim.content.span


def _by_cue(old: Claim, new: Claim) -> Rank | None:
    shared = _cue(old).overlap(_cue(new))
    content_part = _shared_part(_content(old), _content(new))
    return (_shared_part(_cue(old), _cue(new)), shared, content_part) if shared else None


def _by_content(old: Claim, new: Claim) -> Rank | None:
    part = _shared_part(_content(old), _content(new))
    return (part, 0, 0) if part >= LEAST_SHARED else None


def _shared_part(one: Span, other: Span) -> float:
    return one.overlap(other) / max(len(one), len(other), 1)
