"""The query that suggests speakers, offices and topics to somebody who types."""

from typing import Annotated, cast

import strawberry

from api.context import Info
from api.executing import Complete
from api.identities import role_words
from api.loading import fields_of, kept_plan, selector_of
from api.nodes import Node
from db.paging import MOST_ROWS, Page
from db.reading.statement import Compiled
from db.reading.suggesting import (
    ENTITIES,
    MOST_SUGGESTIONS,
    Nodes,
    compile_suggestions,
    suggestion_values,
)
from db.reading.suggesting import (
    Suggestion as Found,
)
from db.speakers import MOST_NAME_CHARACTERS
from domain.errors import BadFilter
from domain.roles import Actor
from domain.suggestions import LEAST_LETTERS, SuggestionKind, typed_key
from ingest.asking import without_honorifics

strawberry.enum(SuggestionKind, description="What is suggested: a SPEAKER, an OFFICE or a TOPIC.")


@strawberry.type(description="Something of which a name begins as somebody types.")
class Suggestion:
    """A suggestion."""

    kind: SuggestionKind = strawberry.field(description="What it is.")
    label: str = strawberry.field(
        description="Its name: a speaker's, an office's title with its country, or a topic's."
    )
    matched: str = strawberry.field(description="The name of it that fits best, as stored; often `label` itself.")
    node: Node = strawberry.field(description="The thing itself.")


Typed = Annotated[
    str,
    strawberry.argument(
        description="What is typed so far, in Persian or Latin letters, with or without honorifics: the beginning of a"
        " name, or of any of its words, however it is spelt and spaced. With fewer than"
        f" {LEAST_LETTERS} letters nothing is suggested; refused with more than {MOST_NAME_CHARACTERS:,}."
    ),
]
Kinds = Annotated[
    list[SuggestionKind] | None, strawberry.argument(description="Only of these kinds; null or [] means all.")
]
First = Annotated[int, strawberry.argument(description=f"How many at most: 1 to {MOST_SUGGESTIONS}.")]


@strawberry.type
class SuggestionQuery:
    """The field of Query that suggests."""

    @strawberry.field(
        description="What somebody who types may mean, each thing once, by the name that fits best: first those whose"
        " whole name it is, then those whose name ends with it, such as a surname, then those whose name begins with"
        " it, then those of whose name another word does; of these the ones with more claims first."
    )
    async def suggestions(self, info: Info, text: Typed, kinds: Kinds = None, first: First = 8) -> list[Suggestion]:
        """The suggestions."""
        if not 1 <= first <= MOST_SUGGESTIONS:
            raise BadFilter("first", f"is not between 1 and {MOST_SUGGESTIONS}; ask for fewer, or for some")
        if len(text) > MOST_NAME_CHARACTERS:
            raise BadFilter("text", f"has more than {MOST_NAME_CHARACTERS} letters; give the beginning of a name")
        key = typed_key(without_honorifics(text))
        if len(key) < LEAST_LETTERS:
            return []
        asked = tuple(kind for kind in SuggestionKind if kind in (kinds or SuggestionKind))
        values = suggestion_values(key, first)

        def compiled(viewer: Actor | None) -> Compiled:
            is_sqlite, opened = info.context.database.is_sqlite, info.context.opened
            return compile_suggestions(asked, _nodes(info, asked), is_sqlite=is_sqlite, viewer=viewer, opened=opened)

        plan = await kept_plan(info, ("suggestions", asked), values, compiled)
        found = cast("list[Found]", await info.context.run(plan, values))
        return cast("list[Suggestion]", Complete([_shown(info, one) for one in found]))


def _nodes(info: Info, kinds: tuple[SuggestionKind, ...]) -> Nodes:
    """What is selected of the things of each kind."""
    selector, page = selector_of(info), Page(MOST_ROWS)
    return {
        key: {kind: selector.unpaged(ENTITIES[kind], below, page) for kind in kinds}
        for key, name, below in selector.fields_of("Suggestion", fields_of(info))
        if name == "node"
    }


def _shown(info: Info, found: Found) -> dict[str, object]:
    told = {
        "__typename": "Suggestion",
        "kind": found.kind.name,
        "label": role_words(found.label, found.country) if found.kind is SuggestionKind.OFFICE else found.label,
        "matched": found.matched,
    }
    fields = selector_of(info).fields_of("Suggestion", fields_of(info))
    return {key: found.nodes[key] if name == "node" else told[name] for key, name, _ in fields}
