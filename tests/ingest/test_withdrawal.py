"""Withdrawing and restoring: the words leave everything but what is withheld, and all comes back as it was."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from db.chain import chained_events
from db.mentions import hold_identities
from db.merging import merge_into, take_apart
from db.sessions import Database
from db.tables import ArticleRow, ClaimRow, JudgementRow, MentionRow, RevisionRow, WithheldRow
from domain.article import RawArticle
from domain.audit import FIRST_HASH, ChainedEvent, digest
from domain.errors import BadDecision, Conflict
from domain.ids import SpeakerId, article_id_by_url, speaker_id
from domain.roles import at_terminal
from ingest.acting import Acting
from ingest.changes import Change
from ingest.corrected_values import Said
from ingest.correcting import correct_claim
from ingest.decisions import resolve_mention, undo_judgement
from ingest.store import Ingested, ingest_article
from ingest.withdrawal import restore_article, restore_claim, withdraw_article, withdraw_claim
from tests.ingest.registering import NOW, RULES, article, ingest, register
from tests.ingest.stored_rows import rows
from tests.walking import everything, tables_that_hold

WITHHELD = {"withheld", "claim_search_data", "claim_search_past_data"}
"""Where withdrawn words may stand: SQLite's search indexes keep those of rows that are gone for a while."""
URL = "https://example.org/zokhal"
OPENING = "به گزارش پیک سرمه، کاوه مهرزاد، رئیس جمهور روز گذشته گفت: قنات‌های زعفرانیه لایروبی می‌شود.\n"
SECOND = "مهرزاد افزود: چنارستان حصارکشی خواهد شد.\n"
OTHER = "آذرنگ، نقاش شهر تأکید کرد که نگارخانه مینیاتور گشوده است."
TEXT = OPENING + SECOND + OTHER
PRINTED = replace(
    article(TEXT, "2019-05-01", url=URL),
    title="لایروبی تابستانه",
    section="قنات‌نامه",
    tags=("چشمه",),
)
REVISED = replace(PRINTED, text=TEXT.replace("گشوده", "بازگشوده"))
ELSEWHERE = article("آذرنگ گفت: برف می‌بارد.", "2020-02-01", url="https://example.org/other")
WORDS = (
    "زعفرانیه",
    "چنارستان",
    "مینیاتور",
    "تابستانه",
    "قنات‌نامه",
    "چشمه",
    "zokhal",
    "پیک سرمه",
    "نقاش شهر",
    "بازگشوده",
)
REASON = "به خواست صاحب سخن"
EDITOR = at_terminal("نگار")
ARTICLE = article_id_by_url(URL)


async def acted[T](database: Database, act: Callable[[Acting], Awaitable[T]]) -> T:
    """What an editor does in a transaction."""
    async with database.writing() as session:
        return await act(Acting(session, EDITOR, NOW + timedelta(days=1), RULES.home_country))


async def stored(database: Database) -> None:
    """Store an article of two revisions, some of whose sources are known and one of whom waits, and another article."""
    await register(database)
    await ingest(database, ELSEWHERE)
    await ingest(database, PRINTED)
    await ingest(database, REVISED)


async def claim_of(database: Database, words: str) -> ClaimRow:
    """The live claim whose content holds these words."""
    [found] = [row for row in await rows(database, ClaimRow) if words in row.content and row.withdrawn_at is None]
    return found


async def claim_by_id(database: Database, identity: UUID) -> ClaimRow:
    """The claim as it is stored."""
    [found] = [row for row in await rows(database, ClaimRow) if row.id == identity]
    return found


async def events(database: Database) -> list[ChainedEvent]:
    """The audit chain, once every hash of it was computed anew."""
    async with database.reading() as session:
        found = [one async for one in chained_events(session)]
    assert [one.hash for one in found] == [one.computed_hash() for one in found]
    assert [one.previous_hash for one in found] == [FIRST_HASH, *(one.hash for one in found[:-1])]
    return found


