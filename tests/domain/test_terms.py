"""Days that are known in part, and the terms that they begin and end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Precision
from domain.errors import ImpossibleDate
from domain.terms import FOREVER, LONG_AGO, PartialDay, Term

_FIRST_OF = {Precision.DAY: {}, Precision.MONTH: {"day": 1}, Precision.YEAR: {"month": 1, "day": 1}}
_days = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def partial(day: date, precision: Precision) -> PartialDay:
    """The day, month or year of a day."""
    return PartialDay(day.replace(**_FIRST_OF[precision]), precision)


partial_days = st.builds(partial, _days, st.sampled_from(Precision))
terms = st.builds(
    Term, st.none() | partial_days, st.none() | partial_days, believed_until=st.none() | _days
)  # an end may come before the start: tables hold slips


def term(start: str = "", end: str = "", believed_until: str = "") -> Term:
    """A term by what ISO 8601 tells of its ends; "" is open."""
    until = date.fromisoformat(believed_until) if believed_until else None
    return Term(PartialDay.parse(start) if start else None, PartialDay.parse(end) if end else None, until)


@given(partial_days)
def test_a_day_is_read_as_it_is_written(day: PartialDay) -> None:
    """What is known of it too."""
    assert PartialDay.parse(str(day)) == day


@given(partial_days)
def test_the_last_of_its_days_is_the_one_before_the_next_begins(day: PartialDay) -> None:
    """The day after the last is another day, month or year, the last itself is not."""
    last = partial(day.last, day.precision)
    after = partial(day.last + timedelta(days=1), day.precision)
    assert (last, after == day) == (day, False)


LAST = [
    ("2021-02", date(2021, 2, 28)),
    ("2020-02", date(2020, 2, 29)),
    ("2000-02", date(2000, 2, 29)),
    ("1900-02", date(1900, 2, 28)),
    ("2021-04", date(2021, 4, 30)),
    ("2021-12", date(2021, 12, 31)),
    ("2021", date(2021, 12, 31)),
    ("2020-02-29", date(2020, 2, 29)),
    (" 2013-08 ", date(2013, 8, 31)),
]


@pytest.mark.parametrize(("text", "last"), LAST)
def test_a_month_and_a_year_end_as_the_calendar_says(text: str, last: date) -> None:
    """February by whether its year leaps; a day is its own last."""
    assert PartialDay.parse(text).last == last


IMPOSSIBLE = [
    "", "سال ۱۳۹۹", "13", "13999", "2013-8", "2013/08/03", "2013-08-03T10:00", "2013-", "-2013", "2013-08-03-01",
    "2013-13", "2013-02-29", "2013-04-31", "0000",
]  # fmt: skip


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_what_is_no_day_is_told_as_it_came(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ImpossibleDate) as refused:
        PartialDay.parse(text)
    assert refused.value.given == text


WHOLE = ("2013-08-03", "2021-08-03", "")
WITHIN = [
    # The ends: the first day belongs to it, the last may belong to who comes next.
    (WHOLE, "2013-08-02", False, False),
    (WHOLE, "2013-08-03", True, True),
    (WHOLE, "2021-08-02", True, True),
    (WHOLE, "2021-08-03", False, True),
    (WHOLE, "2021-08-04", False, False),
    # Ends of which a part is unknown: within them it may have been.
    (("2013", "2021-08", ""), "2012-12-31", False, False),
    (("2013", "2021-08", ""), "2013-01-01", False, True),
    (("2013", "2021-08", ""), "2013-12-30", False, True),
    (("2013", "2021-08", ""), "2013-12-31", True, True),
    (("2013", "2021-08", ""), "2021-07-31", True, True),
    (("2013", "2021-08", ""), "2021-08-01", False, True),
    (("2013", "2021-08", ""), "2021-08-31", False, True),
    (("2013", "2021-08", ""), "2021-09-01", False, False),
    # An open end, and what its source can tell of.
    (("2013-08-03", "", ""), "2999-01-01", True, True),
    (("2013-08-03", "", "2022-06-14"), "2022-06-14", True, True),
    (("2013-08-03", "", "2022-06-14"), "2022-06-15", False, True),
    (("2013-08-03", "", "2022-06-14"), "2013-08-02", False, False),
    # An open start.
    (("", "2021-08-03", ""), "0700-01-01", True, True),
    (("", "2021-08-03", ""), "2021-08-03", False, True),
    (("", "", ""), "2020-01-01", True, True),
    # A term of a year of which nothing more is known is never sure.
    (("2013", "2013", ""), "2013-06-01", False, True),
]


@pytest.mark.parametrize(("ends", "day", "surely", "possibly"), WITHIN)
def test_a_day_is_within_a_term(ends: tuple[str, str, str], day: str, *, surely: bool, possibly: bool) -> None:
    """Surely where no unknown part can put it outside, possibly where one can put it inside."""
    when, on = term(*ends), date.fromisoformat(day)
    assert (when.surely(on), when.possibly(on)) == (surely, possibly)


@given(terms, _days)
def test_what_is_sure_is_possible(when: Term, day: date) -> None:
    """Whatever is known of the ends."""
    assert when.possibly(day) or not when.surely(day)


@given(terms, _days)
def test_a_term_is_sure_on_the_days_that_a_database_keeps(when: Term, day: date) -> None:
    """From `sure_from` to the day before `sure_until`."""
    assert when.surely(day) == (when.sure_from <= day < when.sure_until)


def test_open_ends_have_days_that_a_database_can_compare() -> None:
    """Of both engines; whoever reads the rows knows them again."""
    assert (Term().sure_from, Term().sure_until) == (LONG_AGO, FOREVER)


def test_an_end_that_is_told_is_not_doubted() -> None:
    """How far its source can tell is only for open ends."""
    assert term("2013", "2021-08-03", "2014-01-01").surely(date(2020, 1, 1))


@pytest.mark.parametrize("text", ["2013-00", "2013-01-00", "9999-12", "0100"])
def test_what_no_calendar_of_news_has_is_refused(text: str) -> None:
    """A month or a day of nought, and years out of every calendar's reach."""
    with pytest.raises(ImpossibleDate):
        PartialDay.parse(text)
