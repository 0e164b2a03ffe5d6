"""`gozareh export`: the claims of a filter as a file for spreadsheets, programs and other sites' timelines."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.exports.forms import Form
from cli.asking import Asked, FromDay, OutletName, SearchText, SpeakerName, ToDay, TopicName, VerdictKey, claim_where
from cli.files import whole_file
from cli.opening import existing, migrated_database, read_settings
from cli.printing import complain
from cli.progress import counting
from domain.errors import BadSetting

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from api.addresses import Absolute
    from api.exports.reading import Asking
    from api.exports.writing import Where
    from api.inquiring import Unanswered
    from config import Settings
    from db.sessions import Database

_PROBLEM, _MISUSE = 1, 2
_WHERE = "--where"
_MENDED_BY_WHO_ASKS = {"BAD_USER_INPUT", "LIMIT_EXCEEDED", "TOO_EXPENSIVE"}


def add_to(app: typer.Typer) -> None:
    """Give the command its place."""
    app.command(epilog="""Example: gozareh export --format csv --where '{"text": "تحریم"}' -o claims.csv""")(export)


def export(  # noqa: PLR0913 - the options of a command are its arguments
    *,
    form: Annotated[Form, typer.Option("--format", help="For spreadsheets, programs, fact-checkers or TimelineJS.")],
    where: Annotated[
        str | None,
        typer.Option(metavar="JSON|@FILE", help="Which claims: a ClaimWhere of the GraphQL schema, or a file of it."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write this file instead of printing.")
    ] = None,
    speaker: SpeakerName = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
    text: SearchText = None,
    outlet: OutletName = None,
    topic: TopicName = None,
    verdict: VerdictKey = None,
) -> None:
    """Write the claims of a filter, newest said first; all of them without one.

    The bytes are those of /exports/FORMAT. A file takes its name, and the place of an older one, when it is whole.
    """
    asked = Asked(speaker, from_day, to_day, text, outlet, topic, verdict)
    asyncio.run(_export(form, asked, _where(where), output=output))


async def _export(form: Form, asked: Asked, where: Where, *, output: Path | None) -> None:
    from api.exports.writing import exported
    from api.inquiring import Unanswered
    from api.logs import configure_logs

    settings = read_settings()
    configure_logs(settings.log_level, settings.log_format)
    async with migrated_database(settings) as database:
        async with database.reading() as session:
            chosen = await claim_where(session, asked)
        both = {"and": [where, chosen]} if where and chosen else {**where, **chosen}
        with counting("claims") as told:
            try:
                await _write(exported(form, both, _asking(settings, database), _absolute(settings), told=told), output)
            except Unanswered as refused:
                complain(f"gozareh: {refused.message}")
                raise typer.Exit(_code(refused)) from refused


async def _write(parts: AsyncGenerator[bytes], output: Path | None) -> None:
    with nullcontext(sys.stdout.buffer) if output is None else whole_file(output) as file:
        async with aclosing(parts):
            async for part in parts:
                file.write(part)
        file.flush()


def _asking(settings: Settings, database: Database) -> Asking:
    """Asks as somebody without a key does, but without limits of how much in a minute: whoever sits here has it all."""
    from functools import partial

    from api.answering import Answering
    from api.exports.reading import Asking
    from api.forms import Plans
    from api.inquiring import Inquirer
    from api.metrics import Metrics
    from api.recognising import Recogniser
    from api.schema import make_schema
    from api.surroundings import contexts_of, limits_of

    contexts = contexts_of(
        settings, database, Recogniser(database, None), Plans(), None, None, metrics=Metrics(), rates=None
    )
    inquirer = Inquirer(Answering(make_schema().core, limits_of(settings)))
    return Asking(inquirer, partial(contexts, None, None, None))


def _absolute(settings: Settings) -> Absolute:
    from api.addresses import Absolute

    return Absolute(settings.public_url)


def _where(given: str | None) -> Where:
    """The filter that the option holds, or the file that it names. Raises BadSetting and MissingFile."""
    from api.exports.asking import read_where
    from api.refusing import Refused

    if given is None:
        return {}
    try:
        return read_where(existing(Path(given[1:])).read_bytes() if given.startswith("@") else given, _WHERE)
    except Refused as refused:
        raise BadSetting(_WHERE, refused.message.removeprefix(f"{_WHERE}: ")) from refused


def _code(refused: Unanswered) -> int:
    return _MISUSE if refused.code in _MENDED_BY_WHO_ASKS else _PROBLEM
