"""API keys: made, rotated and revoked over GraphQL, recognised, and their uses kept."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from api.keys import Issued, create_key, hash_key, revoke_key, rotate_key
from db.chain import chained_events
from db.keys import all_keys
from db.sessions import Database
from db.tables import ApiKeyRow, DoneOnceRow
from domain.audit import ChainedEvent
from domain.errors import BadDecision
from domain.roles import Actor, Role, Scope, at_terminal
from ingest.acting import Acting
from tests import factories as make
from tests import keys
from tests.api.client import Client

CREATE = """mutation ($input: CreateKeyInput!) { createKey(input: $input) { errors { code field message } secret
  key { id name prefix role scopes expiresAt rotatedAt revokedAt } } }"""
ROTATE = """mutation ($input: RotateKeyInput!) { rotateKey(input: $input) { errors { code field message } secret
  key { id name prefix role rotatedAt } } }"""
REVOKE = """mutation ($input: RevokeKeyInput!) { revokeKey(input: $input) { errors { code field message }
  key { name revokedAt } } }"""
VIEWER = "{ viewer { name role scopes issuer } }"
LATER = "2999-01-01T00:00:00+03:30"
WHY = "رایانه گم شد"


@pytest.fixture
async def admin(database: Database) -> str:
    """The key of an administrator without limits."""
    return await keys.create_key(database, name="مدیر", role=Role.ADMIN)


async def made(client: Client, admin: str, **given: object) -> dict[str, Any]:
    """The payload of a key that is made."""
    payload: dict[str, Any] = (
        await client.data(CREATE, key=admin, input={"name": "میز", "role": "VERIFIER", **given})
    )["createKey"]
    return payload


async def id_of(database: Database, name: str) -> UUID:
    """The id of the key of this name."""
    async with database.reading() as session:
        return next(key.id for key in await all_keys(session) if key.name == name)


async def events(database: Database) -> list[ChainedEvent]:
    """The audit events, in their order."""
    async with database.reading() as session:
        return [event async for event in chained_events(session)]


def acting_of(session: Any, by: Actor) -> Acting:
    """Somebody who acts now."""
    return Acting(session, by, make.NOW, "IR")


async def test_a_key_that_is_made_works_at_once(client: Client, admin: str) -> None:
    """With the role and the scopes that it was given."""
    payload = await made(client, admin, scopes=["NOTES", "READ"], expiresAt=LATER)
    assert payload["errors"] == []
    shown = payload["key"]
    assert payload["secret"].startswith(shown["prefix"])
    assert (shown["role"], shown["scopes"], shown["expiresAt"]) == (
        "VERIFIER",
        ["READ", "NOTES"],
        "2998-12-31T20:30:00+00:00",
    )
    viewer = (await client.data(VIEWER, key=payload["secret"]))["viewer"]
    assert viewer == {"name": "میز", "role": "VERIFIER", "scopes": ["READ", "NOTES"], "issuer": None}


async def test_without_a_key_nobody_asks(client: Client) -> None:
    """There is nobody to name."""
    assert await client.data(VIEWER) == {"viewer": None}


async def test_a_key_is_stored_as_its_hash_only(client: Client, database: Database, admin: str) -> None:
    """Whoever reads the database cannot use what stands there."""
    secret = (await made(client, admin))["secret"]
    async with database.reading() as session:
        row = await session.get(ApiKeyRow, await id_of(database, "میز"))
    assert row is not None
    assert row.key_hash == hash_key(secret)
    assert secret not in row.model_dump_json()


async def test_a_request_sent_again_makes_one_key_and_shows_its_secret_once(
    client: Client, database: Database, admin: str
) -> None:
    """The secret is kept nowhere, not under the idempotency key either."""
    first = await made(client, admin, idempotencyKey="۱")
    again = await made(client, admin, idempotencyKey="۱")
    assert (again["errors"], again["secret"], again["key"]["id"]) == ([], None, first["key"]["id"])
    async with database.reading() as session:
        kept = (await session.scalars(select(DoneOnceRow))).one()
    assert first["secret"] not in kept.model_dump_json()


async def test_a_rotated_key_keeps_its_id_and_its_old_secret_stops(client: Client, admin: str) -> None:
    """At once, and the new one works."""
    before = await made(client, admin)
    given = {"keyId": before["key"]["id"], "idempotencyKey": "۲"}
    after = (await client.data(ROTATE, key=admin, input=given))["rotateKey"]
    assert after["key"]["id"] == before["key"]["id"]
    assert after["key"]["rotatedAt"] is not None
    assert after["secret"].startswith(after["key"]["prefix"])
    assert (await client.error(VIEWER, key=before["secret"]))[0] == "UNAUTHENTICATED"
    assert (await client.data(VIEWER, key=after["secret"]))["viewer"]["name"] == "میز"
    again = (await client.data(ROTATE, key=admin, input=given))["rotateKey"]
    assert (again["errors"], again["secret"]) == ([], None)


async def test_of_two_keys_of_one_name_made_at_once_one_is_made(client: Client, admin: str) -> None:
    """The other's maker chooses another name."""
    payloads = await asyncio.gather(*(made(client, admin) for _ in range(2)))
    assert sorted(len(payload["errors"]) for payload in payloads) == [0, 1]


