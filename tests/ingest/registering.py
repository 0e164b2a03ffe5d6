"""A small register of invented speakers, and articles on them, for tests of resolution in a database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from db.sessions import Database
from domain.article import PublishedAt, RawArticle
from domain.errors import UnreadableArticle
from domain.register import ListedAlias, ListedOffice, ListedSpeaker, ListedTenure, Register
from domain.speaker import AliasForm, Origin
from domain.terms import PartialDay, Term
from ingest.registering import store_register
from ingest.store import Ingested, Rules, ingest_articles

NOW = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
RULES = Rules(limit_bytes=5_000_000, home_country="IR")


def between(start: str, end: str = "") -> Term:
    """The term from a day, month or year to another."""
    return Term(PartialDay.parse(start), PartialDay.parse(end) if end else None)


REGISTER = Register(
    speakers=(
        ListedSpeaker("elder", "کاوه مهرزاد", latin="Kaveh Mehrzad", wikidata_id="Q1", country="IR", source="test"),
        ListedSpeaker("younger", "آرش سپهری", latin="Arash Sepehri", wikidata_id="Q2", country="IR", source="test"),
    ),
    aliases=(
        ListedAlias("elder", "مهرزاد", term=between("2013-08-03"), source="test"),
        ListedAlias("younger", "سپهری", form=AliasForm.SURNAME, source="test"),
    ),
    offices=(
        ListedOffice("president", "رئیس جمهور", country="IR", rank=10, titles=("رئیس دولت",), source="test"),
        ListedOffice("minister", "وزیر نیرو", country="IR", organisation="وزارت نیرو", rank=30, source="test"),
    ),
    tenures=(
        ListedTenure("elder", "president", between("2013-08-03", "2021-08-03"), "test"),
        ListedTenure("younger", "minister", between("2017-02", "2021-08-03"), "test"),
        ListedTenure("younger", "president", between("2021-08-03"), "test"),
    ),
)


async def register(database: Database, listed: Register = REGISTER, *, origin: Origin = Origin.SHIPPED) -> int:
    """Store a register; how many claims are told otherwise by it."""
    _, claims = await store_register(database, listed, origin=origin, home_country="IR", now=NOW)
    return claims


def article(text: str, day: str, *, url: str | None = None, outlet: str | None = "خبرگزاری آزمون") -> RawArticle:
    """An article of a day."""
    return RawArticle(text, place=day, url=url, outlet=outlet, published_at=PublishedAt(date.fromisoformat(day)))


async def ingest(database: Database, *articles: RawArticle) -> Sequence[Ingested]:
    """Store articles together."""
    outcomes = await ingest_articles(database, articles, now=NOW, rules=RULES)
    return [one for one in outcomes if not isinstance(one, UnreadableArticle)]
