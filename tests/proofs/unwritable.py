"""Databases that cannot be written: on a disk that is small and filled, or opened for reading alone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_BALLAST = "ballast"


class SmallDisk:
    """A file system of some megabytes that can be filled to the last byte and freed again."""

    def __init__(self, folder: Path) -> None:
        """`folder` is where it is mounted."""
        self.folder = folder

    def fill(self, *, leaving_bytes: int = 0) -> None:
        """Take all its room but so many bytes."""
        free = shutil.disk_usage(self.folder).free - leaving_bytes
        with (self.folder / _BALLAST).open("ab", buffering=0) as ballast:
            while free > 0:
                try:
                    free -= ballast.write(bytes(min(free, 1 << 20)))
                except OSError:
                    break  # it holds less than it said

    def free(self) -> None:
        """Give the room back."""
        (self.folder / _BALLAST).unlink()


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[SmallDisk]:
    """A disk of its own, mounted below `folder`; the test is skipped where nobody may mount one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of Linux can mount a small disk")
    place = folder / "small-disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
