"""How the values are made that every article needs by the thousand."""

from dataclasses import dataclass
from typing import dataclass_transform


@dataclass_transform(frozen_default=True)
def value[T](cls: type[T]) -> type[T]:
    """A frozen dataclass to the type checker, which refuses to set its fields; at run time one that costs less to make.

    What freezes a dataclass makes its fields one by one, three times as slowly: 5 % of reading an article.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
