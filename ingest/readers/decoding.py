"""Turns a file's bytes into text without changing a character; refuses what is not text."""

import codecs
import io
import re

from domain.errors import UnreadableArticle

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AT_ONCE_BYTES = 1 << 16
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
_REMEDY = "save it as UTF-8 text"


def decode(content: bytes, place: str) -> str:
    """The text of UTF-8 bytes, with or without a byte order mark, or of UTF-16 bytes with one.

    The mark is not part of the text; line ends stay as they are. Raises UnreadableArticle.
    """
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in content:
        raise UnreadableArticle(place, "is a binary file: it holds NUL bytes", _REMEDY)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        problem = f"is not {encoding.removesuffix('-sig').upper()} text: byte {broken.start} does not fit"
        raise UnreadableArticle(place, problem, _REMEDY) from broken


def utf8_of(stream: io.BufferedReader) -> io.BufferedReader:
    """The UTF-8 of a stream of UTF-16 with its mark, as it is read; reading raises UnicodeDecodeError."""
    return io.BufferedReader(_Utf8(stream))


class _Utf8(io.RawIOBase):
    """Recodes a little at a time, so that a large file takes no more memory than a small one."""

    def __init__(self, stream: io.BufferedReader) -> None:
        """Read from `stream`, which stays open."""
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._left = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer of BufferedReader
        """Fill a buffer as far as there is something; 0 at the end."""
        while not self._left:
            given = self._stream.read(_AT_ONCE_BYTES)
            self._left = self._decoder.decode(given, final=not given).encode()
            if not given:
                break
        some, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def decode_page(content: bytes, place: str) -> str:
    """The text of a web page: as `decode` has it, else in the encoding that the page itself declares.

    Raises UnreadableArticle.
    """
    try:
        return decode(content, place)
    except UnreadableArticle:
        declared = _DECLARED.search(content[:_HEAD_BYTES])
        if declared is None or b"\0" in content:
            raise
        return _decode_as(declared[1].decode("ascii"), content, place)


def _decode_as(encoding: str, content: bytes, place: str) -> str:
    try:
        return content.decode(encoding)
    except (LookupError, UnicodeError) as broken:
        raise UnreadableArticle(place, f"is not the {encoding} text that it says it is", _REMEDY) from broken
