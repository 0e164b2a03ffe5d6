"""A claim as a row of a spreadsheet, in which nothing that an article printed is taken for a formula.

Source: OWASP's page on CSV injection.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from api.addresses import Absolute, claim
from api.attributions import attribution_words
from api.exports.days import jalali_words, said
from domain.periods import Language

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for the country's old encoding."""
COLUMNS = (
    "id",
    "speaker",
    "speaker_id",
    "role",
    "content",
    "context",
    "kind",
    "speech_act",
    "said_on",
    "said_on_jalali",
    "said_on_precision",
    "said_on_basis",
    "published_on",
    "outlet",
    "article_title",
    "article_url",
    "topics",
    "verdict",
    "attribution",
    "confidence",
    "page",
)
_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Marks of direction and their like, which a spreadsheet may drop."""
_QUOTES = "\"'`«»‹›“”„‘’‚"
_PASSED = rf"(?:[^\S\t\r\n]|[\0{_UNSEEN}{_QUOTES}])*"
_SIGN = "=+\\-@＝＋－＠"
_FORMULA = re.compile(rf"\A(?={_PASSED}[{_SIGN}\t\r])|[;؛\t\r\n](?={_PASSED}[{_SIGN}])")
"""Where a formula may begin: at a cell's start, and after what other countries' settings take for the end of a cell or
of a row."""


def heading() -> bytes:
    """The first line, after the mark by which UTF-8 is known."""
    return f"{BYTE_ORDER_MARK}{_row(COLUMNS)}".encode()


def row_of(node: Mapping[str, Any], absolute: Absolute) -> bytes:
    """A claim's line, which ends with CR and LF."""
    return _row(map(defused, _cells(node, absolute))).encode()


def defused(cell: str) -> str:
    """The cell with an apostrophe before whatever would begin a formula; other cells stay as they are.

    >>> defused("=1+1"), defused("a = b"), defused("a;=1+1")
    ("'=1+1", 'a = b', "a;'=1+1")
    """
    return _FORMULA.sub(r"\g<0>'", cell)


def _cells(node: Mapping[str, Any], absolute: Absolute) -> list[str]:
    speaker, article, when = node["speaker"] or {}, node["article"], said(node)
    cells = (
        node["id"],
        speaker.get("name"),
        speaker.get("id"),
        node["role"],
        node["content"],
        node["context"],
        node["kind"],
        node["speechAct"],
        node["saidOn"],
        jalali_words(when) if when is not None else None,
        node["saidOnPrecision"],
        node["saidOnBasis"],
        article["publishedOn"],
        article["outlet"] and article["outlet"]["name"],
        article["title"],
        article["url"],
        "، ".join(topic["name"] for topic in node["topics"]),
        node["verdict"] and node["verdict"]["labelFa"],
        attribution_words(node["attribution"], Language.FA),
        node["confidence"],
        absolute(claim("fa", node["id"])),
    )
    return ["" if cell is None else str(cell) for cell in cells]


def _row(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
