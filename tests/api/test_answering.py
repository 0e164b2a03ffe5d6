"""One question, one answer: looked up or read, priced, run within its time, and every error with a code."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from time import perf_counter, process_time

import pytest
import strawberry
from graphql import GraphQLSchema, get_introspection_query
from sqlalchemy import text

from api.answering import Answer, Answering
from api.context import Context
from api.limits import Limits
from db.sessions import Database
from tests.api.asking import Asker
from tests.api.test_measuring import spread_often

NOWHERE = "sqlite:///a-folder-that-is-not-there/none.db"
"""A database that cannot be opened: what is refused never asks it."""
TWO = "query A { claims { totalCount } } query B { speakers { totalCount } }"
FIRST = "query ($first: Int!) { claims(first: $first) { totalCount } }"
ADD_NOTE = 'mutation { addNote(input: {claimId: "x", body: "y"}) { errors { code } } }'


def limited(schema: GraphQLSchema, database: Database, limits: Limits) -> Asker:
    """Asks by other limits."""
    return Asker(Answering(schema, limits), database)


@pytest.fixture
def offline(schema: GraphQLSchema) -> Asker:
    """Asks where there is no database."""
    return Asker(Answering(schema), Database(NOWHERE))


@pytest.fixture
def closed(schema: GraphQLSchema) -> Asker:
    """Asks where introspection is switched off, and there is no database."""
    return Asker(Answering(schema, Limits(has_introspection=False)), Database(NOWHERE))


def codes(answer: Answer) -> list[str]:
    """The codes of its errors."""
    return [error["extensions"]["code"] for error in answer.errors]


async def test_a_question_is_answered(asker: Asker) -> None:
    """With its price."""
    answer = await asker.ask(FIRST, {"first": 5})
    assert answer == Answer({"claims": {"totalCount": 0}}, [], {"cost": {"requested": 52, "limit": 25_000}}, ran=True)


@pytest.mark.parametrize(
    ("document", "variables", "code"),
    [
        ("", {}, "GRAPHQL_PARSE_FAILED"),
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ a" * 3_000, {}, "GRAPHQL_PARSE_FAILED"),
        ('{ claim(id: "\\ud800") { id } }', {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ('{ claims(first: "many") { totalCount } }', {}, "GRAPHQL_VALIDATION_FAILED"),
        ("fragment F on Claim { id }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("type A { b: Int }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { claims { totalCount } }", {}, "GRAPHQL_VALIDATION_FAILED"),
        (TWO, {}, "BAD_USER_INPUT"),
        ('{ claim(id: "\ud800") { id } }', {}, "BAD_USER_INPUT"),
        ('{ claim(id: "\\u0000") { id } }', {}, "BAD_USER_INPUT"),
        (FIRST, {"first": "many"}, "BAD_USER_INPUT"),
        (FIRST, {"first": None}, "BAD_USER_INPUT"),
        (FIRST, {"first": "\ud800"}, "BAD_USER_INPUT"),
        (FIRST, {}, "BAD_USER_INPUT"),
        (FIRST, {"first": 1, "\ud800": 1}, "BAD_USER_INPUT"),
        ("query ($id: ID!) { claim(id: $id) { id } }", {"id": "claim_\0"}, "BAD_USER_INPUT"),
        ("query ($text: String) { claims(where: {text: $text}) { totalCount } }", {"text": "\0"}, "BAD_USER_INPUT"),
        ("query ($name: String) { speaker(name: $name) { id } }", {"name": "a\0"}, "BAD_USER_INPUT"),
        ("{ claims { nodes { id } } } #" + "#" * 100_000, {}, "LIMIT_EXCEEDED"),
        ("{ claims { nodes {" + "id " * 5_000 + "} } }", {}, "LIMIT_EXCEEDED"),
        ("#\n" * 5_000 + "{ claims { totalCount } }", {}, "LIMIT_EXCEEDED"),
        (spread_often(40, 4), {}, "LIMIT_EXCEEDED"),
        (FIRST, {"first": 1, "more": ["x"] * 10_000}, "LIMIT_EXCEEDED"),
    ],
    ids=lambda given: repr(given)[:40],
)
async def test_what_is_wrong_is_refused_with_a_code(
    offline: Asker, document: str, variables: Mapping[str, object], code: str
) -> None:
    """Before anything runs, so there is no data."""
    told, message = await offline.refusal(document, variables)
    assert told == code
    assert message


async def test_an_operation_runs_by_its_name(asker: Asker) -> None:
    """And no other."""
    answer = await asker.ask(TWO, operation_name="B")
    assert answer.data == {"speakers": {"totalCount": 0}}


async def test_a_name_that_no_operation_has_is_bad_input(offline: Asker) -> None:
    """Also one that no answer could repeat."""
    answer = await offline.ask(TWO, operation_name="\ud800")
    assert (answer.ran, codes(answer)) == (False, ["BAD_USER_INPUT"])


async def test_where_only_queries_are_asked_a_mutation_is_not(offline: Asker) -> None:
    """HTTP says so of GET."""
    answer = await offline.ask(ADD_NOTE, queries_only=True)
    assert (answer.ran, codes(answer)) == (False, ["METHOD_NOT_ALLOWED"])


async def test_a_mutation_runs_where_it_may(asker: Asker) -> None:
    """Its fields say what it needs."""
    answer = await asker.ask(ADD_NOTE)
    assert (answer.ran, codes(answer), answer.errors[0]["path"]) == (True, ["UNAUTHENTICATED"], ["addNote"])


@pytest.mark.parametrize(("first", "ran"), [(98, True), (99, False)])
async def test_a_price_over_the_limit_is_refused(
    schema: GraphQLSchema, database: Database, first: int, *, ran: bool
) -> None:
    """With both figures, in words and for programs."""
    asker = limited(schema, database, Limits(price=100))
    answer = await asker.ask("query ($first: Int!) { claims(first: $first) { nodes { id } } }", {"first": first})
    assert answer.ran is ran
    assert answer.extensions == {"cost": {"requested": first + 2, "limit": 100}}
    if not ran:
        assert codes(answer) == ["TOO_EXPENSIVE"]
        assert "costs 101 points, the limit is 100; ask for smaller pages" in answer.errors[0]["message"]


@pytest.mark.parametrize(("fragments", "times"), [(20, 4), (40, 4)])
async def test_fragments_that_multiply_are_answered_at_once(offline: Asker, fragments: int, times: int) -> None:
    """A thousand bytes of them take strawberry's limiters seconds, and twice as many for ever."""
    document = spread_often(fragments, times)
    began = process_time()
    await offline.refusal(document)
    assert process_time() - began < 0.05