async def test_of_two_rotations_at_once_the_later_secret_works(client: Client, admin: str) -> None:
    """Never both."""
    given = {"keyId": (await made(client, admin))["key"]["id"]}
    rotated = await asyncio.gather(*(client.data(ROTATE, key=admin, input=given) for _ in range(2)))
    answers = [await client.ask(VIEWER, key=one["rotateKey"]["secret"]) for one in rotated]
    assert sorted("errors" in answer for answer in answers) == [False, True]


async def test_a_revoked_key_is_told_so_and_stays_revoked(client: Client, admin: str) -> None:
    """No other request brings it back."""
    payload = await made(client, admin)
    given = {"keyId": payload["key"]["id"]}
    revoked = (await client.data(REVOKE, key=admin, input={**given, "why": WHY}))["revokeKey"]
    assert revoked["key"]["revokedAt"] is not None
    code, message = await client.error(VIEWER, key=payload["secret"])
    assert (code, "was revoked" in message) == ("UNAUTHENTICATED", True)
    for mutation, name, more in ((ROTATE, "rotateKey", {}), (REVOKE, "revokeKey", {"why": WHY})):
        answer = (await client.data(mutation, key=admin, input={**given, **more}))[name]
        assert [error["field"] for error in answer["errors"]] == [["input", "keyId"]]


async def test_an_expired_key_is_told_since_when(client: Client, database: Database) -> None:
    """Its holder asks for another, and does not look for a slip of the pen."""
    ended = datetime(2024, 5, 1, tzinfo=UTC)
    secret = await keys.create_key(database, name="قدیمی", role=Role.READER, expires_at=ended)
    code, message = await client.error(VIEWER, key=secret)
    assert (code, "has expired at 2024-05-01T00:00+00:00" in message) == ("UNAUTHENTICATED", True)


@pytest.mark.parametrize("wrong", ["gzr_wrong", "wrong", "gzr_\u00ff"])
async def test_a_wrong_key_is_told_so(client: Client, wrong: str) -> None:
    """Not as a revoked or an expired one."""
    headers = {b"authorization": f"Bearer {wrong}".encode("latin-1")}
    answer = (await client.http.post("/graphql", json={"query": VIEWER}, headers=headers)).json()
    [error] = answer["errors"]
    assert (error["extensions"]["code"], "is not valid" in error["message"]) == ("UNAUTHENTICATED", True)


async def test_keys_are_listed_for_administrators(client: Client, admin: str) -> None:
    """A page at a time, by their names, and nothing by which one is known."""
    for name in ("ب", "الف"):
        await made(client, admin, name=name, scopes=["INGEST"] if name == "ب" else None)
    query = """query ($after: String) { apiKeys(first: 2, after: $after) { totalCount pageInfo { endCursor hasNextPage }
      nodes { id name prefix role scopes createdAt expiresAt lastUsedAt rotatedAt revokedAt } } }"""
    page = (await client.data(query, key=admin))["apiKeys"]
    assert [(one["name"], one["scopes"]) for one in page["nodes"]] == [("الف", None), ("ب", ["INGEST"])]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    rest = (await client.data(query, key=admin, after=page["pageInfo"]["endCursor"]))["apiKeys"]
    assert [one["name"] for one in rest["nodes"]] == ["مدیر"]


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("{ apiKeys { totalCount } }", None),
        (CREATE, {"name": "x", "role": "READER"}),
        (ROTATE, {"keyId": "key_" + "0" * 32}),
        (REVOKE, {"keyId": "key_" + "0" * 32, "why": WHY}),
    ],
)
async def test_keys_are_an_administrators(
    client: Client, database: Database, query: str, given: Mapping[str, object] | None
) -> None:
    """An editor may not, nor an administrator whose key is limited to other work."""
    editor = await keys.create_key(database, name="ویراستار", role=Role.EDITOR)
    limited = await keys.create_key(database, name="محدود", role=Role.ADMIN, scopes=[Scope.NOTES])
    for key in (editor, limited):
        assert (await client.error(query, key=key, input=given))[0] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": "مدیر"}, "name", "INVALID"),
        ({"name": " "}, "name", "REQUIRED"),
        ({"name": "ن" * 201}, "name", "INVALID"),
        ({"name": "میز "}, "name", "INVALID"),
        ({"name": "میز\nدیگر"}, "name", "INVALID"),
        ({"name": "میز\u202eزیم"}, "name", "INVALID"),
        ({"name": "سارا (login.example.org)"}, "name", "INVALID"),
        ({"scopes": []}, "scopes", "REQUIRED"),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt", "INVALID"),
        ({"expiresAt": "2999-01-01T00:00:00"}, "expiresAt", "INVALID"),
    ],
)
async def test_what_is_wrong_with_a_key_names_the_field(
    client: Client, admin: str, given: Mapping[str, object], field: str, code: str
) -> None:
    """And no key is made."""
    payload = await made(client, admin, **given)
    [error] = payload["errors"]
    assert (error["field"], error["code"]) == (["input", field], code)
    assert (payload["key"], payload["secret"]) == (None, None)


