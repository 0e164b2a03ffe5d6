"""Stores articles: extraction, resolution and the decision joined, each article all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.again import of_mentions
from db.articles import ArticleFacts, StoredArticle, lock_articles, put_articles, put_revisions, stored_articles
from db.claims import Extraction, add_claims, change_claims, stored_claims, withdraw_claims
from db.mentions import Decided, decided_mentions, forget_mentions, hand_on, put_mentions, share_identities
from db.outlets import countries_of_outlets, ensure_outlets
from db.provenance import put_provenance
from db.sessions import Database, WriteSession
from db.speakers import add_speakers
from db.tables import RevisionRow
from db.topics import put_topics
from domain.article import RawArticle
from domain.claim import NOBODY, Claim, StoredClaim, claim_of
from domain.errors import UnreadableArticle
from domain.ids import ArticleId, MentionId
from domain.roles import Actor
from extraction import EXTRACTOR_VERSION
from ingest.acting import ITSELF, Acting
from ingest.again import resolve_again
from ingest.changes import Change, Reading, facts_of, read_changed
from ingest.check import check_text
from ingest.decide import Decision, decide
from ingest.digests import tell_reading
from ingest.elsewhere import withdrawn_elsewhere
from ingest.identify import Question, days_of, identify, is_abroad, mention_of


@dataclass(frozen=True, slots=True)
class Ingested:
    """What ingesting one article did; the counts are of its claims."""

    article_id: ArticleId
    change: Change
    claims_new: int = 0
    claims_changed: int = 0
    claims_unchanged: int = 0
    claims_withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """The newsroom's rules for ingest: the largest text in bytes of UTF-8, and the country of outlets without one."""

    limit_bytes: int
    home_country: str


@dataclass(frozen=True, slots=True)
class By:
    """Who gives articles to read; `request_id` is the request's, None at a terminal."""

    actor: Actor = ITSELF
    request_id: str | None = None


async def ingest_article(
    database: Database, raw: RawArticle, *, now: datetime, rules: Rules, by: By = By()
) -> Ingested:
    """Read an article and store what is found, all of it or nothing; the same article again writes nothing.

    Raises UnreadableArticle for a text that is refused, and DatabaseProblem.
    """
    [outcome] = await ingest_articles(database, [raw], now=now, rules=rules, by=by)
    if isinstance(outcome, UnreadableArticle):
        raise outcome
    return outcome


async def ingest_articles(
    database: Database, raws: Sequence[RawArticle], *, now: datetime, rules: Rules, by: By = By()
) -> list[Ingested | UnreadableArticle]:
    """Read articles and store what is found in one transaction; what became of each, in their order.

    `now` is a timezone-aware instant. An article that is refused leaves the others as they are; one that another writer
    stored while it was read, or that is given twice, is read again with what was stored, so that no fact of it is lost.
    Of one that an editor withdrew, even meanwhile or under another address, nothing is stored.
    Raises DatabaseProblem, and has then stored nothing.
    """
    outcomes: dict[int, Ingested | UnreadableArticle] = {}
    left = {place: facts_of(raw) for place, raw in enumerate(raws) if _is_readable(raw, place, outcomes, rules)}
    while left:
        some = _first_of_each(left)
        async with database.reading() as session:
            known = await stored_articles(session, [facts.id for facts in some.values()])
            gone = await withdrawn_elsewhere(session, {place: (some[place], raws[place].text) for place in some}, known)
        readings = {
            place: read_changed(facts, raws[place], known.get(facts.id))
            for place, facts in some.items()
            if place not in gone
        }
        changing = {place: one for place, one in readings.items() if one is not None}
        stored = await _store(database, changing, now=now, rules=rules, by=by) if changing else {}
        unchanged = {
            place: Ingested(some[place].id, _left(known.get(some[place].id)))
            for place in readings.keys() - changing.keys()
        }
        withdrawn = {place: Ingested(article, Change.WITHDRAWN) for place, article in gone.items()}
        done = withdrawn | unchanged | stored
        outcomes |= done
        left = {place: facts for place, facts in left.items() if place not in done}
    return [outcomes[place] for place in range(len(raws))]


