"""Measures who the database says made the statements of gold articles; stores them in a database of its own."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from db.identities import SpokenClaim, spoken_claims
from db.migrating import upgrade
from db.sessions import Database
from domain.article import RawArticle
from domain.errors import UnreadableArticle
from domain.register import Register
from domain.speaker import Origin
from domain.statement import SourceKind
from extraction.gold import GoldArticle, GoldStatement
from extraction.namings import find_namings
from extraction.reading import read
from extraction.scoring import MATCH, Prediction, pairs, scored_name
from extraction.words import Word, sort_words
from ingest.registering import store_register
from ingest.store import Rules, ingest_articles

_DRAWN = datetime(2026, 1, 1, tzinfo=UTC)


class Outcome(StrEnum):
    """What the database says of one gold statement that was found."""

    RIGHT = "right"
    """The speaker's name, or another name that the database has for the speaker, is gold's `speaker`."""
    ACCEPTED = "another accepted form"
    WRONG = "a wrong speaker who exists"
    """A speaker of the tables, or one whom gold names for another statement."""
    MISNAMED = "a name that is nobody's"
    """A speaker made from words that are not all of a name, or too many."""
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Judged:
    """One gold statement that was found, and what the database says of it."""

    article: str
    gold: str
    found: str | None
    why: str | None
    outcome: Outcome


async def identities(
    golds: Sequence[GoldArticle], articles: Sequence[RawArticle], register: Register, *, rules: Rules
) -> list[Judged]:
    """What a fresh database with the register says of the gold statements that are found and have a named source.

    `articles` are the gold articles as a reader gives them, in the same order. Raises UnreadableArticle.
    """
    with TemporaryDirectory(prefix="gozareh-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'measured.db'}")
        try:
            await upgrade(database)
            await store_register(database, register, origin=Origin.SHIPPED, home_country=rules.home_country, now=_DRAWN)
            return [one async for one in _judged(database, golds, articles, rules)]
        finally:
            await database.close()


def tally(judged: Sequence[Judged]) -> dict[str, float]:
    """The share of each outcome, and how many statements were judged."""
    counts = Counter(one.outcome for one in judged)
    total = len(judged)
    shares = {outcome.value: counts[outcome] / total if total else 0.0 for outcome in Outcome}
    return {**shares, "n_judged": float(total)}


def is_named(source: str) -> bool:
    """Whether gold's words for a source name somebody or some body, and do not only describe them.

    >>> is_named("حسن روحانی"), is_named("وزارت خارجه ایران"), is_named("یک مقام لبنانی"), is_named("منابع مطلع")
    (True, True, False, False)
    """
    reading = read(source)
    words = sort_words(reading)
    if words.is_any(0, Word.GROUP | Word.DETERMINER):
        return False
    first = next(find_namings(reading, words), None)
    return first is None or first.kind is not SourceKind.UNNAMED


async def _judged(
    database: Database, golds: Sequence[GoldArticle], articles: Sequence[RawArticle], rules: Rules
) -> AsyncIterator[Judged]:
    named = {scored_name(one.speaker) for gold in golds for one in gold.statements}
    for gold, outcome in zip(golds, await ingest_articles(database, articles, now=_DRAWN, rules=rules), strict=True):
        if isinstance(outcome, UnreadableArticle):
            raise outcome
        async with database.reading() as session:
            claims = await spoken_claims(session, outcome.article_id)
        found = [Prediction(one.content.start, one.content.end, one.kind, speaker=one.source) for one in claims]
        for pair in pairs(gold, found):
            statement = gold.statements[pair.gold]
            if pair.shared >= MATCH and not statement.optional and is_named(statement.speaker):
                claim = claims[pair.found]
                yield Judged(gold.id, statement.speaker, claim.source, claim.why, _outcome(claim, statement, named))


def _outcome(claim: SpokenClaim, gold: GoldStatement, named: set[str]) -> Outcome:
    if not claim.names:
        return Outcome.ABSTAINED
    names = {scored_name(one) for one in claim.names}
    if scored_name(gold.speaker) in names:
        return Outcome.RIGHT
    if names & {scored_name(one) for one in gold.accept}:
        return Outcome.ACCEPTED
    return Outcome.WRONG if claim.is_known or names & named else Outcome.MISNAMED
