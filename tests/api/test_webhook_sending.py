"""Where deliveries go, over real connections: never to an address that was not checked."""

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.responses import RedirectResponse, Response, StreamingResponse

from api.webhook_addresses import ANYWHERE, Addresses, resolve
from api.webhook_sending import MOST_REDIRECTS, Sender, Sent
from domain.errors import RefusedAddress
from tests.api.receiving import Received, Receiver, receiving

OUTSIDE, INSIDE = "127.0.0.2", "127.0.0.1"
"""This machine's own addresses; the tests take the first one for a public one."""
BODY = b'{"data": {}}'
PRIVATE = (
    "the address leads to a private address; use a public one, or let who runs the service set"
    " GOZAREH_WEBHOOK_PRIVATE_ADDRESSES"
)


class Names:
    """Knows names by what it is told, one answer after the other, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        """Answer so."""
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """The next answer; an address is itself."""
        self.asked.append(host)
        if host[0].isdigit():
            return await resolve(host, port)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def addresses(names: Names) -> Addresses:
    """Those outside, by http as well."""
    return Addresses(is_allowed=lambda address: address == OUTSIDE, allows_http=True, resolve=names.resolve)


def named(receiver: Receiver, name: str = "hooks.test") -> str:
    """The receiver's address by a name."""
    scheme, _, rest = receiver.address.partition("://")
    return f"{scheme}://{name}:{rest.rpartition(':')[2]}/hook"


async def sent(url: str, where: Addresses, *, trust: ssl.SSLContext | None = None, seconds: float = 5.0) -> Sent:
    """What comes of one try."""
    sender = Sender(where, trust=trust)
    try:
        return await sender.send(url, {"webhook-id": "delivery_1"}, BODY, seconds=seconds)
    finally:
        await sender.close()


@pytest.fixture
async def outside() -> AsyncIterator[Receiver]:
    """A receiver that may be sent to."""
    async with receiving(OUTSIDE) as receiver:
        yield receiver


@pytest.fixture
async def inside() -> AsyncIterator[Receiver]:
    """One that may not."""
    async with receiving(INSIDE) as receiver:
        yield receiver


async def test_a_name_is_looked_up_once_and_connected_to_as_it_was_checked(outside: Receiver, inside: Receiver) -> None:
    """Whatever it leads to a moment later."""
    names = Names([OUTSIDE], [INSIDE])
    assert await sent(named(outside), addresses(names)) == Sent(204, None)
    assert names.asked == ["hooks.test"]
    assert [one.body for one in outside.received] == [BODY]
    assert outside.received[0].headers["host"] == named(outside).split("/")[2]
    assert await sent(named(inside), addresses(names)) == Sent(None, PRIVATE)
    assert inside.received == []