def _is_readable(raw: RawArticle, place: int, outcomes: dict[int, Ingested | UnreadableArticle], rules: Rules) -> bool:
    """Whether a text can be read; the outcome of one that cannot is its refusal."""
    try:
        check_text(raw, limit_bytes=rules.limit_bytes)
    except UnreadableArticle as refusal:
        outcomes[place] = refusal
        return False
    return True


def _left(known: StoredArticle | None) -> Change:
    """Why an article is left as it is."""
    return Change.WITHDRAWN if known is not None and known.is_withdrawn else Change.UNCHANGED


def _first_of_each(articles: Mapping[int, ArticleFacts]) -> dict[int, ArticleFacts]:
    """The first of each article that is given more than once: the next is read when it is stored."""
    firsts: dict[ArticleId, int] = {}
    for place, facts in articles.items():
        firsts.setdefault(facts.id, place)
    return {place: articles[place] for place in firsts.values()}


async def _store(
    database: Database, readings: Mapping[int, Reading], *, now: datetime, rules: Rules, by: By
) -> dict[int, Ingested]:
    """Store the readings whose articles are still what they were when they were read; what was done to each."""
    async with database.writing() as session:
        await share_identities(session)
        articles = [one.facts.id for one in readings.values()]
        await lock_articles(session, articles)
        seen = await stored_articles(session, articles)
        gone = await withdrawn_elsewhere(
            session, {place: (one.facts, one.raw.text) for place, one in readings.items()}, seen
        )
        left = {place: one for place, one in readings.items() if place not in gone}
        current = {place: one for place, one in left.items() if seen.get(one.facts.id) == one.known}
        acting = Acting(session, by.actor, now, rules.home_country, by.request_id)
        return await _Storing(session, current, now, rules, acting).run()