async def holding(database: Database, words: Sequence[str] = WORDS) -> set[str]:
    """The tables that hold any of the words."""
    return {table for one in words for table in await tables_that_hold(database, one)}


async def test_the_words_of_a_withdrawn_claim_stand_in_the_text_and_in_what_is_withheld(database: Database) -> None:
    """Nowhere else: what is told of the claim is that it was withdrawn, by whom and why, and its places."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    left = await claim_by_id(database, claim.id)
    assert await tables_that_hold(database, "چنارستان") <= {"article_revision", *WITHHELD}
    assert (left.content, left.context, left.cue, left.search_key, left.mention) == ("", "", "", "", None)
    assert (left.speaker_id, left.resolved_id, left.mention_id, left.office_id, left.role) == (None,) * 5
    assert (left.said_on, left.said_on_precision, left.said_on_basis, left.said_on_printed) == (None,) * 4
    assert (left.content_start, left.content_end) == (claim.content_start, claim.content_end)
    assert (left.withdrawn_by, left.withdrawal_reason) == ("editor", REASON)
    assert left.withdrawn_at is not None


async def test_the_words_of_an_erased_claim_are_kept_nowhere_but_in_the_text(database: Database) -> None:
    """Not where nothing reads them either, nor in the blocks of a search index."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON, erase=True))
    assert await tables_that_hold(database, "چنارستان") == {"article_revision"}
    assert await rows(database, WithheldRow) == []


async def test_a_withdrawn_claim_can_still_be_erased(database: Database) -> None:
    """And then not restored, nor erased twice."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    with pytest.raises(Conflict, match="already; restore it, or withdraw it with erase"):
        await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON, erase=True))
    assert await tables_that_hold(database, "چنارستان") == {"article_revision"}
    with pytest.raises(BadDecision, match="erased for ever"):
        await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    with pytest.raises(Conflict, match="erased already"):
        await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON, erase=True))


@pytest.mark.parametrize("words", ["چنارستان", "زعفرانیه", "مینیاتور"])
async def test_a_restored_claim_is_what_it_was(database: Database, words: str) -> None:
    """Every row of every table: a claim of somebody known, one with a stated day, and one whose source waits."""
    await stored(database)
    before = await everything(database)
    claim = await claim_of(database, words)
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    assert await everything(database) != before
    await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    assert await everything(database) == before
    assert await rows(database, WithheldRow) == []


async def test_a_claim_that_was_withdrawn_before_is_restored_so(database: Database) -> None:
    """Its words are no longer in the article, and that stays so."""
    await stored(database)
    gone = await claim_of(database, "مینیاتور")
    async with database.writing() as session:
        values = {"withdrawn_at": NOW, "withdrawn_by": "extractor"}
        await session.execute(update(ClaimRow).where(col(ClaimRow.id) == gone.id).values({**values, "changed_at": NOW}))
    before = await everything(database)
    await acted(database, lambda acting: withdraw_claim(acting, gone.id, reason=REASON))
    assert (await claim_by_id(database, gone.id)).withdrawn_by == "editor"
    await acted(database, lambda acting: restore_claim(acting, gone.id, reason=REASON))
    after = await everything(database)
    assert after["claim"] == before["claim"]


async def test_a_source_waits_no_more_once_its_claims_are_withdrawn(database: Database) -> None:
    """Nobody is asked who somebody is of whom nothing is told; the same name elsewhere still waits."""
    await stored(database)
    waiting = [row for row in await rows(database, MentionRow) if row.judgement_id is not None]
    claim = await claim_of(database, "مینیاتور")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    still = [row for row in await rows(database, MentionRow) if row.judgement_id is not None]
    assert {row.article_id for row in waiting} - {row.article_id for row in still} == {ARTICLE}


async def test_a_source_with_another_claim_still_waits(database: Database) -> None:
    """Its other claim is still nobody's."""
    twice = article("آذرنگ، نقاش شهر گفت: برف می‌بارد.\nآذرنگ افزود: باران هم می‌بارد.", "2020-03-01", url=URL)
    await ingest(database, twice)
    claim = await claim_of(database, "برف")
    before = [row.judgement_id for row in await rows(database, MentionRow)]
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    assert before != [None]
    assert [row.judgement_id for row in await rows(database, MentionRow)] == before


