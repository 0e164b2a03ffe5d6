"""Facets count what plain Python counts, on both databases, and show what a filter names."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlmodel import SQLModel

from db.sessions import Database
from db.tables import ClaimRow, SpeakerRow
from domain.calendars import jalali_parts
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import World
from tests.api.test_every_field import small_world
from tests.api.test_reading import counted_statements

FACETS = """facets {
  speakers(first: 100) { speaker { id name } count isSelected }
  topics(first: 100) { topic { id name } count isSelected }
  outlets(first: 100) { outlet { id } count isSelected }
  kinds(first: 100) { kind count isSelected }
  verdicts(first: 100) { verdict { key } count isSelected }
  years(first: 100) { year start end count isSelected }
}"""


def without_choices(facets: dict[str, Any]) -> dict[str, Any]:
    """Facets as if nothing were selected: what is shown for that alone left out."""
    return {name: [{**one, "isSelected": False} for one in values if one["count"]] for name, values in facets.items()}


def value_of(one: dict[str, Any]) -> Any:
    """The value of a facet: an id, or the value itself."""
    value = next(held for name, held in one.items() if name not in {"count", "isSelected", "start", "end"})
    return value.get("id", value.get("key")) if isinstance(value, dict) else value


def selected(facets: dict[str, Any]) -> dict[str, list[Any]]:
    """The values that are selected, with their counts, of the facets that have some."""
    found = {
        name: [(value_of(one), one["count"]) for one in values if one["isSelected"]] for name, values in facets.items()
    }
    return {name: values for name, values in found.items() if values}


async def facets_of(client: Client, where: str = "", facets: str = FACETS) -> dict[str, Any]:
    """The facets of claims."""
    given = f"(where: {{{where}}})" if where else ""
    found: dict[str, Any] = (await client.data(f"{{ claims{given} {{ {facets} }} }}"))["claims"]["facets"]
    return found


async def test_facets_count_what_plain_python_counts(client: Client, database: Database) -> None:
    """Withdrawn claims count nowhere, nor do notes of the team."""
    world = World(await small_world(database))
    assert await facets_of(client) == world.ask(f"{{ claims(first: 1) {{ {FACETS} }} }}")["claims"]["facets"]


@pytest.mark.parametrize(
    ("where", "means"),
    [
        ("kinds: [INDIRECT]", lambda claim: claim.kind == "indirect"),
        ("kinds: [DIRECT, MIXED]", lambda claim: claim.kind in {"direct", "mixed"}),
        ('saidOn: {gte: "2024-01-01"}', lambda claim: claim.said_on is not None and claim.said_on.year == 2024),
        ('saidOn: {lt: "2000-01-01"}', lambda _: False),
    ],
)
async def test_facets_count_what_the_whole_filter_means(
    client: Client, database: Database, where: str, means: Any
) -> None:
    """A facet's own choice is part of it."""
    rows = await small_world(database)
    meant = World(one for one in rows if not isinstance(one, ClaimRow) or means(one))
    counted = without_choices(await facets_of(client, where))
    assert counted == meant.ask(f"{{ claims(first: 1) {{ {FACETS} }} }}")["claims"]["facets"]


async def test_what_the_filter_names_is_selected(client: Client, database: Database) -> None:
    """By an id, a name of somebody who was merged, a kind, and the days of a year."""
    rows = await small_world(database)
    first, silent, merged = speakers(rows, "مریم نیک‌فر", "خاموش بی‌سخن", "م. نیک‌فر")
    ids = f'"speaker_{merged}", "speaker_{silent}"'
    by_id = await facets_of(client, f"speakerIds: [{ids}], kinds: [DIRECT, PARTIAL]".replace("PARTIAL", "MIXED"))
    by_name = await facets_of(client, 'speakerName: "م. نیک‌فر"')
    by_year = await facets_of(client, 'saidOn: {gte: "2024-01-01", lt: "2025-01-01"}')
    assert selected(by_id) == {
        "speakers": [(f"speaker_{first}", 2), (f"speaker_{silent}", 0)], "kinds": [("DIRECT", 1), ("MIXED", 1)],
    }  # fmt: skip
    assert selected(by_name) == {"speakers": [(f"speaker_{first}", 3)]}
    assert selected(by_year) == {"years": [(2024, 2)]}


