"""Where the labelled set and the recorded figures lie."""

from pathlib import Path

from indexer.samples import DIGESTS, LABELS

__all__ = ["DIGESTS", "LABELS", "RECORDED"]

RECORDED = Path(__file__).parent / "recorded.json"
