"""People for whom an issuer vouches: by tokens of a real issuer, and never by any that it did not make for us."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import OctKey, RSAKey
from oidc_provider_mock import User, run_server_in_thread
from structlog.testing import capture_logs

from api.app import create_app
from api.oidc import MOST_TOKEN, Issuer, _signed_by
from config import Settings
from db.chain import chained_events
from db.sessions import Database
from domain.errors import IssuerUnreachable, NoRole, WrongToken
from domain.roles import Role
from tests.api.client import Client
from tests.api.issuing import recognised, refused
from tests.api.test_ingesting import ARTICLE, INGEST
from tests.api.test_keys import CREATE, VIEWER
from tests.issuers import AUDIENCE, LocalIssuer, key, local_issuer, log_in

PEOPLE = [
    User(sub="u-1", claims={"preferred_username": "نگار", "gozareh_role": "admin"}),
    User(sub="u-2", claims={"preferred_username": "بابک", "gozareh_role": ["guest", "reader"]}),
    User(sub="u-3", claims={"preferred_username": "رهگذر"}),
]


@pytest.fixture(scope="module")
def real_issuer() -> Iterator[str]:
    """The address of a real issuer."""
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@asynccontextmanager
async def client_of(database_url: str, issuer: str) -> AsyncIterator[Client]:
    """A client of an application that trusts an issuer."""
    app = create_app(Settings(database_url=database_url, oidc_issuer=issuer, oidc_audience=AUDIENCE))
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gozareh")
    async with LifespanManager(app), http:
        yield Client(http, app.state.database, app.state.plans)


async def test_who_logs_in_at_a_real_issuer_acts_by_their_role(
    database: Database, database_url: str, real_issuer: str
) -> None:
    """Discovery, keys and signature are the issuer's own; the audit event names the person and the issuer's host."""
    token = await log_in(real_issuer, "u-1")
    name = f"نگار ({real_issuer.removeprefix('http://')})"
    async with client_of(database_url, real_issuer) as client:
        viewer = (await client.data(VIEWER, key=token))["viewer"]
        assert viewer == {"name": name, "role": "ADMIN", "scopes": None, "issuer": real_issuer}
        given = {"name": "میز", "role": "EDITOR", "idempotencyKey": "1"}
        first = (await client.data(CREATE, key=token, input=given))["createKey"]
        again = (await client.data(CREATE, key=await log_in(real_issuer, "u-1"), input=given))["createKey"]
        assert (first["errors"], first["key"]["id"]) == ([], again["key"]["id"])
        assert (await client.data(VIEWER, key=first["secret"]))["viewer"]["issuer"] is None
    async with database.reading() as session:
        [event] = [event async for event in chained_events(session)]
    assert (event.actor, event.actor_id is not None) == (name, True)


async def test_who_may_only_read_at_a_real_issuer_only_reads(database_url: str, real_issuer: str) -> None:
    """Of several roles the known ones count."""
    token = await log_in(real_issuer, "u-2")
    async with client_of(database_url, real_issuer) as client:
        assert (await client.data(VIEWER, key=token))["viewer"]["role"] == "READER"
        code, message = await client.error(INGEST, key=token, input=ARTICLE)
    assert (code, "contributor" in message) == ("FORBIDDEN", True)


async def test_a_token_without_a_role_says_what_to_ask_the_issuer_for(database_url: str, real_issuer: str) -> None:
    """The claim by its name, and the roles."""
    token = await log_in(real_issuer, "u-3")
    async with client_of(database_url, real_issuer) as client:
        code, message = await client.error(VIEWER, key=token)
    assert (code, "gozareh_role" in message, "verifier" in message) == ("FORBIDDEN", True, True)


async def test_without_an_issuer_a_token_is_a_wrong_key(client: Client, local: LocalIssuer) -> None:
    """Nobody's tokens are trusted unless somebody says whose."""
    code, message = await client.error(VIEWER, key=local.token())
    assert (code, "API key" in message, local.asked) == ("UNAUTHENTICATED", True, [])


async def test_a_key_is_never_taken_to_the_issuer(database_url: str, local: LocalIssuer) -> None:
    """It would be told to somebody else."""
    async with client_of(database_url, local.address) as client:
        assert (await client.error(VIEWER, key="gzr_wrong"))[0] == "UNAUTHENTICATED"
    assert local.asked == []


