"""The machine under the rules: a database of its own, a loop, a clock, and what must be beside what is."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from tempfile import mkdtemp
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from db.sessions import Database
from domain.errors import BadDecision
from domain.roles import Actor, Role
from ingest.acting import Acting
from ingest.store import ingest_article
from tests import factories as make
from tests.ingest.invariants.model import TEAM, Article, Claim, Model
from tests.ingest.invariants.printed import ARTICLES, Line
from tests.ingest.noting import somebody
from tests.ingest.registering import RULES

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
"""Where there is one, files are as quick as memory: a test that writes so often would wait for a disk."""
PEOPLE = [somebody(f"{role.value} {number}", role) for role in Role for number in (1, 2)]
WRITERS = [one for one in PEOPLE if one.role in TEAM]
EDITOR = replace(somebody("editor 3", Role.EDITOR), issuer="https://example.org/people")
"""Of no key, so that none has to be stored."""


class Newsroom(RuleBasedStateMachine):
    """A newsroom in which nobody does anything yet."""

    template: Path
    """A database of both articles."""
    operations = 0
    """Those of all newsrooms."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self.folder = Path(mkdtemp(prefix="gozareh-", dir=MEMORY if MEMORY.exists() else None))
        self.path = self.folder / "news.db"
        self.loop = asyncio.new_event_loop()
        self.model = Model()
        self.latest: Claim | None = None
        self.done = 0

    @initialize()
    def open(self) -> None:
        """Make the database."""
        shutil.copy(self.template, self.path)
        self.database = Database(f"sqlite:///{self.path}")
        self.model.articles = [Article(printed) for printed in ARTICLES]
        self.model.told = len(ARTICLES)
        for article in self.model.articles:
            self.meet_new_claims(article)

    def answer[T](self, action: Awaitable[T]) -> T:
        """What an action answers."""

        async def awaited() -> T:
            return await action

        return self.loop.run_until_complete(awaited())

    def next_instant(self) -> datetime:
        """When the next operation is done; it counts it."""
        self.done += 1
        Newsroom.operations += 1
        return self.now

    @property
    def now(self) -> datetime:
        """When the last operation was done."""
        return make.NOW + timedelta(seconds=self.done)

    def act[T](self, by: Actor, action: Callable[[Acting], Awaitable[T]]) -> T | None:
        """What somebody's action answers; None where it is refused."""
        at = self.next_instant()

        async def acted() -> T:
            async with self.database.writing() as session:
                return await action(Acting(session, by, at, "IR"))

        try:
            answer = self.answer(acted())
        except BadDecision:
            return None
        self.model.told += 1
        return answer

    def is_done(self, by: Actor, action: Callable[[Acting], Awaitable[object]]) -> bool:
        """Whether an action is not refused."""

        async def done(acting: Acting) -> bool:
            await action(acting)
            return True

        return self.act(by, done) is not None

    def some_claim(self, data: st.DataObject) -> Claim:
        """A claim, every other time the one that somebody did something to last: so one thing meets another."""
        claims = self.model.claims
        latest = [self.latest] * len(claims) if self.latest is not None else []
        self.latest = data.draw(st.sampled_from([*claims, *latest]))
        return self.latest

    def meet_new_claims(self, article: Article) -> int:
        """Take up the claims that a reading made; how many they are."""
        lines = [one for one in article.printed.lines if article.text in one.texts and not one.is_missed]
        new = [one for one in lines if not self.model.of(article, one)]
        self.model.claims += [self._met(article, line) for line in new]
        return len(new)

    def _met(self, article: Article, line: Line) -> Claim:
        with closing(connect(self.path)) as plain:
            query = "SELECT id FROM claim WHERE content = ?"
            [(identity,)] = plain.execute(query, (line.words,)).fetchall()
        return Claim(UUID(identity), article, line, article.text, line.speaker, line.words, line.kind)


async def fill(path: Path) -> None:
    """Store both articles in a database."""
    database = Database(f"sqlite:///{path}")
    for printed in ARTICLES:
        await ingest_article(database, printed.raw(0), now=make.NOW, rules=RULES)
    await database.close()


def tables_of(path: Path) -> Iterator[tuple[str, str]]:
    """The words of every table of a SQLite file, JSON as it reads; the index of words has them in tables beside it."""
    with closing(connect(path)) as plain:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'claim_search'"
        for (name,) in plain.execute(tables).fetchall():
            rows = plain.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - the name of a table
            yield name, "\n".join(_as_text(value) for row in rows for value in row)


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "ignore")
    told = str(value)
    return told.encode("ascii").decode("unicode_escape") if "\\u" in told and told.isascii() else told
