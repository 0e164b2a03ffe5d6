"""The keys of an issuer: fetched when they are needed, not more often, and only from where they can be trusted."""

import json
from collections.abc import Callable

import pytest

from api.oidc import Issuer
from api.oidc_keys import LIFETIME_SECONDS, LOOK_AGAIN_SECONDS, RETRY_SECONDS
from domain.errors import IssuerUnreachable
from domain.roles import Role
from tests.api.issuing import Clock, recognised, refused
from tests.issuers import DISCOVERY, LocalIssuer, key


async def test_keys_are_fetched_once_and_used_for_a_while(trusted: Issuer, local: LocalIssuer, clock: Clock) -> None:
    """Then anew, so that one which the issuer takes back stops."""
    for _ in range(3):
        await recognised(trusted, local.token())
    assert local.asked == [DISCOVERY, "/keys"]
    token, local.keys = local.token(), [key("2")]
    clock.seconds += LIFETIME_SECONDS
    assert await refused(trusted, token) == "kid"


async def test_rotated_keys_are_found_by_the_first_token_that_they_sign(trusted: Issuer, local: LocalIssuer) -> None:
    """Nobody waits until the old ones are forgotten."""
    await recognised(trusted, local.token())
    local.keys = [key("2")]
    assert (await recognised(trusted, local.token())).role is Role.EDITOR
    assert local.asked == [DISCOVERY, "/keys"] * 2


async def test_tokens_with_made_up_keys_do_not_flood_the_issuer(
    trusted: Issuer, local: LocalIssuer, clock: Clock
) -> None:
    """Once in a while is enough to find new ones."""
    await recognised(trusted, local.token())
    for kid in ("a", "b", "c"):
        assert await refused(trusted, local.token(header={"kid": kid})) == "kid"
    assert local.asked == [DISCOVERY, "/keys"] * 2
    clock.seconds += LOOK_AGAIN_SECONDS
    assert await refused(trusted, local.token(header={"kid": "d"})) == "kid"
    assert local.asked == [DISCOVERY, "/keys"] * 3


async def test_a_token_that_names_no_key_is_signed_by_the_only_one(trusted: Issuer, local: LocalIssuer) -> None:
    """Where there are several it is anybody's guess."""
    token = local.token(header={"kid": None})
    assert (await recognised(trusted, token)).role is Role.EDITOR
    local.keys = [key("1"), key("2")]
    assert await refused(trusted, local.token(header={"kid": "3"})) == "kid"
    assert await refused(trusted, token) == "kid"


async def test_keys_that_sign_nothing_are_left_out(trusted: Issuer, local: LocalIssuer) -> None:
    """One that nobody can read does not spoil the others."""
    readable = key("1").as_dict(private=False)
    weak = {"kty": "RSA", "kid": "weak", "n": "AQAB", "e": "AQAB"}
    broken: list[object] = [{"kty": "EC", "kid": "2", "crv": "P-256"}, {"kty": "new"}, "key", weak]
    local.documents["/keys"] = json.dumps(
        {"keys": [*broken, {**readable, "kid": "3", "use": "enc"}, readable]}
    ).encode()
    assert (await recognised(trusted, local.token())).role is Role.EDITOR
    assert await refused(trusted, local.token(header={"kid": "3"})) == "kid"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (DISCOVERY, lambda _: 503),
        (DISCOVERY, lambda _: 302),
        (DISCOVERY, lambda _: b"<html>"),
        (DISCOVERY, lambda _: b"[]"),
        (DISCOVERY, lambda _: b"[" * 400_000),
        (DISCOVERY, lambda _: b" " * 600_000),
        (DISCOVERY, lambda one: json.dumps({"issuer": "https://a.example", "jwks_uri": f"{one}/keys"}).encode()),
        (DISCOVERY, lambda one: json.dumps({"issuer": f"{one}/", "jwks_uri": f"{one}/keys"}).encode()),
        (DISCOVERY, lambda one: json.dumps({"issuer": one}).encode()),
        (DISCOVERY, lambda one: json.dumps({"issuer": one, "jwks_uri": "http://a.example/keys"}).encode()),
        (DISCOVERY, lambda one: json.dumps({"issuer": one, "jwks_uri": "file:///etc/passwd"}).encode()),
        ("/keys", lambda _: 404),
    ],
)
async def test_an_issuer_that_answers_what_cannot_be_used_is_out_of_reach(
    trusted: Issuer, local: LocalIssuer, path: str, answer: Callable[[str], bytes | int]
) -> None:
    """Nobody can say whether a token is good."""
    local.documents[path] = answer(local.address)
    with pytest.raises(IssuerUnreachable, match=local.address):
        await recognised(trusted, local.token())


async def test_an_issuer_that_comes_back_is_asked_again_after_a_moment(
    trusted: Issuer, local: LocalIssuer, clock: Clock
) -> None:
    """Until then nobody waits for it."""
    local.documents[DISCOVERY] = 503
    for _ in range(3):
        with pytest.raises(IssuerUnreachable):
            await recognised(trusted, local.token())
    assert local.asked == [DISCOVERY]
    del local.documents[DISCOVERY]
    clock.seconds += RETRY_SECONDS
    assert (await recognised(trusted, local.token())).role is Role.EDITOR
