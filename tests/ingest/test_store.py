"""Storing an article: all of it or nothing, the same again writes nothing, ids stay with the words."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel, col

from db.sessions import Database
from db.tables import AliasRow, ArticleRow, ClaimRow, OutletRow, RevisionRow, SpeakerRow
from domain.article import PublishedAt, RawArticle
from domain.calendars import published_at
from domain.errors import NotMigrated, UnreadableArticle
from ingest.changes import Change
from ingest.store import Ingested, Rules, ingest_article
from tests import factories as make
from tests.conftest import TEHRAN

RULES = Rules(limit_bytes=5_000_000, home_country="IR")
OPENING = "مریم نیک‌فر، شهردار سپیدان روز دوشنبه در جمع خبرنگاران گفت: پل تازه رودخانه فردا باز می‌شود.\n"
WORK = "وی افزود: شهرداری برای این پل سه سال کار کرد.\n"
COST = "بهرام آذرنگ، رئیس شورای شهر تأکید کرد که هزینه پل از بودجه شهر پرداخت شده است."
TEXT = OPENING + WORK + COST
CHANGED = "خبر تکمیلی درباره پل سپیدان.\n" + OPENING + WORK.replace("سه سال", "پنج سال و نیم") + COST
DAY = PublishedAt(date(2024, 4, 30))
ARTICLE = RawArticle(
    text=TEXT, place="test", url="https://example.org/pole", outlet="خبرگزاری آزمون", title="پل", published_at=DAY
)
LETTERS = "".join(chr(ord("ا") + (number * number * 7919 + number // 3) % 36) for number in range(3_000))
"""Letters without an order that a database could store more shortly."""
TABLES: Sequence[type[SQLModel]] = (OutletRow, ArticleRow, RevisionRow, SpeakerRow, AliasRow, ClaimRow)


async def ingest(database: Database, raw: RawArticle = ARTICLE, *, now: datetime = make.NOW) -> Ingested:
    """Ingest an article."""
    return await ingest_article(database, raw, now=now, rules=RULES)


@dataclass(frozen=True)
class Kept:
    """A claim as far as these tests look at it."""

    id: UUID
    content: str
    live: bool


async def claims(database: Database) -> list[Kept]:
    """Every claim, in the order of the text."""
    async with database.reading() as session:
        rows = (await session.scalars(select(ClaimRow).order_by(col(ClaimRow.cue_start)))).all()
    return [Kept(row.id, row.content, row.withdrawn_at is None) for row in rows]


async def live_ids(database: Database) -> dict[str, UUID]:
    """The ids of the claims that are not withdrawn, by their content."""
    return {claim.content: claim.id for claim in await claims(database) if claim.live}


async def rows_in(database: Database, table: type[SQLModel]) -> list[SQLModel]:
    """All rows of a table."""
    async with database.reading() as session:
        return list((await session.scalars(select(table))).all())


async def counts(database: Database, tables: Sequence[type[SQLModel]] = TABLES) -> dict[str, int]:
    """How many rows each table has."""
    async with database.reading() as session:
        return {
            str(table.__tablename__): (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in tables
        }


async def ids(database: Database) -> set[tuple[str, object]]:
    """Every id of every table."""
    found = set()
    for table in TABLES:
        found |= {(str(table.__tablename__), row.model_dump()["id"]) for row in await rows_in(database, table)}
    return found


@contextmanager
def counted_writes() -> Iterator[list[str]]:
    """Collect the statements that write."""
    writes: list[str] = []

    def remember(*arguments: object) -> None:
        statement = str(arguments[2])
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append(statement)

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        yield writes
    finally:
        event.remove(Engine, "before_cursor_execute", remember)


async def test_a_new_article_is_stored_with_its_claims(database: Database) -> None:
    """One outlet, one revision, two speakers, three claims."""
    ingested = await ingest(database)
    assert (ingested.change, ingested.claims_new) == (Change.NEW, 3)
    assert await counts(database) == {
        "outlet": 1,
        "article": 1,
        "article_revision": 1,
        "speaker": 2,
        "alias": 2,
        "claim": 3,
    }


async def test_a_claim_keeps_the_words_and_their_places(database: Database) -> None:
    """Each of its spans holds its words in the text of its revision."""
    await ingest(database)
    for row in await rows_in(database, ClaimRow):
        claim = row.model_dump()
        for name in ("content", "context", "cue", "mention"):
            assert claim[name] is None or claim[name] == TEXT[claim[f"{name}_start"] : claim[f"{name}_end"]]


@pytest.mark.parametrize(
    "raw",
    [
        ARTICLE,
        replace(ARTICLE, published_at=published_at(datetime(2024, 4, 30, 21, 15, 30, 123456, tzinfo=UTC), TEHRAN)),
        replace(ARTICLE, url=None, tags=("پل", "سپیدان"), section="شهر"),
        RawArticle(text=TEXT, place="test"),
        RawArticle(text="باران در سپیدان آرام و پیوسته بارید و رودخانه پر شد.", place="test"),
    ],
    ids=["known by url", "an instant", "known by its text", "nothing but a text", "no claims"],
)
async def test_the_same_article_again_writes_nothing(database: Database, raw: RawArticle) -> None:
    """No statement that writes reaches the database."""
    first = await ingest(database, raw)
    with counted_writes() as writes:
        again = await ingest(database, raw, now=make.NOW + timedelta(days=1))
    assert writes == []
    assert again == Ingested(first.article_id, Change.UNCHANGED)


async def test_a_changed_text_is_a_new_revision_whose_claims_keep_their_ids(database: Database) -> None:
    """The words that survive keep theirs, the others are withdrawn and new; the old text stays."""
    await ingest(database)
    before = await live_ids(database)
    ingested = await ingest(database, replace(ARTICLE, text=CHANGED), now=make.NOW + timedelta(days=1))
    after = await live_ids(database)
    assert ingested == Ingested(ingested.article_id, Change.REVISED, 1, 2, 0, 1)
    assert {content: identity for content, identity in after.items() if "سال" not in content} == {
        content: identity for content, identity in before.items() if "سال" not in content
    }
    assert set(before.values()) - set(after.values()) == {
        identity for content, identity in before.items() if "سه سال" in content
    }
    assert (await counts(database))["article_revision"] == 2


async def test_the_new_text_is_the_current_one(database: Database) -> None:
    """The old revision says when it was superseded."""
    await ingest(database)
    later = make.NOW + timedelta(days=1)
    await ingest(database, replace(ARTICLE, text=CHANGED), now=later)
    superseded = {
        row.model_dump()["text"]: row.model_dump()["superseded_at"] for row in await rows_in(database, RevisionRow)
    }
    assert superseded == {TEXT: later, CHANGED: None}


async def test_a_text_that_goes_back_has_its_first_claims_again(database: Database) -> None:
    """Every id is as it was, and no third revision is made."""
    await ingest(database)
    before = await live_ids(database)
    for number, printed in enumerate((CHANGED, TEXT), 1):
        last = await ingest(database, replace(ARTICLE, text=printed), now=make.NOW + timedelta(days=number))
    assert (last.change, await live_ids(database)) == (Change.REVISED, before)
    assert (await counts(database))["article_revision"] == 2


async def test_a_date_given_later_dates_the_claims(database: Database) -> None:
    """The article is read again, and no claim is new."""
    await ingest(database, replace(ARTICLE, published_at=None))
    ingested = await ingest(database)
    days = {row.model_dump()["said_on"] for row in await rows_in(database, ClaimRow)}
    assert (ingested.change, ingested.claims_new, ingested.claims_changed) == (Change.EXTRACTED_AGAIN, 0, 3)
    assert days == {date(2024, 4, 29), date(2024, 4, 30)}


async def test_a_fact_that_is_not_given_again_is_kept(database: Database) -> None:
    """Giving less than before changes nothing; giving another title changes the title alone."""
    await ingest(database, replace(ARTICLE, tags=("پل",), section="شهر"))
    less = await ingest(database, RawArticle(text=TEXT, place="test", url=ARTICLE.url))
    other = await ingest(database, RawArticle(text=TEXT, place="test", url=ARTICLE.url, title="پل تازه"))
    [article] = [row.model_dump() for row in await rows_in(database, ArticleRow)]
    assert (less.change, other.change) == (Change.UNCHANGED, Change.EXTRACTED_AGAIN)
    assert (article["title"], article["tags"], article["section"], article["published_on"]) == (
        "پل تازه",
        ["پل"],
        "شهر",
        DAY.day,
    )


async def test_one_text_that_two_outlets_print_is_two_articles(database: Database) -> None:
    """Of the same two speakers."""
    first = replace(ARTICLE, url=None)
    await ingest(database, first)
    await ingest(database, replace(first, outlet="روزنامه نمونه"))
    found = await counts(database)
    assert (found["article"], found["outlet"], found["speaker"], found["claim"]) == (2, 2, 2, 6)


async def test_one_outlet_is_one_however_it_is_spelt(database: Database) -> None:
    """Its name stays as it was printed first."""
    await ingest(database)
    await ingest(database, replace(ARTICLE, url="https://example.org/2", outlet="خبرگزاري آزمون "))
    assert [row.model_dump()["name"] for row in await rows_in(database, OutletRow)] == ["خبرگزاری آزمون"]


async def test_a_speaker_is_called_as_the_text_first_calls_them(database: Database) -> None:
    """One speaker and one alias, though the text has two spellings."""
    spellings = ("محمدجواد سپهرنیا، وزیر راه گفت: راه باز است.\n", "محمد جواد سپهرنیا، وزیر راه گفت: پل باز است.\n")
    await ingest(database, replace(ARTICLE, text="".join(spellings)))
    assert [row.model_dump()["name"] for row in await rows_in(database, SpeakerRow)] == ["محمدجواد سپهرنیا"]


async def test_a_note_keeps_its_claim_alive(database: Database) -> None:
    """The words vanish from the text, the claim that somebody verified does not."""
    await ingest(database)
    [noted] = [claim for claim in await claims(database) if "سه سال" in claim.content]
    [row] = [row for row in await rows_in(database, ClaimRow) if row.model_dump()["id"] == noted.id]
    assert isinstance(row, ClaimRow)
    key = make.api_key()
    await make.store(database, [key, *make.note(row, key=key)])
    ingested = await ingest(database, replace(ARTICLE, text=CHANGED))
    assert (ingested.claims_withdrawn, noted in await claims(database)) == (0, True)


async def test_an_error_in_the_middle_stores_nothing(database: Database) -> None:
    """The claims cannot be written, when outlet, article and speakers have been written."""
    async with database.writing() as session:
        await session.execute(text("DROP TABLE note_evidence"))
        await session.execute(text("DROP TABLE note"))
        await session.execute(text("DROP TABLE correction"))
        await session.execute(text("DROP TABLE claim"))
    with pytest.raises(NotMigrated):
        await ingest(database)
    left = [table for table in TABLES if table is not ClaimRow]
    assert set((await counts(database, left)).values()) == {0}


@pytest.mark.parametrize("refused", ["", "   ", "The mayor spoke in English of a bridge.", "متن\0", "گفت " * 2_000_000])
async def test_a_text_that_is_refused_stores_nothing(database: Database, refused: str) -> None:
    """The error names the place it came from."""
    with pytest.raises(UnreadableArticle) as error:
        await ingest(database, replace(ARTICLE, text=refused))
    assert (error.value.place, set((await counts(database)).values())) == ("test", {0})


@pytest.mark.parametrize(
    ("raw", "is_taken"),
    [
        (replace(ARTICLE, url="https://example.org/" + LETTERS[:1280]), True),
        (replace(ARTICLE, url="https://example.org/" + LETTERS), False),
        (replace(ARTICLE, outlet=LETTERS[:1300]), True),
        (replace(ARTICLE, outlet=LETTERS), False),
    ],
    ids=["long address", "endless address", "long outlet", "endless outlet"],
)
async def test_what_an_article_is_known_by_is_as_long_as_an_index_takes(
    database: Database, raw: RawArticle, *, is_taken: bool
) -> None:
    """The same on both databases, and told before anything is read."""
    if is_taken:
        assert (await ingest(database, raw)).change is Change.NEW
        return
    with pytest.raises(UnreadableArticle, match="2,600 bytes"):
        await ingest(database, raw)


async def test_one_article_that_is_given_twice_at_once_is_one(database: Database) -> None:
    """One of the two finds that there is nothing left to do."""
    both = await asyncio.gather(ingest(database), ingest(database))
    assert sorted(one.change for one in both) == [Change.NEW, Change.UNCHANGED]
    assert (await counts(database))["claim"] == 3


async def test_facts_that_are_given_at_once_are_all_kept(database: Database) -> None:
    """Neither writer undoes what the other knew."""
    bare = RawArticle(text=TEXT, place="test", url=ARTICLE.url)
    given = [
        replace(bare, title="پل"),
        replace(bare, section="شهر"),
        replace(bare, published_at=DAY),
        replace(bare, outlet="خبرگزاری آزمون"),
        replace(bare, tags=("پل",)),
    ]
    await asyncio.gather(*(ingest(database, raw) for raw in given))
    [article] = [row.model_dump() for row in await rows_in(database, ArticleRow)]
    assert (article["title"], article["section"], article["tags"], article["published_on"]) == (
        "پل",
        "شهر",
        ["پل"],
        DAY.day,
    )
    assert article["outlet_id"] is not None


def articles_of_the_same_people() -> list[RawArticle]:
    """Eight articles, each of which names the same eight people, beginning with another one."""
    names = ("مریم", "بهرام", "نرگس", "کامران", "پروین", "سیاوش", "لیلا", "فرهاد")
    sentences = [f"{name} آذرنگ‌پور، عضو شورای شهر گفت: پل شماره {at} باز است.\n" for at, name in enumerate(names)]
    return [
        replace(ARTICLE, url=f"https://example.org/{first}", text="".join(sentences[first:] + sentences[:first]))
        for first in range(len(names))
    ]


async def test_articles_that_name_the_same_new_people_can_come_at_once(database: Database) -> None:
    """No writer fails, and nobody and no outlet is made twice."""
    raws = articles_of_the_same_people()
    changes = [one.change for one in await asyncio.gather(*(ingest(database, raw) for raw in raws))]
    found = await counts(database)
    assert changes == [Change.NEW] * 8
    assert (found["speaker"], found["alias"], found["outlet"], found["claim"]) == (8, 8, 1, 64)


async def test_ids_are_the_same_on_both_databases_and_in_both_orders(sqlite_url: str, postgres_url: str) -> None:
    """Two newsrooms that read the same articles can speak of the same claims."""
    raws = [
        *articles_of_the_same_people()[:3],
        ARTICLE,
        replace(ARTICLE, url=None),
        replace(ARTICLE, text=CHANGED, url="https://example.org/c"),
    ]
    sqlite, postgres = Database(sqlite_url), Database(postgres_url)
    for raw in raws:
        await ingest(sqlite, raw)
    for raw in reversed(raws):
        await ingest(postgres, raw)
    told = [await ids(database) for database in (sqlite, postgres)]
    await sqlite.close()
    await postgres.close()
    assert told[0] == told[1]


async def test_a_sentence_that_never_ends_is_stored(database: Database) -> None:
    """More different words than PostgreSQL indexes; the sentence around the cue is kept, and the content whole."""
    words = " ".join(f"این واژه{number} است" for number in range(120_000))
    await ingest(database, replace(ARTICLE, text=f"مریم نیک‌فر، شهردار سپیدان گفت: «{words}»."))
    [claim] = [row.model_dump() for row in await rows_in(database, ClaimRow)]
    assert (claim["content"], len(claim["context"]) < 2_100) == (words, True)


@pytest.mark.slow
async def test_many_claims_are_withdrawn_at_once(database: Database) -> None:
    """More than one statement can name."""
    lines = "".join(f"وزیر راه در روز {number} گفت: پل شماره {number} باز است.\n" for number in range(33_000))
    stored = await ingest(database, replace(ARTICLE, text=lines))
    ingested = await ingest(database, replace(ARTICLE, text="باران در سپیدان آرام و پیوسته بارید و رودخانه پر شد."))
    assert ingested.claims_withdrawn == stored.claims_new > 32_767
