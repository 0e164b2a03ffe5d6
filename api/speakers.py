"""The queries for speakers."""

from typing import Annotated

import strawberry
from sqlalchemy import bindparam

from api.asking import has_id
from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.filtering import SpeakerWhere, speaker_filter
from api.identities import Speaker
from api.loading import load_connection, load_node
from db.bound import SpeakerKey
from db.filters import only_speaker_called, speaker_conditions
from db.paging import Page
from db.reading.catalogue import SPEAKER
from db.reading.rows import Rows
from domain.errors import BadFilter

WhichSpeakers = Annotated[SpeakerWhere | None, strawberry.argument(description="Which speakers; null means all.")]
SpeakerId = Annotated[strawberry.ID | None, strawberry.argument(description="The speaker's id; give it or the name.")]
Name = Annotated[str | None, strawberry.argument(description="A name, in full, however it is spelt and spaced.")]


def _is_called(name: str) -> Rows:
    called = bindparam("name", name, SpeakerKey())
    return Rows(lambda speaker: only_speaker_called(called, speaker), "called", {"name": name})


@strawberry.type
class SpeakerQuery:
    """The fields of Query that read speakers."""

    @strawberry.field(
        description="One speaker, by id or by exactly one of their names; of one who was merged, whom that one was"
        " merged into. Null where nobody, or more than one, has it."
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
        where = has_id("speaker", id) if id is not None else _is_called(name or "")
        return await load_node(info, SPEAKER, where, as_type=Speaker)

    @strawberry.field(description="Speakers, in the order of their names; none who was merged into another.")
    async def speakers(
        self,
        info: Info,
        where: WhichSpeakers = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Speaker]:
        """A page of speakers."""
        wanted = speaker_filter(where, info.context.rules)
        return await load_connection(
            info,
            SPEAKER,
            Rows(lambda speaker: speaker_conditions(wanted, speaker)),
            page=Page(first, after, last, before),
            as_type=Connection[Speaker],
        )
