"""`gozareh speakers resolve` and its like: what people decide about who is who."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.asking import speaker_key
from cli.opening import migrated_database, read_settings, who_sits_here
from cli.printing import AsJson, print_json
from domain.errors import BadDecision, BadSetting

if TYPE_CHECKING:
    from uuid import UUID

    from domain.terms import PartialDay, Term
    from ingest.acting import Acting
    from ingest.deciding import Decided, Whom

Why = Annotated[str, typer.Option(help="Why, in a sentence; it stays with the judgement.")]
By = Annotated[str | None, typer.Option(help="Who decides; the user of this terminal where it is left out.")]
Someone = Annotated[str | None, typer.Option("--speaker", metavar="NAME|ID", help="The speaker it is.")]
Nobody = Annotated[bool, typer.Option("--nobody", help="It is nobody who can be named.")]
New = Annotated[str | None, typer.Option("--new", metavar="NAME", help="A speaker who is not stored yet, in full.")]
FromDay = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="From when: 2013, 2013-08, 2013-08-03 or 1392-05-12.")
]
ToDay = Annotated[str | None, typer.Option("--to", metavar="DATE", help="To when, itself included.")]


def add_to(app: typer.Typer) -> None:
    """Give the commands their place."""
    app.command(epilog='Example: gozareh speakers resolve mention_5f... --speaker "محسن رضایی" --why "..."')(resolve)
    app.command(epilog='Example: gozareh speakers merge "جواد ظریف" speaker_5f... --why "the same person"')(merge)
    app.command(epilog='Example: gozareh speakers unmerge speaker_5f... --why "father and son"')(unmerge)
    app.command(
        "split-alias", epilog='Example: gozareh speakers split-alias alias_5f... --new "علی رضایی" --why "..."'
    )(split_alias)
    app.command(
        "add-tenure", epilog='Example: gozareh speakers add-tenure "مریم نیک‌فر" "شهردار سپیدان" --from 2021 ...'
    )(add_tenure)
    app.command(epilog='Example: gozareh speakers undo judgement_5f... --why "a slip"')(undo)


def resolve(  # noqa: PLR0913 - the options of a command are its arguments
    mention: Annotated[str, typer.Argument(metavar="MENTION", help="A mention's id; `waiting` prints them.")],
    *,
    why: Why,
    speaker: Someone = None,
    new: New = None,
    nobody: Nobody = False,
    teach: Annotated[bool, typer.Option(help="Let the name mean this speaker from now on.")] = True,
    from_day: FromDay = None,
    to_day: ToDay = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Say who a mention is; the next article that uses the name resolves by itself.

    An office or a bare surname is taught for 90 days around the article, unless --from and --to say otherwise.
    """
    from domain.node_ids import key_of
    from ingest.decisions import resolve_mention

    key = key_of(mention, "mention", field="MENTION")
    term = _term(from_day, to_day) if from_day or to_day else None

    async def decide(acting: Acting) -> list[Decided]:
        whom = await _whom(acting, speaker, new, nobody=nobody)
        return [await resolve_mention(acting, key, whom, why=why, teach=teach, term=term)]

    _decide(decide, by, as_json=as_json)


