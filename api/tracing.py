"""Traces by OpenTelemetry: a span for each request and one for each statement of SQL below it.

This module is imported only where OpenTelemetry's own variables name a receiver; its SDK is the extra `tracing`.
"""

import time
from contextlib import suppress

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer
from starlette.types import ASGIApp, Receive, Scope, Send

from api.exchange import CURRENT
from db.watching import Access

_NANOSECONDS = 1_000_000_000


class Tracing:
    """Makes the spans of one application and hands them on."""

    def __init__(self, processor: SpanProcessor, *, database: str) -> None:
        """Give spans to `processor`; `database` is the name of its system, "sqlite" or "postgresql"."""
        self._provider = TracerProvider(resource=_whose())
        self._provider.add_span_processor(processor)
        self._tracer: Tracer = self._provider.get_tracer("gozareh")
        self._database = database

    def traced(self, app: ASGIApp) -> ASGIApp:
        """The application with a span for each request."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            told = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            parent = extract({name: told[name] for name in ("traceparent", "tracestate") if name in told})
            attributes = {"http.request.method": scope["method"]}
            with self._tracer.start_as_current_span(
                scope["method"], parent, SpanKind.SERVER, attributes, record_exception=False
            ) as span:
                try:
                    await app(scope, receive, send)
                finally:
                    _tell(span)

        return answer

    def sql(self, access: Access, seconds: float) -> None:
        """Make the span of a statement that has just ended."""
        end = time.time_ns()
        attributes = {"db.system.name": self._database}
        begun = end - round(seconds * _NANOSECONDS)
        span = self._tracer.start_span(f"SQL {access}", None, SpanKind.CLIENT, attributes, start_time=begun)
        span.end(end)

    def close(self) -> None:
        """Hand on what is left."""
        with suppress(Exception):  # a receiver that is not there keeps nobody from stopping
            self._provider.shutdown()


def tracing_to_receiver(*, database: str) -> Tracing:
    """Traces that go to the receiver which OTEL_EXPORTER_OTLP_ENDPOINT and its kin name."""
    return Tracing(BatchSpanProcessor(OTLPSpanExporter()), database=database)


def _whose() -> Resource:
    """What the spans are of: what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say, else gozareh."""
    told = OTELResourceDetector().detect()
    return Resource.create({SERVICE_NAME: told.attributes.get(SERVICE_NAME, "gozareh")})


def _tell(span: Span) -> None:
    """Give a request's span its name and outcome; names of operations are those of valid documents."""
    exchange = CURRENT.get()
    if exchange is None:
        return
    span.set_attribute("gozareh.request_id", exchange.request_id)
    worst = exchange.worst
    if worst is None:
        return
    span.update_name(f"GraphQL {worst.operation}".strip())
    span.set_attribute("graphql.operation.name", worst.operation)
    span.set_attribute("gozareh.outcome", worst.outcome.value)
    span.set_attribute("gozareh.points", exchange.price)
    if worst.code:
        span.set_attribute("error.type", worst.code)
        if worst.code in _OURS:
            span.set_status(Status(StatusCode.ERROR))


_OURS = frozenset({"INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE"})
"""Codes of errors that are not those of who asked."""
