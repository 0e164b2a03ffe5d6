"""Lays out the contents of a reading's cues: where each starts and ends, and which stands inside which."""

from bisect import bisect_right

from extraction.complements import Complement, complement_before
from extraction.cue_words import words
from extraction.cues import Cue, Sort
from extraction.drafts import Draft
from extraction.hazm_verbs import Tense
from extraction.openings import Marker, Opening, opening_after, quotation_end
from extraction.reading import Reading
from extraction.report import Place
from extraction.subjects import Subjects
from extraction.verbs import clause_ends

_STRONG = frozenset({Marker.COLON, Marker.QUOTE, Marker.THAT})
_PAUSES = frozenset("،؛,")
_WORDS_IN_AN_ADVERB = 6
_WORDS_IN_AN_ADJECTIVE = 2
_WORDS_OF_A_NAME = 12
_AFTER_QUOTATION = frozenset(".\n،؛و!؟)/…")
_SOURCE_REACH = 25
_LOOKAHEAD = 60
_FEWEST_BARE_WORDS = 3


def lay_out(reading: Reading, cues: list[Cue]) -> list[Draft]:
    """The drafts of those cues that report something, in order of cue."""
    layout = _Layout(reading, cues)
    for index in range(len(cues)):
        layout.place(index)
    return layout.drafts


