"""What watches over an application's statements: its metrics always, traces where the environment asks for them."""

import os
from typing import TYPE_CHECKING

from api.metrics import Metrics
from config import Settings
from db.watching import Access, SqlWatch
from domain.errors import BadSetting

if TYPE_CHECKING:
    from api.tracing import Tracing

RECEIVERS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""OpenTelemetry's own variables that name who receives traces, the narrower first."""


def tracing_of(settings: Settings) -> "Tracing | None":
    """Traces, where the environment names who receives them; else OpenTelemetry is not even imported.

    Raises BadSetting where its packages are not there.
    """
    named = next((name for name in RECEIVERS if os.environ.get(name)), None)
    if named is None or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    try:
        from api.tracing import tracing_to_receiver  # noqa: PLC0415 - an extra that is not always there
    except ModuleNotFoundError as missing:
        raise BadSetting(named, "needs OpenTelemetry; install gozareh[tracing]") from missing
    is_sqlite = settings.database_url.startswith("sqlite")
    return tracing_to_receiver(database="sqlite" if is_sqlite else "postgresql")


def sql_watch(metrics: Metrics, tracing: "Tracing | None") -> SqlWatch:
    """Tells of each statement to whoever watches."""
    if tracing is None:
        return metrics.count_sql

    def watch(access: Access, seconds: float) -> None:
        metrics.count_sql(access, seconds)
        tracing.sql(access, seconds)

    return watch
