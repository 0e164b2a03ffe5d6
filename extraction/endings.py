"""Where a content ends: at a quotation mark, at the next statement, or at the end of its sentence or paragraph."""

from bisect import bisect_right

from extraction.cue_clauses import Clauses, same_manner, same_number
from extraction.cue_words import words
from extraction.cues import Cue, Sort
from extraction.drafts import Draft
from extraction.openings import CLOSERS, STRONG, Marker, Opening, Quotations
from extraction.verbs import clause_ends

_WORDS_OF_A_NAME = 12
_AFTER_QUOTATION = frozenset(".\n،؛و!؟)/…")
_LOOKAHEAD = 60
_CONTRAST_REACH = 200
_FEWEST_QUOTED_WORDS = 4
_INVERTED_REACH = 20


class Endings:
    """The ends of the contents of one reading; every number is a token index."""

    def __init__(self, clauses: Clauses, cues: list[Cue]) -> None:
        """`cues` are all of the reading's, in order."""
        self._clauses = clauses
        self._reading = clauses.reading
        self._keys = clauses.keys
        self._cues = cues
        self._quotations = Quotations(clauses.reading)
        self._known: dict[tuple[int, bool], int] = {}

    def latest(self, index: int, opening: Opening, limit: int, *, nested: bool) -> tuple[int, bool]:
        """Where the content that follows a cue ends at the latest, and whether a quotation mark ends it."""
        if opening.quoted:
            closer = self._quotations.closer(opening.first)
            if closer is not None and closer <= limit and self._is_whole(opening.first, closer):
                return closer, True
        sentence = self._reading.sentence_at(opening.first)
        if nested:
            return self._contrast(opening.first, min(sentence.stop, limit)), False
        if opening.marker in {Marker.COLON, Marker.QUOTE}:
            return self._paragraph_end(index, sentence), False
        end = sentence.stop
        goes_on = end < len(self._keys) and self._keys[end] in words("goes on")
        return min(self._reading.sentence_at(end).stop if goes_on else end, limit), False

    def quotation_before(self, cue: Cue, floor: int) -> range | None:
        """The words of the quotation that the cue tells after it: in its sentence, or right before «این را ... گفت».

        None where there is none, or where it is as short as a name.
        """
        quotation = self._quotations.before(cue.first)
        if quotation is None or len(quotation) < _FEWEST_QUOTED_WORDS or cue.first - quotation.stop > _INVERTED_REACH:
            return None
        between = self._keys[quotation.stop + 1 : cue.first]
        pointed = "این" in between
        apart = "\n" in between or (quotation.stop < floor and not pointed)
        if apart or any(word in clause_ends() for word in between):
            return None
        return quotation if pointed or (between and between[0] in {"،", ","}) else None

    def boundary(self, draft: Draft, cue: Cue) -> int | None:
        """Where a draft's content ends because of a later cue in it; None where the cue is part of the content."""
        if draft.bounded:
            return None
        if draft.cue.sort is Sort.PARTICIPLE:
            return self._participle_end(draft, cue)
        if cue.first not in self._reading.sentence_at(draft.first) or cue.sort is Sort.NOUN:
            return None
        told = self._clauses.opening(cue).marker in STRONG
        if draft.direct and not (told and same_number(draft.cue, cue)):
            return None
        return self._coordinate(draft, cue, told=told) if told or same_manner(draft.cue, cue) else None

    def _coordinate(self, draft: Draft, cue: Cue, *, told: bool) -> int | None:
        """The «و» at which «گفت: ... و افزود: ...» starts its second half; None where there is none."""
        start = self._clauses.start(draft.first, cue)
        end = self._clauses.subject_limit(start, cue)
        opener = self._keys[start] if start < end else self._keys[cue.first][:1]
        if opener == "و" and self._clauses.names_nobody(start + 1, end):
            return start if same_manner(draft.cue, cue) or not draft.direct else None
        if not cue.narrates:
            return None
        if opener in words("subject pronouns") and told and same_manner(draft.cue, cue):
            return start
        if draft.direct or draft.parent is not None:
            return None
        colon = self._clauses.opening(cue).marker is Marker.COLON
        if colon and not draft.cue.narrates:
            return start
        named = opener == "و" and self._clauses.subjects.subject_end(start + 1, end) > start + 1
        return start if named and (told or end < cue.first) else None

    def _participle_end(self, draft: Draft, cue: Cue) -> int | None:
        """Where a participle's clause ends because another cue of its sentence follows; None where it goes on."""
        if cue.first not in self._reading.sentence_at(draft.cue.first) or cue.sort is Sort.NOUN:
            return None
        if cue.sort is Sort.PARTICIPLE:
            return cue.first - 1 if self._keys[cue.first - 1] in {"و", "،"} else cue.first
        opening = self._clauses.opening(cue).marker
        if opening in STRONG and self._keys[cue.first - 1] in CLOSERS and self._keys[cue.first - 2] in clause_ends():
            return cue.first
        comma = self._clauses.comma_before(draft.first, cue.first)
        if cue.narrates and opening in STRONG:
            return comma or self._clauses.start(draft.first, cue)
        if cue.narrates or opening is Marker.COLON:
            adjacent = self._keys[cue.first - 1] in clause_ends()
            return comma or (self._clauses.start(draft.first, cue) if adjacent else None)
        return comma if comma is not None and self._is_main(comma, cue) else None

    def _is_main(self, comma: int, cue: Cue) -> bool:
        """Whether the cue is a main verb with a content of its own after the comma."""
        opening = self._clauses.opening(cue)
        return opening.marker in STRONG or self._clauses.complement(cue, comma + 1, opening) is not None

    def _contrast(self, first: int, end: int) -> int:
        """Where «اما», or «و» with a new subject, ends a report inside another's content; `end` where none does."""
        if self._keys[first] in words("concessives"):
            return end
        for token in range(first + 1, min(end, first + _CONTRAST_REACH)):
            if self._keys[token - 1] in clause_ends() and self._turns(token):
                return token
        return end

    def _turns(self, token: int) -> bool:
        """Whether «اما» stands at the token, or «و» with a pronoun that starts a clause."""
        key = self._keys[token]
        after = self._keys[token + 1] if token + 1 < len(self._keys) else ""
        return key in words("contrast") or (key == "و" and after in words("subject pronouns"))

    def _is_whole(self, first: int, closer: int) -> bool:
        """Whether a quotation is the whole content and not its first words."""
        after = self._keys[closer + 1] if closer + 1 < len(self._keys) else "\n"
        ended = self._keys[closer - 1] in {".", "!", "؟"}
        if after in {"،", "و"} and closer - first < _FEWEST_QUOTED_WORDS:
            return False
        return ended or after in _AFTER_QUOTATION or closer - first > _WORDS_OF_A_NAME

    def _paragraph_end(self, index: int, sentence: range) -> int:
        """The start of the next sentence of the paragraph that has a statement of its own, or the paragraph's end."""
        known = (sentence.start, self._cues[index].narrates)
        if known not in self._known:
            self._known[known] = self._find_paragraph_end(index, sentence)
        return self._known[known]

    def _find_paragraph_end(self, index: int, sentence: range) -> int:
        sentences = self._reading.sentences
        at = bisect_right(sentences, sentence.start, key=lambda each: each.start)
        end = sentence.stop
        later = index + 1
        while at < len(sentences) and sentences[at].start == end:
            while later < len(self._cues) and self._cues[later].first < sentences[at].start:
                later += 1
            if self._speaks_anew(later, sentences[at], self._cues[index]):
                break
            end = sentences[at].stop
            at += 1
        return end

    def _speaks_anew(self, later: int, sentence: range, cue: Cue) -> bool:
        """Whether a sentence after a colon's content has a statement that the writer tells."""
        for candidate in self._cues[later : later + _LOOKAHEAD]:
            if candidate.first not in sentence:
                return False
            if not words("first person").isdisjoint(self._keys[sentence.start : candidate.first]):
                return False
            if self._is_outer(candidate, sentence, cue):
                return True
        return False

    def _is_outer(self, candidate: Cue, sentence: range, cue: Cue) -> bool:
        """Whether the writer tells the candidate, and not the speaker of `cue`."""
        if candidate.sort is Sort.NOUN:
            return self._clauses.source_end(candidate.after, sentence.stop) is not None
        if candidate.form is None or candidate.form.passive:
            return candidate.sort is Sort.PARTICIPLE
        opening = self._clauses.opening(candidate)
        same = same_manner(cue, candidate)
        if opening.marker in {Marker.COLON, Marker.QUOTE}:
            colon = opening.marker is Marker.COLON and candidate.narrates
            return colon or same or self._keys[sentence.start] in words("subject pronouns")
        return (same or candidate.narrates) and self._clauses.has_content(candidate, opening, sentence.start)
