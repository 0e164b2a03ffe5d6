"""Notes are written, moved, amended and retracted as the workflow says; what they say is never changed."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from db.notes import Subject, standing_verdict, verdict_key
from db.sessions import Database
from db.tables import AuditEventRow, EvidenceRow, NoteRow
from domain.errors import BadDecision, Conflict, OutOfTurn
from domain.notes import Attribution, Stage, Visibility
from ingest.note_rules import Said
from ingest.notes import add_note, amend_note, assign_note, move_note, record_claimant_asked, retract_note
from tests import factories as make
from tests.ingest.noting import (
    EDITOR,
    OTHER_VERIFIER,
    VERIFIER,
    WRITER,
    act,
    bring,
    judging,
    published,
    stored_claim,
    written,
)


async def note_rows(database: Database) -> dict[UUID, NoteRow]:
    """Every version by its id."""
    async with database.reading() as session:
        return {row.id: row for row in (await session.scalars(select(NoteRow))).all()}


async def standing(database: Database, claim: UUID) -> str | None:
    """The key of the verdict that stands on a claim."""
    async with database.reading() as session:
        return await verdict_key(session, await standing_verdict(session, claim))


async def events(database: Database) -> list[tuple[str, str]]:
    """What the chain tells: each action with its audience."""
    async with database.reading() as session:
        rows = (await session.scalars(select(AuditEventRow).order_by(col(AuditEventRow.position)))).all()
        return [(row.action, row.audience) for row in rows]


async def test_a_note_goes_from_draft_to_published_and_every_stage_is_stamped(database: Database) -> None:
    """Its verdict stands once it is published, and not before."""
    claim = await stored_claim(database)
    note = await written(database, claim, submit=False)
    await act(database, WRITER, lambda acting: move_note(acting, note, 1, Stage.SUBMITTED))
    before = await standing(database, claim.id)
    await bring(database, note, 1)
    row = (await note_rows(database))[note]
    assert (before, await standing(database, claim.id)) == (None, "false")
    assert (row.stage, row.reviewed_by) == ("published", "سارا")
    assert all((row.submitted_at, row.reviewed_at, row.published_at))


async def test_what_happens_before_a_note_is_published_is_the_teams(database: Database) -> None:
    """The public history begins with the published note."""
    await published(database, await stored_claim(database))
    assert await events(database) == [("addNote", "team"), ("moveNote", "team"), ("moveNote", "public")]


async def test_everything_of_a_teams_note_is_the_teams(database: Database) -> None:
    """Published or retracted."""
    claim = await stored_claim(database)
    note = await published(database, claim, Said("در دست بررسی", visibility=Visibility.TEAM))
    await act(database, EDITOR, lambda acting: retract_note(acting, note, 1, reason="دیگر لازم نیست"))
    assert {audience for _, audience in await events(database)} == {"team"}


async def test_a_verifier_does_not_review_their_own_note(database: Database) -> None:
    """Four eyes."""
    note = await written(database, await stored_claim(database), by=VERIFIER)
    with pytest.raises(OutOfTurn):
        await act(database, VERIFIER, lambda acting: move_note(acting, note, 1, Stage.REVIEWED))
    await act(database, OTHER_VERIFIER, lambda acting: move_note(acting, note, 1, Stage.REVIEWED))


async def test_a_published_version_stands_until_its_amendment_is_published(database: Database) -> None:
    """Then the old one stays readable, superseded."""
    claim = await stored_claim(database)
    note = await published(database, claim)
    changed = judging("misleading", changes_verdict="سند تازه‌ای پیدا شد")
    second = await act(database, WRITER, lambda acting: amend_note(acting, note, 1, changed, submit=True))
    meanwhile = await standing(database, claim.id)
    await bring(database, note, 2, day=1)
    rows = await note_rows(database)
    assert (meanwhile, await standing(database, claim.id)) == ("false", "misleading")
    assert (rows[note].superseded_at is None, rows[second].superseded_at is None) == (False, True)
    assert (rows[note].body, rows[second].root_id) == (judging().body, note)


async def test_an_amended_draft_is_superseded_at_once(database: Database) -> None:
    """Nobody reviews what its author took back."""
    note = await written(database, await stored_claim(database))
    second = await act(database, WRITER, lambda acting: amend_note(acting, note, 1, judging("true")))
    rows = await note_rows(database)
    assert (rows[note].superseded_at is None, rows[second].stage) == (False, "draft")
    with pytest.raises(Conflict, match="the newest is 2"):
        await act(database, VERIFIER, lambda acting: move_note(acting, note, 1, Stage.REVIEWED))


async def test_somebody_elses_note_is_amended_by_an_editor_alone(database: Database) -> None:
    """The editor is then the author of that version."""
    note = await written(database, await stored_claim(database))
    with pytest.raises(OutOfTurn):
        await act(database, VERIFIER, lambda acting: amend_note(acting, note, 1, judging()))
    await act(database, EDITOR, lambda acting: amend_note(acting, note, 1, judging(), submit=True))
    with pytest.raises(OutOfTurn):
        await act(database, EDITOR, lambda acting: move_note(acting, note, 2, Stage.REVIEWED))


async def test_a_retracted_note_stands_no_more_and_says_why(database: Database) -> None:
    """The verdict before it stands again."""
    claim = await stored_claim(database)
    await published(database, claim, judging("true"))
    note = await published(database, claim, judging("false", changes_verdict="سند نو"), day=1)
    stood = await standing(database, claim.id)
    await act(database, EDITOR, lambda acting: retract_note(acting, note, 1, reason="سند جعلی بود"))
    row = (await note_rows(database))[note]
    assert (stood, await standing(database, claim.id)) == ("false", "true")
    assert (row.retracted_at is None, row.retraction_reason) == (False, "سند جعلی بود")
    with pytest.raises(Conflict, match="was retracted"):
        await act(database, EDITOR, lambda acting: amend_note(acting, note, 1, judging()))


async def test_retracting_takes_the_amendment_on_its_way_along(database: Database) -> None:
    """Nobody publishes a new version of what was taken back."""
    note = await published(database, await stored_claim(database))
    await act(database, WRITER, lambda acting: amend_note(acting, note, 1, judging()))
    await act(database, EDITOR, lambda acting: retract_note(acting, note, 2, reason="اشتباه بود"))
    assert all(row.retracted_at for row in (await note_rows(database)).values())


async def test_a_contributor_does_not_retract_what_is_published(database: Database) -> None:
    """Their own draft they do."""
    claim = await stored_claim(database)
    note = await published(database, claim)
    with pytest.raises(OutOfTurn):
        await act(database, WRITER, lambda acting: retract_note(acting, note, 1, reason="پشیمانم"))
    draft = await written(database, claim, Said("پیش‌نویس"), submit=False)
    await act(database, WRITER, lambda acting: retract_note(acting, draft, 1, reason="پشیمانم"))


async def test_another_verdict_says_why_it_changes(database: Database) -> None:
    """When it is written, and again when it is published, for another may stand by then."""
    claim = await stored_claim(database)
    early = await written(database, claim, judging("true"))
    await published(database, claim, judging("false"))
    with pytest.raises(BadDecision, match="«false» stands"):
        await written(database, claim, judging("misleading"))
    await act(database, VERIFIER, lambda acting: move_note(acting, early, 1, Stage.REVIEWED))
    with pytest.raises(BadDecision, match="«false» stands"):
        await act(database, EDITOR, lambda acting: move_note(acting, early, 1, Stage.PUBLISHED))


@pytest.mark.parametrize("verdict", [None, "true"])
async def test_an_amendment_that_takes_a_verdict_away_says_why(database: Database, verdict: str | None) -> None:
    """Whether none stands then, or an older one does again."""
    claim = await stored_claim(database)
    if verdict is not None:
        await published(database, claim, judging(verdict))
    note = await published(database, claim, judging("false", changes_verdict="سند نو"), day=1)
    with pytest.raises(BadDecision, match="«false» stands"):
        await act(database, WRITER, lambda acting: amend_note(acting, note, 1, Said("بی‌حکم")))
    said = Said("بی‌حکم", changes_verdict="سند جعلی بود")
    await act(database, WRITER, lambda acting: amend_note(acting, note, 1, said, submit=True))
    await bring(database, note, 2, day=2)
    assert await standing(database, claim.id) == verdict


async def test_a_note_that_everybody_read_does_not_become_the_teams(database: Database) -> None:
    """It is retracted in sight of everybody."""
    note = await published(database, await stored_claim(database))
    hidden = judging("false", visibility=Visibility.TEAM, changes_verdict="پنهان شود")
    with pytest.raises(BadDecision, match="was public"):
        await act(database, WRITER, lambda acting: amend_note(acting, note, 1, hidden))


async def test_what_is_published_last_stands_whatever_the_clocks_say(database: Database) -> None:
    """A machine whose clock is behind publishes after one whose is ahead."""
    claim = await stored_claim(database)
    await published(database, claim, judging("true"), day=1)
    await published(database, claim, judging("false", changes_verdict="سند نو"), day=0)
    assert await standing(database, claim.id) == "false"


async def test_an_imported_note_is_nobodys_own(database: Database) -> None:
    """Whoever bears its publisher's name; an editor amends it."""
    claim = await stored_claim(database)
    note, evidence = make.note(claim, key=make.api_key(WRITER.name), author_id=None, origin="imported")
    await make.store(database, [note, evidence])
    with pytest.raises(OutOfTurn):
        await act(database, WRITER, lambda acting: amend_note(acting, note.id, 1, Said("از آن من")))
    assert await act(database, EDITOR, lambda acting: amend_note(acting, note.id, 1, Said("روشن‌تر")))


