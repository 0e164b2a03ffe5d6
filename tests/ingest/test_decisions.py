"""What people decide about who is who: it is told at once, it lasts, it teaches, and it can be undone exactly."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel, col

from db.sessions import Database
from db.tables import AliasRow, ClaimRow, JudgementRow, MentionCandidateRow, MentionRow, SpeakerRow, TenureRow
from domain.errors import BadDecision
from domain.ids import SpeakerId, speaker_id
from domain.register import ListedAlias, ListedTenure
from domain.roles import at_terminal
from domain.terms import PartialDay, Term
from ingest.acting import Acting
from ingest.deciding import Decided, NewOffice, NewSpeaker
from ingest.decisions import (
    add_tenure,
    merge_speakers,
    resolve_mention,
    split_alias,
    undo_judgement,
    unmerge_speaker,
)
from tests.ingest.registering import NOW, REGISTER, article, between, ingest, register

ELDER, YOUNGER = speaker_id("کاوه مهرزاد"), speaker_id("آرش سپهری")
PAINTER = "نقاش شهر، علی آذرنگ گفت: نمایشگاه باز است."
BY_SURNAME = "آذرنگ گفت: نمایشگاه فردا هم باز است."
WHY = "در مقاله گفته شده است"


async def decide[Made](database: Database, decision: Callable[[Acting], Awaitable[Made]]) -> Made:
    """Decide in a transaction of its own, as somebody called سارا."""
    async with database.writing() as session:
        return await decision(Acting(session, at_terminal("سارا"), NOW, "IR"))


@dataclass(frozen=True)
class Told:
    """A claim as far as these tests look at it."""

    speaker: UUID | None
    role: str | None


async def told(database: Database) -> list[Told]:
    """Who made each claim and as what, in the order of the articles' days and texts."""
    async with database.reading() as session:
        query = select(ClaimRow).order_by(col(ClaimRow.said_on), col(ClaimRow.cue_start), col(ClaimRow.id))
        return [Told(row.speaker_id, row.role) for row in (await session.scalars(query)).all()]


async def speakers(database: Database) -> list[UUID | None]:
    """Who made each claim."""
    return [one.speaker for one in await told(database)]


async def rows(database: Database, *tables: type[SQLModel]) -> dict[str, list[dict[str, object]]]:
    """All that some tables hold."""
    found = {}
    async with database.reading() as session:
        for table in tables:
            all_rows = [row.model_dump(exclude={"changed_at"}) for row in (await session.scalars(select(table))).all()]
            found[str(table.__tablename__)] = sorted(all_rows, key=str)
    return found


async def state(database: Database) -> dict[str, list[dict[str, object]]]:
    """Everything by which claims are told, but the judgements themselves and names that were taken back."""
    found = await rows(database, SpeakerRow, ClaimRow, MentionRow, MentionCandidateRow, AliasRow, TenureRow)
    for table in ("alias", "tenure"):
        found[table] = [row for row in found[table] if row["rejected_by"] is None]
    return found


async def waiting(database: Database) -> list[MentionRow]:
    """The mentions that wait for people, in the order of their names."""
    async with database.reading() as session:
        query = select(MentionRow).where(col(MentionRow.judgement_id).is_not(None))
        return list((await session.scalars(query.order_by(col(MentionRow.key), col(MentionRow.id)))).all())


async def one_alias(database: Database, speaker: UUID, text: str) -> AliasRow:
    """The name of a speaker."""
    async with database.reading() as session:
        query = select(AliasRow).where(col(AliasRow.speaker_id) == speaker, col(AliasRow.text) == text)
        return (await session.scalars(query)).one()


async def test_a_decision_is_told_at_once_and_teaches_the_next_article(database: Database) -> None:
    """The surname that waited is the painter's, in the article that was decided and in the next one."""
    await ingest(database, article(PAINTER, "2020-01-01"), article(BY_SURNAME, "2020-02-01"))
    [mention] = await waiting(database)
    painter = speaker_id("علی آذرنگ")
    decided = await decide(database, lambda by: resolve_mention(by, mention.id, painter, why=WHY))
    assert (decided.claims_changed, await speakers(database), await waiting(database)) == (1, [painter] * 2, [])
    await ingest(database, article(BY_SURNAME, "2020-03-01"))
    assert await speakers(database) == [painter] * 3


