"""Tells which step of a scale a fact-check's verdict is, by words or rating; abstains unless only one can be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.check import ListedCheck
from domain.errors import BadSetting, UnreadableRegister
from domain.text import search_key
from domain.verdicts import StoredStep


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps in use, and the keys that a newsroom maps a fact-checker's own words to, by the words as compared."""

    steps: Sequence[StoredStep]
    mapped: Mapping[str, str]

    @classmethod
    def of(cls, stored: Iterable[StoredStep], mapped: Mapping[str, str]) -> "Scale":
        """The scale of the stored steps. Raises BadSetting where words are mapped to none that is in use."""
        steps = [one for one in stored if one.is_in_use]
        keys = [one.step.key for one in steps]
        for words, key in mapped.items():
            if key not in keys:
                raise BadSetting("--verdict", f"maps “{words}” to “{key}”; the steps in use are {', '.join(keys)}")
        return cls(steps, {search_key(words): key for words, key in mapped.items()})

    def step_of(self, check: ListedCheck) -> StoredStep:
        """The one step that a check's verdict is. Raises UnreadableRegister, which lists the steps there are."""
        given = check.verdict
        found = self._called(given.words) if given.words is not None else []
        if not found and given.rating is not None:
            found = [one for one in self.steps if one.step.rating == given.rating]
        if len(found) == 1:
            return found[0]
        listed = "; ".join(f"{one.step.key} ({one.step.label_fa}, {one.step.label_en})" for one in found or self.steps)
        told = f"“{given.words}”" if given.words is not None else f"of the rating {given.rating}"
        unsure = "may be several" if found else "is none that is in use"
        problem = f"has a verdict {told}, which {unsure}: {listed}"
        raise UnreadableRegister(check.place, problem, f"say which it is with --verdict “{given.words or 'WORDS'}=KEY”")

    def _called(self, words: str) -> list[StoredStep]:
        """The steps that go by some words: as mapped, by their keys, else by their labels."""
        key = search_key(words)
        by_key = [one for one in self.steps if self.mapped.get(key, words.strip().casefold()) == one.step.key]
        if by_key:
            return by_key
        return [one for one in self.steps if key in {search_key(one.step.label_fa), search_key(one.step.label_en)}]
