"""Tests of ingest/registers/csv_table.py."""

from datetime import date
from pathlib import Path

import pytest

from domain.errors import UnreadableRegister
from domain.register import Register
from domain.speaker import AliasForm, Seats, SpeakerKind
from domain.terms import PartialDay, Term
from ingest.registers.csv_table import read_table

PATH = Path("people.csv")


def table(columns: str, *rows: str) -> Register:
    """The register of a table."""
    return read_table("\n".join((columns, *rows)), PATH)


def refusal(columns: str, *rows: str) -> str:
    """Why a table is refused."""
    with pytest.raises(UnreadableRegister) as refused:
        table(columns, *rows)
    return str(refused.value)


def test_rows_of_one_name_are_of_one_speaker_and_need_not_tell_a_fact_again() -> None:
    """However the name is typed; each row adds what it tells."""
    register = table(
        "name,born,country,office",
        "سید محمد علی مهر,1960,,وزیر آب",
        "محمدعلی مهر,1960-03-12,ir,وزیر برق",
    )
    (speaker,) = register.speakers
    assert (speaker.name, str(speaker.born), speaker.country) == ("سید محمد علی مهر", "1960-03-12", "IR")
    assert {one.speaker for one in register.tenures} == {speaker.key}


def test_rows_of_one_wikidata_id_are_of_one_speaker() -> None:
    """An address of Wikidata is as good as the id."""
    register = table(
        "name,wikidata_id,office", "سارا مهر,Q42,وزیر آب", "سارا مهر,https://www.wikidata.org/wiki/Q42,وزیر برق"
    )
    assert [one.wikidata_id for one in register.speakers] == ["Q42"]


def test_namesakes_are_told_apart_by_their_wikidata_ids() -> None:
    """Two people of one name are two speakers."""
    register = table("name,wikidata_id", "سارا مهر,Q1", "سارا مهر,Q2")
    assert [one.wikidata_id for one in register.speakers] == ["Q1", "Q2"]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1)])
def test_a_row_that_may_mean_either_of_two_namesakes_is_refused(order: tuple[int, ...]) -> None:
    """In whatever order the rows stand, nobody is given another's facts."""
    rows = ["سارا مهر,Q1", "سارا مهر,Q2", "سارا مهر,"]
    assert "which several go by" in refusal("name,wikidata_id", *(rows[at] for at in order))


CONTRADICTIONS = {
    "birth": ("born", "1960", "1961", "its “day of birth” is 1961, and that of the same «سارا مهر» in line 2 is 1960"),
    "country": ("country", "IR", "FR", "its “country” is FR"),
    "kind": ("kind", "person", "organisation", "its “kind” is organisation"),
    "Latin name": ("latin", "Sara Mehr", "Sarah Mehr", "its “Latin name” is Sarah Mehr"),
}


