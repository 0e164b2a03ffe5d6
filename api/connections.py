"""Relay's connections: pages of a list with cursors between them."""

from typing import Annotated

import strawberry

from db.paging import DEFAULT_ROWS, MOST_ROWS

First = Annotated[
    int | None,
    strawberry.argument(
        description=f"How many rows at most, from the beginning: 1 to {MOST_ROWS}; {DEFAULT_ROWS} where neither `first`"
        " nor `last` is given."
    ),
]
After = Annotated[
    str | None, strawberry.argument(description="The endCursor of the page before; null starts at the first row.")
]
Last = Annotated[
    int | None,
    strawberry.argument(description=f"How many rows at most, from the end: 1 to {MOST_ROWS}; not beside `first`."),
]
Before = Annotated[
    str | None, strawberry.argument(description="The startCursor of the page after; null ends at the last row.")
]


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """The page's ends."""

    has_next_page: bool = strawberry.field(
        description="Whether rows follow this page, the one of the cursor `before` among them."
    )
    has_previous_page: bool = strawberry.field(
        description="Whether rows precede this page, the one of the cursor `after` among them."
    )
    start_cursor: str | None = strawberry.field(
        description="The first row's cursor, for `before`; null for an empty page."
    )
    end_cursor: str | None = strawberry.field(description="The last row's cursor, for `after`; null for an empty page.")


@strawberry.type(description="A row of a page, with its cursor.")
class Edge[T]:
    """A row and its place."""

    cursor: str = strawberry.field(description="The row's place in the list, for `after` and `before`.")
    node: T = strawberry.field(description="The row.")


@strawberry.type(description="A page of a list; a part that is not selected costs nothing.")
class Connection[T]:
    """A page."""

    edges: list[Edge[T]] = strawberry.field(description="The rows with their cursors.")
    nodes: list[T] = strawberry.field(description="The rows.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    total_count: int = strawberry.field(description="How many rows all pages have together.")