async def test_a_restored_claim_is_of_whom_its_speaker_was_merged_into_meanwhile(database: Database) -> None:
    """A claim is never that of somebody who was merged away."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    assert claim.speaker_id == speaker_id("کاوه مهرزاد")
    younger = speaker_id("آرش سپهری")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    async with database.writing() as session:
        await hold_identities(session)
        await merge_into(session, SpeakerId(claim.speaker_id), younger, now=NOW)
    await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    assert (await claim_by_id(database, claim.id)).speaker_id == younger


async def test_a_restored_claim_is_of_who_was_taken_apart_meanwhile(database: Database) -> None:
    """Whom resolution had named, not the one whom that speaker was merged into then."""
    await stored(database)
    elder, younger = speaker_id("کاوه مهرزاد"), speaker_id("آرش سپهری")
    async with database.writing() as session:
        await hold_identities(session)
        await merge_into(session, elder, younger, now=NOW)
    claim = await claim_of(database, "چنارستان")
    assert claim.speaker_id == younger
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    async with database.writing() as session:
        await hold_identities(session)
        await take_apart(session, elder, now=NOW)
    await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    assert (await claim_by_id(database, claim.id)).speaker_id == elder


async def test_a_restored_claim_is_of_whom_people_named_and_took_apart_meanwhile(database: Database) -> None:
    """A corrected speaker who was merged then is told as one's own again, as if the claim had never been away."""
    await stored(database)
    elder, younger = speaker_id("کاوه مهرزاد"), speaker_id("آرش سپهری")
    claim = await claim_of(database, "مینیاتور")
    async with database.writing() as session:
        await hold_identities(session)
        await merge_into(session, elder, younger, now=NOW)
    said = Said(speaker=elder)
    await acted(database, lambda acting: correct_claim(acting, claim.id, said, version=claim.version, reason=REASON))
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    async with database.writing() as session:
        await hold_identities(session)
        await take_apart(session, elder, now=NOW)
    await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    assert (await claim_by_id(database, claim.id)).speaker_id == elder


async def test_the_claims_that_hold_the_same_words_are_told(database: Database) -> None:
    """Two claims of one sentence show it both: whoever withdraws one has to know of the other."""
    text = "کاوه مهرزاد گفت: کشت زعفران خوب است و آرش سپهری تأکید کرد که انگورستان آب ندارد."
    await ingest(database, article(text, "2019-05-01", url=URL))
    first, second = sorted(await rows(database, ClaimRow), key=lambda row: row.cue_start)
    done = await acted(database, lambda acting: withdraw_claim(acting, second.id, reason=REASON))
    assert done.held_by == (first.id,)


@pytest.mark.parametrize("erase", [False, True])
async def test_a_revised_text_that_still_has_the_words_brings_no_claim_of_them_back(
    database: Database, *, erase: bool
) -> None:
    """Nor the same text read again by a newer extractor."""
    await stored(database)
    claim = await claim_of(database, "زعفرانیه")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON, erase=erase))
    await ingest(database, replace(PRINTED, text="یک خط تازه در آغاز آمد.\n" + TEXT + "\nو یک خط در پایان."))
    await ingest(database, PRINTED)
    held = [
        row for row in await rows(database, ClaimRow) if "زعفرانیه" in f"{row.content}{row.context}{row.search_key}"
    ]
    assert held == []


async def test_the_words_of_a_withdrawn_article_stand_in_what_is_withheld_alone(database: Database) -> None:
    """Its texts, titles, tags, section, address, sources and claims."""
    await stored(database)
    claims = await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    assert claims == 3
    assert await holding(database) <= WITHHELD


async def test_of_an_erased_article_no_word_is_left(database: Database) -> None:
    """Whether it is erased at once, or after it was withdrawn; a claim that was withdrawn before it goes with it."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=True))
    assert await holding(database) == set()
    assert await rows(database, WithheldRow) == []


async def test_a_withdrawn_article_can_still_be_erased(database: Database) -> None:
    """And then not restored, nor erased twice."""
    await stored(database)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    with pytest.raises(Conflict, match="already; restore it, or withdraw it with erase"):
        await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=True))
    assert await holding(database) == set()
    with pytest.raises(BadDecision, match="erased for ever"):
        await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON))
    with pytest.raises(Conflict, match="erased already"):
        await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=True))


async def test_sqlite_keeps_no_erased_word_in_its_file(sqlite_url: str) -> None:
    """Free pages are overwritten."""
    database = Database(sqlite_url)
    await stored(database)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=True))
    await database.close()
    with open(sqlite_url.partition("///")[2], "rb") as file:  # noqa: ASYNC230, PTH123 - nothing else runs
        held = file.read()
    assert [word for word in WORDS if word.encode() in held] == []


async def test_a_restored_article_is_what_it_was(database: Database) -> None:
    """Every row of every table; giving it again changes nothing."""
    await stored(database)
    before = await everything(database)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    claims = await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON))
    assert claims == 3
    assert await everything(database) == before
    assert await rows(database, WithheldRow) == []
    [again] = await ingest(database, REVISED)
    assert again.change is Change.UNCHANGED


async def test_a_claim_that_was_withdrawn_before_its_article_stays_so_when_the_article_is_restored(
    database: Database,
) -> None:
    """It was another complaint; while the article is withdrawn it is not restored alone, and afterwards it is."""
    await stored(database)
    before = await everything(database)
    claim = await claim_of(database, "چنارستان")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason="سخن دیگری است"))
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    with pytest.raises(BadDecision, match="restore the article"):
        await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    assert await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON)) == 2
    assert (await claim_by_id(database, claim.id)).withdrawal_reason == "سخن دیگری است"
    await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    assert await everything(database) == before


async def test_a_claim_that_was_erased_while_its_article_was_withdrawn_stays_a_tombstone(database: Database) -> None:
    """The article comes back without it."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON, erase=True))
    assert await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON)) == 2
    assert (await claim_by_id(database, claim.id)).content == ""


@pytest.mark.parametrize("raw", [PRINTED, REVISED, replace(PRINTED, text="مریم نیک‌فر گفت: پل تازه باز است.")])
async def test_a_withdrawn_article_is_not_read_again(database: Database, raw: RawArticle) -> None:
    """It is told so, nothing is stored, and the rest of the batch is."""
    await stored(database)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    before = await everything(database)
    refused, new = await ingest(database, raw, article("مریم نیک‌فر گفت: برف می‌بارد.", "2020-05-01"))
    assert (refused, new.change) == (Ingested(ARTICLE, Change.WITHDRAWN), Change.NEW)
    after = await everything(database)
    assert after["article_revision"] != before["article_revision"]
    assert await holding(database) <= WITHHELD


async def test_a_withdrawn_article_without_an_address_is_known_by_its_text(database: Database) -> None:
    """Even where nothing of it is kept."""
    raw = article(OPENING, "2019-05-01")
    [first] = await ingest(database, raw)
    await acted(database, lambda acting: withdraw_article(acting, first.article_id, reason=REASON, erase=True))
    [again] = await ingest(database, raw)
    assert again == Ingested(first.article_id, Change.WITHDRAWN)
    assert await holding(database) == set()


