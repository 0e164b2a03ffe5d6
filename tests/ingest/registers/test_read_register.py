"""Tests of ingest/registers: which form a file has, what the samples tell, and that a broken file is refused."""

import codecs
import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UnreadableRegister
from domain.register import Register
from domain.terms import Term
from domain.text import is_storable
from ingest import registers
from ingest.registers import read_register

SAMPLES = Path(__file__).parents[3] / "samples"
CSV, POPOLO, FTM = (SAMPLES / f"speakers.{form}" for form in ("csv", "popolo.json", "ftm.json"))
PERSON = '{"id": "a", "schema": "Person", "properties": {"name": ["سارا مهر"]}}'

type Json = dict[str, Json] | list[Json] | str | int | float | bool | None


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of this name and content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def told(register: Register) -> list[object]:
    """Everything that a register tells, without its keys and sources and in an order of its own."""
    names = {one.key: one.name for one in register.speakers}
    titles = {one.key: one.title for one in register.offices}
    facts: list[object] = [
        (one.name, one.kind, one.latin, one.wikidata_id, one.country, str(one.born), str(one.died))
        for one in register.speakers
    ]
    facts += [(names[one.speaker], one.text, one.language, one.form, str(one.term)) for one in register.aliases]
    facts += [
        (one.title, one.latin, one.country, one.organisation, one.seats, one.rank, one.titles)
        for one in register.offices
    ]
    facts += [(names[one.speaker], titles[one.office], str(one.term)) for one in register.tenures]
    return sorted(facts, key=str)


def is_sound(register: Register) -> bool:
    """Whether all of a register can be stored: its keys lead somewhere, its texts are texts, its times run forwards."""
    speakers = {one.key for one in register.speakers}
    offices = {one.key for one in register.offices}
    texts = [one.name for one in register.speakers] + [one.title for one in register.offices]
    texts += [one.text for one in register.aliases]
    sources = [one.source for one in register.speakers] + [one.source for one in register.aliases]
    sources += [one.source for one in register.offices] + [one.source for one in register.tenures]
    terms = [one.term for one in register.aliases] + [one.term for one in register.tenures]
    return (
        all(one.speaker in speakers and one.office in offices for one in register.tenures)
        and all(one.speaker in speakers for one in register.aliases)
        and all(text.strip() and is_storable(text) and len(text) <= 300 for text in texts)
        and all(source and is_storable(source) for source in sources)
        and all(map(runs_forwards, terms))
    )


def runs_forwards(term: Term) -> bool:
    """Whether a term's end is not before its start."""
    return not (term.start and term.end) or term.start.first <= term.end.last


@pytest.mark.parametrize("path", [POPOLO, FTM], ids=lambda path: path.name)
def test_the_samples_tell_the_same_in_each_form(path: Path) -> None:
    """Three people, three bodies and their offices, written three ways."""
    assert told(read_register(path)) == told(read_register(CSV))


@pytest.mark.parametrize("path", [CSV, POPOLO, FTM], ids=lambda path: path.name)
def test_everything_that_a_sample_tells_names_its_place(path: Path) -> None:
    """Each time in office says which line or object it is from."""
    assert all(one.source.startswith(f"{path.name}, ") for one in read_register(path).tenures)


FORMS = {
    "a list of entities": ("a.json", f"[{PERSON}]"),
    "a lone entity": ("a.json", PERSON),
    "entities in lines": ("a.jsonl", f"\n{PERSON}\r\n\n"),
    "entities in lines of another ending": ("a.IJSON", PERSON),
    "Popolo": ("a.json", '{"persons": [{"name": "سارا مهر"}]}'),
    "a list of persons": ("a.json", '[{"name": "سارا مهر"}]'),
    "persons in lines": ("a.jsonl", '{"name": "سارا مهر"}\n'),
    "a table": ("a.csv", "Name\nسارا مهر\n"),
    "a table with semicolons": ("a.csv", "NAME;latin\nسارا مهر;\n"),
    "a table with tabs": ("a.tsv", "name\tlatin\nسارا مهر\t\n"),
    "a table of a spreadsheet": ("a.csv", codecs.BOM_UTF8 + "name,latin\r\nسارا مهر,\r\n".encode()),
    "UTF-16": ("a.csv", codecs.BOM_UTF16_LE + "name\nسارا مهر\n".encode("utf-16-le")),
}


@pytest.mark.parametrize(("name", "content"), FORMS.values(), ids=FORMS.keys())
def test_a_form_is_told_by_ending_and_content(tmp_path: Path, name: str, content: str | bytes) -> None:
    """Whatever the form, the speaker is the same."""
    register = read_register(written(tmp_path, name, content))
    assert [one.name for one in register.speakers] == ["سارا مهر"]


