"""Filters mean what they say, and refuse what no statement can ask."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import ColumnElement, literal, select

from db.bound import SpeakerKey
from db.claim_filters import ClaimFilter
from db.filters import OfficeFilter, SpeakerFilter, only_speaker_called, speaker_conditions
from db.listing import count_claims
from db.reading.catalogue import SPEAKER
from db.sessions import Database
from domain.errors import BadFilter
from domain.statement import Kind, SpeechAct
from tests import factories as make

NAMES = ("مریم نیک‌فر", "بهرام آذرنگ", "Anna Smith_%")


def only_called(name: str) -> Sequence[ColumnElement[bool]]:
    """The conditions of the one speaker who goes by a name."""
    return only_speaker_called(literal(name, SpeakerKey()), SPEAKER.table)


@pytest.fixture
async def people(database: Database) -> Database:
    """A database of three speakers."""
    known = [make.speaker(name) for name in NAMES]
    await make.store(database, [row for rows in known for row in rows])
    return database


async def found(database: Database, where: SpeakerFilter) -> set[str]:
    """The names of the speakers that are meant."""
    speaker = SPEAKER.table
    async with database.reading() as session:
        return set((await session.scalars(select(speaker.c.name).where(*speaker_conditions(where, speaker)))).all())


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        (None, set(NAMES)),
        ("نیک", {NAMES[0]}),
        ("مريم نيکفر", {NAMES[0]}),
        ("ر", {NAMES[0], NAMES[1]}),
        ("anna", {NAMES[2]}),
        ("م%", {NAMES[0], NAMES[1]}),
        ("کسی که نیست", set()),
        ("ا" * 1_000, set()),
    ],
)
async def test_speakers_are_found_by_a_part_of_a_name(people: Database, name: str | None, meant: set[str]) -> None:
    """However it is spelt; a pattern's signs are no part of one."""
    assert await found(people, SpeakerFilter(name)) == meant


@pytest.mark.parametrize("name", ["", " ", "؟!", "%", "_", "\u200c"])
async def test_a_name_without_a_letter_is_refused(people: Database, name: str) -> None:
    """Rather than to mean everybody."""
    with pytest.raises(BadFilter, match="no letter"):
        await found(people, SpeakerFilter(name))


async def test_a_name_that_is_none_is_refused(people: Database) -> None:
    """SQLite looks for no such part."""
    with pytest.raises(BadFilter, match="more than 1000 letters"):
        await found(people, SpeakerFilter("ا" * 60_000))


@pytest.mark.parametrize(("name", "meant"), [("مريم نيکفر", [NAMES[0]]), ("مریم", []), ("", [])])
async def test_the_only_speaker_of_a_name_is_found(people: Database, name: str, meant: list[str]) -> None:
    """By the whole of it."""
    speaker = SPEAKER.table
    async with people.reading() as session:
        names = await session.scalars(select(speaker.c.name).where(*only_called(name)))
        assert names.all() == meant


async def test_a_name_that_two_speakers_have_is_nobodys(database: Database) -> None:
    """Two who are called alike are not told apart."""
    await make.store(database, [*make.speaker(), *make.speaker()])
    speaker = SPEAKER.table
    async with database.reading() as session:
        names = await session.scalars(select(speaker.c.name).where(*only_called(NAMES[0])))
        assert names.all() == []


async def test_a_name_of_two_who_were_merged_is_the_ones(database: Database) -> None:
    """They are one; a name that people rejected is nobody's."""
    own, decided = make.speaker(), make.judgement(decision="different", author="سارا")
    merged = make.merged_speaker(own[0].id, NAMES[0])
    await make.store(database, [*own, *merged, decided, make.alias(own[0].id, "کس دیگر", rejected_by=decided)])
    speaker = SPEAKER.table
    async with database.reading() as session:
        found = [
            (await session.scalars(select(speaker.c.id).where(*only_called(name)))).all()
            for name in (NAMES[0], "کس دیگر")
        ]
    assert found == [[own[0].id], []]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Azarang", {NAMES[1]}), ("bahram azarang", {NAMES[1]}), ("Smith", {NAMES[2]}), ("Zarif", set())],
)
async def test_a_name_in_other_letters_is_found_by_its_sound(people: Database, name: str, meant: set[str]) -> None:
    """Only where nobody's name is spelt so."""
    assert await found(people, SpeakerFilter(name)) == meant


@pytest.mark.parametrize(
    ("precision", "day", "is_held"),
    [
        ("day", date(2022, 5, 9), True),
        ("day", date(2022, 5, 10), False),
        ("month", date(2022, 4, 1), True),
        ("month", date(2022, 5, 1), False),
        ("year", date(2021, 1, 1), True),
        ("year", date(2022, 1, 1), False),
        ("year", date(2019, 1, 1), False),
    ],
)
async def test_a_claim_is_an_offices_where_all_its_days_are(
    database: Database,
    precision: str,
    day: date,
    is_held: bool,  # noqa: FBT001 - a fact of the table
) -> None:
    """From 2 February 2019 to 10 May 2022, whose day is the successor's."""
    article, own, office = make.article(), make.speaker(), make.office()
    revision = make.revision(article)
    tenure = make.tenure(own[0].id, office=office[0].id, start="2019-02-02", end="2022-05-10")
    claim = make.claim(revision, by=own[0].id, said_on=day, precision=precision)
    await make.store(database, [article, revision, *own, *office, tenure, claim])
    async with database.reading() as session:
        assert await count_claims(session, ClaimFilter(office=OfficeFilter(id=office[0].id))) == is_held


async def test_more_speakers_than_a_statement_holds_are_refused(database: Database) -> None:
    """With what to do."""
    many = ClaimFilter(speaker_ids=tuple(uuid4() for _ in range(40_000)))
    async with database.reading() as session:
        with pytest.raises(BadFilter, match="speakerIds: names more than"):
            await count_claims(session, many)


async def test_what_is_named_again_and_again_is_named_once(database: Database) -> None:
    """However often a client repeats it."""
    often = ClaimFilter(
        speaker_ids=(uuid4(),) * 40_000, kinds=(Kind.DIRECT,) * 40_000, speech_acts=(SpeechAct.ASSERTED,) * 40_000
    )
    async with database.reading() as session:
        assert await count_claims(session, often) == 0
