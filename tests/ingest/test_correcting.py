"""People correct claims by their version: what changes, what it leaves behind, and what is refused."""

import asyncio
import json
from datetime import date
from uuid import UUID, uuid4

import pytest

from db.sessions import Database
from db.tables import AuditEventRow, ClaimRow, CorrectionRow
from domain.audit import digest
from domain.dates import Precision
from domain.errors import BadDecision, Conflict
from domain.ids import speaker_id
from domain.roles import at_terminal
from domain.statement import Kind
from domain.terms import PartialDay
from domain.text import Span
from ingest.acting import Acting
from ingest.corrected_values import Said
from ingest.decisions import merge_speakers, unmerge_speaker
from tests.ingest.correcting import (
    COST,
    OPENING,
    WHY,
    change,
    claim_of_id,
    claim_that_holds,
    correct,
    ingest,
    ingest_raw,
    live_contents,
    place,
)
from tests.ingest.registering import NOW, article, register
from tests.ingest.stored_rows import rows

MAYOR, HEAD = speaker_id("مریم نیک‌فر"), speaker_id("بهرام آذرنگ")
ELDER, YOUNGER = speaker_id("کاوه مهرزاد"), speaker_id("آرش سپهری")
SHORTER = place("پل تازه رودخانه")


async def test_a_content_is_read_from_the_text_of_its_revision(database: Database) -> None:
    """The words, the span and the words by which it is searched."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, Said(content=place("فردا باز می‌شود")))
    now = await claim_of_id(database, claim.id)
    assert (now.content, now.content_start, now.corrected_fields, now.version) == (
        "فردا باز می‌شود",
        OPENING.index("فردا"),
        ["content"],
        2,
    )
    words = [row.search_key.translate({ord("<"): None, ord(">"): None}) for row in (now, claim)]
    assert words[0] == words[1], "the sentence around it is searched too"
    assert "<فردا باز میشود>" in now.search_key


async def test_a_correction_is_a_row_without_words(database: Database) -> None:
    """Before and after are places; who, when and why stand beside them."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, Said(content=SHORTER))
    [row] = await rows(database, CorrectionRow)
    assert (row.field, row.before, row.after) == (
        "content",
        {"start": claim.content_start, "end": claim.content_end},
        {"start": SHORTER.start, "end": SHORTER.end},
    )
    assert (row.author, row.reason, row.made_at, row.claim_id, row.revision_id) == (
        "سارا",
        WHY,
        NOW,
        claim.id,
        claim.revision_id,
    )


async def test_one_correction_of_many_fields_is_a_row_for_each_and_one_event(database: Database) -> None:
    """The event has digests in place of the words."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    day = PartialDay(date(2024, 4, 1), Precision.MONTH)
    await correct(database, claim.id, Said(content=SHORTER, speaker=HEAD, said_on=day, kind=Kind.MIXED))
    fields = sorted(row.field for row in await rows(database, CorrectionRow))
    [event] = [row for row in await rows(database, AuditEventRow) if row.action == "correctClaim"]
    assert fields == ["content", "kind", "said_on", "speaker"]
    assert (event.subject_id, event.claim_id, event.article_id, event.reason) == (
        claim.id,
        claim.id,
        claim.article_id,
        WHY,
    )
    assert json.loads(event.before or "")["content"]["words"] == digest(claim.content)
    assert json.loads(event.after or "")["content"]["words"] == digest("پل تازه رودخانه")
    now = await claim_of_id(database, claim.id)
    assert (now.said_on, now.said_on_precision, now.said_on_basis, now.said_on_printed) == (
        date(2024, 4, 1),
        "month",
        "stated",
        None,
    )
    assert (now.speaker_id, now.kind, now.corrected_fields) == (
        HEAD,
        "mixed",
        ["content", "speaker", "said_on", "kind"],
    )


async def test_what_is_said_again_is_no_correction(database: Database) -> None:
    """Of several fields those alone are corrected that are not so already."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, Said(kind=Kind.DIRECT, speaker=HEAD, said_on=PartialDay(date(2024, 4, 29))))
    assert [row.field for row in await rows(database, CorrectionRow)] == ["speaker"]


