"""How a database's file is replaced: by one that its owner can write, or not at all."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.backups.sqlite_file import replace_sqlite

NOBODY = 65_534
"""The user and the group whom nothing belongs to."""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A database that is beyond use, with a log of writes beside it."""
    path = tmp_path / "news.db"
    path.write_bytes(b"no database " * 1_000)
    path.with_name("news.db-wal").write_bytes(b"what it wrote last")
    return path


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """What is put in its place."""
    path = tmp_path / ".news.db.part"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE restored (id INTEGER)")
    return path


def held(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their names, but for the memory that SQLite shares while it looks at one."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def test_a_file_that_cannot_be_put_in_place_leaves_all_as_it_was(target: Path) -> None:
    """The files beside the database too, without which it cannot be mended."""
    before = held(target.parent)
    with pytest.raises(FileNotFoundError):
        replace_sqlite(target.with_name("nowhere.part"), target, target.with_name("kept.db"))
    assert held(target.parent) == before


def test_what_stood_beside_the_old_database_is_kept_with_it(target: Path, part: Path) -> None:
    """The new one must not read it."""
    new, old, log = part.read_bytes(), target.read_bytes(), b"what it wrote last"
    replace_sqlite(part, target, target.with_name("kept.db"))
    assert held(target.parent) == {"news.db": new, "kept.db": old, "kept.db-wal": log}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_of_the_database_stays_its_owner(target: Path, part: Path) -> None:
    """Whoever restores it: the service would be let down by a file of root's."""
    os.chown(target, NOBODY, NOBODY)
    target.chmod(0o640)
    replace_sqlite(part, target, target.with_name("kept.db"))
    stands = target.stat()
    assert (stands.st_uid, stands.st_gid, stands.st_mode & 0o777) == (NOBODY, NOBODY, 0o640)
