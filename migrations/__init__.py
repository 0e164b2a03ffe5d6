"""The database's history, read by Alembic; a package so that the wheel carries it."""
