"""`gozareh doctor`: looks at a deployment and says what is well, what may not be meant so, and what is to be mended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.findings import (
    Finding,
    State,
    finding_of_webhooks,
    findings_of_database,
    findings_of_keys,
    findings_of_settings,
    ok,
    problem,
)
from cli.opening import opened_database, read_settings
from cli.printing import AsJson, print_json
from domain.errors import BadInput, DatabaseBusy, DatabaseProblem

if TYPE_CHECKING:
    from config import Settings
    from db.sessions import Database


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog="Example: gozareh doctor --workers 4 && gozareh serve --workers 4")(doctor)


def doctor(
    *,
    workers: Annotated[int, typer.Option(min=1, help="With how many processes `serve` is to answer.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Check settings, database, disk, clock, keys and webhooks; exit code 1 where something has to be mended."""
    findings = asyncio.run(_findings(workers))
    for one in findings:
        if as_json:
            print_json({"check": one.check, "state": one.state, "told": one.told})
        else:
            print(f"{one.state:8} {one.check}: {one.told}")
    if any(one.state is State.PROBLEM for one in findings):
        raise typer.Exit(1)


async def _findings(workers: int) -> list[Finding]:
    """Everything that can be looked at: after a problem, what does not depend on it."""
    try:
        settings = read_settings()
    except BadInput as bad:
        return [problem("settings", str(bad))]
    found = [ok("settings", "all can be read"), *findings_of_settings(settings), *_documents(settings)]
    try:
        async with opened_database(settings) as database:
            return found + [one async for one in _of_database(database, settings, workers)]
    except BadInput as bad:
        return [*found, problem("database", str(bad))]


def _documents(settings: Settings) -> list[Finding]:
    from api.persisted import read_trusted_documents

    if settings.trusted_documents is None:
        return [ok("documents", "clients send what they like, within the limits")]
    try:
        read_trusted_documents(Path(settings.trusted_documents))
    except (BadInput, OSError) as bad:
        return [problem("documents", f"{bad}; check GOZAREH_TRUSTED_DOCUMENTS")]
    return [ok("documents", f"those of {settings.trusted_documents} alone are answered")]


async def _of_database(database: Database, settings: Settings, workers: int) -> AsyncIterator[Finding]:
    from datetime import UTC, datetime

    from db.diagnosing import database_facts
    from db.keys import all_keys
    from db.migrating import check_migrated
    from db.webhooks import disabled_webhooks

    check = "database"
    try:
        await database.ping()
        yield ok(check, database.where)
        check = "migrations"
        await check_migrated(database)
        yield ok(check, "the tables are those of this version")
        check = "writing"
        yield await _writing(database)
        check = "database's facts"
        now = datetime.now(UTC)
        for one in findings_of_database(await database_facts(database), now=now, workers=workers):
            yield one
        async with database.reading() as session:
            keys, disabled = await all_keys(session), await disabled_webhooks(session)
        for one in findings_of_keys(keys, now=now, has_issuer=settings.oidc_issuer is not None):
            yield one
        yield finding_of_webhooks(disabled)
    except DatabaseProblem as bad:
        yield problem(check, str(bad))


async def _writing(database: Database) -> Finding:
    try:
        await database.try_to_write()
    except DatabaseBusy:
        return ok("writing", "somebody writes now")
    except DatabaseProblem as bad:
        return problem("writing", str(bad))
    return ok("writing", "it can be written")
