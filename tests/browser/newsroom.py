"""A small newsroom to look at in a browser: a speaker with years of claims, one of them checked, and a verifier."""

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import SQLModel

from db.sessions import Database
from db.tables import AliasRow, ClaimRow, OutletRow, SpeakerRow, TopicRow
from domain.ids import verdict_id
from domain.node_ids import node_id
from domain.roles import Role
from tests import factories as make
from tests.keys import create_key
from tests.serving import serving_process

SPEAKER, LATIN, WORD = "مریم نیک‌فر", "Maryam Nikfar", "پل"
CLAIMS = 45
"""Of the speaker: more than two pages."""
_FIRST_YEAR = 2020
_BODY = "با **سند** شهرداری نمی‌خواند:\n\n1. بودجه\n2. زمان"


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Where it is served, the ids that its addresses have, and a verifier's key.

    The plain claim is the speaker's newest, the checked one has no day and a published note with a verdict.
    """

    address: str
    speaker: str
    topic: str
    plain_claim: str
    checked_claim: str
    key: str


@contextmanager
def served_over(database: Path) -> Iterator[str]:
    """The address of a server over a SQLite file, which lets everybody read as much as they like."""
    settings = {
        "GOZAREH_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "GOZAREH_ADDRESS_POINTS_A_MINUTE": "0",
        "GOZAREH_KEY_POINTS_A_MINUTE": "0",
        "GOZAREH_WEBHOOKS": "false",
    }
    with serving_process(settings) as (address, _):
        yield address


@contextmanager
def newsroom(template: Path, path: Path) -> Iterator[Newsroom]:
    """A newsroom whose database is made of a migrated one at `path`, served until the block ends."""
    shutil.copy(template, path)
    ids, key = asyncio.run(_furnish(path))
    with served_over(path) as address:
        yield Newsroom(address, *ids, key)


async def _furnish(path: Path) -> tuple[tuple[str, str, str, str], str]:
    """Store all there is; the ids of a newsroom and the key."""
    database = Database(f"sqlite:///{path}")
    outlet, topic, key = make.outlet("خبرگزاری آوای شهر"), make.topic("پل"), make.api_key("نگار")
    speaker, *named = _speaker()
    office, *titles = make.office("شهردار نیکان‌شهر")
    held = make.tenure(speaker.id, office=office.id, start="2020-09-05")
    claims = list(_claims(speaker, outlet, topic))
    rows = [outlet, topic, key, speaker, *named, office, *titles, held, *(row for one in claims for row in one)]
    checked, newest = claims[0][-1], claims[-1][-1]
    assert isinstance(checked, ClaimRow)
    assert isinstance(newest, ClaimRow)
    note = make.note(checked, key=key, verdict_id=verdict_id("false"), body=_BODY)
    await make.store(database, [*rows, *note])
    secret = await create_key(database, name="سارا", role=Role.VERIFIER)
    await database.close()
    kinds = (("speaker", speaker.id), ("topic", topic.id), ("claim", newest.id), ("claim", checked.id))
    first, second, third, fourth = (node_id(kind, identity) for kind, identity in kinds)
    return (first, second, third, fourth), secret


def _speaker() -> tuple[SpeakerRow, AliasRow]:
    row, alias = make.speaker(SPEAKER)
    assert isinstance(row, SpeakerRow)
    assert isinstance(alias, AliasRow)
    row.latin, row.born_on, row.born_precision = LATIN, date(1973, 6, 30), "day"
    return row, alias


def _claims(speaker: SpeakerRow, outlet: OutletRow, topic: TopicRow) -> Iterator[Sequence[SQLModel]]:
    """A claim a month, each of an article of its own that another agency had first; the first one has no day."""
    for number in range(CLAIMS):
        said_on = date(_FIRST_YEAR + number // 12, number % 12 + 1, number % 28 + 1) if number else None
        article = make.article(of=outlet, title=f"پل شماره {number} باز می‌شود")
        article.url = f"https://example.org/news/{number}"
        revision = make.revision(article)
        content = f"پل شماره {number} تا پایان سال برای مردم شهر باز می‌شود"
        claim = make.claim(revision, by=speaker.id, content=content, said_on=said_on, role="شهردار")
        hops = [make.hop(revision, name="ایسنا"), make.hop(revision, position=1, name=outlet.name)]
        yield [article, *make.about(article, topic), revision, *hops, claim]
