"""Copies, checks and replaces files of SQLite."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import Enum
from pathlib import Path

from db.backups.files import SIDE_FILES, put_in_place
from db.sessions import Database
from domain.audit import FIRST_HASH
from domain.errors import BackupFailed, BadSetting, DatabaseInUse, UnusableBackup

FILE_HEAD = b"SQLite format 3\0"
"""How each file of SQLite begins. Source: its file format, section 1.3.1."""
_BEYOND_USE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_IN_USE = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SEARCH = ("claim_search", "claim_search_past")


class _Opened(Enum):
    """How a file is opened that is there already."""

    IN_USE = "rw"
    """As all do who use it: else the last one who closes it would leave its write-ahead log behind."""
    TO_LOOK_AT = "ro"


def file_of(database: Database) -> Path:
    """The file of a SQLite database. Raises BadSetting for one in memory."""
    name = (database.url.database or ":memory:").removeprefix("file:")
    if name == ":memory:":
        raise BadSetting("GOZAREH_DATABASE_URL", "names a database in memory, of which there are no backups")
    return Path(name)


def copy_in_use(source: Path, target: Path, *, named: Path) -> None:
    """Write what a database holds now to an empty file, but for its free pages; writers go on meanwhile.

    Raises BackupFailed, which tells of `named`, where the file cannot be written.
    """
    if not os.access(source, os.W_OK):  # SQLite 3.40 then miscounts the columns of tables with computed ones
        raise BackupFailed(str(source), "can only be read", "back it up as the user whose file it is")
    try:
        with _connected(source, _Opened.IN_USE) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as failed:
        raise _unwritten(named, failed) from failed


def copy_backup(source: Path, target: Path, *, named: Path) -> None:
    """Write a backup to an empty file, page by page. Raises BackupFailed as above."""
    try:
        with _connected(source, _Opened.TO_LOOK_AT) as connection, _connected(target, _Opened.IN_USE) as copy:
            connection.backup(copy)
    except sqlite3.Error as failed:
        raise _unwritten(named, failed) from failed


def check_sqlite(path: Path) -> None:
    """Go through a file, its indexes and its foreign keys. Raises UnusableBackup."""
    try:
        with _connected(path, _Opened.TO_LOOK_AT) as connection:
            [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
            astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as broken:
        raise UnusableBackup(path, f"is damaged: {broken}") from broken
    if found != "ok":
        raise UnusableBackup(path, f"is damaged: {' '.join(found.split())}")
    if astray is not None:
        raise UnusableBackup(path, f"is damaged: row {astray[1]} of {astray[0]} points to nothing in {astray[2]}")


def newest_event(path: Path) -> tuple[int, str]:
    """The position and the hash of the newest audit event of a file, beside which no log of writes is made."""
    with _connected(path, _Opened.TO_LOOK_AT) as connection:
        has_events = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_event'").fetchone()
        query = "SELECT position, hash FROM audit_event ORDER BY position DESC LIMIT 1"
        found = connection.execute(query).fetchone() if has_events else None
    return found or (0, FIRST_HASH)


def check_search(path: Path) -> None:
    """Go through the indexes of words of a database, for which SQLite has to write. Raises sqlite3.Error."""
    with _connected(path, _Opened.IN_USE) as connection:
        for index in _SEARCH:
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608 - as named


def replace_sqlite(part: Path, target: Path, kept: Path) -> None:
    """Put a file in the place of a database's, which is kept as `kept`; at no instant is there none.

    It is its owner's then, as far as whoever runs this may give files away. Raises DatabaseInUse where another process
    has it open, and OSError: then all is as it was.
    """
    kept.hardlink_to(target)
    try:
        with _held_alone(target):
            _move_sides(target, kept)  # a database that is beyond use may have some; the new one must not read them
            _give_away(part, like=target)
            put_in_place(part, target, replaces=True)
    except Exception:
        _move_sides(kept, target)  # not before SQLite has let go, which removes what then stands beside the file
        kept.unlink()
        raise


def _move_sides(path: Path, to: Path) -> None:
    for side in SIDE_FILES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + side).rename(to.with_name(to.name + side))


def _give_away(part: Path, *, like: Path) -> None:
    """Let a file have the owner, the group and the mode of another: the service has to write what root restores."""
    stands = like.stat()
    with suppress(PermissionError):
        os.chown(part, stands.st_uid, stands.st_gid)
    part.chmod(stands.st_mode)


def _unwritten(named: Path, failed: sqlite3.Error) -> BackupFailed:
    return BackupFailed(str(named), f"cannot be written: {failed}", "make room or check the path")


@contextmanager
def _held_alone(path: Path) -> Iterator[None]:
    """Keep everybody else from a database; one that is beyond use is nobody's.

    Only where no other connection is open does SQLite leave its write-ahead log, and brings all of it into the file.
    """
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as failed:
            if failed.sqlite_errorname.startswith(_IN_USE):
                raise DatabaseInUse(str(path)) from failed
            if not failed.sqlite_errorname.startswith(_BEYOND_USE):
                raise BackupFailed(str(path), f"cannot be replaced: {failed}", "check its permissions") from failed
        yield


@contextmanager
def _connected(path: Path, opened: _Opened) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode={opened.value}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection
