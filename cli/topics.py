"""`gozareh topics`: what articles are about, and what people say is the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import existing, migrated_database, read_settings, who_sits_here
from cli.printing import AsJson, complain, isolated, print_json, print_table
from domain.errors import BadDecision, BadSetting

if TYPE_CHECKING:
    from uuid import UUID

    from db.sessions import ReadSession
    from db.topic_listing import TopicLine
    from ingest.acting import Acting

app = typer.Typer(
    help="What articles are about, by their tags and sections: list, merge, take apart, load other names.",
    epilog="Example: gozareh topics list",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Part = Annotated[str | None, typer.Option("--name", metavar="PART", help="A part of a name, however it is spelt.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many at most.")]
Why = Annotated[str, typer.Option(help="Why, in a sentence; the audit chain keeps it.")]
By = Annotated[str | None, typer.Option(help="Who decides; the user of this terminal where it is left out.")]


@app.command("list", epilog="Example: gozareh topics list --name آب --json")
def list_topics(*, name: Part = None, limit: Limit = 20, as_json: AsJson = False) -> None:
    """Print the topics of the most claims; exit code 1 where there is none."""
    lines = asyncio.run(_lines(name, limit))
    if as_json:
        for one in lines:
            print_json(asdict(one))
    elif lines:
        print_table(("topic", "other names", "articles", "claims", "id"), map(_row, lines), unbroken=("id",))
    if not lines:
        complain("no article is about such a topic")
        raise typer.Exit(1)


@app.command(epilog='Example: gozareh topics merge "آب شهر" "آب شهری" --why "the same"')
def merge(
    into: Annotated[str, typer.Argument(metavar="INTO", help="The topic that stays, by name or id.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER", help="Those that are the same, by name or id.")],
    *,
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Say that topics are one and the same; their ids go on working, and `unmerge` takes them apart again."""
    from ingest.topics import merge_topics

    async def decide(acting: Acting) -> int:
        target = await _key(acting.session, into, "INTO")
        return await merge_topics(acting, target, await _keys(acting.session, others, "OTHER"), why=why)

    _decide(decide, by, field="OTHER", as_json=as_json)


@app.command(epilog='Example: gozareh topics unmerge "آب شهری" --why "a village"')
def unmerge(
    topics: Annotated[list[str], typer.Argument(metavar="TOPIC", help="Those that were merged, by name or id.")],
    *,
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take merged topics apart again; articles are about them as they print it."""
    from ingest.topics import unmerge_topics

    async def decide(acting: Acting) -> int:
        return await unmerge_topics(acting, await _keys(acting.session, topics, "TOPIC"), why=why)

    _decide(decide, by, field="TOPIC", as_json=as_json)


@app.command(epilog='Example: gozareh topics load aliases.csv --why "our list of topics"')
def load(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: topic, alias.")],
    *,
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Load other names of topics: each alias is merged into its topic, now and where it is printed later.

    A file with a fault is refused whole; loading it twice changes nothing.
    """
    from ingest.topic_aliases import load_aliases, read_aliases

    listed = read_aliases(existing(path))
    merged = asyncio.run(_acted(lambda acting: load_aliases(acting, listed, why=why), by or who_sits_here()))
    if as_json:
        for one in merged:
            print_json(asdict(one))
    elif merged:
        rows = [(isolated(one.alias), isolated(one.topic), str(one.claims_changed)) for one in merged]
        print_table(("alias", "topic", "claims"), rows)
    else:
        print("Nothing changes: the topics are like that already.")


def _row(one: TopicLine) -> tuple[str, ...]:
    others = "، ".join(one.aliases)
    return (isolated(one.name), isolated(others) if others else "", str(one.articles), str(one.claims), one.id)


def _decide(decide: Callable[[Acting], Awaitable[int]], by: str | None, *, field: str, as_json: bool) -> None:
    try:
        changed = asyncio.run(_acted(decide, by or who_sits_here()))
    except BadDecision as refused:
        raise _worded(refused, field) from refused
    if as_json:
        print_json({"claims_changed": changed})
    else:
        print(f"claims that are about another topic by it: {changed}")


def _worded(refused: BadDecision, field: str) -> BadSetting:
    """The refusal in the command's own words."""
    name, _, place = refused.field.partition(".")
    named = {"intoId": "INTO", "topicIds": field}.get(name, f"--{name}")
    return BadSetting(f"{named} {int(place) + 1}" if place.isdigit() else named, refused.problem)


async def _lines(name: str | None, limit: int) -> list[TopicLine]:
    from db.topic_listing import topic_lines
    from domain.text import name_key

    part = name_key(name) if name is not None else None
    if part == "":
        raise BadSetting("--name", "holds no letter to look for; give a part of a name, or leave it out")
    async with migrated_database(read_settings()) as database, database.reading() as session:
        return await topic_lines(session, part=part, first=limit)


async def _acted[T](act: Callable[[Acting], Awaitable[T]], author: str) -> T:
    from domain.roles import at_terminal
    from domain.text import is_storable
    from ingest.acting import Acting

    settings = read_settings()
    if not is_storable(author):
        raise BadSetting("--by", "holds characters that are no text; remove them")
    async with migrated_database(settings) as database, database.writing() as session:
        return await act(Acting(session, at_terminal(author), datetime.now(UTC), settings.home_country))


async def _keys(session: ReadSession, given: list[str], field: str) -> list[UUID]:
    return [await _key(session, one, f"{field} {place}") for place, one in enumerate(given, 1)]


async def _key(session: ReadSession, given: str, field: str) -> UUID:
    """The key of the topic that a name or an id means, as `field` gives it. Raises BadSetting and BadFilter."""
    from db.topic_merging import topic_by_key
    from domain.node_ids import key_of
    from domain.text import name_key

    if given.startswith("topic_"):
        return key_of(given, "topic", field=field)
    found = await topic_by_key(session, name_key(given))
    if found is None:
        raise BadSetting(field, f"is “{given}”, the name of no topic; gozareh topics list prints them")
    return found.id
