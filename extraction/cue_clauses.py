"""The clause around a cue: where it starts, whether it names a subject, and which contents its verb may take."""

from extraction.complements import Complement, complement_before
from extraction.cue_words import words
from extraction.cues import Cue, Sort
from extraction.hazm_verbs import Tense
from extraction.openings import STRONG, Marker, Opening, opening_after
from extraction.people import People
from extraction.reading import Reading
from extraction.subjects import Subjects
from extraction.verbs import clause_ends

_PAUSES = frozenset("،؛,")
_BETWEEN = frozenset('،؛,.»«”“"')
_WORDS_IN_AN_ADVERB = 6
_MOST_WORDS_WITHOUT_SUBJECT = 12
_CLAUSE_REACH = 60
_REQUEST_REACH = 40
_COMMA_REACH = 120
_DOCUMENT_REACH = 12
_WORDS_IN_AN_APPOSITION = 12
_WORDS_IN_AN_OFFICE = 6
SOURCE_REACH = 25


class Clauses:
    """The clauses of one reading; every number is a token index."""

    def __init__(self, reading: Reading, people: People | None) -> None:
        """Without `people` a subject that no mark ends is told by repeated words only."""
        self.reading = reading
        self.keys = reading.keys
        self.subjects = Subjects(reading.keys, people)
        self._openings: dict[int, Opening] = {}

    def opening(self, cue: Cue) -> Opening:
        """What follows the cue; asked for several times, found once."""
        known = self._openings.get(cue.after)
        if known is None:
            known = self._openings[cue.after] = opening_after(self.keys, cue.after)
        return known

    def start(self, floor: int, cue: Cue) -> int:
        """The first token of the cue's own clause: after the last verb before it, `floor` at the earliest."""
        ends = clause_ends()
        for token in range(cue.first - 1, max(floor - 1, cue.first - _CLAUSE_REACH), -1):
            if self.keys[token] in ends:
                return token + 1
        return floor

    def subject_limit(self, start: int, cue: Cue) -> int:
        """The token at which the cue, or the content before it, starts."""
        if cue.sort is Sort.VERB and self.opening(cue).marker not in STRONG:
            complement = complement_before(self.keys, start, cue, self.subjects)
            if complement is not None:
                return complement.edge
        return cue.first

    def names_nobody(self, first: int, end: int) -> bool:
        """Whether the words name no subject: conjunctions, or a short adverbial such as «در پایان»."""
        if end - first > _MOST_WORDS_WITHOUT_SUBJECT:
            return False
        between = self.keys[first:end]
        rest = [word for word in between if word not in words("conjunctions") and word not in _BETWEEN]
        return not rest or (rest[0] in words("short adverbs") and len(rest) <= _WORDS_IN_AN_ADVERB)

    def comma_before(self, first: int, end: int) -> int | None:
        """The last comma between the tokens that a verb precedes; else the last comma; None for none.

        One right before `end` is taken whatever precedes it.
        """
        if end - 1 > first and self.keys[end - 1] in _PAUSES:
            return end - 1
        commas = [token for token in range(max(first, end - _COMMA_REACH), end) if self.keys[token] in _PAUSES]
        after_verbs = [comma for comma in commas if self.keys[comma - 1] in clause_ends()]
        return after_verbs[-1] if after_verbs else commas[-1] if commas else None

    def source_end(self, first: int, end: int) -> int | None:
        """Where the source after «به گفته» ends: after a pronoun, at a comma or where its name ends; None for none."""
        end = min(end, first + SOURCE_REACH)
        if first >= end or self.keys[first] in words("first person") or self._is_nobodys(first, end):
            return None
        if self.keys[first] in words("subject pronouns"):
            return first + 1
        named = self.subjects.name_end(first, end)
        for token in range(first + 1, end):
            if self.keys[token] in {"،", ",", ":"}:
                near = named is None or token - named < _WORDS_IN_AN_OFFICE
                return self._after_apposition(token, end) if near else named
            if self.keys[token] in clause_ends():
                break
        return named if named is not None and named < end else None

    def _is_nobodys(self, first: int, end: int) -> bool:
        """Whether «از نظر» has no source: «از نظر اقتصادی» has none, «از نظر وی» and «از نظر پلیس» have one."""
        if self.keys[first - 1] not in words("opinion nouns"):
            return False
        told = self.keys[first] in words("subject pronouns") or self.keys[first] in words("apposed titles")
        return not told and not self.subjects.is_named(first, end)

    def _after_apposition(self, comma: int, end: int) -> int:
        """The comma after «..., رئیس بانک,» where a title follows the comma; else the comma itself."""
        if comma + 1 < end and self.keys[comma + 1] in words("apposed titles"):
            for token in range(comma + 2, min(end, comma + _WORDS_IN_AN_APPOSITION)):
                if self.keys[token] == "،":
                    return token
                if self.keys[token] in clause_ends():
                    break
        return comma

    def complement(self, cue: Cue, floor: int, opening: Opening) -> Complement | None:
        """The content before the verb; None where a clause ends in it, so that it is another verb's."""
        complement = complement_before(self.keys, floor, cue, self.subjects)
        if complement is None or complement.rule != "preposition" or opening.marker is Marker.COMMA:
            return complement
        for token in range(complement.first, complement.after - 1):
            if self.keys[token] == "که":
                return complement
            if self.keys[token] in clause_ends() and (self.keys[token + 1] in _PAUSES or self.keys[token + 1] == "و"):
                return None
        return complement

    def takes_clause(self, cue: Cue, opening: Opening, floor: int) -> bool:
        """Whether a clause that a colon, a quotation mark or «که» introduces can be the cue's content."""
        clausal = not cue.lexeme.takes.isdisjoint({"clause", "marked", "purpose"}) or self._asks(cue, floor)
        return opening.marker in STRONG and (clausal or self._tells_document(cue, opening, floor))

    def unmarked(self, cue: Cue, opening: Opening, floor: int) -> Opening | None:
        """How a clause follows without «که» or a colon; None where the cue takes none."""
        takes = cue.lexeme.takes
        asks = self._asks(cue, floor)
        if opening.marker is Marker.SO_THAT:
            # After another verb «تا» is a word of the clause: «معتقد است تا وقتی ...».
            purpose = "purpose" in takes
            return opening if purpose else Opening(Marker.BARE, opening.first - 1) if "clause" in takes else None
        if opening.marker is Marker.COMMA and self._is_apposed(cue, floor):
            return None
        wishes = cue.form is not None and cue.form.tense is Tense.PRESENT
        unmarked = opening.marker in {Marker.COMMA, Marker.BARE} and ("clause" in takes or (asks and not wishes))
        return opening if unmarked else None

    def _asks(self, cue: Cue, floor: int) -> bool:
        """Whether «خواست» has somebody who is asked: «از مردم خواست» asks, «می‌خواهد برود» only wishes."""
        near = self.keys[max(floor, cue.first - _REQUEST_REACH) : cue.first]
        return "request" in cue.lexeme.takes and "از" in near

    def _is_apposed(self, cue: Cue, floor: int) -> bool:
        """Whether the cue ends a clause about a noun: «مهلتی که وزیر اعلام کرد، ...»."""
        start = self.subjects.relative_start(max(floor, cue.first - _CLAUSE_REACH), cue.first)
        return start > floor + 1 and self.keys[start - 1] == "که" and self.keys[start - 2] not in clause_ends()

    def has_content(self, cue: Cue, opening: Opening, floor: int) -> bool:
        """Whether the cue's sentence holds a content that it may take."""
        if cue.sort is Sort.EZAFE or self.takes_clause(cue, opening, floor):
            return True
        complement = complement_before(self.keys, floor, cue, self.subjects)
        return complement is not None or self.unmarked(cue, opening, floor) is not None

    def is_relative(self, cue: Cue, floor: int) -> bool:
        """Whether the cue is the verb of a relative clause: «نقشی که آنها خواستار آن هستند»."""
        return self.subjects.relative_start(max(floor, cue.first - _CLAUSE_REACH), cue.first) > floor

    def has_indefinite_object(self, cue: Cue) -> bool:
        """Whether «که» after the verb goes on about its object: «تصاویری را فاش کرد که ...»."""
        first = cue.verb_first
        return first > 1 and self.keys[first - 1] == "را" and self.keys[first - 2].endswith("ی")

    def is_writers_voice(self, cue: Cue, floor: int) -> bool:
        """Whether nobody but the writer tells: «گفته می‌شود» outside of a document, «این گزارش می‌افزاید»."""
        hidden = cue.form is not None and cue.form.passive and not self.in_document(cue, floor)
        return hidden or self.keys[floor : floor + 2] in (["این", "گزارش"], ["این", "خبر"])

    def in_document(self, cue: Cue, floor: int) -> bool:
        """Whether the clause names a letter, a declaration or the like before the cue."""
        return not words("documents").isdisjoint(self.keys[max(floor, cue.first - _DOCUMENT_REACH) : cue.first])

    def _tells_document(self, cue: Cue, opening: Opening, floor: int) -> bool:
        """Whether «آمده است» tells what a letter or a report says."""
        if "document" not in cue.lexeme.takes or cue.form is None or cue.form.tense is not Tense.PERFECT:
            return False
        return opening.marker is Marker.COLON or (self.in_document(cue, floor) and cue.lexeme.name == "آمد")


def same_number(cue: Cue, other: Cue) -> bool:
    """Whether two verbs may have one subject; nouns and participles show no number."""
    return cue.form is None or other.form is None or cue.form.plural == other.form.plural


def same_manner(cue: Cue, other: Cue) -> bool:
    """Whether two cues are told alike: «گفت» and «افزود», «گفته است» and «افزوده است»."""
    if other.form is None:
        return False
    if cue.form is None:
        return other.narrates
    return (cue.form.tense is Tense.PAST) == (other.form.tense is Tense.PAST)
