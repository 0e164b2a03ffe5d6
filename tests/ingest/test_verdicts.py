"""Tests of ingest/verdicts.py and db/verdicts.py: a newsroom's own scales."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from db.chain import chained_events
from db.sessions import Database
from db.tables import VerdictRow
from db.verdicts import stored_steps
from domain.errors import UnreadableRegister
from domain.roles import at_terminal
from domain.verdicts import StepChange, StepFate
from ingest.verdicts import load_steps, read_steps, would_change
from tests.factories import NOW
from tests.ingest.stored_rows import rows

SAMPLES = Path(__file__).parents[2] / "samples"
HEADER = "scale,key,label_fa,label_en,position,rating"
STARS = ("stars,five-stars,پنج ستاره,Five stars,0,5", "stars,no-star,بی ستاره,No star,1,1")
EDITOR = at_terminal("سارا")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A scale's file with two steps."""
    return written(tmp_path, *STARS)


def written(folder: Path, *lines: str, header: str = HEADER) -> Path:
    """A file of a header and some lines."""
    path = folder / "scale.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


async def load(database: Database, path: Path) -> list[StepChange]:
    """Load a file."""
    return await load_steps(database, read_steps(path), by=EDITOR, now=NOW)


async def steps(database: Database, scale: str = "stars") -> dict[str, bool]:
    """The steps of a scale by key, and whether they are in use."""
    async with database.reading() as session:
        return {one.step.key: one.is_in_use for one in await stored_steps(session) if one.step.scale == scale}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((), "lists no step"),
        (("stars,five-stars,پنج ستاره,Five stars,0",), "line 2: has 5 cells"),
        (("Stars!,five-stars,پنج ستاره,Five stars,0,5",), "line 2: its “scale” is “Stars!”"),
        (("stars,پنج,پنج ستاره,Five stars,0,5",), "line 2: its “key” is “پنج”"),
        (("stars,five-stars,,Five stars,0,5",), "line 2: its “label_fa” has no letters"),
        (("stars,five-stars,پنج ستاره,!,0,5",), "line 2: its “label_en” has no letters"),
        (("stars,five-stars,پنج ستاره,Five stars,first,5",), "line 2: its “position” is “first”"),
        (("stars,five-stars,پنج ستاره,Five stars,0,6",), "write a whole number from 1 to 5"),
        (("stars,five-stars,پنج ستاره,Five stars,0,0",), "line 2: its “rating” is “0”"),
        ((STARS[0], STARS[0]), "line 3: its “key” is that of line 2"),
        ((STARS[0], "stars,no-star,بی ستاره,No star,0,1"), "line 3: its “position” is that of line 2"),
        ((STARS[0], "stars,no-star,پنج ستاره,No star,1,1"), "line 3: its “label_fa” is that of line 2"),
        (('stars,"five',), "line 2: is no row of a table"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_its_line(tmp_path: Path, lines: tuple[str, ...], told: str) -> None:
    """And with what to do."""
    with pytest.raises(UnreadableRegister) as refused:
        read_steps(written(tmp_path, *lines))
    assert told in str(refused.value)


@pytest.mark.parametrize("header", ["scale,key,label_fa,label_en,position", f"{HEADER},colour", STARS[0]])
def test_a_header_that_is_wrong_is_refused(tmp_path: Path, header: str) -> None:
    """Each column has to be there once, and no other."""
    with pytest.raises(UnreadableRegister, match="line 1: does not name the columns scale, key"):
        read_steps(written(tmp_path, *STARS, header=header))


def test_digits_may_be_persian_and_columns_stand_in_any_order(tmp_path: Path) -> None:
    """As spreadsheets of Persian users write them."""
    path = written(tmp_path, "۵,۰,Five stars,پنج ستاره,five-stars,stars", header=",".join(reversed(HEADER.split(","))))
    [(_, step)] = read_steps(path)
    assert (step.position, step.rating) == (0, 5)


async def test_steps_are_added_beside_those_of_other_scales(database: Database, path: Path) -> None:
    """A file tells nothing of the scales that it does not name."""
    changes = await load(database, path)
    assert [one.fate for one in changes] == [StepFate.ADDED, StepFate.ADDED]
    assert len(await steps(database, "gozareh")) == 5


async def test_loading_the_same_again_changes_nothing(database: Database, path: Path) -> None:
    """Nor does the scale that ships, which samples/ has as a file."""
    await load(database, path)
    again = await load(database, path)
    assert [again, await load(database, SAMPLES / "verdicts.csv")] == [[], []]


async def test_two_who_load_the_same_at_once_change_it_once(database: Database, path: Path) -> None:
    """The second waits, and finds it done."""
    both = await asyncio.gather(load(database, path), load(database, path))
    assert sorted(len(changes) for changes in both) == [0, 2]


async def test_a_step_that_is_no_longer_listed_is_retired_and_comes_back(database: Database, tmp_path: Path) -> None:
    """It keeps its id, for the notes that carry it."""
    await load(database, written(tmp_path, *STARS))
    await load(database, written(tmp_path, STARS[0]))
    retired = await steps(database)
    [back] = await load(database, written(tmp_path, *STARS))
    assert (retired, back.fate) == ({"five-stars": True, "no-star": False}, StepFate.BROUGHT_BACK)
    assert await steps(database) == {"five-stars": True, "no-star": True}


async def test_labels_positions_and_ratings_change(database: Database, tmp_path: Path) -> None:
    """The id stays."""
    await load(database, written(tmp_path, *STARS))
    before = {row.key: row.id for row in await rows(database, VerdictRow)}
    [change] = await load(database, written(tmp_path, "stars,five-stars,پنج‌ستاره,5 stars,2,4", STARS[1]))
    [row] = [row for row in await rows(database, VerdictRow) if row.key == "five-stars"]
    assert (change.fate, row.label_en, row.position, row.rating) == (StepFate.CHANGED, "5 stars", 2, 4)
    assert row.id == before["five-stars"]


async def test_a_key_of_another_scale_is_refused(database: Database, tmp_path: Path) -> None:
    """Keys are unique over all scales, as notes are given by them."""
    path = written(tmp_path, STARS[0], "stars,false,نادرست,False,1,1")
    with pytest.raises(UnreadableRegister, match="line 3: its “key” is “false”, a step of the scale “gozareh”"):
        await load(database, path)
    assert await steps(database) == {}


async def test_a_dry_run_stores_nothing(database: Database, path: Path) -> None:
    """It tells what loading would change."""
    changes = await would_change(database, read_steps(path))
    assert ([one.after.step.key for one in changes], await steps(database)) == (["five-stars", "no-star"], {})


async def test_no_more_steps_are_in_use_than_a_list_shows(database: Database, tmp_path: Path) -> None:
    """A list of verdicts is not paged."""
    many = [f"stars,star-{number},ستاره {number},Star {number},{number}," for number in range(96)]
    with pytest.raises(UnreadableRegister, match="makes 101 steps in use, more than 100"):
        await load(database, written(tmp_path, *many))


async def test_each_change_is_an_event_with_before_and_after(database: Database, tmp_path: Path) -> None:
    """Of the chain that nobody can change."""
    await load(database, written(tmp_path, STARS[0]))
    await load_steps(
        database,
        read_steps(written(tmp_path, STARS[0].replace("Five", "5"))),
        by=EDITOR,
        now=NOW + timedelta(days=1),
    )
    async with database.reading() as session:
        added, changed = [one async for one in chained_events(session)]
    assert (added.action, added.subject_kind, added.actor, added.before) == ("loadVerdicts", "verdict", "سارا", None)
    assert json.loads(changed.before or "")["label_en"] == "Five stars"
    assert json.loads(changed.after or "") == {
        "scale": "stars",
        "key": "five-stars",
        "label_fa": "پنج ستاره",
        "label_en": "5 stars",
        "position": 0,
        "rating": 5,
        "isInUse": True,
    }
