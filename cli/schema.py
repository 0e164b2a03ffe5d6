"""`gozareh schema`: the public contract, as a file."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from cli.opening import existing
from cli.printing import complain

app = typer.Typer(
    help="Write the GraphQL schema to a file, or compare the file with it.",
    epilog="Example: gozareh schema check schema.graphql",
    no_args_is_help=True,
    rich_markup_mode=None,
)
SchemaPath = Annotated[Path, typer.Argument(metavar="FILE", help="The schema's file.")]
_DEFAULT = Path("schema.graphql")


@app.command(epilog="Example: gozareh schema write schema.graphql")
def write(path: SchemaPath = _DEFAULT) -> None:
    """Write the schema of this version to a file."""
    from api.schema import print_public_schema

    path.write_text(print_public_schema(), encoding="utf-8")


@app.command(epilog="Example: gozareh schema check schema.graphql")
def check(path: SchemaPath = _DEFAULT) -> None:
    """Compare a file with the schema of this version; exit code 1 and the differences where they differ."""
    from api.schema import print_public_schema

    kept = existing(path).read_text(encoding="utf-8").splitlines()
    differences = list(difflib.unified_diff(kept, print_public_schema().splitlines(), str(path), "this version"))
    for line in differences:
        print(line.rstrip("\n"))
    if differences:
        complain(f"gozareh: {path} is not the schema of this version; run: gozareh schema write {path}")
        raise typer.Exit(1)
