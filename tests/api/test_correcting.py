"""Correcting over GraphQL: who may, what is told to mend, and what readers then see."""

from typing import Any

import pytest

from db.sessions import Database
from db.tables import ClaimRow, CorrectionRow
from domain.roles import Role
from tests import factories as make
from tests.api.client import Client
from tests.api.test_reading import counted_statements
from tests.ingest.correcting import TEXT, WHY, claim_that_holds, ingest, place
from tests.ingest.stored_rows import rows
from tests.keys import create_key

CORRECT = """mutation ($input: CorrectClaimInput!) { correctClaim(input: $input) {
  errors { code field message }
  claim { id version content kind saidOn saidOnBasis speaker { id } withdrawnBy correctedFields foundBy
    corrections { totalCount nodes { field reason author
      before { start end speakerId saidOn kind isStatement } after { start end speakerId saidOn kind isStatement } } } }
} }"""
ADD = """mutation ($input: AddMissedStatementInput!) { addMissedStatement(input: $input) {
  errors { code field message }
  claim { content cue context mention saidOn foundBy correctedFields corrections { nodes { field before { start }
    after { start end cueStart cueEnd mentionStart speakerId kind saidOn saidOnPrecision } } } } } }"""
UNSEEN = "از زبان شهردار شنیدیم آب کم است.\n"
EMPTY = {"start": None, "end": None, "speakerId": None, "saidOn": None, "kind": None, "isStatement": None}


@pytest.fixture
async def claim(database: Database) -> ClaimRow:
    """A claim of an article that was read."""
    await ingest(database, TEXT + UNSEEN)
    return await claim_that_holds(database, "رودخانه")


def given(claim: ClaimRow, **fields: object) -> dict[str, Any]:
    """The input of a correction."""
    return {"claimId": f"claim_{claim.id.hex}", "version": 1, "reason": WHY, **fields}


def span(words: str) -> dict[str, int]:
    """Where words stand, as clients give it."""
    found = place(words, TEXT + UNSEEN)
    return {"start": found.start, "end": found.end}


async def test_a_correction_is_read_back_with_its_claim(client: Client, verifier: str, claim: ClaimRow) -> None:
    """What it was, what it is, who said so and why: everybody sees it."""
    content = span("فردا باز می‌شود")
    payload = (await client.data(CORRECT, key=verifier, input=given(claim, content=content)))["correctClaim"]
    before = {"start": claim.content_start, "end": claim.content_end}
    assert payload == {
        "errors": [],
        "claim": {
            "id": f"claim_{claim.id.hex}",
            "version": 2,
            "content": "فردا باز می‌شود",
            "kind": "DIRECT",
            "saidOn": "2024-04-29",
            "saidOnBasis": "STATED",
            "speaker": {"id": f"speaker_{claim.speaker_id.hex if claim.speaker_id else ''}"},
            "withdrawnBy": None,
            "correctedFields": ["CONTENT"],
            "foundBy": "EXTRACTOR",
            "corrections": {
                "totalCount": 1,
                "nodes": [
                    {
                        "field": "CONTENT",
                        "reason": WHY,
                        "author": "سارا",
                        "before": {**EMPTY, **before},
                        "after": {**EMPTY, **content},
                    }
                ],
            },
        },
    }


async def test_what_is_no_statement_is_in_no_list(client: Client, verifier: str, claim: ClaimRow) -> None:
    """By its id it is read still."""
    payload = (await client.data(CORRECT, key=verifier, input=given(claim, isStatement=False)))["correctClaim"]
    listed = await client.data("{ claims { nodes { id } } }")
    assert payload["claim"]["withdrawnBy"] == "CORRECTION"
    assert payload["claim"]["id"] not in {one["id"] for one in listed["claims"]["nodes"]}


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"kind": "MIXED", "reason": " "}, "REQUIRED", ["reason"]),
        ({}, "REQUIRED", ["content"]),
        ({"kind": "DIRECT"}, "INVALID", ["kind"]),
        ({"kind": "MIXED", "version": 2}, "CONFLICT", ["version"]),
        ({"kind": "MIXED", "claimId": "claim_" + "0" * 32}, "NOT_FOUND", ["claimId"]),
        ({"kind": "MIXED", "claimId": "speaker_" + "0" * 32}, "INVALID", ["claimId"]),
        ({"speakerId": "speaker_" + "0" * 32}, "NOT_FOUND", ["speakerId"]),
        ({"speakerId": "x"}, "INVALID", ["speakerId"]),
        ({"content": {"start": 5, "end": 2}}, "INVALID", ["content"]),
        ({"content": {"start": -1, "end": 2}}, "INVALID", ["content"]),
        ({"content": {"start": 1, "end": 999999}}, "INVALID", ["content"]),
        ({"saidOn": {"date": "2024-04-02", "precision": "MONTH"}}, "INVALID", ["saidOn", "date"]),
    ],
)
async def test_what_is_wrong_is_told_by_field_and_nothing_is_stored(  # noqa: PLR0913, PLR0917 - the last three are the case
    client: Client,
    database: Database,
    verifier: str,
    claim: ClaimRow,
    fields: dict[str, Any],
    code: str,
    field: list[str],
) -> None:
    """A person can mend it."""
    payload = (await client.data(CORRECT, key=verifier, input=given(claim, **fields)))["correctClaim"]
    assert payload["claim"] is None
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [(code, ["input", *field])]
    assert await rows(database, CorrectionRow) == []