async def test_what_is_no_statement_is_withdrawn_and_can_come_back(database: Database) -> None:
    """By a correction, and live again by another."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, Said(is_statement=False))
    gone = await claim_of_id(database, claim.id)
    await correct(database, claim.id, Said(is_statement=True), version=2)
    back = await claim_of_id(database, claim.id)
    assert (gone.withdrawn_by, gone.withdrawn_at, back.withdrawn_by, back.withdrawn_at) == (
        "correction",
        NOW,
        None,
        None,
    )
    assert (back.corrected_fields, back.version) == (["is_statement"], 3)


async def test_what_extraction_no_longer_found_can_be_said_to_be_a_statement(database: Database) -> None:
    """It is live again."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await ingest(database, COST)
    await correct(database, claim.id, Said(is_statement=True))
    assert (await claim_of_id(database, claim.id)).withdrawn_at is None


async def test_nobody_has_no_role(database: Database) -> None:
    """Neither a speaker nor an office is left; the article's source is."""
    await register(database)
    await ingest_raw(database, article("وزیر نیرو گفت: آب کم است.", "2019-05-01"))
    claim = await claim_that_holds(database, "آب")
    await correct(database, claim.id, Said(nobody=True))
    now = await claim_of_id(database, claim.id)
    assert (claim.speaker_id, claim.role) == (YOUNGER, "وزیر نیرو ایران")
    assert (now.speaker_id, now.resolved_id, now.role, now.office_id, now.mention_id) == (
        None,
        None,
        None,
        None,
        claim.mention_id,
    )


async def test_a_corrected_speaker_has_the_role_of_the_day(database: Database) -> None:
    """By the tables; a day that is corrected later changes it."""
    await register(database)
    await ingest_raw(database, article("بهرام آذرنگ گفت: آب کم است.", "2022-05-01"))
    claim = await claim_that_holds(database, "آب")
    await correct(database, claim.id, Said(speaker=YOUNGER))
    first = await claim_of_id(database, claim.id)
    await correct(database, claim.id, Said(said_on=PartialDay(date(2019, 5, 1))), version=2)
    second = await claim_of_id(database, claim.id)
    assert (first.speaker_id, first.role) == (YOUNGER, "رئیس جمهور ایران")
    assert (second.speaker_id, second.role) == (YOUNGER, "وزیر نیرو ایران")


async def test_what_the_article_calls_its_source_is_no_role_of_a_corrected_speaker(database: Database) -> None:
    """It was said of somebody else, perhaps."""
    await ingest(database)
    claim = await claim_that_holds(database, "بودجه")
    await correct(database, claim.id, Said(speaker=MAYOR))
    assert (claim.role, (await claim_of_id(database, claim.id)).role) == ("رئیس شورای شهر", None)


async def test_an_office_means_its_holder_of_a_corrected_day(database: Database) -> None:
    """The source is resolved again."""
    await register(database)
    await ingest_raw(database, article("رئیس جمهور گفت: آب کم است.", "2022-05-01"))
    claim = await claim_that_holds(database, "آب")
    await correct(database, claim.id, Said(said_on=PartialDay(date(2019, 5, 1))))
    now = await claim_of_id(database, claim.id)
    assert (claim.speaker_id, now.speaker_id, now.corrected_fields) == (YOUNGER, ELDER, ["said_on"])


