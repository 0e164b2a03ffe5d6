"""Whom a source is resolved to, on which day and in whose outlet; nobody, unless it is sure."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from domain.ids import SpeakerId, office_id, speaker_id
from domain.speaker import AliasForm, KnownName, KnownSpeaker, Office, Seats, SpeakerKind, Tenure
from domain.statement import Source, SourceKind
from domain.terms import PartialDay, Term
from domain.text import speaker_key
from extraction.office_titles import office_title
from ingest.directory import Directory
from ingest.resolve import Asked, Resolution, Why, is_full_name, resolve_source

ALWAYS = Term()


def term(start: str = "", end: str = "", believed_until: str = "") -> Term:
    """A term by what ISO 8601 tells of its ends."""
    until = date.fromisoformat(believed_until) if believed_until else None
    return Term(PartialDay.parse(start) if start else None, PartialDay.parse(end) if end else None, until)


def office(title: str, country: str | None = "IR", *, seats: Seats = Seats.ONE, rank: int = 30) -> Office:
    """An office by its title."""
    return Office(office_id(office_title(title).key, country), title, country, None, seats, rank, (title,))


def person(name: str, *held: tuple[Office, Term], country: str | None = "IR", died: str = "") -> KnownSpeaker:
    """A person of the tables with times in offices."""
    identity = speaker_id(name)
    tenures = tuple(Tenure(identity, office, when) for office, when in held)
    gone = PartialDay.parse(died) if died else None
    return KnownSpeaker(identity, identity, name, SpeakerKind.PERSON, country, gone, tenures)


def directory(
    *people: KnownSpeaker,
    full: Mapping[str, Sequence[tuple[KnownSpeaker, Term]]] | None = None,
    surnames: Mapping[str, Sequence[KnownSpeaker]] | None = None,
) -> Directory:
    """What is known of these people: their names, other names that mean them by themselves, and surnames."""
    names: dict[str, list[KnownName]] = {}
    for one in people:
        names.setdefault(speaker_key(one.name), []).append(KnownName(one, AliasForm.FULL, ALWAYS))
    for text, those in (full or {}).items():
        names.setdefault(speaker_key(text), []).extend(KnownName(one, AliasForm.FULL, when) for one, when in those)
    for text, bearers in (surnames or {}).items():
        own = (KnownName(one, AliasForm.SURNAME, ALWAYS) for one in bearers)
        names.setdefault(speaker_key(text), []).extend(own)
    holders: dict[str, list[tuple[KnownSpeaker, Tenure]]] = {}
    for one in people:
        for tenure in one.tenures:
            holders.setdefault(office_title(tenure.office.title).key, []).append((one, tenure))
    return Directory(names, holders)


PRESIDENT, MINISTER = office("رئیس جمهور", rank=10), office("وزیر امور خارجه")
PRESIDENT_ABROAD = office("رئیس جمهور", "AF", rank=10)
LEADERSHIP = office("رهبر", rank=5)
DEPUTY = office("نماینده مجلس", seats=Seats.MANY, rank=90)
ELDER = person("کاوه مهرزاد", (PRESIDENT, term("2013-08-03", "2021-08-03")))
YOUNGER = person(
    "آرش سپهری", (MINISTER, term("2017-02-01", "2021-08-03")), (PRESIDENT, term("2021-08-03", "", "2023-01-01"))
)
NEIGHBOUR = person("نادر خان", (PRESIDENT_ABROAD, term("2014", "2021-08-15")), country="AF")
MINISTER_ABROAD = person("فرید بلخی", country="AF")
BEFORE = person("سهراب فرزان", (MINISTER, term("2010-12", "2013-08")), died="2015-03-01")
IN_PARLIAMENT = person("علی آذرمی", (DEPUTY, term("2020-05-27", "2024-05-27")))
LEADER = person("سلیمان رهنورد", (LEADERSHIP, term("1989-06-04")))
COMMON = person("محمد حسینی", (office("وزیر راه"), term("2009", "2013-08")))
KNOWN = directory(
    ELDER,
    LEADER,
    BEFORE,
    YOUNGER,
    NEIGHBOUR,
    MINISTER_ABROAD,
    IN_PARLIAMENT,
    full={"مهرزاد": [(ELDER, term("2013-08-03"))]},
    surnames={"سپهری": [YOUNGER], "کریمی": [ELDER, NEIGHBOUR], "فرزان": [BEFORE], "بلخی": [MINISTER_ABROAD]},
)
PERSON, OFFICE = SourceKind.PERSON, SourceKind.OFFICE


def ask(  # noqa: PLR0913 - what an article may tell of a source
    name: str,
    day: str,
    *offices: str,
    kind: SourceKind = PERSON,
    home: str | None = "IR",
    abroad: bool = False,
    known: Directory = KNOWN,
) -> Resolution:
    """Who a source of this name is on a day; an office is its own name."""
    told = (name,) if kind is OFFICE else offices
    days = (date.fromisoformat(day),) if day else ()
    return resolve_source(Asked(Source(name, kind, offices=told), days, home, abroad), known)


TWO_YEARS = [
    # The same office, or the same words, in articles of two tenures.
    ("رئیس‌جمهور", "2019-05-01", OFFICE, "IR", ELDER),
    ("رئیس‌جمهور", "2022-05-01", OFFICE, "IR", YOUNGER),
    ("رئیس جمهور کشورمان", "2022-05-01", OFFICE, "IR", YOUNGER),
    ("رئيس جمهوري", "2019-05-01", OFFICE, "IR", ELDER),
    ("رئیس جمهور افغانستان", "2019-05-01", OFFICE, "IR", NEIGHBOUR),
    ("رئیس‌جمهور", "2019-05-01", OFFICE, "AF", NEIGHBOUR),
    ("وزیر خارجه ایران", "2019-05-01", OFFICE, "AF", YOUNGER),
    # A minister who becomes president.
    ("وزیر امور خارجه", "2019-05-01", OFFICE, "IR", YOUNGER),
    ("آرش سپهری", "2019-05-01", PERSON, "IR", YOUNGER),
    ("آرش سپهری", "2022-05-01", PERSON, "IR", YOUNGER),
    # A day on which one ends and another begins, a year of which only a part is known, a source that tells no further.
    ("رئیس‌جمهور", "2021-08-03", OFFICE, "IR", None),
    ("رئیس جمهور افغانستان", "2014-05-01", OFFICE, "IR", None),
    ("رئیس‌جمهور", "2023-06-01", OFFICE, "IR", None),
    # Nobody, where nobody is known, where it is of the past, and where no day is.
    ("رئیس‌جمهور", "2012-05-01", OFFICE, "IR", None),
    ("رئیس جمهور سابق", "2019-05-01", OFFICE, "IR", None),
    ("رهبر", "2019-05-01", OFFICE, "IR", None),
    ("رهبر ایران", "2019-05-01", OFFICE, "IR", LEADER),
    ("رئیس‌جمهور", "", OFFICE, "IR", None),
    ("نماینده مجلس", "2021-05-01", OFFICE, "IR", None),
    # A surname that the news gives one person alone, from when it does.
    ("مهرزاد", "2019-05-01", PERSON, "IR", ELDER),
    ("مهرزاد", "2005-05-01", PERSON, "IR", None),
    ("مهرزاد", "", PERSON, "IR", None),
    # The same surname in two countries.
    ("کریمی", "2019-05-01", PERSON, "IR", ELDER),
    ("کریمی", "2019-05-01", PERSON, "AF", NEIGHBOUR),
    ("کریمی", "2019-05-01", PERSON, "TJ", None),
    ("بلخی", "2019-05-01", PERSON, "IR", None),
    # A person who dies.
    ("فرزان", "2014-05-01", PERSON, "IR", BEFORE),
    ("فرزان", "2016-05-01", PERSON, "IR", None),
    ("سهراب فرزان", "2016-05-01", PERSON, "IR", BEFORE),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "kind", "home", "who"), TWO_YEARS)
def test_a_name_or_an_office_means_whom_it_meant_on_that_day(
    name: str, day: str, kind: SourceKind, home: str, who: KnownSpeaker | None
) -> None:
    """In an outlet of that country; nobody, where it is not sure."""
    assert ask(name, day, kind=kind, home=home).speaker == (who.id if who else None)


@pytest.mark.parametrize(
    ("name", "offices", "who"),
    [
        ("علی آذرمی", (), IN_PARLIAMENT),
        ("علی آذرمی", ("نماینده مردم سپیدان در مجلس",), IN_PARLIAMENT),
        ("علی آذرمی", ("استاد دانشگاه",), None),
        ("سپهری", ("کارشناس هواشناسی",), None),
        ("سپهری", ("رئیس جمهور",), YOUNGER),
        ("آذرمهر", ("رئیس جمهور",), None),
        ("مهرزاد", ("نقاش",), None),
        ("مهرزاد", ("نقاش", "رئیس‌جمهوری"), ELDER),
        ("کاوه مهرزاد", ("نقاش",), ELDER),
    ],
)
def test_what_the_article_says_of_a_person_counts(name: str, offices: Sequence[str], who: KnownSpeaker | None) -> None:
    """For a namesake of one of many members, and for a surname that is not one person's alone."""
    assert ask(name, "2022-01-01", *offices).speaker == (who.id if who else None)


