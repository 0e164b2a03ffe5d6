"""People add what extraction missed: the claim that it makes, what is refused, and that no reading changes it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.sessions import Database
from db.tables import AuditEventRow, ClaimRow, CorrectionRow
from domain.errors import BadDecision
from domain.ids import article_id_by_url, claim_id, revision_id, speaker_id
from domain.node_ids import node_id
from domain.roles import at_terminal
from domain.statement import Kind
from domain.terms import PartialDay
from domain.text import Span
from ingest.acting import Acting
from ingest.changes import hash_of
from ingest.corrected_values import Said
from ingest.missed import Missed
from ingest.withdrawal import withdraw_claim
from tests.ingest.correcting import (
    ARTICLE,
    BEFORE,
    TEXT,
    add,
    change,
    claim_of_id,
    claim_that_holds,
    correct,
    extract_again,
    ingest,
    ingest_raw,
    place,
)
from tests.ingest.registering import NOW, article, register
from tests.ingest.stored_rows import rows

SIGN = "از زبان شهردار شنیدیم آب کم است.\n"
WHOLE = SIGN + TEXT
ID = article_id_by_url(ARTICLE.url or "")
CONTENT, CUE, MENTION = (place(words, WHOLE) for words in ("آب کم است", "شنیدیم", "شهردار"))
MISSED = Missed(ID, content=CONTENT, cue=CUE, kind=Kind.INDIRECT, mention=MENTION)


async def added(database: Database, missed: Missed = MISSED) -> ClaimRow:
    """The claim of the missed statement."""
    await ingest(database, WHOLE)
    return await claim_of_id(database, await add(database, missed))


async def test_a_missed_statement_is_a_claim_that_a_person_found(database: Database) -> None:
    """With the sentence around it, of the day of publication, sure, and wholly protected."""
    claim = await added(database)
    assert (claim.content, claim.cue, claim.mention, claim.context) == (
        "آب کم است",
        "شنیدیم",
        "شهردار",
        SIGN.rstrip("\n"),
    )
    assert (claim.found_by, claim.corrected_fields, claim.confidence, claim.version) == ("person", ["missed"], 1.0, 1)
    assert (claim.said_on, claim.said_on_basis, claim.speaker_id) == (date(2024, 4, 30), "published", None)
    assert claim.id == claim_id(revision_id(ID, hash_of(WHOLE)), MISSED.cue)


async def test_a_missed_statement_leaves_a_correction_and_an_event(database: Database) -> None:
    """Before it there was nothing."""
    claim = await added(database)
    [row] = await rows(database, CorrectionRow)
    [event] = [one for one in await rows(database, AuditEventRow) if one.action == "addMissedStatement"]
    assert (row.claim_id, row.field, row.before) == (claim.id, "missed", None)
    assert (row.after["start"], row.after["cue_start"]) == (claim.content_start, claim.cue_start)
    assert (event.subject_id, "آب" in (event.after or "")) == (claim.id, False)


async def test_a_missed_statement_of_a_speaker_has_the_role_of_the_day(database: Database) -> None:
    """By the tables."""
    await register(database)
    text = "از زبان وزیر شنیدیم آب کم است."
    raw = article(text, "2022-05-01", url="https://example.org/sign")
    await ingest_raw(database, raw)
    missed = Missed(
        article_id_by_url(raw.url or ""),
        content=place("آب کم است", text),
        cue=place("شنیدیم", text),
        kind=Kind.INDIRECT,
        speaker=speaker_id("آرش سپهری"),
        said_on=PartialDay(date(2019, 5, 1)),
    )
    claim = await claim_of_id(database, await add(database, missed))
    assert (claim.speaker_id, claim.resolved_id, claim.role, claim.said_on_basis) == (
        speaker_id("آرش سپهری"),
        speaker_id("آرش سپهری"),
        "وزیر نیرو ایران",
        "stated",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"article": uuid4()}, "articleId"),
        ({"content": Span(0, 100_000)}, "content"),
        ({"cue": Span(len(SIGN) - 2, len(SIGN))}, "cue"),
        ({"cue": place("آب کم", WHOLE)}, "cue"),
        ({"cue": place("شنیدیم آب کم است", WHOLE)}, "cue"),
        ({"mention": Span(len(WHOLE), len(WHOLE) + 1)}, "mention"),
        ({"speaker": uuid4()}, "speakerId"),
        ({"said_on": PartialDay(date(40, 1, 1))}, "saidOn.date"),
    ],
)
async def test_what_cannot_be_added_names_the_field_and_adds_nothing(
    database: Database, given: Mapping[str, Any], field: str
) -> None:
    """Neither a claim nor a correction."""
    with pytest.raises(BadDecision) as refused:
        await added(database, replace(MISSED, **given))
    assert (refused.value.field, await rows(database, CorrectionRow)) == (field, [])


async def test_a_statement_that_is_a_claim_already_names_it(database: Database) -> None:
    """Whoever wants it otherwise corrects that one."""
    claim = await added(database)
    with pytest.raises(BadDecision, match=node_id("claim", claim.id)):
        await add(database, MISSED)


async def test_one_statement_that_is_added_twice_at_once_is_one(database: Database) -> None:
    """The other is told which claim it is."""
    await ingest(database, WHOLE)
    outcomes = await asyncio.gather(*(add(database, MISSED) for _ in range(4)), return_exceptions=True)
    made = [one for one in outcomes if isinstance(one, UUID)]
    assert (len(made), sum(isinstance(one, BadDecision) for one in outcomes)) == (1, 3)


async def test_words_that_an_editor_withdrew_are_not_added_again(database: Database) -> None:
    """By nobody."""
    claim = await added(database)
    await change(database, claim.id, withdrawn_at=NOW, withdrawn_by="editor")
    with pytest.raises(BadDecision, match="editor withdrew"):
        await add(database, MISSED)


async def test_words_that_an_editor_withdrew_from_an_earlier_text_are_not_added_to_the_next(
    database: Database,
) -> None:
    """The withdrawn claim stays with the text that it was found in, but its words stand in the next one too."""
    claim = await added(database)
    async with database.writing() as session:
        acting = Acting(session, at_terminal("سردبیر"), NOW, "IR")
        await withdraw_claim(acting, claim.id, reason="به خواست صاحب سخن")
    await ingest(database, BEFORE + WHOLE)
    moved = replace(MISSED, content=_later(CONTENT), cue=_later(CUE), mention=_later(MENTION))
    with pytest.raises(BadDecision, match="holds words that an editor withdrew"):
        await add(database, moved)


def _later(span: Span) -> Span:
    """Where words stand once another line stands before them."""
    return Span(span.start + len(BEFORE), span.end + len(BEFORE))


async def test_a_withdrawn_claim_of_the_same_cue_keeps_its_id(database: Database) -> None:
    """The new one has the next that is free."""
    claim = await added(database)
    await change(database, claim.id, withdrawn_at=NOW, withdrawn_by="extractor")
    again = await add(database, MISSED)
    assert (again != claim.id, len({row.id for row in await rows(database, ClaimRow)})) == (True, 5)


async def test_extraction_takes_nothing_from_a_missed_statement(database: Database) -> None:
    """It stays though no reading finds it, and in a longer text moves along."""
    claim = await added(database)
    await extract_again(database, WHOLE)
    same = await claim_of_id(database, claim.id)
    await ingest(database, BEFORE + WHOLE)
    moved = await claim_of_id(database, claim.id)
    assert same == claim
    starts = [(one.content_start, one.cue_start, one.context_start) for one in (claim, moved)]
    assert [start + len(BEFORE) for start in starts[0]] == list(starts[1])
    assert moved.version == 2
    assert (moved.content, moved.said_on, moved.kind, moved.withdrawn_at) == (
        claim.content,
        claim.said_on,
        claim.kind,
        None,
    )


async def test_a_missed_statement_whose_words_are_gone_stays_where_it_was(database: Database) -> None:
    """In its old revision."""
    claim = await added(database)
    await ingest(database)
    assert await claim_of_id(database, claim.id) == claim


async def test_what_extraction_finds_later_is_the_statement_that_was_added(database: Database) -> None:
    """Of all that a newer reading says nothing is taken, and no second claim is made."""
    await ingest(database)
    found = await claim_that_holds(database, "بودجه")
    await change(database, found.id, withdrawn_at=NOW, withdrawn_by="extractor")
    content, cue = place("هزینه پل از بودجه"), place("تأکید کرد")
    claim = await claim_of_id(database, await add(database, Missed(ID, content, cue, Kind.MIXED)))
    await change(database, found.id, cue_start=0, cue_end=1, content_start=0, content_end=1)
    ingested = await extract_again(database)
    assert ingested.claims_new == 0
    assert await claim_of_id(database, claim.id) == claim


async def test_a_missed_statement_is_corrected_as_any_claim(database: Database) -> None:
    """What it was and what it is are both told."""
    claim = await added(database)
    await correct(database, claim.id, Said(kind=Kind.DIRECT))
    now = await claim_of_id(database, claim.id)
    assert (now.kind, now.corrected_fields, now.version) == ("direct", ["kind", "missed"], 2)
