"""Mentions as ingest stores them: whom an article's sources are, or the open judgement that they wait for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, text, update
from sqlmodel import col

from db.inserting import insert_missing, insert_or_change
from db.sessions import ReadSession, WriteSession
from db.tables import JudgementRow, MentionCandidateRow, MentionRow
from domain.ids import ArticleId, JudgementId, MentionId, SpeakerId, open_judgement_id
from domain.judgement import About, Decision
from domain.statement import SourceKind

_IDENTITY_LOCK = 0x676F7A617265_01
"""The key of PostgreSQL's advisory lock: ingest holds it shared, whoever changes who is who holds it alone."""


_ASKED = "articles call a source so, and nobody can be told to be it; each mention says why"


@dataclass(frozen=True, slots=True)
class Mention:
    """A source of an article, as it is resolved.

    `why` says why it is this speaker's or nobody's; `candidates` are who a waiting one may be, each with a reason.
    """

    id: MentionId
    article_id: ArticleId
    name: str
    key: str
    kind: SourceKind
    offices: tuple[str, ...]
    abroad: bool
    why: str
    waits: bool
    candidates: tuple[tuple[SpeakerId, str], ...] = ()

    @property
    def waits_for(self) -> JudgementId | None:
        """The open judgement that it waits for."""
        return open_judgement_id(self.kind, self.key) if self.waits else None


@dataclass(frozen=True, slots=True)
class Decided:
    """That people said who a mention is; None for nobody."""

    speaker_id: SpeakerId | None


async def share_identities(session: WriteSession) -> None:
    """Let nobody change who is who until this transaction ends; SQLite has one writer anyway."""
    if not session.is_sqlite:
        await session.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": _IDENTITY_LOCK})


async def hold_identities(session: WriteSession) -> None:
    """Be the only one who resolves mentions, or changes who is who, until this transaction ends."""
    if not session.is_sqlite:
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IDENTITY_LOCK})


async def decided_mentions(session: ReadSession, articles: Collection[ArticleId]) -> dict[MentionId, Decided]:
    """The mentions of these articles of which people said who they are."""
    query = select(col(MentionRow.id), col(MentionRow.decided_id)).where(
        col(MentionRow.article_id).in_(articles), col(MentionRow.decided_by).is_not(None)
    )
    if not articles:
        return {}
    rows = (await session.execute(query)).all()
    return {MentionId(mention): Decided(SpeakerId(speaker) if speaker else None) for mention, speaker in rows}


async def put_mentions(
    session: WriteSession, mentions: Sequence[Mention], *, again: Collection[MentionId], now: datetime
) -> None:
    """Store mentions in place of those that are stored, and the judgements that they wait for.

    `again` are those that were stored already, whose candidates are replaced. In the order of their ids.
    """
    mentions = sorted(mentions, key=lambda one: one.id)
    waiting = {one.waits_for: one for one in mentions if one.waits_for}
    judgements = [_judgement(identity, waiting[identity], now) for identity in sorted(waiting)]
    await insert_missing(session, JudgementRow, judgements)
    changing = ("name", "offices", "abroad", "why", "judgement_id")
    await insert_or_change(
        session, MentionRow, [_values(one, now) for one in mentions], changing=changing, now="created_at"
    )
    if again:
        await session.execute(delete(MentionCandidateRow).where(col(MentionCandidateRow.mention_id).in_(again)))
    candidates = [
        {"mention_id": one.id, "speaker_id": speaker, "why": why}
        for one in mentions
        for speaker, why in one.candidates
        if one.waits
    ]
    await insert_missing(session, MentionCandidateRow, candidates)


async def forget_mentions(
    session: WriteSession, articles: Collection[ArticleId], *, found: Collection[MentionId], now: datetime
) -> None:
    """Let the mentions of these articles wait for nobody that the newest reading no longer found."""
    if not articles:
        return
    gone = col(MentionRow.article_id).in_(articles) & col(MentionRow.id).not_in(found)
    await _let_wait_no_more(session, gone, now=now)


async def let_wait_no_more(session: WriteSession, mentions: Collection[MentionId], *, now: datetime) -> None:
    """Let these mentions wait for nobody."""
    await _let_wait_no_more(session, col(MentionRow.id).in_(mentions), now=now)


async def _let_wait_no_more(session: WriteSession, which: ColumnElement[bool], *, now: datetime) -> None:
    theirs = select(col(MentionRow.id)).where(which)
    await session.execute(delete(MentionCandidateRow).where(col(MentionCandidateRow.mention_id).in_(theirs)))
    waiting = which & col(MentionRow.judgement_id).is_not(None)
    await session.execute(update(MentionRow).where(waiting).values(judgement_id=None, changed_at=now))


async def hand_on(session: WriteSession, decided: Mapping[MentionId, MentionId], *, now: datetime) -> None:
    """Let what people said of mentions that are no longer found hold of those by which their claims are now told."""
    for gone, now_found in decided.items():
        row = (await session.scalars(select(MentionRow).where(col(MentionRow.id) == gone))).one()
        said = {"decided_by": row.decided_by, "decided_id": row.decided_id, "changed_at": now}
        session.expunge(row)
        await session.execute(update(MentionRow).where(col(MentionRow.id) == now_found).values(said))
        judgement = update(JudgementRow).where(col(JudgementRow.id) == said["decided_by"])
        await session.execute(judgement.values(mention_id=now_found, changed_at=now))
        taken = {"decided_by": None, "decided_id": None, "changed_at": now}
        await session.execute(update(MentionRow).where(col(MentionRow.id) == gone).values(taken))


def _judgement(identity: JudgementId | None, about: Mention, now: datetime) -> dict[str, object]:
    return {
        "id": identity,
        "about": About.MENTION.value,
        "decision": Decision.UNSURE.value,
        "name": about.name,
        "key": about.key,
        "why": _ASKED,
        "made_at": now,
    }


def _values(one: Mention, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "article_id": one.article_id,
        "name": one.name,
        "key": one.key,
        "kind": one.kind.value,
        "offices": list(one.offices),
        "abroad": one.abroad,
        "why": one.why,
        "judgement_id": one.waits_for,
        "created_at": now,
    }
