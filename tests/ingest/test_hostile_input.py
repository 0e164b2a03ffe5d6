"""Files that somebody made to harm: each is refused by its place or read, the rest of the batch is stored."""

import gzip
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
TEXT = "مریم نیک\u200cفر، شهردار نیکان\u200cشهر، گفت: پل {} فردا باز می\u200cشود.\n"
OLD = TEXT.format("تازه").replace("ی", "ي").replace("\u200c", "") * 5
MOST_MEGABYTES = 800
"""Of memory: a row of 40 MB, the largest that is read, takes 14 times that where it is all keys; nothing takes more."""
MOST_SECONDS = 120
"""Of processor time for all files of a test together; the worst of them alone took minutes once."""
MEASURED = (
    "import resource, sys; from cli.main import main; code = main(sys.argv[1:]);"
    " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr); sys.exit(code)"
)


def page(words: str, *, head: str = "", body: str = "") -> str:
    """A page with an article of these words."""
    return f"<html><head>{head}</head><body {body}><article><p>{words}</p></article></body></html>"


def bomb() -> str:
    """An entity that stands for a thousand million others."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE html [<!ENTITY a0 "گفت">{entities}]>' + page(TEXT.format("بمب") * 5 + "&a9;")


def row(words: str, **more: object) -> str:
    """A line of JSON with an article of these words."""
    return json.dumps({"text": TEXT.format(words), **more}, ensure_ascii=False) + "\n"


def declared(encoding: str, content: bytes) -> bytes:
    """A page that says it is in an encoding."""
    return page("{}", head=f'<meta charset="{encoding}">').encode().replace(b"{}", content)


HOSTILE: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "attributes.html": (lambda: page("x", body=" ".join(f"a{n}=x" for n in range(100_000))), ": is a page with a tag"),
    "nested.html": (lambda: "<div>" * 10_000 + page(TEXT.format("لانه") * 5), ": is a page in which no article"),
    "unclosed.html": (lambda: "<div><p>" * 200_000, ": is a page in which no article"),
    "large.html": (lambda: page(TEXT * 30_000), ": is larger than 2,000,000 bytes"),
    "utf8.html": (lambda: declared("utf-8", OLD.encode("cp1256")), ": is not the utf-8 text that it says it is"),
    "latin.html": (lambda: declared("latin-1", OLD.encode("cp1256")), ": is not Persian"),
    "zlib.html": (lambda: declared("zlib", b"\xff" * 1_000), ": is not the zlib text that it says it is"),
    "idna.html": (lambda: declared("idna", b"\xff" * 1_000_000), ": is not the idna text that it says it is"),
    "undefined.html": (lambda: declared("undefined", b"\xff"), ": is not the undefined text"),
    "no-mark.txt": (lambda: TEXT.encode("utf-16-le"), ": is a binary file"),
    "utf32.txt": (lambda: TEXT.encode("utf-32"), ": is not text"),
    "old.txt": (lambda: OLD.encode("cp1256"), ": is not UTF-8 text: byte 0"),
    "bytes.txt": (lambda: TEXT.encode() + b"\xff", ": is not UTF-8 text: byte"),
    "surrogate.txt": (lambda: b"\xed\xa0\x80" + TEXT.encode(), ": is not UTF-8 text: byte 0"),
    "nul.txt": (lambda: TEXT + "\0", ": is a binary file"),
    "empty.txt": (lambda: b"", ": is empty"),
    "spaces.txt": (lambda: " \n" * 1_000_000, ": is empty"),
    "one-line.txt": (lambda: "پل تازه باز شد " * 300_000, ": has a text of 7,800,000 bytes"),
    "zip.txt": (lambda: gzip.compress(b"0" * 50_000_000), ": is a binary file"),
    "zip.jsonl": (lambda: gzip.compress(b'{"text": "a"}\n' * 1_000_000), ":1: is "),
    "large-row.jsonl": (
        lambda: row("یک") + '{"text":"' + "گ" * 30_000_000 + '"}\n' + row("دو"),
        ":2: is a line too large",
    ),
    "no-end.jsonl": (lambda: b'{"text":"' + b"a" * 60_000_000, ":1: is a line too large"),
    "keys.jsonl": (lambda: "{" + ",".join(f'"k{n}":1' for n in range(2_000_000)) + "}\n", ":1: has no text"),
    "deep.jsonl": (lambda: '{"x":' + "[" * 1_000_000 + "\n" + row("سه"), ":1: is not JSON"),
    "pair.jsonl": (lambda: '{"text": "\\ud800"}\n' + row("چهار"), ":1: is not JSON"),
    "number.jsonl": (lambda: '{"text": "x", "id": 1' + "0" * 5_000 + "}\n", ":1: is not JSON"),
    "nul.jsonl": (lambda: '{"text": "گفت\\u0000"}\n' + row("پنج"), ":1: is not text"),
    "raw-nul.jsonl": (lambda: '{"text": "\0"}\n' + row("شش"), ":1: is a binary file"),
    "tags.jsonl": (lambda: row("x", tags=[f"t{n}" for n in range(300_000)]), ":1: has more than 1,000 tags"),
    "title.jsonl": (lambda: row("x", title="ت" * 3_000_000), ":1: has a title, a section or a tag of more than"),
    "url.jsonl": (
        lambda: row("x", url="https://example.org/" + "a" * 1_000_000),
        ":1: has a name of an outlet or a url",
    ),
    "cut16.jsonl": (lambda: (row("هفت") * 2).encode("utf-16") + b"\x00", ":3: is not UTF-16 text"),
}
"""Each file, and what is told of it after its name."""
READ: dict[str, Callable[[], str | bytes]] = {
    "bomb.html": bomb,
    "outside.html": lambda: (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{PROJECT}/LICENSE">]>' + page(TEXT.format("بیرون") * 5 + "&x;")
    ),
    "bold.html": lambda: page(TEXT.format("کلفت") * 5 + "<b>" * 100_000),
    "old.html": lambda: declared("windows-1256", OLD.encode("cp1256")),
    "marked.txt": lambda: TEXT.format("نشان").encode("utf-16"),
    "many16.jsonl": lambda: row("بسیار").encode("utf-16") + (" " * 200 + "\n").encode("utf-16-le") * 100_000,
}
"""What looks hostile and can be read, without what it calls for."""
PLACES = {"large-row.jsonl": 2, "deep.jsonl": 1, "pair.jsonl": 1, "nul.jsonl": 1, "raw-nul.jsonl": 1, "cut16.jsonl": 1}
"""Articles that stand in the files that are refused in part; the same twice is one."""


class Told:
    """What a command told that ran in a process of its own."""

    def __init__(self, *words: str, database: str) -> None:
        """Run it to its end."""
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *words],
            cwd=PROJECT, capture_output=True, check=False, timeout=600,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "GOZAREH_DATABASE_URL": database},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS)),
        )  # fmt: skip
        assert done.returncode in {0, 1}, done.stderr[-2_000:]
        *self.lines, megabytes = done.stderr.decode().splitlines()
        self.megabytes = int(megabytes)
        self.summary = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of hostile files."""
    made = tmp_path / "hostile"
    made.mkdir()
    for name, content in {**{name: one for name, (one, _) in HOSTILE.items()}, **READ}.items():
        written = content()
        (made / name).write_bytes(written if isinstance(written, bytes) else written.encode())
    return made


