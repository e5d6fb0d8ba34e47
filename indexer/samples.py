"""Where the seed data and the labelled set lie: beside the packages, or inside an installed one."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
# Put there by the wheel's build hook; a checkout has none.
_INSTALLED = _PACKAGE / "sample_files"
_CHECKOUT = _PACKAGE.parent
_INSIDE = _INSTALLED.is_dir()

DIGESTS = (_INSTALLED if _INSIDE else _CHECKOUT) / "seed_data"
SEEDS = DIGESTS / "us-japan-alliance-digest"
LABELS = _INSTALLED / "labels" if _INSIDE else _CHECKOUT / "tests" / "labels"
