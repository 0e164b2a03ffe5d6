"""The options by which claims are chosen, and the filter they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import BadSetting

if TYPE_CHECKING:
    from datetime import date

    from db.claim_filters import ClaimFilter
    from db.sessions import ReadSession
    from domain.ids import SpeakerId

SpeakerName = Annotated[
    str | None, typer.Option("--speaker", metavar="NAME|ID", help="Whose claims, by any known name or by id.")
]
FromDay = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="The first day, Gregorian or Jalali: 1399-08-27.")
]
ToDay = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day, itself included.")]
SearchText = Annotated[
    str | None, typer.Option("--text", metavar="WORDS", help="Words of the claim or of the sentence it stands in.")
]


OutletName = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Reported by this outlet.")]
TopicName = Annotated[
    str | None, typer.Option("--topic", metavar="NAME", help="Reported by an article about this topic.")
]
VerdictKey = Annotated[
    str | None, typer.Option("--verdict", metavar="KEY", help="With this standing verdict, such as false.")
]


@dataclass(frozen=True)
class Asked:
    """The options by which claims are chosen, as given; None chooses nothing."""

    speaker: str | None = None
    from_day: str | None = None
    to_day: str | None = None
    text: str | None = None
    outlet: str | None = None
    topic: str | None = None
    verdict: str | None = None


async def claim_filter(session: ReadSession, asked: Asked) -> ClaimFilter:
    """The filter that a command's options make. Raises NotFound for the speaker, ImpossibleDate and BadSetting."""
    from db.claim_filters import ClaimFilter

    first, last = day_option(asked.from_day), day_option(asked.to_day)
    if first and last and last < first:
        raise BadSetting("--to", f"{last} is before --from {first}; name a later day")
    return ClaimFilter(
        speaker_id=await speaker_key(session, asked.speaker) if asked.speaker else None,
        said_on_from=first,
        said_on_before=last + timedelta(days=1) if last else None,
        text=asked.text,
        outlet_names=_each(asked.outlet),
        topic_names=_each(asked.topic),
        verdict_keys=_each(asked.verdict),
    )


async def claim_where(session: ReadSession, asked: Asked) -> dict[str, object]:
    """The same filter as GraphQL's ClaimWhere, for what asks by it; raises the same."""
    from domain.node_ids import node_id

    found = await claim_filter(session, asked)
    days = {"gte": found.said_on_from, "lt": found.said_on_before}
    where: dict[str, object] = {
        "speakerIds": [node_id("speaker", found.speaker_id)] if found.speaker_id else None,
        "saidOn": {name: day.isoformat() for name, day in days.items() if day} or None,
        "text": found.text,
        "outlets": list(found.outlet_names) or None,
        "topics": list(found.topic_names) or None,
        "verdicts": list(found.verdict_keys) or None,
    }
    return {name: value for name, value in where.items() if value is not None}


def _each(given: str | None) -> tuple[str, ...]:
    return () if given is None else (given,)


def day_option(given: str | None) -> date | None:
    """The day that an option names, Gregorian or Jalali. Raises ImpossibleDate."""
    from domain.calendars import parse_day

    return parse_day(given) if given else None


async def speaker_key(session: ReadSession, given: str, *, field: str = "--speaker") -> SpeakerId:
    """The key of the speaker that a name or an id means, as `field` gives it. Raises NotFound and BadFilter."""
    from db.speakers import speaker_named
    from domain.ids import SpeakerId
    from domain.node_ids import key_of

    if given.startswith("speaker_"):
        return SpeakerId(key_of(given, "speaker", field=field))
    return (await speaker_named(session, given)).id