async def test_a_teams_verdict_does_not_stand(database: Database) -> None:
    """Nobody could tell the public why; it needs no evidence either."""
    claim = await stored_claim(database)
    await published(database, claim, judging("false", visibility=Visibility.TEAM, evidence=()))
    assert await standing(database, claim.id) is None


@pytest.mark.parametrize("attribution", Attribution)
async def test_who_said_it_is_found_apart_from_whether_it_is_true(database: Database, attribution: Attribution) -> None:
    """A public finding needs evidence as a verdict does."""
    claim = await stored_claim(database)
    with pytest.raises(BadDecision, match="evidence"):
        await written(database, claim, Said("نگفته است.", attribution=attribution))
    note = await published(database, claim, judging("false", attribution=attribution))
    row = (await note_rows(database))[note]
    assert (row.attribution, await standing(database, claim.id)) == (attribution.value, "false")


@pytest.mark.parametrize("withdrawn_by", ["extractor", "correction", "editor"])
async def test_what_an_editor_withdrew_takes_no_note(database: Database, withdrawn_by: str) -> None:
    """What is no longer found does: people may still know more."""
    claim = await stored_claim(database, withdrawn_at=make.NOW, withdrawn_by=withdrawn_by)
    if withdrawn_by == "editor":
        with pytest.raises(BadDecision, match="names no claim"):
            await written(database, claim)
        return
    assert await published(database, claim)


