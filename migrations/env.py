"""Runs migrations on the connection that db/migrating.py gives or, under `alembic`, on the configured database."""

import asyncio

from alembic import context
from sqlalchemy import Connection

from config import Settings
from db.migrating import is_ours
from db.sessions import Database
from db.tables import METADATA

LOCK_WAIT = "5s"
"""How long a migration waits for a table in use before it gives up, so that readers never queue behind it."""


def run(connection: Connection) -> None:
    """Run on an open connection, in its transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
    context.configure(connection=connection, target_metadata=METADATA, include_name=is_ours, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_configured() -> None:
    """Run on the database that GOZAREH_DATABASE_URL names."""
    database = Database(Settings().database_url)
    async with database.migrating() as connection:
        await connection.run_sync(run)
    await database.close()


def run_offline() -> None:
    """Print the SQL for the database that GOZAREH_DATABASE_URL names."""
    url = Database(Settings().database_url).url
    context.configure(dialect_name=url.get_backend_name(), target_metadata=METADATA, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
elif context.is_offline_mode():
    run_offline()
else:
    asyncio.run(run_configured())
