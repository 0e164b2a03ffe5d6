"""Pages from both ends, and plans that are kept for all of one form."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel

from db.sessions import Database
from tests import factories as make
from tests.api.client import Client

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String) {
  claims(first: $first, after: $after, last: $last, before: $before) {
    nodes { content } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
NESTED = """query ($first: Int, $after: String, $last: Int, $before: String) {
  speakers { nodes { claims(first: $first, after: $after, last: $last, before: $before) {
    nodes { content } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }"""


@pytest.fixture(autouse=True)
async def five(database: Database) -> None:
    """Five claims of one speaker, e the newest; two of the same day, one undated."""
    article, speaker = make.article(), make.speaker()
    revision = make.revision(article)
    days = {"b": date(2024, 1, 1), "c": date(2024, 1, 2), "d": date(2024, 1, 3), "e": date(2024, 1, 4), "a": None}
    rows = [make.claim(revision, by=speaker[0].id, content=name, said_on=day) for name, day in days.items()]
    await make.store(database, [article, revision, *speaker, *rows])


async def page(client: Client, query: str, **arguments: Any) -> tuple[str, dict[str, object]]:
    """The letters of a page and its ends."""
    answer = await client.data(query, **arguments)
    found = answer["speakers"]["nodes"][0]["claims"] if "speakers" in answer else answer["claims"]
    return "".join(node["content"] for node in found["nodes"]), found["pageInfo"]


@pytest.mark.parametrize("query", [PAGE, NESTED])
async def test_pages_from_the_end_follow_each_other(client: Client, query: str) -> None:
    """Each in the list's own order, to the first row."""
    last, ends = await page(client, query, last=2)
    middle, inner = await page(client, query, last=2, before=ends["startCursor"])
    first, outer = await page(client, query, last=2, before=inner["startCursor"])
    told = [(one["hasPreviousPage"], one["hasNextPage"]) for one in (ends, inner, outer)]
    assert ((first, middle, last), told) == (("e", "dc", "ba"), [(True, False), (True, True), (False, True)])


@pytest.mark.parametrize("query", [PAGE, NESTED])
async def test_a_page_lies_between_two_cursors(client: Client, query: str) -> None:
    """Whichever end it is counted from."""
    _, ends = await page(client, query, first=5)
    between = {"after": ends["startCursor"], "before": ends["endCursor"]}
    first, _ = await page(client, query, first=2, **between)
    last, _ = await page(client, query, last=2, **between)
    whole, told = await page(client, query, **between)
    assert (first, last, whole, told["hasNextPage"], told["hasPreviousPage"]) == ("dc", "cb", "dcb", True, True)


@pytest.mark.parametrize("query", [PAGE, NESTED])
async def test_a_page_without_a_number_has_twenty_rows(client: Client, query: str) -> None:
    """Null is as absent."""
    assert (await page(client, query, first=None))[0] == "edcba"


@pytest.mark.parametrize("query", [PAGE, NESTED])
async def test_a_page_from_both_ends_is_refused(client: Client, query: str) -> None:
    """With what to do."""
    told = await client.error(query, first=1, last=1)
    assert told == ("BAD_USER_INPUT", "last: and first are both given; ask for a page from one end")


async def test_a_plan_serves_every_read_of_its_form(client: Client) -> None:
    """What is looked for differs, the statement does not."""
    query = """query ($where: ClaimWhere, $first: Int, $after: String) {
      claims(where: $where, first: $first, after: $after) { totalCount nodes { content } pageInfo { endCursor } } }"""
    found = []
    for text, first in (("e", 3), ("d", 3), ("c", 3)):
        answer = (await client.data(query, where={"text": text}, first=first))["claims"]
        found.append(([node["content"] for node in answer["nodes"]], answer["totalCount"]))
    assert (found, len(client.plans.kept)) == ([(["e"], 1), (["d"], 1), (["c"], 1)], 1)


async def test_what_changes_a_statement_is_another_plan(client: Client) -> None:
    """A variable inside the selection, another shape of the filter or the page, and another place in the document."""
    query = """query ($first: Int, $no: Boolean!, $where: ClaimWhere, $last: Int) {
      speakers(first: 1) { nodes { claims(first: $first) { nodes { content cue @skip(if: $no) } } } }
      claims(where: $where, last: $last) { nodes { content } } again: claims { nodes { content } } }"""
    told = [
        await client.data(query, first=first, no=no, where=where, last=last)
        for first, no, where, last in (
            (1, True, None, None),
            (2, True, None, None),
            (2, False, {"text": "c"}, None),
            (2, False, {"text": "c"}, 1),
        )
    ]
    letters = [len(one["speakers"]["nodes"][0]["claims"]["nodes"]) for one in told]
    shown = ["".join(node["content"] for node in one["claims"]["nodes"]) for one in told]
    assert (letters, shown, len(told[2]["speakers"]["nodes"][0]["claims"]["nodes"][0])) == (
        [1, 2, 2, 2],
        ["edcba", "edcba", "c", "c"],
        2,
    )


async def test_a_viewer_s_plan_is_no_other_s(client: Client, contributor: str, database: Database) -> None:
    """What one may see is compiled into it."""
    query = "query ($id: ID!) { claim(id: $id) { notes { totalCount } } }"
    article, key = make.article(), make.api_key()
    revision = make.revision(article)
    claim = make.claim(revision)
    notes = make.note(claim, key=key, visibility="team")
    await make.store(database, [article, revision, claim, key, *notes])
    asked = [await client.data(query, key=by, id=f"claim_{claim.id.hex}") for by in (contributor, None, contributor)]
    assert [one["claim"]["notes"]["totalCount"] for one in asked] == [1, 0, 1]


ORDERED = """query ($order: ClaimOrder, $first: Int, $after: String, $last: Int, $before: String) {
  claims(orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    nodes { content } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.fixture
async def ordered(database: Database) -> None:
    """Four further claims, r to u, whose orders all differ."""
    rows: list[SQLModel] = []
    for place, (name, published, found, confidence) in enumerate(
        (("r", 3, 1, 0.25), ("s", 1, 4, 0.1), ("t", None, 2, 1 / 3), ("u", 2, 3, 0.0))
    ):
        article = make.article()
        article.published_on = date(2025, 1, published) if published else None
        article.published_at = None
        claim = make.claim(revision := make.revision(article), content=name, said_on=date(2023, 1, 1 + place))
        claim.extracted_at, claim.confidence = make.NOW + timedelta(days=found), confidence
        rows += [article, revision, claim]
    await make.store(database, rows)


@pytest.mark.usefixtures("ordered")
@pytest.mark.parametrize(
    ("field", "expected"),
    [("SAID_ON", "utsr"), ("PUBLISHED_AT", "rust"), ("EXTRACTED_AT", "sutr"), ("CONFIDENCE", "trsu")],
)
@pytest.mark.parametrize("direction", ["DESC", "ASC"])
async def test_claims_have_four_orders_both_ways(client: Client, field: str, expected: str, direction: str) -> None:
    """Page by page, from either end, by the cursors alone."""
    order = {"field": field, "direction": direction}
    forwards, backwards = [], []
    after = before = None
    for _ in range(9):
        letters, told = await page(client, ORDERED, order=order, first=1, after=after)
        forwards.append(letters)
        after = told["endCursor"]
        letters, told = await page(client, ORDERED, order=order, last=1, before=before)
        backwards.append(letters)
        before = told["startCursor"]
    found = "".join(one for one in forwards if one in "rstu")
    assert (found if direction == "DESC" else found[::-1], forwards) == (expected, backwards[::-1])


async def test_a_cursor_of_another_order_is_refused(client: Client) -> None:
    """Its rows would be others."""
    _, told = await page(client, ORDERED, first=1)
    order = {"field": "SAID_ON", "direction": "ASC"}
    code, _ = await client.error(ORDERED, order=order, after=told["endCursor"])
    assert code == "BAD_USER_INPUT"


FOUND = """query ($where: ClaimWhere, $order: ClaimOrder, $first: Int, $after: String, $last: Int, $before: String) {
  claims(where: $where, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { content } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    facets { kinds { kind count } } } }"""


@pytest.mark.parametrize("direction", ["DESC", "ASC"])
async def test_pages_of_what_is_found_by_words_alone_are_those_of_any_filter(
    client: Client, database: Database, direction: str
) -> None:
    """SQLite reads their order elsewhere; withdrawn ones are on neither, nor what they had been."""
    article = make.article()
    revision = make.revision(article)
    days = [date(2020, 1 + place % 5, 1) if place % 4 else None for place in range(12)]
    rows = [make.claim(revision, content=f"سد {place}", said_on=day) for place, day in enumerate(days)]
    gone = make.claim(revision, content="سد نیست", withdrawn_at=make.NOW)
    await make.store(database, [article, revision, *rows, gone])
    order = {"field": "SAID_ON", "direction": direction}
    whole = await client.data(FOUND, where={"text": "سد"}, order=order, first=100)
    cursors = whole["claims"]["pageInfo"]
    pages = (
        {"first": 5},
        {"last": 5},
        {"first": 4, "after": cursors["startCursor"], "before": cursors["endCursor"]},
        {"last": 4, "after": cursors["startCursor"], "before": cursors["endCursor"]},
    )
    alone = [await client.data(FOUND, where={"text": "سد"}, order=order, **one) for one in pages]
    among = [await client.data(FOUND, where={"and": [{"text": "سد"}]}, order=order, **one) for one in pages]
    assert (alone, whole["claims"]["totalCount"], len(whole["claims"]["nodes"])) == (among, 12, 12)
