"""What clients filter lists by, and the filters of the database that this asks for."""

from datetime import date
from typing import Annotated

import strawberry

from db.claim_filters import ClaimFilter
from db.filters import JudgementFilter, OfficeFilter, SpeakerFilter
from domain.errors import BadFilter
from domain.judgement import About
from domain.node_ids import key_of
from domain.statement import Kind, SpeechAct
from extraction.office_titles import OfficeTitle
from ingest.asking import asked_country, asked_office, without_honorifics
from ingest.store import Rules


@strawberry.input(description="Days from `gte` (included) to `lt` (not included); a bound left out or null is open.")
class DayRange:
    """A half-open range of days."""

    gte: date | None = strawberry.field(default=None, description="The first day.")
    lt: date | None = strawberry.field(default=None, description="The day after the last one.")


@strawberry.input(
    description="Claims for which all of this holds. A field that is left out, null or [] filters nothing."
)
class ClaimWhere:
    """A filter of claims."""

    speaker_ids: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Said by any of these speakers, or by those whom they were merged into; refused for more than"
        " 1,000, or an id that is no speaker's.",
    )
    speaker_name: str | None = strawberry.field(
        default=None,
        description="Said by a speaker who goes by exactly this name, however it is spelt and spaced;"
        " a name that nobody has finds nothing.",
    )
    role: str | None = strawberry.field(
        default=None,
        description="Said by who held this office on the day of the claim: words such as «وزیر امور خارجه ایران»,"
        " however they are spelt; without a country, that of any. Refused without a word.",
    )
    office: strawberry.ID | None = strawberry.field(
        default=None, description="Said by who held the office of this id on the day of the claim."
    )
    organisation: str | None = strawberry.field(
        default=None,
        description="Said by who held an office of this body on the day of the claim, by the body's whole name and the"
        " tables; what articles alone tell of offices names no body.",
    )
    country: str | None = strawberry.field(
        default=None,
        description="Said by who held an office of this country on the day of the claim: ISO 3166's two letters, and"
        " none other than `role` names.",
    )
    kinds: list[Kind] | None = strawberry.field(default=None, description="Of any of these kinds.")
    speech_acts: list[SpeechAct] | None = strawberry.field(
        default=None, description="Reported as any of these; name all but THANKED to leave courtesies out."
    )
    said_on: DayRange | None = strawberry.field(
        default=None,
        description="Said on these days; undated claims are left out, and a range that ends before it starts is empty.",
    )
    text: str | None = strawberry.field(
        default=None,
        description="The claim or its sentence holds every one of these words, whole or as the beginning of a word,"
        " whatever their letters, half-spaces and digits; refused without a word, or with more than 100.",
    )


@strawberry.input(description="Speakers for which all of this holds. A field that is left out or null filters nothing.")
class SpeakerWhere:
    """A filter of speakers."""

    name: str | None = strawberry.field(
        default=None,
        description="A name of theirs, or a part of one, in Persian or Latin letters, with or without honorifics; where"
        " nobody's name is spelt so, one that sounds so. Refused without a letter, or with more than 1,000.",
    )
    role: str | None = strawberry.field(
        default=None,
        description="They held this office: words such as «وزیر امور خارجه ایران», however they are spelt; without a"
        " country, that of any. Refused without a word.",
    )
    office: strawberry.ID | None = strawberry.field(default=None, description="They held the office of this id.")
    organisation: str | None = strawberry.field(
        default=None, description="They held an office of this body, by its whole name."
    )
    country: str | None = strawberry.field(
        default=None, description="They are at home in this country: ISO 3166's two letters."
    )
    on: date | None = strawberry.field(
        default=None, description="They surely held the office, or any where none is named, on this day."
    )
    has_open_judgements: bool | None = strawberry.field(
        default=None, description="Whether an open judgement says that a mention may be theirs."
    )


