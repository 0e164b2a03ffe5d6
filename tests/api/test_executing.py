"""The hook into graphql-core, which is private: these fail first when its version changes."""

import strawberry
from graphql.execution.executor import Executor as GraphQLCoreExecutor

from api.executing import Complete, Executor


@strawberry.type
class Leaf:
    """Anything."""

    name: str

    @strawberry.field
    def never(self) -> str:
        """Fail if graphql-core resolves the field of a complete value."""
        raise AssertionError


@strawberry.type
class Query:
    """One field that is complete, one that is not."""

    @strawberry.field
    async def complete(self) -> Leaf:
        """A value as it stands in the answer."""
        return Complete({"name": "as it is", "never": "asked"})  # type: ignore[return-value]  # what the hook is for

    @strawberry.field
    def ordinary(self) -> Leaf:
        """A value that graphql-core completes."""
        return Leaf(name="completed")


async def test_a_complete_value_is_handed_on_as_it_stands() -> None:
    """No field of it is resolved again; others are completed as ever."""
    schema = strawberry.Schema(Query, execution_context_class=Executor)
    result = await schema.execute("{ complete { name never } ordinary { name } }")
    assert result.errors is None
    assert result.data == {"complete": {"name": "as it is", "never": "asked"}, "ordinary": {"name": "completed"}}


def test_the_hook_overrides_what_graphql_core_calls() -> None:
    """A renamed method would silently be called no more."""
    assert "complete_value" in vars(Executor)
    assert callable(GraphQLCoreExecutor.complete_value)
