"""Where a text was copied from: hops from the outlet that printed it to the one where it first stood."""

from dataclasses import dataclass

from domain.text import Span


@dataclass(frozen=True, slots=True)
class Hop:
    """One outlet, agency or press office in the chain.

    `name` is one name for one agency however it is spelt, the words as printed for one that is not known.
    `span` is where the text names it, None where only the article's outlet is known.
    """

    name: str
    span: Span | None = None
