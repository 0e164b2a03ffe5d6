"""People's decisions over GraphQL: told at once, read back in the answer, refused with the field to mend."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.sessions import Database
from db.tables import AliasRow, MentionRow
from domain.ids import speaker_id
from domain.node_ids import node_id
from tests.api.client import Client
from tests.ingest.registering import article, ingest, register

WHY = "در مقاله گفته شده است"
ELDER, YOUNGER = (node_id("speaker", speaker_id(name)) for name in ("کاوه مهرزاد", "آرش سپهری"))
PAINTER = node_id("speaker", speaker_id("علی آذرنگ"))
ERRORS = "errors { code field message }"


@pytest.fixture
async def mention(database: Database) -> str:
    """The id of a mention that waits, in a database with the invented register."""
    await register(database)
    await ingest(
        database,
        article("نقاش شهر، علی آذرنگ گفت: نمایشگاه باز است.", "2020-01-01"),
        article("آذرنگ گفت: نمایشگاه فردا هم باز است.", "2020-02-01"),
        article("رئیس جمهور گفت: باران می‌بارد.", "2020-03-01"),
    )
    async with database.reading() as session:
        query = select(col(MentionRow.id)).where(col(MentionRow.judgement_id).is_not(None))
        return node_id("mention", (await session.scalars(query)).one())


async def decide(client: Client, key: str, name: str, selected: str, **given: object) -> Mapping[str, Any]:
    """What a mutation of this name answers."""
    type_name = name[0].upper() + name[1:]
    query = f"mutation M($input: {type_name}Input!) {{ {name}(input: $input) {{ {ERRORS} {selected} }} }}"
    answer: Mapping[str, Any] = (await client.data(query, key=key, input=given))[name]
    return answer


async def test_a_mention_is_resolved(client: Client, verifier: str, mention: str) -> None:
    """The answer has the judgement, the mention as it is now and how many claims are told otherwise."""
    selected = (
        "claimsChanged judgement { decision author why speaker { name } isOpen }"
        " mention { isDecidedByPeople judgement { id } claims { nodes { speaker { id } } } } speaker { name }"
    )
    answer = await decide(client, verifier, "resolveMention", selected, mentionId=mention, speakerId=PAINTER, why=WHY)
    assert answer == {
        "errors": [],
        "claimsChanged": 1,
        "judgement": {
            "decision": "SAME",
            "author": "سارا",
            "why": WHY,
            "speaker": {"name": "علی آذرنگ"},
            "isOpen": False,
        },
        "mention": {"isDecidedByPeople": True, "judgement": None, "claims": {"nodes": [{"speaker": {"id": PAINTER}}]}},
        "speaker": {"name": "علی آذرنگ"},
    }


async def test_a_speaker_is_made_of_a_mention(client: Client, verifier: str, mention: str) -> None:
    """Of the name and kind that are given."""
    new = {"name": "رضا آذرنگ", "kind": "PERSON"}
    selected = "mention { claims { nodes { speaker { name origin } } } }"
    answer = await decide(client, verifier, "resolveMention", selected, mentionId=mention, newSpeaker=new, why=WHY)
    assert answer["mention"] == {"claims": {"nodes": [{"speaker": {"name": "رضا آذرنگ", "origin": "MANUAL"}}]}}


async def test_speakers_are_merged_and_taken_apart(client: Client, editor: str, mention: str) -> None:
    """The merged one's id answers with the other, until it is taken apart."""
    assert mention
    read = f'{{ speaker(id: "{PAINTER}") {{ id canonicalId mergedIds claims {{ totalCount }} }} }}'
    before = await client.data(read)
    merged = await decide(
        client, editor, "mergeSpeakers", "speaker { mergedIds }", intoId=ELDER, speakerIds=[PAINTER], why=WHY
    )
    assert merged == {"errors": [], "speaker": {"mergedIds": [PAINTER]}}
    found = (await client.data(read))["speaker"]
    assert (found["id"], found["canonicalId"], found["claims"]["totalCount"]) == (ELDER, ELDER, 2)
    apart = await decide(client, editor, "unmergeSpeakers", "speaker { id }", speakerId=PAINTER, why="پدر و پسرند")
    assert apart == {"errors": [], "speaker": {"id": PAINTER}}
    assert await client.data(read) == before


async def test_a_name_is_split_from_its_speaker(client: Client, editor: str, mention: str, database: Database) -> None:
    """It is among the other's names from then on."""
    assert mention
    async with database.reading() as session:
        query = select(col(AliasRow.id)).where(col(AliasRow.text) == "مهرزاد")
        alias = node_id("alias", (await session.scalars(query)).one())
    given = {"aliasId": alias, "toSpeakerId": YOUNGER, "why": WHY}
    answer = await decide(client, editor, "splitAlias", "speaker { aliases { text origin } }", **given)
    assert {"text": "مهرزاد", "origin": "MANUAL"} in answer["speaker"]["aliases"]


