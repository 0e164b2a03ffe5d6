"""The public keys of an issuer of tokens: found by discovery, fetched when they are needed, kept for a while."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey, import_key

from domain.errors import IssuerUnreachable
from domain.links import is_safe_address

log = structlog.get_logger()

ALGORITHMS: Mapping[str, type[Key]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSAKey),
    **dict.fromkeys(("ES256", "ES384", "ES512"), ECKey),
    **dict.fromkeys(("EdDSA", "Ed25519"), OKPKey),
}
"""How a token may be signed, and by what kind of key: never by a secret that both sides know, and never not at all."""

LIFETIME_SECONDS = 3_600
"""How long fetched keys are used: so long at most does a key work that the issuer takes back."""
LOOK_AGAIN_SECONDS = 60
"""How often at most a token with an unknown key lets the keys be fetched anew, so that forged ones cost little."""
RETRY_SECONDS = 5
"""How long an issuer that did not answer is left alone."""
_WAIT_SECONDS = 5
_MOST_BYTES = 500_000
"""Of a document; the largest issuers' keys take some 10,000."""
_LEAST_MODULUS = 340
"""The length of a modulus of 2,048 bits in base64, leading zeros left out. Source: RFC 7518, section 3.3."""


class IssuerKeys:
    """The keys of one issuer. Not for several threads."""

    def __init__(self, issuer: str, http: httpx.AsyncClient, *, clock: Callable[[], float] = monotonic) -> None:
        """Fetch nothing yet; `clock` tells seconds."""
        self._issuer = issuer
        self._http = http
        self._clock = clock
        self._lock = asyncio.Lock()
        self._keys: Sequence[Key] = ()
        self._fetched_at: float | None = None
        self._looked_again_at: float | None = None
        self._failed_at: float | None = None

    async def find(self, kid: str | None, algorithm: str) -> Key | None:
        """The issuer's key of this id that signs by an algorithm; of no id, the only one that does.

        None where there is none such. Raises IssuerUnreachable.
        """
        if not self._is_within(self._fetched_at, LIFETIME_SECONDS):
            async with self._lock:
                if not self._is_within(self._fetched_at, LIFETIME_SECONDS):
                    await self._fetch()
        found = _the_only(self._keys, kid, algorithm)
        if found is None:
            async with self._lock:
                if not self._is_within(self._looked_again_at, LOOK_AGAIN_SECONDS):
                    self._looked_again_at = self._clock()
                    await self._fetch()
            found = _the_only(self._keys, kid, algorithm)
        return found

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    def _is_within(self, then: float | None, seconds: float) -> bool:
        return then is not None and self._clock() - then < seconds

    async def _fetch(self) -> None:
        if self._is_within(self._failed_at, RETRY_SECONDS):
            raise IssuerUnreachable(self._issuer, "did not answer a moment ago")
        try:
            self._keys = await self._fetched_keys()
        except IssuerUnreachable:
            self._failed_at = self._clock()
            raise
        self._fetched_at = self._clock()
        self._failed_at = None
        log.info("keys of the issuer fetched", issuer=self._issuer, keys=len(self._keys))

    async def _fetched_keys(self) -> list[Key]:
        found = await self._document(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self._issuer:
            raise IssuerUnreachable(self._issuer, f"calls itself {str(found.get('issuer'))[:200]!r}")
        address = found.get("jwks_uri")
        if not isinstance(address, str) or not is_safe_address(address):
            raise IssuerUnreachable(self._issuer, "has no jwks_uri that can be trusted")
        listed = (await self._document(address)).get("keys")
        return list(_signing_keys(listed if isinstance(listed, list) else []))

    async def _document(self, address: str) -> dict[str, Any]:
        try:
            found = json.loads(await self._body(address))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            raise IssuerUnreachable(self._issuer, f"does not answer at {address}") from error
        except (ValueError, RecursionError) as error:
            raise IssuerUnreachable(self._issuer, f"answers no JSON at {address}") from error
        if not isinstance(found, dict):
            raise IssuerUnreachable(self._issuer, f"answers no JSON object at {address}")
        return found

    async def _body(self, address: str) -> bytes:
        plain = {"accept": "application/json", "accept-encoding": "identity"}
        async with asyncio.timeout(_WAIT_SECONDS), self._http.stream("GET", address, headers=plain) as response:
            if response.status_code != httpx.codes.OK:
                raise IssuerUnreachable(self._issuer, f"answers {response.status_code} at {address}")
            body = bytearray()
            async for part in response.aiter_raw():
                body += part
                if len(body) > _MOST_BYTES:
                    raise IssuerUnreachable(self._issuer, f"answers more than {_MOST_BYTES:,} bytes at {address}")
        return bytes(body)


def _signing_keys(listed: Iterable[object]) -> Iterable[Key]:
    """The keys among what is listed that can sign tokens; others of a set are left out, as its standard says."""
    for one in listed:
        if not isinstance(one, dict) or one.get("use", "sig") != "sig" or one.get("kty") not in ("RSA", "EC", "OKP"):
            continue
        if one["kty"] == "RSA" and len(str(one.get("n", ""))) < _LEAST_MODULUS:
            continue
        try:
            yield import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            log.warning("a key of the issuer cannot be read", kid=str(one.get("kid"))[:80])


def _the_only(keys: Iterable[Key], kid: str | None, algorithm: str) -> Key | None:
    """The key of this id that signs by an algorithm, or without an id the only one; None when there are several."""
    suited = [
        key
        for key in keys
        if isinstance(key, ALGORITHMS[algorithm])
        and key.get("alg") in (None, algorithm)
        and (kid is None or key.kid == kid)
    ]
    return suited[0] if len(suited) == 1 else None
