"""How subscribers are read for: never more at a time than a request may cost, and never what is true no more."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from graphql import GraphQLSchema

from api import following
from api.answering import Answer, Answering, Question, Told
from api.following import GROWTH
from api.live import AT_ONCE, Live
from api.rates import Rates
from db.heads import Heads
from db.sessions import Database
from db.watching import Access
from tests.api.asking import Asker
from tests.api.client import Client
from tests.api.test_sockets import revoke
from tests.api.test_subscriptions import ADDED, number_of, publish

BEGINNING = "0" * 32
WITHDRAW = "mutation ($input: WithdrawClaimInput!) { withdrawClaim(input: $input) { errors { message } } }"
NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


@dataclass
class Counted:
    """How many statements a database was asked."""

    statements: int = 0

    def __call__(self, _: Access, __: float) -> None:
        """Count one."""
        self.statements += 1


@dataclass
class Watched:
    """Who follows on a database whose statements are counted."""

    asker: Asker
    counted: Counted

    @asynccontextmanager
    async def follow(
        self, *, since: str = BEGINNING, key: str | None = None, query: str = ADDED
    ) -> AsyncIterator[AsyncGenerator[Told]]:
        """What is told, from the very beginning or after a cursor."""
        context = self.asker.context(key)
        found = await self.asker.answering.follow(Question(query, {"since": since}, None, queries_only=False), context)
        assert not isinstance(found, Answer), found.errors
        async with aclosing(found):
            yield found
        await context.recogniser.close()


@pytest.fixture
async def watched(schema: GraphQLSchema, database_url: str) -> AsyncIterator[Watched]:
    """Somebody who follows, on each of the two databases in turn."""
    counted = Counted()
    database = Database(database_url, watch=counted)
    live = Live(database, most=10)
    yield Watched(Asker(Answering(schema), database, live=live), counted)
    await live.close()
    await database.close()


def data_of(told: Told) -> Any:
    """What an event tells."""
    assert not told.answer.errors, told.answer.errors
    return told.answer.data


async def price_of(watched: Watched) -> int:
    """What an event costs."""
    async with watched.follow() as events:
        cost: Any = (await anext(events)).answer.extensions["cost"]
    price: int = cost["requested"]
    return price


async def test_who_is_behind_has_more_read_at_a_time_as_it_is_told(
    watched: Watched, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And paid for: whoever goes away at once has one row read."""
    monkeypatch.setattr(following, "FRESH_SECONDS", 60.0)
    await publish(database, *range(1 + GROWTH + AT_ONCE + 1))
    read: list[int] = []
    async with watched.follow() as events:
        for number in range(1 + GROWTH + AT_ONCE + 1):
            before = watched.counted.statements
            assert number_of(data_of(await anext(events))) == number
            if watched.counted.statements > before:
                read.append(number)
    assert read == [0, 1, 1 + GROWTH, 1 + GROWTH + AT_ONCE]


class Behind(Heads):
    """Tells of the newest event only when it is asked again."""

    looks = 0

    async def now(self) -> int:
        """The newest position, at first the one before it."""
        self.looks += 1
        return await super().now() - (self.looks == 1)


async def test_what_came_after_the_look_at_the_chain_is_told_once(watched: Watched, database: Database) -> None:
    """A read sees what was committed meanwhile; the next one begins behind that, not at the look."""
    heads = Behind(watched.asker.database)
    live = Live(watched.asker.database, most=10, heads=heads)
    watched.asker = replace(watched.asker, live=live)
    await publish(database, 0)
    async with watched.follow() as events:
        numbers = [number_of(data_of(await anext(events)))]
        coming = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.3)  # until it waits for more
        await publish(database, 1)
        numbers.append(number_of(data_of(await coming)))
    await live.close()
    assert numbers == [0, 1]


async def test_no_read_takes_more_than_a_request_may(watched: Watched, database: Database) -> None:
    """Of events that cost half of that, two rows."""
    await publish(database, *range(20))
    watched.asker = replace(watched.asker, price_limit=2 * await price_of(watched))
    before = watched.counted.statements
    async with watched.follow() as events:
        for number in range(20):
            assert number_of(data_of(await anext(events))) == number
    assert watched.counted.statements - before > 20 / 2


async def test_who_is_far_behind_catches_up_as_the_minutes_go(watched: Watched, database: Database) -> None:
    """Each minute is told what its points suffice for, however many rows wait, and the next goes on from there."""
    await publish(database, *range(25))
    price = await price_of(watched)
    rates = Rates(watched.asker.database, key_points=0, address_points=20 * price)
    since, numbers, minutes = BEGINNING, list[int](), 0
    while len(numbers) < 25:
        minutes += 1
        now = NOW + timedelta(minutes=minutes)
        watched.asker = replace(watched.asker, rates=rates, clock=now.replace)
        async with watched.follow(since=since) as events:
            async for told in events:
                if told.answer.errors:
                    assert told.answer.errors[0]["extensions"]["code"] == "RATE_LIMITED"
                    break
                numbers.append(number_of(told.answer.data))
                since = str(told.cursor)
                if len(numbers) == 25:
                    break
        assert minutes < 10, numbers
    assert numbers == list(range(25))
    assert minutes > 1


async def test_what_is_withdrawn_before_it_is_told_is_left_out(
    watched: Watched, database: Database, client: Client, editor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it was read already, with others of which one has been told."""
    monkeypatch.setattr(following, "FRESH_SECONDS", 0.0)
    await publish(database, 0, 1, 2, 3)
    found = (await client.data("{ claims { nodes { id content } } }"))["claims"]["nodes"]
    [second] = [one["id"] for one in found if " 2 " in one["content"]]
    async with watched.follow() as events:
        numbers = [number_of(data_of(await anext(events))) for _ in range(2)]
        done = await client.data(WITHDRAW, key=editor, input={"claimId": second, "reason": "خطا"})
        assert not done["withdrawClaim"]["errors"]
        numbers.append(number_of(data_of(await anext(events))))
    assert numbers == [0, 1, 3]


async def test_a_key_that_is_revoked_is_told_nothing_of_what_was_read(
    watched: Watched, database: Database, editor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But why."""
    monkeypatch.setattr(following, "FRESH_SECONDS", 0.0)
    await publish(database, 0, 1, 2, 3)
    async with watched.follow(key=editor) as events:
        for _ in range(2):
            data_of(await anext(events))
        await revoke(database, editor)
        told = await anext(events)
    assert [error["extensions"]["code"] for error in told.answer.errors] == ["UNAUTHENTICATED"]
