"""What a key or an address may ask for in a minute is one limit across workers."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from graphql import GraphQLSchema
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from api.answering import CHARACTERS_A_POINT, Answering
from api.context import PLAN_POINTS
from api.rates import LEASES, Holder, Rates, holder_of
from db.migrating import downgrade
from db.sessions import Database
from domain.errors import RateLimited
from domain.roles import Actor, Role
from tests.api.asking import Asker

NOW = datetime(2024, 5, 1, 12, 0, 15, tzinfo=UTC)
LIMIT = 1_000
LEASE = LIMIT // LEASES
SARA = Holder("key sara", has_key=True)
RATE = "{ rateLimit { limit remaining resetAt cost } }"
PAGE = "query ($first: Int!) { claims(first: $first) { nodes { id } } }"


@contextmanager
def every_statement() -> Iterator[list[str]]:
    """Collect what is asked of any database, reading and writing."""
    statements: list[str] = []

    def remember(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", remember)


def rates_on(database: Database, *, limit: int = LIMIT) -> Rates:
    """One worker's."""
    return Rates(database, key_points=limit, address_points=limit)


async def spent(rates: Rates, points: int, *, holder: Holder = SARA, now: datetime = NOW) -> bool:
    """Whether so many points may be spent, and are."""
    try:
        await rates.spend(holder, points, now=now)
    except RateLimited:
        return False
    return True


@pytest.mark.parametrize("points", [1, 7, 50, 51, 333, 1_000])
async def test_one_worker_lets_through_what_the_limit_says(database: Database, points: int) -> None:
    """To the point, in small requests and in one large one."""
    rates = rates_on(database)
    through = 0
    while await spent(rates, points):
        through += points
    assert through == LIMIT // points * points


async def test_what_is_left_is_still_given_for_less(database: Database) -> None:
    """A refused request is not counted."""
    rates = rates_on(database)
    assert [await spent(rates, points) for points in (990, 11, 10, 1)] == [True, False, True, False]


async def test_a_minute_begins_anew(database: Database) -> None:
    """On the minute, not sixty seconds after the first request."""
    rates = rates_on(database)
    await spent(rates, LIMIT)
    at = [NOW + timedelta(seconds=44), NOW + timedelta(seconds=45)]
    assert [await spent(rates, 1, now=now) for now in at] == [False, True]


async def test_a_refusal_says_when_to_ask_again(database: Database) -> None:
    """In whole seconds, and what to do."""
    with pytest.raises(RateLimited) as refused:
        await rates_on(database).spend(SARA, LIMIT + 1, now=NOW)
    assert (refused.value.retry_after_seconds, refused.value.limit) == (45, LIMIT)


async def test_zero_limits_nothing(database: Database) -> None:
    """And says so."""
    rates = rates_on(database, limit=0)
    assert await spent(rates, 10**9)
    assert await rates.rate(SARA, now=NOW) is None


async def test_workers_in_one_place_share_a_limit(database: Database, database_url: str) -> None:
    """By no more than what each gives on trust is it passed."""
    others = [Database(database_url) for _ in range(2)]
    workers = [rates_on(one) for one in (database, *others)]

    async def spend_all(rates: Rates) -> int:
        through = 0
        while await spent(rates, 7):
            through += 7
        return through

    through = sum(await asyncio.gather(*(spend_all(rates) for rates in workers)))
    for one in others:
        await one.close()
    assert LIMIT - 3 * (LEASE + 7) <= through <= LIMIT + 2 * LEASE


async def test_processes_share_a_limit(database_url: str) -> None:
    """As workers of one server are."""
    command = [
        sys.executable,
        "-m",
        "tests.api.spending",
        database_url,
        SARA.name,
        "7",
        str(LIMIT),
        str(NOW.timestamp()),
    ]
    root = Path(__file__).parents[2]
    running = [
        await asyncio.create_subprocess_exec(*command, cwd=root, stdout=asyncio.subprocess.PIPE) for _ in range(3)
    ]
    told = await asyncio.gather(*(one.communicate() for one in running))
    through = sum(int(out) for out, _ in told)
    assert LIMIT - 3 * (LEASE + 7) <= through <= LIMIT + 2 * LEASE


async def test_a_small_request_asks_no_database(database: Database) -> None:
    """Nor is anybody written down who asks for little."""
    with every_statement() as statements:
        assert await spent(rates_on(database), LEASE)
    assert statements == []


async def test_much_is_taken_in_few_steps(database: Database) -> None:
    """A write a twentieth."""
    rates = rates_on(database)
    with every_statement() as statements:
        while await spent(rates, 1):
            pass
    assert LEASES - 1 <= len([one for one in statements if one.startswith("INSERT INTO spending")]) <= LEASES + 1


async def test_a_refused_holder_asks_no_database_again(database: Database) -> None:
    """Else who is over the limit would keep it busy."""
    rates = rates_on(database)
    await spent(rates, LIMIT)
    await spent(rates, 5)
    with every_statement() as statements:
        assert [await spent(rates, points) for points in (5, 6, 1_000)] == [False] * 3
    assert statements == []


