"""Moves the words of claims and articles out of every table that anything reads, and back where they came from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, exists, insert, select, update
from sqlmodel import col

from db.sessions import ReadSession, WriteSession
from db.speakers import canonical_ids
from db.tables import METADATA, ArticleRow, ClaimRow
from db.topic_merging import forget_topics_of
from db.topics import printed_topics, put_topics
from db.withheld import forget_for_ever, release, revived, told, withheld_of, withhold
from domain.ids import ArticleId, ClaimId, MentionId, SpeakerId
from domain.withdrawal import Withdrawal, Withheld

_ARTICLE, _CLAIM, _JUDGEMENT, _MENTION, _PROVENANCE, _REVISION, _WITHHELD = (
    METADATA.tables[name]
    for name in ("article", "claim", "judgement", "mention", "provenance", "article_revision", "withheld")
)
_EMPTY_CLAIM: Mapping[str, object] = {
    **dict.fromkeys(("content", "context", "cue", "search_key"), ""),
    **{f"{of}{end}": None for of in ("mention", "target", "judgement") for end in ("", "_start", "_end")},
    **dict.fromkeys(("speaker_id", "resolved_id", "mention_id", "office_id", "role", "role_key", "role_country")),
    **dict.fromkeys(("said_on", "said_on_precision", "said_on_basis", "said_on_printed")),
}
"""What a withdrawn claim is told with; the places of its words in the article's text stay."""
_EMPTY_ARTICLE: Mapping[str, object] = {"url": None, "title": None, "section": None, "tags": []}
_EMPTY_MENTION: Mapping[str, object] = {"name": "", "key": "", "offices": []}
_MARK = ("withdrawn_at", "withdrawn_by", "withdrawal_reason")
_NO_MARK: Mapping[str, object] = {"withdrawn_at": None, "withdrawal_reason": None}


@dataclass(frozen=True, slots=True)
class Mark:
    """When and why words are withdrawn; with `erase` nothing of them is kept."""

    at: datetime
    reason: str
    erase: bool = False


