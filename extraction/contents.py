"""Lays out the contents of a reading's cues: which words each has, and which stands inside which."""

from dataclasses import replace

from extraction.complements import Complement
from extraction.cue_clauses import Clauses
from extraction.cues import Cue, Sort
from extraction.drafts import Draft
from extraction.endings import Endings
from extraction.hazm_verbs import Tense
from extraction.openings import STRONG, Marker, Opening, opening_after
from extraction.people import People
from extraction.reading import Reading
from extraction.report import Place

_WORDS_IN_AN_ADJECTIVE = 2
_FEWEST_BARE_WORDS = 3
_DEEPEST = 5
"""Reports inside reports inside reports: the deepest in ../shared/gold/dev is 3; a limit keeps time linear."""
_SIBLINGS_LOOKED_AT = 6
_STARTS_NO_CLAUSE = frozenset({"را", "-", "–"})
_MERE_POINTERS = (["آن"], ["این"], ["آنها"], ["اینها"])


def lay_out(reading: Reading, cues: list[Cue], people: People | None = None) -> list[Draft]:
    """The drafts of those cues that report something, in order of cue."""
    layout = _Layout(reading, cues, people)
    for index in range(len(cues)):
        layout.place(index)
    return _without_crossing(layout.drafts)


def _without_crossing(drafts: list[Draft]) -> list[Draft]:
    """The drafts but those whose content starts inside another content and ends outside of it."""
    crossing: set[int] = set()
    ends: list[int] = []
    for draft in sorted(drafts, key=lambda each: (each.first, -each.end)):
        while ends and ends[-1] <= draft.first:
            ends.pop()
        if ends and ends[-1] < draft.end:
            crossing.add(id(draft))
        else:
            ends.append(draft.end)
    return [draft for draft in drafts if id(draft) not in crossing] if crossing else drafts


