"""Reads a table of speakers: a row for each time that somebody held an office, and one for whoever held none.

The first row has the columns' names, in any order and in upper or lower case; only `name` is needed:

    name            Persian, as articles print it; a Latin one where no Persian one is known
    latin           the name in Latin letters
    kind            person (so if blank) or organisation
    wikidata_id     such as Q42
    country         where the speaker is at home: two letters (ISO 3166), or the country's Persian name
    born, died      days
    aliases         further names, with | between them
    office          the Persian title, as articles print it: شهردار نیکان
    office_country  if blank, the one that the title names, else the speaker's; - for a body of no one country
    organisation    the body of the office
    seats           one or many, how many hold the office at a time; if blank, many for members and deputies, else one
    from, to        the first and the last day; a blank `to` is a time that goes on
    source          where the row's facts stand; if blank, the file and the line

A day is 2013-08-03, 2013-08, 2013 or, in the Jalali calendar, 1392-05-12 or ۱۳۹۲/۰۵/۱۲: a Jalali month or year alone is
refused. Rows of the same `wikidata_id`, else of the same name, are of one speaker and need not tell a fact again. The
columns of every-politician tables go by their own names: position, person, personID, start, end, DOB, DOD.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import UnreadableRegister
from domain.register import Register
from domain.speaker import Seats, SpeakerKind
from domain.terms import PartialDay, Term
from ingest.readers.csv_rows import delimiter_of, numbered_rows
from ingest.registers.fields import (
    country_of,
    day_of,
    name_of,
    source_of,
    term_of,
    text_of,
    title_of,
    wikidata_id_of,
)
from ingest.registers.gathering import AliasFacts, Gathering, OfficeFacts, SpeakerFacts
from ingest.registers.place import Place
from ingest.registers.titles import country_in_title

COLUMNS = (
    "name", "latin", "kind", "wikidata_id", "country", "born", "died", "aliases",
    "office", "office_country", "organisation", "seats", "from", "to", "source",
)  # fmt: skip
_OTHER_NAMES = {
    "position": "office",
    "person": "name",
    "personid": "wikidata_id",
    "start": "from",
    "end": "to",
    "dob": "born",
    "dod": "died",
    "organization": "organisation",
}
_IDLE = frozenset({"gender", "image", "enwiki", "note", "notes"})
"""Columns that may be there and tell nothing here; any other is refused, as it may be one of ours spelled wrongly."""
_NO_COUNTRY = "-"
_KINDS = {
    "person": SpeakerKind.PERSON,
    "organisation": SpeakerKind.ORGANISATION,
    "organization": SpeakerKind.ORGANISATION,
}
_SEATS = {"one": Seats.ONE, "many": Seats.MANY}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells by the names of our columns, and what its file calls these."""

    place: Place
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def heading(self, column: str) -> str:
        return self.headings.get(column, column)

    def given(self, column: str) -> tuple[str | None, Place, str]:
        """A cell as the functions of `fields` take it."""
        return self.cells.get(column), self.place, self.heading(column)

    def choice[Choice](self, column: str, choices: Mapping[str, Choice]) -> Choice | None:
        """Which of some words the cell is, None for a blank one."""
        word = text_of(*self.given(column))
        if word is None:
            return None
        if word.casefold() not in choices:
            words = " or ".join(choices)
            raise self.place.refusal(self.heading(column), f"is “{word}”", f"write {words}, or leave it blank")
        return choices[word.casefold()]

    def day(self, column: str) -> PartialDay | None:
        return day_of(*self.given(column))


def read_table(text: str, path: Path) -> Register:
    """The register of a table's text. Raises UnreadableRegister."""
    gathering = Gathering()
    # Offices come second, as any row of a speaker may tell the country of the speaker's offices.
    rows = [(row, _gather_speaker(row, gathering)) for row in _rows(text, path)]
    for row, speaker in rows:
        _gather_tenure(row, speaker, gathering)
    return gathering.register()


def _gather_speaker(row: _Row, gathering: Gathering) -> str:
    told = _speaker(row)
    speaker = gathering.speaker(told)
    for alias in (row.cells.get("aliases") or "").split("|"):
        name = name_of(alias, row.place, row.heading("aliases"))
        if name is not None:
            gathering.alias(AliasFacts(speaker, name, told.source or row.place.source))
    return speaker