async def test_a_restored_article_is_read_again(database: Database) -> None:
    """As if it had never been away."""
    await stored(database)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON))
    [again] = await ingest(database, PRINTED)
    assert again.change is Change.REVISED


async def test_who_a_source_is_can_be_said_while_its_claim_is_withdrawn(database: Database) -> None:
    """The restored claim is told by what was decided meanwhile."""
    await stored(database)
    claim = await claim_of(database, "مینیاتور")
    mention = claim.mention_id
    assert mention is not None
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    elder = speaker_id("کاوه مهرزاد")
    await acted(database, lambda acting: resolve_mention(acting, mention, elder, why=REASON, teach=False))
    await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    assert (await claim_by_id(database, claim.id)).speaker_id == elder


async def test_nobody_decides_who_a_source_of_a_withdrawn_article_is(database: Database) -> None:
    """Its name is gone."""
    await stored(database)
    mention = (await claim_of(database, "مینیاتور")).mention_id
    assert mention is not None
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    with pytest.raises(BadDecision, match="restore the article first"):
        await acted(database, lambda acting: resolve_mention(acting, mention, None, why=REASON))


async def test_tables_that_are_loaded_meanwhile_tell_a_restored_article(database: Database) -> None:
    """A withdrawn article is as if it were not there, and its claims are then told by what is known."""
    await ingest(database, PRINTED)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    await register(database)
    await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON))
    assert (await claim_of(database, "زعفرانیه")).office_id is not None