@strawberry.input(description="Offices for which all of this holds. A field that is left out or null filters nothing.")
class OfficeWhere:
    """A filter of offices."""

    title: str | None = strawberry.field(
        default=None,
        description="Words that articles print for it, such as «رئیس‌جمهوری روسیه», however they are spelt; without a"
        " country, that of any. Refused without a word.",
    )
    country: str | None = strawberry.field(
        default=None, description="Of this country: ISO 3166's two letters, and none other than `title` names."
    )
    organisation: str | None = strawberry.field(default=None, description="Of this body, by its whole name.")


@strawberry.input(
    description="Judgements for which all of this holds. A field that is left out or null filters nothing."
)
class JudgementWhere:
    """A filter of judgements."""

    is_open: bool | None = strawberry.field(default=None, description="Whether they wait for people.")
    about: About | None = strawberry.field(default=None, description="What they are about.")
    name: str | None = strawberry.field(
        default=None,
        description="The name that they are about, or a part of it, however it is spelt and spaced;"
        " refused without a letter, or with more than 1,000.",
    )
    speaker_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="They name this speaker or one merged into the same, or a mention that waits for them may mean"
        " one.",
    )


Where = Annotated[ClaimWhere | None, strawberry.argument(description="Which claims; null means all.")]


def claim_filter(where: ClaimWhere | None, rules: Rules) -> ClaimFilter:
    """The filter that a client's `where` asks for. Raises BadFilter."""
    if where is None:
        return ClaimFilter()
    said_on = where.said_on or DayRange()
    office = _office_filter(where.role, where.office, where.organisation, where.country, rules)
    speakers = tuple(dict.fromkeys(key_of(one, "speaker", field="speakerIds") for one in where.speaker_ids or ()))
    is_one = len(speakers) == 1
    found = ClaimFilter(
        speaker_id=speakers[0] if is_one else None,
        speaker_ids=() if is_one else speakers,
        speaker_name=where.speaker_name,
        kinds=tuple(where.kinds or ()),
        speech_acts=tuple(where.speech_acts or ()),
        office=office,
        said_on_from=said_on.gte,
        said_on_before=said_on.lt,
        text=where.text,
    )
    found.check()
    return found


def speaker_filter(where: SpeakerWhere | None, rules: Rules) -> SpeakerFilter:
    """The filter that a client's `where` asks for. Raises BadFilter."""
    if where is None:
        return SpeakerFilter()
    return SpeakerFilter(
        name=without_honorifics(where.name) if where.name is not None else None,
        office=_office_filter(where.role, where.office, where.organisation, None, rules),
        on=where.on,
        country=asked_country(where.country),
        waits=where.has_open_judgements,
    )


def office_filter(where: OfficeWhere | None, rules: Rules) -> OfficeFilter:
    """The filter that a client's `where` asks for. Raises BadFilter."""
    if where is None:
        return OfficeFilter()
    found = _office_filter(where.title, None, where.organisation, where.country, rules, field="title")
    return found or OfficeFilter()


def judgement_filter(where: JudgementWhere | None) -> JudgementFilter:
    """The filter that a client's `where` asks for. Raises BadFilter."""
    if where is None:
        return JudgementFilter()
    speaker = key_of(where.speaker_id, "speaker", field="speakerId") if where.speaker_id is not None else None
    return JudgementFilter(where.is_open, where.about, where.name, speaker)


def _office_filter(
    role: str | None,
    office: str | None,
    organisation: str | None,
    country: str | None,
    rules: Rules,
    field: str = "role",
) -> OfficeFilter | None:
    """The offices that are meant; None where no field says which."""
    if role is None and office is None and organisation is None and country is None:
        return None
    title = asked_office(role, field, home=rules.home_country) if role is not None else OfficeTitle("", None)
    given = asked_country(country)
    if given and title.country and given != title.country:
        raise BadFilter("country", f"is {given}, but {field} names {title.country}; name one country")
    key = key_of(office, "office", field="office") if office is not None else None
    return OfficeFilter(title.key or None, given or title.country, organisation, key)
