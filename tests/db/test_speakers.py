"""Speakers are found by every name they go by, and never guessed."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.merging import merge_into
from db.sessions import Database
from db.speakers import NewSpeaker, SpeakerRecord, add_speakers, canonical_ids, similar_names, speaker_named
from db.tables import AliasRow, SpeakerRow
from domain.errors import AmbiguousSpeaker, UnknownSpeaker
from domain.ids import speaker_id
from domain.sounds import sound_of
from domain.speaker import SpeakerKind
from domain.text import speaker_key
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
    return AliasRow(
        id=uuid4(),
        speaker_id=of,
        text=name,
        language="fa",
        key=speaker_key(name),
        sound=sound_of(name),
        form="full",
        origin="manual",
        created_at=make.NOW,
    )


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


@pytest.mark.parametrize("spellings", [("مريم نيکفر", NAME), (NAME, "مريم نيکفر")])
async def test_of_two_spellings_the_persian_one_is_kept(database: Database, spellings: tuple[str, str]) -> None:
    """Whichever came first, alone or together, so that the order of articles changes nothing."""
    for spelling in spellings:
        await add(database, new_speaker(spelling))
    await add(database, *map(new_speaker, spellings))
    async with database.reading() as session:
        names = (await session.scalars(select(col(SpeakerRow.name)))).all()
        aliases = (await session.scalars(select(col(AliasRow.text)))).all()
    assert (names, aliases) == ([NAME], [NAME])


@pytest.mark.parametrize("first", [SpeakerKind.PERSON, SpeakerKind.ORGANISATION])
async def test_a_speaker_of_two_kinds_is_a_person(database: Database, first: SpeakerKind) -> None:
    """Whichever article came first."""
    for kind in (first, SpeakerKind.PERSON, SpeakerKind.ORGANISATION):
        await add(database, new_speaker(kind=kind))
    assert (await named(database, NAME)).kind is SpeakerKind.PERSON


async def test_a_speaker_of_the_tables_keeps_the_name(database: Database) -> None:
    """However an article spells it."""
    row, own = make.speaker("مريم نيکفر")
    row.id = own.speaker_id = row.canonical_id = speaker_id(NAME)
    row.origin = "shipped"
    await make.store(database, [row, own])
    await add(database, new_speaker())
    assert (await named(database, NAME)).name == "مريم نيکفر"


async def test_a_merged_speaker_is_found_as_the_one_whom_it_was_merged_into(database: Database) -> None:
    """By any of its names."""
    await add(database, new_speaker(), new_speaker("م. نیک‌فر"))
    async with database.writing() as session:
        await merge_into(session, speaker_id("م. نیک‌فر"), speaker_id(NAME), now=make.NOW)
    assert (await named(database, "م. نیک‌فر")).id == speaker_id(NAME)
    async with database.reading() as session:
        found = await canonical_ids(session, {speaker_id(NAME), speaker_id("م. نیک‌فر")})
    assert found == {speaker_id("م. نیک‌فر"): speaker_id(NAME)}


async def test_two_that_store_the_same_speakers_in_two_orders_wait_for_nothing(database: Database) -> None:
    """PostgreSQL would end one of them, for each would wait for the other."""
    people = [new_speaker(f"نام{number} آذرنگ") for number in range(60)]
    await asyncio.gather(*(add(database, *people[turn:], *people[:turn]) for turn in range(0, 60, 8)))
    async with database.reading() as session:
        assert len((await session.scalars(select(col(SpeakerRow.id)))).all()) == 60
