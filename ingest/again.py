"""Resolves stored mentions again when more is known of speakers: the same rules, so the same answers as at first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement

from db.again import StoredMention, mentions_by_parts, put_identities
from db.mentions import put_mentions
from db.sessions import WriteSession
from db.speakers import add_speakers
from ingest.identify import Question, days_of, identify, mention_of


async def resolve_again(
    session: WriteSession,
    which: ColumnElement[bool],
    *,
    home_country: str,
    now: datetime,
    advance: Callable[[int], None] = lambda _: None,
) -> int:
    """Resolve the mentions for which `which` holds; how many claims are another speaker's, or another role's, by it.

    The caller holds the identities (`db.mentions.hold_identities`). `advance` is told of each part how many it had.
    """
    changed = 0
    async for mentions in mentions_by_parts(session, which):
        changed += await _resolve(session, mentions, home_country=home_country, now=now)
        advance(len(mentions))
    return changed


async def _resolve(session: WriteSession, mentions: list[StoredMention], *, home_country: str, now: datetime) -> int:
    facts = [
        mention_of(
            one.article_id,
            one.source,
            home=one.country or home_country,
            abroad=one.abroad,
            decided={one.id: one.decided} if one.decided else {},
        )
        for one in mentions
    ]
    asked = [
        (claim, Question(fact, days_of(claim.said_on, one.published_on)))
        for one, fact in zip(mentions, facts, strict=True)
        for claim in one.claims
    ]
    found = await identify(session, [question for _, question in asked])
    await add_speakers(session, found.new_speakers, now=now)
    known = {one.id: one for one in mentions}
    asks = {
        question.mention.id
        for (claim, question), said_by in zip(asked, found.identities, strict=True)
        if claim.live and not claim.settled and said_by.speaker_id is None
    }
    told = [replace(one, waits=one.waits and one.id in asks) for one in found.mentions]
    waiting = [one for one in told if one.waits or known[one.id].waits or one.why != known[one.id].why]
    await put_mentions(session, waiting, again=[one.id for one in waiting], now=now)
    changed = [
        (claim.id, said_by)
        for (claim, _), said_by in zip(asked, found.identities, strict=True)
        if claim.said_by != said_by and not claim.settled
    ]
    await put_identities(session, changed, now=now)
    return len(changed)
