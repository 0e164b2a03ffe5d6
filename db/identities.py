"""Who the database says made the claims of an article, by every name that it has for the speaker."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from db.sessions import ReadSession
from db.tables import AliasRow, ClaimRow, MentionRow, SpeakerRow
from domain.ids import ArticleId
from domain.speaker import Origin
from domain.text import Span


@dataclass(frozen=True, slots=True)
class SpokenClaim:
    """A claim with the article's fullest name for its source, why that is who it is, and the speaker's names.

    `names` is empty where nobody is sure; `is_known` is whether tables or people know the speaker.
    """

    content: Span
    kind: str
    source: str | None
    why: str | None
    names: tuple[str, ...]
    is_known: bool


async def spoken_claims(session: ReadSession, article: ArticleId) -> list[SpokenClaim]:
    """The live claims of an article, in the order of its text."""
    query = (
        select(ClaimRow, MentionRow, SpeakerRow)
        .outerjoin(MentionRow, col(MentionRow.id) == col(ClaimRow.mention_id))
        .outerjoin(SpeakerRow, col(SpeakerRow.id) == col(ClaimRow.speaker_id))
        .where(col(ClaimRow.article_id) == article, col(ClaimRow.withdrawn_at).is_(None))
        .order_by(col(ClaimRow.cue_start))
    )
    rows = (await session.execute(query)).all()
    names = await names_of_speakers(session, {speaker.id for _, _, speaker in rows if speaker})
    return [
        SpokenClaim(
            content=Span(claim.content_start, claim.content_end),
            kind=claim.kind,
            source=mention.name if mention else None,
            why=mention.why if mention else None,
            names=(speaker.name, *names.get(speaker.id, ())) if speaker else (),
            is_known=speaker is not None and speaker.origin != Origin.LEARNED.value,
        )
        for claim, mention, speaker in rows
    ]


async def names_of_speakers(session: ReadSession, speakers: Collection[UUID]) -> dict[UUID, list[str]]:
    """Every name of each canonical speaker, those of whoever was merged into them too, but the rejected ones."""
    query = (
        select(col(SpeakerRow.canonical_id), col(AliasRow.text))
        .join(AliasRow, col(AliasRow.speaker_id) == col(SpeakerRow.id))
        .where(col(SpeakerRow.canonical_id).in_(speakers), col(AliasRow.rejected_by).is_(None))
        .order_by(col(AliasRow.text))
    )
    names: dict[UUID, list[str]] = {}
    for speaker, text in (await session.execute(query)).all():
        names.setdefault(speaker, []).append(text)
    return names
