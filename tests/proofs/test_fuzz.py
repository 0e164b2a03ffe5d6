"""Whatever the schema lets a client ask, with whatever key: an answer in time, and nothing of what is inside.

Schemathesis makes documents from the committed schema. `GOZAREH_TEST_FUZZ_CASES` says how many: `make fuzz` asks 2,000
on each engine, CI fewer; `GOZAREH_TEST_SEED` repeats them.
"""

import asyncio
import os
import random
import re
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from http import HTTPStatus
from time import monotonic
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case
from schemathesis.graphql import from_path
from sqlmodel import SQLModel

from config import Settings
from db.sessions import Database
from db.tables import ClaimRow, JudgementRow, MentionCandidateRow, MentionRow
from domain.ids import ArticleId, mention_id
from domain.roles import Role
from tests import factories as make
from tests.api.client import Client, serving
from tests.api.test_every_field import small_world
from tests.keys import create_key
from tests.proofs.fuzzing import with_what_is_there
from tests.proofs.processes import PROJECT

CASES = int(os.environ.get("GOZAREH_TEST_FUZZ_CASES", "100"))
SEED = int(os.environ.get("GOZAREH_TEST_SEED") or secrets.randbelow(1_000_000))
REQUEST_SECONDS, GRACE_SECONDS = 10.0, 1.0
LEAST_ANSWERED = 0.2
"""The share of answers without any error, below which the documents would prove little."""
MOST_SHOWN = 5
_OURS = {"INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT"}
_INSIDE = re.compile(
    r"traceback|sqlalchemy|sqlite|asyncpg|postgres|pydantic|strawberry|graphql\.|\bselect .* from\b|insert into|"
    r"\w+Error\b|\w+Exception\b|NoneType|object at 0x|<class|\.py\b|__\w+__",
    re.IGNORECASE,
)
"""Words of Python, SQL and the libraries."""
_KINDS = {"article_revision": "", "api_key": "key", "note_evidence": "", "provenance": "", "audit_event": "auditEvent"}
type Ids = Mapping[str, Sequence[str]]
_SCHEMA = from_path(PROJECT / "schema.graphql")


class Fuzzed:
    """A service that is asked, and what became of it: how many answers there were of each sort."""

    def __init__(
        self, client: Client, keys: Mapping[Role | None, str | None], ids: Mapping[str, Sequence[str]]
    ) -> None:
        """Ask as the holders of `keys`, about what `ids` name."""
        self._client = client
        self._keys = keys
        self._ids = ids
        self.answers: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def ask(self, document: str, chance: random.Random) -> None:
        """Ask as somebody, and keep what should not have come back."""
        role = chance.choice(list(self._keys))
        asked = with_what_is_there(document, self._ids, chance)
        key = self._keys[role]
        headers = {"authorization": f"Bearer {key}"} if key else {}
        began = monotonic()
        async with asyncio.timeout(REQUEST_SECONDS + GRACE_SECONDS):
            response = await self._client.http.post("/graphql", json={"query": asked}, headers=headers)
        told = f"asked by {role} in {monotonic() - began:.2f} s, GOZAREH_TEST_SEED={SEED}:\n{asked}\n{response.text}"
        errors: list[dict[str, Any]] = response.json().get("errors", [])
        codes = {one["extensions"]["code"] for one in errors}
        is_told = any(_INSIDE.search(one["message"]) for one in errors)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or codes & _OURS or is_told:
            self.wrong.append(told)
        self.answers.update(codes or {"answered"})


@pytest.mark.slow
def test_nothing_that_the_schema_allows_breaks_the_service(database_url: str) -> None:
    """No fault of ours, nothing of what is inside, and no answer that takes longer than a request may."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("critical"))
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        fuzzed = runner.run(_fuzzed(database_url, stack))
        try:
            _ask_all(fuzzed, runner)
        finally:
            runner.run(stack.aclose())
            structlog.reset_defaults()
    print(f"{fuzzed.answers.total()} answers, seed {SEED}: {dict(fuzzed.answers)}")  # noqa: T201 - `make fuzz` shows it
    assert "\n\n".join(fuzzed.wrong[:MOST_SHOWN]) == ""
    assert fuzzed.answers["answered"] > LEAST_ANSWERED * CASES


def _ask_all(fuzzed: Fuzzed, runner: asyncio.Runner) -> None:
    chance = random.Random(SEED)  # noqa: S311 - it chooses ids and hides nothing

    @seed(SEED)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # what was written before is there, so that a smaller document would prove nothing
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_SCHEMA.as_strategy())
    def ask(case: Case[Any]) -> None:
        runner.run(fuzzed.ask(str(case.body), chance))

    ask()


async def _fuzzed(database_url: str, stack: AsyncExitStack) -> Fuzzed:
    """A service with rows of every kind, and keys of every role; it ends with `stack`."""
    database = Database(database_url)
    rows = _with_real_mentions(await small_world(database, store=False))
    await make.store(database, rows)
    keys: dict[Role | None, str | None] = {role: await create_key(database, name=role, role=role) for role in Role}
    await database.close()
    ids: dict[str, list[str]] = {"": []}
    for row in rows:
        if (identity := row.model_dump().get("id")) is not None:
            kind = _KINDS.get(str(row.__tablename__), str(row.__tablename__))
            ids.setdefault(kind, []).append(f"{kind}_{identity.hex}" if kind else identity.hex)
    ids[""] = [one for some in ids.values() for one in some]
    limits = Settings(
        database_url=database_url,
        request_seconds=REQUEST_SECONDS,
        key_points_a_minute=0,
        address_points_a_minute=0,
    )
    client = await stack.enter_async_context(serving(limits))
    return Fuzzed(client, {None: None, **keys}, ids)


def _with_real_mentions(rows: Sequence[SQLModel]) -> list[SQLModel]:
    """The rows with the mentions' ids as the service makes them: it finds a mention again by its article and name."""
    mentions = [row for row in rows if isinstance(row, MentionRow)]
    ids = {row.id: mention_id(ArticleId(row.article_id), row.kind, row.key) for row in mentions}
    changed: list[SQLModel] = []
    for row in rows:
        if isinstance(row, MentionRow):
            changed.append(row.model_copy(update={"id": ids[row.id]}))
        elif isinstance(row, ClaimRow | MentionCandidateRow | JudgementRow) and row.mention_id in ids:
            changed.append(row.model_copy(update={"mention_id": ids[row.mention_id]}))
        else:
            changed.append(row)
    return changed
