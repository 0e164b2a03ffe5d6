"""The argument that asks for what the database held at an instant."""

from datetime import datetime
from typing import Annotated

import strawberry

from db.verification_filters import FIRST_INSTANT
from domain.errors import BadFilter

AsOf = Annotated[
    datetime | None,
    strawberry.argument(
        description="An instant, with its zone, such as 2020-11-17T07:00:00Z: the answer, with all that is below it, is"
        " what the database held then. Null asks for now. Words that were withdrawn since are shown for no time."
    ),
]


def instant_asked(as_of: datetime | None, *, now: datetime) -> datetime | None:
    """The instant that is asked for; None for now. Raises BadFilter for one without a zone, and for the future."""
    if as_of is None:
        return None
    if as_of.tzinfo is None:
        raise BadFilter("asOf", "has no zone; write an instant such as 2020-11-17T07:00:00Z")
    if as_of > now:
        raise BadFilter("asOf", f"has not come: it is {now.isoformat(timespec='seconds')}; leave it out for now")
    return max(as_of, FIRST_INSTANT)
