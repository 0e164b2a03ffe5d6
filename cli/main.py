"""The `gozareh` command: gathers the nouns and turns errors into one line and an exit code.

Exit codes: 0 it is done, 1 it found problems or found nothing, 2 it was asked wrongly.
"""

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from cli import (
    audit,
    checks,
    claims,
    db,
    doctor,
    evaluate,
    export,
    extract,
    ingest,
    keys,
    schema,
    serve,
    speakers,
    timeline,
    topics,
    verdicts,
    withdrawal,
)
from domain.errors import BadInput, GozarehError

PROBLEM = 1
MISUSE = 2

app = typer.Typer(
    name="gozareh",
    help="Reads Persian news, finds who is reported to have said what and when, and serves it as claims.",
    epilog="Example: gozareh db upgrade && gozareh ingest news/*.txt && gozareh serve",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(db.app, name="db")
app.add_typer(schema.app, name="schema")
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(speakers.app, name="speakers")
app.add_typer(topics.app, name="topics")
app.add_typer(verdicts.app, name="verdicts")
app.add_typer(checks.app, name="checks")
for _noun in (ingest, extract, evaluate, claims, timeline, export, withdrawal, doctor, serve):
    _noun.add_to(app)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        from importlib.metadata import version

        print(f"gozareh {version('gozareh')}")
        raise typer.Exit


@app.callback()
def _gozareh(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """The options that stand before a noun."""


def main(arguments: Sequence[str]) -> int:
    """The exit code of the command of these arguments, after it has done its work."""
    try:
        app(args=list(arguments), prog_name="gozareh")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except GozarehError as error:
        print(f"gozareh: {error}", file=sys.stderr)
        return MISUSE if isinstance(error, BadInput) else PROBLEM
    except OSError as error:
        if error.filename is None:
            raise
        print(f"gozareh: {error.filename}: {error.strerror}; check the path", file=sys.stderr)
        return MISUSE
    return 0


def run() -> None:
    """Run the command line of this process; Persian goes out as UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
