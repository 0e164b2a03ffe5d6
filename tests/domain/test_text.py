"""Folding keeps offsets, and keys make one of the spellings that Persian words have."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import ZWNJ, Span, fold, name_key, search_key, word_key, words_in

PERSIAN = st.text(alphabet="ابپتکگلمنوهیيكئةۀأؤ ۰۱۲٠١٢012\u064b\u0654\u0640\u200c\u200f«»،.()İßAz_-", max_size=40)
TEXTS = st.one_of(PERSIAN, st.text(max_size=40))
ENDS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)
SPANS = ENDS.map(lambda ends: Span(*ends))


@given(TEXTS)
def test_folding_keeps_every_offset(text: str) -> None:
    """The folded text is as long as the text."""
    assert len(fold(text)) == len(text)


@given(TEXTS)
def test_a_folded_text_folds_no_further(text: str) -> None:
    """No result of folding is folded again."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("key", [word_key, search_key, name_key])
@given(text=TEXTS)
def test_the_key_of_a_key_is_itself(key: Callable[[str], str], text: str) -> None:
    """What is stored as a key may be asked for as a key."""
    assert key(key(text)) == key(text)


@pytest.mark.parametrize("key", [word_key, search_key, name_key])
@given(text=TEXTS)
def test_a_key_is_the_same_without_half_spaces(key: Callable[[str], str], text: str) -> None:
    """Real input loses its half-spaces."""
    assert key(text.replace(ZWNJ, "")) == key(text)


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("يحيى كريمي", "یحیی کریمی"),
        ("۱۳۹۹", "1399"),
        ("١٣٩٩", "1399"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("خانۀ", "خانه"),
        ("مسئول", "مسیول"),
        ("می\u200cگوید", "میگوید"),
        ("\u200fتهران\u200e", "تهران"),
        ("BBC فارسی", "bbc فارسی"),
        ("علی\u00a0رضا", "علی رضا"),
    ],
)
def test_spellings_of_one_text_have_one_search_key(printed: str, other: str) -> None:
    """Letters, digits, vowel marks, stretching, half-spaces and case."""
    assert search_key(printed) == search_key(other)


@given(TEXTS)
def test_a_search_key_is_words_with_one_space_between(text: str) -> None:
    """No edge has a space and no two spaces stand together."""
    key = search_key(text)
    assert key == " ".join(key.split())


def test_a_name_is_the_same_however_it_is_spaced() -> None:
    """A space, a half-space or nothing stands between its parts."""
    assert name_key("محمد جواد") == name_key(f"محمد{ZWNJ}جواد") == name_key("محمدجواد")


@given(SPANS, SPANS)
def test_overlap_counts_the_code_points_that_both_spans_cover(one: Span, other: Span) -> None:
    """It does not matter which is asked."""
    both = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlap(other) == other.overlap(one) == len(both)


@given(SPANS, SPANS)
def test_a_span_covers_what_lies_wholly_inside(one: Span, other: Span) -> None:
    """Edges may touch."""
    assert one.covers(other) == (one.start <= other.start and other.end <= one.end)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_runs_forwards_from_the_text(start: int, end: int) -> None:
    """Any other is refused when it is made."""
    with pytest.raises(ValueError, match="runs forwards"):
        Span(start, end)


@given(TEXTS)
def test_the_words_of_a_text_are_those_of_its_search_key(text: str) -> None:
    """Each in its place, in the order of the text."""
    words = words_in(text)
    assert " ".join(key for key, _ in words) == search_key(text)
    assert [search_key(span.of(text)) for _, span in words] == [key for key, _ in words]
