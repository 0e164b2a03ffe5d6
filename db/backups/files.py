"""Writes files that are there whole or not at all, and keeps beside each the digest that shows damage later."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from domain.errors import AlreadyThere, BackupFailed, UnusableBackup

PART = ".part"
"""How the names of files end that are not whole yet; what is left of one after a crash can be removed."""
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite adds to the name of a database for the files that it keeps beside it."""


@contextmanager
def part_beside(path: Path) -> Iterator[Path]:
    """An empty file in the folder of `path` that nobody else may read, removed in the end where it still has its name.

    Raises BackupFailed where the disk has no room, or what is written there fails otherwise.
    """
    try:
        descriptor, name = mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
    except OSError as failed:
        raise _failed(path, failed) from failed
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
    except OSError as failed:
        raise _failed(path, failed) from failed
    finally:
        for side in ("", *SIDE_FILES):
            Path(name + side).unlink(missing_ok=True)


def put_in_place(part: Path, path: Path, *, replaces: bool) -> None:
    """Give a whole file its name, and let the disk have both before this returns.

    Raises AlreadyThere where the name is taken and `replaces` does not say that this may end, and OSError.
    """
    _to_disk(part)
    if replaces:
        part.replace(path)
    else:
        try:
            path.hardlink_to(part)  # a rename would replace what somebody else put there meanwhile
        except FileExistsError as there:
            raise _taken(path) from there
        except OSError:  # disks of other systems, on which a file has one name alone
            part.rename(path)
        part.unlink(missing_ok=True)
    _to_disk(path.parent)


def check_free(path: Path, *, replaces: bool) -> None:
    """Raise AlreadyThere where a name is taken and `replaces` does not say that this may end."""
    if path.exists() and not replaces:
        raise _taken(path)


def digest_beside(path: Path) -> Path:
    """Where the digest of a file stands, in the form that `sha256sum --check` reads."""
    return path.with_name(f"{path.name}.sha256")


def write_digest(path: Path) -> None:
    """Write the digest of a file beside it, in the place of an older one. Raises OSError."""
    beside = digest_beside(path)
    with part_beside(beside) as part:
        part.write_text(f"{_digest(path)}  {path.name}\n", encoding="utf-8")
        put_in_place(part, beside, replaces=True)


def check_digest(path: Path) -> bool:
    """Whether a digest stands beside a file, which is then as it was written. Raises UnusableBackup, OSError."""
    beside = digest_beside(path)
    if not beside.exists():
        return False
    if beside.read_text(encoding="utf-8", errors="replace").split()[:1] != [_digest(path)]:
        raise UnusableBackup(path, f"is not what was written: its SHA-256 is another than {beside.name} tells")
    return True


def _taken(path: Path) -> AlreadyThere:
    return AlreadyThere(str(path), "give another name, or say --replace")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Let a file, or the names in a folder, outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _failed(path: Path, failed: OSError) -> BackupFailed:
    return BackupFailed(str(path), f"cannot be written: {failed.strerror or failed}", "make room or check the path")
