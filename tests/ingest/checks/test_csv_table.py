"""Tests of ingest/checks/csv_table.py and fields.py: rows of tables become checks, or refusals that say what to do."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.check import GivenVerdict, ListedCheck
from domain.errors import UnreadableRegister
from domain.terms import PartialDay
from ingest.checks import Checks, read_checks
from ingest.checks.fields import MOST_CLAIM, MOST_TEXT

ZONE = ZoneInfo("Asia/Tehran")
NEEDED = "speaker,claim,verdict,link"
ROW = "مریم نیک‌فر,پل باز شد,false,https://example.org/1"
SAMPLES = Path(__file__).parents[3] / "samples"


def read(folder: Path, text: str | bytes, **mapped: str) -> Checks:
    """The checks of a table."""
    path = folder / "checks.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_checks(path, mapped=mapped, zone=ZONE)


def only(found: Checks) -> ListedCheck:
    """The one check of a file."""
    [check] = found.rows
    assert isinstance(check, ListedCheck), check
    return check


def test_every_field_of_a_row_is_read() -> None:
    """Persian headings go by themselves."""
    check = next(iter(read_checks(SAMPLES / "checks.csv", mapped={}, zone=ZONE).rows))
    assert check == ListedCheck(
        place=f"{SAMPLES / 'checks.csv'}, line 2",
        speaker="مریم نیک‌فر",
        claim="همه اتوبوس‌های شهر تا پایان امسال برقی می‌شوند",
        verdict=GivenVerdict("نادرست"),
        link="https://example.org/checks/buses",
        role="شهردار نیکان‌شهر",
        said_on=PartialDay(date(2023, 4, 30)),
        title="آیا همه اتوبوس‌ها برقی می‌شوند؟",
        publisher="راست‌آزما",
        reviewed_on=date(2023, 5, 5),
    )


def test_columns_are_mapped_and_others_are_left_out(tmp_path: Path) -> None:
    """A map takes its field from the column of that name, whatever else is called so."""
    text = f"نام,claim,verdict,link,speaker,رنگ\n{ROW},کس دیگر,سرخ\n"
    found = read(tmp_path, text, speaker="نام")
    assert only(found).speaker == "مریم نیک‌فر"
    assert found.left_out == ("speaker", "رنگ")


@pytest.mark.parametrize(
    ("header", "mapped", "told"),
    [
        (
            "speaker,claim,link",
            {},
            "has no column “verdict”; it has “speaker”, “claim”, “link”; say which",
        ),
        ("speaker,claim,link", {}, "--column verdict=NAME"),
        (NEEDED, {"role": "سمت"}, "has no column “سمت”"),
        (f"{NEEDED},url", {}, "has two columns for “link”"),
    ],
)
def test_a_first_row_without_what_is_needed_is_refused(
    tmp_path: Path, header: str, mapped: dict[str, str], told: str
) -> None:
    """With the columns that are missing, and how to say which they are."""
    with pytest.raises(UnreadableRegister) as refused:
        read(tmp_path, f"{header}\n{ROW}\n", **mapped)
    assert "checks.csv, line 1" in str(refused.value)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        (f"{NEEDED}\n", "holds no row after its first"),
        (f"{NEEDED}\n{ROW}\n".encode("cp1256", errors="replace"), "is not UTF-8 text"),
        (b"\x00\x01", "is a binary file"),
    ],
)
def test_a_file_that_is_no_table_of_checks_is_refused(tmp_path: Path, text: str | bytes, told: str) -> None:
    """As a whole."""
    with pytest.raises(UnreadableRegister, match=told):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"speaker": " "}, "its “speaker” is blank"),
        ({"speaker": "!"}, "its “speaker” has no letters"),
        ({"claim": ""}, "its “claim” is blank"),
        ({"claim": "پ" * (MOST_CLAIM + 1)}, "its “claim” has 5,001 characters, more than 5,000"),
        ({"verdict": ""}, "its “verdict” is blank"),
        ({"link": ""}, "its “link” is blank"),
        ({"link": "javascript:alert(1)"}, "its “link” is “javascript:alert(1)”, no http or https address"),
        ({"link": "example.org/1"}, "no http or https address; write the whole address"),
        ({"article": "ftp://example.org"}, "its “article” is “ftp://example.org”"),
        ({"date": "دیروز"}, "its “date” cannot be: “دیروز”"),
        ({"date": "1402-13-01"}, "its “date” cannot be: “1402-13-01” is not in the calendar"),
        ({"date": "1402"}, "is a Jalali year or month without its day"),
        ({"reviewed": "2023-05"}, "its “reviewed” is 2023-05, no whole day"),
        ({"text": "م" * (MOST_TEXT + 1)}, "its “text” has 10,001 characters"),
        ({"publisher": "!!"}, "its “publisher” has no letters"),
    ],
)
def test_a_field_that_cannot_be_used_refuses_its_row_alone(tmp_path: Path, change: dict[str, str], told: str) -> None:
    """The row's line, the field and what to do; the next row is read."""
    whole = dict(zip(NEEDED.split(","), ROW.split(","), strict=True))
    whole |= {"article": "", "date": "", "reviewed": "", "text": "", "publisher": ""}
    rows = [",".join(one.values()) for one in (whole | change, whole)]
    refused, read_on = read(tmp_path, "\n".join([",".join(whole), *rows])).rows
    assert isinstance(refused, UnreadableRegister)
    assert isinstance(read_on, ListedCheck)
    assert refused.place.endswith("checks.csv, line 2")
    assert told in str(refused)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2023-04-30", "2023-04-30"),
        ("۱۴۰۲/۰۲/۱۰", "2023-04-30"),
        ("2023-04", "2023-04"),
        ("2023", "2023"),
        ("2023-04-30 10:00", "2023-04-30"),
        ("2023-04-29T23:00:00Z", "2023-04-30"),
        ("", "None"),
    ],
)
def test_a_day_is_of_either_calendar_and_may_have_a_time(tmp_path: Path, given: str, day: str) -> None:
    """An instant's day is that of the newsroom's timezone."""
    assert str(only(read(tmp_path, f"{NEEDED},date\n{ROW},{given}\n")).said_on) == day


def test_a_broken_row_leaves_the_others_readable(tmp_path: Path) -> None:
    """Too many cells, and a quote in the middle of a cell."""
    text = f'{NEEDED}\n{ROW},more,cells\n"مریم" نیک,الف,false,https://example.org/2\n{ROW}\n'
    first, second, third = read(tmp_path, text).rows
    assert "line 2: has 6 cells" in str(first)
    assert "line 3: is no row of a table" in str(second)
    assert isinstance(third, ListedCheck)


def test_lines_of_a_cell_become_spaces_in_a_claim_and_stay_in_a_text(tmp_path: Path) -> None:
    """A claim is one line; a note may have many. The row's line is the one that it starts on."""
    text = f'{NEEDED},text\nمریم نیک‌فر,"پل\nباز شد",false,https://example.org/1,"یک\nدو"\n{ROW},\n'
    first, second = read(tmp_path, text).rows
    assert isinstance(first, ListedCheck)
    assert isinstance(second, ListedCheck)
    assert (first.claim, first.text, second.place[-6:]) == ("پل باز شد", "یک\nدو", "line 5")


def test_an_ending_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    """The endings that are known are listed."""
    with pytest.raises(UnreadableRegister, match=r"does not end in one of \.csv"):
        read_checks(tmp_path / "checks.xlsx", mapped={}, zone=ZONE)
