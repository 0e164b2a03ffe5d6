"""`gozareh keys`: API keys, by which clients may write."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.opening import migrated_database, read_settings
from cli.printing import AsJson, complain, print_json
from domain.roles import Role

app = typer.Typer(
    help="Make API keys, by which clients may write; reading needs none.",
    epilog="Example: gozareh keys create --name desk --role verifier",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _keys() -> None:
    """Nothing: it keeps `create` a command of its own while it is the only one."""


@app.command(epilog="Example: gozareh keys create --name desk --role verifier")
def create(
    *,
    name: Annotated[str, typer.Option(help="Who will use the key.")],
    role: Annotated[Role, typer.Option(help="What the key may do; each role may do all that those before it may.")],
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, this once: only its hash is stored."""
    key = asyncio.run(_create(name, role))
    if as_json:
        print_json({"name": name, "role": role, "key": key})
    else:
        print(key)
        complain("keep it now, it cannot be shown again; send it as the header “Authorization: Bearer KEY”")


async def _create(name: str, role: Role) -> str:
    from api.keys import create_key

    async with migrated_database(read_settings()) as database:
        return await create_key(database, name=name, role=role, now=datetime.now(UTC))
