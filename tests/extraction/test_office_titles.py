"""The title and the country in the words for an office, however a newsroom spells them."""

from collections.abc import Mapping

import pytest

from domain.text import ZWNJ
from extraction.office_titles import HOME, OfficeTitle, count_countries, country_name, office_title, without_country
from extraction.statements import find_statements

PRESIDENT, FOREIGN, PREMIER, INTERIOR = "رییسجمهور", "وزیرخارجه", "نخستوزیر", "وزیرکشور"

TITLES = [
    ("رئیس جمهور", PRESIDENT, None),
    ("رئیس‌جمهور", PRESIDENT, None),
    ("رئيس جمهوري", PRESIDENT, None),
    ("رئیسجمهور ایران", PRESIDENT, "IR"),
    ("رئیس جمهور ایران", PRESIDENT, "IR"),
    ("رئیس‌جمهوری اسلامی ایران", PRESIDENT, "IR"),
    ("رئیس جمهور جمهوری اسلامی ایران", PRESIDENT, "IR"),
    ("رئیس جمهور کشورمان", PRESIDENT, HOME),
    ("رئیس‌جمهوری روسیه", PRESIDENT, "RU"),
    ("رئیس جمهور فدراسیون روسیه", PRESIDENT, "RU"),
    ("رئيس جمهور امريكا", PRESIDENT, "US"),
    ("وزیر امور خارجه آمریکا", FOREIGN, "US"),
    ("وزیر خارجه امریکا", FOREIGN, "US"),
    ("وزیر خارجه ایالات متحده", FOREIGN, "US"),
    ("وزیر امور خارجه ایالات متحده آمریکا", FOREIGN, "US"),
    ("وزیرخارجه آمریکا", FOREIGN, "US"),
    ("وزیر محترم امور خارجه ایران", FOREIGN, "IR"),
    ("وزیر امور خارجه کشورمان", FOREIGN, HOME),
    ("نخست وزیر رژیم صهیونیستی", PREMIER, "IL"),
    ("نخست‌وزیر اسرائیل", PREMIER, "IL"),
    ("نخستوزیر رژیم اشغالگر قدس", PREMIER, "IL"),
    ("نخست وزیر انگلستان", PREMIER, "GB"),
    ("نخست‌وزیر بریتانیا", PREMIER, "GB"),
    ("وزیر کشور", INTERIOR, None),
    ("وزیر کشور عراق", INTERIOR, "IQ"),
    ("وزیر کشور کشورمان", INTERIOR, HOME),
    ("دبیرکل سازمان ملل", "دبیرکلسازمانملل", None),
    ("دبیر کل سازمان ملل", "دبیرکلسازمانملل", None),
    (f"شهردار نیکان{ZWNJ}شهر", "شهردارنیکانشهر", None),
]


@pytest.mark.parametrize(("words", "key", "country"), TITLES)
def test_an_office_is_a_title_and_a_country(words: str, key: str, country: str | None) -> None:
    """«امور» and its like are idle; «وزیر کشور» is of no country that it names."""
    assert office_title(words) == OfficeTitle(key, country)


@pytest.mark.parametrize("words", ["نماینده ویژه آمریکا در امور ایران", "سفیر ایران در روسیه"])
def test_an_office_between_two_countries_is_of_neither(words: str) -> None:
    """Both stay in its title, so that two envoys are two offices."""
    found = office_title(words)
    assert (found.country, "ایران" in found.key) == (None, True)


def test_one_country_named_twice_is_that_country() -> None:
    """By two of its names."""
    assert office_title("سفیر آمریکا و ایالات متحده").country == "US"


@pytest.mark.parametrize("words", ["ایران", "آمریکا", "", "!"])
def test_a_country_alone_is_no_office_of_it(words: str) -> None:
    """The first word is the office's own."""
    assert office_title(words).country is None


