"""An article with claims to be corrected, and the corrections of tests."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from db.sessions import Database
from db.tables import ClaimRow, RevisionRow
from domain.article import RawArticle
from domain.ids import ClaimId
from domain.roles import at_terminal
from domain.text import Span
from ingest.acting import Acting
from ingest.corrected_values import Said
from ingest.correcting import correct_claim
from ingest.missed import Missed, add_missed_statement
from ingest.store import Ingested, ingest_article
from tests.ingest.registering import NOW, RULES, article
from tests.ingest.stored_rows import rows

OPENING = "مریم نیک‌فر، شهردار سپیدان روز دوشنبه در جمع خبرنگاران گفت: پل تازه رودخانه فردا باز می‌شود.\n"
WORK = "وی افزود: شهرداری برای این پل سه سال کار کرد.\n"
COST = "بهرام آذرنگ، رئیس شورای شهر تأکید کرد که هزینه پل از بودجه شهر پرداخت شده است.\n"
TEXT = OPENING + WORK + COST
BEFORE = "خبر تکمیلی درباره پل سپیدان.\n"
ARTICLE = article(TEXT, "2024-04-30", url="https://example.org/pole")
WHY = "متن را دوباره خواندم"


def place(words: str, text: str = TEXT) -> Span:
    """Where words stand in a text for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


async def ingest(database: Database, text: str = TEXT, *, now: datetime = NOW) -> Ingested:
    """Ingest the article with a text."""
    return await ingest_article(database, replace(ARTICLE, text=text), now=now, rules=RULES)


async def ingest_raw(database: Database, raw: RawArticle) -> Ingested:
    """Ingest any article."""
    return await ingest_article(database, raw, now=NOW, rules=RULES)


async def extract_again(database: Database, text: str = TEXT) -> Ingested:
    """Ingest the article as if a newer extractor read it."""
    async with database.writing() as session:
        await session.execute(update(RevisionRow).values(extractor_version="older"))
    return await ingest(database, text, now=NOW + timedelta(days=1))


async def correct(database: Database, claim: UUID, said: Said, *, version: int = 1, by: str = "سارا") -> None:
    """Correct a claim."""
    async with database.writing() as session:
        acting = Acting(session, at_terminal(by), NOW, "IR")
        await correct_claim(acting, claim, said, version=version, reason=WHY)


async def add(database: Database, missed: Missed) -> ClaimId:
    """Add a statement that extraction missed."""
    async with database.writing() as session:
        return await add_missed_statement(Acting(session, at_terminal("سارا"), NOW, "IR"), missed, reason=WHY)


async def change(database: Database, claim: UUID, **values: object) -> None:
    """Change a claim's columns as nothing of this service does."""
    async with database.writing() as session:
        await session.execute(update(ClaimRow).where(col(ClaimRow.id) == claim).values({"changed_at": NOW, **values}))


async def claim_that_holds(database: Database, words: str) -> ClaimRow:
    """The one claim whose content holds these words."""
    [found] = [row for row in await rows(database, ClaimRow) if words in row.content]
    return found


async def claim_of_id(database: Database, identity: UUID) -> ClaimRow:
    """The claim of an id."""
    [found] = [row for row in await rows(database, ClaimRow) if row.id == identity]
    return found


async def live_contents(database: Database) -> list[str]:
    """The contents of the claims that are not withdrawn, in the order of the text."""
    live = [row for row in await rows(database, ClaimRow) if row.withdrawn_at is None]
    return [row.content for row in sorted(live, key=lambda row: row.cue_start)]
