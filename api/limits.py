"""How large a request may be: each limit with its reason; what is over one is refused before anything runs."""

from dataclasses import dataclass

from domain.errors import OverLimit


@dataclass(frozen=True, slots=True)
class Most:
    """How many of something one request may have, in words, and what to do about more."""

    count: int
    of: str
    remedy: str

    def check(self, found: int) -> None:
        """Raise OverLimit where there are more."""
        if found > self.count:
            raise OverLimit(self.of, self.count, self.remedy)


_IN_PARTS = "ask in several requests"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request; those that a newsroom sets itself are in config.py."""

    price: int = 25_000
    """Points (api/prices.py): a page of 100 claims, each with 20 notes and their evidence, is just under it.

    Where all those rows are there and in memory, it takes 0.14 s of one core.
    """
    seconds: float = 10.0
    """How long a query may take: fifty times what the dearest one takes whose rows are in memory."""
    has_introspection: bool = True
    """Whether a client may ask for the schema; if not, errors suggest no names either."""

    characters: Most = Most(100_000, "characters in its document", "send texts as variables")
    """The longest document that a test or an example of ours sends has 4,000."""
    tokens: Most = Most(4_000, "tokens in its document", _IN_PARTS)
    """Reading and checking one takes 20 to 40 µs: 100 ms for the longest, once, as a good document is kept."""
    definitions: Most = Most(100, "operations and fragments", _IN_PARTS)
    """Relay makes one fragment a component, and a page has some dozens."""
    selections: Most = Most(2_000, "fields, its fragments written out", "spread fragments fewer times")
    """Those of a fragment count for each time that it is spread: what nested fragments multiply.

    The schema's introspection query has 300.
    """
    repeats: Most = Most(20_000, "pairs of fields of one name at one place", "select a field once at a place")
    """A standard rule compares all pairs, 10 µs each: 200 ms; a hundred fragments that select one field have 5,000."""
    depth: Most = Most(50, "fields inside one another", "ask for the inner ones by id")
    """One statement reads five lists (three fields each) and joins 30 rows; the schema's introspection has 15."""
    nesting: Most = Most(100, "fragments and fields inside one another", "spread fewer fragments in others")
    """Far below what makes Python run out of stack."""
    root_fields: Most = Most(20, "fields at the root", _IN_PARTS)
    """Each is a statement of its own, and all run at the same time."""
    aliases: Most = Most(500, "aliases, its fragments written out", "ask for a list by ids")
    """As many columns as one statement reads at one place; what they cost is the price's to say."""
    directives: Most = Most(200, "directives, its fragments written out", _IN_PARTS)
    """One on every field of a large page."""
    variables: Most = Most(100, "variables", _IN_PARTS)
    """As many as a form has fields, several times over."""

    list_length: Most = Most(1_000, "values in one list", "give some of them at a time")
    """As many as one statement compares by (`speakerIds`)."""
    values: Most = Most(5_000, "values in its variables", "send them in several requests")
    """A list as long as one may be, of objects of five fields."""
    input_depth: Most = Most(20, "lists and objects inside one another in what it is given", "nest fewer")
    """`where` needs two for a level of `and`, `or` and `not`."""
    query_text: Most = Most(10_000, "characters in one text that a query is given", "give a shorter one")
    """Far more than words to look for. What a mutation is given has limits of its own."""


LIMITS = Limits()