async def test_the_standard_introspection_query_is_answered(offline: Asker) -> None:
    """It is as deep as any."""
    data = await offline.data(get_introspection_query(input_value_deprecation=True))
    assert "ErrorCode" in {one["name"] for one in data["__schema"]["types"]}


async def test_introspection_of_lists_inside_lists_is_refused(offline: Asker) -> None:
    """Each multiplies by all types and fields there are."""
    document = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    assert (await offline.refusal(document))[0] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize("document", ["{ __schema { description } }", '{ __type(name: "Claim") { name } }'])
async def test_introspection_can_be_switched_off(closed: Asker, document: str) -> None:
    """All of it."""
    assert (await closed.refusal(document))[0] == "GRAPHQL_VALIDATION_FAILED"


async def test_without_introspection_types_still_tell_their_names(closed: Asker) -> None:
    """Clients' caches need them."""
    answer = await closed.ask("{ __typename }")
    assert answer.data == {"__typename": "Query"}


MISSPELT: list[tuple[str, Mapping[str, object]]] = [
    ("{ claim2 { totalCount } }", {}),
    ("{ claims(wher: null) { totalCount } }", {}),
    ("{ claims(where: {texts: null}) { totalCount } }", {}),
    ("{ timeline(interval: MONT) { coarserCount } }", {}),
    ('{ node(id: "x") { ... on Claims { id } } }', {}),
    ("query ($where: ClaimWher) { claims(where: $where) { totalCount } }", {}),
    ("{ claims { totalCount @skp(if: true) } }", {}),
    ("query ($where: ClaimWhere) { claims(where: $where) { totalCount } }", {"where": {"texts": "x"}}),
    ("query ($i: TimelineInterval!) { timeline(interval: $i) { coarserCount } }", {"i": "MONT"}),
]