WITHOUT = [
    ("رئیس‌جمهور افغانستان", "رئیس‌جمهور"),
    ("وزیر امور خارجه ایالات متحده آمریکا", "وزیر امور خارجه"),
    ("نخست وزیر رژیم صهیونیستی", "نخست وزیر"),
    ("رئيس جمهور روسيه", "رئيس جمهور"),
    ("وزیر امور خارجه کشورمان", "وزیر امور خارجه"),
    ("وزیر کشور", "وزیر کشور"),
    ("وزیر کشور عراق", "وزیر کشور"),
    ("  شهردار سپیدان ", "شهردار سپیدان"),
    ("ایران", "ایران"),
    ("", ""),
]


@pytest.mark.parametrize(("words", "left"), WITHOUT)
def test_a_title_is_kept_as_it_is_printed(words: str, left: str) -> None:
    """Its country apart, which the office has beside it."""
    assert without_country(words) == left


@pytest.mark.parametrize(("words", "left"), WITHOUT)
def test_leaving_the_country_out_leaves_the_title(words: str, left: str) -> None:
    """The office is compared alike with its country and without."""
    assert office_title(left).key == office_title(words).key


NAMES = [("IR", "ایران"), ("US", "آمریکا"), ("RU", "روسیه"), ("GB", "انگلیس"), ("AF", "افغانستان"), ("XX", None)]


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_a_country_has_one_usual_name(code: str, name: str | None) -> None:
    """The one that most news prints; None where no table has the code."""
    assert country_name(code) == name


@pytest.mark.parametrize("code", ["IR", "US", "RU", "GB", "AF", "IL", "CN", "IQ"])
def test_the_usual_name_of_a_country_means_it(code: str) -> None:
    """So a role that is printed with it is read as the same office."""
    assert office_title(f"رئیس جمهور {country_name(code)}").country == code


COUNTED: list[tuple[str, Mapping[str, int]]] = [
    ("رییس جمهور روسیه به ایران رفت", {"RU": 1, "IR": 1}),
    ("ایران و ایران و کشورمان", {"IR": 2, HOME: 1}),
    ("ایالات متحده آمریکا", {"US": 1}),
    ("آمریکا و امریکا", {"US": 2}),
    ("رژیم صهیونیستی", {"IL": 1}),
    ("شهردار سپیدان گفت", {}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "counts"), COUNTED)
def test_each_naming_of_a_country_counts_once(text: str, counts: Mapping[str, int]) -> None:
    """By its last word, so a name of several words is no more than one of one."""
    assert count_countries(text.split()) == counts


def test_a_last_word_that_two_countries_share_counts_for_neither() -> None:
    """«متحده» is of the States and of the Emirates."""
    assert count_countries(("ایالات", "متحده")) == {}


@pytest.mark.parametrize("words", ["رئیس جمهوری اسلامی ایران", "رئیس‌جمهوری اسلامی ایران", "رییس جمهور ایران"])
def test_the_republic_in_a_president_is_the_titles(words: str) -> None:
    """Though «جمهوری اسلامی ایران» is a country too."""
    assert office_title(words) == OfficeTitle("رییسجمهور", "IR")


def test_a_title_with_two_countries_keeps_both() -> None:
    """Neither is its country."""
    words = "نماینده ویژه آمریکا در امور ایران"
    assert (without_country(words), office_title(words).country) == (words, None)


def test_this_country_is_the_one_that_was_named_before() -> None:
    """And its name takes the place of «این کشور»."""
    text = "نادر خان به افغانستان رفت. رئیس‌جمهور این کشور گفت: باران می‌بارد."
    [statement] = find_statements(text)
    assert statement.source is not None
    assert office_title(statement.source.offices[0]) == OfficeTitle("رییسجمهور", "AF")


@pytest.mark.parametrize("words", ["استاندار آذربایجان شرقی", "مدیرکل تبلیغات آذربایجان غربی"])
def test_a_province_is_no_country(words: str) -> None:
    """Though its name begins with one's."""
    assert office_title(words).country is None


def test_the_country_of_that_name_is_one() -> None:
    """«آذربایجان» alone."""
    assert office_title("رئیس‌جمهور آذربایجان").country == "AZ"
