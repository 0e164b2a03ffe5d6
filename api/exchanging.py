"""What every request over HTTP gets, whoever answers it: an id, the headers that protect readers, a line in the log.

Only what proxies that the operator trusts tell of a request is believed. Sockets pass through, with their client's
address as those proxies tell it; api/sockets.py gives each of their operations an id and a line.
"""

import re
from collections.abc import Iterable, Sequence
from secrets import token_hex
from time import perf_counter
from typing import cast

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.exchange import CURRENT, Exchange

log = structlog.get_logger()

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_REQUEST_ID = b"x-request-id"
_POLICY = b"content-security-policy"
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_UNLESS_TOLD = (
    (b"cross-origin-resource-policy", b"same-origin"),
    (_POLICY, b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
)
"""What an answer has that tells nothing else, as a page does and what is made to be embedded.

The first keeps other sites from embedding it; those that may ask read it by CORS, which this leaves alone. The second
is for what is no page: a browser that shows it loads, runs and frames nothing.
"""
_TLS_ALONE = (b"strict-transport-security", b"max-age=31536000")
"""A browser that came by TLS comes by TLS for a year."""


class Exchanges:
    """Answers as an application does, with what every answer has."""

    def __init__(self, app: ASGIApp, proxies: Sequence[str], *, is_logged: bool) -> None:
        """Believe `proxies`, addresses and networks; `is_logged` is whether each request has a line of its own."""
        self._app = app
        self._trusted = None
        self._is_logged = is_logged
        if proxies:
            believing = ProxyHeadersMiddleware(app, list(proxies))  # type: ignore[arg-type]  # uvicorn has types of its own for ASGI
            self._app, self._trusted = cast("ASGIApp", believing), believing.trusted_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(self._request_id(scope))
        CURRENT.set(exchange)  # for the task of this request, which ends with it
        begun = perf_counter() if self._is_logged else 0.0
        sending = _Sending(scope, send, exchange)
        try:
            await self._app(scope, receive, sending)
        except Exception as fault:
            if sending.status is not None:
                raise
            log.error("request failed", reference=exchange.request_id, exc_info=fault)  # noqa: TRY400 - structlog's
            await _fault(exchange)(scope, receive, sending)
        finally:
            if self._is_logged:
                _log(scope, exchange, sending.status, seconds=perf_counter() - begun)

    def _request_id(self, scope: Scope) -> str:
        """The id that a trusted proxy gave, else a new one."""
        if self._trusted is not None and (client := scope.get("client")) and client[0] in self._trusted:
            for name, value in scope["headers"]:
                if name == _REQUEST_ID and _ID.fullmatch(value):
                    return str(value.decode())
        return token_hex(16)


class _Sending:
    """Sends an answer with the headers that every one has; `status` is None until it begins."""

    __slots__ = ("_exchange", "_scope", "_send", "status")

    def __init__(self, scope: Scope, send: Send, exchange: Exchange) -> None:
        self._scope, self._send, self._exchange = scope, send, exchange
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._with_ours(message.get("headers", ()))
        await self._send(message)

    def _with_ours(self, told: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        """The headers with those that every answer has; one that says otherwise for itself is believed."""
        headers = [*told, (_REQUEST_ID, self._exchange.request_id.encode()), *_ALWAYS]
        named = {name for name, _ in headers}
        headers += [one for one in _UNLESS_TOLD if one[0] not in named]
        if self._scope["scheme"] == "https":  # as a trusted proxy tells: nobody else ends TLS before this service
            headers.append(_TLS_ALONE)
        return headers


def _fault(exchange: Exchange) -> PlainTextResponse:
    told = f"something went wrong on our side; tell who runs the service this reference: {exchange.request_id}\n"
    return PlainTextResponse(told, 500, headers={"cache-control": "no-store"})


def _log(scope: Scope, exchange: Exchange, status: int | None, *, seconds: float) -> None:
    """Write the line of one request; the address as it came, whose escapes no terminal obeys, without its query."""
    facts = {"method": scope["method"], "path": scope.get("raw_path", b"")[:200].decode("latin-1"), "status": status}
    facts |= exchange.facts
    log.info("request answered", **facts, ms=round(seconds * 1_000, 2))
