"""Gold articles are read from JSON Lines, and a broken row is told by file and line."""

import json
from typing import Any

import pytest

from domain.errors import UnreadableArticle
from domain.statement import Kind
from domain.text import ZWNJ
from extraction.gold import read_gold, strip_half_spaces

TEXT = f"وزیر راه گفت: جاده{ZWNJ}ها باز می{ZWNJ}شوند."


def row(**changes: Any) -> str:
    """A line with one article of one statement, which `changes` override."""
    statement = {
        "start": TEXT.index("جاده"),
        "end": len(TEXT) - 1,
        "kind": "direct",
        "cue": "گفت",
        "cue_start": TEXT.index("گفت"),
        "cue_end": TEXT.index(":"),
        "mention": "",
        "mention_start": -1,
        "mention_end": -1,
        "speaker": "وزیر راه",
        "accept": ["وزیر"],
        "said_on": "2021-03-04",
        "optional": False,
    } | changes
    return json.dumps({"id": "one", "text": TEXT, "statements": [statement]})


def test_a_row_is_read_with_all_its_fields() -> None:
    """Kind, accepted names and day come as typed values; an offset of -1 is an absent one."""
    (article,) = read_gold(["\n", row()], name="gold.jsonl")
    (statement,) = article.statements
    assert (statement.kind, statement.accept, statement.said_on) == (Kind.DIRECT, ("وزیر",), "2021-03-04")
    assert statement.mention_start is None
    assert article.published_at is None


def test_losing_half_spaces_moves_the_offsets_along() -> None:
    """The stripped content and cue are the same words without half-spaces."""
    (article,) = read_gold([row()], name="gold.jsonl")
    stripped = strip_half_spaces(article)
    (statement,) = stripped.statements
    assert ZWNJ not in stripped.text
    assert stripped.text[statement.start : statement.end] == "جادهها باز میشوند"
    assert stripped.text[statement.cue_start : statement.cue_end] == "گفت"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"text": "", "statements": []}', "has no id"),
        ('{"id": "one", "statements": []}', "has no text"),
        ('{"id": 1, "text": "", "statements": []}', "has a id that is not text"),
        ('{"id": "one", "text": ""}', "has no list of statements"),
        ('{"id": "one", "text": "", "statements": [1]}', "is not a JSON object"),
        (row(start="0"), "has a start that is not an offset into its text"),
        (row(start=True), "has a start that is not an offset into its text"),
        (row(end=10_000), "has a end that is not an offset into its text"),
        (row(end=0), "has no start and end in order"),
        (row(start=None), "has no start and end in order"),
        (row(kind="odd"), "has a kind that is not direct, indirect or mixed"),
        (row(speaker=None), "has no speaker"),
        (row(accept="وزیر"), "has an accept that is not a list of names"),
        (row(said_on="1399/8/27"), "has a said_on that is not a day such as 2020-11-17"),
        (row(cue_start=[]), "has a cue_start that is not an offset into its text"),
    ],
)
def test_a_broken_row_is_refused_with_its_file_and_line(line: str, problem: str) -> None:
    """The error names the file, the line and what is wrong there."""
    with pytest.raises(UnreadableArticle) as refused:
        read_gold([row(), line], name="gold.jsonl")
    assert refused.value.place.startswith("gold.jsonl, line 2")
    assert refused.value.problem == problem
