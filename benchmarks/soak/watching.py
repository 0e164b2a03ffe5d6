"""What a server holds and how fast it answers, looked at again and again, and whether that stays flat. Linux only."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import monotonic

from benchmarks.api.processes import resident_mb

MOST_GROWTH, MOST_GROWTH_MB = 0.05, 10.0
"""Of the memory, from the second quarter of the time to the last: 5 percent or 10 MB, whichever is more.

The first quarter is left out: statements are compiled, word lists read and caches filled then.
"""
MOST_MORE_DESCRIPTORS = 4
"""Of the descriptors, likewise: as many as one more reader of SQLite or two more connections may open late."""
MOST_SLOWER, MOST_SLOWER_MS = 0.5, 10.0
"""Of the middle latency of queries, likewise: half of it or 10 ms, whichever is more; others may share the cores."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How a server was at one time, in seconds since the beginning.

    The answers, and how long those to queries took, are those since the sample before.
    """

    at_seconds: float
    memory_mb: float
    descriptors: int
    answers: int
    middle_ms: float
    slowest_twentieth_ms: float


@dataclass(slots=True)
class Answers:
    """What clients were answered: since the last sample, and of each sort in all."""

    query_seconds: list[float] = field(default_factory=list)
    since: int = 0
    by_sort: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, sort: str, *, query_seconds: float | None = None) -> None:
        """Count one answer, with its seconds where it is that of a plain query."""
        self.since += 1
        self.by_sort[sort] += 1
        if query_seconds is not None:
            self.query_seconds.append(query_seconds)

    def add_wrong(self, told: str) -> None:
        """Keep what a client should not have been answered, and show it at once: the end may be hours away."""
        self.by_sort["wrong"] += 1
        print(f"wrong: {told[:1_000]}", flush=True)
        self.wrong = [*self.wrong[:9], told]


class Watch:
    """Takes samples of one process."""

    def __init__(self, pid: int, answers: Answers) -> None:
        """Watch the process from now on."""
        self.samples: list[Sample] = []
        self._pid = pid
        self._answers = answers
        self._began = monotonic()

    def look(self) -> Sample:
        """One more sample; the next counts answers from here on."""
        took = sorted(self._answers.query_seconds) or [0.0]
        slowest = took[min(len(took) - 1, int(len(took) * 0.95))]
        sample = Sample(
            monotonic() - self._began,
            resident_mb(self._pid),
            len(list((Path("/proc") / str(self._pid) / "fd").iterdir())),
            self._answers.since,
            median(took) * 1e3,
            slowest * 1e3,
        )
        self._answers.query_seconds, self._answers.since = [], 0
        self.samples.append(sample)
        return sample


type Looked = tuple[str, Callable[[Sample], float], Callable[[float], float]]

LOOKED_AT: Sequence[Looked] = (
    ("memory in MB", lambda one: one.memory_mb, lambda old: max(MOST_GROWTH * old, MOST_GROWTH_MB)),
    ("descriptors", lambda one: one.descriptors, lambda _: MOST_MORE_DESCRIPTORS),
    ("latency in ms", lambda one: one.middle_ms, lambda old: max(MOST_SLOWER * old, MOST_SLOWER_MS)),
)
"""What is looked at, its value in a sample, and how much more of it there may be in the end."""


def growths(samples: Sequence[Sample], looked_at: Sequence[Looked] = LOOKED_AT) -> list[str]:
    """What is not flat between the second quarter of the samples and the last, in words; [] where all is."""
    quarter = len(samples) // 4
    before, after = samples[quarter : 2 * quarter], samples[-quarter:]
    found = []
    for name, of, most in looked_at:
        old, new = (median(of(one) for one in some) for some in (before, after))
        if new > old + most(old):
            found.append(f"{name} grew from {old:.1f} to {new:.1f}; at most {most(old):.1f} more are allowed")
    return found
