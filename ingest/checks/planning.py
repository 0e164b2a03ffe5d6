"""Decides what each fact-check of a batch becomes, or why it is refused; stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from db.checks import names_of_speakers, verdicts_of_notes
from db.mentions import Mention
from db.sessions import ReadSession
from domain.check import ListedCheck
from domain.claim import Identity, StoredClaim
from domain.errors import UnreadableRegister
from domain.ids import ArticleId, ClaimId, SpeakerId, article_id_by_url, imported_note_id, outlet_id
from domain.node_ids import node_id
from domain.verdicts import StoredStep
from ingest.checks.known import Known, Own, known_of
from ingest.checks.lines import publisher_of, said_on_of, source_of
from ingest.checks.matching import claim_like
from ingest.checks.verdicts import Scale
from ingest.identify import Question, days_of, identify, mention_of

_MOST_NAMED = 5
"""Speakers of one name that a refusal lists."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """A check with its verdict, its note and its claim; `question` is who made a claim that is to be stored with it.

    `question` None: the claim is stored already. `is_new` False: so is the note.
    """

    check: ListedCheck
    step: StoredStep
    article: ArticleId
    claim: ClaimId
    note: UUID
    question: Question | None = None
    is_new: bool = True


type Plan = list[Planned | UnreadableRegister]


async def plan(  # noqa: PLR0913 - what deciding needs
    session: ReadSession,
    checks: Sequence[ListedCheck],
    *,
    scale: Scale,
    home_country: str,
    seen: dict[UUID, set[UUID | None]],
    now: datetime,
) -> tuple[Plan, Known]:
    """What each check becomes, in their order, and what is stored that they concern.

    `seen` are the verdicts of the notes that were planned before; those that are planned now are added.
    """
    known = await known_of(session, checks)
    questions = [_question(check, known, home_country) for check in checks]
    found = await identify(session, questions)
    mentions = {one.id: one for one in found.mentions}
    names = await names_of_speakers(session, {who for one in found.mentions for who, _ in one.candidates})
    placed: Plan = []
    for check, question, said_by in zip(checks, questions, found.identities, strict=True):
        asked = _Asked(check, question, said_by, mentions[question.mention.id], names)
        try:
            _check_days(check, now)
            placed.append(_placed(asked, scale.step_of(check), known))
        except UnreadableRegister as refusal:
            placed.append(refusal)
    notes = await verdicts_of_notes(session, {one.note for one in placed if isinstance(one, Planned)})
    return [_once(one, notes, seen) for one in placed], known


@dataclass(frozen=True, slots=True)
class _Asked:
    """A check, the question who made its claim, and the answer."""

    check: ListedCheck
    question: Question
    said_by: Identity
    mention: Mention
    names: dict[SpeakerId, str]


def _question(check: ListedCheck, known: Known, home_country: str) -> Question:
    home = known.countries.get(outlet_id(publisher_of(check)), home_country)
    article = article_id_by_url(check.link)
    mention = mention_of(article, source_of(check), home=home, abroad=False, decided=known.decided)
    return Question(mention, days_of(said_on_of(check), check.reviewed_on))


def _check_days(check: ListedCheck, now: datetime) -> None:
    """Raise UnreadableRegister for a day that has not been yet."""
    for name, day in (("said", check.said_on.first if check.said_on else None), ("reviewed", check.reviewed_on)):
        if day is not None and day > now.date() + _ONE_DAY:
            raise UnreadableRegister(check.place, f"was {name} on {day}, which has not been yet", "correct the day")


def _placed(asked: _Asked, step: StoredStep, known: Known) -> Planned:
    """The claim that a check is about: its own where that was imported or no stored article can hold it."""
    check, own = asked.check, Own.of(asked.check)
    if own.article in known.gone_articles or own.claim in known.gone_claims:
        raise UnreadableRegister(check.place, "is of a page or a claim that was withdrawn", "restore it first")
    if own.note in known.notes:
        return Planned(check, step, own.article, own.claim, own.note)
    speaker = _speaker(asked)
    article = _printed_article(check, known)
    if article is None:
        return Planned(check, step, own.article, own.claim, own.note, asked.question)
    claim = _claim_in(article, check, known, speaker)
    return Planned(check, step, article, claim.id, imported_note_id(check.link, claim.id))


def _speaker(asked: _Asked) -> SpeakerId:
    if asked.said_by.speaker_id is not None:
        return asked.said_by.speaker_id
    told = [f"{asked.names.get(who, '')} ({why}; {node_id('speaker', who)})" for who, why in asked.mention.candidates]
    listed = f": {'; '.join(told[:_MOST_NAMED])}" if told else ""
    problem = f"has a speaker «{asked.check.speaker}» who cannot be told, {asked.mention.why}{listed}"
    raise UnreadableRegister(asked.check.place, problem, "give the full name, and the role or the date that fits")


def _printed_article(check: ListedCheck, known: Known) -> ArticleId | None:
    """The first stored article of those in which the claim appeared, else the check's own page as it was ingested."""
    urls = (*check.appearances, check.link)
    stored = (article_id_by_url(url) for url in urls)
    return next((one for one in stored if known.is_printed(one) or one in known.gone_articles), None)


def _claim_in(article: ArticleId, check: ListedCheck, known: Known, speaker: SpeakerId) -> StoredClaim:
    if article in known.gone_articles:
        raise UnreadableRegister(check.place, "is about an article that was withdrawn", "restore it first")
    found = claim_like(known.claims.get(article, ()), check.claim, of=speaker)
    if found is None:
        url = known.articles[article].facts.url
        problem = f"is about the stored article {url}, where no live claim of «{check.speaker}» shares half its words"
        remedy = "give the claim as that article prints it, or leave its address out"
        raise UnreadableRegister(check.place, problem, remedy)
    return found


def _once(
    one: Planned | UnreadableRegister, stored: dict[UUID, set[UUID | None]], seen: dict[UUID, set[UUID | None]]
) -> Planned | UnreadableRegister:
    """A note that is stored, or planned before, is not planned again; one of another verdict is refused."""
    if isinstance(one, UnreadableRegister):
        return one
    verdicts = stored.get(one.note, set()) | seen.get(one.note, set())
    if not verdicts:
        seen[one.note] = {one.step.id}
        return one
    if one.step.id not in verdicts:
        problem, remedy = "was imported before with another verdict", "amend its note, which keeps what it said before"
        return UnreadableRegister(one.check.place, problem, remedy)
    return replace(one, question=None, is_new=False)
