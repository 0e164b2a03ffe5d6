"""Everything that is found in one article: its statements and where its text came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.provenance import Hop
from domain.statement import Statement
from extraction.office_titles import count_countries
from extraction.provenance import find_provenance
from extraction.reading import read
from extraction.statements import statements_of


@dataclass(frozen=True, slots=True)
class Findings:
    """What one reading of an article finds; spans are of its text as printed.

    `countries` counts how often the text names each country, by its code (`extraction.office_titles`).
    """

    statements: Sequence[Statement]
    provenance: Sequence[Hop]
    countries: Mapping[str, int]


def read_article(
    text: str,
    *,
    title: str | None = None,
    tags: Sequence[str] = (),
    published_on: date | None = None,
    outlet: str | None = None,
) -> Findings:
    """What is found in an article; `outlet` is the name of who printed it.

    >>> found = read_article("به گزارش ایسنا، مریم نیک‌فر گفت: پل باز می‌شود.", outlet="سپیدان‌نامه")
    >>> [hop.name for hop in found.provenance]
    ['سپیدان‌نامه', 'ایسنا']
    """
    reading = read(text)
    statements = statements_of(reading, title=title, tags=tags, published_on=published_on)
    return Findings(statements, find_provenance(reading, outlet=outlet), count_countries(reading.keys))