REFUSED = {
    "another ending": ("a.xlsx", b"PK", "does not end in one of .csv"),
    "a binary file": ("a.csv", b"\x89PNG\0", "binary"),
    "another encoding": ("a.csv", "سارا".encode("cp1256"), "not UTF-8"),
    "nobody in a table": ("a.csv", "name\n", "tells of no speaker"),
    "an empty table": ("a.csv", "", "has no column “name”"),
    "nobody in a list": ("a.json", "[]", "tells of no speaker"),
    "an empty file": ("a.json", "", "is not JSON"),
    "half an object": ("a.json", '{"persons": [\n{"name": "سا', "line 2, column"),
    "half a line": ("a.jsonl", f'{PERSON}\n{{"id": ', "a.jsonl, line 2: is not JSON"),
    "a line that is no object": ("a.jsonl", f"{PERSON}\n[]", "a.jsonl, line 2: is not a JSON object"),
    "a number": ("a.json", "5", "is neither an object nor a list"),
    "a list of numbers": ("a.json", "[5]", "number 1 of its list"),
    "an object of no form": ("a.json", '{"people": []}', "without any of persons, organizations"),
    "deep lists": ("a.json", "[" * 100_000, "is not JSON"),
}


@pytest.mark.parametrize(("name", "content", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, name: str, content: str | bytes, problem: str) -> None:
    """The error names the file and what is wrong."""
    with pytest.raises(UnreadableRegister) as refused:
        read_register(written(tmp_path, name, content))
    assert str(refused.value).startswith(str(tmp_path / name))
    assert problem in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The system's reason is told."""
    with pytest.raises(UnreadableRegister, match="No such file"):
        read_register(tmp_path / "none.csv")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """The error tells the most that a file may have."""
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(registers.MOST_BYTES + 1)
    with pytest.raises(UnreadableRegister, match="larger than 50,000,000 bytes"):
        read_register(path)


def is_sound_or_refused(path: Path) -> bool:
    """Whether a file is read into a register that can be stored, or refused by its name."""
    try:
        return is_sound(read_register(path))
    except UnreadableRegister as refused:
        return refused.place.startswith(str(path))


def places(value: Json) -> Iterator[tuple[str | int, ...]]:
    """The path to each value inside a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield (step,)
        yield from ((step, *rest) for rest in places(one))


WRONG: st.SearchStrategy[Json] = st.sampled_from(
    [None, True, 5, -1, 1.5, 10**30, "", " ", "\0", "؟", "x" * 301, "2013", "1392", "9999-12", "2013-02-30", "IR", "Q1",
     "nikfar", "mayor", [], {}, [None], [5], [[]], [{}], ["x"], ["2013"], {"id": 5}, {"id": []}, {"name": "نام"}]
)  # fmt: skip


def broken(document: Json, path: tuple[str | int, ...], value: Json) -> Json:
    """A copy of the document with another value at a path."""
    inside: dict[str | int, Json] = {0: copy.deepcopy(document)}
    at: dict[str | int, Json] | list[Json] = inside
    for step in (0, *path[:-1]):
        at = at[step]  # type: ignore[index, assignment]  # `places` gives paths that lead through objects and lists
    if path:
        at[path[-1]] = value  # type: ignore[index]  # as above
    return inside[0]


DOCUMENTS: dict[str, Json] = {
    "popolo.json": json.loads(POPOLO.read_text(encoding="utf-8")),
    "ftm.json": [json.loads(line) for line in FTM.read_text(encoding="utf-8").splitlines()],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all examples of a test."""
    return tmp_path_factory.mktemp("registers")


@given(draw=st.data())
def test_a_broken_document_is_read_soundly_or_refused(folder: Path, draw: st.DataObject) -> None:
    """Whatever stands wherever: no other error, and nothing that cannot be stored."""
    name = draw.draw(st.sampled_from(sorted(DOCUMENTS)))
    document = DOCUMENTS[name]
    for _ in range(draw.draw(st.integers(1, 3))):
        document = broken(document, draw.draw(st.sampled_from(list(places(document)) or [()])), draw.draw(WRONG))
    assert is_sound_or_refused(written(folder, name, json.dumps(document)))


@given(draw=st.data())
def test_a_broken_table_is_read_soundly_or_refused(folder: Path, draw: st.DataObject) -> None:
    """The same with cells, quotes and line ends of a table."""
    text = CSV.read_text(encoding="utf-8")
    for _ in range(draw.draw(st.integers(1, 3))):
        start = draw.draw(st.integers(0, len(text)))
        end = draw.draw(st.integers(start, min(len(text), start + 12)))
        wrong = draw.draw(
            st.sampled_from(["", '"', ",", "\n", "\r", "|", "؟", "0", "-", "2013-13", "\u2028", "\x1c", "x"])
        )
        text = text[:start] + wrong + text[end:]
    assert is_sound_or_refused(written(folder, "a.csv", text))
