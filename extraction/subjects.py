"""Where the subject of a clause ends when the content stands between it and its verb; says nothing of who it is."""

from functools import cached_property

from extraction.cue_words import words
from extraction.verbs import clause_ends

_LONGEST_SUBJECT = 10
_FOCUS_REACH = 25
_MARKS = frozenset("،,؛–")


class Subjects:
    """The subjects of one reading's clauses, told by marks, by pronouns and by words that come again elsewhere."""

    def __init__(self, keys: list[str]) -> None:
        """`keys` are the whole reading's."""
        self._keys = keys

    def object_start(self, floor: int, limit: int) -> int:
        """The first token of the object of a clause that starts at `floor`; the object goes on to `limit` at least."""
        start = self._clause_start(floor, limit)
        edge = self.marked_end(start, limit)
        if edge > start:
            return edge
        return min(self._repeated_end(start, limit) or start + 1, limit)

    def marked_end(self, floor: int, limit: int) -> int:
        """The token after the last sign that a subject or an adverbial ended; `floor` where nothing tells.

        Signs are a pronoun, «نیز» and its like, and a comma after the subject or after an adverbial.
        """
        keys = self._keys
        start = self._after(floor, limit, "leading")
        edge = self._after(start, min(limit, start + 1), "subject pronouns")
        subject_seen = edge > start
        edge = self._after(edge, limit, "focus")
        opens = edge
        for comma in (token for token in range(edge, limit) if keys[token] in _MARKS):
            if not subject_seen:
                subject_seen = keys[opens] not in words("adverbial")
            elif keys[opens] not in words("adverbial") and keys[opens] not in _titles():
                break
            edge = opens = comma + 1
        return self._after_focus(edge, limit, start)

    def _after_focus(self, edge: int, limit: int, start: int) -> int:
        """The token after the last «نیز» or «همچنین» soon after the edge."""
        keys = self._keys
        last = edge
        for token in range(edge + 1, min(limit, edge + _FOCUS_REACH)):
            if keys[token] in words("focus") and keys[token - 1] not in {"با", "به", "از", "،"}:
                last = token + 1
        return max(start, last)

    def _clause_start(self, floor: int, limit: int) -> int:
        """The token after the last «که» that starts the clause anew because a verb stands before it."""
        ends = clause_ends()
        for token in range(limit - 1, floor, -1):
            if self._keys[token] == "که" and self._keys[token - 1] in ends:
                return token + 1
        return floor

    def _after(self, start: int, limit: int, group: str) -> int:
        """The first token from `start` that is not of the group of words."""
        at = start
        while at < limit and self._keys[at] in words(group):
            at += 1
        return at

    def _repeated_end(self, start: int, limit: int) -> int | None:
        """The token after the longest run of words from `start` that comes again in the article; None for none."""
        keys = self._keys
        longest = 0
        for place in self._places.get(keys[start] if start < len(keys) else "", [])[:50]:
            length = 0
            while (
                length < _LONGEST_SUBJECT
                and start + length < limit - 1
                and place + length < len(keys)
                and place != start
                and keys[place + length] == keys[start + length]
            ):
                length += 1
            longest = max(longest, length)
        while longest and keys[start + longest - 1] in words("adverbial"):
            longest -= 1
        return start + longest if longest else None

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = {}
        for token, key in enumerate(self._keys):
            places.setdefault(key, []).append(token)
        return places


def _titles() -> frozenset[str]:
    return words("apposed titles")