async def test_notes_are_written_about_speakers_and_articles_without_verdicts(database: Database) -> None:
    """A verdict is a claim's."""
    speaker = make.speaker()
    article = make.article()
    await make.store(database, [*speaker, article])
    for about in (Subject("speaker", speaker[0].id), Subject("article", article.id)):
        note = await act(database, WRITER, lambda acting, about=about: add_note(acting, about, Said("یادداشت")))  # type: ignore[misc]  # mypy knows no defaults of lambdas
        row = (await note_rows(database))[note]
        assert getattr(row, f"{about.kind}_id") == about.id
        with pytest.raises(BadDecision, match="is for claims"):
            await act(database, WRITER, lambda acting, about=about: add_note(acting, about, judging()))  # type: ignore[misc]  # as above


async def test_a_retired_verdict_is_given_no_more(database: Database) -> None:
    """The newsroom took it out of use."""
    async with database.writing() as session:
        from db.tables import VerdictRow  # noqa: PLC0415 - of this test alone

        rows = (await session.scalars(select(VerdictRow).where(col(VerdictRow.key) == "half-true"))).all()
        rows[0].retired_at = make.NOW
    with pytest.raises(BadDecision, match="names no verdict"):
        await written(database, await stored_claim(database), judging("half-true"))


async def test_a_note_is_assigned_to_who_has_worked_here(database: Database) -> None:
    """And to nobody again."""
    note = await written(database, await stored_claim(database))
    with pytest.raises(BadDecision, match="names nobody"):
        await act(database, VERIFIER, lambda acting: assign_note(acting, note, 1, "هیچ‌کس"))
    await act(database, VERIFIER, lambda acting: assign_note(acting, note, 1, "نگار"))
    assert (await note_rows(database))[note].assigned_to == "نگار"
    await act(database, VERIFIER, lambda acting: assign_note(acting, note, 1, None))
    assert (await note_rows(database))[note].assigned_to is None


async def test_the_day_on_which_the_claimant_was_asked_is_kept(database: Database) -> None:
    """It has come already."""
    note = await written(database, await stored_claim(database))
    with pytest.raises(BadDecision, match="has not come"):
        await act(database, WRITER, lambda acting: record_claimant_asked(acting, note, 1, date(2300, 1, 1)))
    await act(database, WRITER, lambda acting: record_claimant_asked(acting, note, 1, date(2024, 4, 29)))
    assert (await note_rows(database))[note].claimant_asked_on == date(2024, 4, 29)


async def test_who_sends_a_note_back_says_why_and_its_stamps_go(database: Database) -> None:
    """The author begins anew."""
    note = await written(database, await stored_claim(database))
    with pytest.raises(BadDecision, match="reason"):
        await act(database, VERIFIER, lambda acting: move_note(acting, note, 1, Stage.DRAFT))
    await act(database, VERIFIER, lambda acting: move_note(acting, note, 1, Stage.DRAFT, reason="سند کم است"))
    row = (await note_rows(database))[note]
    assert (row.stage, row.submitted_at) == ("draft", None)


async def test_a_note_that_is_none_is_told(database: Database) -> None:
    """By its field."""
    with pytest.raises(BadDecision, match="noteId: names no note"):
        await act(database, EDITOR, lambda acting: move_note(acting, uuid4(), 1, Stage.PUBLISHED))


async def test_an_amendment_brings_its_own_evidence(database: Database) -> None:
    """That of the old version stays with the old one."""
    note = await written(database, await stored_claim(database))
    second = await act(database, WRITER, lambda acting: amend_note(acting, note, 1, Said("بی‌سند")))
    async with database.reading() as session:
        rows = (await session.scalars(select(EvidenceRow))).all()
    assert ([row.note_id for row in rows], second != note) == ([note], True)
