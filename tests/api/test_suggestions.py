"""Somebody who types is shown speakers, offices and topics of which a name begins so, the best first."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import SQLModel

from db.sessions import Database
from tests import factories as make
from tests.api.client import Client

SUGGESTIONS = """query ($text: String!, $kinds: [SuggestionKind!], $first: Int! = 8) {
  suggestions(text: $text, kinds: $kinds, first: $first) { kind label matched node { id } }
}"""
ZWNJ = "\u200c"


@dataclass(frozen=True)
class People:
    """The ids of speakers as clients name them."""

    elder: str
    younger: str
    merged: str


@pytest.fixture
async def people(database: Database) -> People:
    """Speakers with claims, one of them merged, a rejected name, offices and topics."""
    elder, younger, quiet = make.speaker(f"محمد جواد نیک{ZWNJ}فر"), make.speaker("نیکو آذرنگ"), make.speaker("نیکا")
    merged = make.merged_speaker(elder[0].id, f"م. نیک{ZWNJ}فر")
    decided = make.judgement(decision="different", author="سارا")
    names = [
        make.alias(elder[0].id, "Mohammad-Javad Nikfar", language="en"),
        make.alias(elder[0].id, "زبان\u200cدراز", rejected_by=decided),
        make.alias(younger[0].id, "José Nikou", language="en"),
    ]
    outlet = make.outlet()
    article = make.article(of=outlet)
    revision = make.revision(article)
    topics = [make.topic("نیکوکاری"), make.topic("آب و برق")]
    topics.append(make.topic("برق\u200cرسانی", into=topics[1]))
    elsewhere = make.article()
    another = make.revision(elsewhere)
    claims = [make.claim(one, by=younger[0].id) for one in (revision, another)]
    office = make.office("وزیر نیرو")
    rows: list[SQLModel] = [
        *elder, *younger, *quiet, *merged, decided, *names, outlet, article, revision, elsewhere, another, *topics,
        *make.about(article, *topics[:2]), *office, *claims,
    ]  # fmt: skip
    await make.store(database, rows)
    return People(*(f"speaker_{one[0].id.hex}" for one in (elder, younger, merged)))


async def found(client: Client, text: str, *, kinds: object = None, first: int = 8) -> list[dict[str, Any]]:
    """What is suggested."""
    answer = await client.data(SUGGESTIONS, text=text, kinds=kinds, first=first)
    suggestions: list[dict[str, Any]] = answer["suggestions"]
    return suggestions


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("نیکفر", [f"محمد جواد نیک{ZWNJ}فر"]),
        (f"نيك{ZWNJ}ف", [f"محمد جواد نیک{ZWNJ}فر"]),
        ("محمدجواد ن", [f"محمد جواد نیک{ZWNJ}فر"]),
        ("جوادنیک", [f"محمد جواد نیک{ZWNJ}فر"]),
        ("سید محمد ج", [f"محمد جواد نیک{ZWNJ}فر"]),
        ("دکتر محمد جو", [f"محمد جواد نیک{ZWNJ}فر"]),
        ("NIKF", ["Mohammad-Javad Nikfar"]),
        ("javad nik", ["Mohammad-Javad Nikfar"]),
        ("jose\u0301", ["José Nikou"]),
        ("وزیر", ["وزیر نیرو"]),
        ("نیر", ["وزیر نیرو"]),
        ("برق رس", [f"برق{ZWNJ}رسانی"]),
        ("آبوب", ["آب و برق"]),
        ("یکفر", []),
        ("زبان", []),
        ("فر", []),
        ("ن", []),
        ("", []),
        ("«» -", []),
        ("%", []),
        ("نیکفرر", []),
        ("\u200c\u200c\u200c", []),
    ],
)
async def test_names_are_found_by_the_beginning_of_a_word(client: Client, typed: str, matched: list[str]) -> None:
    """However it is spelt and spaced; a name that people rejected is found by nothing."""
    assert [one["matched"] for one in await found(client, typed)] == matched


@pytest.mark.usefixtures("people")
async def test_the_best_come_first(client: Client) -> None:
    """The whole name, the end of one, the beginnings of names by their claims, and then other words."""
    assert [one["label"] for one in await found(client, "نیک")] == [
        "نیکو آذرنگ",
        "نیکوکاری",
        "نیکا",
        f"محمد جواد نیک{ZWNJ}فر",
    ]
    assert [one["label"] for one in await found(client, "نیکا")] == ["نیکا"]


async def test_who_was_merged_is_suggested_once_as_the_other(client: Client, people: People) -> None:
    """By whichever name fits best."""
    [one] = await found(client, "نیکفر")
    assert (one["node"]["id"], one["kind"]) == (people.elder, "SPEAKER")


@pytest.mark.usefixtures("people")
async def test_only_the_kinds_that_are_asked_for_are_suggested(client: Client) -> None:
    """Null and [] mean all."""
    kinds = [
        [one["kind"] for one in await found(client, "نیک", kinds=asked)]
        for asked in (["TOPIC"], ["OFFICE", "TOPIC"], ["OFFICE"], [], None)
    ]
    everything = ["SPEAKER", "TOPIC", "SPEAKER", "SPEAKER"]
    assert kinds == [["TOPIC"], ["TOPIC"], [], everything, everything]


@pytest.mark.usefixtures("people")
async def test_no_more_are_suggested_than_are_asked_for(client: Client) -> None:
    """The best of them."""
    assert [one["label"] for one in await found(client, "نیک", first=1)] == ["نیکو آذرنگ"]


@pytest.mark.usefixtures("people")
async def test_an_office_is_labelled_with_its_country(client: Client) -> None:
    """As a role is."""
    [one] = await found(client, "وزیر نی")
    assert (one["label"], one["matched"], one["kind"]) == ("وزیر نیرو ایران", "وزیر نیرو", "OFFICE")


async def test_the_things_themselves_are_answered_as_selected(client: Client, people: People) -> None:
    """Twice under two keys, through fragments and by each kind's own fields, in one statement."""
    query = """{ suggestions(text: "نیک") { __typename one: node { id ... on Speaker { canonicalId } ...Topic }
      node { __typename ... on Speaker { name claims { totalCount } } } kind } } fragment Topic on Topic { name }"""
    answer = (await client.data(query))["suggestions"]
    assert answer[0] == {
        "__typename": "Suggestion",
        "one": {"id": people.younger, "canonicalId": people.younger},
        "node": {"__typename": "Speaker", "name": "نیکو آذرنگ", "claims": {"totalCount": 2}},
        "kind": "SPEAKER",
    }
    assert answer[1]["one"]["name"] == "نیکوکاری"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"first": 0, "text": "نی"}, "first: "),
        ({"first": 21, "text": "نی"}, "first: "),
        ({"first": 8, "text": "ا" * 1_001}, "text: has more than 1000 letters"),
    ],
)
async def test_what_cannot_be_suggested_is_refused(client: Client, variables: dict[str, object], message: str) -> None:
    """With what to do."""
    code, told = await client.error(SUGGESTIONS, first=variables["first"], text=variables["text"])
    assert (code, told.startswith(message)) == ("BAD_USER_INPUT", True)


