"""Tests of ingest/readers/tags.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.tags import closing_tags, distinct

CLOSINGS = {
    "lines of links": ("برچسبها: [مجلس](#) [1]\n\n[بودجه](#) [2]\n\n[وام](#) [3]", ("مجلس", "بودجه", "وام")),
    "a half-space": ("برچسب\u200cها: مجلس، بودجه", ("مجلس", "بودجه")),
    "a space": ("برچسب ها : مجلس / بودجه", ("مجلس", "بودجه")),
    "Arabic letters": ("كليدواژه\u200cها: مجلس", ("مجلس",)),
    "a heading of its own": ("برچسب\u200cها\nمجلس\nبودجه سال ۱۴۰۰", ("مجلس", "بودجه سال ۱۴۰۰")),
    "a heading and a colon": ("برچسب\u200cها:\n#مجلس #بودجه", ("مجلس", "بودجه")),
    "the same tag twice": ("برچسب\u200cها: می\u200cرود، میرود", ("می\u200cرود",)),
}


@pytest.mark.parametrize(("closing", "tags"), CLOSINGS.values(), ids=CLOSINGS.keys())
def test_closing_lines_are_read_as_tags(closing: str, tags: tuple[str, ...]) -> None:
    """However an outlet prints them."""
    assert closing_tags(f"وزیر گفت: بودجه رسید.\n\n{closing}\n") == tags


PROSE = {
    "no heading": "وزیر گفت: بودجه رسید.",
    "the word in a sentence": "وزیر گفت: برچسب انرژی اجباری است.",
    "a sentence after the heading": "برچسب\u200cها: این کالا باید برچسب داشته باشد.",
    "a long line after the heading": "برچسب\u200cها:\nمجلس\n" + "وزیر نیرو گفت که سدها پر است و " * 3,
    "nothing after the heading": "وزیر گفت.\nبرچسب\u200cها:",
    "nothing at all": "",
}


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE.keys())
def test_what_may_be_prose_is_not_read_as_tags(text: str) -> None:
    """When unsure there are none."""
    assert closing_tags(text) == ()


@given(st.lists(st.text(max_size=5)))
def test_distinct_tags_are_distinct_and_in_order(tags: list[str]) -> None:
    """Doing it twice changes nothing, and the order is the first appearance's."""
    once = distinct(tags)
    assert distinct(once) == once
    assert [tag for tag in once if tag not in {one.strip() for one in tags}] == []
