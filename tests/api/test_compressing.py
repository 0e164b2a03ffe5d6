"""Long answers are compressed as the client likes best; short ones go as they are."""

import gzip
from collections.abc import AsyncGenerator, Callable

import brotli
import httpx
import pytest
import zstandard

from api.compressing import FEWEST_BYTES, compress, compressed_parts
from api.negotiating import Coding, coding
from api.replies import Reply

LONG = "/graphql?query={__schema{types{name description}}}"
READ: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstandard.ZstdDecompressor().decompress,
}


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (None, None),
        (b"", None),
        (b"identity", None),
        (b"deflate", None),
        (b"gzip", "gzip"),
        (b"gzip, deflate, br", "br"),
        (b"gzip, deflate, br, zstd", "zstd"),
        (b"gzip;q=1, br;q=0.9, zstd;q=0.8", "gzip"),
        (b"br;q=0, gzip;q=0.1", "gzip"),
        (b"*", "zstd"),
        (b"*;q=0.5, zstd;q=0", "br"),
        (b"*;q=0", None),
        (b"gzip;q=0.5, identity", None),
        (b"GZIP ; Q=0.5", "gzip"),
        (b"gzip;q=much", None),
        (b"gzip;q=nan", None),
    ],
)
def test_the_coding_is_the_one_that_the_client_likes_best(accepted: bytes | None, chosen: str | None) -> None:
    """Where it likes several alike, the one that is read and written fastest."""
    assert coding(accepted) == chosen


@pytest.mark.parametrize("chosen", ["gzip", "br", "zstd"])
async def test_a_long_answer_is_shorter_and_the_same(http: httpx.AsyncClient, chosen: str) -> None:
    """By GET and by POST."""
    plain = await http.get(LONG, headers={"accept-encoding": "identity"})
    async with http.stream("GET", LONG, headers={"accept-encoding": chosen}) as response:
        sent = b"".join([part async for part in response.aiter_raw()])
    assert (response.headers["content-encoding"], int(response.headers["content-length"])) == (chosen, len(sent))
    assert len(sent) < len(plain.content) / 2
    assert READ[chosen](sent) == plain.content


@pytest.mark.parametrize(("size", "is_compressed"), [(FEWEST_BYTES - 1, False), (FEWEST_BYTES, True)])
def test_what_fits_one_packet_goes_as_it_is(size: int, *, is_compressed: bool) -> None:
    """Compressing it would cost time on both sides for nothing."""
    reply = Reply(200, b"a" * size, [])
    compress(reply, b"gzip")
    assert reply.headers == ([(b"content-encoding", b"gzip")] if is_compressed else [])


async def parts_that(break_off: bool) -> AsyncGenerator[bytes]:  # noqa: FBT001 - a fake
    """A body in three parts, or one that breaks off after them."""
    for part in (b"one", b"", b"two" * 100_000):
        yield part
    if break_off:
        raise RuntimeError


@pytest.mark.parametrize("chosen", Coding)
async def test_a_body_in_parts_is_compressed_as_one(chosen: Coding) -> None:
    """Which readers read as they read any other."""
    sent = b"".join([part async for part in compressed_parts(parts_that(break_off=False), chosen)])
    read = zstandard.ZstdDecompressor().decompressobj().decompress if chosen is Coding.ZSTD else READ[chosen]
    assert read(sent) == b"one" + b"two" * 100_000
    assert len(sent) < 10_000


@pytest.mark.parametrize("chosen", Coding)
async def test_a_body_that_breaks_off_is_not_whole_by_its_coding(chosen: Coding) -> None:
    """Whatever became of the connection."""
    parts = compressed_parts(parts_that(break_off=True), chosen)
    sent = await until_it_breaks(parts)
    match chosen:
        case Coding.GZIP:
            with pytest.raises(EOFError):
                gzip.decompress(sent)
        case Coding.BROTLI:
            assert not is_whole_brotli(sent)
        case Coding.ZSTD:
            reader = zstandard.ZstdDecompressor().decompressobj()
            reader.decompress(sent)
            assert not reader.eof


async def until_it_breaks(parts: AsyncGenerator[bytes]) -> bytes:
    """What came before the error."""
    sent = b""
    try:
        async for part in parts:
            sent += part
    except RuntimeError:
        return sent
    pytest.fail("it came to its end")


def is_whole_brotli(sent: bytes) -> bool:
    """Whether a reader has come to the end."""
    reader = brotli.Decompressor()
    reader.process(sent)
    return bool(reader.is_finished())
