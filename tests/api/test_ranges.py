"""Days, months and years that readers write become half-open ranges of days."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ranges import read_range
from domain.calendars import FIRST_COUNTED, LAST_COUNTED, Calendar, parts_of
from domain.errors import BadFilter


@pytest.mark.parametrize(
    ("from_", "to", "bounds"),
    [
        (None, None, {}),
        ("", "", {}),
        ("1399", None, {"gte": "2020-03-20"}),
        (None, "1399", {"lt": "2021-03-21"}),
        ("1399", "1399", {"gte": "2020-03-20", "lt": "2021-03-21"}),
        ("1399-08", "1399-08", {"gte": "2020-10-22", "lt": "2020-11-21"}),
        ("1399-08-27", "1399-08-27", {"gte": "2020-11-17", "lt": "2020-11-18"}),
        ("۱۳۹۹/۸", "٢٠٢٠-١١", {"gte": "2020-10-22", "lt": "2020-12-01"}),
        ("2020", "2020-11-14", {"gte": "2020-01-01", "lt": "2020-11-15"}),
        (" 2020-2 ", "2020.2", {"gte": "2020-02-01", "lt": "2020-03-01"}),
        ("\u200e1399-08\u200e", None, {"gte": "2020-10-22"}),
    ],
)
def test_bounds_are_the_days_that_are_named(from_: str | None, to: str | None, bounds: Mapping[str, str]) -> None:
    """The last period with all its days, in digits of any kind."""
    assert read_range(from_, to) == bounds


@pytest.mark.parametrize(
    ("from_", "to", "told"),
    [
        ("دیروز", None, "from: “دیروز” is not a date"),
        (None, "1399-13", "to: “1399-13” is not in the calendar"),
        (None, "1399-12-31", "to: “1399-12-31” is not in the calendar"),
        ("2021-02-29", None, "from: “2021-02-29” is not in the calendar"),
        ("2020-0", None, "from: “2020-0” is not in the calendar"),
        ("0001", None, "from: “0001” is too far from today"),
        ("9999-12", None, "from: “9999-12” is too far from today"),
        ("0000", None, "from: “0000” is not in the calendar"),
        ("1399", "1398", "to: ends before `from` begins"),
        ("x" * 5_000, None, "from: “" + "x" * 40 + "” is not a date"),
    ],
)
def test_what_is_no_range_is_refused_by_its_name(from_: str | None, to: str | None, told: str) -> None:
    """In words that show how days are written."""
    with pytest.raises(BadFilter) as refused:
        read_range(from_, to)
    assert str(refused.value).startswith(told)


@given(st.dates(FIRST_COUNTED, LAST_COUNTED))
def test_a_day_is_in_its_own_month_in_both_calendars(day: date) -> None:
    """However its month is written."""
    for calendar in Calendar:
        year, month, _ = parts_of(day, calendar)
        if (calendar is Calendar.JALALI) == (year < 1_700):
            bounds = read_range(f"{year:04}-{month}", f"{year:04}-{month}")
            assert bounds["gte"] <= day.isoformat() < bounds["lt"]


@given(st.text())
def test_no_text_does_more_than_being_refused(text: str) -> None:
    """Whatever stands in an address."""
    try:
        bounds = read_range(text, None)
    except BadFilter:
        return
    assert set(bounds) <= {"gte"}