async def test_an_expired_token_is_unauthenticated(database_url: str, local: LocalIssuer) -> None:
    """The client knows to log in again."""
    async with client_of(database_url, local.address) as client:
        code, message = await client.error(VIEWER, key=local.token(exp=1))
    assert (code, message) == ("UNAUTHENTICATED", "this token has expired; log in again for a new one")


async def test_an_issuer_that_is_down_is_our_trouble_and_masked(database_url: str) -> None:
    """The log tells where it is, and holds no token."""
    with local_issuer() as issuer:
        token = issuer.token()
    async with client_of(database_url, issuer.address) as client:
        with capture_logs() as logs:
            code, message = await client.error(VIEWER, key=token)
    assert (code, issuer.address in message) == ("SERVICE_UNAVAILABLE", False)
    [logged] = [entry for entry in logs if entry["event"] == "request failed"]
    assert isinstance(logged["exc_info"], IssuerUnreachable)
    assert issuer.address in str(logged["exc_info"])
    assert token not in str(logs)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"])
async def test_every_usual_way_to_sign_is_taken(trusted: Issuer, local: LocalIssuer, algorithm: str) -> None:
    """Issuers differ."""
    local.keys = [key("1"), key(algorithm, algorithm)]
    token = local.token(by=local.keys[1], algorithm=algorithm)
    assert (await recognised(trusted, token)).role is Role.EDITOR


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"exp": 1}, "exp"),
        ({"exp": None}, "exp"),
        ({"exp": "never"}, "exp"),
        ({"aud": "another"}, "aud"),
        ({"aud": ["another", "third"]}, "aud"),
        ({"aud": None}, "aud"),
        ({"iss": "https://login.example.org"}, "iss"),
        ({"iss": None}, "iss"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": 7}, "sub"),
        ({"sub": "ک" * 256}, "sub"),
        ({"sub": "a\x00b"}, "sub"),
        ({"nbf": 32_503_680_000}, "nbf"),
        ({"iat": 32_503_680_000}, "iat"),
        ({"header": {"typ": "logout+jwt"}}, "typ"),
        ({"header": {"kid": "unknown"}}, "kid"),
        ({"by": key("1", "RS256"), "algorithm": "RS256"}, "kid"),
    ],
)
async def test_a_token_that_is_not_for_us_now_is_refused(
    trusted: Issuer, local: LocalIssuer, changes: dict[str, Any], part: str
) -> None:
    """The refusal names the part."""
    assert await refused(trusted, local.token(**changes)) == part


async def test_a_token_of_several_audiences_is_ours_too(trusted: Issuer, local: LocalIssuer) -> None:
    """Ours is among them."""
    assert (await recognised(trusted, local.token(aud=["another", AUDIENCE]))).role is Role.EDITOR


@pytest.mark.parametrize("seconds", [-20, 20])
async def test_clocks_may_differ_a_little(trusted: Issuer, local: LocalIssuer, seconds: int) -> None:
    """No two machines have the same time."""
    then = int((datetime.now(UTC) + timedelta(seconds=seconds)).timestamp())
    times: dict[str, Any] = {"exp": then} if seconds < 0 else {"nbf": then, "iat": then}
    assert (await recognised(trusted, local.token(**times))).role is Role.EDITOR


async def test_a_token_signed_by_another_key_of_the_same_id_is_refused(trusted: Issuer, local: LocalIssuer) -> None:
    """Anybody can write the id of a key."""
    forged = local.token(by=key("another"), header={"kid": "1"})
    assert await refused(trusted, forged) == "signature"


async def test_a_token_that_is_changed_after_it_was_signed_is_refused(trusted: Issuer, local: LocalIssuer) -> None:
    """Its role would be whatever its bearer likes."""
    header, _, signature = local.token().split(".")
    assert await refused(trusted, f"{header}.{part_of(local.claims(gozareh_role='admin'))}.{signature}") == "signature"


def part_of(value: object) -> str:
    """A part of a token."""
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
async def test_a_token_that_nobody_signed_is_refused(trusted: Issuer, local: LocalIssuer, algorithm: str) -> None:
    """Whoever it says that it is of."""
    for kid in ({}, {"kid": "1"}):
        token = f"{part_of({'alg': algorithm, **kid})}.{part_of(local.claims())}."
        assert await refused(trusted, token) == "alg"
    assert local.asked == []


async def test_the_public_key_is_no_secret_to_sign_by(trusted: Issuer, local: LocalIssuer) -> None:
    """Everybody knows it."""
    public = key("rsa", "RS256")
    assert isinstance(public, RSAKey)
    local.keys = [public]
    pem = public.as_pem(private=False)
    token = signed_by_secret({"alg": "HS256", "kid": "rsa"}, local.claims(), pem)
    assert await refused(trusted, token) == "alg"


