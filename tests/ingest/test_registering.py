"""Storing a register: what it adds, what it changes, what it leaves alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.register import Changes
from db.sessions import Database
from db.tables import (
    AliasRow,
    ClaimRow,
    JudgementRow,
    MentionRow,
    OfficeAliasRow,
    OfficeRow,
    OutletRow,
    SpeakerRow,
    TenureRow,
)
from domain.ids import office_id, speaker_id
from domain.register import ListedAlias, ListedOffice, ListedOutlet, ListedSpeaker, ListedTenure, Register
from domain.speaker import Origin
from domain.terms import PartialDay
from ingest.registering import store_register, would_change
from tests.ingest.registering import NOW, REGISTER, article, between, ingest, register
from tests.ingest.stored_rows import rows, speaker_called

ELDER, YOUNGER = speaker_id("کاوه مهرزاد"), speaker_id("آرش سپهری")
TABLES = (SpeakerRow, AliasRow, OfficeRow, OfficeAliasRow, TenureRow, OutletRow)
NAMED_ALIKE = replace(REGISTER, aliases=(*REGISTER.aliases, ListedAlias("elder", "کاوه مهرزادی", source="test")))
"""The register with another full name of its president."""


async def everything(database: Database) -> list[str]:
    """All that a register may change, claims and judgements too."""
    return [repr(row) for table in (*TABLES, ClaimRow, MentionRow, JudgementRow) for row in await rows(database, table)]


async def stored(database: Database, listed: Register, origin: Origin = Origin.SHIPPED) -> Changes:
    """What storing a register changed, a day after the first one."""
    changes, _ = await store_register(database, listed, origin=origin, home_country="IR", now=NOW + timedelta(days=1))
    return changes


async def test_storing_the_same_again_changes_nothing(database: Database) -> None:
    """Not even when it was made known, and nothing is said to change."""
    await register(database)
    before = await everything(database)
    changes = await stored(database, REGISTER)
    assert (bool(changes), await everything(database)) == (False, before)


async def test_the_rows_say_what_the_register_says(database: Database) -> None:
    """With the days that are known of a time in office, and who told it."""
    await register(database)
    [row] = [row for row in await rows(database, TenureRow) if row.office_id == office_id("وزیرنیرو", "IR")]
    assert (row.speaker_id, row.from_on, row.from_precision, row.to_on, row.held_from, row.held_until, row.origin) == (
        YOUNGER, date(2017, 2, 1), "month", date(2021, 8, 3), date(2017, 2, 28), date(2021, 8, 3), "shipped",
    )  # fmt: skip


async def test_asking_what_would_change_writes_nothing(database: Database) -> None:
    """Of a register that adds, changes and leaves out."""
    await register(database)
    before = await everything(database)
    changed = replace(NAMED_ALIKE, tenures=REGISTER.tenures[1:])
    await would_change(database, changed, origin=Origin.SHIPPED, now=NOW)
    assert await everything(database) == before


@pytest.mark.parametrize("origin", [Origin.SHIPPED, Origin.MANUAL])
async def test_what_would_change_is_what_storing_changes(database: Database, origin: Origin) -> None:
    """New, changed and no longer listed, by the same names."""
    await register(database)
    other = replace(
        NAMED_ALIKE,
        speakers=(replace(REGISTER.speakers[0], born=PartialDay.parse("1950")), *REGISTER.speakers[1:]),
        tenures=(replace(REGISTER.tenures[0], term=between("2013-08-03", "2020")), *REGISTER.tenures[1:2]),
        outlets=(ListedOutlet("افق بلخ", "AF"),),
    )
    expected = await would_change(database, other, origin=origin, now=NOW)
    assert (bool(expected), await stored(database, other, origin)) == (True, expected)


async def test_a_shipped_row_that_is_no_longer_listed_goes(database: Database) -> None:
    """A name, a title and a time in office, by what people know them."""
    await register(database)
    offices = (replace(REGISTER.offices[0], titles=()), *REGISTER.offices[1:])
    changes = await stored(
        database, replace(REGISTER, aliases=REGISTER.aliases[1:], offices=offices, tenures=REGISTER.tenures[1:])
    )
    assert changes.gone == {"alias": ["مهرزاد"], "office_alias": ["رئیس دولت"], "tenure": ["test"]}


async def test_speakers_and_offices_that_are_no_longer_listed_stay(database: Database) -> None:
    """Claims may name them."""
    await register(database)
    await stored(database, Register())
    left = [len(await rows(database, table)) for table in (SpeakerRow, OfficeRow, AliasRow, TenureRow)]
    assert left == [2, 2, 0, 0]


async def test_an_import_takes_nothing_away(database: Database) -> None:
    """What it does not list is left as it is."""
    await register(database)
    before = await everything(database)
    await stored(database, Register(), Origin.MANUAL)
    assert await everything(database) == before


async def test_a_shipped_value_becomes_what_the_tables_tell_now(database: Database) -> None:
    """Of a speaker, a time in office and an office."""
    await register(database)
    await stored(
        database,
        replace(
            REGISTER,
            speakers=(replace(REGISTER.speakers[0], country="AF"), *REGISTER.speakers[1:]),
            offices=(replace(REGISTER.offices[0], rank=11), *REGISTER.offices[1:]),
        ),
    )
    president = office_id("رییسجمهور", "IR")
    [rank] = [row.rank for row in await rows(database, OfficeRow) if row.id == president]
    assert ((await speaker_called(database, "کاوه مهرزاد")).country, rank) == ("AF", 11)


async def test_what_people_gave_stays_over_loading(database: Database) -> None:
    """The tables only fill what people left open."""
    own = ListedSpeaker("k", "کاوه مهرزاد", latin="Kave Mehrzad", country="AF", source="سارا")
    await stored(database, Register(speakers=(own,)), Origin.MANUAL)
    await register(database)
    row = await speaker_called(database, "کاوه مهرزاد")
    assert (row.latin, row.country, row.source, row.origin, row.wikidata_id) == (
        "Kave Mehrzad", "AF", "سارا", "manual", "Q1",
    )  # fmt: skip


async def test_an_import_fills_gaps_only(database: Database) -> None:
    """Of what the tables tell nothing is changed."""
    await register(database)
    given = ListedSpeaker("k", "کاوه مهرزاد", latin="K. M.", country="AF", born=PartialDay.parse("1950-07"), source="x")
    await stored(database, Register(speakers=(given,)), Origin.MANUAL)
    row = await speaker_called(database, "کاوه مهرزاد")
    assert (row.latin, row.country, row.born_on, row.born_precision, row.origin) == (
        "Kaveh Mehrzad", "IR", date(1950, 7, 1), "month", "shipped",
    )  # fmt: skip


async def test_a_second_import_corrects_the_first(database: Database) -> None:
    """Both are what people say; what the second leaves open stays."""
    first = ListedSpeaker("k", "مریم نیک‌فر", country="AF", born=PartialDay.parse("1970"), source="x")
    await stored(database, Register(speakers=(first,)), Origin.MANUAL)
    second = replace(first, country="IR", born=None)
    await stored(database, Register(speakers=(second,)), Origin.MANUAL)
    row = await speaker_called(database, "مریم نیک‌فر")
    assert (row.country, row.born_on) == ("IR", date(1970, 1, 1))


async def test_a_speaker_is_found_by_wikidata_id_under_another_name(database: Database) -> None:
    """The import's name is one more name, and its time in office the same speaker's."""
    await register(database)
    listed = Register(
        speakers=(ListedSpeaker("k", "ک. مهرزاد", wikidata_id="Q1", source="x"),),
        offices=(ListedOffice("m", "شهردار سپیدان", country="IR", source="x"),),
        tenures=(ListedTenure("k", "m", between("2001", "2005"), "x"),),
    )
    await stored(database, listed, Origin.MANUAL)
    names = {row.text for row in await rows(database, AliasRow) if row.speaker_id == ELDER}
    held = {row.office_id for row in await rows(database, TenureRow) if row.speaker_id == ELDER}
    assert (len(await rows(database, SpeakerRow)), "ک. مهرزاد" in names, len(held)) == (2, True, 2)


async def test_the_tables_rename_who_has_the_wikidata_id(database: Database) -> None:
    """Of an import the stored name stays, of the tables themselves the new one is told; the id is kept."""
    await register(database)
    renamed = replace(REGISTER.speakers[0], name="کاوه مهرزاد سپیدانی")
    await stored(database, replace(REGISTER, speakers=(renamed, *REGISTER.speakers[1:])))
    assert (await speaker_called(database, "کاوه مهرزاد")).name == "کاوه مهرزاد سپیدانی"


async def test_an_office_is_found_by_wikidata_id_under_another_title(database: Database) -> None:
    """The import's title is one more title."""
    known = replace(REGISTER, offices=(replace(REGISTER.offices[0], wikidata_id="Q10"), *REGISTER.offices[1:]))
    await register(database, known)
    given = ListedOffice("p", "رئیس قوه مجریه", country="IR", wikidata_id="Q10", source="x")
    await stored(database, Register(offices=(given,)), Origin.MANUAL)
    titles = {row.text for row in await rows(database, OfficeAliasRow) if row.office_id == office_id("رییسجمهور", "IR")}
    assert (len(await rows(database, OfficeRow)), titles) == (2, {"رئیس جمهور", "رئیس دولت", "رئیس قوه مجریه"})


