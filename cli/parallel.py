"""Does the same work on many inputs in several processes, in the inputs' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

_WAITING_PER_JOB = 8
"""Inputs that are read ahead: enough that no process waits, few enough that memory stays flat."""


def in_order[Given, Made](work: Callable[[Given], Made], inputs: Iterable[Given], *, jobs: int) -> Iterator[Made]:
    """`work` of each input, in the inputs' order; one job works in this process, as inputs come."""
    if jobs == 1:
        yield from map(work, inputs)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Made]] = deque()
        for given in inputs:
            waiting.append(pool.submit(work, given))
            if len(waiting) >= jobs * _WAITING_PER_JOB:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