def test_a_member_of_parliament_is_not_guessed_outside_the_seat() -> None:
    """Many bear such names; people are asked, with the member as a candidate."""
    found = ask("علی آذرمی", "2008-01-01")
    assert (found.why, [one.speaker for one in found.candidates]) == (Why.RULED_OUT, [IN_PARLIAMENT.id])


@pytest.mark.parametrize(
    ("day", "offices", "who"),
    [
        ("2011-05-01", (), COMMON),
        ("2019-05-01", (), None),
        ("2011-05-01", ("مدیرکل میراث فرهنگی",), None),
        ("2019-05-01", ("وزیر سابق راه",), COMMON),
    ],
)
def test_a_name_that_many_bear_needs_a_fitting_office(
    day: str, offices: Sequence[str], who: KnownSpeaker | None
) -> None:
    """Or a day in office, where the article gives none."""
    known = Directory({speaker_key(COMMON.name): [KnownName(COMMON, AliasForm.SHARED, ALWAYS)]})
    assert ask(COMMON.name, day, *offices, known=known).speaker == (who.id if who else None)


def test_who_came_into_the_office_later_is_not_its_holder_of_that_name_before() -> None:
    """«کاوه مهرزاد، رئیس جمهور» of 1990 is another one; of 2016 he is meant."""
    assert ask("کاوه مهرزاد", "1990-06-01", "رئیس جمهور").why is Why.RULED_OUT
    assert ask("کاوه مهرزاد", "2016-06-01", "رئیس جمهور").speaker == ELDER.id


