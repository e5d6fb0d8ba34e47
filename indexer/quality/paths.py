"""Where the labelled and the judged set and the recorded figures lie."""

from pathlib import Path

from indexer.samples import DIGESTS, LABELS

__all__ = ["DIGESTS", "JUDGED", "LABELS", "RANKING", "RECORDED"]

RECORDED = Path(__file__).parent / "recorded.json"
JUDGED = LABELS / "judged" / "grades.jsonl"
RANKING = Path(__file__).parent / "ranking.json"