class _Layout:
    """The drafts so far; `open` holds those whose content may still go on, outermost first."""

    def __init__(self, reading: Reading, cues: list[Cue], people: People | None) -> None:
        self._reading = reading
        self._keys = reading.keys
        self._cues = cues
        self._clauses = Clauses(reading, people)
        self._endings = Endings(self._clauses, cues)
        self._open: list[Draft] = []
        self.drafts: list[Draft] = []

    def place(self, index: int) -> None:
        """Add the draft of one cue, if it reports something, and close those that it ends."""
        self._close_until(self._cues[index])
        parent = self._open[-1] if self._open else None
        draft = self._draft(index, parent) if len(self._open) < _DEEPEST else None
        if draft is not None:
            draft.parent = parent
            self.drafts.append(draft)
            if draft.follows:
                self._open.append(draft)

    def _close_until(self, cue: Cue) -> None:
        """Take from `_open` the drafts that end before the cue or that it brings to their end."""
        while self._open and self._open[-1].end <= cue.first:
            self._open.pop()
        for depth, draft in enumerate(self._open):
            boundary = self._endings.boundary(draft, cue)
            if boundary is not None:
                for closed in self._open[depth:]:
                    # One that starts only after the boundary is left empty, and so is no report.
                    closed.end = max(min(closed.end, boundary), closed.first)
                del self._open[depth:]
                return

    def _draft(self, index: int, parent: Draft | None) -> Draft | None:
        """The cue's draft inside `parent`, None where it reports nothing."""
        cue = self._cues[index]
        floor = self._floor(cue, parent)
        limit = parent.end if parent else len(self._keys)
        match cue.sort:
            case Sort.PARTICIPLE:
                end = min(self._reading.sentence_at(cue.first).stop, limit)
                zone = self._zone(cue, floor, cue.first, parent)
                return Draft(cue, cue.after, end, *zone, "participle", Marker.THAT)
            case Sort.NOUN:
                return self._from_noun(index, limit)
            case Sort.EZAFE:
                return self._from_ezafe(cue, floor, parent)
            case Sort.HEADLINE:
                opening = opening_after(self._keys, cue.first)
                draft = self._following(index, opening, floor, limit, parent)
                return replace(draft, place=Place.BEFORE_COLON, rule="headline") if draft else None
            case _:
                return self._from_verb(index, floor, limit, parent)

    def _floor(self, cue: Cue, parent: Draft | None) -> int:
        """The first token of the clause in which the cue's subject stands."""
        floor = self._reading.sentence_at(cue.first).start
        if parent is not None:
            floor = self._clauses.start(max(parent.first, floor), cue)
        sibling = self._sibling(cue, parent)
        return max(floor, sibling.cue.verb_after, sibling.cue.after, sibling.end) if sibling else floor

    def _sibling(self, cue: Cue, parent: Draft | None) -> Draft | None:
        """The draft before the cue in the same sentence at the same depth."""
        sentence = self._reading.sentence_at(cue.first)
        for draft in reversed(self.drafts[-_SIBLINGS_LOOKED_AT:]):
            if draft.parent is parent and draft.cue.first in sentence:
                return draft
        return None

    def _zone(self, cue: Cue, floor: int, end: int, parent: Draft | None) -> tuple[int, int]:
        """The words of the subject: the cue's own, or those of the verb before it in the sentence."""
        sibling = self._sibling(cue, parent)
        if sibling is not None and self._clauses.names_nobody(floor, end):
            return sibling.zone_first, sibling.zone_end
        return floor, max(end, floor)

    def _from_noun(self, index: int, limit: int) -> Draft | None:
        """«به گفته X، ...»: the rest of the sentence."""
        cue = self._cues[index]
        end = min(self._reading.sentence_at(cue.first).stop, limit)
        source_end = self._clauses.source_end(cue.after, end)
        later = self._cues[index + 1].first if index + 1 < len(self._cues) else end
        if source_end is None or source_end + 1 >= end or later < source_end:
            return None
        first = source_end + (self._keys[source_end] in {"،", ",", ":"})
        return Draft(cue, first, end, cue.after, source_end, "noun", Marker.BARE, Place.AFTER_CUE)

    def _from_ezafe(self, cue: Cue, floor: int, parent: Draft | None) -> Draft | None:
        """«خواستار A شد»; where A is only «آن», the clause after the verb."""
        first = cue.after + (self._keys[cue.after] in {"از", "نسبت", "بر"})
        wished = cue.form is not None and cue.form.tense is Tense.PRESENT and self._clauses.is_relative(cue, floor)
        if first >= cue.verb_first or wished:
            return None
        opening = opening_after(self._keys, cue.verb_after)
        zone = self._zone(cue, floor, cue.first, parent)
        pointer = self._keys[first : cue.verb_first] in _MERE_POINTERS
        if (opening.marker in STRONG and cue.verb_first - first <= _WORDS_IN_AN_ADJECTIVE) or (
            pointer and opening.marker is Marker.BARE and not self._clauses.is_relative(cue, floor)
        ):
            end = self._reading.sentence_at(cue.first).stop
            return Draft(cue, opening.first, end, *zone, "ezafe clause", opening.marker)
        if pointer:
            return None
        return Draft(cue, first, cue.verb_first, *zone, "ezafe", Marker.NONE)

    def _from_verb(self, index: int, floor: int, limit: int, parent: Draft | None) -> Draft | None:
        """A clause that a mark introduces after the verb, else a content before it, else a clause without a mark."""
        cue = self._cues[index]
        if cue.form is None or self._clauses.is_writers_voice(cue, floor):
            return None
        opening = self._opening(index)
        if not cue.form.negative and self._clauses.takes_clause(cue, opening, floor):
            return self._following(index, opening, floor, limit, parent)
        complement = None if self._goes_on(index) else self._clauses.complement(cue, floor, opening)
        if complement is not None and _may_precede(cue, complement, parent):
            zone = self._zone(cue, floor, complement.edge, parent)
            return Draft(cue, complement.first, complement.after, *zone, complement.rule, Marker.NONE)
        unmarked = None if cue.form.negative else self._clauses.unmarked(cue, opening, floor)
        if unmarked is None:
            return self._inverted(cue, opening, floor, parent)
        return self._following(index, unmarked, floor, limit, parent)

    def _inverted(self, cue: Cue, opening: Opening, floor: int, parent: Draft | None) -> Draft | None:
        """«...»، وزیر گفت: the quotation before the cue, where nothing follows it."""
        if opening.marker is not Marker.NONE or parent is not None or "clause" not in cue.lexeme.takes:
            return None
        quotation = self._endings.quotation_before(cue, floor)
        if quotation is None:
            return None
        zone = (max(floor, quotation.stop + 1), cue.first)
        return Draft(cue, quotation.start, quotation.stop, *zone, "inverted", Marker.QUOTE)

    def _opening(self, index: int) -> Opening:
        """What follows the cue; nothing where «که» goes on about somebody: «... پاسخ داد که گفته بود ...»."""
        opening = self._clauses.opening(self._cues[index])
        later = self._cues[index + 1] if index + 1 < len(self._cues) else None
        about = later is not None and later.first == opening.first and later.sort is Sort.VERB
        about = about and opening.marker not in {Marker.COLON, Marker.QUOTE}
        return Opening(Marker.NONE, opening.first) if about or self._goes_on(index) else opening

    def _goes_on(self, index: int) -> bool:
        """Whether «که» after the cue goes on about its object: «تصاویری را فاش کرد که ...»."""
        cue = self._cues[index]
        if self._clauses.opening(cue).marker is not Marker.THAT:
            return False
        return self._clauses.has_indefinite_object(cue)

    def _following(self, index: int, opening: Opening, floor: int, limit: int, parent: Draft | None) -> Draft | None:
        """The draft of a content after its cue, None where too little follows."""
        cue = self._cues[index]
        if opening.first >= min(limit, len(self._keys)):
            return None
        end, bounded = self._endings.latest(index, opening, limit, nested=parent is not None)
        if opening.marker is Marker.QUOTE and not bounded:
            # The quotation is a name at the start of a clause: «گزارش داد «تیم ملی» پیروز شد».
            opening = Opening(Marker.BARE, opening.first - 1)
            end, _ = self._endings.latest(index, opening, limit, nested=parent is not None)
        if opening.quoted and not bounded and opening.marker is Marker.COLON:
            # Only its first words are quoted, or the closing mark is missing: the mark belongs to the content.
            opening = replace(opening, first=opening.first - 1)
        few = opening.marker in {Marker.BARE, Marker.COMMA} and end - opening.first < _FEWEST_BARE_WORDS
        if few or self._keys[opening.first] in _STARTS_NO_CLAUSE:
            return None
        zone = self._zone(cue, floor, cue.first, parent)
        return Draft(cue, opening.first, end, *zone, opening.marker.value, opening.marker, bounded=bounded)


def _may_precede(cue: Cue, complement: Complement, parent: Draft | None) -> bool:
    """Whether a content before the verb is a statement: not where a deed is told in passing or denied."""
    told = parent is None and cue.form is not None and cue.form.tense in {Tense.PAST, Tense.PERFECT}
    negative = cue.form is not None and cue.form.negative
    if cue.form is not None and parent is not None:
        present = cue.form.tense is Tense.PRESENT and complement.rule == "preposition"
        if cue.form.bare or present:
            return False
    deed = "weak" in cue.lexeme.takes or complement.rule == "object"
    return (told or not deed) and not (negative and complement.rule != "judged")
