"""Keeps documents that were read, measured, checked and priced, by their text: a known one costs a look-up."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoFragmentCyclesRule,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    Source,
    UniqueFragmentNamesRule,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.collect_fields import FragmentDetails
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from api.forms import document_name
from api.limits import Limits
from api.measuring import check_measures, unstorable
from api.pricing import Formula, formula_of
from domain.errors import BadFilter
from domain.text import is_storable

MOST_DOCUMENTS = 1_000
"""A site has some dozens; one that writes values into its documents instead of variables has no use of the cache."""
MOST_CHARACTERS = 2_000_000
"""Of all documents that are kept: their trees take 50 to 100 bytes a character, 150 MB at the very most."""
MOST_ERRORS = 20
"""Told of one document: whoever mends twenty asks again."""
_FRAGMENT_RULES = (NoFragmentCyclesRule, UniqueFragmentNamesRule)
"""All that a document is told whose fragments cannot be written out: other rules may take long with it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document, ready to run."""

    node: OperationDefinitionNode
    price: Formula
    name: str
    """Empty for one without."""

    @property
    def is_query(self) -> bool:
        """Whether it changes nothing."""
        return self.node.operation is OperationType.QUERY

    @property
    def is_subscription(self) -> bool:
        """Whether it is answered again and again."""
        return self.node.operation is OperationType.SUBSCRIPTION


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A valid document; its nodes name their source, whose text is the same object as long as it is kept."""

    operations: Mapping[str | None, Operation]
    fragments: dict[str, FragmentDefinitionNode]
    details: dict[str, FragmentDetails]
    """The fragments as graphql-core's executor takes them."""

    def operation(self, name: str | None) -> Operation:
        """The operation of a name, of which None is the only one. Raises BadFilter."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            raise BadFilter("operationName", f"is not given, and there are {len(self.operations)} operations; name one")
        if name not in self.operations:
            raise BadFilter("operationName", "names no operation of this document; give the name of one")
        return self.operations[name]


class Refusal(Exception):
    """A request that GraphQL or the schema does not allow: `errors` as graphql-core told them."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        """At least one."""
        self.errors = errors
        super().__init__(errors)


class Documents:
    """The valid documents that one application was asked with, the last used ones, within bounds."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        *,
        most: int = MOST_DOCUMENTS,
        most_characters: int = MOST_CHARACTERS,
    ) -> None:
        """Check documents by `schema`, which does not change."""
        self._schema = schema
        self._limits = limits
        self._most = most
        self._most_characters = most_characters
        self._kept: dict[str, Document] = {}
        self._characters = 0
        self._rules = [*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule]
        if not limits.has_introspection:
            self._rules.append(NoSchemaIntrospectionCustomRule)

    def __len__(self) -> int:
        """How many documents are kept."""
        return len(self._kept)

    def known(self, text: str) -> Document | None:
        """The document of this text, if it is kept; it is then the last one to be let go."""
        document = self._kept.pop(text, None)
        if document is not None:
            self._kept[text] = document
        return document

    def read(self, text: str) -> Document:
        """The document of a text, which is kept then; somebody else may have asked with it meanwhile.

        Raises OverLimit and BadFilter, and Refusal for one that GraphQL or the schema does not allow: those are
        not kept, so nobody can fill the cache with them.
        """
        kept = self.known(text)
        if kept is not None:
            return kept
        document = self._kept[text] = self._prepared(text)
        self._characters += len(text)
        while len(self._kept) > self._most or self._characters > self._most_characters:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._characters -= len(oldest)
        return document

    def _prepared(self, text: str) -> Document:
        node = self._parsed(text)
        rules = self._rules if check_measures(node, self._limits) else _FRAGMENT_RULES
        hide = not self._limits.has_introspection
        errors = validate(self._schema, node, rules, MOST_ERRORS, hide_suggestions=hide)
        if errors:
            raise Refusal(errors)
        fragments = {one.name.value: one for one in node.definitions if isinstance(one, FragmentDefinitionNode)}
        operations = (one for one in node.definitions if isinstance(one, OperationDefinitionNode))
        return Document(
            {
                name: Operation(one, formula_of(self._schema, one, fragments), name or "")
                for name, one in ((one.name.value if one.name else None, one) for one in operations)
            },
            fragments,
            {name: FragmentDetails(one) for name, one in fragments.items()},
        )

    def _parsed(self, text: str) -> DocumentNode:
        self._limits.characters.check(len(text))
        if not is_storable(text):
            raise unstorable("document")
        most = self._limits.tokens.count
        try:
            return parse(Source(text, document_name(text)), max_lexical_tokens=most, max_comments=most)
        except GraphQLSyntaxError as error:
            if "contains more than" in error.message:  # the parser has no other way to say so
                self._limits.tokens.check(most + 1)
            raise Refusal([error]) from error
