"""What is made when the wheel is built and never committed: the serif and the compiled vocabulary.

The wheel also carries the seed data and the labelled set, which a checkout has beside the packages
(`indexer.samples`).
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SAMPLES = {
    "seed_data": "indexer/sample_files/seed_data",
    "tests/labels": "indexer/sample_files/labels",
}


class Hook(BuildHookInterface):
    """Runs the project's own programs, which need nothing but what ``build-system`` names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what the wheel holds; an editable install has it from ``make env``."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from indexer.normalise import vocabulary  # noqa: PLC0415  (the source's, found above)
            from web import fonts  # noqa: PLC0415

            vocabulary.compile_all()
            fonts.build()
        finally:
            sys.path.remove(self.root)
        root = Path(self.root)
        build_data["force_include"].update(
            {
                str(root / path): inside
                for path, inside in _SAMPLES.items()
                if (root / path).is_dir()
            }
        )