async def test_an_office_is_found_by_any_of_its_titles_in_its_country(database: Database) -> None:
    """«رئیس دولت» of Iran is the president; of another country it is another office."""
    await register(database)
    given = [ListedOffice(country, "رئیس دولت", country=country, source="x") for country in ("IR", "AF")]
    await stored(database, Register(offices=given), Origin.MANUAL)
    assert len(await rows(database, OfficeRow)) == 3


async def test_a_namesake_with_another_wikidata_id_is_another_speaker(database: Database) -> None:
    """Neither takes the other's facts."""
    await register(database)
    given = ListedSpeaker("n", "کاوه مهرزاد", wikidata_id="Q77", country="AF", source="x")
    await stored(database, Register(speakers=(given,)), Origin.MANUAL)
    assert sorted((row.wikidata_id or "", row.country or "") for row in await rows(database, SpeakerRow)) == [
        ("Q1", "IR"), ("Q2", "IR"), ("Q77", "AF"),
    ]  # fmt: skip


async def test_two_listed_rows_of_one_speaker_are_one(database: Database) -> None:
    """With what either tells, the later one where both do; what names either means the one."""
    listed = Register(
        speakers=(
            ListedSpeaker("a", "مریم نیک‌فر", latin="Maryam Nikfar", country="AF", source="x"),
            ListedSpeaker("b", "مريم نيكفر", country="IR", born=PartialDay.parse("1970"), source="x"),
        ),
        offices=(ListedOffice("m", "شهردار سپیدان", source="x"),),
        tenures=(ListedTenure("a", "m", between("2001", "2005"), "x"), ListedTenure("b", "m", between("2009"), "x")),
    )
    await register(database, listed)
    [row] = await rows(database, SpeakerRow)
    held = [tenure.speaker_id for tenure in await rows(database, TenureRow)]
    assert (row.latin, row.country, row.born_on, held) == ("Maryam Nikfar", "IR", date(1970, 1, 1), [row.id] * 2)