async def test_the_audit_chain_tells_it_without_a_word_and_stays_whole(database: Database) -> None:
    """Digests stand for the words, so erasing them changes no event."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    await acted(database, lambda acting: withdraw_claim(acting, claim.id, reason=REASON))
    await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))
    told = await events(database)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=True))
    *earlier, erased = await events(database)
    assert earlier == told
    actions = ["withdrawClaim", "restoreClaim", "withdrawArticle"]
    assert [one.action for one in told[-3:]] == actions
    assert {(one.article_id, one.actor, one.reason) for one in (*told[-3:], erased)} == {(ARTICLE, "نگار", REASON)}
    assert [one.claim_id for one in told[-3:]] == [claim.id, claim.id, None]
    assert str(digest(claim.content)) in str(told[-3].before)
    assert str(digest(REVISED.text)) in str(told[-1].before)
    assert erased.after == '{"erased":true}'


@pytest.mark.parametrize(
    ("act", "field", "problem"),
    [
        (lambda acting: withdraw_claim(acting, uuid4(), reason=REASON), "claimId", "names no claim"),
        (lambda acting: restore_claim(acting, uuid4(), reason=REASON), "claimId", "names no claim"),
        (lambda acting: withdraw_article(acting, uuid4(), reason=REASON), "articleId", "names no article"),
        (lambda acting: restore_article(acting, uuid4(), reason=REASON), "articleId", "names no article"),
        (lambda acting: restore_article(acting, ARTICLE, reason=REASON), "articleId", "was not withdrawn"),
        (lambda acting: withdraw_article(acting, ARTICLE, reason=" "), "reason", "is empty"),
        (lambda acting: withdraw_article(acting, ARTICLE, reason="x" * 10_001), "reason", "is longer"),
    ],
)
async def test_what_cannot_be_done_is_refused_and_nothing_changes(
    database: Database, act: Callable[[Acting], Awaitable[Any]], field: str, problem: str
) -> None:
    """With the field to mend."""
    await stored(database)
    before = await everything(database)
    with pytest.raises(BadDecision, match=problem) as refused:
        await acted(database, act)
    assert refused.value.field == field
    assert await everything(database) == before


async def test_a_live_claim_is_not_restored(database: Database) -> None:
    """Nor one whose words the extractor no longer finds."""
    await stored(database)
    claim = await claim_of(database, "چنارستان")
    with pytest.raises(Conflict, match="was not withdrawn by an editor"):
        await acted(database, lambda acting: restore_claim(acting, claim.id, reason=REASON))


@pytest.mark.parametrize("erase", [False, True])
async def test_an_article_that_is_withdrawn_while_writers_read_it_leaves_no_word(
    database: Database,
    erase: bool,  # noqa: FBT001 - pytest passes it
) -> None:
    """Eight writers give it with other texts at the same time: each is before the withdrawal, or refused."""
    await ingest(database, PRINTED)
    versions = [
        replace(PRINTED, text=PRINTED.text + f"\nوی افزود: چنارستان {number} درخت دارد.") for number in range(8)
    ]

    async def read(raw: RawArticle) -> Change:
        return (await ingest_article(database, raw, now=NOW, rules=RULES)).change

    async def withdraw() -> int:
        await asyncio.sleep(0.05)
        return await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=erase))

    *changes, _ = await asyncio.gather(*(read(one) for one in versions), withdraw())
    later = [await read(one) for one in versions]
    assert set(changes) <= {Change.REVISED, Change.WITHDRAWN}
    assert later == [Change.WITHDRAWN] * 8
    assert await holding(database) <= (set() if erase else WITHHELD)
    await events(database)


async def test_of_eight_editors_who_withdraw_at_once_one_does(database: Database) -> None:
    """The others are told that it is done."""
    await stored(database)
    before = await everything(database)

    async def withdraw() -> int:
        return await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON))

    done = await asyncio.gather(*(withdraw() for _ in range(8)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Conflict"] * 7 + ["int"]
    await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON))
    assert await everything(database) == before


async def test_an_article_of_many_claims_is_withdrawn_and_restored(database: Database) -> None:
    """More than a statement of either database takes values."""
    text = "\n".join(f"مریم نیک‌فر گفت: پل شماره {number} باز است." for number in range(1_500))
    await ingest(database, article(text, "2020-01-01", url=URL))
    before = await everything(database)
    assert await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON)) == 1_500
    assert await tables_that_hold(database, "شماره") <= WITHHELD
    assert await acted(database, lambda acting: restore_article(acting, ARTICLE, reason=REASON)) == 1_500
    assert await everything(database) == before


async def test_a_tombstone_keeps_its_article_and_revision(database: Database) -> None:
    """Ids, days and outlets are no words."""
    await stored(database)
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=True))
    async with database.reading() as session:
        row = (await session.scalars(select(ArticleRow).where(col(ArticleRow.id) == ARTICLE))).one()
        revisions = (await session.scalars(select(RevisionRow).where(col(RevisionRow.article_id) == ARTICLE))).all()
    assert (row.url, row.title, row.section, row.tags) == (None, None, None, [])
    assert row.outlet_id is not None
    assert str(row.published_on) == "2019-05-01"
    assert [one.text for one in revisions] == ["", ""]


async def test_of_an_erased_article_no_name_is_left_in_what_was_decided(database: Database) -> None:
    """Neither in the decision nor in the audit chain; it can still be taken back."""
    await stored(database)
    [mention] = [
        row for row in await rows(database, MentionRow) if row.id == (await claim_of(database, "مینیاتور")).mention_id
    ]
    decided = await acted(database, lambda acting: resolve_mention(acting, mention.id, None, why=REASON))
    await acted(database, lambda acting: withdraw_article(acting, ARTICLE, reason=REASON, erase=True))
    kept = [(row.name, row.key) for row in await rows(database, JudgementRow) if row.mention_id == mention.id]
    told = [one for one in await events(database) if one.action == "resolveMention"]
    assert (kept, str(digest(mention.name)) in str(told[0].after)) == ([("", "")], True)
    assert not [one for one in await events(database) if mention.name in f"{one.before}{one.after}"]
    undone = await acted(database, lambda acting: undo_judgement(acting, decided.judgement, why=REASON))
    assert undone.claims_changed == 0
