"""What processes have used, as Linux tells it: the CPU of a process and of all below it, and memory."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_PARENT, _FIRST_TIME = 1, 13
"""Places behind the name in /proc/PID/stat: cutime and cstime are the times of the children that have ended.

Source: proc(5).
"""
_CLOCK_OF_ALL_THREADS = 2


@dataclass(frozen=True, slots=True)
class ProcessTimes:
    """A process: which one is above it, and the seconds that it and its ended children have used."""

    pid: int
    parent: int
    seconds: float


def cpu_seconds(pid: int) -> float:
    """What the process and everything below it have used, ended children too."""
    return seconds_below(pid, list(_running()))


def seconds_below(pid: int, running: list[ProcessTimes]) -> float:
    """The seconds of a process and of everything below it."""
    own = sum(one.seconds for one in running if one.pid == pid)
    return own + sum(seconds_below(one.pid, running) for one in running if one.parent == pid)


def read_stat(line: str, own_seconds: float) -> ProcessTimes:
    """One line of /proc/PID/stat; the name in it may hold spaces and brackets.

    `own_seconds` are the process's own, which the line tells in hundredths only.
    """
    pid, _, rest = line.partition(" (")
    fields = rest.rpartition(")")[2].split()
    ended = sum(map(int, fields[_FIRST_TIME : _FIRST_TIME + 2]))
    return ProcessTimes(int(pid), int(fields[_PARENT]), own_seconds + ended / _TICKS_A_SECOND)


def resident_mb(pid: int) -> float:
    """The memory that the process itself holds now, in megabytes."""
    lines = (_PROC / str(pid) / "status").read_text().splitlines()
    [kib] = (int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kib * 1024 / 1e6


def _running() -> Iterator[ProcessTimes]:
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            try:
                yield read_stat((entry / "stat").read_text(), _own_seconds(int(entry.name)))
            except OSError:
                continue  # it ended meanwhile; whoever waited for it has its times


def _own_seconds(pid: int) -> float:
    """The CPU that all threads of a process have used, to the nanosecond. Source: clock_getcpuclockid(3) of glibc."""
    return time.clock_gettime(~pid << 3 | _CLOCK_OF_ALL_THREADS)
