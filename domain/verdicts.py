"""Scales of verdicts: their steps as a newsroom lists them, and what a list changes in those that are stored."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from uuid import UUID

from domain.audit import Facts
from domain.ids import verdict_id

WORST_RATING, BEST_RATING = 1, 5
"""schema.org's own ends of a rating."""
MOST_IN_USE = 100
"""Steps of all scales together: no list of them is paged."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale; `position` orders the scale from true to false, `rating` is schema.org's, 5 to 1.

    `key` is its name for programs, the same in no two scales; `rating` None rates nothing.
    """

    scale: str
    key: str
    label_fa: str
    label_en: str
    position: int
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class StoredStep:
    """A step as the database holds it; one that is in use no more stays for the notes that carry it."""

    id: UUID
    step: Step
    is_in_use: bool = True

    def facts(self) -> Facts:
        """What an audit event tells of it."""
        return {**asdict(self.step), "isInUse": self.is_in_use}


class StepFate(StrEnum):
    """What a list does to a step."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"
    BROUGHT_BACK = "brought back"


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step before, None for a new one, and after a list is loaded."""

    fate: StepFate
    before: StoredStep | None
    after: StoredStep


def step_changes(stored: Sequence[StoredStep], listed: Sequence[Step]) -> list[StepChange]:
    """What a list of steps changes: it is the whole of each scale that it names, and tells nothing of the others."""
    known = {one.step.key: one for one in stored}
    return [*_listed_changes(known, listed), *_retirements(stored, listed)]


def _listed_changes(known: dict[str, StoredStep], listed: Sequence[Step]) -> Iterator[StepChange]:
    for step in listed:
        before = known.get(step.key)
        if before is None:
            yield StepChange(StepFate.ADDED, None, StoredStep(verdict_id(step.key), step))
        elif not before.is_in_use:
            yield StepChange(StepFate.BROUGHT_BACK, before, StoredStep(before.id, step))
        elif before.step != step:
            yield StepChange(StepFate.CHANGED, before, StoredStep(before.id, step))


def _retirements(stored: Sequence[StoredStep], listed: Sequence[Step]) -> Iterator[StepChange]:
    scales, keys = {step.scale for step in listed}, {step.key for step in listed}
    for one in stored:
        if one.is_in_use and one.step.scale in scales and one.step.key not in keys:
            yield StepChange(StepFate.RETIRED, one, StoredStep(one.id, one.step, is_in_use=False))