class _Layout:
    """The drafts so far; `open` holds those whose content may still go on, outermost first."""

    def __init__(self, reading: Reading, cues: list[Cue]) -> None:
        self.reading = reading
        self.keys = reading.keys
        self.cues = cues
        self.subjects = Subjects(reading.keys)
        self.drafts: list[Draft] = []
        self.open: list[Draft] = []
        self.before: Draft | None = None

    def place(self, index: int) -> None:
        """Add the draft of one cue, if it reports something, and close those that it ends."""
        cue = self.cues[index]
        self._close_until(cue)
        parent = self.open[-1] if self.open else None
        draft = self._draft(index, parent)
        if draft is None:
            return
        draft.parent = parent
        self.drafts.append(draft)
        if draft.follows:
            self.open.append(draft)

    def _close_until(self, cue: Cue) -> None:
        """Take from `open` the drafts that end before the cue or that it brings to their end."""
        while self.open and self.open[-1].end <= cue.first:
            self.open.pop()
        for depth, draft in enumerate(self.open):
            boundary = self._boundary(draft, cue)
            if boundary is not None:
                for closed in self.open[depth:]:
                    closed.end = min(closed.end, max(boundary, closed.first + 1))
                del self.open[depth:]
                return

    def _boundary(self, draft: Draft, cue: Cue) -> int | None:
        """Where a draft's content ends because of a later cue in it; None where the cue is part of the content."""
        if draft.bounded:
            return None
        if draft.cue.sort is Sort.PARTICIPLE:
            return self._participle_end(draft, cue)
        sentence = self.reading.sentence_at(draft.first)
        if cue.first not in sentence:
            return None
        return self._coordinate_boundary(draft, cue)

    def _coordinate_boundary(self, draft: Draft, cue: Cue) -> int | None:
        """The «و» at which «گفت: ... و افزود: ...» starts its second half; None where there is none."""
        if cue.sort is Sort.NOUN or not _same_manner(draft.cue, cue):
            return None
        start = self._own_start(draft.first, cue)
        own_end = self._own_end(start, cue)
        own = self.keys[start:own_end]
        opening = opening_after(self.keys, cue.after).marker
        if own and own[0] == "و" and _says_no_subject(own[1:]):
            return start if opening in _STRONG or own_end < cue.first or not draft.direct or cue.narrates else None
        if own and own[0] in words("subject pronouns") and opening in _STRONG and cue.narrates:
            return start
        if not draft.direct and opening is Marker.COLON and cue.narrates and not draft.cue.narrates:
            return start
        return None

    def _own_start(self, floor: int, cue: Cue) -> int:
        """The first token of the cue's own clause: after the last verb before it."""
        ends = clause_ends()
        for token in range(cue.first - 1, max(floor - 1, cue.first - 60), -1):
            if self.keys[token] in ends:
                return token + 1
        return floor

    def _own_end(self, start: int, cue: Cue) -> int:
        """The token at which the cue or the content before it starts."""
        if cue.sort is Sort.VERB and opening_after(self.keys, cue.after).marker not in _STRONG:
            complement = complement_before(self.keys, start, cue, self.subjects)
            if complement is not None:
                return complement.edge
        return cue.first

    def _participle_end(self, draft: Draft, cue: Cue) -> int | None:
        """Where a participle's clause ends because a main verb follows it."""
        if cue.first not in self.reading.sentence_at(draft.cue.first):
            return None
        if cue.sort is Sort.PARTICIPLE:
            return cue.first - 1 if self.keys[cue.first - 1] in {"و", "،"} else cue.first
        if cue.sort is Sort.NOUN:
            return None
        comma = self._last_comma_after_verb(draft.first, cue.first)
        opening = opening_after(self.keys, cue.after).marker
        if opening in _STRONG and cue.narrates:
            return comma or self._own_start(draft.first, cue)
        if not cue.narrates and opening is not Marker.COLON:
            return None
        return comma or (self._own_start(draft.first, cue) if self.keys[cue.first - 1] in clause_ends() else None)

    def _last_comma_after_verb(self, first: int, end: int) -> int | None:
        """The last comma between the tokens that a verb precedes; else the last comma."""
        commas = [token for token in range(max(first, end - 120), end) if self.keys[token] in {"،", "؛", ","}]
        for comma in reversed(commas):
            if self.keys[comma - 1] in clause_ends():
                return comma
        return commas[-1] if commas else None

    def _draft(self, index: int, parent: Draft | None) -> Draft | None:
        """The cue's draft inside `parent`, None where it reports nothing."""
        cue = self.cues[index]
        floor = self._floor(cue, parent)
        limit = parent.end if parent else len(self.keys)
        match cue.sort:
            case Sort.PARTICIPLE:
                return self._from_participle(cue, floor, limit)
            case Sort.NOUN:
                return self._from_noun(cue, limit)
            case Sort.EZAFE:
                return self._from_ezafe(cue, floor)
            case _:
                return self._from_verb(index, floor, limit, parent)

    def _floor(self, cue: Cue, parent: Draft | None) -> int:
        """The first token of the clause in which the cue's subject stands."""
        sentence = self.reading.sentence_at(cue.first)
        floor = sentence.start
        if parent is not None:
            floor = self._own_start(max(parent.first, floor), cue)
        sibling = self._sibling(cue, parent)
        return max(floor, sibling.cue.verb_after, sibling.cue.after, sibling.end) if sibling else floor

    def _sibling(self, cue: Cue, parent: Draft | None) -> Draft | None:
        """The draft before the cue in the same sentence at the same depth."""
        for draft in reversed(self.drafts[-6:]):
            if draft.parent is parent and draft.cue.first in self.reading.sentence_at(cue.first):
                return draft
        return None

    def _zone(self, cue: Cue, floor: int, end: int, parent: Draft | None = None) -> tuple[int, int]:
        """The words of the subject: the cue's own, or those of the verb before it in the sentence."""
        end = max(end, floor)
        sibling = self._sibling(cue, parent)
        if sibling is not None and _says_no_subject(self.keys[floor:end]):
            return sibling.zone_first, sibling.zone_end
        return floor, end

    def _from_participle(self, cue: Cue, floor: int, limit: int) -> Draft:
        sentence = self.reading.sentence_at(cue.first)
        end = min(sentence.stop, limit)
        zone = self._zone(cue, floor, cue.first)
        return Draft(cue, cue.after, end, *zone, "participle", Marker.THAT)

    def _from_noun(self, cue: Cue, limit: int) -> Draft | None:
        sentence = self.reading.sentence_at(cue.first)
        end = min(sentence.stop, limit)
        source_end = self._source_end(cue.after, min(end, cue.after + _SOURCE_REACH))
        if source_end is None:
            return None
        first = source_end + (self.keys[source_end] in {"،", ",", ":"} if source_end < end else 0)
        if first >= end:
            return None
        return Draft(cue, first, end, cue.after, source_end, "noun", Marker.BARE, Place.AFTER_CUE)

    def _source_end(self, first: int, end: int) -> int | None:
        """Where the source after «به گفته» ends: at a comma, or after a pronoun."""
        if first < end and self.keys[first] in words("subject pronouns"):
            return first + 1
        for token in range(first, end):
            if self.keys[token] in {"،", ",", ":"}:
                return token if token > first else None
            if self.keys[token] in clause_ends():
                return None
        return None

    def _from_ezafe(self, cue: Cue, floor: int) -> Draft | None:
        first = cue.after
        if self.keys[first] in {"از", "نسبت", "بر"} and first + 1 < cue.verb_first:
            first += 1
        opening = opening_after(self.keys, cue.verb_after)
        if first >= cue.verb_first:
            return None
        zone = self._zone(cue, floor, cue.first)
        mere = cue.verb_first - first <= _WORDS_IN_AN_ADJECTIVE
        if mere and _is_pronoun(self.keys[first : cue.verb_first]) and opening.marker not in _STRONG:
            return None
        if opening.marker in _STRONG and mere:
            sentence = self.reading.sentence_at(cue.first)
            return Draft(cue, opening.first, sentence.stop, *zone, "ezafe clause", opening.marker)
        return Draft(cue, first, cue.verb_first, *zone, "ezafe", Marker.NONE)

    def _from_verb(self, index: int, floor: int, limit: int, parent: Draft | None) -> Draft | None:
        cue = self.cues[index]
        if cue.form is None or cue.form.passive:
            return None
        opening = opening_after(self.keys, cue.after)
        if opening.marker in _STRONG and not cue.form.negative and self._takes_clause(cue, opening, floor):
            return self._following(index, opening, floor, limit, parent)
        complement = complement_before(self.keys, floor, cue, self.subjects)
        if complement is not None and _may_precede(cue, complement, parent):
            return self._preceding(cue, complement, floor, parent)
        unmarked = None if cue.form.negative else self._unmarked(cue, opening, floor)
        return self._following(index, unmarked, floor, limit, parent) if unmarked else None

    def _takes_clause(self, cue: Cue, opening: Opening, floor: int) -> bool:
        """Whether a clause that a colon, a quotation mark or «که» introduces can be the cue's content."""
        clausal = not cue.lexeme.takes.isdisjoint({"clause", "marked", "purpose", "request"})
        return clausal or self._is_document(cue, opening, floor)

    def _unmarked(self, cue: Cue, opening: Opening, floor: int) -> Opening | None:
        """How a clause follows without «که» or a colon; None where the cue takes none."""
        takes = cue.lexeme.takes
        asked = "request" in takes and "از" in self.keys[floor : cue.first]
        if opening.marker is Marker.SO_THAT:
            # After another verb «تا» is a word of the clause: «معتقد است تا وقتی ...».
            purpose = "purpose" in takes or "request" in takes
            return opening if purpose else Opening(Marker.BARE, opening.first - 1) if "clause" in takes else None
        unmarked = opening.marker in {Marker.COMMA, Marker.BARE} and ("clause" in takes or asked)
        return opening if unmarked else None

    def _is_document(self, cue: Cue, opening: Opening, floor: int) -> bool:
        """Whether «آمده است» tells what a letter or a report says."""
        if "document" not in cue.lexeme.takes or cue.form is None or cue.form.tense is not Tense.PERFECT:
            return False
        named = not words("documents").isdisjoint(self.keys[max(floor, cue.first - 12) : cue.first])
        return opening.marker is Marker.COLON or (named and cue.lexeme.name == "آمد")

    def _preceding(self, cue: Cue, complement: Complement, floor: int, parent: Draft | None) -> Draft:
        zone = self._zone(cue, floor, complement.edge, parent)
        return Draft(cue, complement.first, complement.after, *zone, complement.rule, Marker.NONE)

    def _following(self, index: int, opening: Opening, floor: int, limit: int, parent: Draft | None) -> Draft | None:
        cue = self.cues[index]
        if opening.first >= min(limit, len(self.keys)):
            return None
        end, bounded = self._end(index, opening, limit, parent)
        if opening.marker in {Marker.BARE, Marker.COMMA} and end - opening.first < _FEWEST_BARE_WORDS:
            return None
        zone = self._zone(cue, floor, cue.first, parent)
        draft = Draft(cue, opening.first, end, *zone, opening.marker.value, opening.marker)
        draft.bounded = bounded
        draft.quoted = opening.quoted
        return draft

    def _end(self, index: int, opening: Opening, limit: int, parent: Draft | None) -> tuple[int, bool]:
        """Where a following content ends at the latest, and whether a quotation mark ends it."""
        if opening.quoted:
            closer = quotation_end(self.reading, opening.first)
            if closer is not None and closer <= limit and self._closes_content(opening.first, closer):
                return closer, True
        sentence = self.reading.sentence_at(opening.first)
        if opening.marker in {Marker.COLON, Marker.QUOTE} and parent is None:
            return self._long_end(index, sentence), False
        end = sentence.stop
        if parent is None and self._goes_on(end):
            end = self.reading.sentence_at(end).stop
        end = min(end, limit)
        return (end if parent is None else self._contrast(opening.first, end)), False

    def _contrast(self, first: int, end: int) -> int:
        """Where «اما» after a verb ends a report inside another's content; `end` where none does."""
        for token in range(first + 1, end):
            if self.keys[token] in words("contrast") and self.keys[token - 1] in clause_ends():
                return token
        return end

    def _goes_on(self, end: int) -> bool:
        return end < len(self.keys) and self.keys[end] in words("goes on")

    def _closes_content(self, first: int, closer: int) -> bool:
        """Whether a quotation is the whole content and not its first words."""
        after = self.keys[closer + 1] if closer + 1 < len(self.keys) else "\n"
        ended = self.keys[closer - 1] in {".", "!", "؟"}
        return ended or after in _AFTER_QUOTATION or closer - first > _WORDS_OF_A_NAME

    def _long_end(self, index: int, sentence: range) -> int:
        """The start of the next sentence of the paragraph that has a statement of its own, or the paragraph's end."""
        sentences = self.reading.sentences
        at = bisect_right(sentences, sentence.start, key=lambda each: each.start)
        end = sentence.stop
        later = index + 1
        while at < len(sentences) and sentences[at].start == end:
            while later < len(self.cues) and self.cues[later].first < sentences[at].start:
                later += 1
            if self._speaks_anew(later, sentences[at], self.cues[index]):
                break
            end = sentences[at].stop
            at += 1
        return end

    def _speaks_anew(self, later: int, sentence: range, cue: Cue) -> bool:
        """Whether a sentence after a colon's content has a statement that the writer tells."""
        for candidate in self.cues[later : later + _LOOKAHEAD]:
            if candidate.first not in sentence:
                return False
            if not words("first person").isdisjoint(self.keys[sentence.start : candidate.first]):
                return False
            if self._is_outer(candidate, sentence, cue):
                return True
        return False

    def _is_outer(self, candidate: Cue, sentence: range, cue: Cue) -> bool:
        if candidate.sort in {Sort.NOUN, Sort.PARTICIPLE}:
            return True
        if candidate.form is None or candidate.form.passive:
            return False
        opening = opening_after(self.keys, candidate.after).marker
        if opening is Marker.COLON and candidate.narrates:
            return True
        same = _same_manner(cue, candidate)
        if opening in {Marker.COLON, Marker.QUOTE}:
            return same or self.keys[sentence.start] in words("subject pronouns")
        if not same and not candidate.narrates:
            return False
        return (
            opening is not Marker.NONE
            or complement_before(self.keys, sentence.start, candidate, self.subjects) is not None
            or candidate.sort is Sort.EZAFE
        )


