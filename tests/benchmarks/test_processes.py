"""What processes have used, as the benchmark of the API reads it."""

import os
import subprocess
import sys
import time

import pytest

from benchmarks.api.processes import ProcessTimes, cpu_seconds, read_stat, resident_mb, seconds_below


def test_a_name_with_spaces_and_brackets_hides_no_time() -> None:
    """The name of a process ends at its last bracket, and the times of ended children are told in hundredths."""
    line = "42 (a) b (c) S 7 42 42 0 -1 4194560 0 0 0 0 11 22 300 100 20 0 1 0 99 0 0"
    assert read_stat(line, 0.5) == ProcessTimes(42, 7, 0.5 + 400 / os.sysconf("SC_CLK_TCK"))


def test_what_is_below_a_process_is_counted_and_what_is_beside_it_is_not() -> None:
    """Children and their children count; others do not."""
    running = [ProcessTimes(1, 0, 100), ProcessTimes(2, 1, 1), ProcessTimes(3, 2, 10), ProcessTimes(4, 1, 1_000)]
    assert seconds_below(2, running) == 11


@pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux tells of processes")
def test_the_cpu_of_this_process_is_what_its_own_clock_says() -> None:
    """To the hundredths in which ended children are counted."""
    before = time.process_time()
    own = cpu_seconds(os.getpid()) - _of_children()
    assert before - 0.05 <= own <= time.process_time() + 0.05


@pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux tells of processes")
def test_the_cpu_of_a_child_that_ended_is_not_lost() -> None:
    """What an ended child used is its parent's from then on."""
    before = cpu_seconds(os.getpid())
    subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True)
    assert cpu_seconds(os.getpid()) - before > 0.03


@pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux tells of processes")
def test_this_process_holds_some_memory() -> None:
    """Megabytes, not kilobytes or pages."""
    assert 10 < resident_mb(os.getpid()) < 10_000


def _of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system
