"""What the service counts, for Prometheus: requests, their price and time, SQL, ingest, subscribers and deliveries.

Every label is of a closed set but the operation's name, of which each worker takes a bounded number. With several
workers, `gozareh serve` has prometheus_client keep the numbers in files, and any of them tells the sums of all.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from api.exchange import Answered
from db.watching import Access
from ingest.changes import Change

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client is told, before it is imported, where workers keep their numbers."""
MOST_OPERATIONS = 100
"""Names of operations that one worker counts apart: a frontend has some dozens. Whoever asks can invent more."""
LONGEST_NAME = 60
OTHER = "other"
"""The operation of all further names."""
_MOST_WAITING = 256
_SECONDS_WAITING = 1.0
_REQUEST_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0)
_SQL_SECONDS = (0.0001, 0.00025, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1.0, 10.0)


class Transport(StrEnum):
    """How a subscriber is told of news."""

    WEBSOCKET = "websocket"
    EVENT_STREAM = "event_stream"


class Delivery(StrEnum):
    """What became of one attempt to tell a webhook something."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    """Its server answered, and not with success."""
    FAILED = "failed"
    """Its server did not answer."""
    GIVEN_UP = "given_up"
    """No further attempt is made."""


class Metrics:
    """The numbers of one application."""

    def __init__(self) -> None:
        """Count from nothing."""
        self._registry = CollectorRegistry()
        self._names: set[str] = set()
        self._series: dict[tuple[str, str], Histogram] = {}
        """The library looks a series up in three times the time that it takes to count."""
        self._requests: list[Answered] = []
        self._statements: list[tuple[Access, float]] = []
        """Both wait to be written."""
        self._request_seconds = Histogram(
            "gozareh_request_seconds",
            "Seconds from the question to its answer; its count is that of the requests.",
            ["operation", "outcome"],
            buckets=_REQUEST_SECONDS,
            registry=self._registry,
        )
        self._request_points = Counter(
            "gozareh_request_points", "Price of the requests, in points.", ["operation"], registry=self._registry
        )
        self._errors = Counter(
            "gozareh_request_errors",
            "Requests that were refused or answered in part, by the code of their first error.",
            ["operation", "code"],
            registry=self._registry,
        )
        sql = Histogram(
            "gozareh_sql_seconds",
            "Seconds from asking the database to its answer, waiting for a connection included.",
            ["access"],
            buckets=_SQL_SECONDS,
            registry=self._registry,
        )
        self._sql: Mapping[Access, Histogram] = {"read": sql.labels("read"), "write": sql.labels("write")}
        self._articles = Counter(
            "gozareh_ingested_articles", "Articles given over the API.", ["change"], registry=self._registry
        )
        self._claims = Counter(
            "gozareh_ingested_claims", "Claims of those articles.", ["change"], registry=self._registry
        )
        self._subscribers = Gauge(
            "gozareh_subscribers",
            "Subscribers that are connected now.",
            ["transport"],
            registry=self._registry,
            multiprocess_mode="livesum",
        )
        self._deliveries = Counter(
            "gozareh_deliveries", "Attempts to tell a webhook something.", ["outcome"], registry=self._registry
        )

    def count_request(self, answered: Answered) -> None:
        """Count one operation that was asked for."""
        if not self._requests:
            self._write_soon()
        self._requests.append(answered)
        if len(self._requests) >= _MOST_WAITING:
            self.write()

    def count_sql(self, access: Access, seconds: float) -> None:
        """Count one statement."""
        if not self._statements:
            self._write_soon()
        self._statements.append((access, seconds))
        if len(self._statements) >= _MOST_WAITING:
            self.write()

    def write(self) -> None:
        """Write down what waits: one after another it takes a third of what it does in the middle of a request.

        Called in the thread in which requests are counted, and no other.
        """
        points: dict[str, int] = {}
        requests, self._requests = self._requests, []
        for operation, outcome, code, price, seconds in requests:
            name = operation if operation in self._names else self._counted_name(operation)
            series = self._series.get((name, outcome)) or self._series_of(name, outcome)
            series.observe(seconds)
            points[name] = points.get(name, 0) + price
            if code:
                self._errors.labels(name, code).inc()
        for name, price in points.items():
            self._request_points.labels(name).inc(price)
        statements, self._statements = self._statements, []
        for access, seconds in statements:
            self._sql[access].observe(seconds)

    def count_article(self, change: Change, *, new: int, changed: int, unchanged: int, withdrawn: int) -> None:
        """Count an article that was stored or is as before, and its claims by what became of them."""
        self._articles.labels(change.value.replace(" ", "_")).inc()
        counts = {"new": new, "changed": changed, "unchanged": unchanged, "withdrawn": withdrawn}
        for name, count in counts.items():
            self._claims.labels(name).inc(count)

    def count_refused_article(self) -> None:
        """Count an article that cannot be read."""
        self._articles.labels("refused").inc()

    @contextmanager
    def subscribed(self, transport: Transport) -> Iterator[None]:
        """Count a subscriber while the block runs."""
        gauge = self._subscribers.labels(transport.value)
        gauge.inc()
        try:
            yield
        finally:
            gauge.dec()

    def count_delivery(self, delivery: Delivery) -> None:
        """Count one attempt to tell a webhook something."""
        self._deliveries.labels(delivery.value).inc()

    def page(self, accept: str) -> tuple[bytes, str]:
        """The numbers as Prometheus reads them, of all workers, and their type; `accept` is the request's header.

        What waits to be written is not among them. It may run in a thread beside those who count.
        """
        registry, folder = self._registry, os.environ.get(FOLDER)
        if folder is not None:
            _forget_the_dead(Path(folder))
            registry = CollectorRegistry()
            MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]  # the library's is not typed
        encode, media = choose_encoder(accept)
        return encode(registry), media

    def _counted_name(self, operation: str) -> str:
        """The name to count by, from now on this one where there is room."""
        if len(self._names) >= MOST_OPERATIONS or len(operation) > LONGEST_NAME:
            return OTHER
        self._names.add(operation)
        return operation

    def _series_of(self, name: str, outcome: str) -> Histogram:
        found = self._series[name, outcome] = self._request_seconds.labels(name, str(outcome))
        return found

    def _write_soon(self) -> None:
        """Let other workers tell what waits here, within a second; outside of a loop, `write` does."""
        if FOLDER in os.environ:
            with suppress(RuntimeError):
                asyncio.get_running_loop().call_later(_SECONDS_WAITING, self.write)


def _forget_the_dead(folder: Path) -> None:
    """Leave out what is connected to a worker that is no more; what it counted before stays counted."""
    for pid in {path.stem.rpartition("_")[2] for path in folder.glob("gauge_live*.db")}:
        if pid.isdigit() and not _is_running(int(pid)):
            with suppress(FileNotFoundError):  # another worker tells the numbers, too
                mark_process_dead(int(pid), str(folder))  # type: ignore[no-untyped-call]  # the library's is not typed


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
