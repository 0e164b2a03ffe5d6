"""Which operation of a document is meant."""

from collections.abc import Iterator

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension

from domain.errors import BadFilter


class OneOperation(SchemaExtension):
    """Refuses several operations of which the request names none; strawberry would run the first."""

    def on_validate(self) -> Iterator[None]:
        """Look before anything runs."""
        context = self.execution_context
        document = context.graphql_document
        definitions = document.definitions if document else ()
        operations = [one for one in definitions if isinstance(one, OperationDefinitionNode)]
        if len(operations) > 1 and context._provided_operation_name is None:  # noqa: SLF001 - the other name is made up
            error = BadFilter("operationName", f"is not given, and there are {len(operations)} operations; name one")
            context.pre_execution_errors = [GraphQLError(str(error), operations, original_error=error)]
        yield
