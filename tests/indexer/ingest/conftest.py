"""Whatever stores, does so on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store import EventStore


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventStore]:
    """An empty store on either database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'entente.db'}"
    else:
        url = (
            request.getfixturevalue("postgres")
            .new_database()
            .replace("postgresql://", "postgresql+psycopg://")
        )
    opened = EventStore(url)
    yield opened
    opened.close()
