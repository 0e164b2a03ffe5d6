"""The arguments by which rows are asked for, and the rows that an id or a filter means."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry
from sqlalchemy import BindParameter, Uuid, bindparam

from db.claim_choices import choices_of
from db.claim_conditions import claim_conditions, claim_conditions_then, narrow_claims
from db.claim_filters import ClaimFilter
from db.filters import is_speaker
from db.reading.past import rows_then
from db.reading.rows import Rows, nowhere_else
from db.reading.topics import is_topic
from domain.node_ids import key_of
from domain.roles import Actor

Id = Annotated[strawberry.ID, strawberry.argument(description="An id that this service gave.")]


def has_id(kind: str, given: str) -> Rows:
    """The row of this kind that a client's id means. Raises BadFilter."""
    return rows_of(kind, key_of(given, kind))


def rows_of(kind: str, key: UUID) -> Rows:
    """The row of this kind and key; of one that was merged, the one that it was merged into."""
    if kind == "speaker":
        return Rows(lambda speaker: is_speaker(_named(key), speaker), "speaker", {"id": key})
    if kind == "topic":
        return Rows(lambda topic: is_topic(_named(key), topic), "topic", {"id": key})
    return Rows(lambda row: (row.c.id == _named(key),), "id", {"id": key})


def _named(key: UUID) -> BindParameter[UUID]:
    """The parameter of a key, made when a statement is and not for each request."""
    return bindparam("id", key, Uuid())


def claims_for(where: ClaimFilter, *, is_sqlite: bool, viewer: Actor | None, is_listed: bool = True) -> Rows:
    """The claims that a filter means to a viewer; `is_listed` is whether they are read in the order of their days.

    Those of one speaker are counted by the index of timelines, which has their days and not their order.
    """
    shape, values = where.apart()
    conditions = partial(claim_conditions, where, is_sqlite=is_sqlite, viewer=viewer)
    return Rows(
        partial(conditions, is_listed=is_listed),
        (ClaimFilter, shape),
        values,
        lambda: choices_of(where, is_sqlite=is_sqlite),
        lambda: narrow_claims(where) if is_sqlite else None,
        partial(conditions, is_listed=False) if where.speaker_id is not None else None,
    )


def claims_then(where: ClaimFilter, at: datetime, *, is_sqlite: bool, viewer: Actor | None) -> Rows:
    """The claims that a filter meant to a viewer at an instant."""
    now = claims_for(where, is_sqlite=is_sqlite, viewer=viewer)
    conditions = lambda claim: claim_conditions_then(where, claim, is_sqlite=is_sqlite, viewer=viewer)  # noqa: E731 - said in place
    return rows_then(replace(now, where=conditions, narrow=nowhere_else, counted=None), at)
