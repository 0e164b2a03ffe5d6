"""Tests of ingest/checks/importing.py and what it is made of: what fact-checks become, once however often."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import SQLModel

from db.again import every_mention
from db.chain import chained_events
from db.sessions import Database
from db.tables import (
    ArticleRow,
    AuditEventRow,
    ClaimRow,
    EvidenceRow,
    MentionRow,
    NoteRow,
    OutletRow,
    ProvenanceRow,
    RevisionRow,
    SpeakerRow,
)
from domain.audit import digest
from domain.check import GivenVerdict, ListedCheck
from domain.errors import BadSetting
from domain.ids import article_id_by_url, speaker_id, verdict_id
from domain.register import ListedSpeaker
from domain.roles import at_terminal
from domain.terms import PartialDay
from ingest.again import resolve_again
from ingest.checks.importing import AT_ONCE, Fate, Importer, Rules
from ingest.checks.known import Own
from tests.factories import NOW
from tests.ingest.checks.importing import CHECK, RULES, check, refusal, run
from tests.ingest.registering import REGISTER, article, ingest, register
from tests.ingest.stored_rows import rows

TABLES: list[type[SQLModel]] = [
    ArticleRow,
    RevisionRow,
    ClaimRow,
    NoteRow,
    EvidenceRow,
    MentionRow,
    SpeakerRow,
    OutletRow,
    ProvenanceRow,
    AuditEventRow,
]
OTHER = check(claim="نیمی از بودجه خرج پل شد", verdict="misleading", place="checks.csv, line 3")


async def stored(database: Database) -> dict[str, list[str]]:
    """The ids of all rows of every table that an import writes to."""
    return {str(table.__tablename__): [str(row.id) for row in await rows(database, table)] for table in TABLES}  # type: ignore[attr-defined]  # every table has an id


async def test_a_check_becomes_a_claim_of_its_own_page(database: Database) -> None:
    """With places that stand on the words, and protected from every extraction."""
    assert await run(database, CHECK) == [Fate.NEW]
    [claim], [revision] = await rows(database, ClaimRow), await rows(database, RevisionRow)
    [article], [outlet] = await rows(database, ArticleRow), await rows(database, OutletRow)
    text = revision.text
    assert text == "مریم نیک‌فر: «پل تازه شهر در سه ماه ساخته شد»"
    assert text[claim.content_start : claim.content_end] == claim.content == CHECK.claim
    assert text[claim.cue_start : claim.cue_end] == claim.cue == ":"
    assert text[claim.mention_start or 0 : claim.mention_end] == claim.mention == CHECK.speaker
    assert (claim.speaker_id, claim.role, claim.said_on) == (speaker_id("مریم نیک‌فر"), CHECK.role, date(2023, 4, 30))
    assert (claim.kind, claim.said_on_basis, claim.confidence, claim.found_by) == ("direct", "stated", 1.0, "person")
    assert {"content", "speaker", "said_on", "kind"} <= set(claim.corrected_fields)
    assert (article.url, article.title, article.published_on) == (CHECK.link, CHECK.title, CHECK.reviewed_on)
    assert (outlet.name, article.outlet_id) == ("راست‌آزما", outlet.id)


async def test_a_check_becomes_a_published_note_with_itself_as_evidence(database: Database) -> None:
    """By its publisher, on the day that it was published."""
    await run(database, CHECK)
    [note], [evidence] = await rows(database, NoteRow), await rows(database, EvidenceRow)
    assert (note.origin, note.stage, note.visibility, note.version) == ("imported", "published", "public", 1)
    assert (note.root_id, note.author, note.author_id) == (note.id, "راست‌آزما", None)
    assert note.published_at is not None
    assert note.published_at.replace(tzinfo=UTC) == datetime(2023, 5, 5, tzinfo=UTC)
    assert (note.verdict_id, note.body, note.language) == (verdict_id("false"), CHECK.title, "fa")
    assert (evidence.note_id, evidence.url, evidence.title, evidence.stance) == (
        note.id,
        CHECK.link,
        CHECK.title,
        "refutes",
    )


@pytest.mark.parametrize(
    ("verdict", "stance"),
    [("true", "supports"), ("half-true", "context"), ("misleading", "refutes"), ("unproven", "context")],
)
async def test_the_verdict_tells_what_the_evidence_does(sqlite_url: str, verdict: str, stance: str) -> None:
    """By its rating."""
    database = Database(sqlite_url)
    await run(database, check(verdict=verdict))
    [evidence] = await rows(database, EvidenceRow)
    await database.close()
    assert evidence.stance == stance


async def test_what_a_check_does_not_say_is_filled(database: Database) -> None:
    """The host for the outlet, who imports for the author, now for the day, a sentence for the body."""
    bare = check(publisher=None, title=None, reviewed_on=None, said_on=None, role=None, language="en")
    await run(database, bare)
    [note], [claim] = await rows(database, NoteRow), await rows(database, ClaimRow)
    [outlet] = await rows(database, OutletRow)
    assert (outlet.name, note.author, note.language) == ("example.org", "سارا", "en")
    assert note.body == "example.org rated this claim “False”."
    assert note.published_at is not None
    assert (note.published_at.replace(tzinfo=UTC), claim.said_on) == (NOW, None)


async def test_the_same_check_typed_otherwise_adds_nothing(database: Database) -> None:
    """Arabic letters, lost half-spaces, an honorific and a full stop."""
    await run(database, CHECK)
    typed = check(speaker="دكتر مريم نیکفر", claim="پل تازه\u200cی شهر در سه ماه ساخته شد.".replace("\u200cی", ""))
    assert await run(database, typed) == [Fate.UNCHANGED]
    assert len(await rows(database, ClaimRow)) == 1


async def test_importing_twice_adds_nothing(database: Database) -> None:
    """Not even an event."""
    await run(database, CHECK, OTHER)
    before = await stored(database)
    assert await run(database, CHECK, OTHER) == [Fate.UNCHANGED, Fate.UNCHANGED]
    assert await stored(database) == before


async def test_two_imports_at_once_store_each_check_once(database: Database) -> None:
    """The second waits for the page, and finds it stored."""
    both = await asyncio.gather(run(database, CHECK, OTHER), run(database, OTHER, CHECK))
    assert sorted(str(fates[0]) for fates in both) == ["new", "unchanged"]
    assert len(await rows(database, NoteRow)) == 2


@pytest.mark.parametrize(
    "parts", [[(CHECK, OTHER)], [(OTHER, CHECK)], [(OTHER,), (CHECK,)]], ids=["together", "the other way", "apart"]
)
async def test_the_order_of_checks_changes_no_claim_and_no_note(
    database: Database, parts: list[tuple[ListedCheck, ...]]
) -> None:
    """Two checks of one page, together or one after the other, either way around."""
    for part in parts:
        await run(database, *part)
    own = [Own.of(one) for one in (CHECK, OTHER)]
    assert {row.id for row in await rows(database, ClaimRow)} == {one.claim for one in own}
    assert {row.id for row in await rows(database, NoteRow)} == {one.note for one in own}


async def test_checks_of_one_page_share_its_text(database: Database) -> None:
    """Those of a later file are added below; the places of all stand on their words in the text of now."""
    await run(database, OTHER, check(claim="پل هرگز بسته نشد"))
    await run(database, CHECK)
    [article] = await rows(database, ArticleRow)
    [current] = [one for one in await rows(database, RevisionRow) if one.superseded_at is None]
    claims = await rows(database, ClaimRow)
    assert article.url == CHECK.link
    assert len(current.text.splitlines()) == 3
    assert {one.content for one in claims} == {CHECK.claim, OTHER.claim, "پل هرگز بسته نشد"}
    assert all(current.text[one.content_start : one.content_end] == one.content for one in claims)
    assert all(current.text[one.context_start : one.context_end] == one.context for one in claims)


async def test_another_verdict_of_the_same_claim_is_refused(database: Database) -> None:
    """In a later file, and in the same."""
    first = await run(database, CHECK, check(verdict="درست"))
    assert "was imported before with another verdict; amend its note" in str(first[1])
    assert "was imported before with another verdict" in await refusal(database, check(verdict="درست"))


async def test_a_file_of_many_checks_is_told_in_its_order(database: Database) -> None:
    """Over more than one transaction, with a row again that an earlier one stored."""
    many = [check(link=f"https://example.org/checks/{number}") for number in range(AT_ONCE + 2)]
    fates = await run(database, *many, many[0], check(verdict="نامعلوم"))
    assert fates[:-1] == [Fate.NEW] * (AT_ONCE + 2) + [Fate.UNCHANGED]
    assert "نامعلوم" in str(fates[-1])


async def test_a_dry_run_tells_the_same_and_stores_nothing(database: Database) -> None:
    """New, again, and refused."""
    before = await stored(database)
    checks = [CHECK, CHECK, check(verdict="درست"), check(speaker="نیک‌فر", link="https://example.org/2")]
    importer = Importer(database, RULES, at_terminal("سارا"), NOW)
    would = await importer.would_run(checks)
    assert await stored(database) == before
    assert [str(one) for one in would] == [str(one) for one in await run(database, *checks)]


@pytest.mark.parametrize("words", ["false", "False", "نادرست", "نا\u200cدرست", "نادرست.", "دروغ"])
async def test_a_verdict_is_known_by_key_label_or_the_newsrooms_map(sqlite_url: str, words: str) -> None:
    """However it is typed."""
    database = Database(sqlite_url)
    await run(database, check(verdict=words), rules=Rules({"دروغ": "false"}, "سارا", "fa", "IR"))
    [note] = await rows(database, NoteRow)
    await database.close()
    assert note.verdict_id == verdict_id("false")


@pytest.mark.parametrize(
    ("verdict", "key"), [(GivenVerdict(None, 5), "true"), (GivenVerdict("Pants on fire", 1), "false")]
)
async def test_a_rating_tells_the_verdict_where_words_do_not(sqlite_url: str, verdict: GivenVerdict, key: str) -> None:
    """Where one step in use has it."""
    database = Database(sqlite_url)
    await run(database, check(verdict=verdict))
    [note] = await rows(database, NoteRow)
    await database.close()
    assert note.verdict_id == verdict_id(key)


async def test_a_verdict_that_nobody_knows_is_refused_with_those_there_are(database: Database) -> None:
    """And with how to map it."""
    told = await refusal(database, check(verdict="شایعه"))
    assert "“شایعه”, which is none that is in use: true (درست, True); half-true (نیمه‌درست, Half true)" in told
    assert "--verdict “شایعه=KEY”" in told
    assert "of the rating 4" in await refusal(database, check(verdict=GivenVerdict(None, 4)))


async def test_a_map_to_no_verdict_is_misuse(database: Database) -> None:
    """The steps in use are listed."""
    with pytest.raises(BadSetting, match="maps “دروغ” to “lie”; the steps in use are true, half-true"):
        await run(database, CHECK, rules=Rules({"دروغ": "lie"}, "سارا", "fa", "IR"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"speaker": "نیک‌فر"}, "who cannot be told, a name that is not full"),
        ({"said_on": None, "reviewed_on": date(2190, 1, 1)}, "was reviewed on 2190-01-01, which has not been yet"),
    ],
)
async def test_what_cannot_be_is_refused(database: Database, changes: dict[str, object], told: str) -> None:
    """The others of the file are stored."""
    refused, other = await run(database, check(**changes), OTHER)
    assert told in str(refused)
    assert other is Fate.NEW


async def test_a_known_speaker_is_found_by_name_and_keeps_the_office_of_that_day(database: Database) -> None:
    """As for a claim of an article."""
    await register(database)
    await run(database, check(speaker="دکتر آرش سپهری", role="وزیر نیرو", said_on=None, reviewed_on=date(2019, 5, 1)))
    [claim] = await rows(database, ClaimRow)
    [speaker] = [one for one in await rows(database, SpeakerRow) if one.id == claim.speaker_id]
    assert (speaker.name, claim.role) == ("آرش سپهری", "وزیر نیرو ایران")


async def test_a_name_of_several_is_refused_with_all_of_them(database: Database) -> None:
    """Unless the role tells them apart."""
    namesake = ListedSpeaker("other", "آرش سپهری", wikidata_id="Q3", country="IR", source="test")
    await register(database, replace(REGISTER, speakers=(*REGISTER.speakers, namesake)))
    told = await refusal(database, check(speaker="آرش سپهری", role=None))
    assert "who cannot be told, several speakers go by this name: آرش سپهری (" in told
    assert told.count("speaker_") == 2
    in_office = check(speaker="آرش سپهری", role="وزیر نیرو", said_on=PartialDay(date(2019, 5, 1)))
    assert await run(database, in_office) == [Fate.NEW]


async def test_an_organisation_speaks_as_one(database: Database) -> None:
    """Known by the first word of its name, or by the check."""
    await run(database, check(speaker="وزارت نیرو", role=None))
    [speaker] = await rows(database, SpeakerRow)
    assert (speaker.name, speaker.kind) == ("وزارت نیرو", "organisation")


async def test_resolving_again_leaves_an_imported_claim_as_it_is(database: Database) -> None:
    """Its mention is resolved by the same rules."""
    await run(database, CHECK, check(speaker="بهرام آذرنگ", role=None, link="https://example.org/2"))
    async with database.writing() as session:
        assert await resolve_again(session, every_mention(), home_country="IR", now=NOW) == 0


async def test_each_check_is_one_event_with_digests_for_words(database: Database) -> None:
    """Of the claim and the body."""
    await run(database, CHECK)
    async with database.reading() as session:
        [event] = [one async for one in chained_events(session)]
    [note] = await rows(database, NoteRow)
    after = json.loads(event.after or "")
    assert (event.action, event.subject_kind, event.subject_id, event.actor) == ("importCheck", "note", note.id, "سارا")
    assert (event.claim_id, event.article_id) == (note.claim_id, article_id_by_url(CHECK.link))
    assert (after["verdict"], after["link"]) == ("false", digest(CHECK.link))
    assert not [words for words in (CHECK.claim, CHECK.link) if words in (event.after or "")]


async def test_a_page_that_was_ingested_is_no_page_of_an_import(database: Database) -> None:
    """The claim has to be one of its."""
    text = "مریم نیک‌فر، شهردار نیکان‌شهر، گفت: «پل تازه شهر در سه ماه ساخته شد.»"
    await ingest(database, article(text, "2023-04-30", url=CHECK.link))
    assert await run(database, CHECK) == [Fate.NEW]
    assert len(await rows(database, ClaimRow)) == 1


async def test_a_page_that_is_ingested_later_keeps_its_imported_claim(database: Database) -> None:
    """Live, with its id; importing the check again adds nothing."""
    await run(database, CHECK)
    [before] = await rows(database, ClaimRow)
    await ingest(database, article("راست‌آزما نوشت که پل تازه شهر در دو سال ساخته شد.", "2023-05-05", url=CHECK.link))
    [after] = [row for row in await rows(database, ClaimRow) if row.id == before.id]
    assert (after.content, after.withdrawn_at, after.found_by) == (CHECK.claim, None, "person")
    assert await run(database, CHECK) == [Fate.UNCHANGED]
