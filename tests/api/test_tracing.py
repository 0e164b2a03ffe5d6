"""Traces: a span for each request and each statement, below whoever asked; nothing where nobody asks for them."""

import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from api.observing import tracing_of
from api.tracing import Tracing
from config import Settings
from domain.errors import BadSetting
from tests.api.client import Client, serving

PROJECT = Path(__file__).parents[2]
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACEPARENT = f"00-{TRACE}-{PARENT}-01"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    """Keeps spans in memory."""
    return InMemorySpanExporter()


@pytest.fixture
async def traced(
    database_url: str, exporter: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Client]:
    """A client of an application whose spans are kept in memory, on each of the two databases; it sends no webhooks."""
    tracing = Tracing(SimpleSpanProcessor(exporter), database="tested")
    monkeypatch.setattr("api.app.tracing_of", lambda _: tracing)
    async with serving(Settings(database_url=database_url, webhooks=False)) as client:
        exporter.clear()
        yield client


def of_kind(exporter: InMemorySpanExporter, kind: SpanKind) -> list[ReadableSpan]:
    """The spans of a kind that have ended."""
    return [span for span in exporter.get_finished_spans() if span.kind is kind]


async def test_a_request_is_a_span_and_its_statement_one_below(traced: Client, exporter: InMemorySpanExporter) -> None:
    """Named by the operation, with outcome, price and the id that the answer tells, and no words."""
    answer = await traced.http.post("/graphql", json={"query": "query Page { claims(first: 1) { nodes { id } } }"})
    [request] = of_kind(exporter, SpanKind.SERVER)
    [statement] = of_kind(exporter, SpanKind.CLIENT)
    assert request.name == "GraphQL Page"
    assert dict(request.attributes or {}) == {
        "http.request.method": "POST",
        "graphql.operation.name": "Page",
        "gozareh.outcome": "ok",
        "gozareh.points": answer.json()["extensions"]["cost"]["requested"],
        "gozareh.request_id": answer.headers["x-request-id"],
    }
    assert (statement.name, dict(statement.attributes or {})) == ("SQL read", {"db.system.name": "tested"})
    assert statement.parent is not None
    assert request.context is not None
    assert statement.parent.span_id == request.context.span_id
    assert request.start_time <= statement.start_time <= statement.end_time <= request.end_time  # type: ignore[operator]  # they have ended


async def test_a_trace_goes_on(traced: Client, exporter: InMemorySpanExporter) -> None:
    """Below the span that the request tells."""
    await traced.http.post("/graphql", json={"query": "{ __typename }"}, headers={"traceparent": TRACEPARENT})
    [request] = of_kind(exporter, SpanKind.SERVER)
    assert request.context is not None
    assert request.parent is not None
    assert (f"{request.context.trace_id:032x}", f"{request.parent.span_id:016x}") == (TRACE, PARENT)


async def test_a_refusal_tells_its_code(traced: Client, exporter: InMemorySpanExporter) -> None:
    """An error of who asked is none of the service's."""
    await traced.ask("{ nothing }")
    [request] = of_kind(exporter, SpanKind.SERVER)
    assert request.attributes is not None
    assert request.attributes["error.type"] == "GRAPHQL_VALIDATION_FAILED"
    assert request.status.is_unset


def test_opentelemetry_is_not_imported_where_nobody_asks_for_it() -> None:
    """It takes a tenth of a second and some megabytes."""
    script = "import sys, api.app; print([name for name in sys.modules if name.startswith('opentelemetry')])"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    monkeypatch.setitem(sys.modules, "api.tracing", None)
    with pytest.raises(BadSetting, match=r"OTEL_EXPORTER_OTLP_ENDPOINT: .*gozareh\[tracing\]"):
        tracing_of(Settings())


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """The address of a receiver of OTLP over HTTP, and what it has been sent."""
    received: list[ExportTraceServiceRequest] = []

    class Receiving(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            assert self.path == "/v1/traces"
            received.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiving) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()


async def test_spans_reach_a_receiver(
    sqlite_url: str, receiver: tuple[str, list[ExportTraceServiceRequest]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By OpenTelemetry's own variables; what is left is sent when the service stops."""
    address, received = receiver
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
    monkeypatch.setenv("OTEL_SERVICE_NAME", "newsroom")
    monkeypatch.delenv("OTEL_SDK_DISABLED", raising=False)
    async with serving(Settings(database_url=sqlite_url)) as client:
        await client.ask("query Page { claims(first: 1) { nodes { id } } }")
    sent = [one for request in received for one in request.resource_spans]
    spans = {span.name for one in sent for scope in one.scope_spans for span in scope.spans}
    told = [attribute for one in sent for attribute in one.resource.attributes]
    services = {one.value.string_value for one in told if one.key == "service.name"}
    assert {"GraphQL Page", "SQL read"} <= spans
    assert services == {"newsroom"}


async def test_a_receiver_that_is_not_there_keeps_nobody_from_answering(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor from stopping."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    async with serving(Settings(database_url=sqlite_url)) as client:
        assert (await client.data("{ __typename }")) == {"__typename": "Query"}
