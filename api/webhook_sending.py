"""Sends one delivery over HTTP and says what came of it; knows neither the database nor what is told.

Made on httpcore, which httpx stands on: it takes a network of our own, follows nothing and reads no proxy from the
environment by itself.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from urllib.parse import urljoin

import httpcore

from api.webhook_addresses import Addresses, CheckedNetwork
from domain.errors import RefusedAddress

CONNECT_SECONDS = 5.0
SECONDS = 15.0
"""For a whole try, redirects too: a receiver stores what it got and answers; its work comes after."""
MOST_REDIRECTS = 3
MOST_READ = 16_384
"""Bytes of an answer that are read, so that its connection can be used again; of what is longer it is closed."""
USER_AGENT = f"Gozareh/{version('gozareh')} (webhooks)"
_FOLLOWED = {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}
"""Those that keep the method and the body; after the others a client asks with GET and tells nothing."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a try: the receiver's status, None where there was none, and what is wrong, None where nothing is.

    The words of the receiver are left out: they may repeat what it was told.
    """

    status: int | None
    problem: str | None


class Sender:
    """Sends to receivers, each by itself; connections are kept a few seconds."""

    def __init__(self, addresses: Addresses, *, trust: ssl.SSLContext | None = None) -> None:
        """`trust` None trusts whom this system's certificates name."""
        self.addresses = addresses
        self._connections = httpcore.AsyncConnectionPool(
            ssl_context=trust or httpcore.default_ssl_context(),
            max_connections=None,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=CheckedNetwork(addresses),
        )

    async def send(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float = SECONDS) -> Sent:
        """What came of sending this body, within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                return await self._send(url, headers, body)
        except RefusedAddress as refused:
            return Sent(None, str(refused))
        except (TimeoutError, httpcore.TimeoutException):
            return Sent(None, f"did not answer within {seconds:g} seconds")
        except httpcore.ConnectError as error:
            is_certificate = "CERTIFICATE" in str(error)
            return Sent(
                None, "has no certificate that is valid for its name" if is_certificate else "takes no connection"
            )
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError):
            return Sent(None, "broke off, or did not answer in HTTP")

    async def _send(self, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
        for _ in range(MOST_REDIRECTS + 1):
            self.addresses.read(url)
            status, location = await self._post(url, headers, body)
            if status not in _FOLLOWED or location is None:
                return Sent(status, _problem(status))
            try:
                target = urljoin(url, location)
            except ValueError:
                return Sent(status, "redirects to what is no address")
            if url.startswith("https:") and not target.startswith("https:"):
                return Sent(status, "redirects from https to an address that is not")
            url = target
        return Sent(status, f"redirects more than {MOST_REDIRECTS} times")

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str | None]:
        """The status and where it leads."""
        timeouts = {"connect": CONNECT_SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS}
        async with self._connections.stream(
            "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": timeouts}
        ) as response:
            read = 0
            async for part in response.aiter_stream():
                read += len(part)
                if read > MOST_READ:
                    break
            location = next(
                (value.decode("latin-1") for name, value in response.headers if name.lower() == b"location"), None
            )
            return response.status, location

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.aclose()


def _problem(status: int) -> str | None:
    if HTTPStatus(200) <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return f"answered {status}, which leads elsewhere without the body; redirect with 307 or 308"
    return f"answered {status}"
