"""What a deployment's database is found to be like."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from db.diagnosing import database_facts, file_system_of
from db.sessions import Database
from tests import factories as make

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/news /srv/news nfs4 rw 0 0
/dev/sdb1 /srv/news/local xfs rw 0 0
//nas/share /mnt/two\\040words cifs rw 0 0
"""


async def test_a_database_of_the_tests_suits(database: Database) -> None:
    """Its facts are real ones."""
    facts = await database_facts(database)
    assert facts.is_sqlite == database.is_sqlite
    assert facts.version >= ((3, 40) if facts.is_sqlite else (14, 0))
    assert abs(facts.clock - datetime.now(UTC)) < timedelta(seconds=5)
    assert facts.encoding in {"UTF-8", "UTF8"}
    assert (facts.journal_mode, facts.free_bytes is None) == (("wal", False) if facts.is_sqlite else (None, True))


async def test_the_connections_of_a_server_are_those_for_all(database: Database) -> None:
    """Some of them it keeps for superusers; a file has none."""
    connections = (await database_facts(database)).connections
    if database.is_sqlite:
        assert connections is None
        return
    async with database.reading() as session:
        most = int(str(await session.scalar(text("SHOW max_connections"))))
    assert connections is not None
    assert 0 < connections < most


async def test_the_newest_event_is_told(database: Database) -> None:
    """With its zone, whatever the database keeps."""
    later = make.NOW + timedelta(hours=1)
    await make.store(database, [make.event(at=later), make.event(at=make.NOW)])
    assert (await database_facts(database)).newest_event_at == later


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/news.db", "ext4"),
        ("/srv/news/news.db", "nfs4"),
        ("/srv/news/local/news.db", "xfs"),
        ("/srv/newsroom/news.db", "ext4"),
        ("/mnt/two words/news.db", "cifs"),
    ],
)
def test_a_file_is_on_what_is_mounted_nearest_above_it(path: str, kind: str) -> None:
    """Whatever is mounted above that."""
    assert file_system_of(Path(path), MOUNTS) == kind
