"""How many of the speaker mentions in real news the shipped tables resolve, and by which rung.

Reads ../shared/news where it is there, else the samples. Run it with: make bench-knowledge
"""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlmodel import col

from benchmarks.ingest import RULES, news
from cli.ingest import AT_ONCE
from db.migrating import upgrade
from db.sessions import Database
from db.tables import ClaimRow, MentionRow, SpeakerRow
from domain.register import Register
from domain.speaker import Origin
from ingest.registering import store_register
from ingest.shipped import shipped_register
from ingest.store import ingest_articles


def main() -> None:
    """Print what ships and what it resolves."""
    register = shipped_register()
    held = {one.office for one in register.tenures}
    holders = {one.speaker for one in register.tenures}
    print(f"speakers             {len(register.speakers):6}")
    print(f"  with a Wikidata id {sum(one.wikidata_id is not None for one in register.speakers):6}")
    print(f"  without a time     {sum(one.key not in holders for one in register.speakers):6}")
    print(f"further names        {len(register.aliases):6}")
    print(f"offices              {len(register.offices):6}, of which {len(held)} with somebody who held them")
    print(f"times in office      {len(register.tenures):6}")
    claims, mentions, named, used = asyncio.run(measured(register))
    total, known = sum(claims.values()), claims["known"]
    print(f"\n{total} statements with a named source, of which")
    for who, count in claims.most_common():
        print(f"  {who:40} {count:6} {count / total:6.1%}")
    print(f"mentions with a named source: {sum(mentions.values())}")
    for why, count in mentions.most_common():
        print(f"  {why:80} {count:6}")
    print(f"{used} of the shipped speakers are said to have said something, {known} statements; {named} others are")


async def measured(register: Register) -> tuple[Counter[str], Counter[str], int, int]:
    """Statements by who their speaker is, mentions by why, and how many speakers of others and of the tables spoke."""
    with TemporaryDirectory(prefix="gozareh-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        await upgrade(database)
        now = datetime.now(UTC)
        await store_register(database, register, origin=Origin.SHIPPED, home_country=RULES.home_country, now=now)
        for some in batched(news(), AT_ONCE):
            await ingest_articles(database, some, now=now, rules=RULES)
        query = (
            select(col(MentionRow.id), col(MentionRow.why), col(SpeakerRow.id), col(SpeakerRow.origin))
            .join(ClaimRow, col(ClaimRow.mention_id) == col(MentionRow.id))
            .outerjoin(SpeakerRow, col(SpeakerRow.id) == col(ClaimRow.speaker_id))
            .where(col(MentionRow.kind) != "unnamed")
        )
        async with database.reading() as session:
            rows = (await session.execute(query)).all()
        await database.close()
    who = {None: "waits for people", Origin.LEARNED.value: "provisional", Origin.SHIPPED.value: "known"}
    claims = Counter(who[origin] for _, _, _, origin in rows)
    mentions = Counter(why for why in {mention: why for mention, why, _, _ in rows}.values())
    spoke = {(speaker, origin) for _, _, speaker, origin in rows if speaker}
    used = sum(origin == Origin.SHIPPED.value for _, origin in spoke)
    return claims, mentions, len(spoke) - used, used


if __name__ == "__main__":
    main()
