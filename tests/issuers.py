"""Issuers of OpenID Connect tokens, run on this machine: a real one, and one that tests can let fail and lie."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

AUDIENCE = "gozareh-web"
DISCOVERY = "/.well-known/openid-configuration"
_REGISTRY = JWSRegistry(algorithms=["EdDSA", "Ed25519", "RS256", "PS256", "ES256", "HS256"])


@cache
def key(kid: str, algorithm: str = "ES256") -> Key:
    """A key that signs by an algorithm; the same for the same id, as an RSA key takes long to make."""
    parameters: Any = {"kid": kid, "use": "sig"}
    match algorithm:
        case "RS256" | "PS256":
            return RSAKey.generate_key(2048, parameters)
        case "EdDSA" | "Ed25519":
            return OKPKey.generate_key("Ed25519", parameters)
    return ECKey.generate_key("P-256", parameters)


@dataclass
class LocalIssuer:
    """An issuer whose documents a test can change while it runs; `asked` is which of them were asked for."""

    address: str
    keys: list[Key] = field(default_factory=lambda: [key("1")])
    documents: dict[str, bytes | int] = field(default_factory=dict)
    """Answers in place of its own: a body, or a status."""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> bytes | int:
        """The body of a document, or the status of a failure."""
        self.asked.append(path)
        own = {
            DISCOVERY: {"issuer": self.address, "jwks_uri": f"{self.address}/keys"},
            "/keys": {"keys": [one.as_dict(private=False) for one in self.keys]},
        }
        if path in self.documents:
            return self.documents[path]
        return json.dumps(own[path]).encode() if path in own else 404

    def claims(self, **changes: object) -> dict[str, object]:
        """What a token of the issuer's for an editor says; a change to None leaves the claim out."""
        now = datetime.now(UTC)
        claims = {
            "iss": self.address,
            "aud": AUDIENCE,
            "sub": "u-1",
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "preferred_username": "نگار",
            "gozareh_role": "editor",
        }
        return {name: value for name, value in {**claims, **changes}.items() if value is not None}

    def token(self, *, by: Key | None = None, algorithm: str = "ES256", header: Any = None, **changes: object) -> str:
        """A token that says this, signed `by` a key, the issuer's first where none is given."""
        signing = by or self.keys[0]
        told = {"alg": algorithm, "kid": signing.kid, **(header or {})}
        told = {name: value for name, value in told.items() if value is not None}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # EdDSA has another name by now; issuers sign by it still
            return jwt.encode(told, self.claims(**changes), signing, registry=_REGISTRY)


@contextmanager
def local_issuer() -> Iterator[LocalIssuer]:
    """An issuer on a free port, until the block ends."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = issuer.answer(self.path)
            status, body = (200, answer) if isinstance(answer, bytes) else (answer, b"")
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - http.server's name
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        issuer = LocalIssuer(f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield issuer
        finally:
            server.shutdown()
            thread.join()


async def log_in(issuer: str, subject: str) -> str:
    """The ID token that a client gets by the code flow when somebody logs in at a real issuer."""
    redirect = "http://127.0.0.1/back"
    asked = {"client_id": AUDIENCE, "redirect_uri": redirect, "response_type": "code", "scope": "openid profile"}
    async with httpx.AsyncClient(base_url=issuer) as http:
        sent_back = await http.post("/oauth2/authorize", params=asked, data={"sub": subject})
        [code] = parse_qs(urlsplit(sent_back.headers["location"]).query)["code"]
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "client_id": AUDIENCE}
        tokens = (await http.post("/oauth2/token", data={**given, "client_secret": "any"})).json()
    token: str = tokens["id_token"]
    return token
