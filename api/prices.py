"""What each field costs, in points: one table, the only place where a price is declared.

A point is about one row that the database reads, 6 to 20 µs when it is in memory. A field that the table does not
name costs what it is:

- a value of the row that it stands in: nothing, or one under another name, as there may be many of those;
- an object: one, for the row that is joined, and what is selected of it;
- a list of objects without pages: one, and ten times an object, or `first` times where it takes that;
- a connection: one, and for each row of its page (`first`, `last`) one and what is selected of that;
- a field of Mutation: a hundred.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """A field's price: `own` points once, and `rows` times what is selected below a list without pages."""

    own: int
    rows: int = 1


OBJECT = 1
VALUE_UNDER_ANOTHER_NAME = 1
"""A row has each value once: what is asked more often makes answers long, not reading."""
LIST_ROWS = 10
"""Rows of a list without pages: aliases, tenures and evidence are some, and writing keeps them below a hundred."""
MUTATION = 100
"""A transaction that locks, writes to the disk and extends the audit chain: 2 ms."""

PRICES: Mapping[str, Price] = {
    "Query.__schema": Price(3_000, 0),  # 40 to 60 ms of our own time; a standard rule allows no lists inside its lists
    "Query.__type": Price(50, 0),
    "Query.rateLimit": Price(1),
    "Query.liveCursors": Price(2),
    "Query.timeline": Price(200),  # all rows of its filter are counted, by an index
    "Speaker.timeline": Price(200),
    "Topic.timeline": Price(200),
    "Timeline.buckets": Price(0, 120),  # ten years by month
    "Timeline.series": Price(300, 12),  # the same claims are counted anew, with a join; ten groups and two more
    "TimelineSeries.counts": Price(10),  # as long as ten claims: ten years by month
    "Speaker.events": Price(10),  # each kind gives a page of its own
    "ClaimFacets.speakers": Price(100),  # a pass over the claims of the filter, by an index; measured against counting
    "ClaimFacets.topics": Price(350),  # the same, and their articles' topics: 7 times as long as counting them
    "ClaimFacets.outlets": Price(350),
    "ClaimFacets.kinds": Price(200),
    "ClaimFacets.verdicts": Price(100),  # the notes that stand
    "ClaimFacets.years": Price(200),
    "Article.text": Price(5),  # as long as fifty claims
    "Mutation.ingestArticle": Price(500),  # reads a text for statements: 20 to 200 ms
}
TOTAL_COUNT = 50
"""`totalCount` of any connection: every row of the filter is counted, from an index as a rule."""
FREE_TYPES = frozenset({"Span", "PageInfo"})
"""Objects that are made of values of the row that they stand in."""
