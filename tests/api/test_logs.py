"""What the service logs of a failure: where it was, and nothing that anybody sent."""

from collections.abc import Iterator

import pytest
import structlog
from graphql import GraphQLError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.faults import told
from api.logs import configure_logs
from db.sessions import Database


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    """Logs as the service configures them."""
    configure_logs("INFO")
    yield
    structlog.reset_defaults()


def test_a_traceback_holds_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of a request's variables are keys and quoted words."""
    token = "gzr_" + "secret"
    try:
        _fail(token)
    except LookupError as error:
        told(GraphQLError("", original_error=error))
    logged = capsys.readouterr().err
    assert "in _fail" in logged
    assert token not in logged


async def test_an_error_of_the_database_holds_no_parameters(database: Database) -> None:
    """They are what people wrote."""
    with pytest.raises(DBAPIError) as failed:
        async with database.reading() as session:
            await session.execute(text("SELECT nothing(:words)"), {"words": "secret"})
    assert "secret" not in str(failed.value)


def test_a_lower_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """As the setting says."""
    structlog.get_logger().debug("unheard of")
    assert capsys.readouterr().err == ""


def _fail(token: str) -> None:
    raise LookupError(len(token))