async def test_a_database_that_cannot_count_stops_no_reading(database: Database) -> None:
    """What it cannot count is let through, and the log says so."""
    await downgrade(database)
    with capture_logs() as logs:
        assert await spent(rates_on(database), LIMIT)
    assert [one["event"] for one in logs] == ["points are not counted"]


async def test_the_rest_is_told(database: Database, database_url: str) -> None:
    """Of this worker to the point, of another by what it has taken."""
    other_database = Database(database_url)
    rates, other = rates_on(database), rates_on(other_database)
    await spent(rates, 130)
    await spent(other, LEASE + 100)
    await other_database.close()
    rate = await rates.rate(SARA, now=NOW)
    assert rate is not None
    assert (rate.limit, rate.remaining) == (LIMIT, LIMIT - 130 - 100)
    assert rate.reset_at == datetime(2024, 5, 1, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "address 192.0.2.7"),
        ("::ffff:192.0.2.7", "address 192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::"),
        ("2001:db8:1:2::", "address 2001:db8:1:2::"),
        ("/run/gozareh.sock", "address unknown"),
        (None, "address unknown"),
    ],
)
def test_somebody_without_a_key_is_counted_by_address(address: str | None, name: str) -> None:
    """Of IPv6 by the part that one subscriber has."""
    assert holder_of(None, address) == Holder(name, has_key=False)


def test_a_key_is_counted_by_itself() -> None:
    """From wherever it is used."""
    sara = Actor("سارا", UUID(int=7), Role.VERIFIER)
    assert holder_of(sara, "192.0.2.7") == Holder(f"key {UUID(int=7).hex}", has_key=True)


@pytest.fixture
def rated(schema: GraphQLSchema, database: Database) -> Asker:
    """Asks where an address has 1,000 points a minute and a key 2,000."""
    rates = Rates(database, key_points=2 * LIMIT, address_points=LIMIT)
    return Asker(Answering(schema), database, rates, clock=lambda: NOW)


async def test_a_request_over_the_limit_is_refused(rated: Asker) -> None:
    """Its answer says after how many seconds to come again."""
    while not (answer := await rated.ask(PAGE, {"first": 98})).errors:
        pass
    [error] = answer.errors
    assert not answer.ran
    assert error["extensions"] == {"code": "RATE_LIMITED", "retryAfter": 45}
    assert "send an API key" in error["message"]


async def test_who_has_no_points_left_has_no_document_read(rated: Asker) -> None:
    """Reading one costs more than most answers."""
    while not (await rated.ask(PAGE, {"first": 98})).errors:
        pass
    assert (await rated.refusal("{ nothing }" + " " * LIMIT * 10))[0] == "RATE_LIMITED"


async def test_a_key_has_more_points_than_an_address(rated: Asker, reader: str) -> None:
    """And its own."""
    while not (await rated.ask(PAGE, {"first": 98})).errors:
        pass
    assert (await rated.ask(PAGE, {"first": 98}, key=reader)).ran


async def test_a_wrong_key_is_counted_by_address(rated: Asker) -> None:
    """Guessing keys is no way round."""
    while not (await rated.ask(PAGE, {"first": 98}, key="gzr_wrong")).errors[0]["message"].startswith("the 1,000"):
        pass
    assert (await rated.refusal(PAGE, {"first": 98}))[0] == "RATE_LIMITED"


async def test_the_limit_can_be_asked_for(rated: Asker) -> None:
    """What the request itself costs is counted, and reading its document."""
    first, again = await rated.data(RATE), await rated.data(RATE)
    read_once = len(RATE) // 10
    assert first["rateLimit"] == {
        "limit": LIMIT,
        "remaining": LIMIT - 2 - read_once,
        "resetAt": "2024-05-01T12:01:00+00:00",
        "cost": 2,
    }
    assert again["rateLimit"]["remaining"] == LIMIT - 4 - read_once


async def test_without_a_limit_there_is_none_to_tell(asker: Asker) -> None:
    """Null is no limit."""
    assert await asker.data(RATE) == {"rateLimit": None}


async def test_a_plan_takes_points_when_it_is_made(schema: GraphQLSchema, database: Database) -> None:
    """Once, as reading its document does; asked again with other values it is not made anew."""
    asker = Asker(Answering(schema), database, rates_on(database, limit=100_000), clock=lambda: NOW)

    async def remaining() -> int:
        found: int = (await asker.data(RATE))["rateLimit"]["remaining"]
        return found

    await remaining()
    counts = [await remaining()]
    for first in (1, 1, 2):
        await asker.data(PAGE, {"first": first})
        counts.append(await remaining())
    took = [before - after for before, after in pairwise(counts)]
    assert took[0] - took[1] == PLAN_POINTS + len(PAGE) // CHARACTERS_A_POINT
    assert took[2] - took[1] == 1 + PLAN_POINTS  # the number of rows is part of a plan
