"""Connections to PostgreSQL that never wait for ever."""

import time
from typing import Any

import psycopg

# Longer than any statement of ours takes, and than any lock is held (`LOCK_MS`).
_PATIENCE_SECONDS = 60.0
LOCK_MS = 30_000
CONNECT_SECONDS = 3
# Two tenths of a second between looks at the clock while nothing comes.
_INTERVAL = 0.2


class PatientConnection(psycopg.Connection[Any]):
    """Gives a server up that has taken a question and says nothing more.

    `connect_timeout` ends waiting for a server that is not there, `statement_timeout` is kept by
    the server itself; one that hangs keeps nothing, so the clock is looked at here.
    """

    patience: float | None = _PATIENCE_SECONDS

    def wait(self, gen: Any, interval: float = _INTERVAL, timeout: float | None = None) -> Any:
        """Wait for an answer, at most as long as `patience` says.

        Raises:
            OperationalError: none came; the connection is closed.
        """
        limit = self.patience if timeout is None else timeout
        began = time.monotonic()
        try:
            return super().wait(gen, interval, limit)
        except psycopg.Error as error:
            if limit is not None and time.monotonic() - began >= limit:
                self.pgconn.finish()
                raise psycopg.OperationalError(
                    f"the server has not answered for {limit:g} seconds"
                ) from error
            raise


def open_connection(parameters: dict[str, Any]) -> PatientConnection:
    """A connection with every limit set."""
    limits: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "options": f"-c lock_timeout={LOCK_MS}",
        "keepalives_idle": 30,
        "tcp_user_timeout": 10_000,
    }
    return PatientConnection.connect(**limits | parameters)
