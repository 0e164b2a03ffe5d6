"""What people corrected stays when the article is extracted again, and what an editor withdrew stays withdrawn."""

from datetime import date, timedelta

import pytest

from db.again import every_mention
from db.mentions import hold_identities
from db.sessions import Database
from db.tables import ClaimRow, MentionRow, WithheldRow
from domain.ids import speaker_id
from domain.notes import Visibility
from domain.statement import Kind
from domain.terms import PartialDay
from domain.text import search_key
from ingest.again import resolve_again
from ingest.changes import Change
from ingest.corrected_values import Said
from ingest.notes import retract_note
from tests import factories as make
from tests.ingest.correcting import (
    BEFORE,
    COST,
    OPENING,
    TEXT,
    WORK,
    change,
    claim_of_id,
    claim_that_holds,
    correct,
    extract_again,
    ingest,
    ingest_raw,
    live_contents,
    place,
)
from tests.ingest.noting import WRITER, act, judging, published, written
from tests.ingest.registering import NOW, article, register
from tests.ingest.stored_rows import rows
from tests.ingest.test_store import counted_writes

HEAD = speaker_id("بهرام آذرنگ")
ELDER = speaker_id("کاوه مهرزاد")
ALL = Said(content=place("فردا باز می‌شود"), speaker=HEAD, said_on=PartialDay(date(2024, 4, 1)), kind=Kind.MIXED)


async def corrected(database: Database, said: Said = ALL) -> ClaimRow:
    """The first claim of the article, corrected."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, said)
    return await claim_of_id(database, claim.id)


async def withdrawn_by_an_editor(database: Database, words: str = "رودخانه") -> ClaimRow:
    """A claim whose words an editor withdrew: they stand apart."""
    await ingest(database)
    claim = await claim_that_holds(database, words)
    names = ("content", "context", "cue", "search_key")
    kept = {name: getattr(claim, name) for name in names}
    await make.store(database, [WithheldRow(id=claim.id, kind="claim", columns=kept, withheld_at=NOW)])
    await change(database, claim.id, withdrawn_at=NOW, withdrawn_by="editor", **dict.fromkeys(names, ""))
    return await claim_of_id(database, claim.id)


async def test_a_newer_extractor_changes_nothing_of_what_people_corrected(database: Database) -> None:
    """The same text, read again."""
    before = await corrected(database)
    ingested = await extract_again(database)
    assert (ingested.change, ingested.claims_new, ingested.claims_changed) == (Change.EXTRACTED_AGAIN, 0, 0)
    assert await claim_of_id(database, before.id) == before


async def test_the_same_article_again_writes_nothing(database: Database) -> None:
    """Corrected or not."""
    await corrected(database)
    with counted_writes() as writes:
        await ingest(database)
    assert writes == []


async def test_in_a_new_text_a_corrected_claim_moves_along(database: Database) -> None:
    """Its spans are of the new text, and it is a newer version: who corrects it has to see that."""
    before = await corrected(database)
    await ingest(database, BEFORE + TEXT)
    now = await claim_of_id(database, before.id)
    assert (now.content, now.content_start, now.revision_id == before.revision_id, now.version) == (
        before.content,
        before.content_start + len(BEFORE),
        False,
        before.version + 1,
    )
    assert (now.speaker_id, now.role, now.said_on, now.kind) == (
        before.speaker_id,
        before.role,
        before.said_on,
        before.kind,
    )


async def test_what_nobody_corrected_is_as_it_is_read_anew(database: Database) -> None:
    """One who corrected the kind says nothing of the content."""
    before = await corrected(database, Said(kind=Kind.MIXED))
    await ingest(database, TEXT.replace("باز می‌شود", "بسته می‌شود"))
    now = await claim_that_holds(database, "رودخانه")
    assert (now.id, now.content, now.kind) == (before.id, "پل تازه رودخانه فردا بسته می‌شود", "mixed")


async def test_a_corrected_content_that_is_gone_leaves_its_claim_where_it_was(database: Database) -> None:
    """At its old revision, as it was; what stands there now is no second claim."""
    before = await corrected(database, Said(content=place("فردا باز می‌شود.\nوی")))
    ingested = await ingest(database, OPENING + "باران آمد.\n" + WORK + COST)
    assert (ingested.claims_new, await claim_of_id(database, before.id)) == (0, before)


COMMAS = (
    TEXT.replace("پل تازه رودخانه", "پل تازه، رودخانه"),
    TEXT.replace("رودخانه فردا", "رودخانه،  فردا"),
    TEXT.replace("رودخانه فردا", "رودخانه شهر فردا"),
    BEFORE + TEXT.replace("فردا باز", "فردا «باز»"),
)
"""Texts that print the first statement a little otherwise."""


@pytest.mark.parametrize("text", COMMAS)
@pytest.mark.parametrize(
    "said",
    [
        Said(is_statement=False),
        Said(nobody=True),
        Said(speaker=HEAD, said_on=PartialDay(date(2024, 4, 1)), kind=Kind.MIXED),
        Said(content=place("فردا باز می‌شود"), nobody=True),
    ],
    ids=["no statement", "nobody", "speaker, day and kind", "content"],
)
async def test_corrections_survive_a_small_revision(database: Database, text: str, said: Said) -> None:
    """The claim moves along with what people said of it, and nothing is made beside it."""
    before = await corrected(database, said)
    ingested = await ingest(database, text)
    now = await claim_of_id(database, before.id)
    assert (ingested.claims_new, now.revision_id != before.revision_id, now.version) == (0, True, before.version + 1)
    kept = ("withdrawn_by", "speaker_id", "said_on", "kind", "corrected_fields")
    names = kept if said.names_day or said.is_statement is False else ("withdrawn_by", "speaker_id", "corrected_fields")
    assert [getattr(now, name) for name in names] == [getattr(before, name) for name in names]
    assert (now.content, search_key(now.content)) == (
        text[now.content_start : now.content_end],
        search_key(before.content) if said.content else search_key(text[now.content_start : now.content_end]),
    )
    assert len(await live_contents(database)) == (2 if said.is_statement is False else 3)


async def test_a_corrected_claim_takes_no_words_of_another_source(database: Database) -> None:
    """Who said that somebody is not the speaker said so of that one's words."""
    before = await corrected(database, Said(speaker=HEAD))
    await ingest(database, "کاوه مهرزاد، مدیر رودها گفت: پل تازه رودخانه فردا باز نمی‌شود.\n" + WORK + COST)
    now = await claim_that_holds(database, "باز نمی‌شود")
    assert (now.id != before.id, now.speaker_id, await claim_of_id(database, before.id)) == (True, ELDER, before)