@pytest.mark.slow
def test_a_batch_of_hostile_files_is_refused_file_by_file(folder: Path, database_url: str) -> None:
    """Each by its place, with what to do; what can be read is stored, and memory and time stay bounded."""
    paths = [str(folder / name) for name in sorted([*HOSTILE, *READ])]
    told = Told("ingest", *paths, "--json", database=database_url)
    refused = {one["place"]: one for one in told.summary["refused"]}
    expected = {str(folder / name): problem for name, (_, problem) in HOSTILE.items()}
    found = {place: [line for line in told.lines if line.startswith(f"refused {place}:")] for place in expected}
    assert {place: lines for place, lines in found.items() if len(lines) != 1} == {}
    assert [place for place, [line] in found.items() if not line.startswith(f"refused {place}{expected[place]}")] == []
    assert len(refused) == len(HOSTILE)
    assert all(one["remedy"] for one in refused.values())
    assert told.summary["articles"]["new"] == len(READ) + sum(PLACES.values())
    assert told.megabytes < MOST_MEGABYTES
    stored = Told("claims", "--first", "100", "--json", database=database_url)
    assert "Apache" not in str(stored.summary)


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_what_is_no_file_is_told(tmp_path: Path, sqlite_url: str, kind: str) -> None:
    """Nobody waits for a pipe to which nobody writes, and the next file is read."""
    odd, good = tmp_path / "odd.txt", tmp_path / "good.txt"
    if kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.mkdir()
    good.write_text(TEXT.format("تازه"), encoding="utf-8")
    told = Told("ingest", str(odd), str(good), "--json", database=sqlite_url)
    assert told.summary["articles"] == {"new": 1}
    assert [one["place"] for one in told.summary["refused"]] == [str(odd)]


def test_a_pipe_of_the_shell_is_read(tmp_path: Path, sqlite_url: str) -> None:
    """As in `gozareh ingest <(...)`: somebody writes to it already."""
    (tmp_path / "good.txt").write_text(TEXT.format("تازه"), encoding="utf-8")
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m cli.main ingest <(cat "{tmp_path}/good.txt") --json'],
        cwd=PROJECT, capture_output=True, check=True, text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "GOZAREH_DATABASE_URL": sqlite_url},
    )  # fmt: skip
    assert json.loads(done.stdout)["articles"] == {"new": 1}
