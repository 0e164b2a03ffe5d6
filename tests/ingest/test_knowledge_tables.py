"""The shipped tables of who held which office: whole, sourced, without contradiction, and true to their sources."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from domain.text import name_key, speaker_key

KNOWLEDGE = Path(__file__).parents[2] / "ingest" / "knowledge"
SHARED = Path(__file__).parents[3] / "shared"
needs_shared_news = pytest.mark.skipif(
    not (SHARED / "news" / "articles.jsonl").exists(), reason="../shared/news is not beside this checkout"
)
needs_shared_tables = pytest.mark.skipif(
    not (SHARED / "knowledge").exists(), reason="../shared/knowledge is not beside this checkout"
)

Row = Mapping[str, str]

COLUMNS = {
    "sources": ["key", "kind", "where", "commit", "path", "licence", "as_of", "note"],
    "people": ["key", "kind", "name", "latin", "wikidata_id", "country", "born", "died", "shared", "source"],
    "aliases": ["speaker", "text", "language", "form", "valid_from", "valid_to", "source"],
    "offices": ["key", "title", "latin", "country", "organisation", "seats", "rank", "wikidata_id", "source"],
    "office_aliases": ["office", "text", "source"],
    "tenures": ["speaker", "office", "from", "to", "source"],
    "outlets": ["name", "country", "source"],
}
SOURCED = [table for table in COLUMNS if table != "sources"]
IDENTITY = {
    "sources": ["key"],
    "people": ["key"],
    "aliases": ["speaker", "text", "form"],
    "offices": ["key"],
    "office_aliases": ["office", "text"],
    "tenures": ["speaker", "office", "from"],
    "outlets": ["name"],
}
WORDS = {
    "people": ["name"],
    "aliases": ["text"],
    "offices": ["title"],
    "office_aliases": ["text"],
    "tenures": [],
    "outlets": ["name"],
}
"""The columns that hold words as news prints them."""
DATES = [
    ("sources", "as_of", "as_of"),
    ("people", "born", "died"),
    ("aliases", "valid_from", "valid_to"),
    ("tenures", "from", "to"),
]
CLOSED = [
    ("sources", "kind", {"table", "news"}),
    ("people", "kind", {"person", "organisation"}),
    ("aliases", "language", {"fa", "en"}),
    ("aliases", "form", {"full", "surname"}),
    ("offices", "seats", {"one", "many"}),
]

_NAMELESS = "who came between has no Persian name in a readable source"
_UNTOLD = "no readable table tells who came between"
_TABLE_ERROR = "the table starts the term a year late"
_ACTING = "the table leaves out an acting holder"
KNOWN_GAPS = {
    ("ir-vp-executive", "mohammad-shariatmadari", "mohammad-shariatmadari"): _UNTOLD,
    ("ir-vp-executive", "mohammad-shariatmadari", "sowlat-mortazavi"): _UNTOLD,
    ("ir-atomic-energy", "ali-akbar-salehi", "fereydoon-abbasi"): _NAMELESS,
    ("ir-culture", "mohammad-hosseini", "abbas-salehi"): _NAMELESS,
    ("ir-defence", "mostafa-mohammad-najjar", "amir-hatami"): _NAMELESS,
    ("ir-foreign", "mohammad-javad-zarif", "abbas-araghchi"): _NAMELESS,
    ("ir-industry", "mohammad-shariatmadari", "reza-fatemi-amin"): _UNTOLD,
    ("ir-intelligence", "mahmoud-ahmadinejad", "mahmoud-alavi"): _NAMELESS,
    ("ir-petroleum", "mahmoud-ahmadinejad", "javad-owji"): _UNTOLD,
    ("ir-speaker", "mehdi-karroubi", "ali-larijani"): _UNTOLD,
    ("ir-central-bank", "abdolnaser-hemmati", "ali-salehabadi"): _NAMELESS,
    ("ir-mayor-tehran", "mohammad-ali-najafi", "mohammad-ali-afshani"): _NAMELESS,
    ("ir-expediency-chairman", "akbar-hashemi-rafsanjani", "mahmoud-hashemi-shahroudi"): _ACTING,
    ("ir-security-secretary", "ali-larijani", "ali-shamkhani"): _NAMELESS,
    ("ir-irgc", "yahya-rahim-safavi", "hossein-salami"): _NAMELESS,
    ("us-president", "donald-trump", "donald-trump"): _NAMELESS,
    ("us-vice-president", "dick-cheney", "mike-pence"): _NAMELESS,
    ("us-foreign", "colin-powell", "john-kerry"): _NAMELESS,
    ("us-foreign", "john-kerry", "mike-pompeo"): _NAMELESS,
    ("us-defence", "robert-gates", "mark-esper"): _NAMELESS,
    ("us-security-adviser", "stephen-hadley", "john-bolton"): _NAMELESS,
    ("us-un", "john-bolton", "zalmay-khalilzad"): _ACTING,
    ("us-un", "zalmay-khalilzad", "nikki-haley"): _NAMELESS,
    ("ru-premier", "vladimir-putin", "vladimir-putin"): _NAMELESS,
    ("fr-president", "nicolas-sarkozy", "emmanuel-macron"): _NAMELESS,
    ("fr-foreign", "bernard-kouchner", "jean-marc-ayrault"): _NAMELESS,
    ("il-premier", "benjamin-netanyahu", "benjamin-netanyahu"): _NAMELESS,
    ("il-foreign", "benjamin-netanyahu", "benjamin-netanyahu"): _NAMELESS,
    ("il-foreign", "benjamin-netanyahu", "israel-katz"): _NAMELESS,
    ("il-foreign", "israel-katz", "yair-lapid"): _NAMELESS,
    ("il-defence", "amir-peretz", "benny-gantz"): _NAMELESS,
    ("il-finance", "benjamin-netanyahu", "yair-lapid"): _NAMELESS,
    ("il-finance", "yair-lapid", "israel-katz"): _NAMELESS,
    ("uk-premier", "tony-blair", "theresa-may"): _NAMELESS,
    ("uk-foreign", "margaret-beckett", "philip-hammond"): _NAMELESS,
    ("uk-interior", "amber-rudd", "priti-patel"): _NAMELESS,
    ("iq-president", "saddam-hussein", "jalal-talabani"): _NAMELESS,
    ("iq-president", "jalal-talabani", "barham-salih"): _NAMELESS,
    ("iq-premier", "ibrahim-al-jaafari", "nouri-al-maliki"): _TABLE_ERROR,
    ("iq-premier", "nouri-al-maliki", "adil-abdul-mahdi"): _NAMELESS,
    ("iq-finance", "adil-abdul-mahdi", "fuad-hussein"): _NAMELESS,
    ("eg-president", "hosni-mubarak", "mohamed-morsi"): _NAMELESS,
    ("it-premier", "silvio-berlusconi", "silvio-berlusconi"): _NAMELESS,
    ("jp-premier", "shinzo-abe", "shinzo-abe"): _NAMELESS,
    ("no-premier", "jens-stoltenberg", "jens-stoltenberg"): _NAMELESS,
}
"""Office, holder, next holder: where more than 31 days are nobody's, and why."""
KNOWN_OVERLAPS = {
    ("il-premier", "ariel-sharon", "ehud-olmert"): "Olmert acted while Sharon, still in office, lay ill",
}

