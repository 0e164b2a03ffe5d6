"""Where webhooks may be sent: an address is read, resolved once and checked, and connected to as it was checked."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from urllib.parse import SplitResult, urlsplit

import httpcore

from domain.errors import RefusedAddress
from domain.links import is_web_link
from domain.public_addresses import is_public

type Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The IP addresses of a host's name at a port, the best first; [] where nobody knows it."""
type _Options = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]
"""As httpcore has them."""

RESOLVE_SECONDS = 5.0
_LOOKING_UP = ThreadPoolExecutor(16, thread_name_prefix="names-of-receivers")
"""The system's look-up cannot be stopped: in the loop's own threads a few slow names would hold up all else there."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system knows; [] where it knows none."""
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            asked = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
            found = await asyncio.get_running_loop().run_in_executor(_LOOKING_UP, asked)
    except (OSError, UnicodeError, TimeoutError):
        return []
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Addresses:
    """Which addresses are sent to: by https, unless `allows_http`, and to IP addresses for which `is_allowed` holds."""

    is_allowed: Callable[[str], bool] = is_public
    allows_http: bool = False
    resolve: Resolve = resolve

    async def check(self, url: str) -> None:
        """Raise RefusedAddress unless something may be sent to `url` as its host's name is known now."""
        parts = self.read(url)
        await self.checked(parts.hostname or "", _port_of(parts))

    def read(self, url: str) -> SplitResult:
        """The parts of an address that may be sent to, whatever its host turns out to be. Raises RefusedAddress."""
        if not is_web_link(url) or not url.isascii():
            raise RefusedAddress("url", "is no address such as https://example.org/hook, of 2,000 letters")
        parts = urlsplit(url)
        if parts.username is not None or parts.password is not None:
            raise RefusedAddress("credentials", "has a name or a password in it; leave them out, deliveries are signed")
        if parts.fragment:
            raise RefusedAddress("fragment", "has a part after #, which is never sent; leave it out")
        if parts.scheme != "https" and not self.allows_http:
            raise RefusedAddress("scheme", "is not https; use an address that begins with https://")
        try:
            _port_of(parts)
        except ValueError as error:
            raise RefusedAddress("port", "has no port from 1 to 65535; mend it or leave it out") from error
        return parts

    async def checked(self, host: str, port: int) -> Sequence[str]:
        """The IP addresses of a host, all of which may be sent to. Raises RefusedAddress."""
        found = await self.resolve(host, port)
        if not found:
            raise RefusedAddress("host", "has a host that is not found; check its name")
        if not all(map(self.is_allowed, found)):
            raise RefusedAddress(
                "host",
                "leads to a private address; use a public one, or let who runs the service set"
                " GOZAREH_WEBHOOK_PRIVATE_ADDRESSES",
            )
        return found


ANYWHERE = Addresses(is_allowed=lambda _: True, allows_http=True)
"""This machine and private networks, too."""


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to the very address that was checked: a name is looked up once for each connection.

    TLS is begun above it with the host's name, which the certificate has to bear.
    """

    def __init__(self, addresses: Addresses) -> None:
        """Connect where `addresses` allows."""
        self._addresses = addresses
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: _Options | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first of the host's addresses that takes one. Raises RefusedAddress."""
        *others, last = await self._addresses.checked(host, port)
        for address in others:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(last, port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - httpcore's own signature
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - as above
        socket_options: _Options | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.AsyncNetworkStream:
        """Never. Raises RefusedAddress."""
        raise RefusedAddress("scheme", "is a file of this machine; use an address that begins with https://")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def _port_of(parts: SplitResult) -> int:
    """Raises ValueError."""
    port = parts.port
    if port == 0:
        raise ValueError
    return port or {"http": 80, "https": 443}[parts.scheme]
