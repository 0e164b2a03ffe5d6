"""The public schema, joined from its subjects."""

from datetime import date

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from api.audit import AuditQuery
from api.correcting import CorrectionMutation
from api.deciding import DecisionMutation
from api.executing import Executor
from api.faults import ErrorCode
from api.ingesting import IngestMutation
from api.judgements import JudgementQuery
from api.key_mutations import KeyMutation
from api.key_queries import KeyQuery
from api.notes import NoteMutation, NoteQuery
from api.offices import OfficeQuery
from api.operations import OneOperation
from api.rate_queries import RateQuery
from api.reading import ReadingQuery
from api.scalars import DAY
from api.speakers import SpeakerQuery
from api.timelines import TimelineQuery
from api.topic_mutations import TopicMutation
from api.topics import TopicQuery
from api.types import NODE_TYPES
from api.verdicts import VerdictQuery
from api.withdrawing import WithdrawalMutation


@strawberry.type(description="What can be read; no key is needed where none is named.")
class Query(
    ReadingQuery,
    SpeakerQuery,
    TopicQuery,
    OfficeQuery,
    JudgementQuery,
    TimelineQuery,
    NoteQuery,
    AuditQuery,
    KeyQuery,
    VerdictQuery,
    RateQuery,
):
    """Every query."""


@strawberry.type(description="What can be added; each needs a key.")
class Mutation(
    IngestMutation, NoteMutation, CorrectionMutation, WithdrawalMutation, DecisionMutation, TopicMutation, KeyMutation
):
    """Every mutation."""


class PublicSchema(strawberry.Schema):
    """A schema that leaves logging to those who know which errors are whose fault (api/faults.py)."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Log nothing here."""

    @property
    def core(self) -> GraphQLSchema:
        """The same schema as graphql-core has it, which checks and executes documents."""
        return self._schema


def make_schema() -> PublicSchema:
    """The schema that the service answers by."""
    return PublicSchema(
        query=Query,
        mutation=Mutation,
        types=[*NODE_TYPES.values(), ErrorCode],
        execution_context_class=Executor,
        config=StrawberryConfig(scalar_map={date: DAY}),
        extensions=[OneOperation],
    )


def print_public_schema() -> str:
    """The schema in GraphQL's own language, as `schema.graphql` holds it."""
    return make_schema().as_str() + "\n"
