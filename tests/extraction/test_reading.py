"""Readings: words with their places, however the text is spaced."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import ZWNJ
from extraction.reading import read

_PERSIAN = st.text(alphabet=f"ابپگفتمی كي۱2 \n.:،«»\"'!؟{ZWNJ}\u0640\u064e\u00a0aZ_-()/", max_size=80)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("می\u200cگويند كه", ["میگویند", "که"]),
        ("را31 ميليون", ["را", "31", "میلیون"]),
        ("در1382 و F35", ["در", "1382", "و", "F35"]),
        ("۱۳۹۹/۸/۲۷، ۱۲:۳۰ و ۳.۵", ["1399/8/27", "،", "12:30", "و", "3.5"]),
        ("گفـــت:", ["گفت", ":"]),
        ("ایسنا ـ مدیر گفتـ که", ["ایسنا", "–", "مدیر", "گفت", "که"]),
        ("گفت\u00a0 : «بله»", ["گفت", ":", "«", "بله", "»"]),
        ("", []),
    ],
)
def test_words_are_compared_folded_and_without_half_spaces(text: str, keys: list[str]) -> None:
    """Arabic letters, half-spaces, stretching and touching digits leave the same keys; alone, stretching is a dash."""
    assert read(text).keys == keys


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("او آمد. رفت؟ بله!", ["او آمد.", "رفت؟", "بله!"]),
        ("گفت: «آمدم.» رفت", ["گفت: «آمدم.»", "رفت"]),
        ("خط نخست\nخط دوم", ["خط نخست", "خط دوم"]),
        ("مسجدها و ... پر شد.", ["مسجدها و ... پر شد."]),
        ("شد.وی گفت", ["شد.", "وی گفت"]),
    ],
)
def test_sentences_end_at_marks_and_newlines(text: str, sentences: list[str]) -> None:
    """A full stop with the marks after it ends a sentence; the dots of «و ...» do not."""
    reading = read(text)
    assert [reading.words(sentence) for sentence in reading.sentences] == sentences


@given(st.one_of(_PERSIAN, st.text(max_size=60)))
def test_every_word_stands_where_the_reading_says(text: str) -> None:
    """Places run forwards inside the text, and no word covers another."""
    reading = read(text)
    spans = [reading.span(token, token) for token in range(len(reading.keys))]
    places = [place for span in spans for place in (span.start, span.end)]
    assert places == sorted(places)
    assert len(reading.keys) == len(reading.starts)
    assert not places or 0 <= places[0] <= places[-1] <= len(text)


@given(_PERSIAN.map(lambda text: re.sub("[aZ_]", "", text)))
def test_a_text_that_lost_its_half_spaces_reads_the_same(text: str) -> None:
    """Half-spaces inside words make no difference to the keys."""
    inside = text.replace(f" {ZWNJ}", " ").replace(f"{ZWNJ} ", " ")
    joined = "".join(char for at, char in enumerate(inside) if char != ZWNJ or not _joins_letters(inside, at))
    assert read(joined).keys == read(inside).keys


def _joins_letters(text: str, at: int) -> bool:
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(around) == 2 and around.isalpha() and not around.isascii()


@given(st.one_of(_PERSIAN, st.text(max_size=60)))
def test_sentences_cover_every_word_but_newlines_in_order(text: str) -> None:
    """Each word stands in one sentence, and `sentence_at` finds it."""
    reading = read(text)
    covered = [token for sentence in reading.sentences for token in sentence]
    assert covered == [token for token, key in enumerate(reading.keys) if key != "\n"]
    assert all(token in reading.sentence_at(token) for token in covered)