async def test_a_contributor_may_not_correct(client: Client, contributor: str, claim: ClaimRow) -> None:
    """It is told which role may."""
    code, message = await client.error(CORRECT, key=contributor, input=given(claim, kind="MIXED"))
    assert (code, "verifier" in message) == ("FORBIDDEN", True)


async def test_one_correction_under_one_key_is_made_once(
    client: Client, database: Database, verifier: str, claim: ClaimRow
) -> None:
    """However often it is sent, though the version has changed by then."""
    asked = given(claim, saidOn={"date": "2024-04-01"}, idempotencyKey="one")
    payloads = [(await client.data(CORRECT, key=verifier, input=asked))["correctClaim"] for _ in range(2)]
    assert payloads[0] == payloads[1]
    assert (payloads[0]["errors"], len(await rows(database, CorrectionRow))) == ([], 1)


async def test_a_missed_statement_is_added_and_read_back(client: Client, verifier: str, claim: ClaimRow) -> None:
    """A claim that a person found, with the correction that tells so."""
    asked: dict[str, Any] = {
        "articleId": f"article_{claim.article_id.hex}",
        "content": span("آب کم است"),
        "cue": span("شنیدیم"),
        "speakerId": f"speaker_{claim.speaker_id.hex if claim.speaker_id else ''}",
        "kind": "INDIRECT",
        "saidOn": {"date": "2024-04-01", "precision": "MONTH"},
        "reason": WHY,
    }
    payload = (await client.data(ADD, key=verifier, input=asked))["addMissedStatement"]
    told = {"kind": "INDIRECT", "saidOn": "2024-04-01", "saidOnPrecision": "MONTH", "speakerId": asked["speakerId"]}
    cue = {"cueStart": asked["cue"]["start"], "cueEnd": asked["cue"]["end"], "mentionStart": None}
    assert payload == {
        "errors": [],
        "claim": {
            "content": "آب کم است",
            "cue": "شنیدیم",
            "context": UNSEEN.strip(),
            "mention": None,
            "saidOn": "2024-04-01",
            "foundBy": "PERSON",
            "correctedFields": ["MISSED"],
            "corrections": {
                "nodes": [{"field": "MISSED", "before": None, "after": {**asked["content"], **cue, **told}}]
            },
        },
    }


async def test_a_statement_that_is_found_already_is_not_added(client: Client, verifier: str, claim: ClaimRow) -> None:
    """The message names the claim."""
    asked = {
        "articleId": f"article_{claim.article_id.hex}",
        "content": {"start": claim.content_start, "end": claim.content_end},
        "cue": {"start": claim.cue_start, "end": claim.cue_end},
        "kind": "DIRECT",
        "reason": WHY,
    }
    payload = (await client.data(ADD, key=verifier, input=asked))["addMissedStatement"]
    [error] = payload["errors"]
    assert (payload["claim"], error["field"], f"claim_{claim.id.hex}" in error["message"]) == (
        None,
        ["input", "cue"],
        True,
    )


async def test_an_editor_may_correct(client: Client, database: Database, claim: ClaimRow) -> None:
    """A role may do all that those before it may."""
    editor = await create_key(database, name="ویراستار", role=Role.EDITOR, now=make.NOW)
    payload = (await client.data(CORRECT, key=editor, input=given(claim, kind="MIXED")))["correctClaim"]
    assert payload["claim"]["kind"] == "MIXED"


async def test_corrections_are_paged_newest_first(client: Client, verifier: str, claim: ClaimRow) -> None:
    """And each is a node with its claim."""
    for version, kind in enumerate(("MIXED", "INDIRECT", "DIRECT"), 1):
        await client.data(CORRECT, key=verifier, input={**given(claim, kind=kind), "version": version})
    query = """query ($id: ID!, $after: String) { claim(id: $id) { corrections(first: 2, after: $after) {
      pageInfo { hasNextPage endCursor } nodes { id after { kind } claim { version } } } } }"""
    identity = f"claim_{claim.id.hex}"
    page = (await client.data(query, id=identity))["claim"]["corrections"]
    rest = (await client.data(query, id=identity, after=page["pageInfo"]["endCursor"]))["claim"]["corrections"]
    told = [one["after"]["kind"] for one in (*page["nodes"], *rest["nodes"])]
    assert (told, page["nodes"][0]["claim"]) == (["DIRECT", "INDIRECT", "MIXED"], {"version": 4})
    one = "query ($id: ID!) { node(id: $id) { id ... on Correction { field author } } }"
    assert (await client.data(one, id=page["nodes"][0]["id"]))["node"] == {
        "id": page["nodes"][0]["id"],
        "field": "KIND",
        "author": "سارا",
    }


async def test_corrections_of_many_claims_are_one_statement(client: Client, database: Database, verifier: str) -> None:
    """As many as of one."""
    query = "{ claims { nodes { correctedFields corrections { nodes { reason after { start } } } } } }"
    await ingest(database)
    counts = []
    for words in ("رودخانه", "سه سال", "بودجه"):
        one = await claim_that_holds(database, words)
        await client.data(CORRECT, key=verifier, input=given(one, kind="MIXED"))
        with counted_statements(client) as statements:
            await client.data(query)
        counts.append(len(statements))
    assert counts == [1, 1, 1]
