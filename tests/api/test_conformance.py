"""The specification of GraphQL over HTTP, rule by rule; `make conformance` runs the audits of graphql-http as well."""

from pathlib import Path

import httpx
import pytest
from graphql import build_schema, parse, validate

PROJECT = Path(__file__).parents[2]
OPERATIONS = PROJECT / "tests" / "conformance" / "operations"
JSON = "application/json"
NEWER = "application/graphql-response+json"
TYPENAME = '{"query": "{ __typename }"}'
ANSWERED = {"data": {"__typename": "Query"}, "extensions": {"cost": {"requested": 1, "limit": 25_000}}}


async def post(http: httpx.AsyncClient, body: str, **headers: str) -> httpx.Response:
    """The answer to this body, sent as JSON."""
    told = {"content-type": JSON} | {name.replace("_", "-"): value for name, value in headers.items()}
    return await http.post("/graphql", content=body.encode(), headers=told)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (NEWER, NEWER),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{NEWER}; charset=utf-8, {JSON}; charset=utf-8", NEWER),
        (f"{NEWER};q=0.5, {JSON}", JSON),
        (f"{JSON};q=0.9, {NEWER};q=0.91", NEWER),
        (f"{JSON};q=0, */*", NEWER),
        (f"text/html, {NEWER};q=0.1", NEWER),
    ],
)
async def test_the_answer_has_the_type_that_the_client_likes_best(
    http: httpx.AsyncClient, accept: str, media: str
) -> None:
    """In UTF-8, which the type says."""
    response = await post(http, TYPENAME, accept=accept)
    assert (response.status_code, response.headers["content-type"]) == (200, f"{media}; charset=utf-8")
    assert response.json() == ANSWERED


async def test_without_a_word_on_types_the_answer_is_plain_json(http: httpx.AsyncClient) -> None:
    """For clients that know no other."""
    del http.headers["accept"]
    response = await post(http, TYPENAME)
    assert response.headers["content-type"].startswith(JSON)


