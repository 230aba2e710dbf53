"""A connection to PostgreSQL that gives up when an answer does not come in time.

The server's own time limits do not help where the server itself stands still, or the network to it: then nobody
enforces them, and a thread would wait for as long as the system believes in the connection.
"""

from __future__ import annotations

from typing import Any

import psycopg

from app.core.haste import seconds_left

WAKE_SECONDS = 0.1
"""How often the driver looks up while it waits, so that Ctrl+C is heard; its own default."""


class HastyConnection(psycopg.Connection[Any]):
    """Asks :mod:`app.core.haste` before it waits; a connection that was given up is closed and not used again.

    What it raises quotes no row: the server tells of a broken constraint with the whole row in which it was broken, a
    citizen's words among them, and what is raised reaches the log.
    """

    def wait(self, gen: Any, interval: float = WAKE_SECONDS, timeout: float | None = None) -> Any:
        """As the driver's own, with what is left of the time as its limit where nobody gave one."""
        left = seconds_left() if timeout is None else None
        try:
            return super().wait(gen, interval, timeout if left is None else left)
        except psycopg.Error as problem:
            if left is not None and isinstance(problem, psycopg.OperationalError) and self._is_given_up():
                raise psycopg.OperationalError("the database did not answer in time") from problem
            if problem.diag.message_primary is not None:
                problem.args = (problem.diag.message_primary,)
            raise

    def _is_given_up(self) -> bool:
        """Whether the time is over; what comes later is of no use to anybody."""
        if seconds_left() != 0 or self.closed:
            return False
        self.close()
        return True