@pytest.mark.parametrize("query", [ROTATE, REVOKE])
async def test_a_key_that_is_not_there_is_told_so(client: Client, admin: str, query: str) -> None:
    """By the field that names it."""
    more = {"why": WHY} if query == REVOKE else {}
    answer = await client.data(query, key=admin, input={"keyId": "key_" + "0" * 32, **more})
    [payload] = answer.values()
    [error] = payload["errors"]
    assert (error["field"], error["code"]) == (["input", "keyId"], "NOT_FOUND")


async def test_a_name_with_a_half_space_is_a_name(client: Client, admin: str) -> None:
    """It is a letter like others in Persian."""
    assert (await made(client, admin, name="نیک\u200cفر"))["errors"] == []


async def test_an_expired_key_is_not_rotated(client: Client, database: Database, admin: str) -> None:
    """Its new secret would have expired too."""
    await keys.create_key(database, name="قدیمی", role=Role.READER, expires_at=make.NOW)
    given = {"keyId": f"key_{(await id_of(database, 'قدیمی')).hex}"}
    [error] = (await client.data(ROTATE, key=admin, input=given))["rotateKey"]["errors"]
    assert "has expired" in error["message"]


@pytest.mark.parametrize(
    ("by", "role", "scopes", "field"),
    [
        (Actor("ویراستار", None, Role.EDITOR), Role.ADMIN, None, "role"),
        (Actor("محدود", None, Role.ADMIN, frozenset({Scope.KEYS})), Role.READER, None, "scopes"),
        (Actor("محدود", None, Role.ADMIN, frozenset({Scope.KEYS})), Role.READER, [Scope.NOTES], "scopes"),
    ],
)
async def test_a_key_is_never_more_than_its_maker(
    database: Database, by: Actor, role: Role, scopes: list[Scope] | None, field: str
) -> None:
    """Neither by its role nor by what its scopes hold; else who may make keys could do everything."""
    async with database.writing() as session:
        with pytest.raises(BadDecision) as refused:
            await create_key(acting_of(session, by), name="میز", role=role, scopes=scopes)
    assert refused.value.field == field


async def test_a_limited_administrator_does_not_see_the_secret_of_a_key_without_limits(
    client: Client, database: Database, admin: str
) -> None:
    """By rotating it they would be able to do more than they are."""
    assert admin
    limited = await keys.create_key(database, name="محدود", role=Role.ADMIN, scopes=[Scope.KEYS])
    given = {"keyId": f"key_{(await id_of(database, 'مدیر')).hex}"}
    payload = (await client.data(ROTATE, key=limited, input=given))["rotateKey"]
    assert ([error["field"] for error in payload["errors"]], payload["secret"]) == ([["input", "keyId"]], None)


async def test_the_life_of_a_key_is_told_to_administrators_without_its_secret(database: Database) -> None:
    """Three events in the audit chain, which hold neither the secrets nor their hashes."""

    async def live() -> tuple[Issued, Issued]:
        async with database.writing() as session:
            acting = acting_of(session, at_terminal("سارا"))
            first = await create_key(acting, name="میز", role=Role.EDITOR, scopes=[Scope.NOTES])
            second = await rotate_key(acting, first.id)
            await revoke_key(acting, first.id, why=WHY)
            return first, second

    secrets = [issued.secret for issued in await live()]
    told = await events(database)
    assert [(event.action, event.subject_kind, event.audience) for event in told] == [
        ("createKey", "key", "admin"),
        ("rotateKey", "key", "admin"),
        ("revokeKey", "key", "admin"),
    ]
    assert told[2].reason == WHY
    assert json.loads(told[0].after or "")["scopes"] == ["notes"]
    whole = "".join(str(event) for event in told)
    assert not any(one in whole for secret in secrets for one in (secret, hash_key(secret)))
