"""The public schema, joined from its subjects."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
)
from strawberry.schema.config import StrawberryConfig

from api.audit import AuditQuery
from api.correcting import CorrectionMutation
from api.deciding import DecisionMutation
from api.faults import ErrorCode
from api.ingesting import IngestMutation
from api.inputs import read_what_is_given
from api.judgements import JudgementQuery
from api.key_mutations import KeyMutation
from api.key_queries import KeyQuery
from api.notes import NoteMutation, NoteQuery
from api.offices import OfficeQuery
from api.rate_queries import RateQuery
from api.reading import ReadingQuery
from api.scalars import DAY
from api.speakers import SpeakerQuery
from api.subscribing import LiveQuery, Subscription
from api.suggestions import SuggestionQuery
from api.timelines import TimelineQuery
from api.topic_mutations import TopicMutation
from api.topics import TopicQuery
from api.types import NODE_TYPES
from api.verdicts import VerdictQuery
from api.webhook_mutations import WebhookMutation
from api.webhook_queries import WebhookQuery
from api.withdrawing import WithdrawalMutation


@strawberry.type(description="What can be read; no key is needed where none is named.")
class Query(
    ReadingQuery,
    SpeakerQuery,
    SuggestionQuery,
    TopicQuery,
    OfficeQuery,
    JudgementQuery,
    TimelineQuery,
    NoteQuery,
    AuditQuery,
    KeyQuery,
    VerdictQuery,
    RateQuery,
    LiveQuery,
    WebhookQuery,
):
    """Every query."""


@strawberry.type(description="What can be added; each needs a key.")
class Mutation(
    IngestMutation,
    NoteMutation,
    CorrectionMutation,
    WithdrawalMutation,
    DecisionMutation,
    TopicMutation,
    KeyMutation,
    WebhookMutation,
):
    """Every mutation."""


class PublicSchema(strawberry.Schema):
    """The schema as it is declared; api/answering.py executes by its core."""

    @property
    def core(self) -> GraphQLSchema:
        """The same schema as graphql-core has it, which checks and executes documents."""
        return self._schema


@cache
def make_schema() -> PublicSchema:
    """The schema that the service answers by."""
    schema = PublicSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[*NODE_TYPES.values(), ErrorCode],
        config=StrawberryConfig(scalar_map={date: DAY}),
    )
    _leave_out_nulls(schema.core)
    read_what_is_given(schema.core, schema.config.name_converter)
    return schema


def _leave_out_nulls(schema: GraphQLSchema) -> None:
    """Let what a client leaves out be left out, rather than given as null and converted; Python's default is None."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            _without_null_defaults(kind.fields.values())
        elif isinstance(kind, GraphQLObjectType):
            for field in kind.fields.values():
                _without_null_defaults(field.args.values())


def _without_null_defaults(given: Iterable[GraphQLArgument | GraphQLInputField]) -> None:
    for one in given:
        if one.default_value is None:
            one.default_value = Undefined


def print_public_schema() -> str:
    """The schema in GraphQL's own language, as `schema.graphql` holds it."""
    return make_schema().as_str() + "\n"
