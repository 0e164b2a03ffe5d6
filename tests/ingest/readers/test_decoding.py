"""Tests of ingest/readers/decoding.py."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnreadableArticle
from ingest.readers.decoding import decode, decode_page

TEXT = "وزیر گفت:\r\nمی\u200cرویم.\r"
PNG_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@given(text=st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_utf8_text_is_kept_character_for_character(text: str) -> None:
    """Decoding is the inverse of encoding: line ends, half-spaces and all."""
    assert decode(text.encode(), "f") == text


MARKED = {
    "UTF-8 with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16 little-endian": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "UTF-16 big-endian": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
}


@pytest.mark.parametrize("content", MARKED.values(), ids=MARKED.keys())
def test_a_byte_order_mark_tells_the_encoding_and_is_no_text(content: bytes) -> None:
    """The mark is dropped, the rest stays."""
    assert decode(content, "f") == TEXT


REFUSED = {
    "binary": (PNG_HEAD, "binary"),
    "windows-1256": (TEXT.replace("ی", "ي").replace("\u200c", "").encode("cp1256"), "is not UTF-8 text: byte"),
    "half a character": ("و".encode()[:1], "is not UTF-8 text: byte 0"),
    "UTF-16 cut in two": (codecs.BOM_UTF16_LE + b"\x20", "is not UTF-16 text"),
}


@pytest.mark.parametrize(("content", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_bytes_that_are_no_text_are_refused_by_file(content: bytes, problem: str) -> None:
    """The refusal names the file, what is wrong and what to do."""
    with pytest.raises(UnreadableArticle) as refused:
        decode(content, "old/news.txt")
    assert str(refused.value).startswith("old/news.txt: ")
    assert problem in refused.value.problem
    assert "UTF-8" in refused.value.remedy


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    """Old Persian pages are in windows-1256 and say so."""
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"></head>خبر</html>'
    assert decode_page(page.encode("cp1256"), "f") == page


@pytest.mark.parametrize("declared", ["utf-8", "nothing-known", "base64"])
def test_a_page_that_declares_what_it_is_not_is_refused(declared: str) -> None:
    """A wrong or unknown declaration is an error, not a guess."""
    page = f'<html><head><meta charset="{declared}"></head>خبر</html>'
    with pytest.raises(UnreadableArticle):
        decode_page(page.encode("cp1256"), "f")