_REFERENCE = re.compile(r"(?P<table>[a-z][a-z0-9]*):(?P<id>\S.*)")
_PLACE = re.compile(r"(?P<article>news-\d{4})@(?P<offset>\d+)")
_PARTIAL = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_STARTS = {"start", "startDate", "start_year", "since"}
_ENDS = {"end", "endDate", "end_year"}


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of a shipped table."""
    with (KNOWLEDGE / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def references(row: Row) -> Iterator[tuple[str, str]]:
    """The table and the id of each reference of a row; two empty strings for one that is none."""
    for reference in row["source"].split("; "):
        found = _REFERENCE.fullmatch(reference)
        yield (found["table"], found["id"]) if found else ("", "")


def is_sourced(row: Row) -> bool:
    """Whether each reference of a row names a known source and an id or a place in it."""
    kinds = {source["key"]: source["kind"] for source in table("sources")}
    return all(
        key in kinds and (kinds[key] == "table" or _PLACE.fullmatch(place) is not None)
        for key, place in references(row)
    )


def earliest(partial: str) -> date:
    """The first day that a partial date may mean; ValueError where there is no such day."""
    if not _PARTIAL.fullmatch(partial):
        message = f"not a partial ISO date: {partial!r}"
        raise ValueError(message)
    return date.fromisoformat(partial + "-01-01"[len(partial) - 4 :])


def latest(partial: str) -> date:
    """The last day that a partial date may mean."""
    first = earliest(partial)
    if len(partial) == len("2013-08-03"):
        return first
    after = first.replace(day=28) + timedelta(days=4) if len(partial) == len("2013-08") else date(first.year + 1, 1, 1)
    return after.replace(day=1) - timedelta(days=1)


def believed_until(tenure: Row) -> date:
    """The first day that may be a tenure's last: its end, else the day up to which its sources are to be believed."""
    if tenure["to"]:
        return earliest(tenure["to"])
    as_of = {source["key"]: source["as_of"] for source in table("sources")}
    return max(earliest(as_of[key]) for key, _ in references(tenure))


