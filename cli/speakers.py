"""`gozareh speakers`: who the speakers are, and what waits for people to say who it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from cli import registers, speaker_decisions
from cli.asking import day_option, speaker_key
from cli.opening import migrated_database, read_settings
from cli.printing import AsJson, complain, isolated, print_json, print_table
from domain.errors import UnknownSpeaker

if TYPE_CHECKING:
    from db.filters import OfficeFilter
    from db.speaker_listing import NameLine, Portrait, SpeakerLine, WaitingLine
    from domain.terms import PartialDay

_MOST = 1_000

app = typer.Typer(
    help="Speakers through time: who they are, which names and offices they had, and who waits to be told apart.",
    epilog='Example: gozareh speakers load && gozareh speakers show "ولادیمیر پوتین"',
    no_args_is_help=True,
    rich_markup_mode=None,
)
registers.add_to(app)
speaker_decisions.add_to(app)

First = Annotated[int, typer.Option(min=1, max=_MOST, help="At most so many.")]


@app.command("list", epilog='Example: gozareh speakers list --role "وزیر امور خارجه ایران" --on 1398-05-01')
def list_speakers(  # noqa: PLR0913 - the options of a command are its arguments
    *,
    name: Annotated[str | None, typer.Option(help="A name, a part of one, or what sounds like one: “Zarif”.")] = None,
    role: Annotated[str | None, typer.Option(help="An office that they held, such as «وزیر امور خارجه ایران».")] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day on which they held it, Gregorian or Jalali.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Where they are at home, by ISO 3166's two letters.")] = None,
    waiting: Annotated[bool, typer.Option("--waiting", help="Those whom an open judgement names.")] = False,
    first: First = 20,
    as_json: AsJson = False,
) -> None:
    """Print speakers, those with most claims first; exit code 1 where there is none."""
    lines, total = asyncio.run(_listed(name, role, on=on, country=country, waiting=waiting, first=first))
    if as_json:
        for line in lines:
            print_json(line)
    elif lines:
        print_table(("name", "latin", "country", "known by", "claims"), map(_row, lines))
    if not total:
        complain("no speaker is like that; run: gozareh speakers load")
        raise typer.Exit(1)
    if total > len(lines):
        complain(f"{len(lines)} of {total} speakers; give a larger --first for more")


@app.command(epilog='Example: gozareh speakers show "حسن روحانی"')
def show(
    speaker: Annotated[str, typer.Argument(metavar="NAME|ID", help="Any name of the speaker, or the id.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Print what is known of a speaker: names, offices with their times and sources, and how articles say it."""
    found = asyncio.run(_shown(speaker))
    if as_json:
        print_json(found)
        return
    _print_portrait(found)


@app.command(epilog="Example: gozareh speakers waiting --first 50")
def waiting(*, first: First = 20, as_json: AsJson = False) -> None:
    """Print the names that wait for people to say who they are, most frequent first, with some of their mentions.

    Say who a mention is with: gozareh speakers resolve MENTION --speaker NAME --why "..."
    """
    lines = asyncio.run(_waiting(first))
    for line in lines:
        if as_json:
            print_json(line)
        else:
            print(_waiting_block(line))
    if not lines and not as_json:
        print("Nothing waits: whoever can be told is told.")


_KNOWN_BY = {"shipped": "tables", "learned": "articles", "manual": "people"}


def _row(line: SpeakerLine) -> tuple[str, ...]:
    return (isolated(line.name), line.latin or "", line.country or "", _KNOWN_BY[line.origin], str(line.claims))


def _waiting_block(line: WaitingLine) -> str:
    rows = [f"{line.times} × {isolated(line.name)}  {'; '.join(line.why)}", f"    {line.id}"]
    rows += [f"    may be: {isolated(one)}" for one in line.candidates]
    rows += [f"    {one}" for one in line.mentions]
    return "\n".join(rows) + "\n"


def _print_portrait(found: Portrait) -> None:
    line = found.line
    told = " · ".join(one for one in (line.latin, line.country, line.kind, found.wikidata_id) if one)
    print(f"{isolated(line.name)}  {told}\n{line.id}, {line.origin}, {line.claims} claims")
    for merged in found.merged:
        print(f"merged into this one: {merged}")
    for name in found.names:
        print(f"    {isolated(name.text)}  {_name_words(name)}\n        {name.id}")
    if found.tenures:
        print_table(
            ("office", "country", "from", "to", "source"),
            [
                (
                    isolated(one.office),
                    one.country or "",
                    str(one.term.start or ""),
                    str(one.term.end or ""),
                    one.source,
                )
                for one in found.tenures
            ],
        )
    if found.mentioned:
        rows = [(isolated(one.name), str(one.times)) for one in found.mentioned]
        print_table(("articles say", "claims"), rows)


def _name_words(name: NameLine) -> str:
    """What a name is enough for, in which time, and who said so."""
    first = f"from {name.valid_from}" if name.valid_from else ""
    last = f"to {name.valid_to}" if name.valid_to else ""
    return ", ".join(word for word in (name.form, first, last, f"by {_KNOWN_BY[name.origin]}") if word)


def _shown_day(day: PartialDay | None) -> str:
    return str(day) if day else ""


async def _listed(  # noqa: PLR0913 - the options of the command
    name: str | None, role: str | None, *, on: str | None, country: str | None, waiting: bool, first: int
) -> tuple[list[SpeakerLine], int]:
    from db.filters import SpeakerFilter
    from db.speaker_listing import speaker_lines
    from ingest.asking import asked_country, without_honorifics

    settings = read_settings()
    where = SpeakerFilter(
        name=without_honorifics(name) if name is not None else None,
        office=_office(role, settings.home_country) if role is not None else None,
        on=day_option(on),
        country=asked_country(country),
        waits=True if waiting else None,
    )
    async with migrated_database(settings) as database, database.reading() as session:
        return await speaker_lines(session, where, first=first)


def _office(role: str, home: str) -> OfficeFilter:
    from db.filters import OfficeFilter
    from ingest.asking import asked_office

    title = asked_office(role, "role", home=home)
    return OfficeFilter(title.key, title.country)


async def _shown(given: str) -> Portrait:
    from db.speaker_listing import portrait

    async with migrated_database(read_settings()) as database, database.reading() as session:
        found = await portrait(session, await speaker_key(session, given, field="NAME"))
    if found is None:
        raise UnknownSpeaker(given)
    return found


async def _waiting(first: int) -> list[WaitingLine]:
    from db.speaker_listing import waiting_lines

    async with migrated_database(read_settings()) as database, database.reading() as session:
        return await waiting_lines(session, first=first)