async def test_a_name_is_suggested_as_it_is_spelt_now(client: Client, database: Database, people: People) -> None:
    """And no longer once it is gone; the database sees to it."""
    before = make.speaker("پرویز کهن")
    await make.store(database, before)
    async with database.writing() as session:
        alias = await session.get_one(type(before[1]), before[1].id)
        alias.words = "پرویز نوین"
    changed = [len(await found(client, typed)) for typed in ("کهن", "نوین", "پرویزن")]
    async with database.writing() as session:
        await session.delete(await session.get_one(type(before[1]), before[1].id))
    assert (changed, await found(client, "پرویز"), people.merged != people.elder) == ([0, 1, 1], [], True)


@pytest.mark.usefixtures("people")
async def test_whatever_is_selected_of_a_suggestion_is_answered(client: Client) -> None:
    """Counts, what happened, and the claims of a timeline's buckets, which another statement reads."""
    answer = await client.data("""{ suggestions(text: "نیک", first: 3) { node {
      ... on Speaker { claims(first: 1) { nodes { history { totalCount } } } events(first: 1) { totalCount }
        timeline(interval: YEAR) { totalCount } }
      ... on Topic { timeline(interval: YEAR) { buckets { count claims(first: 1) { totalCount } } } } } } }""")
    nodes = [one["node"] for one in answer["suggestions"]]
    buckets = [bucket for node in nodes if "timeline" in node for bucket in node["timeline"].get("buckets", [])]
    assert any(bucket["count"] for bucket in buckets)
    assert all(bucket["claims"]["totalCount"] == bucket["count"] for bucket in buckets)