def test_a_misprint_of_the_holders_name_makes_nobody_new() -> None:
    """Who has the office and the surname is asked about, not made anew."""
    found = ask("بهمن مهرزاد", "2019-05-01", "رئیس جمهور")
    assert (found.why, [one.speaker for one in found.candidates]) == (Why.ALMOST, [ELDER.id])


def test_a_dead_bearer_of_a_name_holds_no_other_office() -> None:
    """A namesake does; without an office the words may be quoted from of old."""
    assert ask("سهراب فرزان", "2019-05-01", "وزیر کار یمن").why is Why.RULED_OUT
    assert ask("سهراب فرزان", "2019-05-01").speaker == BEFORE.id


def test_what_people_taught_is_not_ruled_out() -> None:
    """They know who it is, whatever the tables say of days and offices."""
    names = {speaker_key("علی آذرمی"): [KnownName(IN_PARLIAMENT, AliasForm.FULL, ALWAYS, taught=True)]}
    assert ask("علی آذرمی", "2008-01-01", "استاد دانشگاه", known=Directory(names)).speaker == IN_PARLIAMENT.id


def test_of_namesakes_the_one_with_the_office_is_meant() -> None:
    """Where the article gives none of their offices, nobody is."""
    painter = KnownSpeaker(SpeakerId(office_id("x", "IR")), SpeakerId(office_id("x", "IR")), ELDER.name, ELDER.kind)
    both = directory(ELDER, painter)
    assert ask("کاوه مهرزاد", "2019-05-01", "رئیس جمهور", known=both).speaker == ELDER.id
    assert ask("کاوه مهرزاد", "2019-05-01", known=both).why is Why.SEVERAL


