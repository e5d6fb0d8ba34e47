"""Which database a module's `store` is in: SQLite where nothing is said, both where it says so.

A module that runs on both says ``database = on_both``, or ``database = on_both_when_long`` where
twice is too much for the fast suite.
"""

import pytest

_SERVER = pytest.mark.postgres
SQLITE, POSTGRESQL = "sqlite", "postgresql"
BOTH = [SQLITE, pytest.param(POSTGRESQL, marks=_SERVER)]
BOTH_WHEN_LONG = [SQLITE, pytest.param(POSTGRESQL, marks=[_SERVER, pytest.mark.long])]


@pytest.fixture(name="database", params=BOTH)
def on_both(request: pytest.FixtureRequest) -> str:
    """The database of a test, once each."""
    return str(request.param)


@pytest.fixture(name="database", params=BOTH_WHEN_LONG)
def on_both_when_long(request: pytest.FixtureRequest) -> str:
    """The database of a test, SQLite alone in the fast suite."""
    return str(request.param)