@dataclass(frozen=True)
class _Storing:
    """One transaction that stores readings."""

    session: WriteSession
    readings: Mapping[int, Reading]
    now: datetime
    rules: Rules
    acting: Acting

    async def run(self) -> dict[int, Ingested]:
        """Store them all; what was done to each."""
        session, readings = self.session, list(self.readings.values())
        known = {one.facts.id for one in readings if one.known is not None}
        await ensure_outlets(session, [one.raw.outlet for one in readings if one.raw.outlet], now=self.now)
        await put_articles(session, [one.facts for one in readings], now=self.now)
        await put_revisions(session, [_revision(one, now=self.now) for one in readings], known=known)
        hops = [(one.revision_id, one.findings.provenance, one.raw.text) for one in readings]
        again = [one.revision_id for one in readings if one.known is not None]
        await put_provenance(session, hops, known=again)
        await put_topics(session, {one.facts.id: one.topics for one in readings}, known=known, now=self.now)
        claims = await self._claims(readings, known)
        stored = await stored_claims(session, known)
        decisions = {
            place: decide(stored.get(one.facts.id, []), found, revision=one.revision_id, text=one.raw.text)
            for (place, one), found in zip(self.readings.items(), claims, strict=True)
        }
        await self._put_claims(decisions)
        await self._hand_on(stored, decisions)
        await self._resolve_corrected(stored, decisions)
        for place, decision in decisions.items():
            tell_reading(self.acting, self.readings[place], decision)
        return {place: _ingested(self.readings[place], decision) for place, decision in decisions.items()}

    async def _claims(self, readings: Sequence[Reading], known: set[ArticleId]) -> list[list[Claim]]:
        """The claims that each reading makes, their mentions resolved and stored with the speakers who are new."""
        asked = await self._questions(readings, known)
        found = await identify(self.session, [one for one in asked if one is not None])
        await add_speakers(self.session, found.new_speakers, now=self.now)
        again = [one.id for one in found.mentions if one.article_id in known]
        await put_mentions(self.session, found.mentions, again=again, now=self.now)
        await forget_mentions(self.session, known, found=[one.id for one in found.mentions])
        answers = iter(found.identities)
        identities = iter([next(answers) if one is not None else NOBODY for one in asked])
        return [
            [claim_of(statement, one.raw.text, next(identities)) for statement in one.findings.statements]
            for one in readings
        ]

    async def _questions(self, readings: Sequence[Reading], known: set[ArticleId]) -> list[Question | None]:
        """What has to be resolved of each statement, in their order; None where extraction names no source."""
        outlets = {one.facts.outlet_id for one in readings if one.facts.outlet_id is not None}
        countries = await countries_of_outlets(self.session, outlets)
        decided = await decided_mentions(self.session, known)
        questions: list[Question | None] = []
        for one in readings:
            outlet = one.facts.outlet_id
            home = countries.get(outlet, self.rules.home_country) if outlet else self.rules.home_country
            abroad = is_abroad(one.findings.countries, home)
            mentions = {
                source: mention_of(one.facts.id, source, home=home, abroad=abroad, decided=decided)
                for source in dict.fromkeys(statement.source for statement in one.findings.statements)
                if source is not None
            }
            questions += [
                Question(mentions[statement.source], days_of(statement.said_on, one.published_on))
                if statement.source
                else None
                for statement in one.findings.statements
            ]
        return questions

    async def _hand_on(
        self, stored: Mapping[ArticleId, Sequence[StoredClaim]], decisions: Mapping[int, Decision]
    ) -> None:
        """Keep what people said of a source whose name the new text prints otherwise."""
        decided = await decided_mentions(self.session, stored.keys())
        moved: dict[MentionId, MentionId] = {}
        for place, decision in decisions.items() if decided else ():
            moved |= _handed_on(stored.get(self.readings[place].facts.id, ()), decision, decided)
        if moved:
            await hand_on(self.session, moved)
            home = self.rules.home_country
            await resolve_again(self.session, of_mentions(moved.values()), home_country=home, now=self.now)

    async def _resolve_corrected(
        self, stored: Mapping[ArticleId, Sequence[StoredClaim]], decisions: Mapping[int, Decision]
    ) -> None:
        """Resolve anew the sources of corrected claims: the reading knows of no day and no speaker that people gave."""
        corrected = {one.id: one for claims in stored.values() for one in claims if one.corrected}
        changed = {identity: claim for one in decisions.values() for identity, claim in one.changed}
        claims = [changed.get(identity, one.claim) for identity, one in corrected.items()]
        mentions = {one.said_by.mention_id for one in claims if one.said_by.mention_id is not None}
        if mentions:
            home = self.rules.home_country
            await resolve_again(self.session, of_mentions(mentions), home_country=home, now=self.now)

    async def _put_claims(self, decisions: Mapping[int, Decision]) -> None:
        by = {
            place: Extraction(one.facts.id, one.revision_id, EXTRACTOR_VERSION, self.now)
            for place, one in self.readings.items()
        }
        new = [(identity, claim, by[place]) for place, one in decisions.items() for identity, claim in one.new]
        changed = [(identity, claim, by[place]) for place, one in decisions.items() for identity, claim in one.changed]
        await add_claims(self.session, new)
        await change_claims(self.session, changed)
        await withdraw_claims(self.session, [gone for one in decisions.values() for gone in one.gone], now=self.now)


def _handed_on(
    stored: Iterable[StoredClaim], decision: Decision, decided: Mapping[MentionId, Decided]
) -> dict[MentionId, MentionId]:
    """The decided mentions of an article that are no longer found, and the one by which all their claims are told now.

    An article that prints a fuller name in a new text has another mention of the same source.
    """
    before = {one.id: one.claim.said_by.mention_id for one in stored}
    moved: dict[MentionId, set[MentionId | None]] = {}
    for identity, claim in decision.changed:
        mention = before.get(identity)
        if mention is not None:
            moved.setdefault(mention, set()).add(claim.said_by.mention_id)
    kept = {before[identity] for identity in decision.unchanged}
    one_each = {gone: found.pop() for gone, found in moved.items() if len(found) == 1 and gone not in kept}
    return {
        gone: found
        for gone, found in one_each.items()
        if found is not None and found != gone and gone in decided and found not in decided
    }


def _revision(read: Reading, *, now: datetime) -> RevisionRow:
    return RevisionRow(
        id=read.revision_id,
        article_id=read.facts.id,
        text=read.raw.text,
        text_hash=read.text_hash,
        fetched_at=read.raw.fetched_at or now,
        extractor_version=EXTRACTOR_VERSION,
        extracted_at=now,
    )


def _ingested(read: Reading, decision: Decision) -> Ingested:
    counts = (decision.new, decision.changed, decision.unchanged, decision.gone)
    return Ingested(read.facts.id, read.change, *map(len, counts))
