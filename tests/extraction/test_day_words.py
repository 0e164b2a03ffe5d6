"""Words that name a day are found and mean the day that a reader on the day of publication takes them for."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Precision
from domain.text import ZWNJ
from extraction.day_words import find_day_words
from extraction.lexicon import read_table
from extraction.reading import read

PUBLISHED = date(2020, 11, 17)
"""A Tuesday, 27 Aban 1399."""


def day(month: int, number: int, year: int = 2020) -> date:
    """A day of 2020 unless told otherwise."""
    return date(year, month, number)


EXPRESSIONS = [
    ("امروز", day(11, 17)),
    ("صبح امروز", day(11, 17)),
    ("امروز سه شنبه", day(11, 17)),
    ("امشب", day(11, 17)),
    ("ساعاتی پیش", day(11, 17)),
    ("دیروز", day(11, 16)),
    ("عصر دیروز", day(11, 16)),
    ("ديروز", day(11, 16)),
    ("دیشب", day(11, 16)),
    ("شب گذشته", day(11, 16)),
    ("روز گذشته", day(11, 16)),
    ("شامگاه روز گذشته", day(11, 16)),
    ("دیروز (دوشنبه)", day(11, 16)),
    ("دیروز دوشنبه، ۲۶ آبان ماه", day(11, 16)),
    ("پریروز", day(11, 15)),
    ("دو روز پیش", day(11, 15)),
    ("۳ روز قبل", day(11, 14)),
    ("روز سه‌شنبه", day(11, 17)),
    ("سه شنبه شب", day(11, 17)),
    ("دوشنبه", day(11, 16)),
    ("روز دوشنبه", day(11, 16)),
    ("صبح روز دوشنبه", day(11, 16)),
    ("ظهردوشنبه", day(11, 16)),
    ("شامگاه یک‌شنبه", day(11, 15)),
    ("یک شنبه", day(11, 15)),
    ("شنبه", day(11, 14)),
    ("جمعه شب", day(11, 13)),
    ("پنج‌شنبه", day(11, 12)),
    ("پنج شنبه", day(11, 12)),
    ("پنجشنبه", day(11, 12)),
    ("چهارشنبه", day(11, 11)),
    ("چهارشنبه گذشته", day(11, 11)),
    ("سه‌شنبه گذشته", day(11, 10)),
    ("دوشنبه هفته گذشته", day(11, 9)),
    ("سه شنبه هفته پیش", day(11, 10)),
    ("شنبه این هفته", day(11, 14)),
    ("۲۵ آبان", day(11, 15)),
    ("25 آبان ماه", day(11, 15)),
    ("۲۵ آبان‌ماه سال جاری", day(11, 15)),
    ("بیست و پنجم آبان", day(11, 15)),
    ("٢٥ آبان ٩٩", day(11, 15)),
    ("۲۳ آبان ۱۳۹۹", day(11, 13)),
    ("۲۳ آبان سال گذشته", day(11, 14, 2019)),
    ("۳۰ آبان", day(11, 21, 2019)),
    ("اول فروردین", day(3, 20)),
    ("سی‌ام مهر", day(10, 21)),
    ("سوم سپتامبر", day(9, 3)),
    ("۳ سپتامبر (۱۳ شهریور)", day(9, 3)),
    ("12 ژوئیه 2019 میلادی", day(7, 12, 2019)),
    ("۱۲ می ۲۰۱۹", day(5, 12, 2019)),
    ("۲۹ فوریه", day(2, 29)),
    ("15 اوت", day(8, 15)),
    ("27 رمضان 1441", day(5, 20)),
    ("۱۳۹۹/۸/۲۳", day(11, 13)),
    ("۱۴ میزان ۱۳۹۹", day(10, 5)),
]


@pytest.mark.parametrize(("words", "expected"), EXPRESSIONS)
def test_an_expression_means_its_day(words: str, expected: date) -> None:
    """The whole expression is found as one, and means this day for a reader of 17 November 2020."""
    reading = read(f"وزیر {words} گفت")
    found = [
        (reading.words(one.tokens), one.day, one.precision) for one in find_day_words(reading, published_on=PUBLISHED)
    ]
    assert found == [(words, expected, Precision.DAY)]


@pytest.mark.parametrize(("words", "expected"), EXPRESSIONS)
def test_an_expression_without_half_spaces_means_the_same(words: str, expected: date) -> None:
    """A text that lost its half-spaces names the same days."""
    found = find_day_words(read(f"وزیر {words} گفت".replace(ZWNJ, "")), published_on=PUBLISHED)
    assert [one.day for one in found] == [expected]


@pytest.mark.parametrize(
    ("words", "first_day", "precision"),
    [
        ("هفته گذشته", day(10, 22), Precision.MONTH),
        ("ماه گذشته", day(9, 22), Precision.MONTH),
        ("آبان ۱۳۹۸", day(10, 23, 2019), Precision.MONTH),
        ("ماه ژوئن", day(6, 1), Precision.MONTH),
        ("سال گذشته", day(3, 21, 2019), Precision.YEAR),
        ("پارسال", day(3, 21, 2019), Precision.YEAR),
        ("سال ۱۳۹۵", day(3, 20, 2016), Precision.YEAR),
        ("سال 2019 میلادی", day(1, 1, 2019), Precision.YEAR),
    ],
)
def test_a_longer_period_is_told_by_its_first_day(words: str, first_day: date, precision: Precision) -> None:
    """A month or a year is known only as such; a week is known by the month that holds it."""
    found = find_day_words(read(f"وی {words} گفت"), published_on=PUBLISHED)
    assert [(one.day, one.precision) for one in found] == [(first_day, precision)]


def test_a_week_in_two_months_is_known_by_its_year() -> None:
    """The week before 3 Azar 1399 started in Aban, so the month would be a guess."""
    found = find_day_words(read("هفته گذشته"), published_on=date(2020, 11, 26))
    assert [(one.day, one.precision) for one in found] == [(date(2020, 10, 22), Precision.MONTH)]
    found = find_day_words(read("هفته گذشته"), published_on=date(2020, 10, 26))
    assert [(one.day, one.precision) for one in found] == [(date(2020, 3, 20), Precision.YEAR)]


@pytest.mark.parametrize(
    "words",
    [
        "فردا",
        "چند روز پیش",
        "روز قبل",
        "یکشنبه هفته آینده",
        "چهارشنبه این هفته",
        "جمعه ۳۰ آبان",
        "۳۱ آبان",
        "۵ آذر ۱۳۹۹",
        "12 می شود",
        "۲ صفر",
        "مهر",
        "تیر خورد",
        "سال نو",
        "ماه رمضان",
        "۵ سرطان شایع",
        "1399/13/45",
    ],
)
def test_days_to_come_and_other_words_are_left_out(words: str) -> None:
    """Neither a day after the publication, nor an impossible one, nor a word that only looks like a month."""
    assert find_day_words(read(f"{words}"), published_on=PUBLISHED) == []


@pytest.mark.parametrize(
    ("words", "published_on", "expected"),
    [
        ("دیروز (یکشنبه)", date(2019, 9, 10), date(2019, 9, 8)),
        ("امروز شنبه", date(2019, 9, 8), date(2019, 9, 7)),
        ("یکشنبه گذشته (سوم شهریورماه)", date(2019, 8, 31), date(2019, 8, 25)),
        ("جمعه ۱۵ شهریور", date(2020, 1, 1), date(2019, 9, 6)),
    ],
)
def test_where_words_contradict_the_firmer_ones_are_believed(words: str, published_on: date, expected: date) -> None:
    """A printed calendar day before a weekday, a weekday before «دیروز»: the article may come out a day later."""
    assert [one.day for one in find_day_words(read(words), published_on=published_on)] == [expected]


def test_without_a_publication_only_full_days_are_known() -> None:
    """«دیروز» and a day without a year mean nothing then; a day with its year does."""
    found = find_day_words(read("دیروز، دوشنبه و ۲۵ آبان، نه ۲۳ آبان ۱۳۹۹"), published_on=None)
    assert [one.day for one in found] == [date(2020, 11, 13)]


@pytest.mark.parametrize("table", ["weekdays", "months", "day_numbers", "relative_days", "date_words", "date_context"])
def test_every_row_of_a_table_is_whole(table: str) -> None:
    """Each row has words, a source and no empty column, and stands once."""
    rows = read_table(table)
    assert all(all(row.values()) for row in rows)
    assert len({tuple(value for name, value in row.items() if name != "source") for row in rows}) == len(rows)


PIECES = st.sampled_from(
    [words for words, _ in EXPRESSIONS]
    + ["، ", "(", ")", "/", "\n", "و", "از", "تا", "۲۳", "1399", "ماه", "سال", "هفته گذشته"]
)


@given(st.lists(PIECES).map(" ".join) | st.text(), st.dates(date(1800, 1, 1), date(2100, 1, 1)) | st.none())
def test_no_text_breaks_it_and_no_day_is_after_publication(text: str, published_on: date | None) -> None:
    """The expressions come in order, without overlap, inside the text, and none lies in the future."""
    reading = read(text)
    found = find_day_words(reading, published_on=published_on)
    ends = [0, *(one.tokens.stop for one in found)]
    assert all(
        end <= one.tokens.start < one.tokens.stop <= len(reading.keys) for end, one in zip(ends, found, strict=False)
    )
    assert published_on is None or all(one.day <= published_on for one in found)


@given(st.sampled_from([words for words, _ in EXPRESSIONS]), st.dates(date(1950, 1, 1), date(2060, 1, 1)))
def test_composed_and_decomposed_letters_mean_the_same(words: str, published_on: date) -> None:
    """The way in which letters are encoded changes no day."""
    days = [
        [one.day for one in find_day_words(read(form), published_on=published_on)]
        for form in (words, unicodedata.normalize("NFC", words))
    ]
    assert days[0] == days[1]
