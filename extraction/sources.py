"""Who said it: the source of every report of an article, by the fullest name that the article gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.statement import Source, SourceKind
from domain.text import Span
from extraction.discourse import Discourse, Finding, Referent
from extraction.holders import link_offices
from extraction.offices import words_for
from extraction.people import People, find_people
from extraction.person_names import is_persons
from extraction.report import Report
from extraction.resolution import resolve
from extraction.zones import find_mentions

__all__ = ["FLOOR", "Attribution", "attribute", "find_people"]

FLOOR = 0.5
"""Below this confidence an attribution keeps its mention and names no source."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose a report is: the words that say so, the source, and why that source.

    `mention` None means a dropped subject; `source` None means that nobody can be told with enough confidence.
    """

    mention: Span | None
    source: Source | None
    reason: str
    confidence: float


def attribute(reports: Sequence[Report], people: People) -> list[Attribution]:
    r"""The attribution of each report, in the reports' order.

    >>> from extraction.statements import find_reports
    >>> from extraction.reading import read
    >>> reading = read("حسن روحانی گفت: هوا سرد است.\nوی افزود: برف می‌بارد.")
    >>> [found.source.name for found in attribute(find_reports(reading), find_people(reading)) if found.source]
    ['حسن روحانی', 'حسن روحانی']
    """
    said = Discourse(reports, people, find_mentions(reports, people))
    for index in range(len(reports)):
        said.findings.append(resolve(said, index))
    link_offices(said)
    return [_attribution(people, finding) for finding in said.findings]


def _attribution(people: People, finding: Finding) -> Attribution:
    """The finding as it is given out, without a source where confidence is below the floor."""
    words = None if finding.mention is None else finding.mention.tokens
    mention = None if words is None else people.reading.span(words[0], words[-1])
    referent = finding.referent
    if referent is None or finding.confidence < FLOOR or not _is_somebody(referent):
        return Attribution(mention, None, finding.reason.value, finding.confidence)
    told = referent.identified and not (referent.plural and referent.kind is not SourceKind.OFFICE)
    kind = referent.kind if told else SourceKind.UNNAMED
    return Attribution(mention, _source(referent, kind), finding.reason.value, finding.confidence)


def _source(referent: Referent, kind: SourceKind) -> Source:
    person = referent.person
    if person is not None:
        return Source(referent.name, kind, person.printed, person.told)
    return Source(referent.name, kind, offices=(words_for(referent.office, referent.name),) if referent.office else ())


def _is_somebody(referent: Referent) -> bool:
    """Whether a referent's name can be a person's, if it is taken for one."""
    person = referent.person
    return person is None or is_persons(person.name, known=bool(person.offices) or person.times > 1)