def _gather_tenure(row: _Row, speaker: str, gathering: Gathering) -> None:
    told = gathering.told_of(speaker)
    office, term = _office(row, told), _term(row)
    if office is None:
        return
    if told.kind is SpeakerKind.ORGANISATION:
        raise row.place.refusal(row.heading("office"), "is held by an organisation", "tell the office of its holder")
    gathering.tenure(speaker, gathering.office(office), term, place=row.place, source=office.source)


def _speaker(row: _Row) -> SpeakerFacts:
    name = name_of(*row.given("name"))
    if name is None:
        raise row.place.refusal(row.heading("name"), "is blank", "write whom the row is about")
    born, died = row.day("born"), row.day("died")
    term_of(born, died, row.place, row.heading("died"))
    return SpeakerFacts(
        place=row.place,
        name=name,
        kind=row.choice("kind", _KINDS),
        latin=name_of(*row.given("latin")),
        wikidata_id=wikidata_id_of(*row.given("wikidata_id")),
        country=country_of(*row.given("country")),
        born=born,
        died=died,
        source=source_of(*row.given("source")),
    )


def _office(row: _Row, told: SpeakerFacts) -> OfficeFacts | None:
    title = title_of(*row.given("office"))
    if title is None:
        lost = next(
            (name for name in ("office_country", "organisation", "seats", "from", "to") if _told(row, name)), None
        )
        if lost is not None:
            problem = f"is told without a “{row.heading('office')}”"
            raise row.place.refusal(row.heading(lost), problem, "name the office, or leave both blank")
        return None
    return OfficeFacts(
        place=row.place,
        title=title,
        country=_office_country(row, title, told),
        organisation=name_of(*row.given("organisation")),
        seats=row.choice("seats", _SEATS),
        source=source_of(*row.given("source")),
    )


def _told(row: _Row, column: str) -> bool:
    return bool((row.cells.get(column) or "").strip())


def _office_country(row: _Row, title: str, told: SpeakerFacts) -> str | None:
    if (row.cells.get("office_country") or "").strip() == _NO_COUNTRY:
        return None
    return country_of(*row.given("office_country")) or country_in_title(title) or told.country


def _term(row: _Row) -> Term:
    return term_of(row.day("from"), row.day("to"), row.place, row.heading("to"))


def _rows(text: str, path: Path) -> Iterator[_Row]:
    lines = _lines(text, path)
    place, names = next(lines, (Place(path, "line 1"), []))
    columns = _columns(names, place)
    headings = {column: names[at].strip() for at, column in enumerate(columns) if column is not None}
    for place, cells in lines:
        if len(cells) > len(columns):
            problem = f"has {len(cells)} cells, and the first row has {len(columns)} columns"
            raise UnreadableRegister(str(place), problem, "quote cells that hold a delimiter")
        told = zip(columns, cells, strict=False)
        yield _Row(place, {column: cell for column, cell in told if column is not None}, headings)


def _lines(text: str, path: Path) -> Iterator[tuple[Place, list[str]]]:
    """The rows that are not blank, each with the line that it starts on."""
    for line, cells in numbered_rows(text, delimiter_of(text, path)):
        place = Place(path, f"line {line}")
        if isinstance(cells, csv.Error):
            problem = f"is no row of a table: {cells}"
            raise UnreadableRegister(
                str(place), problem, "close its quotes, and write a quote in a cell twice"
            ) from cells
        yield place, cells


def _columns(names: Sequence[str], place: Place) -> list[str | None]:
    """Our column for each of the file's, None for one that tells nothing here."""
    columns = [_column(name, place) for name in names]
    told = [column for column in columns if column is not None]
    twice = next((column for column in told if told.count(column) > 1), None)
    if twice is not None:
        raise UnreadableRegister(str(place), f"has two columns for “{twice}”", "leave one of the two out")
    if "name" not in told:
        problem = "has no column “name”"
        raise UnreadableRegister(str(place), problem, f"write the names of the columns there: {', '.join(COLUMNS)}")
    return columns


def _column(name: str, place: Place) -> str | None:
    plain = name.strip().casefold().replace(" ", "_")
    column = _OTHER_NAMES.get(plain, plain)
    if column in COLUMNS:
        return column
    if column in _IDLE or not column:
        return None
    raise UnreadableRegister(
        str(place), f"has a column “{name}” that nobody knows", f"call it one of {', '.join(COLUMNS)}, or leave it out"
    )