@pytest.mark.parametrize("found", [[INSIDE], [OUTSIDE, INSIDE], ["::1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]])
async def test_a_name_that_leads_to_a_private_address_is_refused(inside: Receiver, found: list[str]) -> None:
    """With any of its addresses, before anything is connected to."""
    assert await sent(named(inside), addresses(Names(found))) == Sent(None, PRIVATE)
    assert inside.received == []


async def test_a_name_that_nobody_knows_is_told(inside: Receiver) -> None:
    """As what to mend."""
    assert (await sent(named(inside), addresses(Names([])))).problem == (
        "the address has a host that is not found; check its name"
    )


async def test_slow_names_hold_up_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system cannot be told to look up no longer, and has threads of its own for it."""
    answered, look_up = threading.Event(), socket.getaddrinfo

    def wait(*asked: Any, **options: Any) -> Any:
        answered.wait(20)
        return look_up(*asked, **options)

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    asking = asyncio.gather(*(resolve(f"127.0.0.{number}", 80) for number in range(1, 41)))
    await asyncio.sleep(0.2)
    try:
        async with asyncio.timeout(2):
            await asyncio.to_thread(threading.get_ident)
    finally:
        answered.set()
    assert await asking == [[f"127.0.0.{number}"] for number in range(1, 41)]


async def test_a_redirect_is_checked_as_the_first_address_is(outside: Receiver, inside: Receiver) -> None:
    """To an address, and to a name."""

    async def answer(got: Received) -> Response:
        return RedirectResponse(inside.address if got.path == "/hook" else named(inside, "inside.test"), 307)

    outside.answer = answer
    names = Names([OUTSIDE], [INSIDE])
    assert await sent(named(outside), addresses(names)) == Sent(None, PRIVATE)
    names = Names([OUTSIDE], [INSIDE])
    assert await sent(named(outside).replace("/hook", "/name"), addresses(names)) == Sent(None, PRIVATE)
    assert inside.received == []


async def test_a_redirect_keeps_the_body(outside: Receiver) -> None:
    """With 307 and 308; others would ask for a page and tell nothing."""

    async def answer(got: Received) -> Response:
        if got.path in {"/307", "/308", "/302", "/303"}:
            return RedirectResponse("/there", int(got.path[1:]))
        return Response(status_code=202)

    outside.answer = answer
    where = addresses(Names([OUTSIDE]))
    base = named(outside).removesuffix("/hook")
    found = [(await sent(f"{base}/{status}", where)).status for status in (307, 308, 302, 303)]
    assert found == [202, 202, 302, 303]
    assert [one.body for one in outside.received if one.path == "/there"] == [BODY, BODY]


async def test_redirects_end(outside: Receiver) -> None:
    """After three."""

    async def answer(_: Received) -> Response:
        return RedirectResponse("/again", 308)

    outside.answer = answer
    told = await sent(named(outside), addresses(Names([OUTSIDE])))
    assert told == Sent(308, "redirects more than 3 times")
    assert len(outside.received) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("location", ["http://[x", "//[::1", "//x]/"])
async def test_a_redirect_to_what_is_no_address_is_told(outside: Receiver, location: str) -> None:
    """As any other failure, so that tries of it end."""

    async def answer(_: Received) -> Response:
        return Response(status_code=307, headers={"location": location})

    outside.answer = answer
    told = await sent(named(outside), addresses(Names([OUTSIDE])))
    assert told == Sent(307, "redirects to what is no address")


async def test_no_proxy_of_the_environment_is_asked(
    outside: Receiver, inside: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could reach what this service may not."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, inside.address)
    assert await sent(named(outside), addresses(Names([OUTSIDE]))) == Sent(204, None)
    assert inside.received == []


async def test_a_long_answer_is_not_read_to_its_end(outside: Receiver) -> None:
    """Nor is one without an end waited for."""

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1_000
            await asyncio.sleep(0)

    async def answer(_: Received) -> Response:
        return StreamingResponse(endless())

    outside.answer = answer
    assert await sent(named(outside), addresses(Names([OUTSIDE]))) == Sent(200, None)


async def test_a_receiver_that_does_not_answer_is_let_go(outside: Receiver) -> None:
    """In its time."""

    async def answer(_: Received) -> Response:
        await asyncio.sleep(2)
        return Response()

    outside.answer = answer
    told = await sent(named(outside), addresses(Names([OUTSIDE])), seconds=0.3)
    assert told == Sent(None, "did not answer within 0.3 seconds")


async def test_a_receiver_that_is_not_there_takes_no_connection() -> None:
    """As the log tells it, without its address."""
    async with receiving(OUTSIDE) as receiver:
        url = named(receiver)
    assert await sent(url, addresses(Names([OUTSIDE]))) == Sent(None, "takes no connection")


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("http://93.184.216.34/hook", "scheme"),
        ("https://sara:secret@93.184.216.34/", "credentials"),
        ("https://sara@93.184.216.34/", "credentials"),
        ("https://93.184.216.34/#hook", "fragment"),
        ("https://93.184.216.34:0/", "port"),
        ("https://93.184.216.34:99999/", "port"),
        ("ftp://93.184.216.34/", "url"),
        ("file:///etc/passwd", "url"),
        ("https:///hook", "url"),
        ("https://گزارش.example/hook", "url"),
        ("https://127.0.0.1/", "host"),
        ("https://[::1]/", "host"),
        ("https://[::ffff:7f00:1]/", "host"),
        ("https://2130706433/", "host"),
        ("https://0x7f000001/", "host"),
        ("https://0177.0.0.1/", "host"),
        ("https://127.1/", "host"),
        ("https://localhost/", "host"),
        ("https://169.254.169.254/latest/meta-data/", "host"),
        ("https://[64:ff9b::7f00:1]/", "host"),
        ("https://0.0.0.0/", "host"),
    ],
)
async def test_addresses_that_nothing_is_sent_to(url: str, part: str) -> None:
    """However loopback is written: the system's own reading of it is what counts."""
    with pytest.raises(RefusedAddress) as refused:
        await Addresses().check(url)
    assert refused.value.part == part
    assert url not in str(refused.value)


async def test_a_public_address_is_taken() -> None:
    """By https."""
    await Addresses().check("https://93.184.216.34:8443/hook?topic=1")


async def test_a_newsroom_may_allow_its_own_network(inside: Receiver) -> None:
    """And http in it."""
    assert await sent(inside.address, ANYWHERE) == Sent(204, None)


def certificate(folder: Path, name: str) -> Path:
    """A certificate for a name with its key in one file, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(whose)
        .issuer_name(whose)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    unencrypted = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, form, unencrypted)
    )
    return path


async def test_the_certificate_has_to_bear_the_name(tmp_path: Path) -> None:
    """Though the connection goes to an address; nor does https lead to http."""
    path = certificate(tmp_path, "hooks.test")
    trust = ssl.create_default_context(cafile=str(path))
    where = addresses(Names([OUTSIDE]))
    async with receiving(OUTSIDE, ssl_certfile=path, ssl_keyfile=path) as receiver:
        right = await sent(named(receiver), where, trust=trust)
        wrong_name = await sent(named(receiver, "other.test"), where, trust=trust)
        untrusted = await sent(named(receiver), where)

        async def answer(_: Received) -> Response:
            return RedirectResponse(named(receiver).replace("https", "http"), 307)

        receiver.answer = answer
        downwards = await sent(named(receiver), where, trust=trust)
    assert right == Sent(204, None)
    assert wrong_name == untrusted == Sent(None, "has no certificate that is valid for its name")
    assert downwards == Sent(307, "redirects from https to an address that is not")
    assert len(receiver.received) == 2
