"""Words the databases' own errors for whoever can mend what is wrong."""

import sqlite3
from collections.abc import Mapping

import asyncpg
from sqlalchemy.exc import DBAPIError

from domain.errors import (
    DatabaseBusy,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    GozarehError,
    NotMigrated,
    TooSlow,
)

_NO_TABLE = {"42P01", "42703"}
_BUSY = {"55P03", "40P01", "40001"}
"""PostgreSQL's states of a lock that was waited for in vain. Source: its manual, appendix A."""
_NO_ANSWER = ("08", "28", "3D", "53", "57P")
"""The beginnings of its states of a connection, a login, a database's name, full resources and a server going down."""
_CANNOT_WRITE: Mapping[type[DatabaseReadOnly | DatabaseFull], tuple[str, str]] = {
    DatabaseReadOnly: ("25006", "readonly database"),
    DatabaseFull: ("53100", "disk is full"),
}
"""What PostgreSQL and SQLite say where nothing can be written."""
_NO_FILE = ("unable to open", "not a database", "disk I/O", "malformed")
"""What SQLite says of a file that it cannot use."""
_LOST = (asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What asyncpg says of a connection that is lost; the second of one that PostgreSQL ends while nothing was asked."""
RAISED = (DBAPIError, OSError, sqlite3.Error, asyncpg.PostgresError, *_LOST)
"""What SQLAlchemy and the drivers themselves raise."""
_STOPPED = "57014"
"""PostgreSQL's state of a statement that took too long; SQLite says “interrupted”."""


def problem_of(error: Exception, *, where: str, reading_seconds: float | None) -> GozarehError | None:  # noqa: PLR0911 - one for each problem
    """The error as its reader can mend it; None for one that is nobody's fault but ours."""
    if isinstance(error, OSError):
        return DatabaseUnreachable(where, error.strerror or type(error).__name__)
    cause = error.orig if isinstance(error, DBAPIError) else error
    told = str(cause)
    state = getattr(cause, "sqlstate", None) or ""
    if reading_seconds is not None and (state == _STOPPED or told == "interrupted"):
        return TooSlow(reading_seconds)
    if state in _NO_TABLE or any(words in told for words in ("no such table", "no such column")):
        return NotMigrated(None, "its tables")
    if state in _BUSY or "is locked" in told:
        return DatabaseBusy()
    for kind, (its_state, its_words) in _CANNOT_WRITE.items():
        if state == its_state or its_words in told:
            return kind()
    is_lost = isinstance(error, _LOST) or (
        isinstance(error, DBAPIError)
        and (error.connection_invalidated or isinstance(getattr(cause, "__cause__", None), asyncpg.InternalClientError))
    )
    if is_lost or state.startswith(_NO_ANSWER) or any(words in told for words in _NO_FILE):
        return DatabaseUnreachable(where, told)
    return None