async def test_a_tenure_is_added_and_undone(client: Client, editor: str, mention: str) -> None:
    """The claims of the office are told by it, and by what the tables say again once it is undone."""
    assert mention
    given = {
        "speakerId": YOUNGER,
        "office": {"title": "رئیس جمهور", "country": "ir"},
        "from": "2020-01",
        "to": "2020-12-31",
        "source": "آرشیو",
        "why": WHY,
    }
    selected = 'claimsChanged judgement { id } speaker { roleOn(date: "2020-06-01") { role source } }'
    answer = await decide(client, editor, "addTenure", selected, **given)
    assert answer["speaker"] == {"roleOn": {"role": "رئیس جمهور ایران", "source": "آرشیو"}}
    assert answer["claimsChanged"] == 1
    undone = await decide(
        client, editor, "undoJudgement", "claimsChanged", judgementId=answer["judgement"]["id"], why="اشتباه بود"
    )
    assert undone == {"errors": [], "claimsChanged": 1}


NOWHERE = "0" * 32
NO_MENTION = f"mention_{NOWHERE}"
MAYOR = {"title": "شهردار"}


@pytest.mark.parametrize(
    ("name", "given", "field", "code"),
    [
        (
            "resolveMention",
            {"mentionId": f"mention_{NOWHERE}", "speakerId": ELDER, "why": WHY},
            "mentionId",
            "NOT_FOUND",
        ),
        ("resolveMention", {"mentionId": "x", "speakerId": ELDER, "why": WHY}, "mentionId", "INVALID"),
        ("resolveMention", {"mentionId": NO_MENTION, "why": WHY}, "speakerId", "INVALID"),
        (
            "resolveMention",
            {"mentionId": f"mention_{NOWHERE}", "nobody": True, "newSpeaker": {"name": "علی"}, "why": WHY},
            "speakerId",
            "INVALID",
        ),
        (
            "resolveMention",
            {"mentionId": f"mention_{NOWHERE}", "nobody": True, "validFrom": "دیروز", "why": WHY},
            "validFrom",
            "INVALID",
        ),
        ("mergeSpeakers", {"intoId": ELDER, "speakerIds": [ELDER, "y"], "why": WHY}, "speakerIds.1", "INVALID"),
        ("mergeSpeakers", {"intoId": ELDER, "speakerIds": [], "why": WHY}, "speakerIds", "REQUIRED"),
        ("mergeSpeakers", {"intoId": ELDER, "speakerIds": [YOUNGER], "why": ""}, "why", "REQUIRED"),
        ("unmergeSpeakers", {"speakerId": ELDER, "why": WHY}, "speakerId", "INVALID"),
        ("splitAlias", {"aliasId": f"alias_{NOWHERE}", "why": WHY}, "aliasId", "NOT_FOUND"),
        (
            "splitAlias",
            {"aliasId": "x", "toSpeakerId": ELDER, "newSpeaker": {"name": "علی"}, "why": WHY},
            "toSpeakerId",
            "INVALID",
        ),
        ("addTenure", {"speakerId": ELDER, "source": "آرشیو", "why": WHY}, "officeId", "INVALID"),
        (
            "addTenure",
            {"speakerId": ELDER, "office": {"title": "شهردار", "country": "ایران"}, "source": "آرشیو", "why": WHY},
            "office.country",
            "INVALID",
        ),
        (
            "addTenure",
            {
                "speakerId": ELDER,
                "office": {"title": "شهردار"},
                "from": "2020",
                "to": "2019",
                "source": "آ",
                "why": WHY,
            },
            "to",
            "INVALID",
        ),
        ("undoJudgement", {"judgementId": f"judgement_{NOWHERE}", "why": WHY}, "judgementId", "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_decided_names_the_field(  # noqa: PLR0913, PLR0917 - fixtures and one row of the table
    client: Client, editor: str, mention: str, name: str, given: Mapping[str, object], field: str, code: str
) -> None:
    """Beside the payload, for a person to mend."""
    assert mention
    [error] = (await decide(client, editor, name, "judgement { id }", **given))["errors"]
    assert (error["field"], error["code"]) == (["input", *field.split(".")], code)


@pytest.mark.parametrize("name", ["mergeSpeakers", "unmergeSpeakers", "splitAlias", "addTenure", "undoJudgement"])
async def test_a_verifier_may_not_change_who_speakers_are(client: Client, verifier: str, name: str) -> None:
    """That is an editor's."""
    given: dict[str, dict[str, object]] = {
        "mergeSpeakers": {"intoId": ELDER, "speakerIds": [YOUNGER]},
        "unmergeSpeakers": {"speakerId": ELDER},
        "splitAlias": {"aliasId": f"alias_{NOWHERE}"},
        "addTenure": {"speakerId": ELDER, "source": "آرشیو"},
        "undoJudgement": {"judgementId": f"judgement_{NOWHERE}"},
    }
    type_name = name[0].upper() + name[1:]
    query = f"mutation M($input: {type_name}Input!) {{ {name}(input: $input) {{ claimsChanged }} }}"
    code, _ = await client.error(query, key=verifier, input={**given[name], "why": WHY})
    assert code == "FORBIDDEN"


async def test_nobody_decides_without_a_key(client: Client) -> None:
    """Reading is open, deciding is not."""
    query = "mutation M($input: ResolveMentionInput!) { resolveMention(input: $input) { claimsChanged } }"
    given = {"mentionId": f"mention_{NOWHERE}", "nobody": True, "why": WHY}
    assert (await client.error(query, input=given))[0] == "UNAUTHENTICATED"
