"""A mutation under an idempotency key is done once, however often it is sent, and whatever died in between."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import get_named_type
from sqlalchemy import func, select, update

from db.sessions import Database
from db.tables import ApiKeyRow, AuditEventRow, ClaimRow, DoneOnceRow, NoteRow
from ingest.acting import Acting
from tests import factories as make
from tests.api.client import Client
from tests.api.reference import SCHEMA

ADD = """mutation ($input: AddNoteInput!) { addNote(input: $input) {
  errors { code field message } clientMutationId note { id body } } }"""


@pytest.fixture
async def claim_id(database: Database) -> str:
    """The id of a stored claim."""
    article = make.article()
    revision = make.revision(article)
    row = make.claim(revision)
    await make.store(database, [article, revision, row])
    return f"claim_{row.id.hex}"


async def counted(database: Database, table: type[NoteRow] | type[AuditEventRow] | type[ClaimRow]) -> int:
    """How many rows a table has."""
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(table))).scalar_one()


async def test_the_same_key_twice_does_it_once_and_is_answered_alike(
    client: Client, database: Database, verifier: str, claim_id: str
) -> None:
    """But for the client's own mark of the request."""
    given = {"claimId": claim_id, "body": "بررسی شد.", "idempotencyKey": "k1"}
    first = (await client.data(ADD, key=verifier, input={**given, "clientMutationId": "a"}))["addNote"]
    again = (await client.data(ADD, key=verifier, input={**given, "clientMutationId": "b"}))["addNote"]
    assert (first.pop("clientMutationId"), again.pop("clientMutationId")) == ("a", "b")
    assert first == again
    assert (await counted(database, NoteRow), await counted(database, AuditEventRow)) == (1, 1)


async def test_another_input_under_the_same_key_is_refused(client: Client, verifier: str, claim_id: str) -> None:
    """The sender mistook one request for another."""
    given = {"claimId": claim_id, "body": "بررسی شد.", "idempotencyKey": "k1"}
    await client.data(ADD, key=verifier, input=given)
    payload = (await client.data(ADD, key=verifier, input={**given, "body": "چیزی دیگر"}))["addNote"]
    [error] = payload["errors"]
    assert (payload["note"], error["code"], error["field"]) == (None, "CONFLICT", ["input", "idempotencyKey"])


async def test_the_key_of_one_is_not_anothers(
    client: Client, database: Database, verifier: str, contributor: str, claim_id: str
) -> None:
    """Two people may choose the same."""
    given = {"claimId": claim_id, "body": "بررسی شد.", "idempotencyKey": "k1"}
    for key in (verifier, contributor):
        assert (await client.data(ADD, key=key, input=given))["addNote"]["errors"] == []
    assert await counted(database, NoteRow) == 2


async def test_a_refused_mutation_leaves_its_key_free(client: Client, verifier: str, claim_id: str) -> None:
    """Who mends it may send it again under the same."""
    given = {"claimId": claim_id, "body": " ", "idempotencyKey": "k1"}
    assert (await client.data(ADD, key=verifier, input=given))["addNote"]["errors"]
    assert (await client.data(ADD, key=verifier, input={**given, "body": "شد."}))["addNote"]["errors"] == []


async def test_eight_at_once_under_one_key_do_it_once(
    client: Client, database: Database, verifier: str, claim_id: str
) -> None:
    """All are answered with the one note."""
    given = {"claimId": claim_id, "body": "بررسی شد.", "idempotencyKey": "k1"}
    answers = await asyncio.gather(*(client.data(ADD, key=verifier, input=given) for _ in range(8)))
    assert len({answer["addNote"]["note"]["id"] for answer in answers}) == 1
    assert await counted(database, NoteRow) == 1


async def test_a_key_that_is_revoked_while_its_mutation_waits_does_nothing(
    client: Client, database: Database, verifier: str, claim_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at again, last of all."""

    async def revoke(acting: Acting, *_: object, **__: object) -> UUID:
        await acting.session.execute(update(ApiKeyRow).values(revoked_at=make.NOW))
        return uuid4()

    monkeypatch.setattr("api.notes.add_note", revoke)
    code, _ = await client.error(ADD, key=verifier, input={"claimId": claim_id, "body": "بررسی شد."})
    assert (code, await counted(database, NoteRow)) == ("UNAUTHENTICATED", 0)


async def test_a_crash_between_commit_and_answer_is_not_done_again(
    client: Client, database: Database, verifier: str, claim_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outcome is stored in the transaction that does it, and told the next time."""
    given = {"claimId": claim_id, "body": "بررسی شد.", "idempotencyKey": "k1"}
    with monkeypatch.context() as patched:
        patched.setattr("api.mutating._revived", crash)
        code, _ = await client.error(ADD, key=verifier, input=given)
    assert (code, await counted(database, NoteRow)) == ("INTERNAL_SERVER_ERROR", 1)
    again = (await client.data(ADD, key=verifier, input=given))["addNote"]
    assert (again["errors"], again["note"]["body"], await counted(database, NoteRow)) == ([], "بررسی شد.", 1)


async def test_a_crash_before_the_commit_leaves_nothing(
    client: Client, database: Database, verifier: str, claim_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the note nor its key nor an event; sent again, it is done."""
    given = {"claimId": claim_id, "body": "بررسی شد.", "idempotencyKey": "k1"}
    with monkeypatch.context() as patched:
        patched.setattr("db.sessions.append_events", crash)
        await client.error(ADD, key=verifier, input=given)
    async with database.reading() as session:
        assert (await session.scalars(select(DoneOnceRow))).all() == []
    assert await counted(database, NoteRow) == 0
    assert (await client.data(ADD, key=verifier, input=given))["addNote"]["errors"] == []


def crash(*_: object) -> None:
    """End as a killed process does: the request gets no answer."""
    raise RuntimeError


def test_every_mutation_takes_and_gives_back_what_all_do() -> None:
    """A mark of the client's own, an idempotency key, and what to mend."""
    assert SCHEMA.mutation_type is not None
    for name, field in SCHEMA.mutation_type.fields.items():
        given: Any = get_named_type(field.args["input"].type)
        told: Any = get_named_type(field.type)
        assert {"clientMutationId", "idempotencyKey"} <= set(given.fields), name
        assert {"clientMutationId", "errors"} <= set(told.fields), name
        assert (given.name, told.name) == (f"{name[0].upper()}{name[1:]}Input", f"{name[0].upper()}{name[1:]}Payload")