async def test_a_corrected_speaker_is_merged_and_taken_apart_as_any_other(database: Database) -> None:
    """The claim moves along."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, Said(speaker=HEAD))
    async with database.writing() as session:
        await merge_speakers(Acting(session, at_terminal("سارا"), NOW, "IR"), MAYOR, [HEAD], why=WHY)
    merged = await claim_of_id(database, claim.id)
    async with database.writing() as session:
        await unmerge_speaker(Acting(session, at_terminal("سارا"), NOW, "IR"), HEAD, why=WHY)
    apart = await claim_of_id(database, claim.id)
    assert (merged.speaker_id, apart.speaker_id) == (MAYOR, HEAD)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(), "content"),
        (Said(kind=Kind.DIRECT), "kind"),
        (Said(content=Span(0, 100_000)), "content"),
        (Said(content=Span(OPENING.index("."), OPENING.index(".") + 1)), "content"),
        (Said(speaker=uuid4()), "speakerId"),
        (Said(speaker=MAYOR), "speakerId"),
        (Said(speaker=HEAD, nobody=True), "nobody"),
        (Said(said_on=PartialDay(date(2024, 4, 29)), said_on_unknown=True), "saidOnUnknown"),
        (Said(said_on=PartialDay(date(2024, 4, 29))), "saidOn"),
        (Said(said_on=PartialDay(date(2024, 4, 2), Precision.MONTH)), "saidOn.date"),
        (Said(said_on=PartialDay(date(40, 4, 2))), "saidOn.date"),
        (Said(is_statement=True), "isStatement"),
    ],
)
async def test_what_cannot_be_corrected_names_the_field_and_changes_nothing(
    database: Database, said: Said, field: str
) -> None:
    """Not even a row is left."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    with pytest.raises(BadDecision) as refused:
        await correct(database, claim.id, said)
    assert refused.value.field == field
    assert (await claim_of_id(database, claim.id), await rows(database, CorrectionRow)) == (claim, [])


@pytest.mark.parametrize("precision", [Precision.MONTH, Precision.YEAR])
async def test_a_jalali_month_or_year_begins_on_its_first_day(database: Database, precision: Precision) -> None:
    """Nowruz 1403."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, Said(said_on=PartialDay(date(2024, 3, 20), precision)))
    assert (await claim_of_id(database, claim.id)).said_on_precision == precision.value


async def test_a_claim_that_is_none_is_told(database: Database) -> None:
    """By the field."""
    with pytest.raises(BadDecision, match="claimId"):
        await correct(database, uuid4(), Said(kind=Kind.MIXED))


async def test_what_an_editor_withdrew_is_not_corrected(database: Database) -> None:
    """Its words are nobody's to change."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await change(database, claim.id, withdrawn_at=NOW, withdrawn_by="editor")
    with pytest.raises(BadDecision, match="editor withdrew"):
        await correct(database, claim.id, Said(is_statement=True))


async def test_a_version_that_is_not_the_newest_conflicts(database: Database) -> None:
    """The message names the newest."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    await correct(database, claim.id, Said(kind=Kind.MIXED))
    with pytest.raises(Conflict, match="which is 2"):
        await correct(database, claim.id, Said(kind=Kind.INDIRECT))


async def test_of_eight_who_correct_one_version_exactly_one_does(database: Database) -> None:
    """In every round; what is accepted is stored, and the others are told to read the claim again."""
    await ingest(database)
    claim = await claim_that_holds(database, "رودخانه")
    accepted: list[Span] = []

    async def write(version: int, writer: int) -> bool:
        content = Span(claim.content_start + writer, claim.content_end - version)
        try:
            await correct(database, claim.id, Said(content=content), version=version, by=f"نویسنده {writer}")
        except Conflict:
            return False
        accepted.append(content)
        return True

    for version in range(1, 7):
        won = await asyncio.gather(*(write(version, writer) for writer in range(8)))
        assert won.count(True) == 1
    stored = {(row.after["start"], row.after["end"]) for row in await rows(database, CorrectionRow)}
    now = await claim_of_id(database, claim.id)
    assert stored == {(span.start, span.end) for span in accepted}
    assert (now.version, Span(now.content_start, now.content_end)) == (7, accepted[-1])


async def test_a_correction_while_the_article_is_read_again_is_not_lost(database: Database) -> None:
    """Whichever comes first, the corrected kind stays."""
    await ingest(database)
    claim: ClaimRow = await claim_that_holds(database, "رودخانه")

    async def write() -> UUID | None:
        for version in (1, 2):
            try:
                await correct(database, claim.id, Said(kind=Kind.MIXED), version=version)
            except Conflict:
                continue
            return claim.id
        return None

    _, done = await asyncio.gather(ingest(database, "باران.\n" + OPENING + COST), write())
    assert done == claim.id
    now = await claim_of_id(database, claim.id)
    assert (now.kind, len(await live_contents(database))) == ("mixed", 2)