async def test_a_latin_name_is_an_english_name(database: Database) -> None:
    """That of a speaker with a Persian name, and that of one without."""
    listed = Register(
        speakers=(
            ListedSpeaker("a", "مریم نیک‌فر", latin="Maryam Nikfar", source="x"),
            ListedSpeaker("b", "Jane Doe", source="x"),
        )
    )
    await register(database, listed)
    found = {row.text: row.language for row in await rows(database, AliasRow)}
    assert found == {"مریم نیک‌فر": "fa", "Maryam Nikfar": "en", "Jane Doe": "en"}


async def test_a_time_in_office_that_people_told_otherwise_stays(database: Database) -> None:
    """It is named among those that are kept, and nothing overlaps it."""
    own = replace(
        REGISTER, aliases=(), tenures=(ListedTenure("elder", "president", between("2013-08-03", "2019"), "x"),)
    )
    await stored(database, own, Origin.MANUAL)
    changes = await stored(database, REGISTER)
    held = [row.to_on for row in await rows(database, TenureRow) if row.speaker_id == ELDER]
    assert (changes.kept, held) == (["رئیس جمهور: کاوه مهرزاد"], [date(2019, 1, 1)])


async def test_a_time_in_office_of_other_days_is_another_one(database: Database) -> None:
    """The same speaker may hold an office twice."""
    await register(database)
    again = replace(REGISTER, aliases=(), tenures=(ListedTenure("elder", "president", between("1997", "2001"), "x"),))
    changes = await stored(database, again, Origin.MANUAL)
    assert (changes.kept, changes.new["tenure"]) == ([], ["رئیس جمهور: کاوه مهرزاد"])


async def test_an_outlet_keeps_the_name_that_articles_gave_it(database: Database) -> None:
    """The register tells its country alone."""
    await ingest(database, article("کاوه مهرزاد گفت: بودجه کم است.", "2020-01-01", outlet="افق\u200cبلخ"))
    await stored(database, Register(outlets=(ListedOutlet("افق بلخ", "AF"),)))
    [row] = await rows(database, OutletRow)
    assert (row.name, row.country) == ("افق\u200cبلخ", "AF")


async def test_who_articles_made_known_becomes_known_by_the_tables(database: Database) -> None:
    """The same speaker under the same id, with the tables' spelling and facts."""
    await ingest(database, article("كاوه مهرزاد گفت: بودجه کم است.", "2020-01-01"))
    assert (await speaker_called(database, "کاوه مهرزاد")).origin == "learned"
    await register(database)
    row = await speaker_called(database, "کاوه مهرزاد")
    assert (row.origin, row.name, row.country) == ("shipped", "کاوه مهرزاد", "IR")
