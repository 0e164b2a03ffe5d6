"""Words that an editor withdrew come back by no revision, no correction and no statement that a person adds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db.sessions import Database
from db.tables import ArticleRow, ClaimRow
from domain.claim import Quoted
from domain.errors import BadDecision
from domain.statement import Kind
from domain.text import Span
from ingest.changes import Change
from ingest.corrected_values import Said
from ingest.missed import Missed
from ingest.withdrawal import restore_article, restore_claim, withdraw_article, withdraw_claim
from ingest.withheld import Withheld
from tests.ingest.correcting import (
    ARTICLE,
    BEFORE,
    COST,
    OPENING,
    TEXT,
    WHY,
    WORK,
    add,
    change,
    claim_that_holds,
    correct,
    extract_again,
    ingest,
    ingest_raw,
    live_contents,
    place,
)
from tests.ingest.noting import EDITOR, act
from tests.ingest.registering import NOW
from tests.ingest.stored_rows import rows

SAID = "شهرداری برای این پل سه سال کار کرد"
OTHERS = ["پل تازه رودخانه فردا باز می‌شود", "هزینه پل از بودجه شهر پرداخت شده است"]


async def withdrawn(database: Database, words: str = "سه سال", *, erase: bool = False) -> ClaimRow:
    """A claim of the article that an editor withdrew, as it was."""
    await ingest(database)
    claim = await claim_that_holds(database, words)
    await act(database, EDITOR, lambda acting: withdraw_claim(acting, claim.id, reason=WHY, erase=erase))
    return claim


@pytest.mark.parametrize("erase", [False, True], ids=["withdrawn", "erased"])
@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("این پل سه", "این پل، سه"),
        TEXT.replace(" سه سال", "  سه سال"),
        TEXT.replace("این پل", "این پل بزرگ"),
        TEXT.replace("وی افزود: ", "وی تأکید کرد که "),
        TEXT + f"مریم نیک‌فر در پایان گفت: {SAID}.\n",
        TEXT.replace(
            WORK, f"شهردار در پایان گفت: {SAID} و امیدواریم مردم شهر خشنود باشند و در نگهداری آن ما را یاری کنند.\n"
        ),
        OPENING + COST + BEFORE + f"مریم نیک‌فر گفت: {SAID.replace('کرد', 'کرده است')}.\n",
    ],
    ids=["comma", "space", "word", "cue", "twice", "longer", "elsewhere"],
)
async def test_no_revision_brings_withdrawn_words_back(database: Database, text: str, erase: bool) -> None:  # noqa: FBT001 - pytest passes it
    """However a text prints them, and whoever is said to have said them there; all else stays."""
    await withdrawn(database, erase=erase)
    await ingest(database, text, now=NOW + timedelta(days=1))
    await extract_again(database, text)
    assert await live_contents(database) == OTHERS


async def test_what_is_restored_after_a_revision_is_one_statement(database: Database) -> None:
    """The text printed it a little otherwise meanwhile."""
    claim = await withdrawn(database)
    await ingest(database, BEFORE + TEXT.replace("این پل سه", "این پل، سه"), now=NOW + timedelta(days=1))
    await act(database, EDITOR, lambda acting: restore_claim(acting, claim.id, reason=WHY))
    assert [content for content in await live_contents(database) if "شهرداری" in content] == [SAID]


async def test_what_extraction_withdrew_before_is_not_revived(database: Database) -> None:
    """It says the words too, and a newer reading finds it again."""
    twice = TEXT + f"مریم نیک‌فر در پایان گفت: {SAID}.\n"
    await ingest(database, twice)
    one, other = [row for row in await rows(database, ClaimRow) if row.content == SAID]
    await change(database, other.id, withdrawn_at=NOW, withdrawn_by="extractor")
    await act(database, EDITOR, lambda acting: withdraw_claim(acting, one.id, reason=WHY))
    await extract_again(database, twice)
    assert await live_contents(database) == OTHERS


async def test_a_claim_that_an_editor_left_live_stays_so(database: Database) -> None:
    """The editor was told that it holds the same words."""
    twice = TEXT + f"مریم نیک‌فر در پایان گفت: {SAID}.\n"
    await ingest(database, twice)
    one = next(row for row in await rows(database, ClaimRow) if row.content == SAID)
    await act(database, EDITOR, lambda acting: withdraw_claim(acting, one.id, reason=WHY))
    await extract_again(database, twice)
    assert sorted(await live_contents(database)) == sorted([*OTHERS, SAID])


@pytest.mark.parametrize("moved", [False, True], ids=["same text", "new text"])
async def test_no_correction_puts_withdrawn_words_into_a_claim(database: Database, moved: bool) -> None:  # noqa: FBT001 - pytest passes it
    """Be the withdrawn claim of this text or of one before it."""
    await withdrawn(database, erase=True)
    text = BEFORE + TEXT.replace("این پل سه", "این پل، سه") if moved else TEXT
    await ingest(database, text, now=NOW + timedelta(days=1))
    other = await claim_that_holds(database, "فردا")
    content = Span(text.index("شهرداری برای"), text.index(" کرد.\n"))
    with pytest.raises(BadDecision, match="editor withdrew") as refused:
        await correct(database, other.id, Said(content=content), version=other.version)
    assert (refused.value.field, await live_contents(database)) == ("content", OTHERS)


async def test_no_correction_says_that_withdrawn_words_are_a_statement_after_all(database: Database) -> None:
    """Of another claim that says them, which extraction found no longer."""
    twice = TEXT + f"مریم نیک‌فر در پایان گفت: {SAID}.\n"
    await ingest(database, twice)
    one, other = [row for row in await rows(database, ClaimRow) if row.content == SAID]
    await change(database, other.id, withdrawn_at=NOW, withdrawn_by="extractor")
    await act(database, EDITOR, lambda acting: withdraw_claim(acting, one.id, reason=WHY))
    with pytest.raises(BadDecision, match="editor withdrew") as refused:
        await correct(database, other.id, Said(is_statement=True))
    assert refused.value.field == "isStatement"


async def test_a_claim_that_an_editor_left_live_may_lose_words(database: Database) -> None:
    """Fewer of them are before readers by it."""
    twice = TEXT + f"مریم نیک‌فر در پایان گفت: {SAID}.\n"
    await ingest(database, twice)
    one, other = [row for row in await rows(database, ClaimRow) if row.content == SAID]
    await act(database, EDITOR, lambda acting: withdraw_claim(acting, one.id, reason=WHY))
    await correct(database, other.id, Said(content=Span(other.content_start, other.content_end - len(" کار کرد"))))
    assert "شهرداری برای این پل سه سال" in await live_contents(database)


async def test_other_words_are_corrected_beside_what_is_withdrawn(database: Database) -> None:
    """As ever."""
    await withdrawn(database)
    other = await claim_that_holds(database, "فردا")
    await correct(database, other.id, Said(content=place("رودخانه فردا باز می‌شود")))
    assert "رودخانه فردا باز می‌شود" in await live_contents(database)


async def test_no_content_reaches_across_withdrawn_words(database: Database) -> None:
    """The claim would be found by the words between it and its sentence."""
    claim = await withdrawn(database)
    other = await claim_that_holds(database, "فردا")
    with pytest.raises(BadDecision, match="editor withdrew"):
        await correct(database, other.id, Said(content=place("بودجه شهر")))
    missed = Missed(claim.article_id, place("بودجه شهر"), place("در جمع"), Kind.DIRECT)
    with pytest.raises(BadDecision, match="editor withdrew"):
        await add(database, missed)
    assert not [row for row in await rows(database, ClaimRow) if "سه سال" in row.search_key]


async def test_nobody_adds_withdrawn_words_in_a_new_text(database: Database) -> None:
    """Though the claim is of the text before it."""
    claim = await withdrawn(database)
    text = BEFORE + TEXT.replace("این پل سه", "این پل، سه")
    await ingest(database, text, now=NOW + timedelta(days=1))
    content = Span(text.index("شهرداری برای"), text.index(" کرد.\n"))
    missed = Missed(claim.article_id, content, place("در جمع", text), Kind.DIRECT)
    with pytest.raises(BadDecision, match="editor withdrew"):
        await add(database, missed)
    assert await live_contents(database) == OTHERS


def test_where_nothing_is_withdrawn_nothing_is_withheld() -> None:
    """Whatever the words."""
    assert not Withheld.of([], here=[]).holds_content(Quoted(SAID, Span(0, len(SAID))))


@pytest.mark.parametrize("erase", [False, True], ids=["withdrawn", "erased"])
@pytest.mark.parametrize("url", ["https://example.org/pole?from=feed", "https://example.net/copy", None])
async def test_a_withdrawn_text_is_not_stored_under_another_address(
    database: Database,
    url: str | None,
    erase: bool,  # noqa: FBT001 - pytest passes it
) -> None:
    """Nor without one; the answer is the article that was withdrawn."""
    await ingest(database)
    article = (await claim_that_holds(database, "سه سال")).article_id
    await act(database, EDITOR, lambda acting: withdraw_article(acting, article, reason=WHY, erase=erase))
    ingested = await ingest_raw(database, replace(ARTICLE, url=url))
    assert (ingested.change, ingested.article_id) == (Change.WITHDRAWN, article)
    assert (await live_contents(database), len(await rows(database, ArticleRow))) == ([], 1)


async def test_a_stored_article_becomes_no_copy_of_a_withdrawn_text(database: Database) -> None:
    """It keeps the text that it had; one that had the same text before is another article, and stays."""
    other, copy = (replace(ARTICLE, url=f"https://example.org/{name}", title="پل") for name in ("other", "copy"))
    await ingest(database)
    article = (await claim_that_holds(database, "سه سال")).article_id
    await ingest_raw(database, replace(other, text=COST))
    await ingest_raw(database, copy)
    await act(database, EDITOR, lambda acting: withdraw_article(acting, article, reason=WHY))
    changes = [(await ingest_raw(database, raw)).change for raw in (other, copy, replace(copy, title="پل تازه"))]
    assert changes == [Change.WITHDRAWN, Change.UNCHANGED, Change.EXTRACTED_AGAIN]


async def test_a_restored_text_is_stored_under_another_address_again(database: Database) -> None:
    """As any other."""
    await ingest(database)
    article = (await claim_that_holds(database, "سه سال")).article_id
    await act(database, EDITOR, lambda acting: withdraw_article(acting, article, reason=WHY))
    await act(database, EDITOR, lambda acting: restore_article(acting, article, reason=WHY))
    copied = await ingest_raw(database, replace(ARTICLE, url="https://example.net/copy"))
    assert copied.change is Change.NEW
