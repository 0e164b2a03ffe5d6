"""Tells words that an editor withdrew, so that neither a reading nor a person brings them back; stores nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.claim import Claim, Quoted, StoredClaim
from domain.likeness import Words, says_the_words_of
from domain.text import Span
from domain.withdrawal import Withdrawal

WITHHELD = "holds words that an editor withdrew; leave them out"
"""What a person is told who would bring such words back."""

_MOST_OF = 0.5
"""A statement stands where an editor withdrew one when at least this part of its content does."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What an editor withdrew of an article: where it stands in a text, and its words wherever they stand.

    Of a claim whose words are kept nowhere, not even in the text of its revision, only the place can be known.
    """

    places: tuple[Claim, ...]
    words: tuple[Words, ...]

    @classmethod
    def of(cls, stored: Iterable[StoredClaim], *, here: Iterable[StoredClaim]) -> "Withheld":
        """What was withdrawn of the claims of an article; those `here` have their spans in the text that is read."""
        return cls(
            tuple(one.claim for one in here if one.withdrawn_by is Withdrawal.EDITOR),
            tuple(Words.of(one.claim.content.words) for one in stored if one.withdrawn_by is Withdrawal.EDITOR),
        )

    def holds(self, claim: Claim) -> bool:
        """Whether a statement is one that was withdrawn: by its cue or content, or by its words."""
        return any(claim.cue.span.overlap(one.cue.span) > 0 for one in self.places) or self.holds_content(claim.content)

    def holds_content(self, content: Quoted) -> bool:
        """Whether a content stands where one was withdrawn, or says its words anywhere."""
        span = content.span
        if any(span.overlap(one.content.span) >= _MOST_OF * len(span) for one in self.places):
            return True
        words = Words.of(content.words) if self.words else None
        return words is not None and any(says_the_words_of(words, one) for one in self.words)

    def lie_between(self, content: Span, context: Span) -> bool:
        """Whether withdrawn words stand between a content and its cue's sentence: they would be searched with it."""
        both = Span(min(content.start, context.start), max(content.end, context.end))
        places = (one.content.span for one in self.places)
        return any(both.covers(place) and not context.covers(place) for place in places)
