"""Items of an issue that tests of indexes store, search and replace."""

from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.store import EventStore
from tests.builders import make_digest_text

SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")
TEST = ("North Korea tests missile", "North Korea fired a missile on April 13; Japan was alert.")


def ingest(store: EventStore, *items: tuple[str, str]) -> None:
    """Make these the items of the one issue, whatever it held."""
    report = Ingest(store, 10_000, allow_shorter=True).file(
        make_digest_text(*items), SourceHints("digest.txt")
    )
    assert report.error is None
