"""Each field of a filter of claims means what it says, alone, together, and inside others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.claim_conditions import claim_conditions
from db.claim_filters import ClaimFilter
from db.claim_limits import MOST_DEEP, MOST_FILTERS
from db.reading.catalogue import CLAIM
from db.sessions import Database
from db.tables import ArticleRow, ClaimRow, VerdictRow
from db.timeline import timeline_of
from domain.calendars import Calendar, Interval
from domain.correction import CorrectedField
from domain.dates import Basis
from domain.errors import BadFilter
from domain.roles import Actor, Role
from domain.statement import Kind
from tests import factories as make

LATER = make.NOW + timedelta(hours=1)
DAYS = (date(2024, 4, 30), date(2024, 5, 1), date(2024, 1, 1), date(2024, 3, 20), date(2024, 4, 9), None)
PRECISIONS = ("day", "month", "year", "year", "month", "day")


@dataclass(frozen=True)
class World:
    """The ids of claims by their numbers, and of what they belong to."""

    claims: Sequence[UUID]
    outlet: UUID
    verdicts: Sequence[UUID]


@pytest.fixture
async def world(database: Database) -> World:
    """Six claims of two articles: one day, months and years of three calendars, and none; with notes of all sorts."""
    async with database.reading() as session:
        verdicts = (await session.scalars(select(VerdictRow).order_by("position"))).all()
    outlet, other = make.outlet(), make.outlet("روزنامه\u200cی نمونه")
    articles = [make.article(of=outlet), make.article(of=other), make.article()]
    articles[1].published_on, articles[2].published_on = date(2023, 1, 1), None
    revisions = [make.revision(one) for one in articles]
    claims = [
        make.claim(revisions[number // 2], content=f"سخن {number}", said_on=day, precision=precision)
        for number, (day, precision) in enumerate(zip(DAYS, PRECISIONS, strict=True))
    ]
    for number, (basis, confidence) in enumerate([("stated", 0.2), ("carried", 0.5), ("published", 0.9)]):
        claims[number].said_on_basis, claims[number].confidence = basis, confidence
    claims[0].corrected_fields, claims[1].corrected_fields = ["kind", "speaker"], ["missed"]
    key = make.api_key()
    notes = [
        *make.note(claims[0], key=key, verdict_id=verdicts[0].id),
        *make.note(claims[0], key=key, verdict_id=verdicts[1].id, created_at=LATER),
        *make.note(claims[1], key=key, verdict_id=verdicts[0].id),
        *make.note(claims[1], key=key, verdict_id=verdicts[2].id, created_at=LATER, visibility="team"),
        *make.note(claims[2], key=key),
        *make.note(claims[3], key=key, verdict_id=verdicts[0].id, visibility="team"),
        *make.note(claims[4], key=key, stage="draft", verdict_id=verdicts[0].id),
        *make.note(
            claims[5], key=key, verdict_id=verdicts[0].id, retracted_at=LATER, retraction_reason="سند درست نبود"
        ),
    ]
    await make.store(database, [outlet, other, *articles, *revisions, *claims, key, *notes])
    return World([claim.id for claim in claims], other.id, [one.id for one in verdicts])


async def found(
    database: Database, where: ClaimFilter, viewer: Actor | None = None, *, is_listed: bool = False
) -> set[UUID]:
    """The ids of the claims that are meant."""
    claim = CLAIM.table.alias()
    query = select(claim.c.id).where(
        *claim_conditions(where, claim, is_sqlite=database.is_sqlite, viewer=viewer, is_listed=is_listed)
    )
    async with database.reading() as session:
        return set((await session.scalars(query)).all())


ALL = {0, 1, 2, 3, 4, 5}
FIRST, UNDATED = ClaimFilter(text="0"), ClaimFilter(said_on_bases=tuple(Basis))


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        (ClaimFilter(), ALL),
        (ClaimFilter(said_on_bases=(Basis.STATED, Basis.CARRIED)), {0, 1}),
        (ClaimFilter(published_from=date(2023, 1, 1)), {0, 1, 2, 3}),
        (ClaimFilter(published_from=date(2023, 1, 2)), {0, 1}),
        (ClaimFilter(published_before=date(2024, 4, 30)), {2, 3}),
        (ClaimFilter(outlet_names=("روزنامه ي نمونه",)), {2, 3}),
        (ClaimFilter(outlet_names=("روزنامه ي نمونه", "خبرگزاری آزمون", "هیچ")), {0, 1, 2, 3}),
        (ClaimFilter(outlet_names=("روزنامه",)), set()),
        (ClaimFilter(outlet_ids=(uuid4(),)), set()),
        (ClaimFilter(verdict_keys=("true",)), {1}),
        (ClaimFilter(verdict_keys=("half-true", "true")), {0, 1}),
        (ClaimFilter(verdict_keys=("no such",)), set()),
        (ClaimFilter(has_verdict=True), {0, 1}),
        (ClaimFilter(has_verdict=False), {2, 3, 4, 5}),
        (ClaimFilter(has_notes=True), {0, 1, 2}),
        (ClaimFilter(has_notes=False), {3, 4, 5}),
        (ClaimFilter(corrected_fields=(CorrectedField.SPEAKER,)), {0}),
        (ClaimFilter(corrected_fields=(CorrectedField.MISSED, CorrectedField.KIND)), {0, 1}),
        (ClaimFilter(corrected_fields=(CorrectedField.SAID_ON,)), set()),
        (ClaimFilter(least_confidence=0.5), {1, 2, 3, 4, 5}),
        (ClaimFilter(least_confidence=0.0), ALL),
        (ClaimFilter(least_confidence=1.0), set()),
        (ClaimFilter(has_notes=True, has_verdict=False), {2}),
        (ClaimFilter(all_of=(ClaimFilter(has_notes=True), ClaimFilter(has_verdict=False))), {2}),
        (ClaimFilter(all_of=(ClaimFilter(),)), ALL),
        (ClaimFilter(any_of=(FIRST, ClaimFilter(verdict_keys=("true",)))), {0, 1}),
        (ClaimFilter(any_of=(FIRST, ClaimFilter())), ALL),
        (ClaimFilter(any_of=(ClaimFilter(),)), ALL),
        (ClaimFilter(any_of=(FIRST,), has_verdict=False), set()),
        (ClaimFilter(none_of=(FIRST,)), {1, 2, 3, 4, 5}),
        (ClaimFilter(none_of=(FIRST, ClaimFilter(verdict_keys=("true",)))), {2, 3, 4, 5}),
        (ClaimFilter(none_of=(ClaimFilter(),)), set()),
        (ClaimFilter(none_of=(UNDATED,)), {5}),
        (ClaimFilter(none_of=(ClaimFilter(said_on_from=date(2024, 4, 1)),)), {2, 3, 5}),
        (ClaimFilter(none_of=(ClaimFilter(published_from=date(2000, 1, 1)),)), {4, 5}),
        (ClaimFilter(none_of=(ClaimFilter(none_of=(FIRST,)),)), {0}),
        (ClaimFilter(any_of=(ClaimFilter(all_of=(FIRST, ClaimFilter(has_verdict=True))),)), {0}),
        (ClaimFilter(text="سخن", any_of=(ClaimFilter(text="0"), ClaimFilter(text="1"))), {0, 1}),
    ],
)
async def test_a_filter_means_these_claims(
    database: Database, world: World, where: ClaimFilter, meant: set[int]
) -> None:
    """The same on both databases."""
    assert await found(database, where) == {world.claims[number] for number in meant}


@pytest.mark.parametrize(
    ("first", "before", "meant"),
    [
        (None, None, ALL),
        (date(2024, 4, 30), date(2024, 5, 1), {0}),
        (date(2024, 5, 1), date(2024, 6, 1), {1}),
        (date(2024, 5, 1), date(2024, 5, 31), set()),
        (date(2024, 5, 2), date(2024, 6, 2), set()),
        (date(2024, 1, 1), date(2025, 1, 1), {0, 1, 2, 4}),
        (date(2024, 1, 1), date(2024, 12, 31), {0, 1, 4}),
        (date(2024, 3, 20), date(2025, 3, 21), {0, 1, 3, 4}),
        (date(2024, 3, 20), date(2025, 3, 20), {0, 1, 4}),
        (date(2024, 4, 9), date(2024, 5, 8), {0, 4}),
        (date(2024, 4, 9), date(2024, 5, 7), {0}),
        (None, date(2025, 3, 20), {0, 1, 2, 4}),
        (date(2024, 4, 9), None, {0, 1, 4}),
        (date.min, date.max, {0, 1, 2, 3, 4}),
        (date(2024, 5, 1), date(2024, 4, 1), set()),
    ],
)
async def test_claims_are_surely_said_within_days(
    database: Database, world: World, first: date | None, before: date | None, meant: set[int]
) -> None:
    """A day, a Gregorian month and year, a Jalali year of 366 days from 20 March, and a Hijri month."""
    where = ClaimFilter(said_within_from=first, said_within_before=before)
    ids = [await found(database, where, is_listed=is_listed) for is_listed in (False, True)]
    assert ids == [{world.claims[number] for number in meant}] * 2


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        (ClaimFilter(said_on_from=date(2024, 4, 9), said_on_before=date(2024, 5, 1)), {0, 4}),
        (ClaimFilter(said_on_from=date.min), {0, 1, 2, 3, 4}),
        (ClaimFilter(said_on_before=date.max), {0, 1, 2, 3, 4}),
        (ClaimFilter(none_of=(ClaimFilter(said_on_before=date.max),)), {5}),
    ],
)
async def test_days_mean_the_same_in_a_list_and_where_claims_are_counted(
    database: Database, world: World, where: ClaimFilter, meant: set[int]
) -> None:
    """Whichever column is compared; an undated claim has no day in either."""
    ids = [await found(database, where, is_listed=is_listed) for is_listed in (False, True)]
    assert ids == [{world.claims[number] for number in meant}] * 2


@pytest.mark.parametrize("calendar", list(Calendar))
@pytest.mark.parametrize("interval", [Interval.MONTH, Interval.QUARTER, Interval.YEAR])
@pytest.mark.usefixtures("world")
async def test_a_bucket_opens_into_the_claims_that_it_counts(
    database: Database, interval: Interval, calendar: Calendar
) -> None:
    """Whatever is known of their days."""
    async with database.reading() as session:
        counted = await timeline_of(session, ClaimFilter(), interval=interval, calendar=calendar)
    opened = [
        len(await found(database, ClaimFilter(said_within_from=one.start, said_within_before=one.end)))
        for one in counted.buckets
    ]
    assert opened == [one.count for one in counted.buckets]


async def test_claims_of_an_outlet_or_a_verdict_by_its_id(database: Database, world: World) -> None:
    """As by its name."""
    of_outlet = await found(database, ClaimFilter(outlet_ids=(world.outlet, uuid4())))
    judged = await found(database, ClaimFilter(verdict_ids=(world.verdicts[1], uuid4())))
    assert (of_outlet, judged) == ({world.claims[2], world.claims[3]}, {world.claims[0]})


async def test_claims_of_a_topic_by_its_ids_and_names(database: Database, world: World) -> None:
    """Of one that was merged, those of what it was merged into."""
    kept = make.topic("آب و برق")
    merged, other = make.topic("برق‌رسانی", into=kept), make.topic("شهر")
    async with database.reading() as session:
        claims = (await session.scalars(select(ClaimRow).where(col(ClaimRow.id).in_(world.claims[:3:2])))).all()
        articles = (await session.scalars(select(ArticleRow))).all()
    by_claim = {claim.id: next(one for one in articles if one.id == claim.article_id) for claim in claims}
    first, second = (by_claim[world.claims[number]] for number in (0, 2))
    await make.store(database, [kept, merged, other, *make.about(first, kept, other), *make.about(second, other)])
    meant = [
        await found(database, where)
        for where in (
            ClaimFilter(topic_ids=(kept.id,)),
            ClaimFilter(topic_ids=(merged.id, uuid4())),
            ClaimFilter(topic_names=("برق رسانی",)),
            ClaimFilter(topic_names=("آب‌وبرق", "شهر")),
            ClaimFilter(topic_names=("برق",)),
            ClaimFilter(topic_names=("شهر",), none_of=(ClaimFilter(topic_ids=(kept.id,)),)),
        )
    ]
    ids = [
        {world.claims[number] for number in numbers} for numbers in ((0, 1), (0, 1), (0, 1), (0, 1, 2, 3), (), (2, 3))
    ]
    assert meant == ids


@pytest.mark.parametrize(("role", "meant"), [(Role.READER, {0, 1, 2}), (Role.VERIFIER, {0, 1, 2, 3, 4})])
async def test_who_sees_more_notes_finds_more_claims_that_have_some(
    database: Database, world: World, role: Role, meant: set[int]
) -> None:
    """The team alone learns of its own; retracted ones count for nobody."""
    viewer = Actor("سارا", uuid4(), role)
    with_notes = await found(database, ClaimFilter(has_notes=True), viewer)
    without = await found(database, ClaimFilter(none_of=(ClaimFilter(has_notes=True),)), viewer)
    assert (with_notes, without) == ({world.claims[one] for one in meant}, {world.claims[one] for one in ALL - meant})


@pytest.mark.parametrize(
    ("where", "field"),
    [
        (ClaimFilter(least_confidence=1.01), "minConfidence"),
        (ClaimFilter(least_confidence=-0.5), "minConfidence"),
        (ClaimFilter(least_confidence=float("nan")), "minConfidence"),
        (ClaimFilter(outlet_ids=tuple(uuid4() for _ in range(1_001))), "outletIds"),
        (ClaimFilter(outlet_names=tuple(map(str, range(1_001)))), "outlets"),
        (ClaimFilter(verdict_ids=tuple(uuid4() for _ in range(1_001))), "verdictIds"),
        (ClaimFilter(verdict_keys=tuple(map(str, range(1_001)))), "verdicts"),
        (ClaimFilter(none_of=(ClaimFilter(any_of=(ClaimFilter(text=""),)),)), "text"),
        (ClaimFilter(any_of=(ClaimFilter(),) * MOST_FILTERS), "where"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(where: ClaimFilter, field: str) -> None:
    """Inside other filters too, and before any database is asked."""
    with pytest.raises(BadFilter, match=f"^{field}: "):
        where.check()


async def test_filters_inside_one_another_have_an_end(database: Database) -> None:
    """As deep as is allowed is answered; one deeper is refused."""
    where = ClaimFilter(text="سخن")
    for _ in range(MOST_DEEP):
        where = ClaimFilter(none_of=(where,))
    assert await found(database, where) == set()
    with pytest.raises(BadFilter, match=r"^where: .* deep"):
        ClaimFilter(any_of=(where,)).check()


async def test_as_many_filters_as_are_allowed_are_one_statement(database: Database, world: World) -> None:
    """Each a search of its own."""
    one = ClaimFilter(text="سخن", has_notes=True, outlet_names=("خبرگزاری آزمون",), kinds=(Kind.DIRECT,))
    where = ClaimFilter(any_of=(one,) * (MOST_FILTERS - 1))
    assert await found(database, where) == {world.claims[0], world.claims[1]}
    assert replace(where).apart() == where.apart()
