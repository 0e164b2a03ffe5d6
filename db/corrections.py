"""Corrections as they are stored: a row for each field, beside the claim that has the corrected values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.tables import ArticleRow, ClaimRow, CorrectionRow, RevisionRow
from domain.correction import Corrected
from domain.roles import Actor


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Who corrects, when and why."""

    author: Actor
    now: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectedClaim:
    """A claim that is corrected, and the revision in whose text its spans are."""

    id: UUID
    article_id: UUID
    revision_id: UUID


async def article_of_claim(session: ReadSession, claim: UUID) -> UUID | None:
    """The article that a claim belongs to, for ever; None where there is no such claim."""
    return (await session.scalars(select(col(ClaimRow.article_id)).where(col(ClaimRow.id) == claim))).first()


async def claim_to_correct(session: WriteSession, claim: UUID) -> ClaimRow:
    """A stored claim as it is now; nobody else changes it until this transaction ends."""
    query = select(ClaimRow).where(col(ClaimRow.id) == claim).with_for_update(key_share=True)
    row = (await session.scalars(query.execution_options(populate_existing=True))).one()
    session.expunge(row)
    return row


async def text_of_revision(session: ReadSession, revision: UUID) -> str:
    """The text of a revision, as printed."""
    return (await session.scalars(select(col(RevisionRow.text)).where(col(RevisionRow.id) == revision))).one()


async def is_withdrawn_article(session: ReadSession, article: UUID) -> bool:
    """Whether an editor withdrew the article."""
    query = select(col(ArticleRow.withdrawn_at)).where(col(ArticleRow.id) == article)
    return (await session.scalars(query)).first() is not None


async def change_corrected(
    session: WriteSession, claim: ClaimRow, values: Mapping[str, object], fields: Collection[str], *, now: datetime
) -> None:
    """Change a claim to what somebody says of it: its next version, of which these fields are corrected."""
    changed = {**values, "corrected_fields": list(fields), "version": claim.version + 1, "changed_at": now}
    await session.execute(update(ClaimRow).where(col(ClaimRow.id) == claim.id).values(changed))


async def add_corrections(
    session: WriteSession, claim: CorrectedClaim, corrected: Sequence[Corrected], *, by: MadeBy
) -> None:
    """Store what somebody corrected in a claim."""
    rows = [
        {
            "id": uuid4(),
            "claim_id": claim.id,
            "article_id": claim.article_id,
            "revision_id": claim.revision_id,
            "field": one.field.value,
            "before": dict(one.before) if one.before is not None else None,
            "after": dict(one.after),
            "reason": by.reason,
            "author_id": by.author.id,
            "author": by.author.name,
            "made_at": by.now,
        }
        for one in corrected
    ]
    await session.execute(insert(CorrectionRow), rows)
