"""Topics over GraphQL: asked for by id, name and part of a name; merged and taken apart."""

from collections.abc import Mapping
from typing import Any

import pytest

from db.sessions import Database
from domain.ids import topic_id
from domain.node_ids import node_id
from domain.text import name_key
from tests import factories as make
from tests.api.client import Client
from tests.api.test_reading import counted_statements

WHY = "یکی هستند"
ERRORS = "errors { code field message }"


def topic(name: str) -> str:
    """The id by which clients name a topic."""
    return node_id("topic", topic_id(name_key(name)))


@pytest.fixture
async def printed(database: Database) -> None:
    """Three articles, each with a claim: about آب, about آب شهر, and about آب and برق."""
    water, town, power = make.topic("آب"), make.topic("آب شهر"), make.topic("برق")
    articles = [make.article(tags=tags) for tags in (["آب"], ["آب شهر"], ["آب", "برق"])]
    revisions = [make.revision(one) for one in articles]
    about = [*make.about(articles[0], water), *make.about(articles[1], town), *make.about(articles[2], water, power)]
    claims = [make.claim(one) for one in revisions]
    await make.store(database, [water, town, power, *articles, *revisions, *about, *claims])


async def decide(client: Client, key: str, name: str, **given: object) -> Mapping[str, Any]:
    """What a mutation of this name answers."""
    type_name = name[0].upper() + name[1:]
    below = f"{ERRORS} claimsChanged topic {{ id name aliases {{ name }} claims {{ totalCount }} }}"
    query = f"mutation M($input: {type_name}Input!) {{ {name}(input: $input) {{ {below} }} }}"
    answer: Mapping[str, Any] = (await client.data(query, key=key, input={**given, "why": WHY}))[name]
    return answer


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize("name", ["آب شهر", "#آب_شهر", "آبِ شهر", "آبشهر"])
async def test_a_topic_is_found_by_its_name_however_it_is_spelt(client: Client, name: str) -> None:
    """Whole; a part of a name is none."""
    found = await client.data("query Q($name: String) { topic(name: $name) { name } }", name=name)
    assert found == {"topic": {"name": "آب شهر"}}
    assert await client.data('{ topic(name: "آب ش") { name } }') == {"topic": None}


@pytest.mark.usefixtures("printed")
async def test_a_topic_is_asked_for_by_its_id_or_by_its_name(client: Client) -> None:
    """Not by both, nor by neither, nor by the id of something else."""
    by_id = await client.data(f'{{ topic(id: "{topic("برق")}") {{ name }} node(id: "{topic("برق")}") {{ id }} }}')
    assert by_id == {"topic": {"name": "برق"}, "node": {"id": topic("برق")}}
    for arguments in ("", f'(id: "{topic("برق")}", name: "برق")', '(id: "claim_00000000000000000000000000000000")'):
        code, _ = await client.error(f"{{ topic{arguments} {{ name }} }}")
        assert code == "BAD_USER_INPUT"


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize(
    ("part", "names"),
    [("آب", ["آب", "آب شهر"]), ("شهر", ["آب شهر"]), ("%", None), ("_", None), ("نیست", []), ("", None)],
)
async def test_topics_are_found_by_a_part_of_a_name(client: Client, part: str, names: list[str] | None) -> None:
    """None of a pattern's signs means anything; without a letter there is nothing to look for."""
    query = "query Q($part: String) { topics(where: {name: $part}) { nodes { name } } }"
    if names is None:
        assert (await client.error(query, part=part))[0] == "BAD_USER_INPUT"
        return
    assert await client.data(query, part=part) == {"topics": {"nodes": [{"name": name} for name in names]}}


@pytest.mark.usefixtures("printed")
async def test_topics_of_claims_are_read_in_one_statement(client: Client) -> None:
    """However many claims there are."""
    with counted_statements(client) as statements:
        found = await client.data("{ claims { nodes { topics { name } } } }")
    told = sorted([topic["name"] for topic in claim["topics"]] for claim in found["claims"]["nodes"])
    assert (told, len(statements)) == ([["آب"], ["آب", "برق"], ["آب شهر"]], 1)


@pytest.mark.usefixtures("printed")
async def test_topics_are_merged_and_taken_apart(client: Client, editor: str) -> None:
    """The merged one's id answers with the other, until it is taken apart."""
    read = (
        f'{{ topic(id: "{topic("آب شهر")}") {{ id canonicalId aliases {{ topicId name }} claims {{ totalCount }} }} }}'
    )
    before = await client.data(read)
    done = await decide(client, editor, "mergeTopics", intoId=topic("آب"), topicIds=[topic("آب شهر")])
    now = (await client.data(read))["topic"]
    listed = await client.data("{ topics { nodes { name } } }")
    apart = await decide(client, editor, "unmergeTopics", topicIds=[topic("آب شهر")])
    aliases = [{"name": "آب"}, {"name": "آب شهر"}]
    assert done == {
        "errors": [],
        "claimsChanged": 1,
        "topic": {"id": topic("آب"), "name": "آب", "aliases": aliases, "claims": {"totalCount": 3}},
    }
    assert (now["id"], now["canonicalId"], now["claims"]) == (topic("آب"), topic("آب"), {"totalCount": 3})
    assert now["aliases"][1] == {"topicId": topic("آب شهر"), "name": "آب شهر"}
    assert listed == {"topics": {"nodes": [{"name": "آب"}, {"name": "برق"}]}}
    assert (apart["errors"], apart["claimsChanged"], apart["topic"]["id"]) == ([], 1, topic("آب شهر"))
    assert await client.data(read) == before


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("mergeTopics", {"intoId": topic("آب"), "topicIds": [topic("آب")]}, ("topicIds.0", "INVALID")),
        ("mergeTopics", {"intoId": topic("آب"), "topicIds": []}, ("topicIds", "REQUIRED")),
        ("mergeTopics", {"intoId": topic("نیست"), "topicIds": [topic("آب")]}, ("intoId", "NOT_FOUND")),
        ("unmergeTopics", {"topicIds": [topic("نیست")]}, ("topicIds.0", "NOT_FOUND")),
        ("unmergeTopics", {"topicIds": [topic("آب")]}, ("topicIds.0", "INVALID")),
        ("unmergeTopics", {"topicIds": []}, ("topicIds", "REQUIRED")),
    ],
)
async def test_what_cannot_be_decided_says_what_to_mend(
    client: Client, editor: str, name: str, given: Mapping[str, object], told: tuple[str, str]
) -> None:
    """And shows no topic."""
    answer = await decide(client, editor, name, **given)
    [error] = answer["errors"]
    field, code = told
    assert (error["code"], error["field"], answer["topic"]) == (code, ["input", *field.split(".")], None)
