"""Reads the tables in `extraction/data/` and finds their phrases in a reading however they are spaced."""

import csv
from collections.abc import Iterable
from importlib.resources import files

from domain.text import name_key
from extraction.reading import Reading


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `extraction/data/NAME.tsv`: its first line names the columns, every row has a `source`."""
    table = files("extraction").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


class Phrases[Meaning]:
    """Phrases of one or more words, each with a meaning, found whether their words are printed apart or together."""

    def __init__(self, meanings: Iterable[tuple[str, Meaning]]) -> None:
        """A phrase given twice keeps its first meaning."""
        self._meanings: dict[str, Meaning] = {}
        for phrase, meaning in meanings:
            self._meanings.setdefault(name_key(phrase), meaning)
        self.openings = frozenset(key[:length] for key in self._meanings for length in range(1, len(key) + 1))
        """The words at which a phrase may start, so that all others cost one look."""

    def longest_at(self, reading: Reading, token: int) -> tuple[int, Meaning] | None:
        """The longest phrase that starts at `token`: the index after its last token, and its meaning.

        >>> from extraction.reading import read
        >>> Phrases([("خاطر نشان کرد", "said")]).longest_at(read("وی خاطرنشان کرد: ..."), 1)
        (3, 'said')
        """
        return self.longest_in(reading.keys, token)

    def longest_in(self, keys: list[str], token: int) -> tuple[int, Meaning] | None:
        """The same as `longest_at`, from a reading's keys alone."""
        so_far = keys[token]
        found: tuple[int, Meaning] | None = None
        after = token + 1
        while so_far in self.openings:
            meaning = self._meanings.get(so_far)
            if meaning is not None:
                found = (after, meaning)
            if after == len(keys):
                break
            so_far += keys[after]
            after += 1
        return found
