"""Turns documents that Schemathesis makes from the schema into some that reach deeper, by ids and pages that are there.

What it makes alone is mostly refused for an id of no row or a page of no size; a part of it is left as it is.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import (
    REMOVE,
    ArgumentNode,
    IntValueNode,
    ListValueNode,
    NameNode,
    Node,
    ObjectFieldNode,
    StringValueNode,
    ValueNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

CHANGED = 0.75
"""Of the values that can be made such as are there, the share that is."""
_PAGES = {"first", "last"}
_CURSORS = {"after", "before"}
_DATES = {"date", "gte", "lt", "on", "publishedAt"}
_OTHER_KINDS = {"into": "speaker", "other": "speaker", "mention": "mention"}


def with_what_is_there(document: str, ids: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """The document with ids, page sizes and days of the database in place of most of its own.

    `ids` are node ids by their kind, such as `claim`; "" has those of every kind.
    """
    return print_ast(visit(parse(document), _There(ids, chance)))


class _There(Visitor):
    def __init__(self, ids: Mapping[str, Sequence[str]], chance: random.Random) -> None:
        super().__init__()
        self._ids = ids
        self._chance = chance

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        return self._changed(node, ArgumentNode)

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> Any:
        return self._changed(node, ObjectFieldNode)

    def _changed(self, node: Any, kind: Callable[..., Node]) -> Any:
        name = node.name.value
        if self._chance.random() > CHANGED:
            return None
        if name in _CURSORS or name == "asOf":
            return REMOVE
        value = self._value(name, is_list=isinstance(node.value, ListValueNode))
        return None if value is None else kind(name=NameNode(value=name), value=value)

    def _value(self, name: str, *, is_list: bool) -> ValueNode | None:
        if name in _PAGES:
            return IntValueNode(value=str(self._chance.randint(1, 20)))
        if name == "version":
            return IntValueNode(value=str(self._chance.randint(1, 2)))
        if name in _DATES:
            return StringValueNode(value=f"2024-{self._chance.randint(1, 12):02}-{self._chance.randint(1, 28):02}")
        if name == "id" or name.endswith(("Id", "Ids")):
            kind = name.removesuffix("s").removesuffix("Id")
            known = self._ids.get(_OTHER_KINDS.get(kind, kind)) or self._ids[""]
            one = StringValueNode(value=self._chance.choice(known))
            return ListValueNode(values=(one,)) if is_list else one
        return None
