"""Where an office's description ends and when two descriptions are of one office."""

import pytest

from extraction.offices import may_hold, office_at, office_key, same_office
from extraction.organisations import description_end
from extraction.reading import read
from extraction.words import sort_words

_DESCRIPTIONS = {
    "a list with «و»": ("مدیرکل تعاون، کار و رفاه اجتماعی گفت", "مدیرکل تعاون، کار و رفاه اجتماعی"),
    "a representative in a body": ("نماینده مردم اهر در مجلس گفت", "نماینده مردم اهر در مجلس"),
    "a deed with its preposition": ("رئیس ستاد مبارزه با بحران در جمع", "رئیس ستاد مبارزه با بحران"),
    "a name in quotation marks": ("کارگردان فیلم «رود» درباره آن", "کارگردان فیلم «رود»"),
    "a person after whom a place is called": ("رئیس دانشگاه شهید بهشتی در جمع", "رئیس دانشگاه شهید بهشتی"),
    "the guardian's representative": ("نماینده ولی فقیه در استان یزد گفت", "نماینده ولی فقیه در استان یزد"),
    "a person's name ends it": ("معاون دانشگاه تبریز سارا احمدی", "معاون دانشگاه تبریز"),
    "a country ends an office of state": ("وزیر خارجه فرانسه تحریم‌ها را", "وزیر خارجه فرانسه"),
    "another source ends it": ("رئیس بانک و وزیر اقتصاد", "رئیس بانک"),
    "one of several": ("یکی از اعضای شورای شهر گفت", "یکی از اعضای شورای شهر"),
}


@pytest.mark.parametrize(("text", "description"), _DESCRIPTIONS.values(), ids=_DESCRIPTIONS)
def test_a_description_goes_on_as_far_as_the_office(text: str, description: str) -> None:
    """Commas, quotation marks and prepositions inside an office do not end it."""
    reading = read(text)
    assert reading.words(range(description_end(sort_words(reading), 0))) == description


def _key(text: str) -> tuple[str, ...]:
    return office_key(tuple(read(text).keys))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("رئیس‌جمهوری آمریکا", "رئیس جمهور امریکا"),
        ("نخست‌وزیر انگلیس", "نخست وزیر بریتانیا"),
        ("وزیر خارجه", "وزیر امور خارجه ایران"),
        ("نماینده مردم تبریز در مجلس", "نماینده تبریز در مجلس شورای اسلامی"),
        ("مدیرکل بنادر", "مدیر کل بنادر"),
    ],
)
def test_one_office_may_be_described_in_two_ways(one: str, other: str) -> None:
    """Spelling, spacing, idle words and words left out make no difference."""
    assert same_office(_key(one), _key(other))


def test_two_countries_offices_are_two() -> None:
    """Who is president of one country is not of another."""
    assert not may_hold([_key("رئیس جمهور روسیه")], _key("رئیس جمهور ترکیه"))


def test_this_country_is_the_one_named_last() -> None:
    """«این کشور» stands for the country before it."""
    reading = read("بحران لبنان ادامه دارد و رئیس جمهور این کشور")
    start = reading.keys.index("رییس")
    assert "لبنان" in office_at(sort_words(reading), range(start, len(reading.keys)))