async def test_what_is_selected_is_shown_at_zero(client: Client, database: Database) -> None:
    """So that somebody can take it back; a place is kept for it."""
    rows = await small_world(database)
    [silent] = speakers(rows, "خاموش بی‌سخن")
    where = f'speakerIds: ["speaker_{silent}"], kinds: [MIXED], saidOn: {{gte: "1950-01-01", lt: "1951-01-01"}}'
    facets = await facets_of(client, where)
    shown = {name: [(value_of(one), one["count"], one["isSelected"]) for one in some] for name, some in facets.items()}
    assert {name: values for name, values in shown.items() if values} == {
        "speakers": [(f"speaker_{silent}", 0, True)], "kinds": [("MIXED", 0, True)], "years": [(1950, 0, True)],
    }  # fmt: skip


async def test_a_facet_shows_the_values_of_the_most_claims(client: Client, database: Database) -> None:
    """Ten unless more or fewer are asked for; what is selected is among them."""
    claims, speakers = await world_of_many(database)
    all_of_them = ", ".join(f'"speaker_{one.id.hex}"' for one in speakers)
    ten = await facets_of(client, facets="facets { speakers { count isSelected speaker { name } } }")
    two = await facets_of(client, facets="facets { speakers(first: 2) { count } }")
    chosen = await facets_of(client, f"speakerIds: [{all_of_them}]", "facets { speakers(first: 3) { count } }")
    assert [one["count"] for one in ten["speakers"]] == list(range(12, 2, -1))
    assert [one["count"] for one in two["speakers"]] == [12, 11]
    assert [one["count"] for one in chosen["speakers"]] == [12, 11, 10]
    assert len(claims) == sum(range(1, 13))


async def test_jalali_years_are_those_of_the_calendar(client: Client, database: Database) -> None:
    """A claim of a Gregorian year alone counts in none of them."""
    rows = await small_world(database)
    live = [one for one in rows if isinstance(one, ClaimRow) and one.withdrawn_at is None and one.said_on]
    days = [one.said_on for one in live if one.said_on and one.said_on_precision == "day"]
    facets = await facets_of(
        client, 'saidOn: {gte: "2020-03-20"}', "facets { years(calendar: JALALI) { year start end count isSelected } }"
    )
    assert {(one["year"], one["count"]) for one in facets["years"]} == set(
        Counter(jalali_parts(day)[0] for day in days).items()
    )
    assert [(one["start"], one["end"]) for one in facets["years"]] == [("2024-03-20", "2025-03-21")]


async def test_facets_are_read_in_the_statement_of_their_page(client: Client, database: Database) -> None:
    """One, whatever is asked of their values, and beside rows and counts."""
    await small_world(database)
    more = "more: facets { topics { __typename topic { claims(first: 1) { nodes { speaker { name } } } } } }"
    query = f"{{ claims(first: 2) {{ totalCount nodes {{ id }} {FACETS} {more} }} }}"
    with counted_statements(client) as statements:
        found = (await client.data(query))["claims"]
    assert len(statements) == 1
    assert [one["__typename"] for one in found["more"]["topics"]] == ["TopicFacet"] * 2


async def test_claims_of_a_row_have_facets_too(client: Client, database: Database) -> None:
    """Of a speaker's claims, those alone; nothing is selected in them."""
    world = World(await small_world(database))
    query = f"{{ speakers(first: 10) {{ nodes {{ id claims(first: 1) {{ {FACETS} }} }} }} }}"
    assert await client.data(query) == world.ask(query)


@pytest.mark.parametrize("first", [0, 101, -1])
async def test_more_values_than_a_page_has_are_refused(client: Client, first: int) -> None:
    """And none at all, as of any list."""
    _, message = await client.error(f"{{ claims {{ facets {{ kinds(first: {first}) {{ count }} }} }} }}")
    assert "1 to 100" in message


def speakers(rows: Sequence[SQLModel], *names: str) -> list[str]:
    """The ids of the speakers of these names, in their order."""
    by_name = {one.name: one.id.hex for one in rows if isinstance(one, SpeakerRow)}
    return [by_name[name] for name in names]


async def world_of_many(database: Database) -> tuple[list[ClaimRow], list[SpeakerRow]]:
    """Twelve speakers, of one claim, two claims and so on."""
    article = make.article()
    revision = make.revision(article)
    named = [make.speaker(f"سخنگوی {number}") for number in range(1, 13)]
    claims = [
        make.claim(revision, by=rows[0].id, said_on=date(2024, 1, number))
        for number, rows in enumerate(named, 1)
        for _ in range(number)
    ]
    await make.store(database, [article, revision, *(row for rows in named for row in rows), *claims])
    return claims, [row for rows in named for row in rows if isinstance(row, SpeakerRow)]
