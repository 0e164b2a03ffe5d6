"""What the drivers raise is worded for whoever can mend it."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from db.problems import RAISED, problem_of
from domain.errors import DatabaseUnreachable


def by_sqlalchemy(cause: Exception) -> DBAPIError:
    """The error that SQLAlchemy makes of what a driver raised."""
    orig = Exception(str(cause))
    orig.__cause__ = cause
    return DBAPIError("SELECT 1", {}, orig)


@pytest.mark.parametrize("is_sqlalchemys", [False, True])
def test_a_connection_that_ended_while_nothing_was_asked_is_lost(*, is_sqlalchemys: bool) -> None:
    """Asyncpg finds its state in disorder then, and calls that an error of its own."""
    raised: Exception = asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")
    if is_sqlalchemys:
        raised = by_sqlalchemy(raised)
    assert isinstance(raised, RAISED)
    assert isinstance(problem_of(raised, where="postgresql://x", reading_seconds=None), DatabaseUnreachable)


def test_a_value_that_the_driver_refuses_is_our_fault() -> None:
    """It is no matter of the connection."""
    assert problem_of(by_sqlalchemy(asyncpg.DataError("invalid input")), where="x", reading_seconds=None) is None
