"""Places of those who stay connected: nobody takes them all."""

from collections.abc import Iterable
from contextlib import ExitStack

import pytest

from api.places import Places
from api.rates import Holder
from config import Settings
from domain.errors import TooManyOfOne, TooManySubscribers
from tests.api import live
from tests.api.test_subscriptions import ADDED

KEY = Holder("key 1", has_key=True)


def addresses(count: int) -> Iterable[Holder]:
    """So many who have no key."""
    return (Holder(f"address {number}", has_key=False) for number in range(count))


def test_one_has_no_more_than_one_may() -> None:
    """Others have theirs, and one that is left is free again."""
    places = Places(100, of_one=2)
    [one, other] = addresses(2)
    with places.take(one):
        with places.take(one), pytest.raises(TooManyOfOne, match="2 connections from this address"), places.take(one):
            pass
        with places.take(one), places.take(other):
            assert places.taken == 3
    assert places.taken == 0


def test_the_last_tenth_is_for_those_with_a_key() -> None:
    """However many addresses ask; and there are no more than there are."""
    places = Places(10, of_one=1)
    with ExitStack() as taken:
        for one in addresses(9):
            taken.enter_context(places.take(one))
        with pytest.raises(TooManySubscribers), places.take(Holder("another address", has_key=False)):
            pass
        taken.enter_context(places.take(KEY))
        with pytest.raises(TooManySubscribers), places.take(Holder("key 2", has_key=True)):
            pass


async def test_one_address_leaves_places_to_those_with_keys(database_url: str, editor: str) -> None:
    """It is told why it gets no more, while an editor at the same address follows."""
    settings = Settings(database_url=database_url, subscribers_limit=20, subscribers_limit_of_one=2)
    async with live.running(settings) as server, live.socket(server) as one, live.socket(server, key=editor) as other:
        for name in ("1", "2", "3"):
            await one.subscribe(ADDED, name)
        refused = await one.next()
        await other.subscribe("query { __typename }")
        assert await other.data() == {"__typename": "Query"}
        await other.next()
        await other.subscribe(f"{ADDED} ", since="x")
        let_in = await other.next()
    codes = [told["payload"][0]["extensions"]["code"] for told in (refused, let_in)]
    assert (refused["id"], codes) == ("3", ["LIMIT_EXCEEDED", "BAD_USER_INPUT"])
    assert "from this address" in refused["payload"][0]["message"]


async def test_one_address_opens_no_more_sockets_than_one_may(sqlite_url: str) -> None:
    """Though nothing is asked on them; whoever comes when one is closed is let in."""
    settings = Settings(database_url=sqlite_url, subscribers_limit_of_one=2)
    async with live.running(settings) as server, live.socket(server):
        async with live.socket(server), live.socket(server, begin=False) as third:
            code, reason = await third.closed()
        async with live.socket(server) as again:
            await again.subscribe("{ __typename }")
            assert await again.data() == {"__typename": "Query"}
    assert (code, "from this address" in str(reason)) == (1013, True)
