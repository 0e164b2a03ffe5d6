"""Corrections are never changed, and claims tell what was corrected."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.claims import Extraction, change_claims, claim_in, stored_claims, withdraw_claims
from db.corrected_texts import corrected_texts
from db.sessions import Database
from db.tables import ClaimRow
from domain.correction import CorrectedField
from domain.ids import ArticleId, ClaimId, RevisionId
from domain.withdrawal import Withdrawal
from tests import factories as make
from tests.ingest.stored_rows import rows


async def stored(database: Database, **values: object) -> ClaimRow:
    """A stored claim with a correction."""
    article = make.article()
    revision = make.revision(article)
    claim = make.claim(revision)
    for name, value in values.items():
        setattr(claim, name, value)
    correction = make.correction(claim, "kind", before={"kind": "mixed"}, after={"kind": "direct"})
    await make.store(database, [article, revision, claim, correction])
    return claim


async def read_again(database: Database, claim: ClaimRow, revision: RevisionId) -> ClaimRow:
    """The claim after a newer reading of a revision found it as it is."""
    by = Extraction(ArticleId(claim.article_id), revision, "newer", make.NOW + timedelta(days=1))
    async with database.writing() as session:
        await change_claims(session, [(ClaimId(claim.id), claim_in(claim), by)])
    [found] = await rows(database, ClaimRow)
    return found


@pytest.mark.parametrize("change", ["UPDATE correction SET reason = 'x'", "DELETE FROM correction"])
async def test_the_database_refuses_to_change_a_correction(database: Database, change: str) -> None:
    """Whoever asks it, in plain SQL too."""
    await stored(database)
    with pytest.raises(DBAPIError, match="is never changed"):
        async with database.writing() as session:
            await session.execute(text(change))


async def test_a_corrected_claim_is_touched(database: Database) -> None:
    """As one that has a note is."""
    claim = await stored(database, corrected_fields=["kind"])
    async with database.reading() as session:
        [one] = (await stored_claims(session, [ArticleId(claim.article_id)]))[ArticleId(claim.article_id)]
    assert (one.touched, one.corrected) == (True, frozenset({CorrectedField.KIND}))


async def test_a_claim_that_is_found_no_longer_says_who_withdrew_it(database: Database) -> None:
    """The extractor."""
    claim = await stored(database)
    async with database.writing() as session:
        await withdraw_claims(session, [ClaimId(claim.id)], now=make.NOW)
    [found] = await rows(database, ClaimRow)
    assert found.withdrawn_by == Withdrawal.EXTRACTOR.value


@pytest.mark.parametrize(
    ("by", "stays"), [(Withdrawal.EXTRACTOR, False), (Withdrawal.CORRECTION, True)], ids=["extractor", "correction"]
)
async def test_a_newer_reading_revives_what_people_did_not_withdraw(
    database: Database, by: Withdrawal, *, stays: bool
) -> None:
    """In the same revision it stays the version that it was."""
    claim = await stored(database, withdrawn_at=make.NOW, withdrawn_by=by.value)
    found = await read_again(database, claim, RevisionId(claim.revision_id))
    assert (found.withdrawn_at, found.withdrawn_by) == ((make.NOW, by.value) if stays else (None, None))
    assert (found.version, found.extractor_version) == (1, "newer")


async def test_a_claim_that_moves_to_another_text_has_a_new_version(database: Database) -> None:
    """Who corrects it must have seen where its words stand now."""
    claim = await stored(database)
    other = make.revision(make.article())
    other.article_id, other.superseded_at = claim.article_id, make.NOW
    await make.store(database, [other])
    assert (await read_again(database, claim, RevisionId(other.id))).version == 2


async def test_texts_with_corrections_are_told_with_those_claims(database: Database) -> None:
    """Of another article with a claim that nobody corrected nothing is told."""
    claim = await stored(database, corrected_fields=["kind"])
    article = make.article()
    revision = make.revision(article)
    await make.store(database, [article, revision, make.claim(revision)])
    async with database.reading() as session:
        [told] = [one async for one in corrected_texts(session)]
    assert (told.article_id, told.is_current, [one.id for one in told.claims]) == (claim.article_id, True, [claim.id])


async def test_what_an_editor_withdrew_is_told_nowhere(database: Database) -> None:
    """Neither the claim nor its text."""
    await stored(database, corrected_fields=["kind"], withdrawn_at=make.NOW, withdrawn_by="editor")
    async with database.reading() as session:
        assert [one async for one in corrected_texts(session)] == []
