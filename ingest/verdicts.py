"""Loads scales of verdicts from a newsroom's table: a row for each step, the whole of each scale that it names.

The columns, in any order: scale, key, label_fa, label_en, position, rating. A rating is schema.org's, 5 (true) to 1
(false), or blank for a step that rates nothing.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from db.sessions import Database, ReadSession
from db.verdicts import hold_scales, put_steps, stored_steps
from domain.errors import UnreadableArticle, UnreadableRegister
from domain.roles import Actor
from domain.text import search_key, word_key
from domain.verdicts import BEST_RATING, MOST_IN_USE, WORST_RATING, Step, StepChange, StoredStep, step_changes
from ingest.acting import Acting
from ingest.readers.csv_rows import delimiter_of, numbered_rows
from ingest.readers.decoding import decode
from ingest.readers.whole_file import content_of
from ingest.registers.fields import text_of
from ingest.registers.place import Place

COLUMNS = ("scale", "key", "label_fa", "label_en", "position", "rating")
_MOST_BYTES = 1_000_000
_MOST_LETTERS = 100
_MOST_POSITION = 1_000
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)

type Listed = Sequence[tuple[Place, Step]]
"""The steps of a file, each with where it stands."""


def read_steps(path: Path) -> Listed:
    """The steps that a table lists. Raises UnreadableRegister, which names the line and what to do."""
    try:
        text = decode(content_of(path, most_bytes=_MOST_BYTES), str(path))
    except UnreadableArticle as unread:
        raise UnreadableRegister(unread.place, unread.problem, unread.remedy) from unread
    listed = [(place, _step(cells, place)) for place, cells in _rows(text, path)]
    if not listed:
        raise UnreadableRegister(str(path), "lists no step", "check that it is the right file")
    _check_distinct(listed)
    return listed


async def would_change(database: Database, listed: Listed) -> list[StepChange]:
    """What loading the steps would change; nothing is stored. Raises UnreadableRegister and DatabaseProblem."""
    async with database.reading() as session:
        return await _changes(session, listed)


async def load_steps(database: Database, listed: Listed, *, by: Actor, now: datetime) -> list[StepChange]:
    """Load the steps, all of them or none; what was changed. Raises UnreadableRegister and DatabaseProblem."""
    async with database.writing() as session:
        await hold_scales(session)
        changes = await _changes(session, listed)
        await put_steps(session, changes, now=now)
        acting = Acting(session, by, now, home_country="")
        for one in changes:
            before = one.before.facts() if one.before else None
            acting.record("loadVerdicts", "verdict", one.after.id, before=before, after=one.after.facts())
        return changes


async def _changes(session: ReadSession, listed: Listed) -> list[StepChange]:
    stored = await stored_steps(session)
    scales = {one.step.key: one.step.scale for one in stored}
    for place, step in listed:
        scale = scales.get(step.key, step.scale)
        if scale != step.scale:
            raise place.refusal("key", f"is “{step.key}”, a step of the scale “{scale}”", "give it another key")
    changes = step_changes(stored, [step for _, step in listed])
    in_use = sum(one.is_in_use for one in _after(stored, changes))
    if in_use > MOST_IN_USE:
        file = str(listed[-1][0].path)
        raise UnreadableRegister(file, f"makes {in_use} steps in use, more than {MOST_IN_USE}", "list fewer")
    return changes


def _after(stored: Sequence[StoredStep], changes: Sequence[StepChange]) -> list[StoredStep]:
    return list(({one.id: one for one in stored} | {one.after.id: one.after for one in changes}).values())


def _rows(text: str, path: Path) -> Iterator[tuple[Place, Mapping[str, str]]]:
    rows = numbered_rows(text, delimiter_of(text, path))
    names: list[str] | None = None
    for line, cells in rows:
        place = Place(path, f"line {line}")
        if isinstance(cells, csv.Error):
            problem = f"is no row of a table: {cells}"
            raise UnreadableRegister(str(place), problem, "close its quotes") from cells
        if names is None:
            names = _header(cells, place)
        elif len(cells) != len(names):
            problem = f"has {len(cells)} cells, and the first row has {len(names)} columns"
            raise UnreadableRegister(str(place), problem, "write a cell for each column")
        else:
            yield place, dict(zip(names, cells, strict=True))


def _header(cells: Sequence[str], place: Place) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    if sorted(names) != sorted(COLUMNS):
        problem = f"does not name the columns {', '.join(COLUMNS)}, each once"
        raise UnreadableRegister(str(place), problem, "write them in the first row")
    return names


def _step(cells: Mapping[str, str], place: Place) -> Step:
    rating = _number(cells, place, "rating", WORST_RATING, BEST_RATING) if cells["rating"].strip() else None
    return Step(
        scale=_name(cells, place, "scale"),
        key=_name(cells, place, "key"),
        label_fa=_label(cells, place, "label_fa"),
        label_en=_label(cells, place, "label_en"),
        position=_number(cells, place, "position", 0, _MOST_POSITION),
        rating=rating,
    )


def _name(cells: Mapping[str, str], place: Place, field: str) -> str:
    name = cells[field].strip()
    if not _NAME.fullmatch(name) or len(name) > _MOST_LETTERS:
        raise place.refusal(field, f"is “{name}”", "write small Latin letters and digits, with - between words")
    return name


def _label(cells: Mapping[str, str], place: Place, field: str) -> str:
    label = text_of(cells[field], place, field, most=_MOST_LETTERS)
    if label is None or not search_key(label):
        raise place.refusal(field, "has no letters", "write what people read")
    return label


def _number(cells: Mapping[str, str], place: Place, field: str, least: int, most: int) -> int:
    written = word_key(cells[field]).strip()
    if not _NUMBER.fullmatch(written) or not least <= int(written) <= most:
        raise place.refusal(field, f"is “{cells[field].strip()}”", f"write a whole number from {least} to {most}")
    return int(written)


def _check_distinct(listed: Listed) -> None:
    """Raise UnreadableRegister where two steps have one key, or two of a scale have one position or one label."""
    seen: dict[tuple[str, ...], Place] = {}
    for place, step in listed:
        for field, known in (
            ("key", ("key", step.key)),
            ("position", ("position", step.scale, str(step.position))),
            ("label_fa", ("label", step.scale, search_key(step.label_fa))),
            ("label_en", ("label", step.scale, search_key(step.label_en))),
        ):
            before = seen.setdefault(known, place)
            if before is not place:
                raise place.refusal(field, f"is that of {before.at}", "give each step its own")