async def test_a_taught_surname_does_not_last_for_ever(database: Database) -> None:
    """Half a year on, it may be somebody else; a full name lasts."""
    await ingest(database, article(BY_SURNAME, "2020-02-01"))
    [mention] = await waiting(database)
    await decide(database, lambda by: resolve_mention(by, mention.id, NewSpeaker("علی آذرنگ"), why=WHY))
    await ingest(database, article(BY_SURNAME, "2021-02-01"), article(PAINTER, "2021-03-01"))
    assert [one is not None for one in await speakers(database)] == [True, False, True]


async def test_a_taught_name_lasts_as_long_as_people_say(database: Database) -> None:
    """They may know from when to when it is this speaker's."""
    await ingest(database, article(BY_SURNAME, "2020-02-01"))
    [mention] = await waiting(database)
    term = Term(PartialDay(date(2019, 1, 1)), PartialDay(date(2022, 1, 1)))
    await decide(database, lambda by: resolve_mention(by, mention.id, NewSpeaker("علی آذرنگ"), why=WHY, term=term))
    await ingest(database, article(BY_SURNAME, "2021-12-01"))
    assert None not in await speakers(database)


async def test_others_who_wait_by_the_name_are_resolved_too(database: Database) -> None:
    """Those near enough in time."""
    await ingest(database, *(article(BY_SURNAME, day) for day in ("2020-02-01", "2020-03-01", "2022-02-01")))
    mentions = await waiting(database)
    assert len(mentions) == 3
    async with database.reading() as session:
        query = select(col(ClaimRow.mention_id)).where(col(ClaimRow.said_on) == date(2020, 2, 1))
        first = (await session.scalars(query)).one()
    assert first is not None
    await decide(database, lambda by: resolve_mention(by, first, NewSpeaker("علی آذرنگ"), why=WHY))
    assert [one is not None for one in await speakers(database)] == [True, True, False]


async def test_a_decision_survives_the_article_that_is_read_again(database: Database) -> None:
    """Its text changes, its words for the source do not."""
    await ingest(database, article(BY_SURNAME, "2020-02-01", url="https://example.org/a"))
    [mention] = await waiting(database)
    whom = NewSpeaker("علی آذرنگ")
    await decide(database, lambda by: resolve_mention(by, mention.id, whom, why=WHY, teach=False))
    changed = "خبر تکمیلی از شهر.\n" + BY_SURNAME
    await ingest(database, article(changed, "2020-02-01", url="https://example.org/a"))
    assert set(await speakers(database)) == {speaker_id("علی آذرنگ")}


async def test_nobody_is_a_decision_too(database: Database) -> None:
    """Nothing waits any more, and nothing is taught."""
    await ingest(database, article(BY_SURNAME, "2020-02-01"))
    [mention] = await waiting(database)
    await decide(database, lambda by: resolve_mention(by, mention.id, None, why=WHY))
    assert (await speakers(database), await waiting(database)) == ([None], [])


async def test_namesakes_are_told_apart_by_people(database: Database) -> None:
    """Two painters of one name: what is decided stays, and from then on the name alone is nobody's."""
    await ingest(database, article(PAINTER, "2020-01-01"), article(PAINTER, "2020-02-01", outlet="نمای شهر"))
    async with database.reading() as session:
        query = select(col(ClaimRow.mention_id)).where(col(ClaimRow.said_on) == date(2020, 2, 1))
        second = (await session.scalars(query)).one()
    assert second is not None
    async with database.writing() as session:
        other = SpeakerId(uuid4())
        session.add(
            SpeakerRow(
                id=other, kind="person", name="علی آذرنگ", key="x", origin="manual", canonical_id=other, created_at=NOW
            )
        )
    await decide(database, lambda by: resolve_mention(by, second, other, why=WHY))
    await ingest(database, article(PAINTER, "2020-03-01"))
    assert await speakers(database) == [None, other, None]


