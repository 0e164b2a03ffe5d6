"""`gozareh checks import`: brings in fact-checks that were published elsewhere."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import existing, migrated_database, read_settings
from cli.printing import AsJson, complain, print_json, print_table
from cli.progress import counting
from domain.errors import BadSetting, UnreadableRegister

if TYPE_CHECKING:
    from config import Settings
    from ingest.checks.importing import Fates, Rows, Rules

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MOST_NAME = 300
"""Code points of a name."""


@dataclass(slots=True)
class Summary:
    """What became of a file: counts of checks, the refusals, and the columns that tell nothing."""

    left_out: Sequence[str]
    dry_run: bool
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[UnreadableRegister] = field(default_factory=list)

    def add(self, fates: Fates) -> None:
        """Count some rows, and complain of those that are refused."""
        for one in fates:
            if isinstance(one, UnreadableRegister):
                self.refused.append(one)
                complain(f"refused {one}")
            else:
                self.counts[one.value] += 1

    def report(self, *, as_json: bool) -> None:
        """Print it, for a program or for a person."""
        if as_json:
            refused = [{"place": one.place, "problem": one.problem, "remedy": one.remedy} for one in self.refused]
            columns = {"columns_left_out": self.left_out, "dry_run": self.dry_run}
            print_json({"checks": self.counts, "refused": refused, **columns})
        elif self.counts or self.refused:
            self._print()

    def _print(self) -> None:
        counts = (*self.counts.items(), ("refused", len(self.refused)))
        print_table(("checks", "count"), [(kind, str(count)) for kind, count in counts if count])
        if self.left_out:
            print(f"Columns that were left out: {', '.join(self.left_out)}")
        if self.dry_run:
            print("Nothing was stored: this was a dry run.")
        elif set(self.counts) == {"unchanged"}:
            print("Nothing new: these fact-checks are stored already.")


app = typer.Typer(
    help="Fact-checks that were published elsewhere.",
    epilog="Example: gozareh checks import samples/checks.csv --dry-run",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _checks() -> None:
    """Nothing: it keeps `import` a command of its own while it is the only one."""


@app.command("import", epilog="Example: gozareh checks import samples/checks.csv --dry-run")
def import_checks(  # noqa: PLR0913 - the options of a command are its arguments
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file, ClaimReviews as JSON-LD, or an HTML page with some.")
    ],
    *,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NAME", help="Which column a field is, as in speaker=نام; once for each."),
    ] = None,
    verdict: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS=KEY", help="Which verdict the file's words are, as in دروغ=false; once for each."),
    ] = None,
    language: Annotated[str, typer.Option(help="The language of checks that do not say theirs.")] = "fa",
    by: Annotated[
        str | None,
        typer.Option(help="Who imports, and the author of checks that name no publisher; the user of this terminal."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make published notes of fact-checks; importing them again adds nothing.

    A check needs a speaker, a claim, a verdict and a link, and may have role, date, title, publisher, reviewed, article
    (where the claim appeared) and text. A row that cannot be used is refused with its line and reason, the others are
    stored; the exit code is then 1.
    """
    from ingest.checks import read_checks

    settings = read_settings()
    rules, mapped = _rules(settings, verdict, by=by, language=language), _columns(column, path)
    found = read_checks(existing(path), mapped=mapped, zone=settings.zone)
    summary = Summary(left_out=found.left_out, dry_run=dry_run)
    try:
        asyncio.run(_import(found.rows, rules, summary, settings=settings))
    finally:
        summary.report(as_json=as_json)
    if summary.refused:
        raise typer.Exit(1)


def _rules(settings: Settings, verdicts: list[str] | None, *, by: str | None, language: str) -> Rules:
    from domain.text import is_storable
    from ingest.checks.importing import Rules

    author = (by if by is not None else getuser()).strip()
    if not author or not is_storable(author) or len(author) > _MOST_NAME:
        raise BadSetting("--by", f"is no name of at most {_MOST_NAME} characters")
    if not _LANGUAGE.fullmatch(language):
        raise BadSetting("--language", f"is “{language}”; give the two letters of a language, such as fa")
    return Rules(_pairs(verdicts, "--verdict"), author, language, settings.home_country)


def _columns(given: list[str] | None, path: Path) -> dict[str, str]:
    from ingest.checks import FIELDS, is_table

    mapped = _pairs(given, "--column")
    unknown = next((field for field in mapped if field not in FIELDS), None)
    if unknown is not None:
        raise BadSetting("--column", f"names a field “{unknown}”; there are {', '.join(FIELDS)}")
    if mapped and not is_table(path):
        raise BadSetting("--column", "is for tables; the fields of a ClaimReview have their own names")
    return mapped


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """What each word on the left of a first = stands for."""
    pairs: dict[str, str] = {}
    for one in given or ():
        name, _, value = (part.strip() for part in one.partition("="))
        if not name or not value:
            raise BadSetting(option, f"is “{one}”; write two words with = between them")
        if pairs.setdefault(name, value) != value:
            raise BadSetting(option, f"tells “{name}” twice; leave one of the two out")
    return pairs


async def _import(rows: Rows, rules: Rules, summary: Summary, *, settings: Settings) -> None:
    from domain.roles import at_terminal
    from ingest.checks.importing import Importer

    async with migrated_database(settings) as database:
        importer = Importer(database, rules, at_terminal(rules.author), datetime.now(UTC))
        with counting("importing fact-checks") as advance:

            def tell(fates: Fates) -> None:
                summary.add(fates)
                advance(len(fates))

            await (importer.would_run if summary.dry_run else importer.run)(rows, tell=tell)
