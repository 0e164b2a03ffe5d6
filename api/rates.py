"""How much a key, or an address without one, may ask for in a minute: one limit across workers.

Counting each request in the database would cost more than most requests do. So each worker gives a holder a
twentieth of the limit on trust, in memory, and takes more from the database a twentieth at a time, when that is
spent. The limit is exact with one worker; with several, at most a twentieth more for each further one is let
through, and as much may be refused that was taken elsewhere and not spent. Who asks for little is never written down.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

import structlog

from db.sessions import Database
from db.spending import forget_spending, points_taken, take_points
from domain.errors import DatabaseProblem, RateLimited
from domain.roles import Actor

LEASES = 20
"""So many parts of the limit a worker takes one at a time: 20 writes a minute for one who spends it all."""
_MOST_HOLDERS = 50_000
"""Remembered at a time, 15 MB; of more, the one that asked first in this minute begins anew."""
_MINUTE = 60
_PREFIX_BITS = 64
"""Of an IPv6 address: one subscriber has all addresses that begin alike."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose limit it is: that of a key or a person, or of an address."""

    name: str
    has_key: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit as it stands: points a minute, how many are left, and when all are there again."""

    limit: int
    remaining: int
    reset_at: datetime


@dataclass(slots=True)
class _Account:
    """What one worker has of one holder's limit in one minute."""

    left: int
    taken: int = 0
    refused: int | None = None
    """The fewest points that the database would not give."""
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rates:
    """The limits of one application; 0 points limit nothing."""

    def __init__(self, database: Database, *, key_points: int, address_points: int) -> None:
        """`key_points` and `address_points` are a minute's."""
        self._database = database
        self._limits = {True: key_points, False: address_points}
        self._minute = 0
        self._accounts: dict[str, _Account] = {}
        self._swept = 0

    async def spend(self, holder: Holder, points: int, *, now: datetime) -> None:
        """Count what a request costs. Raises RateLimited where the minute's points do not suffice."""
        limit = self._limits[holder.has_key]
        if not limit:
            return
        account = self._account(holder, limit, now)
        if account.left < points:
            async with account.asking:
                if account.left < points:
                    await self._take(account, holder, points - account.left, now=now)
        account.left -= points

    async def rate(self, holder: Holder, *, now: datetime) -> Rate | None:
        """The holder's limit as it stands; None where there is none. Nothing is written."""
        limit = self._limits[holder.has_key]
        if not limit:
            return None
        account, minute = self._account(holder, limit, now), _minute_of(now)
        async with self._database.reading() as session:
            elsewhere = await points_taken(session, holder.name, minute=minute) - account.taken
        spent_here = _lease(limit) + account.taken - account.left
        remaining = max(0, limit - spent_here - max(0, elsewhere))
        return Rate(limit, remaining, datetime.fromtimestamp((minute + 1) * _MINUTE, UTC))

    def _account(self, holder: Holder, limit: int, now: datetime) -> _Account:
        if self._minute != (minute := _minute_of(now)):
            self._minute, self._accounts = minute, {}
        account = self._accounts.get(holder.name)
        if account is None:
            if len(self._accounts) >= _MOST_HOLDERS:
                del self._accounts[next(iter(self._accounts))]
            account = self._accounts[holder.name] = _Account(_lease(limit))
        return account

    async def _take(self, account: _Account, holder: Holder, missing: int, *, now: datetime) -> None:
        limit, minute = self._limits[holder.has_key], _minute_of(now)
        if account.refused is None or missing < account.refused:
            for points in sorted({max(missing, _lease(limit)), missing}, reverse=True):
                if await self._took(holder, points, minute=minute, most=limit - _lease(limit)):
                    account.left += points
                    account.taken += points
                    return
            account.refused = missing
        raise RateLimited(limit, max(1, round((minute + 1) * _MINUTE - now.timestamp())), has_key=holder.has_key)

    async def _took(self, holder: Holder, points: int, *, minute: int, most: int) -> bool:
        """Whether the database gave them; a database that cannot be written now gives them, and reading goes on."""
        try:
            async with self._database.writing() as session:
                if self._swept != minute:
                    await forget_spending(session, before_minute=minute)
                taken = await take_points(session, holder.name, minute=minute, points=points, most=most)
        except DatabaseProblem as problem:
            log.warning("points are not counted", problem=type(problem).__name__)
            return True
        self._swept = minute
        return taken is not None


def holder_of(viewer: Actor | None, address: str | None) -> Holder:
    """Whose limit a request is counted in: that of who asks, else of the address that it comes from."""
    if viewer is not None and viewer.id is not None:
        return Holder(f"key {viewer.id.hex}", has_key=True)
    return Holder(f"address {_network(address)}", has_key=False)


@lru_cache(maxsize=10_000)
def _network(address: str | None) -> str:
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> _PREFIX_BITS << _PREFIX_BITS))


def _lease(limit: int) -> int:
    return max(1, limit // LEASES)


def _minute_of(now: datetime) -> int:
    return int(now.timestamp()) // _MINUTE