@pytest.mark.parametrize("whom", [NewSpeaker("علی آذرنگ"), None, YOUNGER])
async def test_undoing_a_decision_restores_what_was(database: Database, whom: UUID | NewSpeaker | None) -> None:
    """Every claim, mention, candidate and name; the speaker who was made stays, without a name or a claim."""
    await register(database)
    await ingest(database, article(BY_SURNAME, "2020-02-01"), article(BY_SURNAME, "2020-02-10"))
    before = await state(database)
    mention = (await waiting(database))[0]
    decided = await decide(database, lambda by: resolve_mention(by, mention.id, whom, why=WHY))
    assert await state(database) != before
    await decide(database, lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود"))
    after = await state(database)
    after["speaker"] = [row for row in after["speaker"] if row in before["speaker"]]
    assert after == before


async def test_undoing_a_second_decision_restores_the_first(database: Database) -> None:
    """With what that one taught."""
    await register(database)
    await ingest(database, article(BY_SURNAME, "2020-02-01"))
    [mention] = await waiting(database)
    await decide(database, lambda by: resolve_mention(by, mention.id, ELDER, why=WHY))
    before = await state(database)
    second = await decide(database, lambda by: resolve_mention(by, mention.id, YOUNGER, why=WHY))
    assert await speakers(database) == [YOUNGER]
    await decide(database, lambda by: undo_judgement(by, second.judgement, why="اشتباه بود"))
    assert await state(database) == before


MERGED = "رئیس شورای شهر، کاوه مهرزادی گفت: بودجه کم است."


async def merged(database: Database) -> tuple[SpeakerId, Decided]:
    """A provisional speaker who was merged into the president, and the decision."""
    await register(database)
    await ingest(database, article(MERGED, "2020-01-01"), article("مهرزاد گفت: باران می‌بارد.", "2020-02-01"))
    other = speaker_id("کاوه مهرزادی")
    [decided] = await decide(database, lambda by: merge_speakers(by, ELDER, [other], why=WHY))
    return other, decided


async def test_the_claims_of_who_was_merged_are_the_others(database: Database) -> None:
    """So are those of articles to come, and the role is the one that the tables tell of that day."""
    await merged(database)
    await ingest(database, article(MERGED, "2020-03-01"))
    assert await told(database) == [Told(ELDER, "رئیس جمهور ایران")] * 3


async def test_merging_tells_how_many_claims_moved(database: Database) -> None:
    """Those of who was merged, whatever role they tell; so does taking apart."""
    other, decided = await merged(database)
    assert decided.claims_changed == 1
    apart = await decide(database, lambda by: unmerge_speaker(by, other, why="پدر و پسرند"))
    assert apart.claims_changed == 1


async def test_merging_leaves_a_judgement_with_its_author(database: Database) -> None:
    """That the two are the same, and why."""
    other, decided = await merged(database)
    async with database.reading() as session:
        query = select(JudgementRow).where(col(JudgementRow.id) == decided.judgement)
        row = (await session.scalars(query)).one()
    assert (row.decision, row.speaker_id, row.other_id, row.author, row.why) == ("same", ELDER, other, "سارا", WHY)


async def test_unmerging_restores_what_was(database: Database) -> None:
    """Also of articles that came while the two were one."""
    await register(database)
    await ingest(database, article(MERGED, "2020-01-01"), article(MERGED, "2020-03-01", outlet="نمای شهر"))
    before = await state(database)
    other = speaker_id("کاوه مهرزادی")
    await decide(database, lambda by: merge_speakers(by, ELDER, [other], why=WHY))
    await decide(database, lambda by: unmerge_speaker(by, other, why="پدر و پسرند"))
    assert await state(database) == before
    await decide(database, lambda by: merge_speakers(by, ELDER, [other], why=WHY))
    await ingest(database, article(MERGED, "2020-04-01"))
    await decide(database, lambda by: unmerge_speaker(by, other, why="پدر و پسرند"))
    assert await speakers(database) == [other] * 3


async def test_a_chain_of_merges_comes_apart_in_the_middle(database: Database) -> None:
    """Those who were merged into the one who is taken out go along."""
    names = ("بهرام آذرنگ", "پرویز آذرنگ", "جمشید آذرنگ")
    first, second, third = map(speaker_id, names)
    texts = [f"{name}، شهردار سپیدان گفت: پل باز است." for name in names]
    days = ("2020-01-01", "2020-01-02", "2020-01-03")
    await ingest(database, *(article(text, day) for text, day in zip(texts, days, strict=True)))
    await decide(database, lambda by: merge_speakers(by, second, [first], why=WHY))
    await decide(database, lambda by: merge_speakers(by, third, [second], why=WHY))
    assert await speakers(database) == [third] * 3
    await decide(database, lambda by: unmerge_speaker(by, second, why=WHY))
    assert await speakers(database) == [second, second, third]


async def test_undoing_a_merge_is_taking_apart(database: Database) -> None:
    """Its judgement is superseded by the other one."""
    other, decided = await merged(database)
    await decide(database, lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود"))
    assert await speakers(database) == [other, ELDER]


async def test_a_name_that_is_not_its_speakers_stays_away(database: Database) -> None:
    """Not even loading the tables again brings it back; undoing does."""
    await register(database)
    await ingest(database, article("مهرزاد گفت: باران می‌بارد.", "2020-02-01"))
    before = await state(database)
    alias = await one_alias(database, ELDER, "مهرزاد")
    decided = await decide(database, lambda by: split_alias(by, alias.id, None, why=WHY))
    await register(database)
    assert await speakers(database) == [None]
    await decide(database, lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود"))
    assert await state(database) == before


async def test_a_surname_that_is_split_off_stays_a_surname(database: Database) -> None:
    """It means the other one no more by itself than it did the first."""
    await register(database)
    alias = await one_alias(database, YOUNGER, "سپهری")
    await decide(database, lambda by: split_alias(by, alias.id, NewSpeaker("مریم سپهری"), why=WHY))
    await ingest(database, article("سپهری، نقاش شهر گفت: نمایشگاه باز است.", "2020-02-01"))
    assert await speakers(database) == [None]


async def test_a_taught_name_means_the_speaker_on_its_last_day_too(database: Database) -> None:
    """«To» includes the day itself."""
    await ingest(database, *(article(BY_SURNAME, day) for day in ("2020-02-01", "2020-05-01", "2020-05-02")))
    async with database.reading() as session:
        query = select(col(ClaimRow.mention_id)).where(col(ClaimRow.said_on) == date(2020, 2, 1))
        first = (await session.scalars(query)).one()
    assert first is not None
    term, whom = Term(PartialDay.parse("2020-02"), PartialDay.parse("2020-05-01")), NewSpeaker("علی آذرنگ")
    await decide(database, lambda by: resolve_mention(by, first, whom, why=WHY, term=term))
    assert [one is not None for one in await speakers(database)] == [True, True, False]


async def test_taking_apart_what_the_tables_merged_leaves_the_name_to_both(database: Database) -> None:
    """It waits from then on, and loading the tables again does not merge them."""
    await ingest(database, article(MERGED, "2020-01-01"))
    other = speaker_id("کاوه مهرزادی")
    listed = replace(REGISTER, aliases=(*REGISTER.aliases, ListedAlias("elder", "کاوه مهرزادی", source="test")))
    await register(database, listed)
    assert await speakers(database) == [ELDER]
    await decide(database, lambda by: unmerge_speaker(by, other, why="پدر و پسرند"))
    await register(database, listed)
    assert await speakers(database) == [None]


async def test_people_who_told_two_apart_are_heard_when_one_was_merged_since(database: Database) -> None:
    """The tables do not merge the first into the third, into whom the second was merged."""
    names = ("بهرام آذرنگ", "پرویز آذرنگ")
    first, second = map(speaker_id, names)
    texts = [f"{name}، شهردار سپیدان گفت: پل باز است." for name in names]
    await ingest(database, article(texts[0], "2020-01-01"), article(texts[1], "2020-01-02"))
    await register(database)
    await decide(database, lambda by: merge_speakers(by, second, [first], why=WHY))
    await decide(database, lambda by: merge_speakers(by, ELDER, [second], why=WHY))
    await decide(database, lambda by: unmerge_speaker(by, first, why=WHY))
    await register(
        database, replace(REGISTER, aliases=(*REGISTER.aliases, ListedAlias("elder", names[0], source="test")))
    )
    async with database.reading() as session:
        row = (await session.scalars(select(SpeakerRow).where(col(SpeakerRow.id) == first))).one()
    assert row.merged_into is None


def _holding(title: str, term: Term) -> Callable[[Acting], Awaitable[Decided]]:
    """The decision that the younger one held an office."""
    return lambda by: add_tenure(by, YOUNGER, NewOffice(title), term, source="آرشیو", why=WHY)


def _undoing(decided: Decided) -> Callable[[Acting], Awaitable[Decided]]:
    """The decision to take one back."""
    return lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود")


async def test_undoing_in_the_order_of_deciding_brings_nothing_back_that_was_undone(database: Database) -> None:
    """Of two times that took each other's place neither holds, once both are undone."""
    await register(database)
    await ingest(database, article("وزیر راه گفت: جاده باز است.", "2015-02-01"))
    before = await state(database)
    terms = [Term(PartialDay.parse(start), PartialDay.parse("2016-05")) for start in ("2014", "2013-06")]
    decided = [await decide(database, _holding("وزیر راه", term)) for term in terms]
    assert await speakers(database) == [YOUNGER]
    for one in decided:
        await decide(database, _undoing(one))
    assert await state(database) == before


async def test_an_undone_tenure_does_not_hide_that_of_the_tables(database: Database) -> None:
    """Loading them again leaves it where it is."""
    await register(database)
    await ingest(database, article("رئیس جمهور گفت: باران می‌بارد.", "2020-02-01"))
    term = Term(PartialDay.parse("2014"), PartialDay.parse("2018"))
    office = NewOffice("رئیس‌جمهور")
    decided = await decide(database, lambda by: add_tenure(by, ELDER, office, term, source="آرشیو", why=WHY))
    await decide(database, lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود"))
    await register(database)
    assert await speakers(database) == [ELDER]


async def test_an_office_of_no_named_country_is_the_newsrooms(database: Database) -> None:
    """It answers for no other country's."""
    await register(database)
    term = Term(PartialDay.parse("2021-08-03"))
    office = NewOffice("رئیس‌جمهور")
    await decide(database, lambda by: add_tenure(by, YOUNGER, office, term, source="آرشیو", why=WHY))
    await ingest(database, article("رئیس جمهور بولیوی گفت: باران می‌بارد.", "2022-02-01"))
    assert await speakers(database) == [None]


async def test_a_full_name_that_was_decided_and_undone_is_the_provisional_speakers_again(database: Database) -> None:
    """In articles to come too."""
    await register(database)
    await ingest(database, article(PAINTER, "2020-01-01"))
    before = await state(database)
    async with database.reading() as session:
        mention = (await session.scalars(select(col(MentionRow.id)))).one()
    decided = await decide(database, lambda by: resolve_mention(by, mention, ELDER, why=WHY))
    await decide(database, lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود"))
    assert await state(database) == before
    await ingest(database, article(PAINTER, "2020-03-01"))
    assert await speakers(database) == [speaker_id("علی آذرنگ")] * 2


async def test_a_taught_surname_leaves_alone_whom_the_tables_know_by_it(database: Database) -> None:
    """Where the article gives the office it is the minister, and the bare surname is nobody's for that while."""
    await register(database)
    texts = ("سپهری، وزیر نیرو گفت: برق هست.", "سپهری گفت: باران می‌بارد.", "سپهری گفت: برف می‌بارد.")
    days = ("2018-01-01", "2018-01-10", "2019-01-01")
    await ingest(database, *(article(text, day) for text, day in zip(texts, days, strict=True)))
    assert await speakers(database) == [YOUNGER] * 3
    async with database.reading() as session:
        query = select(col(ClaimRow.mention_id)).where(col(ClaimRow.said_on) == date(2018, 1, 10))
        mention = (await session.scalars(query)).one()
    assert mention is not None
    await decide(database, lambda by: resolve_mention(by, mention, NewSpeaker("مریم سپهری"), why=WHY))
    await ingest(database, article("سپهری گفت: هوا صاف است.", "2018-02-01"))
    assert await speakers(database) == [YOUNGER, speaker_id("مریم سپهری"), None, YOUNGER]


async def test_a_taught_office_means_whom_people_said(database: Database) -> None:
    """In the next article of those weeks, and not years later."""
    text = "شهردار سپیدان گفت: پل باز است."
    await ingest(database, article(text, "2020-01-01"))
    [mention] = await waiting(database)
    await decide(database, lambda by: resolve_mention(by, mention.id, NewSpeaker("مریم نیک‌فر"), why=WHY))
    await ingest(database, article(text, "2020-02-01"), article(text, "2023-02-01"))
    mayor = speaker_id("مریم نیک‌فر")
    assert await speakers(database) == [mayor, mayor, None]


async def test_a_decision_goes_along_when_the_name_is_printed_otherwise(database: Database) -> None:
    """A new text of the article calls the source by the full name."""
    address = "https://example.org/a"
    await ingest(database, article(BY_SURNAME, "2020-02-01", url=address))
    [mention] = await waiting(database)
    await decide(database, lambda by: resolve_mention(by, mention.id, NewSpeaker("رضا آذرنگ"), why=WHY, teach=False))
    await ingest(database, article(BY_SURNAME.replace("آذرنگ", "علی آذرنگ"), "2020-02-01", url=address))
    assert await speakers(database) == [speaker_id("رضا آذرنگ")]


async def test_what_is_no_longer_found_waits_for_nobody(database: Database) -> None:
    """Not even when the tables are loaded later."""
    address = "https://example.org/a"
    await ingest(database, article(BY_SURNAME, "2020-02-01", url=address))
    await ingest(database, article("شهردار سپیدان به سفر رفت و از پل تازه شهر دیدن کرد.", "2020-02-01", url=address))
    await register(database)
    assert await waiting(database) == []


async def test_merged_holders_of_one_office_are_one_until_they_are_taken_apart(database: Database) -> None:
    """Articles that came meanwhile too."""
    double = replace(
        REGISTER, tenures=(*REGISTER.tenures, ListedTenure("younger", "president", between("2019"), "test"))
    )
    await register(database, double)
    text = "رئیس جمهور گفت: باران می‌بارد."
    await ingest(database, article(text, "2020-02-01"))
    assert await speakers(database) == [None]
    await decide(database, lambda by: merge_speakers(by, ELDER, [YOUNGER], why=WHY))
    await ingest(database, article(text, "2020-02-05"))
    assert await speakers(database) == [ELDER, ELDER]
    await decide(database, lambda by: unmerge_speaker(by, YOUNGER, why=WHY))
    assert await speakers(database) == [None, None]


async def test_a_name_can_be_given_to_another(database: Database) -> None:
    """In the same time in which it was the first one's."""
    await register(database)
    await ingest(database, *(article("مهرزاد گفت: باران می‌بارد.", day) for day in ("2005-02-01", "2020-02-01")))
    alias = await one_alias(database, ELDER, "مهرزاد")
    await decide(database, lambda by: split_alias(by, alias.id, YOUNGER, why=WHY))
    assert await speakers(database) == [None, YOUNGER]


async def test_the_name_of_a_provisional_speaker_can_be_taken_away(database: Database) -> None:
    """Then it waits for people, and no article makes the speaker of it again."""
    await ingest(database, article(PAINTER, "2020-01-01"))
    alias = await one_alias(database, speaker_id("علی آذرنگ"), "علی آذرنگ")
    await decide(database, lambda by: split_alias(by, alias.id, None, why=WHY))
    await ingest(database, article(PAINTER, "2020-02-01"))
    assert (await speakers(database), len(await waiting(database))) == ([None, None], 2)


async def test_a_tenure_tells_who_spoke_in_the_office(database: Database) -> None:
    """Claims that waited, and the role of those that did not."""
    await register(database)
    before_text = "وزیر نیرو گفت: سدها پر است."
    own = "آرش سپهری گفت: برق هست."
    await ingest(database, article(before_text, "2015-02-01"), article(own, "2015-03-01"))
    before = await state(database)
    assert await told(database) == [Told(None, before_text[:9]), Told(YOUNGER, None)]
    term = Term(PartialDay.parse("2014"), PartialDay.parse("2016-05"))
    decided = await decide(
        database,
        lambda by: add_tenure(by, YOUNGER, NewOffice("وزیر نیرو ایران"), term, source="آرشیو", why=WHY),
    )
    assert await told(database) == [Told(YOUNGER, "وزیر نیرو ایران")] * 2
    await decide(database, lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود"))
    assert await state(database) == before


async def test_a_tenure_replaces_what_the_tables_tell_otherwise(database: Database) -> None:
    """The president stepped down earlier; loading the tables again does not bring the old end back, undoing does."""
    await register(database)
    await ingest(database, article("رئیس جمهور گفت: باران می‌بارد.", "2020-02-01"))
    before = await state(database)
    term = Term(PartialDay.parse("2013-08-03"), PartialDay.parse("2019-01-01"))
    office = NewOffice("رئیس‌جمهوری ایران")
    decided = await decide(database, lambda by: add_tenure(by, ELDER, office, term, source="آرشیو", why=WHY))
    await register(database)
    assert await speakers(database) == [None]
    await decide(database, lambda by: undo_judgement(by, decided.judgement, why="اشتباه بود"))
    assert await state(database) == before


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (lambda by: resolve_mention(by, uuid4(), ELDER, why=WHY), "mentionId"),
        (lambda by: merge_speakers(by, uuid4(), [ELDER], why=WHY), "intoId"),
        (lambda by: merge_speakers(by, ELDER, [uuid4()], why=WHY), "speakerIds.0"),
        (lambda by: merge_speakers(by, ELDER, [ELDER], why=WHY), "speakerIds.0"),
        (lambda by: merge_speakers(by, ELDER, [], why=WHY), "speakerIds"),
        (lambda by: merge_speakers(by, ELDER, [YOUNGER], why=" "), "why"),
        (lambda by: unmerge_speaker(by, ELDER, why=WHY), "speakerId"),
        (lambda by: split_alias(by, uuid4(), None, why=WHY), "aliasId"),
        (lambda by: undo_judgement(by, uuid4(), why=WHY), "judgementId"),
        (lambda by: add_tenure(by, ELDER, uuid4(), Term(), source="آرشیو", why=WHY), "officeId"),
        (lambda by: add_tenure(by, ELDER, NewOffice("!"), Term(), source="آرشیو", why=WHY), "office"),
        (lambda by: add_tenure(by, ELDER, NewOffice("ایران"), Term(), source="آرشیو", why=WHY), "office"),
        (
            lambda by: add_tenure(by, ELDER, NewOffice("شهردار", "XX"), Term(), source="آرشیو", why=WHY),
            "office.country",
        ),
        (lambda by: merge_speakers(by, ELDER, [YOUNGER], why="\0"), "why"),
        (lambda by: merge_speakers(by, ELDER, [YOUNGER], why="آ" * 10_001), "why"),
        (lambda by: add_tenure(by, ELDER, NewOffice("شهردار"), Term(), source="آ" * 2_001, why=WHY), "source"),
        (lambda by: add_tenure(by, ELDER, NewOffice("شهردار"), Term(), source=" ", why=WHY), "source"),
        (
            lambda by: add_tenure(
                by,
                ELDER,
                NewOffice("شهردار"),
                Term(PartialDay.parse("2015"), PartialDay.parse("2014")),
                source="آرشیو",
                why=WHY,
            ),
            "to",
        ),
    ],
)
async def test_a_decision_that_cannot_be_made_names_the_field_and_changes_nothing(
    database: Database, decision: Callable[[Acting], Awaitable[object]], field: str
) -> None:
    """Not even a judgement is left."""
    await register(database)
    before = await rows(database, SpeakerRow, AliasRow, TenureRow, JudgementRow)
    with pytest.raises(BadDecision) as refused:
        await decide(database, decision)
    assert (refused.value.field, await rows(database, SpeakerRow, AliasRow, TenureRow, JudgementRow)) == (field, before)


@pytest.mark.slow
async def test_merging_while_eight_write_loses_nothing(database: Database) -> None:
    """Every claim that they store is told by the merges as they stand in the end."""
    await register(database)
    other = speaker_id("کاوه مهرزادی")
    await ingest(database, article(MERGED, "2020-01-01"))

    async def write(writer: int) -> None:
        for turn in range(6):
            text = MERGED.replace("کم است", f"در دور {turn} برای {writer} کم است")
            await ingest(database, article(text, "2020-02-01", url=f"https://example.org/{writer}/{turn}"))

    async def change() -> None:
        for _ in range(4):
            await decide(database, lambda by: merge_speakers(by, ELDER, [other], why=WHY))
            await asyncio.sleep(0.01)
            await decide(database, lambda by: unmerge_speaker(by, other, why=WHY))

    await asyncio.gather(change(), *map(write, range(8)))
    assert await speakers(database) == [other] * 49
    await asyncio.gather(decide(database, lambda by: merge_speakers(by, ELDER, [other], why=WHY)), write(9))
    assert await speakers(database) == [ELDER] * 55
