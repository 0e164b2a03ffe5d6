"""Places of those who stay connected: so many at a time, and of them so many for one, so that nobody takes them all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from api.rates import Holder
from domain.errors import TooManyOfOne, TooManySubscribers

_TENTHS_FOR_ALL = 9
"""Of the places; the last tenth is for those with a key, however many addresses ask without one."""


class Places:
    """Places that one process has."""

    def __init__(self, most: int | None, *, of_one: int) -> None:
        """At most so many at a time, None as many as come, and `of_one` for one holder."""
        self._most = most
        self._of_one = of_one
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """How many are taken."""
        return self._taken.total()

    @contextmanager
    def take(self, holder: Holder) -> Iterator[None]:
        """Take one while the block runs. Raises TooManySubscribers and TooManyOfOne."""
        if self._most is not None and self.taken >= _share(self._most, holder):
            raise TooManySubscribers(self._most)
        if self._taken[holder.name] >= self._of_one:
            raise TooManyOfOne(self._of_one, has_key=holder.has_key)
        self._taken[holder.name] += 1
        try:
            yield
        finally:
            self._taken[holder.name] -= 1
            if not self._taken[holder.name]:
                del self._taken[holder.name]


def _share(most: int, holder: Holder) -> int:
    return most if holder.has_key else -(-most * _TENTHS_FOR_ALL // 10)