@pytest.mark.parametrize(("column", "one", "other", "problem"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_facts_of_one_speaker_that_contradict_each_other_are_refused(
    column: str, one: str, other: str, problem: str
) -> None:
    """The error names both lines."""
    told = refusal(f"name,{column}", f"سارا مهر,{one}", f"سارا مهر,{other}")
    assert told.startswith(f"people.csv, line 3: {problem}")
    assert "line 2" in told


def test_a_death_before_the_birth_that_another_row_tells_is_refused() -> None:
    """Facts are checked together, not row by row."""
    told = refusal("name,born,died", "سارا مهر,1960,", "سارا مهر,,1950")
    assert told.startswith("people.csv, line 3: its “day of death” is 1950, before its start, 1960")


def test_one_wikidata_id_of_two_names_is_refused() -> None:
    """A wrong id would give one person the offices of another; a further name has a column of its own."""
    assert refusal("name,wikidata_id", "سارا مهر,Q1", "مینا مهر,Q1").startswith("people.csv, line 3: its “name”")


def test_offices_of_one_title_and_country_must_be_of_one_body() -> None:
    """An office is known by its title and its country, so two councils need two titles."""
    told = refusal("name,office,organisation", "سارا مهر,سخنگو,راه", "مینا کیا,سخنگو,آب")
    assert told.startswith("people.csv, line 3: its “organisation” is آب")


DAYS = {
    "2013": PartialDay.parse("2013"),
    "۲۰۱۳": PartialDay.parse("2013"),
    "2013-08": PartialDay.parse("2013-08"),
    "2013/8": PartialDay.parse("2013-08"),
    "2013-08-03": PartialDay(date(2013, 8, 3)),
    "1392-05-12": PartialDay(date(2013, 8, 3)),
    "۱۳۹۲/۰۵/۱۲": PartialDay(date(2013, 8, 3)),
    "۱۳۹۲/۵/۱۲": PartialDay(date(2013, 8, 3)),
    " ": None,
}


@pytest.mark.parametrize(("written", "day"), DAYS.items())
def test_days_are_read_in_both_calendars(written: str, day: PartialDay | None) -> None:
    """A Gregorian month or year is kept as the part of a day that it is."""
    register = table("name,office,from", f"سارا مهر,وزیر آب,{written}")
    assert register.tenures[0].term == Term(day)


NO_DAYS = {
    "1392": "a Jalali year or month without its day",
    "1392-05": "a Jalali year or month without its day",
    "9999": "too far from today",
    "2013-13": "is not in the calendar",
    "2013-02-30": "is not in the calendar",
    "1400-12-30": "is not in the calendar",
    "spring": "is not a date",
    "2013-8-3-1": "is not a date",
}


@pytest.mark.parametrize(("written", "problem"), NO_DAYS.items())
def test_what_is_no_day_is_refused(written: str, problem: str) -> None:
    """The error names the line, the column and the fault."""
    told = refusal("name,office,from", "مینا کیا,,", f"سارا مهر,وزیر آب,{written}")
    assert told.startswith("people.csv, line 3: its “from” ")
    assert problem in told


REFUSED_CELLS = {
    "an end before its start": (
        "office,from,to",
        "وزیر آب,2013-08,2012",
        "its “to” is 2012, before its start, 2013-08",
    ),
    "a death before a birth": ("born,died", "1960,1959", "its “died” is 1959, before"),
    "no name": ("latin,note", ",\r\n,Sara,", "its “name” is blank"),
    "a name without letters": ("aliases", "؟!", "its “aliases” has no letters"),
    "a name too long": ("latin", "x" * 301, "its “latin” has 301 characters, more than 300"),
    "a kind that is none": ("kind", "unnamed", "write person or organisation"),
    "seats that are none": ("office,seats", "وزیر آب,2", "write one or many"),
    "a country that is none": ("country", "Iran and others", "is no country"),
    "the reader's own country": ("country", "کشورمان", "is no country"),
    "a Wikidata id that is none": ("wikidata_id", "42", "is no Wikidata id"),
    "an office of idle words": ("office", "محترم", "names no office"),
    "a time without an office": ("office,from", ",2013", "its “from” is told without a “office”"),
    "an office of an organisation": ("kind,office", "organisation,وزیر آب", "is held by an organisation"),
    "more cells than columns": ("latin", "Sara,Mehr", "has 3 cells"),
    "an open quote": ("latin", '"Sara', "close its quotes"),
    "half a quote": ("latin", '"Sa"ra', "is no row of a table"),
}


@pytest.mark.parametrize(("columns", "cells", "problem"), REFUSED_CELLS.values(), ids=REFUSED_CELLS.keys())
def test_a_row_with_a_fault_is_refused_by_its_line(columns: str, cells: str, problem: str) -> None:
    """Blank lines count as lines and are no rows."""
    told = refusal(f"name,{columns}", "", f"سارا مهر,{cells}")
    assert told.startswith(("people.csv, line 3: ", "people.csv, line 4: "))
    assert problem in told


REFUSED_HEADS = {
    "name,form": "has a column “form” that nobody knows",
    "latin": "has no column “name”",
    "name,person": "has two columns for “name”",
}


@pytest.mark.parametrize(("columns", "problem"), REFUSED_HEADS.items())
def test_a_first_row_with_a_fault_is_refused(columns: str, problem: str) -> None:
    """A column spelled wrongly would be a fact that nobody reads."""
    assert refusal(columns, "سارا مهر").startswith(f"people.csv, line 1: {problem}")


def test_a_cell_may_hold_line_ends_and_delimiters() -> None:
    """A row is known by the line that it starts on; a line end in a name is a space."""
    register = table("name,source,born", '"سارا\nمهر","a, b",', "مینا کیا,,")
    assert [(one.name, one.source) for one in register.speakers] == [
        ("سارا مهر", "a, b"),
        ("مینا کیا", "people.csv, line 4"),
    ]


COUNTRIES = {
    "its own": ("وزیر آب", "FR", "ir", "FR"),
    "none": ("دبیرکل مجمع آب", "-", "ir", None),
    "the title's": ("سفیر روسیه", "", "ir", "RU"),
    "the speaker's": ("وزیر آب", "", "ایران", "IR"),
    "the United Kingdom's": ("وزیر آب", "uk", "", "GB"),
    "nobody's": ("وزیر آب", "", "", None),
}


@pytest.mark.parametrize(("title", "given", "home", "country"), COUNTRIES.values(), ids=COUNTRIES.keys())
def test_the_country_of_an_office_is_told_or_follows(title: str, given: str, home: str, country: str | None) -> None:
    """A row that tells none has the title's, else the speaker's, whichever row tells that."""
    register = table("name,office,office_country,country", f"سارا مهر,{title},{given},", f"سارا مهر,,,{home}")
    assert register.offices[0].country == country


SEATS = {
    ("شهردار نیکان", ""): Seats.ONE,
    ("شهردار نیکان", "many"): Seats.MANY,
    ("نماینده نیکان", ""): Seats.MANY,
    ("عضو شورای آب", ""): Seats.MANY,
    ("عضو شورای آب", "one"): Seats.ONE,
    ("معاون وزیر آب", ""): Seats.MANY,
    ("معاون اول رئیس شورا", ""): Seats.ONE,
    ("Deputy Minister", ""): Seats.MANY,
}


@pytest.mark.parametrize(("told", "seats"), SEATS.items(), ids=str)
def test_many_hold_an_office_where_it_says_so(told: tuple[str, str], seats: Seats) -> None:
    """Members, deputies and whatever the table calls so."""
    register = table("name,office,seats", f"سارا مهر,{','.join(told)}")
    assert (register.offices[0].seats, register.offices[0].rank) == (seats, 50)


def test_a_name_of_one_word_means_a_person_only_with_an_office() -> None:
    """A surname alone has namesakes; the one word of an organisation is its name."""
    register = table("name,kind,aliases", "سارا مهر,,مهر|بانوی آب|سارا مهر", "اداره راه,organisation,راه")
    assert [(one.text, one.form) for one in register.aliases] == [
        ("مهر", AliasForm.SURNAME),
        ("بانوی آب", AliasForm.FULL),
        ("راه", AliasForm.FULL),
    ]
    assert [one.kind for one in register.speakers] == [SpeakerKind.PERSON, SpeakerKind.ORGANISATION]


def test_a_row_that_is_there_twice_tells_one_time_in_office() -> None:
    """The first is kept."""
    register = table("name,office,from", *["سارا مهر,وزیر آب,2013"] * 2)
    assert [one.source for one in register.tenures] == ["people.csv, line 2"]


def test_one_start_with_two_ends_is_refused() -> None:
    """Nobody knows which is right."""
    rows = ("سارا مهر,وزیر آب,2013,2014", "سارا مهر,وزیر آب,2013,2015")
    assert refusal("name,office,from,to", *rows).startswith("people.csv, line 3: its “end” is another end")


def test_the_columns_of_every_politician_tables_are_known() -> None:
    """Their names for ours, and their columns that tell nothing here."""
    register = table(
        "position,person,personID,start,end,gender,DOB,DOD,image,enwiki",
        "Minister of Water,Sara Mehr,Q42,1980-02-20,1984,female,1927-02-22,,a.jpg,Sara Mehr",
    )
    assert (register.speakers[0].wikidata_id, register.offices[0].title, str(register.tenures[0].term.end)) == (
        "Q42",
        "Minister of Water",
        "1984",
    )
