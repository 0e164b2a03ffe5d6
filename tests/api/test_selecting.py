"""Selecting: odd fragments, directives, variables and depths are answered as GraphQL says, or refused in words."""

from typing import Any

import pytest

from db.reading.selection import MOST_JOINED, MOST_LISTS_DEEP
from db.sessions import Database
from tests import factories as make
from tests.api.client import Client

PAGE = "query ({}) {{ speakers {{ nodes {{ claims({}) {{ {} }} }} }} }}"
SPEAKER = "query ($id: ID!) {{ speaker(id: $id) {{ {} }} }}"


@pytest.fixture
async def speaker_id(database: Database) -> str:
    """The id of a speaker of two claims; the first has a note."""
    article, speaker, key = make.article(of=(outlet := make.outlet())), make.speaker(), make.api_key()
    revision = make.revision(article)
    claims = [make.claim(revision, by=speaker[0].id) for _ in range(2)]
    notes = make.note(claims[0], key=key)
    await make.store(database, [outlet, article, revision, *speaker, make.hop(revision), *claims, key, *notes])
    return f"speaker_{speaker[0].id.hex}"


def nested(lists: int, innermost: str) -> str:
    """A selection of a speaker that has `lists` lists inside one another, `innermost` of the claims in the last."""
    selected = innermost
    for _ in range(lists):
        selected = f"claims(first: 1) {{ nodes {{ speaker {{ {selected} }} }} }}"
    return selected


@pytest.mark.usefixtures("speaker_id")
@pytest.mark.parametrize(
    ("selected", "claims"),
    [
        ("nodes { __typename }", {"nodes": [{"__typename": "Claim"}] * 2}),
        ("nodes { id @skip(if: true) }", {"nodes": [{}, {}]}),
        ("nodes { id @skip(if: true) @include(if: true) }", {"nodes": [{}, {}]}),
        ("nodes @include(if: false) { id }", {}),
        ("edges { __typename }", {"edges": [{"__typename": "ClaimEdge"}] * 2}),
        ("edges { node { __typename } }", {"edges": [{"node": {"__typename": "Claim"}}] * 2}),
        ("pageInfo { __typename hasNextPage }", {"pageInfo": {"__typename": "PageInfo", "hasNextPage": False}}),
    ],
)
async def test_rows_of_which_no_column_is_selected_are_still_rows(
    client: Client, selected: str, claims: dict[str, object]
) -> None:
    """In the list that is asked for and in one inside another."""
    answer = await client.data(
        f"{{ claims {{ {selected} }} speakers {{ nodes {{ claims {{ {selected} }} }} }} }}",
    )
    assert answer == {"claims": claims, "speakers": {"nodes": [{"claims": claims}]}}


async def test_a_node_of_which_no_column_is_selected_is_still_there(client: Client, speaker_id: str) -> None:
    """Null means that there is none."""
    query = "query ($id: ID!) { node(id: $id) { __typename ... on Claim { content } } speaker(id: $id) { __typename } }"
    answer = await client.data(query, id=speaker_id)
    assert answer == {"node": {"__typename": "Speaker"}, "speaker": {"__typename": "Speaker"}}


@pytest.mark.parametrize(
    "end",
    [
        "verdict { key }",
        "article { outlet { name } }",
        "id",
        'speaker { roleOn(date: "2020-01-01") { role speaker { name } } }',
        "sourceMention { judgement { times isOpen } }",
    ],
)
async def test_as_many_lists_inside_one_another_as_are_promised_are_answered(
    client: Client, speaker_id: str, end: str
) -> None:
    """On both databases, whatever stands in the innermost."""
    innermost = f"claims(first: 1) {{ totalCount edges {{ cursor node {{ {end} }} }} }}"
    answer = await client.data(SPEAKER.format(nested(MOST_LISTS_DEEP - 1, innermost)), id=speaker_id)
    assert str(answer).count("claims") == MOST_LISTS_DEEP


@pytest.mark.parametrize(
    "end",
    [
        "notes { nodes { evidence { url } } }",
        "article { provenance { name } claims { nodes { id } } }",
        "speaker { aliases { text } tenures { speaker { name } } mergedIds mentionedAs { name } }",
        "speaker { timeline { buckets { count claims { nodes { id } } } } }",
        "speaker { timeline(groupBy: VERDICT) { series { counts verdict { key } } } }",
        "speaker { timeline(groupBy: TOPIC) { series { counts topic { name } } } }",
        "speaker { events { nodes { ... on ClaimMade { claim { content } } ... on NoteAdded { note { body } } } } }",
        "sourceMention { candidates { speaker { name } judgement: why } }",
        "sourceMention { judgement { candidates { name } mentions { nodes { judgement { times } } } } }",
    ],
)
async def test_the_deepest_list_may_be_any(client: Client, speaker_id: str, end: str) -> None:
    """Also one that finds its rows by a query of its own."""
    above = MOST_LISTS_DEEP - (2 if any(one in end for one in ("notes {", "groupBy", "events")) else 1)
    selected = nested(above - 1, f"claims(first: 1) {{ nodes {{ {end} }} }}")
    answer = await client.data(SPEAKER.format(selected), id=speaker_id)
    assert answer["speaker"]


@pytest.mark.parametrize("lists", [MOST_LISTS_DEEP, 15])
async def test_more_lists_inside_one_another_are_refused(client: Client, speaker_id: str, lists: int) -> None:
    """Deeper ones overflow SQLite's parser, and once brought the process down."""
    query = SPEAKER.format(nested(lists, "claims { totalCount }"))
    code, message = await client.error(query, id=speaker_id)
    assert code == "LIMIT_EXCEEDED"
    assert f"more than {MOST_LISTS_DEEP} lists" in message


