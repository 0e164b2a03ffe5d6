"""What clients filter claims by, and the filter of the database that this asks for."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import strawberry

from api.claim_enums import Basis, CorrectedField, Kind, SpeechAct
from api.day_ranges import DayRange, bounds_of
from api.people_filtering import office_asked_by
from db.claim_filters import ClaimFilter
from db.claim_limits import MOST_DEEP, MOST_FILTERS, MOST_NAMED
from domain.node_ids import key_of
from ingest.store import Rules

_SEARCH = (
    "A word is found whole or as the beginning of one, whatever its letters, half-spaces, digits, marks and capitals;"
    ' what stands in quotation marks, «آب سد» or "آب سد", as these words in sequence; a «-» before either leaves out'
    " what has it. Refused without a word to find, or with more than 100"
)


@strawberry.input(
    description="Claims for which all of this holds. A field that is left out, null or [] filters nothing, and so does"
    f" {{}}. Refused with more than {MOST_FILTERS} filters, or more than {MOST_DEEP} inside one another."
)
class ClaimWhere:
    """A filter of claims."""

    speaker_ids: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Said by any of these speakers, or by those whom they were merged into; refused for more than"
        f" {MOST_NAMED:,}, or an id that is no speaker's.",
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
    outlets: list[str] | None = strawberry.field(
        default=None,
        description="Reported by any of these outlets, by their whole names, however they are spelt and spaced; a name"
        f" that none has finds nothing. Refused for more than {MOST_NAMED:,}.",
    )
    outlet_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description=f"Reported by any of these outlets; refused for more than {MOST_NAMED:,}."
    )
    topics: list[str] | None = strawberry.field(
        default=None,
        description="Reported by an article about any of these topics, by any of their names, however it is spelt and"
        f" spaced; a name that none has finds nothing. Refused for more than {MOST_NAMED:,}.",
    )
    topic_ids: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Reported by an article about any of these topics, or of those that they were merged into; refused"
        f" for more than {MOST_NAMED:,}.",
    )
    kinds: list[Kind] | None = strawberry.field(default=None, description="Of any of these kinds.")
    speech_acts: list[SpeechAct] | None = strawberry.field(
        default=None, description="Reported as any of these; name all but THANKED to leave courtesies out."
    )
    said_on: DayRange | None = strawberry.field(
        default=None,
        description="Said on these days, a month or year of which no more is known by its first; undated claims are"
        " left out, and a range that ends before it starts is empty.",
    )
    said_on_basis: list[Basis] | None = strawberry.field(
        default=None, description="The day is known in any of these ways; undated claims are left out."
    )
    said_within: DayRange | None = strawberry.field(
        default=None,
        description="Surely said on these days: a claim of which only a month or year is known where all its days are"
        " among them. A timeline's bucket opens into the claims within its `start` and `end`.",
    )
    published: DayRange | None = strawberry.field(
        default=None,
        description="Reported by an article that was published on these days, in the newsroom's timezone; articles"
        " without a day are left out.",
    )
    target: str | None = strawberry.field(
        default=None, description=f"What the speaker judged, `target`, holds these words. {_SEARCH}."
    )
    verdicts: list[str] | None = strawberry.field(
        default=None,
        description="The standing verdict is any of these, by `key`; a key that none has finds nothing. Refused for"
        f" more than {MOST_NAMED:,}.",
    )
    verdict_ids: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description=f"The standing verdict is any of these, by id; refused for more than {MOST_NAMED:,}.",
    )
    has_verdict: bool | None = strawberry.field(default=None, description="Whether a verdict stands on the claim.")
    has_notes: bool | None = strawberry.field(
        default=None, description="Whether the claim has notes that the reader may see: what `notes` lists."
    )
    min_confidence: float | None = strawberry.field(
        default=None, description="At least so sure is the extractor, from 0 to 1; refused outside of them."
    )
    corrected_fields: list[CorrectedField] | None = strawberry.field(
        default=None, description="People corrected any of these."
    )
    text: str | None = strawberry.field(
        default=None, description=f"The claim or its sentence holds these words. {_SEARCH}."
    )
    and_: "list[ClaimWhere] | None" = strawberry.field(default=None, name="and", description="All of these hold, too.")
    or_: "list[ClaimWhere] | None" = strawberry.field(
        default=None,
        name="or",
        description="At least one of these holds, too; {} among them holds for every claim, and [] filters nothing.",
    )
    not_: "list[ClaimWhere] | None" = strawberry.field(
        default=None,
        name="not",
        description="None of these holds. A claim of which something is not known, such as its day, is none for which"
        " it is so. {} leaves no claim, and [] filters nothing.",
    )


Where = Annotated[ClaimWhere | None, strawberry.argument(description="Which claims; null means all.")]


def claim_filter(where: ClaimWhere | None, rules: Rules) -> ClaimFilter:
    """The filter that a client's `where` asks for. Raises BadFilter."""
    if where is None:
        return ClaimFilter()
    found = _filter(where, rules)
    found.check()
    return found


def _filter(where: ClaimWhere, rules: Rules) -> ClaimFilter:
    speakers = _keys(where.speaker_ids, "speaker", field="speakerIds")
    is_one = len(speakers) == 1
    said_on, said_within, published = (
        bounds_of(given, field)
        for given, field in (
            (where.said_on, "saidOn"),
            (where.said_within, "saidWithin"),
            (where.published, "published"),
        )
    )
    return ClaimFilter(
        speaker_id=speakers[0] if is_one else None,
        speaker_ids=() if is_one else speakers,
        speaker_name=where.speaker_name,
        kinds=_each(where.kinds),
        speech_acts=_each(where.speech_acts),
        office=office_asked_by(where.role, where.office, where.organisation, where.country, rules),
        said_on_from=said_on[0],
        said_on_before=said_on[1],
        text=where.text,
        said_on_bases=_each(where.said_on_basis),
        said_within_from=said_within[0],
        said_within_before=said_within[1],
        published_from=published[0],
        published_before=published[1],
        outlet_ids=_keys(where.outlet_ids, "outlet", field="outletIds"),
        outlet_names=_each(where.outlets),
        topic_ids=_keys(where.topic_ids, "topic", field="topicIds"),
        topic_names=_each(where.topics),
        target=where.target,
        verdict_ids=_keys(where.verdict_ids, "verdict", field="verdictIds"),
        verdict_keys=_each(where.verdicts),
        has_verdict=where.has_verdict,
        has_notes=where.has_notes,
        corrected_fields=_each(where.corrected_fields),
        least_confidence=where.min_confidence,
        all_of=tuple(_filter(one, rules) for one in where.and_ or ()),
        any_of=tuple(_filter(one, rules) for one in where.or_ or ()),
        none_of=tuple(_filter(one, rules) for one in where.not_ or ()),
    )


def _each[T](given: Iterable[T] | None) -> tuple[T, ...]:
    return tuple(dict.fromkeys(given or ()))


def _keys(given: Iterable[str] | None, kind: str, *, field: str) -> tuple[UUID, ...]:
    return _each(key_of(one, kind, field=field) for one in given or ())
