"""`/healthz` says that the process answers, `/readyz` whether it can do its work, for whoever watches over it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from db.migrating import check_migrated
from db.sessions import Database
from domain.errors import DatabaseBusy, DatabaseFull, DatabaseProblem, DatabaseReadOnly, NotMigrated

log = structlog.get_logger()

SECONDS = 2.0
"""A database that has not answered by then is not ready: balancers ask every 5 to 10 seconds."""
_UNCACHED = {"cache-control": "no-store"}


def health_routes(database: Database) -> list[Route]:
    """The two pages."""
    return [Route("/healthz", _alive), Route("/readyz", _ready_by(database))]


async def _alive(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers=_UNCACHED)


def _ready_by(database: Database) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_: Request) -> Response:
        found = await readiness(database)
        status = HTTPStatus.OK if all(one == "ok" for one in found.values()) else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse(found, status, headers=_UNCACHED)

    return ready


async def readiness(database: Database) -> Mapping[str, str]:
    """Whether the database answers, has the tables of this version, and can be written; "ok", or what is wrong.

    It names no address and no file: those are in the log.
    """
    checks = {
        "database": database.ping,
        "migrations": lambda: check_migrated(database),
        "writing": database.try_to_write,
    }
    found = dict.fromkeys(checks, "not looked at")
    for name, check in checks.items():
        try:
            async with asyncio.timeout(SECONDS):
                await check()
        except DatabaseBusy:
            pass  # somebody writes, so it can be written
        except (DatabaseProblem, TimeoutError) as problem:
            log.warning("not ready", check=name, problem=str(problem) or f"no answer in {SECONDS:.0f} s")
            is_sayable = isinstance(problem, NotMigrated | DatabaseReadOnly | DatabaseFull)
            found[name] = str(problem) if is_sayable else "does not answer"
            break
        found[name] = "ok"
    return found