def signed_by_secret(header: object, claims: object, secret: bytes) -> str:
    """A token that is signed by a secret, as no library does it with a public key."""
    signed = f"{part_of(header)}.{part_of(claims)}"
    return f"{signed}.{urlsafe_b64encode(hmac.digest(secret, signed.encode(), 'sha256')).rstrip(b'=').decode()}"


async def test_a_secret_among_the_issuers_keys_signs_nothing(trusted: Issuer, local: LocalIssuer) -> None:
    """Were it published by a slip, everybody would know it."""
    secret = OctKey.generate_key(256, {"kid": "1"})
    local.keys = [secret]
    local.documents["/keys"] = json.dumps({"keys": [secret.as_dict(private=True)]}).encode()
    assert await refused(trusted, local.token(algorithm="HS256")) == "alg"
    assert await refused(trusted, local.token(by=key("1"))) == "kid"


@pytest.mark.parametrize(
    "token", ["a", "a.b", "a.b.c", "....", f"{'a' * MOST_TOKEN}.b.c", "e30.e30.e30", "W10.e30.", "ک.ک.ک", "MQ.e30.e30"]
)
async def test_what_is_no_token_is_refused_before_the_issuer_is_asked(
    trusted: Issuer, local: LocalIssuer, token: str
) -> None:
    """It would be work for nothing."""
    assert await refused(trusted, token) in {"form", "length", "alg"}
    assert local.asked == []


@settings(max_examples=300)
@given(st.lists(st.binary(max_size=60) | st.text().map(str.encode), min_size=1, max_size=4), st.text(max_size=80))
def test_no_words_whatever_are_more_than_a_wrong_token(parts: list[bytes], words: str) -> None:
    """Nothing that somebody sends is a fault of ours."""
    for token in (words, ".".join(urlsafe_b64encode(part).decode() for part in parts)):
        with pytest.raises(WrongToken):
            _signed_by(token)


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("reader", Role.READER),
        (["reader", "verifier", "contributor"], Role.VERIFIER),
        (["boss", 7, None, "admin"], Role.ADMIN),
    ],
)
async def test_of_several_roles_the_highest_known_one_counts(
    trusted: Issuer, local: LocalIssuer, told: object, role: Role
) -> None:
    """Issuers know roles of other services too."""
    assert (await recognised(trusted, local.token(gozareh_role=told))).role is role


@pytest.mark.parametrize("told", [None, "boss", "", [], 7, {"admin": True}, "ADMIN", [["admin"]]])
async def test_no_known_role_is_no_role(trusted: Issuer, local: LocalIssuer, told: object) -> None:
    """Not even a reader's."""
    with pytest.raises(NoRole):
        await recognised(trusted, local.token(gozareh_role=told))


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "نگار", "email": "n@example.org", "name": "نگار آذر"}, "نگار"),
        ({"preferred_username": None, "email": "n@example.org", "name": "نگار آذر"}, "n@example.org"),
        ({"preferred_username": None, "email": "n@example.org", "email_verified": False, "name": "نگار"}, "نگار"),
        ({"preferred_username": " \u202e ", "name": "نیک\u200cفر"}, "نیک\u200cفر"),
        ({"preferred_username": None}, "u-1"),
        ({"preferred_username": 7}, "u-1"),
        ({"preferred_username": "ن\nگ\u202eا\x00ر"}, "ن گار"),
        ({"preferred_username": "ن" * 1000}, "ن" * 100),
    ],
)
async def test_a_person_is_called_by_their_name_at_the_issuer(
    trusted: Issuer, local: LocalIssuer, claims: dict[str, Any], name: str
) -> None:
    """In one line of letters that are seen, with the issuer's host, so that nobody passes for the holder of a key."""
    told = await recognised(trusted, local.token(**claims))
    assert told.name == f"{name} ({local.address.removeprefix('http://')})"
    assert told.issuer == local.address


async def test_a_person_has_one_id_whatever_they_are_called(trusted: Issuer, local: LocalIssuer) -> None:
    """That of the issuer and its subject."""
    first = await recognised(trusted, local.token())
    renamed = await recognised(trusted, local.token(preferred_username="دیگر", gozareh_role="reader"))
    other = await recognised(trusted, local.token(sub="u-2"))
    assert first.id == renamed.id != other.id
    assert first.id is not None
    assert first.id.version == 5
