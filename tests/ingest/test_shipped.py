"""The register that ships, as it is read: whole, without dangling keys, and no surer than its sources."""

import csv
from datetime import date
from pathlib import Path

from domain.register import ListedTenure
from domain.text import speaker_key
from extraction.office_titles import OfficeTitle, country_name, office_title
from ingest.shipped import shipped_register

KNOWLEDGE = Path(__file__).parents[2] / "ingest" / "knowledge"


def as_of() -> dict[str, date]:
    """The last day that each source of the tables can tell of."""
    with (KNOWLEDGE / "sources.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["key"]: date.fromisoformat(row["as_of"]) for row in rows if row["as_of"]}


def sources_of(tenure: ListedTenure) -> set[str]:
    """The keys of a tenure's sources."""
    return {reference.partition(":")[0] for reference in tenure.source.split("; ")}


def test_it_knows_many_people_and_offices() -> None:
    """At least 250 and 120, as promised."""
    register = shipped_register()
    assert (len(register.speakers) >= 250, len(register.offices) >= 120) == (True, True)


def test_every_row_names_a_speaker_who_is_listed() -> None:
    """Of names and of times in office."""
    register = shipped_register()
    listed = {one.key for one in register.speakers}
    named = {one.speaker for one in register.aliases} | {one.speaker for one in register.tenures}
    assert named <= listed


def test_every_time_in_office_names_an_office_that_is_listed() -> None:
    """None points to nothing."""
    register = shipped_register()
    assert {one.office for one in register.tenures} <= {one.key for one in register.offices}


def test_keys_are_of_one_row_each() -> None:
    """So that what names one means one."""
    register = shipped_register()
    for keys in ([one.key for one in register.speakers], [one.key for one in register.offices]):
        assert len(keys) == len(set(keys))


def test_no_two_speakers_have_one_name() -> None:
    """Names make ids: two of one name would be one speaker."""
    names = [speaker_key(one.name) for one in shipped_register().speakers]
    assert len(names) == len(set(names))


def test_no_two_offices_of_a_country_have_one_title() -> None:
    """For the same reason; an office of no country is told by its title."""
    titles = [(office_title(one.title).key, one.country) for one in shipped_register().offices]
    assert len(titles) == len(set(titles))


def test_the_role_of_an_office_is_read_as_that_office() -> None:
    """With its country, which no title has in it and every country of the tables has a name for."""
    offices = [one for one in shipped_register().offices if one.country]
    wrong = [
        one.key
        for one in offices
        if office_title(f"{one.title} {country_name(one.country or '')}")
        != OfficeTitle(office_title(one.title).key, one.country)
    ]
    assert wrong == []


def test_an_open_time_in_office_is_believed_as_long_as_its_sources_tell() -> None:
    """The latest of them; after it nothing is sure."""
    until = as_of()
    wrong = [
        one
        for one in shipped_register().tenures
        if one.term.end is None
        and one.term.believed_until != max(until[key] for key in sources_of(one) if key in until)
    ]
    assert wrong == []


def test_a_time_in_office_that_ended_is_not_doubted() -> None:
    """Whatever its source's day."""
    ended = [one.term.believed_until for one in shipped_register().tenures if one.term.end is not None]
    assert set(ended) == {None}


def test_every_fact_says_where_it_stands() -> None:
    """Each row of each table has a source."""
    register = shipped_register()
    tables = (register.speakers, register.aliases, register.offices, register.tenures)
    assert all(one.source for table in tables for one in table)


def test_it_is_read_once() -> None:
    """A process asks for it again and again."""
    assert shipped_register() is shipped_register()
