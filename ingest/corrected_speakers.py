"""Whom people name as the speaker of a claim, with the office that the tables tell of the day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from db.articles import stored_articles
from db.directory import known_by_ids
from db.judging import mention_by_id
from db.outlets import countries_of_outlets
from db.tables import ClaimRow, MentionRow, SpeakerRow
from domain.claim import Identity, Role
from domain.dates import SaidOn
from domain.ids import ArticleId, MentionId, SpeakerId
from domain.speaker import KnownSpeaker
from domain.statement import Source, SourceKind
from ingest.acting import Acting
from ingest.deciding import existing_speaker
from ingest.identify import days_of
from ingest.roles import role_of


async def stored_speaker(acting: Acting, speaker: UUID) -> SpeakerRow:
    """The speaker whom an input names. Raises BadDecision."""
    return await existing_speaker(acting, speaker, "speakerId")


async def identity_on(acting: Acting, claim: ClaimRow, speaker: UUID | None, said_on: SaidOn | None) -> Identity:
    """A stored speaker as the one who made a claim on a day, with the role; None: nobody, without one.

    The role is an office that the tables tell of the speaker: what the article calls its source was said of another
    one, perhaps, and only chooses among those.
    """
    mention = await mention_by_id(acting.session, claim.mention_id) if claim.mention_id else None
    source = MentionId(mention.id) if mention is not None else None
    if speaker is None:
        return Identity(source)
    return await identity_of_speaker(acting, speaker, said_on, article=claim.article_id, mention=mention)


async def identity_of_speaker(
    acting: Acting, speaker: UUID, said_on: SaidOn | None, *, article: UUID, mention: MentionRow | None = None
) -> Identity:
    """The same for a speaker of an article whose source, if there is one, is `mention`."""
    session = acting.session
    [stored] = (await stored_articles(session, [ArticleId(article)])).values()
    outlet, published_at = stored.facts.outlet_id, stored.facts.published_at
    countries = await countries_of_outlets(session, {outlet} if outlet else set())
    home = countries.get(outlet, acting.home_country) if outlet else acting.home_country
    known = (await known_by_ids(session, [speaker]))[speaker]
    days = days_of(said_on, published_at.day if published_at else None)
    role = _role(known, days, mention, home=home)
    return Identity(MentionId(mention.id) if mention else None, SpeakerId(speaker), known.canonical, role)


def _role(known: KnownSpeaker, days: Sequence[date], mention: MentionRow | None, *, home: str | None) -> Role | None:
    offices = tuple(mention.offices) if mention is not None else ()
    source = Source(known.name, SourceKind.PERSON, offices=offices)
    abroad = mention is not None and mention.abroad
    role = role_of(source, known.tenures, days, home=None if abroad else home)
    return role if role is not None and role.office_id is not None else None
