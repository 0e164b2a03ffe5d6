"""Where a person's name ends, whatever stands after it."""

import pytest

from extraction.names import after_honorifics, name_end
from extraction.reading import read
from extraction.words import is_unknown, sort_words

_NAMES = {
    "an adverb of time ends a name": ("محمود گودرزی ظهر شنبه", 2),
    "a verb ends a name": ("زهرا احمدی افزود", 2),
    "a title ends a name": ("علی نادری معاون وزیر", 2),
    "a surname may be an ordinary word": ("اشرف غنی در کابل", 2),
    "two words may make one surname": ("رضا قاضی زاده هاشمی گفت", 4),
    "a given name may be printed as two words": ("نعمت الله کریمی گفت", 3),
    "«سید» belongs to the name": ("سید حسن طاهری گفت", 3),
    "an ordinary word after the surname is no part of it": ("حسن طاهری توسعه راه‌ها را", 2),
    "no name starts with a verb": ("گفت حسن", 0),
    "no name starts with an adjective": ("پزشکی قانونی", 0),
    "«those who» are nobody by name": ("کسانی که گفتند", 0),
}


@pytest.mark.parametrize(("text", "end"), _NAMES.values(), ids=_NAMES)
def test_a_name_ends_before_the_first_word_that_is_none(text: str, end: int) -> None:
    """The words before the index are the name."""
    assert name_end(sort_words(read(text)), 0) == end


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("آیت‌الله کریمی", 1),
        ("آیت الله کریمی", 2),
        ("حجت الاسلام و المسلمین دکتر کریمی", 5),
        ("سردار سرتیپ کریمی", 2),
        ("کریمی", 0),
        ("امیر کریمی", 1),
    ],
)
def test_honorifics_stand_before_the_name(text: str, after: int) -> None:
    """However many, and however spaced, they are."""
    assert after_honorifics(sort_words(read(text)), 0) == after


@pytest.mark.parametrize("word", ["تحریمها", "میگویند", "شاهدان", "اطلاعرسانی", "مدیراجرایی", "ندانست", "بهعنوان"])
def test_an_inflected_or_glued_word_is_no_name(word: str) -> None:
    """Forms that hazm's list does not hold are told by their endings and beginnings."""
    assert not is_unknown(word)


@pytest.mark.parametrize("text", ["می رسد", "مي آيد", "نمی گیرد"])
def test_a_verb_apart_from_its_beginning_is_no_name(text: str) -> None:
    """Half-spaces are lost in the news; the word after «می» is the verb, whatever it looks like alone."""
    assert name_end(sort_words(read(text)), 1) == 1
