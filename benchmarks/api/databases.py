"""Keeps the seeded databases between runs, so that only the first run fills them."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks.api.corpus import rows_for
from benchmarks.api.postgres import Postgres
from benchmarks.api.seeding import migrate, seed_postgres, seed_sqlite
from benchmarks.api.servers import PEER

_ROWS_TOLD = 1_000


@dataclass(frozen=True, slots=True)
class Seeded:
    """The same claims in two databases."""

    claims: int
    postgres_url: str
    sqlite_path: Path

    @property
    def sqlite_url(self) -> str:
        """The URL of the SQLite file."""
        return f"sqlite:///{self.sqlite_path}"


class Databases:
    """The databases below a folder, one of each size on each engine; a newer corpus is seeded anew."""

    def __init__(self, folder: Path, postgres: Postgres, *, fresh: bool) -> None:
        """Seed everything anew where `fresh`."""
        self.postgres = postgres
        self._folder = folder
        self._fresh = fresh
        self._ready: dict[int, Seeded] = {}

    async def of(self, claims: int) -> Seeded:
        """The databases of this size, migrated and with the peer's functions; seeded where they are not yet."""
        if claims not in self._ready:
            self._ready[claims] = await self._made(claims)
        return self._ready[claims]

    async def postgres_version(self) -> str:
        """PostgreSQL's version."""
        connection = await asyncpg.connect(self.postgres.url("postgres"))
        try:
            version: str = await connection.fetchval("SHOW server_version")
        finally:
            await connection.close()
        return version

    async def _made(self, claims: int) -> Seeded:
        name, path = f"claims_{claims}", self._folder / f"claims-{claims}.db"
        made_by = _made_by()
        marks = {engine: self._folder / f"{engine}-{claims}.seeded" for engine in ("postgresql", "sqlite")}
        if self._is_stale(marks["sqlite"], made_by):
            print(f"seeding SQLite with {claims:,} claims", file=sys.stderr)
            await seed_sqlite(path, claims)
            marks["sqlite"].write_text(made_by)
        if self._is_stale(marks["postgresql"], made_by):
            print(f"seeding PostgreSQL with {claims:,} claims", file=sys.stderr)
            await seed_postgres(self.postgres, name, claims)
            marks["postgresql"].write_text(made_by)
        seeded = Seeded(claims, self.postgres.url(name), path)
        await migrate(seeded.sqlite_url)
        await migrate(seeded.postgres_url)
        await self.postgres.run((PEER / "peer.sql").read_text(), name)
        await self.postgres.run("ANALYZE", name)
        return seeded

    def _is_stale(self, mark: Path, made_by: str) -> bool:
        return self._fresh or not mark.exists() or mark.read_text() != made_by


def _made_by() -> str:
    """What tells one corpus from another: its first rows. Migrations are applied to what is there."""
    return hashlib.sha256(repr(list(rows_for(_ROWS_TOLD))).encode()).hexdigest()