def _may_precede(cue: Cue, complement: Complement, parent: Draft | None) -> bool:
    """Whether a content before the verb is a statement: not where a deed is told in passing or denied."""
    told = cue.narrates and parent is None
    negative = cue.form is not None and cue.form.negative
    return (told or "weak" not in cue.lexeme.takes) and not (negative and complement.rule == "preposition")


def _same_manner(cue: Cue, other: Cue) -> bool:
    """Whether two cues are told alike: «گفت» and «افزود», «گفته است» and «افزوده است»."""
    if other.form is None:
        return False
    if cue.form is None:
        return other.narrates
    if other.form.person != cue.form.person:
        return False
    manners = {form.tense is Tense.PAST for form in (cue.form, other.form)}
    return len(manners) == 1


def _says_no_subject(between: list[str]) -> bool:
    """Whether words between two verbs name nobody: conjunctions, or a short adverbial such as «در پایان»."""
    rest = [word for word in between if word not in words("conjunctions") and word not in _PAUSES]
    return not rest or (rest[0] in words("short adverbs") and len(rest) <= _WORDS_IN_AN_ADVERB) or rest == ["«"]


def _is_pronoun(content: list[str]) -> bool:
    """Whether a content is only «آن» or «این», which says nothing by itself."""
    return len(content) == 1 and content[0] in {"آن", "این", "آنها", "اینها"}
