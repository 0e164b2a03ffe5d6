"""Claims as a person in a terminal reads them: one line each, newest first."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from db.claim_conditions import claim_conditions
from db.claim_filters import ClaimFilter
from db.reading.catalogue import ARTICLE, CLAIM, NOTE, OUTLET, SPEAKER
from db.sessions import ReadSession
from domain.node_ids import node_id


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim with the names of what it belongs to; None where there is none. `id` is the one that clients use."""

    id: str
    speaker: str | None
    mention: str | None
    role: str | None
    content: str
    context: str
    kind: str
    cue: str
    said_on: date | None
    said_on_precision: str | None
    said_on_basis: str | None
    outlet: str | None
    title: str | None
    url: str | None
    confidence: float
    notes: int


async def claim_lines(session: ReadSession, where: ClaimFilter, *, first: int) -> list[ClaimLine]:
    """The `first` newest of the claims that `where` means, undated ones last. Raises BadFilter."""
    claim, article, outlet, speaker, note = (each.table for each in (CLAIM, ARTICLE, OUTLET, SPEAKER, NOTE))
    notes = select(func.count()).where(note.c.claim_id == claim.c.id).correlate(claim).scalar_subquery()
    query = (
        select(
            claim.c.id,
            speaker.c.name.label("speaker"),
            claim.c.mention,
            claim.c.role,
            claim.c.content,
            claim.c.context,
            claim.c.kind,
            claim.c.cue,
            claim.c.said_on,
            claim.c.said_on_precision,
            claim.c.said_on_basis,
            outlet.c.name.label("outlet"),
            article.c.title,
            article.c.url,
            claim.c.confidence,
            notes.label("notes"),
        )
        .join_from(claim, article, article.c.id == claim.c.article_id)
        .outerjoin(outlet, outlet.c.id == article.c.outlet_id)
        .outerjoin(speaker, speaker.c.id == claim.c.speaker_id)
        .where(*claim_conditions(where, claim, is_sqlite=session.is_sqlite, is_listed=True), *CLAIM.listed(claim))
        .order_by(claim.c.ordered_on.desc(), claim.c.id.desc())
        .limit(first)
    )
    return [
        ClaimLine(**{**row, "id": node_id("claim", row["id"])}) for row in (await session.execute(query)).mappings()
    ]


async def count_claims(session: ReadSession, where: ClaimFilter) -> int:
    """How many claims `where` means. Raises BadFilter."""
    claim = CLAIM.table
    conditions = claim_conditions(where, claim, is_sqlite=session.is_sqlite)
    query = select(func.count()).select_from(claim).where(*conditions, *CLAIM.listed(claim))
    found: int = (await session.execute(query)).scalar_one()
    return found
