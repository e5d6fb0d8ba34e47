"""The seed data, as `entente ingest` takes it."""

from pathlib import Path

from indexer.ingest import sources
from indexer.ingest.pipeline import Ingest
from indexer.store import EventStore

SEEDS = Path(__file__).parent.parent / "seed_data" / "us-japan-alliance-digest"


def ingest_seeds(store: EventStore) -> None:
    """One series of seed_data into a store."""
    _ingest(store, SEEDS)


def ingest_everything(store: EventStore) -> None:
    """Every series of seed_data into a store."""
    for series in sorted(path for path in SEEDS.parent.iterdir() if path.is_dir()):
        _ingest(store, series)


def _ingest(store: EventStore, folder: Path) -> None:
    taker = Ingest(store, max_bytes=10_000_000)
    for path in sources.files([str(folder)]):
        report = taker.file(
            sources.load(path, max_bytes=10_000_000), sources.hints(path, series=None, volume=None)
        )
        assert report.error is None, report.error
