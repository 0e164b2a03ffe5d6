"""The tables from which sources are told: every row whole, every row with its source."""

import pytest

from domain.text import word_key
from extraction.lexicon import read_table
from extraction.organisations import proper_names
from extraction.reading import read
from extraction.reasons import Reason
from extraction.words import _CLASSES, word_flags

_TABLES = [
    "adverbials", "countries", "given_names", "honorifics", "name_words", "office_spellings",
    "organisation_words", "organisations", "source_reasons", "surnames", "titles", "unnamed",
    "well_known", "word_classes",
]  # fmt: skip


@pytest.mark.parametrize("table", _TABLES)
def test_every_row_is_whole_and_names_its_source(table: str) -> None:
    """No cell is empty but an office that nobody has, and the code of what is no country any more."""
    empty = [
        row
        for row in read_table(table)
        for column, cell in row.items()
        if not cell and column not in {"office", "code"}
    ]
    assert empty == []


@pytest.mark.parametrize("table", _TABLES)
def test_no_row_stands_twice(table: str) -> None:
    """A word has one row in a table and role."""
    keys = [(next(iter(row.values())), row.get("role", "")) for row in read_table(table)]
    assert len(keys) == len(set(keys))


def test_every_class_of_words_is_known() -> None:
    """The loader knows each class that the table gives."""
    assert {name for row in read_table("word_classes") for name in row["classes"].split()} <= set(_CLASSES)


def test_every_listed_word_has_flags() -> None:
    """Listed given names are found by their keys."""
    assert all(word_flags()[word_key(row["name"])] for row in read_table("given_names"))


def test_every_proper_name_is_found_where_it_stands() -> None:
    """Bodies and countries of several words included."""
    names = [row["phrase"] for row in read_table("countries")]
    assert all(proper_names().longest_at(read(name), 0) is not None for name in names)


def test_every_reason_has_its_count() -> None:
    """No attribution's confidence is a guess of the code."""
    assert {row["reason"] for row in read_table("source_reasons")} == set(Reason)