def test_speakers_who_were_merged_are_one() -> None:
    """Two of the same canonical id are no two candidates."""
    other = KnownSpeaker(speaker_id("ک. مهرزاد"), ELDER.id, "ک. مهرزاد", ELDER.kind, "IR", None, ELDER.tenures)
    merged = directory(ELDER, full={"مهرزادی": [(ELDER, ALWAYS), (other, ALWAYS)]})
    assert ask("مهرزادی", "2019-05-01", known=merged).speaker == ELDER.id


def test_a_title_without_a_country_is_nobodys_where_other_countries_are_in_play() -> None:
    """An article on elections abroad may mean any president; one with the country still tells."""
    assert ask("رئیس‌جمهور", "2019-05-01", kind=OFFICE, abroad=True).why is Why.NOT_HELD
    assert ask("رئیس جمهور ایران", "2019-05-01", kind=OFFICE, abroad=True).speaker == ELDER.id


@pytest.mark.parametrize("spelling", ["مریم نیک‌فر", "مريم نيک فر", "مریم نیکفر", "سید مریم نیک‌فر"])
def test_a_full_name_that_nobody_has_makes_one_speaker(spelling: str) -> None:
    """The same one, however it is spelt."""
    found = ask(spelling, "2019-05-01")
    assert (found.speaker, found.is_new) == (speaker_id("مریم نیک‌فر"), True)


def test_a_part_of_the_name_of_the_holder_of_an_office_is_the_holder() -> None:
    """«جواد آذرنگ» is محمدجواد آذرنگ where the article gives his office; alone it is somebody new."""
    minister = person("محمدجواد آذرنگ", (MINISTER, term("2015", "2020")))
    known = directory(minister)
    assert ask("جواد آذرنگ", "2018-05-01", "وزیر خارجه", known=known).speaker == minister.id
    assert ask("جواد آذرنگ", "2018-05-01", known=known).is_new


def test_an_organisation_speaks_as_itself() -> None:
    """It is never a person of that name."""
    found = ask("وزارت خارجه آمریکا", "2019-05-01", kind=SourceKind.ORGANISATION)
    assert (found.speaker, found.is_new) == (speaker_id("وزارت خارجه آمریکا"), True)


def test_words_that_everybody_completes_are_resolved_as_they_are_printed() -> None:
    """«مهرزاد» of 2005 is not the president of 2019, whose full name extraction gives."""
    source = Source("کاوه مهرزاد", PERSON, printed="مهرزاد")
    found = resolve_source(Asked(source, (date(2005, 5, 1),), "IR"), KNOWN)
    assert (found.speaker, found.why) == (None, Why.RULED_OUT)


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("یک مقام آگاه", SourceKind.UNNAMED, Why.UNNAMED),
        ("آذرنگ", PERSON, Why.NOT_FULL),
        ("رئیس اداره برق", OFFICE, Why.NOT_HELD),
    ],
)
def test_who_cannot_be_told_is_nobody(name: str, kind: SourceKind, why: Why) -> None:
    """A source without a name, a surname and an office of which nobody knows."""
    found = ask(name, "2019-05-01", kind=kind)
    assert (found.speaker, found.why) == (None, why)


def test_a_month_means_only_who_was_in_office_all_through_it() -> None:
    """The first and the last day of it are asked about."""
    source = Source("رئیس‌جمهور", OFFICE, offices=("رئیس‌جمهور",))
    for first, last, who in (("2020-05-01", "2020-05-31", ELDER.id), ("2021-07-23", "2021-08-22", None)):
        days = (date.fromisoformat(first), date.fromisoformat(last))
        assert resolve_source(Asked(source, days, "IR"), KNOWN).speaker == who


@pytest.mark.parametrize(
    ("name", "kind", "full"),
    [
        ("مریم نیک‌فر", PERSON, True),
        ("نیک‌فر", PERSON, False),
        ("شورای شهر سپیدان", SourceKind.ORGANISATION, True),
        ("شهردار سپیدان", OFFICE, False),
        ("منابع آگاه", SourceKind.UNNAMED, False),
    ],
)
def test_a_full_name_tells_one_from_others(name: str, kind: SourceKind, *, full: bool) -> None:
    """A person's given name and surname, and a body's name."""
    assert is_full_name(name, kind) is full