@pytest.mark.parametrize(
    ("text", "moves"), [(COMMAS[0], True), (COMMAS[2], False)], ids=["the same words", "another word"]
)
async def test_a_note_stays_with_the_very_words_that_it_is_on(database: Database, text: str, *, moves: bool) -> None:
    """A verdict on other words would be a false one; marks and spaces are no words."""
    await ingest(database)
    before = await claim_that_holds(database, "رودخانه")
    await published(database, before)
    ingested = await ingest(database, text, now=NOW + timedelta(days=1))
    now = await claim_of_id(database, before.id)
    assert (now.revision_id != before.revision_id, ingested.claims_new, now.withdrawn_at) == (
        moves,
        int(not moves),
        None,
    )


@pytest.mark.parametrize("note", ["team", "draft", "retracted", "published"])
async def test_only_a_note_that_readers_see_keeps_a_claim_live(database: Database, note: str) -> None:
    """What the team alone wrote of it does not keep the words of a claim before readers that its article took back."""
    await ingest(database)
    claim = await claim_that_holds(database, "سه سال")
    if note == "published":
        await published(database, claim)
    else:
        visibility = Visibility.TEAM if note == "team" else Visibility.PUBLIC
        root = await written(database, claim, judging(visibility=visibility), submit=note == "team")
        if note == "retracted":
            await act(database, WRITER, lambda acting: retract_note(acting, root, 1, reason="اشتباه بود"))
    await ingest(database, OPENING + COST, now=NOW + timedelta(days=1))
    gone = await claim_of_id(database, claim.id)
    await ingest(database, now=NOW + timedelta(days=2))
    back = await claim_of_id(database, claim.id)
    assert (gone.withdrawn_by, back.withdrawn_by) == (None if note == "published" else "extractor", None)


