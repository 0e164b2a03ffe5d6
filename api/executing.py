"""Hands on values that were shaped whole by the database's answer, past graphql-core's field by field completion.

The hook into graphql-core is private; its version is pinned and tests/api/test_executing.py guards it.
"""

from dataclasses import dataclass
from typing import Any

from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext


@dataclass(frozen=True, slots=True)
class Complete:
    """A value that is the answer of its field as it stands, for just the fields that the client selected."""

    value: object


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Executes as graphql-core does, but takes complete values as they are."""

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """The value as it stands in the answer."""
        if type(result) is Complete:
            return result.value
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)
