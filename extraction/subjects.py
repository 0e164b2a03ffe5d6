"""Where the subject of a clause ends when the content stands between it and its verb; says nothing of who it is."""

from collections.abc import Iterator
from functools import cache

from domain.text import name_key
from extraction.cue_words import phrases, words
from extraction.lexicon import read_table
from extraction.people import People
from extraction.verbs import clause_ends

_LONGEST_SUBJECT = 10
_REPETITION_REACH = 3000
_MOST_REPETITIONS = 50
_FOCUS_REACH = 25
_POINTING_REACH = 7
_MARKS = frozenset("،,؛–")


class Subjects:
    """The subjects of one reading's clauses, told by marks, by pronouns and by words that come again elsewhere."""

    def __init__(self, keys: list[str], people: People | None = None) -> None:
        """`keys` are the whole reading's; without `people` only marks and repeated words tell."""
        self._keys = keys
        self._people = people

    def object_start(self, floor: int, limit: int, *, at_least: int) -> int:
        """The first token of the object of a clause that starts at `floor`; the object goes on to `limit` at least.

        `at_least` is how many words a subject has that nothing tells: one, or none in a relative clause.
        """
        start = self._after(self._clause_start(floor, limit), limit, "times")
        edge, subject_seen = self._marks(start, limit)
        if edge == start:
            edge = self._unmarked_end(start, limit, at_least)
        elif not subject_seen:
            edge = self._named_end(edge, limit - 1) or edge
        edge = min(self._after(self._after(edge, limit, "contrast"), limit, "days"), limit)
        adverbial = phrases("fixed adverbials").longest_in(self._keys, edge) if edge < limit else None
        edge = min(adverbial[0], limit) if adverbial else edge
        return self._pointed_at(edge, limit) if edge < limit and self._keys[edge] in words("adverbial") else edge

    def _unmarked_end(self, start: int, limit: int, at_least: int) -> int:
        """The token after a subject that names or repeated words tell; where a name runs into the object, by words."""
        named = self._named_end(start, limit)
        if named is not None and named < limit:
            return named
        if named is not None and self._keys[limit - 1] in _countries():
            return limit - 1
        return self._repeated_end(start, limit) or start + at_least

    def is_named(self, start: int, limit: int) -> bool:
        """Whether somebody or some body is named at `start`."""
        return self._named_end(start, limit) is not None

    def subject_end(self, floor: int, limit: int) -> int:
        """The token after the subject of a clause, as far as marks and names tell; `floor` where they do not."""
        edge = self.marked_end(floor, limit)
        return edge if edge > floor else self._named_end(floor, limit) or floor

    def name_end(self, start: int, limit: int) -> int | None:
        """The token after the name at `start`, told by names or by words that come again; None for none."""
        return self._named_end(start, limit) or self._repeated_end(start, limit)

    def relative_start(self, floor: int, limit: int) -> int:
        """The token after «که» where the verb at `limit` is a relative clause's; else `floor`.

        «وزیری که رفتار آنها را تند خواند»: no verb stands between «که» and «را», and no «را» before «که».
        """
        ends = clause_ends()
        for token in range(limit - 1, floor, -1):
            if self._keys[token] == "که":
                return floor if self._keys[token - 1] == "را" and self._keys[limit - 1] == "،" else token + 1
            if self._keys[token] in ends:
                return floor
        return floor

    def _named_end(self, start: int, limit: int) -> int | None:
        """The token after the person, office or body named at `start`."""
        if self._people is None or start >= limit:
            return None
        naming = self._people.naming_at(start, stop=limit)
        if naming is None:
            return None
        cut = [token for token in naming.tokens[1:] if self._keys[token] in words("quantifiers")]
        return cut[0] if cut else naming.tokens.stop

    def _pointed_at(self, edge: int, limit: int) -> int:
        """The start of «این ...» or of a pronoun shortly before `limit`, where an adverbial stands at `edge`."""
        if limit - 1 > edge and self._keys[limit - 1] in words("object pronouns"):
            return limit - 1
        for token in range(limit - 2, max(edge, limit - _POINTING_REACH), -1):
            if self._keys[token] in {"این", "آن"} and self._keys[token - 1] not in words("before no object"):
                return token
        return edge

    def marked_end(self, floor: int, limit: int) -> int:
        """The token after the last sign that a subject or an adverbial ended; `floor` where nothing tells.

        Signs are a pronoun, «نیز» and its like, and a comma after the subject or after an adverbial.
        """
        return self._marks(floor, limit)[0]

    def _marks(self, floor: int, limit: int) -> tuple[int, bool]:
        """The same, and whether the subject was among what it passed over."""
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
        last = self._after_focus(edge, limit, start)
        return last, subject_seen or last > edge

    def _after_focus(self, edge: int, limit: int, start: int) -> int:
        """The token after the last «نیز» or «همچنین» soon after the edge."""
        keys = self._keys
        last = edge
        for token in range(edge + 1, min(limit, edge + _FOCUS_REACH)):
            if keys[token] in words("focus") and keys[token - 1] not in {"با", "به", "از", "،"}:
                last = token + 1
        return max(start, last)

    def _clause_start(self, floor: int, limit: int) -> int:
        """The token after the last «که» or «و» that starts a clause anew because a verb stands before it."""
        ends = clause_ends()
        for token in range(limit - 1, floor, -1):
            if self._keys[token] in {"که", "و"} and self._keys[token - 1] in ends:
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
        for place in self._places(keys[start], start) if start < limit else ():
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

    def _places(self, key: str, around: int) -> Iterator[int]:
        """Where the word stands near the token `around`, in order."""
        place = max(0, around - _REPETITION_REACH)
        end = min(len(self._keys), around + _REPETITION_REACH)
        for _ in range(_MOST_REPETITIONS):
            try:
                place = self._keys.index(key, place, end)
            except ValueError:
                return
            yield place
            place += 1


def _titles() -> frozenset[str]:
    return words("apposed titles")


@cache
def _countries() -> frozenset[str]:
    """The keys of countries' names: after «سازمان عفو بین‌الملل» the last word of «... ایران را» is the object."""
    return frozenset(name_key(next(iter(row.values()))) for row in read_table("countries"))