async def test_a_corrected_claim_that_is_found_no_longer_stays(database: Database) -> None:
    """It is not withdrawn."""
    before = await corrected(database)
    ingested = await ingest(database, COST)
    assert (ingested.claims_withdrawn, await claim_of_id(database, before.id)) == (1, before)


@pytest.mark.parametrize("text", [TEXT, BEFORE + TEXT, COST])
async def test_what_is_no_statement_stays_withdrawn(database: Database, text: str) -> None:
    """Found again in the same text, in another one, or not at all; and no other claim is made of it."""
    before = await corrected(database, Said(is_statement=False))
    await extract_again(database, text)
    now = await claim_of_id(database, before.id)
    assert (now.withdrawn_by, now.withdrawn_at) == ("correction", NOW)
    assert not [content for content in await live_contents(database) if "رودخانه" in content]


async def test_what_extraction_finds_no_longer_is_withdrawn_by_it(database: Database) -> None:
    """And found again, is live by no one's word."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await ingest(database, COST)
    gone = await claim_of_id(database, claim.id)
    await ingest(database)
    back = await claim_of_id(database, claim.id)
    assert (gone.withdrawn_by, back.withdrawn_by, back.withdrawn_at) == ("extractor", None, None)


async def test_resolving_again_leaves_a_corrected_speaker(database: Database) -> None:
    """Though the article's source is somebody else."""
    before = await corrected(database, Said(speaker=HEAD))
    async with database.writing() as session:
        await hold_identities(session)
        changed = await resolve_again(session, every_mention(), home_country="IR", now=NOW)
    assert (changed, await claim_of_id(database, before.id)) == (0, before)


async def test_a_source_whose_one_claim_was_corrected_waits_for_nobody(database: Database) -> None:
    """Nor does it when the article is extracted again."""
    await register(database)
    raw = article("وزیر راه گفت: جاده بسته است.", "2022-05-01", url="https://example.org/road")
    await ingest_raw(database, raw)
    [before] = await rows(database, MentionRow)
    claim = await claim_that_holds(database, "جاده")
    await correct(database, claim.id, Said(speaker=ELDER))
    [settled] = await rows(database, MentionRow)
    await ingest_raw(database, article(BEFORE + raw.text, "2022-05-01", url=raw.url))
    [again] = await rows(database, MentionRow)
    assert [one.judgement_id is None for one in (before, settled, again)] == [False, True, True]
    assert (await claim_of_id(database, claim.id)).speaker_id == ELDER


async def test_an_office_stays_its_holder_of_the_corrected_day(database: Database) -> None:
    """The extractor tells another day, and nothing of what it would mean."""
    await register(database)
    raw = article("رئیس جمهور گفت: آب کم است.", "2022-05-01", url="https://example.org/water")
    await ingest_raw(database, raw)
    claim = await claim_that_holds(database, "آب")
    await correct(database, claim.id, Said(said_on=PartialDay(date(2019, 5, 1))))
    longer = article(BEFORE + raw.text, "2022-05-01", url=raw.url)
    await ingest_raw(database, longer)
    now = await claim_of_id(database, claim.id)
    assert (now.speaker_id, now.said_on, now.content_start - claim.content_start) == (
        ELDER,
        date(2019, 5, 1),
        len(BEFORE),
    )


@pytest.mark.parametrize("text", [TEXT, BEFORE + TEXT, OPENING.replace("در جمع خبرنگاران ", "") + WORK + COST])
async def test_what_an_editor_withdrew_is_never_brought_back(database: Database, text: str) -> None:
    """In no text is the claim changed, and no other one is made of its words."""
    before = await withdrawn_by_an_editor(database)
    await extract_again(database, text)
    assert await claim_of_id(database, before.id) == before
    assert not [row for row in await rows(database, ClaimRow) if "رودخانه" in row.content]
    assert len(await live_contents(database)) == 2


async def test_erased_words_are_known_by_their_place_alone(database: Database) -> None:
    """Nothing keeps them; in the same text no claim is made of them."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    emptied = dict.fromkeys(("content", "context", "cue", "search_key"), "")
    await change(database, claim.id, withdrawn_at=NOW, withdrawn_by="editor", **emptied)
    await extract_again(database)
    assert not [row for row in await rows(database, ClaimRow) if "رودخانه" in row.content]
