"""Where the labelled set lies in a checkout."""

from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent
LABELS = _ROOT / "tests" / "labels"
DIGESTS = _ROOT / "seed_data"
RECORDED = Path(__file__).parent / "recorded.json"
