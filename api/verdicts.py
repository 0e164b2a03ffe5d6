"""The query for scales of verdicts."""

from typing import Annotated

import strawberry

from api.context import Info
from api.loading import load_list
from api.verification import Verdict
from db.reading.catalogue import VERDICT
from db.reading.rows import Rows
from domain.errors import BadFilter
from domain.text import is_storable

Scale = Annotated[
    str | None, strawberry.argument(description="The steps of this scale alone; null means those of every scale.")
]


@strawberry.type
class VerdictQuery:
    """The field of Query that reads verdicts."""

    @strawberry.field(
        description="The verdicts that new notes can have, by scale and from true to false; at most 100 in all."
    )
    async def verdicts(self, info: Info, scale: Scale = None) -> list[Verdict]:
        """The steps in use."""
        if scale is not None and not is_storable(scale):
            raise BadFilter("scale", "holds characters that are no text")
        return await load_list(
            info,
            VERDICT,
            Rows(lambda verdict: () if scale is None else (verdict.c.scale == scale,)),
            as_type=Verdict,
        )
