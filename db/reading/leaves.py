"""Leaves that many entities have."""

from db.reading.entities import Embedded, Leaf, Written
from db.reading.values import instant, partial_day
from domain.node_ids import node_id


def identity(kind: str, column: str = "id") -> Leaf:
    """The id by which clients name a thing of this kind."""
    return Leaf(column, Written(f"{node_id(kind, '')!r} + {{}}.replace('-', '')"))


def plain(*columns: str) -> dict[str, Leaf]:
    """Columns that are shown as they come."""
    return {column: Leaf(column) for column in columns}


def closed(*columns: str) -> dict[str, Leaf]:
    """Columns of closed sets."""
    return {column: Leaf(column, Written("{}.upper()")) for column in columns}


def instants(*columns: str) -> dict[str, Leaf]:
    """Columns of instants."""
    return {column: Leaf(column, instant) for column in columns}


def partly_known(of: str) -> Leaf:
    """A day of which a part may be known."""
    return Leaf(f"{of}_on", partial_day, also=(f"{of}_precision",))


def span(of: str) -> Embedded:
    """A half-open range of code points."""
    return Embedded({"start": Leaf(f"{of}_start"), "end": Leaf(f"{of}_end")})
