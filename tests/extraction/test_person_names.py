"""Persons' names: every sentence is our own."""

import pytest

from domain.statement import SourceKind
from domain.text import ZWNJ
from extraction.person_names import is_full, is_persons
from extraction.statements import find_statements

_NO_PERSONS = [
    "نظام مصمم", "قدرت خریدها", "دوست دارم", f"بهار آزادی می{ZWNJ}شود", "بدانید روزی", "کمال تعجب", "دین اسلام",
    "شاهد مثال", "فرد ناشناس", "سیستم گوارشی",
]  # fmt: skip
_PERSONS = [
    "محمود گودرزی", "سعیدرضا عاملی", "سید رضا زواره‌ای", "ولادیمیر پوتین", "عزیزاله ملکی", "امام رضا", "نیک‌فر",
    "موسی دادی‌زاده", "خسرو دانشجو",
]  # fmt: skip
_NOT_FULL = ["محمد رضا", "حشمت الله", "هاشمی رفسنجانی", "احمدی نژاد", "تمیم بن", "رضایی"]
_FULL = ["محمود گودرزی", "حشمت‌الله فلاحت", "محمد علی نجفی", "محموداحمدی نژادیان", "دنیس مولنبرگ"]
_SPEAKERS = {
    "a glued time ends a name": ("محمود گودرزی عصردیروز گفت: باران می‌بارد.", ["محمود گودرزی"]),
    "a verb's noun ends a name": ("جعفر رحیمی معرفی شد و گفت: باران می‌بارد.", ["جعفر رحیمی"]),
    "a noun and an adjective are nobody": ("نظام مصمم است و گفت: باران می‌بارد.", []),
    "a team is no person": ("تیم ملی گفت: باران می‌بارد.", []),
}


@pytest.mark.parametrize("name", _NO_PERSONS)
def test_ordinary_words_and_verbs_are_no_persons_name(name: str) -> None:
    """A given name that is a word too needs a surname that is none."""
    assert not is_persons(name)


@pytest.mark.parametrize("name", _PERSONS)
def test_a_given_name_makes_any_surname_a_name(name: str) -> None:
    """Also one of two given names, and one alone that no table knows."""
    assert is_persons(name)


def test_a_person_who_is_known_may_have_an_ordinary_word_for_a_surname() -> None:
    """An office or a second naming tells that the words are a name."""
    assert is_persons("عادل آموزگار", known=True)


@pytest.mark.parametrize("name", _NOT_FULL)
def test_given_names_or_surnames_alone_are_not_full(name: str) -> None:
    """They tell no person from the others who have them."""
    assert not is_full(name)


@pytest.mark.parametrize("name", _FULL)
def test_a_given_name_with_a_surname_is_full(name: str) -> None:
    """However the words are spaced, and of foreigners too."""
    assert is_full(name)


@pytest.mark.parametrize(("text", "names"), _SPEAKERS.values(), ids=_SPEAKERS)
def test_junk_is_nobodys_name(text: str, names: list[str]) -> None:
    """A name ends before it, or there is none."""
    sources = [found.source for found in find_statements(text) if found.source is not None]
    assert [source.name for source in sources if source.kind is SourceKind.PERSON] == names
