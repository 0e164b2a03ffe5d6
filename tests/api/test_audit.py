"""Audit events over GraphQL: filters, and odd ones refused in words."""

import pytest

from db.sessions import Database
from domain.roles import Role
from tests import factories as make
from tests.api.client import Client
from tests.keys import create_key

ASK = "query ($where: AuditEventWhere) { auditEvents(where: $where) { totalCount nodes { actor action subjectId } } }"


@pytest.fixture
async def editor(database: Database) -> str:
    """The key of an editor."""
    return await create_key(database, name="سردبیر", role=Role.EDITOR, now=make.NOW)


async def test_events_are_found_by_actor_action_subject_and_time(
    client: Client, database: Database, editor: str
) -> None:
    """Each filter alone."""
    one, other = make.event(actor="نگار"), make.event(action="moveNote", at=make.NOW.replace(year=2030))
    await make.store(database, [one, other])
    subject = f"claim_{one.subject_id.hex}"
    for where, found in (
        ({"actor": "نگار"}, 1),
        ({"action": "moveNote"}, 1),
        ({"subjectId": subject}, 1),
        ({"atFrom": "2029-01-01T00:00:00Z"}, 1),
        ({"atBefore": "2029-01-01T00:00:00+03:30"}, 1),
        ({"actor": "هیچ‌کس"}, 0),
        ({}, 2),
    ):
        assert (await client.data(ASK, key=editor, where=where))["auditEvents"]["totalCount"] == found


@pytest.mark.parametrize(
    "where",
    [
        {"actor": "a\x00"},
        {"action": "\x00"},
        {"atFrom": "0001-01-01T00:00:00+14:00"},
        {"atBefore": "9999-12-31T23:59:59-12:00"},
        {"atFrom": "2020-01-01T00:00:00"},
        {"subjectId": "x"},
        {"claimId": "note_" + "0" * 32},
    ],
)
async def test_a_filter_that_no_database_can_ask_is_refused(client: Client, editor: str, where: dict[str, str]) -> None:
    """With its field."""
    code, message = await client.error(ASK, key=editor, where=where)
    assert code == "BAD_USER_INPUT"
    assert next(iter(where)) in message


@pytest.mark.parametrize("field", ["author", "assignedTo"])
async def test_a_name_that_is_no_text_is_refused_in_the_queue_too(client: Client, editor: str, field: str) -> None:
    """PostgreSQL keeps no NUL."""
    query = "query ($where: ReviewQueueWhere) { reviewQueue(where: $where) { totalCount } }"
    code, _ = await client.error(query, key=editor, where={field: "a\x00"})
    assert code == "BAD_USER_INPUT"