def merge(
    into: Annotated[str, typer.Argument(metavar="INTO", help="The speaker who stays, by name or id.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER", help="Those who are the same, by name or id.")],
    *,
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Say that speakers are one and the same; their ids go on working, and `unmerge` takes them apart again."""
    from ingest.decisions import merge_speakers

    async def decide(acting: Acting) -> list[Decided]:
        target = await speaker_key(acting.session, into, field="INTO")
        merged = [await speaker_key(acting.session, other, field="OTHER") for other in others]
        return await merge_speakers(acting, target, merged, why=why)

    _decide(decide, by, as_json=as_json)


def unmerge(
    speaker: Annotated[str, typer.Argument(metavar="ID", help="The id of the speaker who was merged.")],
    *,
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take a merged speaker apart again; everything is as it was before."""
    from domain.node_ids import key_of
    from ingest.decisions import unmerge_speaker

    key = key_of(speaker, "speaker", field="ID")

    async def decide(acting: Acting) -> list[Decided]:
        return [await unmerge_speaker(acting, key, why=why)]

    _decide(decide, by, as_json=as_json)


def split_alias(  # noqa: PLR0913 - the options of a command are its arguments
    alias: Annotated[str, typer.Argument(metavar="ALIAS", help="A name's id; `show` prints them.")],
    *,
    why: Why,
    speaker: Someone = None,
    new: New = None,
    nobody: Nobody = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Say that a name is not its speaker's but another's, or nobody's who is known."""
    from domain.node_ids import key_of
    from ingest.decisions import split_alias as decide_split

    key = key_of(alias, "alias", field="ALIAS")

    async def decide(acting: Acting) -> list[Decided]:
        whom = await _whom(acting, speaker, new, nobody=nobody)
        return [await decide_split(acting, key, whom, why=why)]

    _decide(decide, by, as_json=as_json)


def add_tenure(  # noqa: PLR0913 - the options of a command are its arguments
    speaker: Annotated[str, typer.Argument(metavar="NAME|ID", help="Who held the office.")],
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="Its title with its country, or its id.")],
    *,
    source: Annotated[str, typer.Option(help="Where it can be read.")],
    why: Why,
    from_day: FromDay = None,
    to_day: ToDay = None,
    organisation: Annotated[str | None, typer.Option(help="The body of a new office.")] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Say that a speaker held an office; claims and mentions of those days are told by it."""
    from domain.node_ids import key_of
    from ingest.deciding import NewOffice
    from ingest.decisions import add_tenure as decide_tenure

    held = (
        key_of(office, "office", field="OFFICE")
        if office.startswith("office_")
        else NewOffice(office, None, organisation)
    )
    term = _term(from_day, to_day)

    async def decide(acting: Acting) -> list[Decided]:
        key = await speaker_key(acting.session, speaker, field="NAME")
        return [await decide_tenure(acting, key, held, term, source=source, why=why)]

    _decide(decide, by, as_json=as_json)


def undo(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="The id of the decision.")],
    *,
    why: Why,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take back a decision, and what it taught."""
    from domain.node_ids import key_of
    from ingest.decisions import undo_judgement

    key = key_of(judgement, "judgement", field="JUDGEMENT")

    async def decide(acting: Acting) -> list[Decided]:
        return [await undo_judgement(acting, key, why=why)]

    _decide(decide, by, as_json=as_json)


_FIELDS = {
    "mentionId": "MENTION",
    "intoId": "INTO",
    "speakerIds": "OTHER",
    "speakerId": "NAME",
    "toSpeakerId": "--speaker",
    "newSpeaker": "--new",
    "aliasId": "ALIAS",
    "officeId": "OFFICE",
    "office": "OFFICE",
    "judgementId": "JUDGEMENT",
}
"""What the command calls the fields of a decision; the others are its options of the same name."""


def _worded(refused: BadDecision) -> BadSetting:
    """The refusal in the command's own words."""
    field, _, place = refused.field.partition(".")
    name = _FIELDS.get(field, f"--{field}")
    return BadSetting(f"{name} {int(place) + 1}" if place.isdigit() else name, refused.problem)


async def _whom(acting: Acting, speaker: str | None, new: str | None, *, nobody: bool) -> Whom:
    from ingest.deciding import NewSpeaker

    if sum((speaker is not None, new is not None, nobody)) != 1:
        raise BadSetting("--speaker", "is one of three ways to say who it is; give --speaker, --new or --nobody")
    if new is not None:
        return NewSpeaker(new)
    return await speaker_key(acting.session, speaker) if speaker is not None else None


def _term(from_day: str | None, to_day: str | None) -> Term:
    from domain.terms import Term

    return Term(_day(from_day), _day(to_day))


def _day(given: str | None) -> PartialDay | None:
    from domain.calendars import parse_partial_day

    return parse_partial_day(given) if given else None


def _decide(decide: Callable[[Acting], Awaitable[list[Decided]]], by: str | None, *, as_json: bool) -> None:
    from domain.node_ids import node_id

    for one in asyncio.run(_decided(decide, by or who_sits_here())):
        judgement: UUID = one.judgement
        if as_json:
            print_json({"judgement": node_id("judgement", judgement), "claims_changed": one.claims_changed})
        else:
            print(f"{node_id('judgement', judgement)}: claims that are told otherwise by it: {one.claims_changed}")


async def _decided(decide: Callable[[Acting], Awaitable[list[Decided]]], author: str) -> list[Decided]:
    from domain.roles import at_terminal
    from domain.text import is_storable
    from ingest.acting import Acting

    settings = read_settings()
    if not is_storable(author):
        raise BadSetting("--by", "holds characters that are no text; remove them")
    try:
        async with migrated_database(settings) as database, database.writing() as session:
            return await decide(Acting(session, at_terminal(author), datetime.now(UTC), settings.home_country))
    except BadDecision as refused:
        raise _worded(refused) from refused
