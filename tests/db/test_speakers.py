"""Speakers are found by every name they go by, and never guessed."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.sessions import Database
from db.speakers import NewSpeaker, SpeakerRecord, add_speakers, similar_names, speaker_named, speakers_by_keys
from db.tables import AliasRow, SpeakerRow
from db.tables.speaker import SpeakerKind
from domain.errors import AmbiguousSpeaker, UnknownSpeaker
from domain.ids import SpeakerId, speaker_id
from domain.text import name_key
from tests import factories as make

NAME = "مریم نیک‌فر"


def new_speaker(name: str = NAME, kind: SpeakerKind = SpeakerKind.PERSON) -> NewSpeaker:
    """A speaker that is about to be stored."""
    return NewSpeaker(speaker_id(name), name, kind)


async def add(database: Database, *speakers: NewSpeaker) -> None:
    """Store speakers."""
    async with database.writing() as session:
        await add_speakers(session, speakers, now=make.NOW)


async def named(database: Database, name: str) -> SpeakerRecord:
    """The speaker of this name."""
    async with database.reading() as session:
        return await speaker_named(session, name)


async def similar(database: Database, name: str) -> list[str]:
    """The names that look like this one."""
    async with database.reading() as session:
        return await similar_names(session, name)


def alias(of: UUID, name: str) -> AliasRow:
    """Another name of a speaker."""
    return AliasRow(id=uuid4(), speaker_id=of, text=name, key=name_key(name), origin="manual", created_at=make.NOW)


@pytest.mark.parametrize("spelling", [NAME, "مريم نيک فر", "مریم نیکفر", " «مَریم نیک‌فر» "])
async def test_a_speaker_is_found_however_the_name_is_spelt(database: Database, spelling: str) -> None:
    """By its letters, without spaces and marks."""
    await add(database, new_speaker())
    assert await named(database, spelling) == SpeakerRecord(speaker_id(NAME), NAME, SpeakerKind.PERSON)


async def test_a_speaker_is_found_by_any_alias(database: Database) -> None:
    """The record has the name that the speaker is shown by."""
    await add(database, new_speaker())
    await make.store(database, [alias(speaker_id(NAME), "شهردار سپیدان")])
    assert (await named(database, "شهردار سپیدان")).name == NAME


async def test_a_name_of_several_speakers_is_nobodys(database: Database) -> None:
    """The error tells them all apart."""
    other = "مریم نیک‌فرجام"
    await add(database, new_speaker(), new_speaker(other))
    await make.store(database, [alias(speaker_id(name), "مریم") for name in (NAME, other)])
    with pytest.raises(AmbiguousSpeaker) as ambiguous:
        await named(database, "مریم")
    assert set(ambiguous.value.speakers) == {f"{name} (speaker_{speaker_id(name).hex})" for name in (NAME, other)}


async def test_an_unknown_name_is_told_with_similar_ones(database: Database) -> None:
    """Those that hold its longest word, the shortest first, three at most."""
    names = [f"{first} نیک‌فر" for first in ("مریم", "پرویندخت", "لیلا", "کیومرث")]
    await add(database, *map(new_speaker, names), new_speaker("بهرام آذرنگ"))
    with pytest.raises(UnknownSpeaker) as unknown:
        await named(database, "آقای نیکفر")
    assert unknown.value.similar == ("لیلا نیک‌فر", "مریم نیک‌فر", "کیومرث نیک‌فر")


@pytest.mark.parametrize("name", ["", "  ", "؟!", "%", "_", "کسی که نیست", "ا" * 60_000])
async def test_a_name_that_nothing_is_like_has_no_suggestions(database: Database, name: str) -> None:
    """Nor is a pattern's sign a name."""
    await add(database, new_speaker())
    assert await similar(database, name) == []


async def test_a_speaker_that_is_stored_stays_as_it_is(database: Database) -> None:
    """Another spelling of the name neither renames nor doubles the speaker."""
    await add(database, new_speaker())
    await add(database, new_speaker("مريم نيکفر", SpeakerKind.ORGANISATION))
    async with database.reading() as session:
        rows = (await session.execute(select(col(SpeakerRow.name), col(SpeakerRow.kind)))).all()
    assert [tuple(row) for row in rows] == [(NAME, "person")]


async def test_of_two_spellings_stored_together_the_first_is_the_name(database: Database) -> None:
    """The order in which a text has them is kept."""
    await add(database, new_speaker("مريم نيکفر"), new_speaker())
    assert (await named(database, NAME)).name == "مريم نيکفر"


async def test_two_that_store_the_same_speakers_in_two_orders_wait_for_nothing(database: Database) -> None:
    """PostgreSQL would end one of them, for each would wait for the other."""
    people = [new_speaker(f"نام{number} آذرنگ") for number in range(60)]
    await asyncio.gather(*(add(database, *people[turn:], *people[:turn]) for turn in range(0, 60, 8)))
    async with database.reading() as session:
        assert len((await session.scalars(select(col(SpeakerRow.id)))).all()) == 60


async def test_speakers_are_found_by_many_keys_at_once(database: Database) -> None:
    """Keys that nobody has are absent, and there may be more than one statement can name."""
    await add(database, new_speaker())
    keys = {name_key(NAME), *(f"کلید{number}" for number in range(40_000))}
    async with database.reading() as session:
        found = await speakers_by_keys(session, keys)
    assert found == {name_key(NAME): {SpeakerId(speaker_id(NAME))}}
