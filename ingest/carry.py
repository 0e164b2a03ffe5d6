"""Carries claims of earlier revisions over to an article's new text: where their words stand there, if they survive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from domain.claim import Claim, Quoted, StoredClaim
from domain.text import Span

type Trigram = tuple[str, str, str]


def carried_over(stored: Sequence[StoredClaim], text: str) -> list[StoredClaim]:
    """Those of `stored` whose words stand in `text`, with their spans in it.

    A claim's sentence is looked for first, then its content alone. Words that stood twice are looked for twice.
    The span of a cue whose words do not stand beside them any more is empty, so that it is nobody's.
    """
    if not stored:
        return []
    trigrams = _trigrams(text)
    revisions = dict.fromkeys(one.revision_id for one in stored)
    return [
        carried
        for revision in revisions
        for carried in _carried([one for one in stored if one.revision_id == revision], _Search(text, trigrams))
    ]


def _carried(stored: Sequence[StoredClaim], search: "_Search") -> Iterator[StoredClaim]:
    for one in sorted(stored, key=lambda one: (one.claim.context.span, one.claim.content.span, one.id)):
        by = _moved_by(one.claim, search)
        if by is not None:
            yield replace(one, claim=_shifted(one.claim, by, search.text))


def _moved_by(claim: Claim, search: "_Search") -> int | None:
    for kept in (claim.context, claim.content):
        at = search.place_of(kept) if kept.words else None  # those of an erased claim stand nowhere
        if at is not None:
            return at - kept.span.start
    return None


@dataclass(slots=True)
class _Search:
    """Looks for words in a text onwards from where the last ones stood, then from its beginning.

    A changed text mostly keeps its order, and 20,000 searches from the beginning of 5 MB would take half a minute.
    """

    text: str
    trigrams: frozenset[Trigram]
    last: int = 0
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For words that were found: where they stood, and where they stand."""

    def place_of(self, quoted: Quoted) -> int | None:
        words = quoted.words
        stood, stands = self.places.get(words, (-1, -1))
        if stood == quoted.span.start:
            return stands
        if not _trigrams(words, inner=True) <= self.trigrams:
            return None
        at = self.text.find(words, max(self.last, stands + 1))
        if at < 0:
            at = self.text.find(words, stands + 1)
        if at < 0:
            return None
        self.last = at
        self.places[words] = (quoted.span.start, at)
        return at


def _trigrams(text: str, *, inner: bool = False) -> frozenset[Trigram]:
    """Three words after one another, wherever they stand; `inner` leaves out the outer words, which may be cut."""
    words = text.split()[1:-1] if inner else text.split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _shifted(claim: Claim, by: int, text: str) -> Claim:
    cue = _moved(claim.cue, by)
    if cue.span.of(text) != cue.words:
        cue = Quoted(cue.words, Span(cue.span.start, cue.span.start))
    return replace(
        claim,
        content=_moved(claim.content, by),
        cue=cue,
        context=_moved(claim.context, by),
        mention=_moved(claim.mention, by) if claim.mention else None,
        target=_moved(claim.target, by) if claim.target else None,
        judgement=_moved(claim.judgement, by) if claim.judgement else None,
    )


def _moved(quoted: Quoted, by: int) -> Quoted:
    return Quoted(quoted.words, Span(max(0, quoted.span.start + by), max(0, quoted.span.end + by)))