@dataclass(frozen=True, slots=True)
class ClaimState:
    """A claim as far as withdrawing it needs; `kept` is whether what an editor withdrew of it can be restored."""

    article_id: ArticleId
    by_editor: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class ArticleState:
    """An article as far as withdrawing it needs; `kept` is whether what an editor withdrew of it can be restored."""

    by_editor: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class WithdrawnClaim:
    """A claim that was live, or was withdrawn by a machine, until an editor withdrew it, with its words."""

    id: ClaimId
    mention_id: MentionId | None
    live: bool
    content: str
    context: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What of an article was withdrawn beside its claims; `texts` are those of all its revisions."""

    url: str | None
    title: str | None
    texts: Sequence[str]


async def article_of_claim(session: ReadSession, claim: UUID) -> ArticleId | None:
    """The article of a claim; None where there is no such claim."""
    found = (await session.execute(select(_CLAIM.c.article_id).where(_CLAIM.c.id == claim))).scalar_one_or_none()
    return ArticleId(found) if found else None


async def claim_state(session: ReadSession, claim: UUID) -> ClaimState | None:
    """How far a claim is withdrawn; None where there is no such claim."""
    query = select(_CLAIM.c.article_id, _CLAIM.c.withdrawn_by, _is_kept(claim)).where(_CLAIM.c.id == claim)
    found = (await session.execute(query)).one_or_none()
    return ClaimState(ArticleId(found[0]), found[1] == Withdrawal.EDITOR.value, found[2]) if found else None


async def article_state(session: ReadSession, article: UUID) -> ArticleState | None:
    """How far an article is withdrawn; None where there is no such article."""
    query = select(_ARTICLE.c.withdrawn_at, _is_kept(article)).where(_ARTICLE.c.id == article)
    found = (await session.execute(query)).one_or_none()
    return ArticleState(found[0] is not None, found[1]) if found else None


async def withhold_claim(session: WriteSession, claim: UUID, mark: Mark) -> WithdrawnClaim:
    """Withdraw a claim that no editor has withdrawn."""
    [withdrawn] = await _withhold_claims(session, _CLAIM.c.id == claim, mark)
    return withdrawn


async def claims_that_hold(session: ReadSession, words: str, article: ArticleId) -> list[ClaimId]:
    """The live claims of an article whose content or sentence holds the words too, in the order of the text."""
    live = select(_CLAIM.c.id, _CLAIM.c.content, _CLAIM.c.context).where(
        _CLAIM.c.article_id == article, _CLAIM.c.withdrawn_at.is_(None)
    )
    rows = (await session.execute(live.order_by(_CLAIM.c.cue_start, _CLAIM.c.id))).all()
    return [ClaimId(identity) for identity, content, context in rows if words in content or words in context]


async def withhold_article(session: WriteSession, article: UUID, mark: Mark) -> tuple[Printed, list[WithdrawnClaim]]:
    """Withdraw an article that no editor has withdrawn, with all its claims."""
    await forget_topics_of(session, article)
    claims = await _withhold_claims(session, _CLAIM.c.article_id == article, mark)
    [row] = await _rows(session, _ARTICLE, _ARTICLE.c.id == article)
    revisions = await _rows(session, _REVISION, _REVISION.c.article_id == article)
    if not mark.erase:
        kept = {name: row[name] for name in _EMPTY_ARTICLE}
        mentions = await _rows(session, _MENTION, _MENTION.c.article_id == article)
        named = [told({name: one[name] for name in ("id", *_EMPTY_MENTION)}) for one in mentions]
        beside = {"mentions": named, "claims": [one.id.hex for one in claims]}
        await withhold(session, Withheld.ARTICLE, [(article, {**kept, **beside})], now=mark.at)
        await withhold(session, Withheld.REVISION, await _texts(session, revisions), now=mark.at)
    values = {**_EMPTY_ARTICLE, "withdrawn_at": mark.at, "withdrawal_reason": mark.reason}
    await session.execute(update(_ARTICLE).where(_ARTICLE.c.id == article).values(values))
    await session.execute(update(_REVISION).where(_REVISION.c.article_id == article).values(text=""))
    await session.execute(update(_MENTION).where(_MENTION.c.article_id == article).values(_EMPTY_MENTION))
    theirs = [one["id"] for one in revisions]
    await session.execute(delete(_PROVENANCE).where(_PROVENANCE.c.revision_id.in_(theirs)))
    return Printed(row["url"], row["title"], [one["text"] for one in revisions]), claims


async def erase_claim(session: WriteSession, claim: UUID) -> None:
    """Forget what was withheld of a claim."""
    await forget_for_ever(session, [claim])


async def erase_article(session: WriteSession, article: UUID) -> None:
    """Forget what was withheld of an article and of all its claims, those that were withdrawn before it too.

    What people decided of its sources stays, without the names that it printed.
    """
    theirs = select(_MENTION.c.id).where(_MENTION.c.article_id == article)
    await session.execute(update(_JUDGEMENT).where(_JUDGEMENT.c.mention_id.in_(theirs)).values(name="", key=""))
    ids = [article]
    for table in (_REVISION, _CLAIM):
        ids += (await session.scalars(select(table.c.id).where(table.c.article_id == article))).all()
    await forget_for_ever(session, ids)


async def put_back_claims(session: WriteSession, claims: Collection[UUID]) -> list[WithdrawnClaim]:
    """Give claims back what was withheld of them; those of which nothing is kept stay as they are.

    Whoever was merged meanwhile is told as the one whom that speaker is now.
    """
    kept = await withheld_of(session, claims)
    rows = [{"id": identity, **revived(columns, _CLAIM)} for identity, columns in kept.items()]
    await _tell_canonical(session, rows)
    if rows:
        await session.execute(update(ClaimRow), rows)
    await release(session, kept)
    return [_withdrawn(row) for row in rows]


async def put_back_article(session: WriteSession, article: UUID, *, now: datetime) -> list[UUID]:
    """Give an article back what was withheld of it but its claims; the claims that were withdrawn with it."""
    revisions = (await session.scalars(select(_REVISION.c.id).where(_REVISION.c.article_id == article))).all()
    kept = await withheld_of(session, [article, *revisions])
    own: dict[str, Any] = kept[article]
    columns = {name: own[name] for name in _EMPTY_ARTICLE}
    await session.execute(update(_ARTICLE).where(_ARTICLE.c.id == article).values({**columns, **_NO_MARK}))
    for mention in own["mentions"]:
        names = {name: mention[name] for name in _EMPTY_MENTION}
        await session.execute(update(_MENTION).where(_MENTION.c.id == UUID(mention["id"])).values(names))
    for revision in revisions:
        text: dict[str, Any] = kept[revision]
        await session.execute(update(_REVISION).where(_REVISION.c.id == revision).values(text=text["text"]))
        if text["provenance"]:
            await session.execute(insert(_PROVENANCE), [revived(hop, _PROVENANCE) for hop in text["provenance"]])
    async for printed in printed_topics(session, col(ArticleRow.id) == article):
        await put_topics(session, printed, known=(), now=now)
    await release(session, kept)
    return [UUID(claim) for claim in own["claims"]]


async def _withhold_claims(session: WriteSession, which: ColumnElement[bool], mark: Mark) -> list[WithdrawnClaim]:
    here = which & _CLAIM.c.withdrawn_by.is_distinct_from(Withdrawal.EDITOR.value)
    rows = await _rows(session, _CLAIM, here)
    if not mark.erase:
        columns = (*_EMPTY_CLAIM, *_MARK)
        kept = [(row["id"], {name: row[name] for name in columns}) for row in rows]
        await withhold(session, Withheld.CLAIM, kept, now=mark.at)
    marked = (mark.at, Withdrawal.EDITOR.value, mark.reason)
    await session.execute(update(_CLAIM).where(here).values({**_EMPTY_CLAIM, **dict(zip(_MARK, marked, strict=True))}))
    return [_withdrawn(row) for row in rows]


async def _texts(session: ReadSession, revisions: Sequence[Mapping[str, Any]]) -> list[tuple[UUID, dict[str, object]]]:
    """The text of each revision, and the hops that it tells of, in their order."""
    found = []
    for one in revisions:
        hops = await _rows(session, _PROVENANCE, _PROVENANCE.c.revision_id == one["id"])
        found.append((one["id"], {"text": one["text"], "provenance": [told(hop) for hop in hops]}))
    return found


async def _tell_canonical(session: ReadSession, claims: Sequence[dict[str, Any]]) -> None:
    """Let claims be whose they are now: of whom resolution, or people, had named."""
    for claim in claims:
        claim["speaker_id"] = claim["resolved_id"] or claim["speaker_id"]
    named = {SpeakerId(claim["speaker_id"]) for claim in claims if claim["speaker_id"] is not None}
    canonical = await canonical_ids(session, named)
    for claim in claims:
        claim["speaker_id"] = canonical.get(claim["speaker_id"], claim["speaker_id"])


async def _rows(session: ReadSession, table: Table, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    found = await session.execute(select(table).where(which).order_by(table.c.id))
    return [row._asdict() for row in found]


def _withdrawn(row: Mapping[str, Any]) -> WithdrawnClaim:
    mention = MentionId(row["mention_id"]) if row["mention_id"] else None
    return WithdrawnClaim(ClaimId(row["id"]), mention, row["withdrawn_at"] is None, row["content"], row["context"])


def _is_kept(identity: UUID) -> ColumnElement[bool]:
    return exists().where(_WITHHELD.c.id == identity)
