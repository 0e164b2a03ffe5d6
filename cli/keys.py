"""`gozareh keys`: API keys, by which clients may write."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from getpass import getuser
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import migrated_database, read_settings
from cli.printing import AsJson, complain, isolated, print_json, print_table
from domain.errors import BadDecision, BadSetting, ImpossibleDate
from domain.roles import Role, Scope

if TYPE_CHECKING:
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from api.keys import Issued
    from db.tables import ApiKeyRow
    from ingest.acting import Acting

MOST_DAYS = 1_000
"""A larger number looks like a year, of either calendar."""

_INSTANT = timedelta(microseconds=1)

By = Annotated[str | None, typer.Option(help="Who decides; the user of this terminal where it is left out.")]
Which = Annotated[str, typer.Argument(metavar="NAME", help="The key's name; `list` prints them.")]

app = typer.Typer(
    help="Make, list, rotate and revoke API keys, by which clients may write; reading needs none.",
    epilog="Example: gozareh keys create --name desk --role verifier",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(epilog="Example: gozareh keys create --name importer --role contributor --scope ingest --expires 90")
def create(  # noqa: PLR0913 - the options of a command are its arguments
    *,
    name: Annotated[str, typer.Option(help="Who will use the key.")],
    role: Annotated[Role, typer.Option(help="What the key may do; each role may do all that those before it may.")],
    scope: Annotated[
        list[Scope] | None, typer.Option(help="Limit the key to this work; give it again for more. None: no limit.")
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(metavar="DATE|DAYS", help="The last day on which it is valid, or how many days from now."),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, this once: only its hash is stored."""
    from api.keys import create_key

    expires_at = _instant(expires, read_settings().zone) if expires is not None else None

    async def issue(acting: Acting) -> Issued:
        return await create_key(acting, name=name, role=role, scopes=scope or None, expires_at=expires_at)

    issued = asyncio.run(_acted(issue, by))
    _print_secret(issued.secret, {"name": name, "role": role}, as_json=as_json)


@app.command("list", epilog="Example: gozareh keys list --json")
def list_keys(*, as_json: AsJson = False) -> None:
    """List the keys, revoked and expired ones too, each with its last day; secrets can be shown by nobody."""
    keys = asyncio.run(_listed())
    now = datetime.now(UTC)
    if as_json:
        for key in keys:
            shown = key.model_dump(exclude={"id", "key_hash"})
            print_json({**shown, "state": _state(key, now)})
        return
    zone = read_settings().zone
    print_table(_HEADINGS, [_cells(key, now, zone) for key in keys], unbroken=_UNBROKEN)


@app.command(epilog="Example: gozareh keys rotate desk")
def rotate(name: Which, *, by: By = None, as_json: AsJson = False) -> None:
    """Make a key's secret anew and print it, this once; the old one stops at once, all else stays."""
    from api.keys import rotate_key

    async def issue(acting: Acting) -> Issued:
        return await rotate_key(acting, await _named(acting, name))

    issued = asyncio.run(_acted(issue, by))
    _print_secret(issued.secret, {"name": name}, as_json=as_json)


@app.command(epilog='Example: gozareh keys revoke desk --why "the laptop was lost"')
def revoke(
    name: Which,
    *,
    why: Annotated[str, typer.Option(help="Why, in a sentence; administrators find it in the audit events.")],
    by: By = None,
) -> None:
    """Take a key back for ever; its name stays taken, for what was done with it is signed by it."""
    from api.keys import revoke_key

    async def act(acting: Acting) -> None:
        await revoke_key(acting, await _named(acting, name), why=why)

    asyncio.run(_acted(act, by))
    complain(f"the key {isolated(name)} is revoked")


def _print_secret(secret: str, told: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json({**told, "key": secret})
        return
    print(secret)
    complain("keep it now, it cannot be shown again; send it as the header “Authorization: Bearer KEY”")


_HEADINGS = ("name", "prefix", "role", "scopes", "expires", "last used", "state")
_UNBROKEN = {"prefix", "role", "expires", "state"}


def _cells(key: ApiKeyRow, now: datetime, zone: ZoneInfo) -> list[str]:
    scopes = ", ".join(key.scopes) if key.scopes is not None else "all"
    last_day = str((key.expires_at - _INSTANT).astimezone(zone).date()) if key.expires_at else "-"
    used = key.last_used_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if key.last_used_at else "-"
    return [isolated(key.name), key.prefix, key.role, scopes, last_day, used, _state(key, now)]


def _state(key: ApiKeyRow, now: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.expires_at is not None and key.expires_at <= now else "active"


def _instant(expires: str, zone: ZoneInfo) -> datetime:
    """The first instant at which a key is no longer valid. Raises BadSetting."""
    from domain.calendars import parse_day

    try:
        if expires.strip().isdecimal():
            days = int(expires)
            if not 1 <= days <= MOST_DAYS:
                raise BadSetting("--expires", f"is {days} days; give 1 to {MOST_DAYS:,}, or the last day as a date")
            return datetime.now(UTC) + timedelta(days=days)
        return datetime.combine(parse_day(expires) + timedelta(days=1), time(), zone)
    except ImpossibleDate as error:
        raise BadSetting("--expires", f"{error}, or a number of days") from error


async def _listed() -> list[ApiKeyRow]:
    from db.keys import all_keys

    async with migrated_database(read_settings()) as database, database.reading() as session:
        return list(await all_keys(session))


async def _named(acting: Acting, name: str) -> UUID:
    from db.keys import all_keys, key_id_of

    identity = await key_id_of(acting.session, name)
    if identity is None:
        names = ", ".join(f"«{one.name}»" for one in await all_keys(acting.session)) or "no key at all"
        raise BadSetting("NAME", f"there is no key named «{name}»; there is {names}")
    return identity


_OPTIONS = {"keyId": "NAME", "expiresAt": "--expires", "scopes": "--scope"}
"""What the commands call the fields of a decision; the others are their options of the same name."""


async def _acted[T](act: Callable[[Acting], Awaitable[T]], by: str | None) -> T:
    """What an action at this terminal comes to. Raises BadSetting."""
    from domain.roles import at_terminal
    from domain.text import is_storable
    from ingest.acting import Acting

    settings, author = read_settings(), by or getuser()
    if not is_storable(author):
        raise BadSetting("--by", "holds characters that are no text; remove them")
    try:
        async with migrated_database(settings) as database, database.writing() as session:
            return await act(Acting(session, at_terminal(author), datetime.now(UTC), settings.home_country))
    except BadDecision as refused:
        raise BadSetting(_OPTIONS.get(refused.field, f"--{refused.field}"), refused.problem) from refused
