"""`gozareh serve`: answers GraphQL over HTTP."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import migrated_database, read_settings

if TYPE_CHECKING:
    from config import Settings


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog="Example: gozareh serve --port 8000")(serve)


def serve(
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen on; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 1,
    access_log: Annotated[bool, typer.Option("--access-log", help="Log each request as it is answered.")] = False,
) -> None:
    """Serve http://HOST:PORT/graphql until it is stopped; the database must be migrated."""
    import uvicorn

    settings = read_settings()
    asyncio.run(_check_migrated(settings))
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
            access_log=access_log,
            log_level=settings.log_level.lower(),
        )
    except SystemExit as ended:
        # uvicorn has said why it cannot start, with an exit code of its own.
        raise typer.Exit(1 if ended.code else 0) from ended


async def _check_migrated(settings: Settings) -> None:
    async with migrated_database(settings):
        pass
