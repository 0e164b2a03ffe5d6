"""`gozareh serve`: answers GraphQL over HTTP."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import migrated_database, read_settings

if TYPE_CHECKING:
    from config import Settings


FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""By which prometheus_client is told where to keep numbers, before it is imported."""


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog="Example: gozareh serve --port 8000")(serve)


def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen on; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 1,
    access_log: Annotated[bool, typer.Option("--access-log", help="Log each request as it is answered.")] = False,
    shutdown_seconds: Annotated[
        int, typer.Option(min=1, help="How long running requests may take to end when the server is stopped.")
    ] = 20,
) -> None:
    """Serve http://HOST:PORT/graphql until it is stopped; the database must be migrated."""
    settings = read_settings()
    asyncio.run(_check_migrated(settings))
    if access_log:
        os.environ["GOZAREH_ACCESS_LOG"] = "true"  # for the processes that answer, which read the settings themselves
    with _numbers_of(workers):
        _serve(settings, host=host, port=port, workers=workers, shutdown_seconds=shutdown_seconds)


def _serve(settings: Settings, *, host: str, port: int, workers: int, shutdown_seconds: int) -> None:
    """Serve until somebody stops it.

    uvicorn takes no new connections then, lets running requests end, and closes the application by its lifespan.
    """
    import uvicorn

    from api.logs import uvicorn_logs

    try:
        uvicorn.run(
            "api.app:app_from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            loop="none" if sys.platform == "win32" else "uvloop",
            http="httptools",
            ws="websockets-sansio",
            ws_max_size=settings.body_limit_bytes,
            ws_per_message_deflate=False,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=shutdown_seconds,
            log_level=settings.log_level.lower(),
            log_config=uvicorn_logs(settings.log_level, settings.log_format),
        )
    except SystemExit as ended:
        # uvicorn has said why it cannot start, with an exit code of its own.
        raise typer.Exit(1 if ended.code else 0) from ended


@contextmanager
def _numbers_of(workers: int) -> Iterator[None]:
    """Give several workers a folder in which each keeps its numbers, so that any of them tells the sums of all."""
    if workers == 1:
        os.environ.pop(FOLDER, None)
        yield
        return
    with TemporaryDirectory(prefix="gozareh-metrics-", ignore_cleanup_errors=True) as folder:
        os.environ[FOLDER] = folder
        yield


async def _check_migrated(settings: Settings) -> None:
    async with migrated_database(settings):
        pass
