"""Stored claims are told by what is known now, as if it had been known when they came."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from db.again import every_mention
from db.mentions import hold_identities
from db.migrating import downgrade, upgrade
from db.sessions import Database
from db.tables import ClaimRow, MentionRow
from domain.register import ListedAlias, ListedOffice, ListedOutlet, ListedSpeaker, ListedTenure
from domain.speaker import AliasForm, Origin
from domain.terms import PartialDay
from ingest.again import resolve_again
from ingest.registering import store_register
from tests.ingest.registering import NOW, REGISTER, article, between, ingest, register
from tests.ingest.stored_rows import rows


@dataclass(frozen=True)
class Told:
    """Who made a claim, as what, and why."""

    speaker: UUID | None
    role: str | None
    office: UUID | None
    why: str | None
    waits: bool


async def told(database: Database) -> dict[UUID, Told]:
    """Every claim by its id, which is made of its article and place."""
    mentions = {row.id: row for row in await rows(database, MentionRow)}
    found = {}
    for row in await rows(database, ClaimRow):
        mention = mentions.get(row.mention_id) if row.mention_id else None
        waits = mention is not None and mention.judgement_id is not None
        found[row.id] = Told(row.speaker_id, row.role, row.office_id, mention.why if mention else None, waits)
    return found


ABROAD = "افق بلخ"
WHOLE = replace(
    REGISTER,
    speakers=(
        *REGISTER.speakers,
        ListedSpeaker("neighbour", "نادر خان", country="AF", source="test"),
        ListedSpeaker("before", "سهراب فرزان", country="IR", died=PartialDay.parse("2015-03-01"), source="test"),
        ListedSpeaker("deputy", "علی آذرمی", country="IR", source="test"),
    ),
    aliases=(
        *REGISTER.aliases,
        ListedAlias("elder", "کاوه مهرزادی", source="test"),
        ListedAlias("before", "فرزان", form=AliasForm.SURNAME, source="test"),
        ListedAlias("neighbour", "سپهری", form=AliasForm.SURNAME, source="test"),
    ),
    offices=(
        *REGISTER.offices,
        ListedOffice("abroad", "رئیس جمهور", country="AF", rank=10, source="test"),
    ),
    tenures=(*REGISTER.tenures, ListedTenure("neighbour", "abroad", between("2014", "2021-08-15"), "test")),
    outlets=(ListedOutlet(ABROAD, "AF"),),
)
TOLD = [
    ("کاوه مهرزاد گفت: بودجه کم است.", None),
    ("سید کاوه مهرزاد، رئیس جمهور کشورمان گفت: بودجه کم است.\nمهرزاد افزود: برف می‌بارد.", None),
    ("کاوه مهرزادی گفت: بودجه کم است.", None),
    ("مهرزاد گفت: باران می‌بارد.", None),
    ("سپهری گفت: سدها پر است.", None),
    ("سپهری گفت: سدها پر است.", ABROAD),
    ("فرزان گفت: سدها پر است.", None),
    ("رئیس‌جمهور گفت: باران می‌بارد.", None),
    ("رئیس‌جمهور گفت: باران می‌بارد.", ABROAD),
    ("رئیس جمهور ایران گفت: باران می‌بارد.\nوزیر نیرو نیز افزود: سدها پر است.", None),
    ("مریم نیک‌فر، شهردار سپیدان گفت: پل باز است.", None),
    ("علی آذرمی، نماینده مجلس گفت: راه باز است.", None),
    ("وزارت نیرو اعلام کرد: سدها پر است.", None),
    ("یک مقام آگاه گفت: قرارداد امضا شد.", None),
]
ARTICLES = [
    article(text, day, url=f"https://example.org/{at}/{day}", outlet=outlet or "نمای سپیدان")
    for at, (text, outlet) in enumerate(TOLD)
    for day in ("2005-02-01", "2014-06-01", "2019-05-01", "2021-08-03", "2022-05-01")
]


async def of_steps(database: Database, steps: Sequence[str]) -> dict[UUID, Told]:
    """How claims are told in a fresh database when articles and tables come in this order."""
    await downgrade(database)
    await upgrade(database)
    for step in steps:
        if step == "load":
            await register(database, WHOLE)
        else:
            await ingest(database, *(ARTICLES if step == "ingest" else ARTICLES[:: int(step)]))
    return await told(database)


@pytest.mark.parametrize(
    "steps", [("ingest", "load"), ("2", "load", "ingest"), ("ingest", "load", "load"), ("3", "load", "2", "ingest")]
)
async def test_the_order_of_articles_and_tables_is_no_difference(database: Database, steps: Sequence[str]) -> None:
    """Every claim's speaker and role, why it is told so, and whether it waits."""
    expected = await of_steps(database, ("load", "ingest"))
    assert len({one.speaker for one in expected.values()}) > 5
    assert await of_steps(database, steps) == expected


async def test_the_mentions_that_are_resolved_again_are_counted(database: Database) -> None:
    """For the bar that shows how far it is."""
    await ingest(database, *ARTICLES)
    counted: list[int] = []
    await store_register(database, WHOLE, origin=Origin.SHIPPED, home_country="IR", now=NOW, advance=counted.append)
    assert sum(counted) == len(await rows(database, MentionRow))


async def test_how_many_claims_are_told_otherwise_is_told(database: Database) -> None:
    """Those whose speaker or role changed."""
    await ingest(
        database,
        article("رئیس جمهور گفت: باران می‌بارد.", "2019-05-01"),
        article("مریم نیک‌فر گفت: پل باز است.", "2019-05-02"),
    )
    assert await register(database) == 1


@pytest.mark.parametrize("steps", [("ingest",), ("load", "ingest")])
async def test_resolving_again_what_was_just_resolved_changes_nothing(database: Database, steps: Sequence[str]) -> None:
    """No claim is told otherwise, and no mention waits that did not."""
    expected = await of_steps(database, steps)
    async with database.writing() as session:
        await hold_identities(session)
        assert await resolve_again(session, every_mention(), home_country="IR", now=NOW) == 0
    assert await told(database) == expected
