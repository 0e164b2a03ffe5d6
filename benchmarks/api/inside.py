"""Where the time of an answer goes, measured in one process over SQLite, one question after another."""

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial, wraps
from http import HTTPStatus
from itertools import cycle, islice
from time import perf_counter
from typing import Any
from unittest.mock import patch

from starlette.applications import Starlette
from starlette.types import Message, Scope
from strawberry.schema import schema_converter

from api import answering, endpoint, loading, reading, timelines
from api.app import create_app
from benchmarks.api.databases import Seeded
from benchmarks.api.load import Refused
from benchmarks.api.questions import Question, Values
from config import Settings
from db.direct import SqliteReader
from db.reading import running

WARMING, MEASURED = 200, 600
"""How many of each question are asked before it is measured, and then."""
_THE_REST = "the request around it: HTTP, headers, the context"
STEPS: Sequence[tuple[str, object, str]] = (
    ("reading the question as JSON", endpoint, "decode_body"),
    ("its document, variables and price", answering.Answering, "_asked"),
    ("graphql-core and strawberry around the resolver", answering.Answering, "_run"),
    ("arguments as Python has them", schema_converter, "convert_arguments"),
    ("the filter", reading, "claim_filter"),
    ("the filter", timelines, "claim_filter"),
    ("the filter", reading, "claims_for"),
    ("the filter", timelines, "claims_for"),
    ("finding the plan", loading, "kept_plan"),
    ("the database, and the way there", SqliteReader, "value"),
    ("reading its JSON and shaping the answer", running, "_shaped"),
    ("writing the answer as JSON", endpoint, "reply_to"),
)
"""What is measured, each without what others of them do inside it: a name, and where the function stands."""
_SCOPE: Scope = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/graphql",
    "raw_path": b"/graphql",
    "root_path": "",
    "query_string": b"",
    "server": ("127.0.0.1", 80),
    "client": ("127.0.0.1", 1),
    "headers": [(b"accept", b"application/json"), (b"content-type", b"application/json")],
}


@dataclass
class Clock:
    """Seconds by the name of a step, of the step that is innermost at each moment."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _open: list[str] = field(default_factory=lambda: [_THE_REST])
    _since: float = field(default_factory=perf_counter)

    @contextmanager
    def within(self, step: str) -> Iterator[None]:
        """Count what happens here to this step."""
        self._turn()
        self._open.append(step)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def reset(self) -> None:
        """Begin anew."""
        self._turn()
        self.seconds.clear()

    def stop(self) -> None:
        """Count no more."""
        self._turn()

    def _turn(self) -> None:
        now = perf_counter()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, counted."""
        if inspect.iscoroutinefunction(function):

            @wraps(function)
            async def awaited(*given: object, **named: object) -> object:
                with self.within(step):
                    return await function(*given, **named)

            return awaited

        @wraps(function)
        def called(*given: object, **named: object) -> object:
            with self.within(step):
                return function(*given, **named)

        return called


@dataclass(frozen=True, slots=True)
class Inside:
    """Microseconds: of a request by step, and of the first request with a document."""

    steps: Mapping[str, float]
    first: float


async def inside(seeded: Seeded, about: Mapping[Question, Sequence[Values]]) -> dict[Question, Inside]:
    """Where the time of each question's answer goes."""
    settings = Settings(database_url=seeded.sqlite_url, address_points_a_minute=0, key_points_a_minute=0)
    found = {}
    for question, values in about.items():
        bodies = [question.ours.body(one) for one in islice(cycle(values), MEASURED)]
        clock = Clock()
        with ExitStack() as patched:
            for step, owner, name in STEPS:
                patched.enter_context(patch.object(owner, name, clock.timed(step, getattr(owner, name))))
            app = create_app(settings)
            async with app.router.lifespan_context(app):
                begun = perf_counter()
                await _ask_all(app, bodies[:1])
                first = perf_counter() - begun
                await _ask_all(app, bodies[1:WARMING])
                clock.reset()
                await _ask_all(app, bodies)
                clock.stop()
        steps = {step: seconds / MEASURED * 1e6 for step, seconds in clock.seconds.items()}
        found[question] = Inside(steps, first * 1e6)
    return found


async def _ask_all(app: Starlette, bodies: Sequence[bytes]) -> None:
    """One after another. Raises Refused."""
    for body in bodies:
        sent: list[Message] = []
        asked: Message = {"type": "http.request", "body": body, "more_body": False}
        scope = {**_SCOPE, "headers": [*_SCOPE["headers"], (b"content-length", b"%d" % len(body))]}
        await app(scope, partial(_given, asked), partial(_taken, sent))
        if sent[0]["status"] != HTTPStatus.OK or b'"errors"' in sent[1]["body"][:20]:
            raise Refused(sent[1]["body"].decode())


async def _given(asked: Message) -> Message:
    return asked


async def _taken(sent: list[Message], message: Message) -> None:
    sent.append(message)
