"""Cursors go there and back; what no list made is told apart, whatever it is."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, ColumnElement, Date, DateTime, Text, Uuid

from db.paging import MOST_ROWS, Page, just_before, make_cursor, read_cursor, type_of
from db.reading.catalogue import CLAIM, NOTE
from domain.errors import BadCursor, BadFilter, BadPageSize

ORDER = "things"
COLUMNS: Sequence[ColumnElement[object]] = (
    Column("key", Text),
    Column("said_on", Date),
    Column("created_at", DateTime(timezone=True)),
    Column("position", BigInteger),
    Column("id", Uuid),
)
NAMES = st.text(max_size=20).filter(lambda text: "\0" not in text and text.isprintable())
INSTANTS = st.datetimes(timezones=st.just(UTC))
POSITIONS = st.integers(-(2**63), 2**63 - 1)
ROWS = st.tuples(NAMES, st.dates(), INSTANTS, POSITIONS, st.uuids())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | NAMES,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=10,
)


def read(cursor: str, columns: Sequence[ColumnElement[object]] = COLUMNS, *, order: str = ORDER) -> list[object]:
    """The values that the cursor holds for these columns."""
    return read_cursor(cursor, order=order, types=[type_of(column) for column in columns])


def packed(held: object) -> str:
    """A cursor that holds this."""
    return urlsafe_b64encode(orjson.dumps(held)).rstrip(b"=").decode()


@given(ROWS)
def test_a_cursor_goes_there_and_back(row: tuple[object, ...]) -> None:
    """Every type that an order has."""
    assert read(make_cursor(ORDER, *row)) == list(row)


@pytest.mark.parametrize(
    ("row", "before"),
    [
        ([7], [6]),
        ([0, "00000000-0000-0000-0000-000000000100"], [0, "000000000000000000000000000000ff"]),
        ([7, "c1000000000000000000000000000000"], [7, "c0ffffffffffffffffffffffffffffff"]),
    ],
)
def test_nothing_comes_between_a_row_and_the_cursor_just_before_it(row: list[object], before: list[object]) -> None:
    """Neither at its position nor at the one before."""
    assert just_before(make_cursor(ORDER, *row)) == make_cursor(ORDER, *before)


@given(st.text())
def test_what_nobody_made_is_no_cursor(forged: str) -> None:
    """No text leads to another error."""
    with pytest.raises(BadCursor) as refused:
        read(forged)
    assert refused.value.given == forged


@given(JSON)
def test_a_cursor_of_anything_else_is_refused(held: object) -> None:
    """However well it is packed."""
    with pytest.raises(BadCursor):
        read(packed(held))


@given(st.lists(JSON, min_size=5, max_size=5))
def test_a_cursor_of_this_list_with_other_values_is_refused(values: list[object]) -> None:
    """A value is of its column's type, or the cursor is forged."""
    with pytest.raises(BadCursor):
        read(packed([ORDER, *values]))


@given(ROWS, st.data())
def test_a_cursor_that_lost_its_end_is_refused(row: tuple[object, ...], data: st.DataObject) -> None:
    """Wherever it is cut."""
    whole = make_cursor(ORDER, *row)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    if cut != urlsafe_b64encode(urlsafe_b64decode(whole + "==")).rstrip(b"=").decode():
        with pytest.raises(BadCursor):
            read(cut)


ID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column("key", Text), "a\0b"),
        (Column("key", Text), 7),
        (Column("key", Text), None),
        (Column("said_on", Date), "2020-02-30"),
        (Column("said_on", Date), 20200101),
        (Column("created_at", DateTime), "0001-01-01T00:00:00+14:00"),
        (Column("created_at", DateTime), "9999-12-31T23:59:59-14:00"),
        (Column("created_at", DateTime), "noon"),
        (Column("position", BigInteger), 2**63),
        (Column("position", BigInteger), True),
        (Column("position", BigInteger), 1.5),
        (Column("position", BigInteger), "1"),
        (Column("id", Uuid), "0" * 31),
        (Column("id", Uuid), ["a"]),
    ],
)
def test_a_value_that_its_column_cannot_hold_is_refused(column: ColumnElement[object], value: object) -> None:
    """Before a database meets it."""
    with pytest.raises(BadCursor):
        read(packed([ORDER, value]), [column])


@pytest.mark.parametrize(
    "cursor",
    [
        make_cursor("speakers", "مریم", ID),
        make_cursor("claims", "2020-01-01"),
        make_cursor("claims", "2020-01-01", ID, ID),
        make_cursor("claims", ID, "2020-01-01"),
        make_cursor("claims", "2020-01-01", ID) + "۱",
        "[" * 100_000,
        packed("[" * 10) * 50_000,
        "A" * 1_000_001,
    ],
    ids=["another list's", "too short", "too long", "turned round", "not ASCII", "brackets", "huge", "huge and odd"],
)
def test_a_cursor_of_another_list_is_refused(cursor: str) -> None:
    """Of another order, or of none."""
    columns = (CLAIM.table.c.ordered_on, CLAIM.table.c.id)
    with pytest.raises(BadCursor):
        read(cursor, columns, order="claims")


def test_the_orders_that_lists_have_are_read() -> None:
    """Instants come back aware, whatever the column's own type is."""
    created_at = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
    columns = (NOTE.table.c.created_at, NOTE.table.c.id)
    assert read(make_cursor(ORDER, "2024-05-01T09:30:00", ID), columns)[0] == created_at


@pytest.mark.parametrize("first", [0, -1, MOST_ROWS + 1, 1000])
def test_a_page_has_one_to_a_hundred_rows(first: int) -> None:
    """The error says how many there can be."""
    with pytest.raises(BadPageSize, match=f"first is {first}; ask for 1 to 100"):
        Page(first)


@pytest.mark.parametrize("last", [0, MOST_ROWS + 1])
def test_a_page_from_the_end_has_as_many(last: int) -> None:
    """And the error names what was given."""
    with pytest.raises(BadPageSize, match=f"last is {last}; ask for 1 to 100"):
        Page(last=last)


def test_a_page_is_from_one_end() -> None:
    """Which rows both would mean, nobody can tell."""
    with pytest.raises(BadFilter, match=r"^last: and first are both given"):
        Page(first=2, last=2)