@pytest.mark.parametrize("accept", ["text/html", "image/*", f"{JSON};q=0", "nonsense", f"{JSON};q=much"])
async def test_who_accepts_none_of_the_types_is_told_which_there_are(http: httpx.AsyncClient, accept: str) -> None:
    """Nothing is answered that the client cannot read."""
    response = await post(http, TYPENAME, accept=accept)
    assert response.status_code == 406
    assert response.json()["errors"][0]["extensions"] == {"code": "NOT_ACCEPTABLE"}


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", ';charset="UTF-8"', "; charset=UTF8; other=1"])
async def test_a_body_is_read_as_utf_8(http: httpx.AsyncClient, charset: str) -> None:
    """Whether or not its type says so."""
    body = '{"query": "{ __type(name: \\"سخن🏃\\") { name } }"}'
    response = await post(http, body, content_type=f"application/json{charset}")
    assert response.json()["data"] == {"__type": None}


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/graphql"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
async def test_a_body_that_is_not_json_is_refused_by_its_headers(
    http: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    """A form of another site's page cannot send the type that is taken."""
    response = await http.post("/graphql", content=TYPENAME, headers=headers)
    assert (response.status_code, response.headers["accept-post"]) == (415, JSON)
    assert response.json()["errors"][0]["extensions"] == {"code": "UNSUPPORTED_MEDIA_TYPE"}


async def test_a_body_without_a_type_is_refused(http: httpx.AsyncClient) -> None:
    """Nor is it guessed."""
    request = http.build_request("POST", "/graphql", content=TYPENAME)
    assert "content-type" not in request.headers
    assert (await http.send(request)).status_code == 415


@pytest.mark.parametrize("accept", [JSON, NEWER])
@pytest.mark.parametrize("parameter", ["query", "operationName", "variables", "extensions"])
@pytest.mark.parametrize("value", ['{"an": "object"}', "0", "false", '["a list"]', '"a string"'])
async def test_a_parameter_of_the_wrong_type_is_a_bad_request(
    http: httpx.AsyncClient, accept: str, parameter: str, value: str
) -> None:
    """Whatever the answer's type; the message names the parameter."""
    right = '{"an": "object"}' if parameter in {"variables", "extensions"} else '"a string"'
    if value == right:
        return
    other = "" if parameter == "query" else '"query": "{ __typename }", '
    response = await post(http, f'{{{other}"{parameter}": {value}}}', accept=accept)
    [error] = response.json()["errors"]
    assert (response.status_code, error["extensions"]) == (400, {"code": "BAD_USER_INPUT"})
    assert error["message"].startswith(f"{parameter}: ")


@pytest.mark.parametrize("accept", [JSON, NEWER])
@pytest.mark.parametrize("parameter", ["operationName", "variables", "extensions"])
async def test_a_parameter_may_be_null(http: httpx.AsyncClient, accept: str, parameter: str) -> None:
    """As if it were not there."""
    response = await post(http, f'{{"query": "{{ __typename }}", "{parameter}": null}}', accept=accept)
    assert (response.status_code, response.json()) == (200, ANSWERED)


@pytest.mark.parametrize("accept", [JSON, NEWER])
async def test_parameters_of_the_right_types_are_taken(http: httpx.AsyncClient, accept: str) -> None:
    """Extensions that mean nothing here, too."""
    body = (
        '{"query": "query Q($name: String!) { __type(name: $name) { name } }", "operationName": "Q",'
        ' "variables": {"name": "Claim"}, "extensions": {"some": "value"}}'
    )
    response = await post(http, body, accept=accept)
    assert (response.status_code, response.json()["data"]) == (200, {"__type": {"name": "Claim"}})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"query": "{"}', "GRAPHQL_PARSE_FAILED"),
        ('{"query": " "}', "GRAPHQL_PARSE_FAILED"),
        ('{"query": "{ nothing }"}', "GRAPHQL_VALIDATION_FAILED"),
        ('{"query": "query Q($id: ID!) { claim(id: $id) { id } }", "variables": {"id": null}}', "BAD_USER_INPUT"),
        ('{"query": "query Q($id: ID!) { claim(id: $id) { id } }"}', "BAD_USER_INPUT"),
        ('{"query": "{ __typename }", "operationName": "other"}', "BAD_USER_INPUT"),
        ('{"query": "query A { __typename } query B { __typename }"}', "BAD_USER_INPUT"),
    ],
)
async def test_a_question_that_cannot_run_has_no_data(http: httpx.AsyncClient, body: str, code: str) -> None:
    """The newer type tells it by the status; in plain JSON 200 says that the answer is this service's own."""
    plain, newer = await post(http, body, accept=JSON), await post(http, body, accept=NEWER)
    assert (plain.status_code, newer.status_code) == (200, 400)
    assert "data" not in plain.json()
    assert plain.json() == newer.json()
    assert newer.json()["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize("accept", [JSON, NEWER])
async def test_a_field_that_fails_leaves_the_rest(http: httpx.AsyncClient, accept: str) -> None:
    """The question ran, so its status is 200."""
    response = await post(http, '{"query": "{ __typename claim(id: \\"x\\") { id } }"}', accept=accept)
    assert response.status_code == 200
    assert response.json()["data"] == {"__typename": "Query", "claim": None}
    assert response.json()["errors"][0]["path"] == ["claim"]


async def test_a_question_may_stand_in_the_address(http: httpx.AsyncClient) -> None:
    """Its variables are JSON; an empty parameter is none."""
    parameters = {
        "query": "query Q($name: String!) { __type(name: $name) { name } }",
        "variables": '{"name": "Claim"}',
        "operationName": "",
        "extensions": "",
        "unknown": "1",
    }
    response = await http.get("/graphql", params=parameters)
    assert (response.status_code, response.json()["data"]) == (200, {"__type": {"name": "Claim"}})


@pytest.mark.parametrize("accept", [JSON, NEWER])
@pytest.mark.parametrize("name", ["", "M"])
async def test_an_address_changes_nothing(http: httpx.AsyncClient, accept: str, name: str) -> None:
    """A mutation in one is refused, and the method told that takes it."""
    document = "mutation M { __typename }" + (" query Q { __typename }" if name else "")
    parameters = {"query": document, "operationName": name}
    response = await http.get("/graphql", params=parameters, headers={"accept": accept})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.json()["errors"][0]["extensions"] == {"code": "METHOD_NOT_ALLOWED"}
    assert "data" not in response.json()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
async def test_another_method_is_told_which_there_are(http: httpx.AsyncClient, method: str) -> None:
    """By the header that is made for it."""
    response = await http.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


async def test_which_methods_there_are_can_be_asked(http: httpx.AsyncClient) -> None:
    """Without a body."""
    response = await http.options("/graphql")
    assert (response.status_code, response.headers["allow"], response.content) == (204, "GET, HEAD, POST, OPTIONS", b"")


async def test_head_tells_what_get_would(http: httpx.AsyncClient) -> None:
    """Without the body, whose length it tells; each request has an id of its own."""
    address = "/graphql?query={__typename}"
    head, got = await http.head(address), await http.get(address)
    assert head.content == b""
    told = [{name: value for name, value in one.headers.items() if name != "x-request-id"} for one in (head, got)]
    assert (head.status_code, told[0]) == (got.status_code, told[1])


@pytest.mark.parametrize("file", sorted(OPERATIONS.glob("*.graphql")), ids=lambda file: str(file.name))
def test_typical_operations_fit_the_schema(file: Path) -> None:
    """Those that graphql-codegen makes types of."""
    schema = build_schema((PROJECT / "schema.graphql").read_text(encoding="utf-8"))
    assert validate(schema, parse(file.read_text(encoding="utf-8"))) == []
