"""The queries for judgements and the mentions that wait for them."""

from typing import Annotated

import strawberry

from api.asking import Id, has_id
from api.connections import After, Before, Connection, First, Last
from api.context import Info
from api.filtering import JudgementWhere, judgement_filter
from api.identities import Judgement, Mention
from api.loading import load_connection, load_node
from db.filters import judgement_conditions
from db.paging import Page
from db.reading.catalogue import JUDGEMENT, MENTION
from db.reading.rows import Rows

WhichJudgements = Annotated[JudgementWhere | None, strawberry.argument(description="Which judgements; null means all.")]


@strawberry.type
class JudgementQuery:
    """The fields of Query that read judgements and mentions."""

    @strawberry.field(description="One mention by its id; null where there is none.")
    async def mention(self, info: Info, id: Id) -> Mention | None:
        """The mention."""
        return await load_node(info, MENTION, has_id("mention", id), as_type=Mention)

    @strawberry.field(description="One judgement by its id, open or decided; null where there is none.")
    async def judgement(self, info: Info, id: Id) -> Judgement | None:
        """The judgement."""
        return await load_node(info, JUDGEMENT, has_id("judgement", id), as_type=Judgement)

    @strawberry.field(
        description="Judgements, those for which most mentions wait first, of as many the newest first. Who reads on"
        " while mentions are told may miss some, or see some again."
    )
    async def judgements(
        self,
        info: Info,
        where: WhichJudgements = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Judgement]:
        """A page of judgements."""
        wanted = judgement_filter(where)
        return await load_connection(
            info,
            JUDGEMENT,
            Rows(lambda judgement: judgement_conditions(wanted, judgement)),
            page=Page(first, after, last, before),
            as_type=Connection[Judgement],
        )