@pytest.mark.usefixtures("speaker_id")
@pytest.mark.parametrize(
    ("variables", "count"), [({}, 2), ({"first": 1}, 1), ({"first": 1.0}, 1), ({"first": 1, "after": None}, 1)]
)
async def test_a_page_inside_another_takes_variables(client: Client, variables: dict[str, Any], count: int) -> None:
    """One that is not given means the default."""
    answer = await client.data(
        PAGE.format("$first: Int, $after: String", "first: $first, after: $after", "nodes { id }"), **variables
    )
    [speaker] = answer["speakers"]["nodes"]
    assert len(speaker["claims"]["nodes"]) == count


@pytest.mark.parametrize(
    ("query", "variables", "message"),
    [
        (
            PAGE.format("$if: Boolean = true", "first: 2", "totalCount @skip(if: $if)"),
            {"if": None},
            "@skip: is given null",
        ),
        (
            PAGE.format("$if: Boolean = true", "first: 2", "... @include(if: $if) { totalCount }"),
            {"if": None},
            "@include: is given null",
        ),
    ],
)
async def test_null_where_a_value_is_needed_is_refused(
    client: Client, query: str, variables: dict[str, Any], message: str
) -> None:
    """As graphql-core refuses it in the fields that it completes."""
    code, told = await client.error(query, **variables)
    assert code == "BAD_USER_INPUT"
    assert message in told


@pytest.mark.parametrize(
    "again", ["claims(first: 2) { totalCount }", "... on Speaker { claims(first: 2) { totalCount } }"]
)
async def test_one_name_cannot_mean_two_pages(client: Client, speaker_id: str, again: str) -> None:
    """Validation refuses it, in a fragment too."""
    query = f"query ($id: ID!) {{ speaker(id: $id) {{ claims(first: 1) {{ totalCount }} {again} }} }}"
    code, _ = await client.error(query, id=speaker_id)
    assert code == "GRAPHQL_VALIDATION_FAILED"


async def test_aliases_of_one_list_are_pages_of_their_own(client: Client, speaker_id: str) -> None:
    """Each with its own arguments."""
    query = SPEAKER.format("a: claims(first: 1) { nodes { cue } } b: claims(first: 2) { nodes { cue } }")
    answer = await client.data(query, id=speaker_id)
    assert answer["speaker"] == {"a": {"nodes": [{"cue": "گفت"}]}, "b": {"nodes": [{"cue": "گفت"}] * 2}}


async def test_a_fault_in_one_field_leaves_another(client: Client, speaker_id: str) -> None:
    """Where the schema lets the field be null."""
    query = 'query ($id: ID!) { a: speaker(id: "x") { name } b: speaker(id: $id) { kind } }'
    answer = await client.ask(query, id=speaker_id)
    assert answer["data"] == {"a": None, "b": {"kind": "PERSON"}}
    assert [error["path"] for error in answer["errors"]] == [["a"]]


@pytest.mark.usefixtures("speaker_id")
async def test_too_many_different_fields_at_one_place_are_refused(client: Client) -> None:
    """PostgreSQL and SQLite would refuse them in their own words."""
    totals = " ".join(f"t{one}: totalCount" for one in range(450))
    code, message = await client.error(f"{{ claims {{ {totals} }} }}")
    assert (code, "more than 440" in message) == ("LIMIT_EXCEEDED", True)


async def test_aliases_of_a_column_are_not_different_fields(client: Client, speaker_id: str) -> None:
    """They are read once, and shown as often as they are asked for."""
    names = " ".join(f"n{one}: name" for one in range(200))
    answer = await client.data(SPEAKER.format(names), id=speaker_id)
    assert len(answer["speaker"]) == 200


@pytest.mark.parametrize(
    "selected",
    [
        " ".join(f'r{one}: roleOn(date: "{2000 + one}-01-01") {{ role }}' for one in range(MOST_JOINED + 1)),
        "claims { nodes { sourceMention " + "{ judgement { mention " * 20 + "{ id }" + "}}" * 20 + " } }",
    ],
)
async def test_more_rows_than_one_row_can_have_beside_it_are_refused(
    client: Client, speaker_id: str, selected: str
) -> None:
    """SQLite joins 64 tables at most."""
    code, message = await client.error(SPEAKER.format(selected), id=speaker_id)
    assert (code, f"more than {MOST_JOINED}" in message) == ("LIMIT_EXCEEDED", True)


@pytest.mark.parametrize("steps", [MOST_JOINED // 2 - 1])
async def test_a_long_chain_of_rows_is_answered(client: Client, speaker_id: str, steps: int) -> None:
    """On both databases."""
    chain = "{ judgement { mention " * steps + "{ id }" + "}}" * steps
    query = "query ($id: ID!) { speaker(id: $id) { claims(first: 1) { nodes { sourceMention " + chain + " } } } }"
    answer = await client.data(query, id=speaker_id)
    assert answer["speaker"] == {"claims": {"nodes": [{"sourceMention": None}]}}


@pytest.mark.parametrize(
    ("day", "code"),
    [("2020-02-30", "BAD_USER_INPUT"), (None, "BAD_USER_INPUT"), (7, "BAD_USER_INPUT"), ("2020-02-28", None)],
)
async def test_a_day_below_a_list_is_read_as_everywhere(
    client: Client, speaker_id: str, day: object, code: str | None
) -> None:
    """By the schema's own scalar, whoever resolves the field."""
    query = "query ($id: ID!, $day: Date!) { speaker(id: $id) { roleOn(date: $day) { role } } }"
    answer = await client.ask(query, id=speaker_id, day=day)
    assert [one["extensions"]["code"] for one in answer.get("errors", [])] == [code] * (code is not None)
