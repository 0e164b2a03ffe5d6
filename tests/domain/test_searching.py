"""Texts are searched by their words, and what somebody types is read as words, sequences and exclusions."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.searching import (
    MOST_LETTERS,
    Search,
    Term,
    places_of,
    search_for,
    searched_text,
    words_of,
)
from domain.text import Span

ZWNJ = "\u200c"


def keys(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word.key for word in words_of(text)]


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        (f"تحریم{ZWNJ}های", "تحریمهای"),
        ("مُدیرِ كُل", "مدیر کل"),
        ("دولـــت", "دولت"),
        ("سال ۱۳۹۹ و ١٣٩٩", "سال 1399 و 1399"),
        ("Café RÉSUMÉ", "cafe\u0301 re\u0301sume\u0301"),
        ("ﺍﯾﺮﺍﻥ", "ایران"),
        ("İZMİR", "izmir"),
        ("straße", "STRASSE"),
        ("a_b", "a b"),
        ("آب،برق/گاز", "آب برق گاز"),
        ("مسئول", "مسیول"),
        ("👍 خوب 👎", "خوب"),
    ],
)
def test_spellings_of_one_text_have_the_same_words(printed: str, other: str) -> None:
    """However it is printed or typed."""
    assert keys(printed) == keys(other)


def test_a_word_of_no_end_is_compared_by_its_beginning() -> None:
    """So that every database indexes it."""
    assert keys("ا" * 5_000) == ["ا" * MOST_LETTERS]


@given(st.text())
def test_words_of_words_are_the_same(text: str) -> None:
    """A key is one word, of letters and digits alone, and is its own key."""
    found = keys(text)
    assert (keys(" ".join(found)), all(word.isalnum() for word in found)) == (found, True)


@given(st.text())
def test_words_are_printed_where_they_are_told_to_be(text: str) -> None:
    """In order, none in another, and each place has just this word."""
    words = words_of(text)
    assert [keys(word.span.of(text)) for word in words] == [[word.key] for word in words]
    assert all(one.span.end <= other.span.start for one, other in pairwise(words))


@pytest.mark.parametrize(
    ("content", "target", "told"),
    [
        (Span(8, 24), None, "او گفت <سد تازه پر است>"),
        (Span(8, 24), Span(8, 15), "او گفت <[سد تازه] پر است>"),
        (Span(0, 6), Span(20, 24), "<او گفت> سد تازه پر [است]"),
        (Span(9, 13), None, "او گفت <سد تازه> پر است"),
        (Span(2, 3), None, "او گفت سد تازه پر است"),
    ],
)
def test_the_parts_of_a_claim_are_marked(content: Span, target: Span | None, told: str) -> None:
    """A word of which a part is inside is inside; a part without a word has no marks."""
    assert searched_text("او گفت: سد تازه پر است", content=content, target=target) == told


@pytest.mark.parametrize(
    ("typed", "search"),
    [
        ("", Search(())),
        ('«»؟! - -- ""', Search(())),
        ("آب", Search((Term(("آب",)),))),
        ("آب آب", Search((Term(("آب",)),))),
        ("12/3", Search((Term(("12", "3")),))),
        ("covid-19", Search((Term(("covid", "19")),))),
        ("sara@example.org", Search((Term(("sara", "example", "org")),))),
        ("#آب_و_هوا", Search((Term(("آب", "و", "هوا")),))),
        ("«سد تازه»", Search((Term(("سد", "تازه"), is_whole=True),))),
        ('"سد تازه"', Search((Term(("سد", "تازه"), is_whole=True),))),
        ("“سد”", Search((Term(("سد",), is_whole=True),))),
        ('آب "سد تا', Search((Term(("آب",)), Term(("سد", "تا"), is_whole=True)))),
        ("آب -برق", Search((Term(("آب",)),), (Term(("برق",)),))),
        ("آب −برق", Search((Term(("آب",)),), (Term(("برق",)),))),
        ("-«برق شهر» آب", Search((Term(("آب",)),), (Term(("برق", "شهر"), is_whole=True),))),
        ("آب - برق", Search((Term(("آب",)), Term(("برق",))))),
        ("-برق", Search((), (Term(("برق",)),))),
        ("آب AND برق OR NOT", Search(tuple(Term((word,)) for word in ("آب", "and", "برق", "or", "not")))),
    ],
)
def test_what_is_typed_means(typed: str, search: Search) -> None:
    """Words, what stands in quotation marks, and what has a «-» before it; everything else parts words."""
    assert search_for(typed) == search


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("تحریم", f"لغو تحریم{ZWNJ}هاى تازه", [f"تحریم{ZWNJ}هاى"]),
        ("تحریمهای", f"لغو تحریم{ZWNJ}هاى تازه", [f"تحریم{ZWNJ}هاى"]),
        ("«تحریم»", f"تحریم و تحریم{ZWNJ}ها", ["تحریم"]),
        ("«سد تازه»", "سد، تازه و سد کهنه", ["سد، تازه"]),
        ("12/3", "از ۱۲/۳ تا ۱۲/۳۵ و ۱۲", ["۱۲/۳", "۱۲/۳۵"]),
        ("سد تازه", "تازه سد ساخته شد", ["تازه", "سد"]),
        ("«آب سد» «سد تازه»", "آب سد تازه", ["آب سد تازه"]),
        ("آب -سد", "آب سد", ["آب"]),
        ("برق", "آب سد", []),
        ("آب", "", []),
    ],
)
def test_what_a_search_finds_is_shown_in_the_text(typed: str, text: str, found: list[str]) -> None:
    """As printed; places that overlap are one."""
    assert [span.of(text) for span in places_of(search_for(typed), text)] == found
