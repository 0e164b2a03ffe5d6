"""The queries for claims, speakers and single nodes: each says which rows and leaves the rest to one statement."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry
from sqlalchemy import FromClause

from api.connections import After, Connection, First
from api.context import Info
from api.loading import load_connection, load_node
from api.nodes import Node
from api.types import NODE_TYPES, Claim, Speaker
from db.filters import ClaimFilter, SpeakerFilter, claim_conditions, only_speaker_called, speaker_conditions
from db.paging import DEFAULT_ROWS, Page
from db.reading.catalogue import CLAIM, NODES, SPEAKER
from db.reading.compiling import Where as Rows
from db.reading.entities import Condition
from domain.errors import BadFilter
from domain.node_ids import key_of, split_node_id
from domain.statement import Kind, SpeechAct


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
        description="Said by any of these speakers; refused for more than 1,000, or an id that is no speaker's.",
    )
    speaker_name: str | None = strawberry.field(
        default=None,
        description="Said by a speaker who goes by exactly this name, however it is spelt and spaced;"
        " a name that nobody has finds nothing.",
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
        description="A name of theirs, or a part of one; refused without a letter, or with more than 1,000.",
    )


Where = Annotated[ClaimWhere | None, strawberry.argument(description="Which claims; null means all.")]
WhichSpeakers = Annotated[SpeakerWhere | None, strawberry.argument(description="Which speakers; null means all.")]
Id = Annotated[strawberry.ID, strawberry.argument(description="An id that this service gave.")]
SpeakerId = Annotated[strawberry.ID | None, strawberry.argument(description="The speaker's id; give it or the name.")]
Name = Annotated[str | None, strawberry.argument(description="A name, in full, however it is spelt and spaced.")]


def claim_filter(where: ClaimWhere | None) -> ClaimFilter:
    """The filter that a client's `where` asks for. Raises BadFilter."""
    if where is None:
        return ClaimFilter()
    said_on = where.said_on or DayRange()
    return ClaimFilter(
        speaker_ids=tuple(key_of(one, "speaker", field="speakerIds") for one in where.speaker_ids or ()),
        speaker_name=where.speaker_name,
        kinds=tuple(where.kinds or ()),
        speech_acts=tuple(where.speech_acts or ()),
        said_on_from=said_on.gte,
        said_on_before=said_on.lt,
        text=where.text,
    )


def _has_key(kind: str, given: str) -> Rows:
    key = key_of(given, kind)
    return lambda row: (row.c.id == key,)


def _is_called(name: str) -> Rows:
    return lambda speaker: only_speaker_called(name, speaker)


@strawberry.type
class ReadingQuery:
    """The fields of Query that read rows."""

    @strawberry.field(description="One claim by its id, withdrawn or not; null where there is none.")
    async def claim(self, info: Info, id: Id) -> Claim | None:
        """The claim."""
        return await load_node(info, CLAIM, _has_key("claim", id), as_type=Claim)

    @strawberry.field(description="Claims, newest said first, undated ones last.")
    async def claims(
        self, info: Info, where: Where = None, first: First = DEFAULT_ROWS, after: After = None
    ) -> Connection[Claim]:
        """A page of claims."""
        wanted, is_sqlite = claim_filter(where), info.context.database.is_sqlite

        def conditions(claim: FromClause) -> Sequence[Condition]:
            return claim_conditions(wanted, claim, is_sqlite=is_sqlite)

        return await load_connection(info, CLAIM, conditions, page=Page(first, after), as_type=Connection[Claim])

    @strawberry.field(
        description="One speaker, by id or by exactly one of their names; null where nobody, or more than one, has it."
    )
    async def speaker(
        self,
        info: Info,
        id: SpeakerId = None,
        name: Name = None,
    ) -> Speaker | None:
        """The speaker."""
        if (id is None) == (name is None):
            raise BadFilter("speaker", "is asked for by its id or by its name; give one of them")
        where = _has_key("speaker", id) if id is not None else _is_called(name or "")
        return await load_node(info, SPEAKER, where, as_type=Speaker)

    @strawberry.field(description="Speakers, in the order of their names.")
    async def speakers(
        self, info: Info, where: WhichSpeakers = None, first: First = DEFAULT_ROWS, after: After = None
    ) -> Connection[Speaker]:
        """A page of speakers."""
        wanted = SpeakerFilter(where.name if where else None)
        return await load_connection(
            info,
            SPEAKER,
            lambda speaker: speaker_conditions(wanted, speaker),
            page=Page(first, after),
            as_type=Connection[Speaker],
        )

    @strawberry.field(description="Anything that has an id; null where there is nothing of that id.")
    async def node(self, info: Info, id: Id) -> Node | None:
        """The thing of that id."""
        kind, key = split_node_id(id)
        if kind not in NODES:
            raise BadFilter("id", f"no kind of thing has ids that begin with {kind}_; pass one that this service gave")
        return await load_node(info, NODES[kind], lambda row: (row.c.id == key,), as_type=NODE_TYPES[kind])
