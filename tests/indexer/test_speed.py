"""The command that measures how fast items are normalised: it can be run, beside itself too."""

from indexer.quality.labels import load
from indexer.quality.paths import DIGESTS, LABELS
from tests.speed import HERE, measured


def test_each_checkout_is_measured_in_every_round() -> None:
    """Items a second, with its own code."""
    found = measured(load(LABELS, DIGESTS)[:20], [HERE, HERE], rounds=2)
    assert [len(speeds) for speeds in found] == [2, 2]
    assert all(speed > 0 for speeds in found for speed in speeds)
