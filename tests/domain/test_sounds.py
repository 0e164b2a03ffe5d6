"""Names that are found by their sound, in Persian and in Latin letters; the sound never tells who somebody is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sounds import sound_of, sounds_like


def is_found(typed: str, name: str) -> bool:
    """Whether a search for what somebody typed finds a name, as the database looks for it."""
    return all(part in sound_of(name) for part in sounds_like(typed))


ALIKE = [
    ("Rouhani", "حسن روحانی"),
    ("Hassan Rouhani", "حسن روحانی"),
    ("Ruhani", "حسن روحانی"),
    ("Zarif", "محمدجواد ظریف"),
    ("Khamenei", "علی خامنه\u200cای"),
    ("Ali Khamenei", "علی خامنه\u200cای"),
    ("Qalibaf", "محمدباقر قالیباف"),
    ("Ghalibaf", "محمدباقر قالیباف"),
    ("Lavrov", "سرگئی لاوروف"),
    ("Lavroff", "سرگئی لاوروف"),
    ("Macron", "امانوئل مکرون"),
    ("Macron", "امانوئل ماکرون"),
    ("ماکرون", "امانوئل مکرون"),
    ("Pompeo", "مایک پومپئو"),
    ("Pompeo", "مایک پامپئو"),
    ("پامپئو", "مایک پومپئو"),
    ("Netanyahu", "بنیامین نتانیاهو"),
    ("Erdogan", "رجب طیب اردوغان"),
    ("Erdoğan", "رجب طیب اردوغان"),
    ("Trump", "دونالد ترامپ"),
    ("Putin", "ولادیمیر پوتین"),
    ("Merkel", "آنگلا مرکل"),
    ("Raisi", "ابراهیم رئیسی"),
    ("Araghchi", "عباس عراقچی"),
    ("Araqchi", "عباس عراقچی"),
    ("Gharibabadi", "کاظم غریب\u200cآبادی"),
    ("rouhani", "حسن روحاني"),
    ("ترامپ", "Donald Trump"),
    ("لاوروف", "Sergey Lavrov"),
    ("فیلیپ", "Philip"),
    ("Cyrus", "سیروس"),
    ("Zhaleh", "ژاله"),
]


@pytest.mark.parametrize(("typed", "name"), ALIKE)
def test_a_name_is_found_by_its_sound(typed: str, name: str) -> None:
    """Whichever of the scripts and the spellings somebody types."""
    assert is_found(typed, name)


UNLIKE = [
    ("Rouhani", "محمدجواد ظریف"),
    ("Putin", "آنگلا مرکل"),
    ("Khatami", "علی خامنه\u200cای"),
    ("Jahangiri", "اسحاق چهانگیری"),
    ("Ali Zarif", "محمدجواد ظریف"),
    ("ظریف", "حسن روحانی"),
]


@pytest.mark.parametrize(("typed", "name"), UNLIKE)
def test_another_name_is_not_found(typed: str, name: str) -> None:
    """Every word of what is typed has to sound in the name."""
    assert not is_found(typed, name)


SHORT = [
    ("Ali", "علی آذرنگ", True),
    ("Ali", "مریم نیک\u200cفر علی", True),
    ("Ali", "مهدی ملکی", False),
    ("Ali", "کمال آذرنگ", False),
    ("Hossein", "حسین آذرنگ", True),
    ("Hossein", "بهرام سنجری", False),
    ("Zarif", "ظریفی", True),
    ("Zarif", "مظریفیان", True),
]


@pytest.mark.parametrize(("typed", "name", "found"), SHORT)
def test_a_short_sound_is_a_whole_word_of_the_name(typed: str, name: str, *, found: bool) -> None:
    """It says too little to be looked for inside a longer word; a longer one may be a part."""
    assert is_found(typed, name) is found


@given(st.text(alphabet="ابپتجخدرسشعفقکگلمنوهی \u200cabcdefghklmnopqrstuvwxyz", max_size=40))
def test_every_name_is_found_by_itself(name: str) -> None:
    """Whatever it is made of."""
    assert is_found(name, name)


@pytest.mark.parametrize("nothing", ["", "؟!", "۱۳۹۹", "او", "A"])
def test_what_has_no_consonants_sounds_of_nothing(nothing: str) -> None:
    """So nothing is looked for by its sound."""
    assert sounds_like(nothing) == []