@pytest.mark.parametrize(("document", "variables"), MISSPELT)
async def test_without_introspection_nothing_is_suggested(
    closed: Asker, document: str, variables: Mapping[str, object]
) -> None:
    """Suggestions tell the schema name by name."""
    answer = await closed.ask(document, variables)
    assert answer.errors
    assert not any("Did you mean" in error["message"] for error in answer.errors)


@pytest.mark.parametrize(("document", "variables"), [MISSPELT[0], MISSPELT[1], MISSPELT[-1]])
async def test_with_introspection_names_are_suggested(
    offline: Asker, document: str, variables: Mapping[str, object]
) -> None:
    """They help whoever writes a query."""
    assert "Did you mean" in (await offline.ask(document, variables)).errors[0]["message"]


ENDLESS = (
    "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 1000000000)"
    " SELECT count(*) FROM counted"
)


@strawberry.type
class Slow:
    """Fields that take their time."""

    @strawberry.field
    async def waiting(self) -> int:
        """Wait for something that is no database."""
        await asyncio.sleep(60)
        return 1

    @strawberry.field
    async def counting(self, info: strawberry.Info[Context, None]) -> int | None:
        """Let the database count for a minute or so."""
        async with info.context.database.reading() as session:
            found: int = (await session.execute(text(ENDLESS))).scalar_one()
        return found

    @strawberry.field
    async def quick(self) -> int:
        """Take no time."""
        return 2


@strawberry.type
class SlowMutation:
    """A field that changes something."""

    @strawberry.mutation
    async def wait(self) -> int:
        """Wait for longer than a query may."""
        await asyncio.sleep(0.8)
        return 3


@pytest.fixture
async def slow(database_url: str) -> AsyncIterator[Asker]:
    """Asks slow fields; a query may take a fifth of a second."""
    database = Database(database_url, reading_seconds=0.2)
    schema = strawberry.Schema(Slow, SlowMutation)
    yield Asker(Answering(schema._schema, Limits(seconds=0.2)), database)
    await database.close()


async def test_a_query_is_stopped_when_its_time_is_over(slow: Asker) -> None:
    """It says what to do."""
    began = perf_counter()
    answer = await slow.ask("{ waiting }")
    assert perf_counter() - began < 5
    assert (answer.data, codes(answer)) == (None, ["TIMEOUT"])
    assert "longer than 0.2 seconds; ask for less" in answer.errors[0]["message"]


async def test_a_statement_is_stopped_in_the_database_and_told_by_its_field(slow: Asker) -> None:
    """On both; what else was asked is answered."""
    began = perf_counter()
    answer = await slow.ask("{ quick slow: counting }")
    assert perf_counter() - began < 5
    assert codes(answer) == ["TIMEOUT"]
    assert (answer.data, answer.errors[0].get("path")) == ({"quick": 2, "slow": None}, ["slow"])


async def test_after_a_statement_was_stopped_others_run(slow: Asker) -> None:
    """The connection is whole."""
    await asyncio.gather(*(slow.ask("{ counting }") for _ in range(3)))
    assert await slow.data("{ quick }") == {"quick": 2}
    async with slow.database.reading() as session:
        assert (await session.execute(text("SELECT 1"))).scalar_one() == 1


async def test_a_mutation_is_not_stopped(slow: Asker) -> None:
    """Who asked has to learn what was done."""
    assert await slow.data("mutation { wait }") == {"wait": 3}