def overlap(one: Row, other: Row) -> bool:
    """Whether two tenures have more than a day in common however their dates are read."""
    start = max(latest(one["from"]), latest(other["from"]))
    end = min(believed_until(one), believed_until(other))
    return end - start > timedelta(days=1)


def single_seats() -> dict[str, list[dict[str, str]]]:
    """The tenures of each office that one person holds, earliest first."""
    single = {office["key"] for office in table("offices") if office["seats"] == "one"}
    held: dict[str, list[dict[str, str]]] = defaultdict(list)
    for tenure in sorted(table("tenures"), key=lambda tenure: earliest(tenure["from"])):
        if tenure["office"] in single:
            held[tenure["office"]].append(tenure)
    return held


def gaps(held: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """Office, holder and next holder wherever more than 31 days lie between, however the dates are read."""
    before: Row | None = None
    for tenure in held:
        if before and before["to"] and earliest(tenure["from"]) - latest(before["to"]) > timedelta(days=31):
            yield tenure["office"], before["speaker"], tenure["speaker"]
        before = tenure


@cache
def news() -> dict[str, str]:
    """The text of each article of the shared news."""
    with (SHARED / "news" / "articles.jsonl").open(encoding="utf-8") as lines:
        return {article["id"]: article["text"] for article in map(json.loads, lines)}


def stands_at(place: str, words: str) -> bool:
    """Whether the article of a place has the words at its offset, as words are compared."""
    found = _PLACE.fullmatch(place)
    if found is None or found["article"] not in news():
        return False
    start = int(found["offset"])
    printed = news()[found["article"]][start : start + 2 * len(words) + 8]
    return printed[:1].isalpha() and name_key(printed).startswith(name_key(words))


@cache
def shared_tables() -> dict[str, list[dict[str, str]]]:
    """The rows of each source of which ../shared holds a copy."""
    copies = {source["key"]: source["note"] for source in table("sources") if source["kind"] == "table"}
    return {key: list(read_copy(note)) for key, note in copies.items() if note.startswith("../shared/")}


def read_copy(note: str) -> Iterator[dict[str, str]]:
    """The rows of a copy, CSV or JSON, as text."""
    path = SHARED / note.removeprefix("../shared/")
    text = path.read_text(encoding="utf-8")
    rows = json.loads(text) if path.suffix == ".json" else csv.DictReader(text.splitlines())
    return ({column: str(cell or "") for column, cell in row.items()} for row in rows)


def rows_of(key: str, entry: str) -> list[dict[str, str]]:
    """The rows of a shared source that hold an id, a name or a label."""
    return [row for row in shared_tables()[key] if entry in row.values()]


def terms(tenure: Row) -> list[tuple[str, str]]:
    """The start and end of each row at hand that a tenure refers to and that tells of its office."""
    labels = dict(office_labels())
    return [
        (date_of(row, _STARTS), date_of(row, _ENDS))
        for key, entry in references(tenure)
        if key in shared_tables()
        for row in rows_of(key, entry)
        if not (told := labels.get((tenure["office"], key))) or told & set(row.values())
    ]


def office_labels() -> Iterator[tuple[tuple[str, str], set[str]]]:
    """By which labels or ids the sources of an office call it, for each office and source."""
    for office in table("offices"):
        called: dict[str, set[str]] = defaultdict(set)
        for key, entry in references(office):
            called[key].add(entry)
        yield from (((office["key"], key), labels) for key, labels in called.items())


def date_of(row: Row, columns: set[str]) -> str:
    """The one cell of a row that has one of the columns; empty where there is none."""
    return next((row[column] for column in row if column in columns), "")


def agrees(tenure: Row) -> bool:
    """Whether the dates of a tenure are its sources'; one that is not at hand may be more exact, but not another."""
    told = terms(tenure)
    if all(key in shared_tables() for key, _ in references(tenure)):
        return tenure["from"] in {start for start, _ in told} and tenure["to"] in {end for _, end in told}
    return not told or any(start[: len(tenure["from"])] == tenure["from"][: len(start)] for start, _ in told)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_its_columns_and_no_stray_spaces(name: str) -> None:
    """In their order, in every row."""
    lines = (KNOWLEDGE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    assert cells[0] == COLUMNS[name]
    assert [row for row in cells if len(row) != len(COLUMNS[name]) or any(cell != cell.strip() for cell in row)] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_no_row_stands_twice(name: str) -> None:
    """What a row is about names it."""
    about = [tuple(row[column] for column in IDENTITY[name]) for row in table(name)]
    assert len(about) == len(set(about))


@pytest.mark.parametrize("name", ["people", "offices"])
def test_a_wikidata_id_is_that_of_one_row(name: str) -> None:
    """An id joins tables, so two rows of one id are one thing."""
    having = [row for row in table(name) if row["wikidata_id"]]
    assert len({row["wikidata_id"] for row in having}) == len(having)
    assert [row for row in having if not re.fullmatch(r"Q[1-9]\d*", row["wikidata_id"])] == []


@pytest.mark.parametrize("name", ["people", "offices"])
def test_a_wikidata_id_is_an_entry_of_a_source(name: str) -> None:
    """No id is from memory."""
    having = [row for row in table(name) if row["wikidata_id"]]
    assert [row for row in having if row["wikidata_id"] not in {entry for _, entry in references(row)}] == []


@pytest.mark.parametrize(("name", "column", "values"), CLOSED)
def test_a_closed_column_has_known_values_only(name: str, column: str, values: set[str]) -> None:
    """As the loader reads them."""
    assert {row[column] for row in table(name)} <= values


@pytest.mark.parametrize("name", ["people", "offices", "outlets"])
def test_a_country_is_two_capitals_or_none(name: str) -> None:
    """ISO 3166, alpha-2."""
    assert [row for row in table(name) if not re.fullmatch("([A-Z]{2})?", row["country"])] == []


@pytest.mark.parametrize(
    ("name", "column", "of"),
    [
        ("aliases", "speaker", "people"),
        ("tenures", "speaker", "people"),
        ("tenures", "office", "offices"),
        ("office_aliases", "office", "offices"),
    ],
)
def test_a_key_that_a_row_names_is_there(name: str, column: str, of: str) -> None:
    """No alias or tenure of nobody."""
    assert {row[column] for row in table(name)} <= {row["key"] for row in table(of)}


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_names_its_source(name: str) -> None:
    """A listed source and an entry or a place in it."""
    assert [row for row in table(name) if not is_sourced(row)] == []


@pytest.mark.parametrize("name", SOURCED)
def test_no_row_names_a_source_twice(name: str) -> None:
    """A second naming would tell nothing."""
    named = [list(references(row)) for row in table(name)]
    assert [sources for sources in named if len(sources) != len(set(sources))] == []


@pytest.mark.parametrize(
    "source", ["", " ", "Wikipedia", "news:", "news:news-0001", "holders21:", "nowhere:Q1", "holders21:Q1; ", "news:Q1"]
)
def test_a_row_without_a_source_is_refused(source: str) -> None:
    """Nor does half of one do."""
    assert not is_sourced({"source": source})


def test_no_source_is_listed_in_vain() -> None:
    """Each is named by a row."""
    named = {key for name in SOURCED for row in table(name) for key, _ in references(row)}
    assert {source["key"] for source in table("sources")} == named


def test_a_source_can_be_read_again() -> None:
    """A repository's table has its commit and path."""
    told = [source for source in table("sources") if source["kind"] == "table"]
    assert [
        row for row in told if not (row["where"] and row["path"] and re.fullmatch("[0-9a-f]{40}", row["commit"]))
    ] == []


@pytest.mark.parametrize(("name", "first", "last"), DATES)
def test_dates_are_days_months_or_years_and_run_forwards(name: str, first: str, last: str) -> None:
    """As exact as their source has them."""
    spans = [(row[first], row[last]) for row in table(name)]
    assert [span for span in spans if all(span) and earliest(span[0]) > latest(span[1])] == []


@pytest.mark.parametrize("impossible", ["2013-13", "2013-02-30", "13", "2013-8-3", "2013/08/03"])
def test_an_impossible_date_is_refused(impossible: str) -> None:
    """Rather than read as another."""
    with pytest.raises(ValueError, match=r"."):
        earliest(impossible)


def test_a_tenure_starts_on_some_day() -> None:
    """Of a term without a start nothing can be told."""
    assert [row for row in table("tenures") if not row["from"]] == []


def test_one_seat_is_held_by_one_person() -> None:
    """But for a day of handing over, and for what the precision of dates leaves open."""
    doubly = {
        (one["office"], one["speaker"], other["speaker"])
        for held in single_seats().values()
        for one, other in combinations(held, 2)
        if overlap(one, other)
    }
    assert doubly == set(KNOWN_OVERLAPS)


def test_a_gap_between_holders_is_a_known_one() -> None:
    """A term that gets lost is noticed, and so is a gap that is filled."""
    assert {gap for held in single_seats().values() for gap in gaps(held)} == set(KNOWN_GAPS)


def test_no_two_people_share_a_name() -> None:
    """A shared name would be nobody's."""
    keys = [speaker_key(row["name"]) for row in table("people")]
    assert len(keys) == len(set(keys))


def test_no_alias_is_anothers_name() -> None:
    """Nor the alias of two."""
    names = {speaker_key(row["name"]): row["key"] for row in table("people")}
    others = [row for row in table("aliases") if names.get(speaker_key(row["text"]), row["speaker"]) != row["speaker"]]
    texts = {(speaker_key(row["text"]), row["speaker"]) for row in table("aliases")}
    assert (others, len(texts)) == ([], len({text for text, _ in texts}))


def test_a_title_is_one_office_of_a_country() -> None:
    """Else a title and a country would not tell whom the news means."""
    country = {office["key"]: office["country"] for office in table("offices")}
    titles = [(office["key"], office["title"]) for office in table("offices")]
    titles += [(alias["office"], alias["text"]) for alias in table("office_aliases")]
    told = {(key, country[key], name_key(title)) for key, title in titles}
    assert len(told) == len({(of, title) for _, of, title in told})


def test_enough_people_and_offices_are_known() -> None:
    """What the register promises."""
    assert (len(table("people")) >= 250, len(table("offices")) >= 120) == (True, True)


@needs_shared_news
@pytest.mark.parametrize("name", SOURCED)
def test_a_place_in_the_news_has_the_words(name: str) -> None:
    """However they are spelt and spaced there."""
    amiss = [
        row
        for row in table(name)
        for key, place in references(row)
        if key == "news" and not any(stands_at(place, row[column]) for column in WORDS[name])
    ]
    assert amiss == []


@needs_shared_tables
@pytest.mark.parametrize("name", SOURCED)
def test_an_entry_stands_in_its_table(name: str) -> None:
    """As an id, a name or a label."""
    missing = [
        (key, entry)
        for row in table(name)
        for key, entry in references(row)
        if key in shared_tables() and not rows_of(key, entry)
    ]
    assert missing == []


@needs_shared_tables
def test_a_tenures_dates_are_its_sources() -> None:
    """No date is from memory."""
    assert [row for row in table("tenures") if not agrees(row)] == []
