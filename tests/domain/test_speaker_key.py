"""Names of speakers as they are compared: spellings of one name are alike, other names are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import ZWNJ, search_key, speaker_key

ALIKE = [
    # «سید», apart and glued.
    ("سید حسن آذرنگ", "حسن آذرنگ"),
    ("سیدحسن آذرنگ", "حسن آذرنگ"),
    (f"سید{ZWNJ}حسن آذرنگ", "حسن آذرنگ"),
    ("سيد حسن آذرنگ", "حسن آذرنگ"),
    ("سید محمد جواد آذرنگ", "محمدجواد آذرنگ"),
    # «الله» and «اله».
    ("روح الله آذرنگ", "روح اله آذرنگ"),
    (f"روح{ZWNJ}الله آذرنگ", "روحاله آذرنگ"),
    ("حشمت الله آذرنگ", "حشمتاله آذرنگ"),
    # «ء».
    ("رجاء آذرنگ", "رجا آذرنگ"),
    ("علاءالدین آذرنگ", "علا الدین آذرنگ"),
    # Spaces and half-spaces.
    ("محمد جواد آذرنگ", "محمدجواد آذرنگ"),
    (f"محمد{ZWNJ}جواد آذرنگ", "محمدجواد آذرنگ"),
    ("ابوالفضل آذرنگ", "ابو الفضل آذرنگ"),
    (f"مریم نیک{ZWNJ}فر", "مریم نیکفر"),
    ("مریم نیک فر", "مریم نیکفر"),
    ("  مریم\u00a0 نیکفر ", "مریم نیکفر"),
    # Arabic letters, vowel marks, stretching, punctuation, case.
    ("علي آذركيش", "علی آذرکیش"),
    ("هبة آذرنگ", "هبه آذرنگ"),
    ("مُحَمّد آذرنگ", "محمد آذرنگ"),
    ("آذرنـــگ", "آذرنگ"),
    ("«مریم نیکفر»", "مریم نیکفر"),
    ("Maryam Nikfar", "maryam nikfar"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    """Whoever typed them."""
    assert speaker_key(one) == speaker_key(other)


DIFFERENT = [
    ("سیدی کیا", "کیا"),
    ("سیدی کیا", "ی کیا"),
    ("سیدزاده راد", "زاده راد"),
    ("سیدپور راد", "پور راد"),
    ("سیدان راد", "ان راد"),
    ("علی سید", "علی"),
    ("حسن آذرنگ", "حسین آذرنگ"),
    ("مریم نیکفر", "مریم نیکفری"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_are_not(one: str, other: str) -> None:
    """«سید» is left out before a name alone; a surname that begins with it is one's own."""
    assert speaker_key(one) != speaker_key(other)


@pytest.mark.parametrize("name", ["سید", "سیده", "سیدی", "سیدمحمد"])
def test_a_name_of_one_word_keeps_it(name: str) -> None:
    """It may be all that is known."""
    assert speaker_key(name) == name


NAMES = st.text(alphabet=f"ابتحدرسعفکلمنوهیيكۀءَ {ZWNJ}ـ", max_size=30)


@given(NAMES)
def test_half_spaces_and_doubled_spaces_are_no_difference(name: str) -> None:
    """Wherever they stand."""
    spaced = search_key(name).replace(" ", f" {ZWNJ} ")
    assert speaker_key(spaced) == speaker_key(name)


@given(NAMES)
def test_a_key_has_no_spaces(name: str) -> None:
    """So that no spelling of a compound differs."""
    assert " " not in speaker_key(name)


@pytest.mark.parametrize("spelling", ["سیده مریم نیک‌فر", "سید مریم نیک‌فر", "مریم نیک‌فر"])
def test_a_woman_is_the_same_with_her_title(spelling: str) -> None:
    """«سیده» goes whole."""
    assert speaker_key(spelling) == "مریمنیکفر"


def test_a_name_that_begins_like_the_title_and_an_h_is_kept() -> None:
    """«سیدهادی» is «سید هادی»."""
    assert speaker_key("سیدهادی آذرنگ") == speaker_key("هادی آذرنگ")
