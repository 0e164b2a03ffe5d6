"""Opens the buckets of a timeline: of each that counts claims a page of just these, all in one statement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from db.bound import AnyOf, Named, is_any_of
from db.reading.entities import Condition
from db.reading.timelines import Opening
from domain.dates import Precision
from domain.errors import BadFilter

MOST_OPENED = 100
"""Buckets whose claims are read at once: as many as a page has rows, each with a page of its own."""
OPENED = _BUCKETS, _WHOLE = "buckets", "whole"
"""The names of the parameters by which buckets are opened."""
PLACE, _START, _BEFORE, _OWNER = (f"bucket_{name}" for name in ("place", "start", "before", "owner"))
"""The columns of a bucket, beside those of the row whose claims it counts."""


def opened_values(openings: Sequence[Opening]) -> Named:
    """The values of the parameters by which buckets are opened. Raises BadFilter for more than are read at once."""
    if len(openings) > MOST_OPENED:
        reason = f"are asked of {len(openings)} buckets that count some; ask for days that have {MOST_OPENED} at most"
        raise BadFilter("claims", reason)
    told = [
        [place, one.period.start.isoformat(), one.period.end.isoformat(), one.owner]
        for place, one in enumerate(openings)
    ]
    return {_BUCKETS: orjson.dumps(told).decode(), _WHOLE: [period for one in openings for period in one.whole]}


def opened_buckets(owner: FromClause | None, *, is_sqlite: bool) -> FromClause:
    """The buckets as rows: places, first days, the days after their last, and the rows whose claims they count."""
    given = bindparam(_BUCKETS, type_=Text(), required=False)
    parts: list[ColumnElement[Any]]
    if is_sqlite:
        each = func.json_each(given).table_valued("value").c.value
        parts = [func.json_extract(each, f"$[{place}]") for place in range(4)]
    else:
        each = func.json_array_elements(cast(given, JSON())).table_valued("value").c.value
        kinds: tuple[TypeEngine[Any], ...] = (Integer(), Date(), Date(), Uuid())
        parts = [cast(each.op("->>")(place), kind) for place, kind in enumerate(kinds)]
    names = (PLACE, _START, _BEFORE, _OWNER)
    buckets = select(*(part.label(name) for part, name in zip(parts, names, strict=True))).subquery()
    if owner is None:
        return buckets
    of_owner = type_coerce(buckets.c[_OWNER], Uuid()) == owner.c.id
    return select(buckets, owner).select_from(buckets.join(owner, of_owner)).subquery()


def in_bucket(claim: FromClause, bucket: FromClause, *, is_sqlite: bool) -> tuple[Condition, ...]:
    """That a bucket counts a claim: what is known of its day lies whole in the bucket."""
    day: Any = claim.c.said_on if is_sqlite else func.to_char(claim.c.said_on, "YYYY-MM-DD")
    known = type_coerce(day, Text()).concat(" ").concat(claim.c.said_on_precision)
    whole = is_any_of(known, bindparam(_WHOLE, type_=AnyOf(), required=False), is_sqlite=is_sqlite)
    return (
        claim.c.said_on >= type_coerce(bucket.c[_START], Date()),
        claim.c.said_on < type_coerce(bucket.c[_BEFORE], Date()),
        or_(claim.c.said_on_precision == Precision.DAY.value, whole),
    )


@dataclass(frozen=True)
class Holder:
    """An object that holds parts of an answer in `nodes`, by their keys."""

    nodes: Mapping[str, object]


type Place = tuple[dict[str, Any], str, Opening]
"""Where an answer waits for the claims of a bucket: in an object, under a key."""


def places_in(answer: object) -> Iterator[Place]:
    """The places in an answer that wait for claims of buckets."""
    if isinstance(answer, Holder):
        yield from places_in(answer.nodes)
    elif isinstance(answer, list):
        for one in answer:
            yield from places_in(one)
    elif isinstance(answer, dict):
        for key, value in answer.items():
            if isinstance(value, Opening):
                yield answer, key, value
            else:
                yield from places_in(value)
