"""The role in which somebody spoke: the office of that day by the tables, else as the article gives it."""

from collections.abc import Sequence
from datetime import date

import pytest

from domain.claim import Role
from domain.ids import office_id, speaker_id
from domain.speaker import Office, Seats, Tenure
from domain.statement import Source, SourceKind
from domain.terms import PartialDay, Term
from extraction.office_titles import office_title
from ingest.roles import role_in, role_key, role_of

WHO = speaker_id("آرش سپهری")
DAY = (date(2020, 5, 1),)


def office(title: str, country: str | None = "IR", *, rank: int = 50, organisation: str | None = None) -> Office:
    """An office by its title; one with an organisation is one of many seats."""
    seats = Seats.MANY if organisation else Seats.ONE
    return Office(office_id(office_title(title).key, country), title, country, organisation, seats, rank, (title,))


PRESIDENT = office("رئیس جمهور", rank=10)
MINISTER = office("وزیر نیرو", rank=30)
COUNCILLOR = office("عضو شورای عالی آب", rank=70)
SECRETARY = office("دبیرکل سازمان ملل", None, rank=15)
DEPUTY = office("نماینده مجلس", rank=80, organisation="مجلس")


def held(one: Office, start: str = "2017", end: str = "2022") -> Tenure:
    """Somebody's time in an office."""
    return Tenure(WHO, one, Term(PartialDay.parse(start), PartialDay.parse(end) if end else None))


def told(
    *offices: str,
    by: Sequence[Tenure] = (),
    days: Sequence[date] = DAY,
    home: str | None = "IR",
    kind: SourceKind = SourceKind.PERSON,
    found: Tenure | None = None,
) -> Role | None:
    """The role of a source of which the article gives these offices."""
    return role_of(Source("آرش سپهری", kind, offices=offices), by, days, home=home, by=found)


OF_SEVERAL = [
    # The least rank, unless the article gives another.
    ((), (MINISTER, PRESIDENT, COUNCILLOR), PRESIDENT),
    (("عضو شورای عالی آب",), (MINISTER, PRESIDENT, COUNCILLOR), COUNCILLOR),
    (("وزیر نیرو ایران",), (MINISTER, PRESIDENT), MINISTER),
    (("عضو شورای عالی آب", "وزیر نیرو"), (COUNCILLOR, MINISTER, PRESIDENT), MINISTER),
    # An office of another country is not the one that is held, nor is one that nobody holds.
    (("وزیر نیرو عراق",), (MINISTER, PRESIDENT), PRESIDENT),
    (("نقاش",), (MINISTER, COUNCILLOR), MINISTER),
    # Whoever is in a house of many is called by its offices too.
    (("سخنگوی کمیسیون آموزش مجلس",), (MINISTER, DEPUTY), DEPUTY),
]


@pytest.mark.parametrize(("offices", "tenures", "role"), OF_SEVERAL)
def test_of_several_offices_one_is_the_role(offices: Sequence[str], tenures: Sequence[Office], role: Office) -> None:
    """The one that the article gives, else the one of the least rank."""
    assert told(*offices, by=[held(one) for one in tenures]) == role_in(role)


def test_the_order_of_the_tables_is_no_difference() -> None:
    """Also of offices of one rank."""
    one, other = office("وزیر نیرو", rank=30), office("وزیر کشور", rank=30)
    assert told(by=[held(one), held(other)]) == told(by=[held(other), held(one)])


DAYS = [
    (("2017", "2022"), ("2020-05-01",), True),
    (("2020-05-01", "2022"), ("2020-05-01",), True),
    (("2017", "2020-05-01"), ("2020-05-01",), False),
    (("2020", "2022"), ("2020-05-01",), False),
    (("2017", "2020-05-20"), ("2020-05-01", "2020-05-31"), False),
    (("2017", "2022"), ("2020-05-01", "2020-05-31"), True),
    (("2017", "2022"), (), False),
]


@pytest.mark.parametrize(("ends", "days", "sure"), DAYS)
def test_an_office_is_a_role_on_its_days_alone(ends: tuple[str, str], days: Sequence[str], *, sure: bool) -> None:
    """All of those on which it may have been said; on none where no day is known."""
    role = told(by=[held(MINISTER, *ends)], days=[date.fromisoformat(day) for day in days])
    assert role == (role_in(MINISTER) if sure else None)


def test_the_office_by_which_somebody_was_found_is_the_role() -> None:
    """Though the same one holds a higher one too."""
    assert told("وزیر نیرو", by=[held(PRESIDENT)], found=held(MINISTER)) == role_in(MINISTER)


ARTICLE = [
    (("شهردار سپیدان", "استاد دانشگاه"), SourceKind.PERSON, Role("شهردار سپیدان", "شهردارسپیدان|IR")),
    (("شهردار سپیدان",), SourceKind.OFFICE, Role("شهردار سپیدان", "شهردارسپیدان|IR")),
    ((), SourceKind.PERSON, None),
    (("شهردار سپیدان",), SourceKind.ORGANISATION, None),
    (("شهردار سپیدان",), SourceKind.UNNAMED, None),
]


@pytest.mark.parametrize(("offices", "kind", "role"), ARTICLE)
def test_where_no_table_tells_the_article_does(offices: Sequence[str], kind: SourceKind, role: Role | None) -> None:
    """The first office that it gives, in its words; a body and an unnamed source have none."""
    assert told(*offices, kind=kind) == role


COUNTRIES = [
    (PRESIDENT, "رئیس جمهور ایران"),
    (office("رئیس جمهور", "RU"), "رئیس جمهور روسیه"),
    (SECRETARY, "دبیرکل سازمان ملل"),
    (office("رئیس جمهور", "XX"), "رئیس جمهور"),
]


@pytest.mark.parametrize(("one", "words"), COUNTRIES)
def test_a_role_is_told_with_its_country(one: Office, words: str) -> None:
    """By the country's usual name, where there is one."""
    found = role_in(one)
    assert (found.words, found.office_id) == (words, one.id)


KEYS = [
    ("رئیس‌جمهوری روسیه", "IR", "رییسجمهور|RU"),
    ("رئیس جمهور", "IR", "رییسجمهور|IR"),
    ("رئیس جمهور کشورمان", "AF", "رییسجمهور|AF"),
    ("رئیس جمهور", None, "رییسجمهور|"),
]


@pytest.mark.parametrize(("words", "home", "key"), KEYS)
def test_a_role_that_the_article_alone_tells_is_found_by_its_title_and_country(
    words: str, home: str | None, key: str
) -> None:
    """However it is spelt; a title without a country is the outlet's own, where that can be told."""
    assert role_key(words, home=home) == key


@pytest.mark.parametrize("words", ["رئیس‌جمهوری", "رئیس جمهور ایران", "رئيس جمهور كشورمان"])
def test_a_role_is_found_alike_whether_tables_or_the_article_tell_it(words: str) -> None:
    """The same office, the same key."""
    role = told(words)
    assert role is not None
    assert (role.key, role.office_id) == (role_in(PRESIDENT).key, None)
