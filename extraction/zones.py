"""Which words of its zone name the source of each report of an article; does not say who that is."""

from collections.abc import Iterator, Sequence

from domain.statement import SourceKind
from extraction.mention_forms import Mention, Sort
from extraction.mentions import find_mention
from extraction.people import People
from extraction.reading import Reading
from extraction.report import Place, Report
from extraction.words import Word

_NEAR = 8
"""How many reports away another report's cue or content may still lie in a report's zone."""
_SHORTEST_FIRST_PERSON = 4
_LONGEST_ANTECEDENT = 12


def find_mentions(reports: Sequence[Report], people: People) -> list[Mention | None]:
    """The mention of each report, None where its zone names nobody; names not met before become known."""
    mentions = [_mention(reports, people, index) for index in range(len(reports))]
    namings = (mention.naming for mention in mentions if mention is not None and mention.naming is not None)
    people.add(naming.name for naming in namings if naming.name is not None)
    return mentions


def _mention(reports: Sequence[Report], people: People, index: int) -> Mention | None:
    """The words that name a report's source: in its zone after the verb before it, else in the whole zone."""
    report = reports[index]
    zone = _pieces(reports, index)
    if report.place is not Place.SUBJECT:
        return find_mention(people, zone, report.place, plural=report.plural)
    antecedent = _antecedent(people, report)
    if antecedent is not None:
        return antecedent
    if not is_first_person(people.reading, report):
        zone = [piece for part in zone for piece in _third_person(people, part)]
    cut = _cue_before(reports, index)
    after = [range(max(piece.start, cut), piece.stop) for piece in zone if piece.stop > cut]
    mention = find_mention(people, after, report.place, plural=report.plural)
    return (
        mention
        if mention is not None and mention.sort is not Sort.NOUN
        else _in_content(reports, people, index) or mention
    )


def _antecedent(people: People, report: Report) -> Mention | None:
    """The person or office whom the relative clause of the cue is about: «رئیس جمهور که گفته است»."""
    that = report.cue.start - 1
    if that < 1 or people.words.keys[that] != "که":
        return None
    end = _object_end(people, that)
    for start in range(end - 1, max(-1, end - _LONGEST_ANTECEDENT), -1):
        naming = people.naming_at(start, stop=end)
        if naming is not None and naming.tokens.stop == end and naming.kind is not SourceKind.ORGANISATION:
            return Mention(Sort.NAMED, naming.tokens, naming)
    return None


def _object_end(people: People, that: int) -> int:
    """Where the words end to which «که» may belong: before «را» when a verb stands between («A را B خواند که»)."""
    flags = people.words.flags
    if not flags[that - 1] & Word.VERB:
        return that
    return next((at for at in range(that - 1, max(0, that - _LONGEST_ANTECEDENT), -1) if flags[at] & Word.OBJECT), that)


def _in_content(reports: Sequence[Report], people: People, index: int) -> Mention | None:
    """A subject that opens the content before its cue, where the verb before is of the other number, or a pronoun."""
    report = reports[index]
    if not report.content.stop <= report.cue.start:
        return None
    start = report.content.start
    if people.words.flags[start] & Word.PRONOUN:
        return find_mention(people, [range(start, start + 1)], Place.SUBJECT)
    before = reports[index - 1] if index else None
    if before is None or before.plural is None or report.plural is None or before.plural == report.plural:
        return None
    naming = people.naming_at(start, stop=report.content.stop)
    if naming is None or naming.name is None or people.words.is_any(naming.tokens.stop, Word.OBJECT | Word.CONJUNCTION):
        return None
    return Mention(Sort.NAMED, naming.tokens, naming)


def is_first_person(reading: Reading, report: Report) -> bool:
    """Whether the cue's verb shows the first person: «گفتم», «گفته‌ایم», «معتقدم»."""
    last = reading.keys[report.cue[-1]]
    return last.endswith("م") and last != "اعلام" and len(last) >= _SHORTEST_FIRST_PERSON


def _third_person(people: People, piece: range) -> Iterator[range]:
    """The piece without the words of the first person, who is no subject of a verb in the third."""
    start = piece.start
    for at in piece:
        if people.words.flags[at] & Word.SPEAKER:
            yield range(start, at)
            start = at + 1
    yield range(start, piece.stop)


def _cue_before(reports: Sequence[Report], index: int) -> int:
    """The token after the last verb in the report's zone that is a cue itself, at its depth; else the zone's start."""
    report = reports[index]
    cues = (
        other.cue.stop
        for other in reports[max(0, index - _NEAR) : index]
        if other.plural is not None and other.inside == report.inside and other.cue.stop <= report.cue.start
    )
    return max((cue for cue in cues if cue > report.zone.start), default=report.zone.start)


def _pieces(reports: Sequence[Report], index: int) -> list[range]:
    """The parts of a report's zone that lie in no content of a report near it, unless all of the zone does."""
    report = reports[index]
    pieces = [report.zone]
    for other in reports[max(0, index - _NEAR) : index + _NEAR]:
        holds_all = other.content.start <= report.zone.start and report.zone.stop <= other.content.stop
        meets = other.content.start < report.zone.stop and report.zone.start < other.content.stop
        if meets and other is not report and not holds_all:
            pieces = [part for piece in pieces for part in _without(piece, other.content) if part]
    return pieces


def _without(piece: range, gap: range) -> Iterator[range]:
    """The parts of a piece before and after a gap."""
    yield range(piece.start, min(piece.stop, max(piece.start, gap.start)))
    yield range(max(piece.start, min(piece.stop, gap.stop)), piece.stop)
