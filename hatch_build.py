"""What is made when a package is built and never committed.

The wheel holds the serif and the compiled vocabulary, and carries the seed data and the labelled
set, which a checkout has beside the packages (`indexer.samples`). Its README is the one of the
checkout, without what leads nowhere on the page of a package index.
"""

import re
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

_SAMPLES = {
    "seed_data": "indexer/sample_files/seed_data",
    "tests/labels": "indexer/sample_files/labels",
}
_PICTURE = re.compile(r"!\[[^\]]*\]\((?!https?:)")
_FILE = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<path>(?!https?:|#)[^)]+)\)")
_WHERE = "Files that are named here come with the source distribution.\n"


def for_an_index(readme: str) -> str:
    """A README for a page without files beside it: no pictures of ours, files by their names."""
    blocks = (block for block in readme.split("\n\n") if not _PICTURE.search(block))
    return "\n\n".join([_FILE.sub(_named, "\n\n".join(blocks).strip()), _WHERE])


def _named(link: re.Match[str]) -> str:
    words, path = link["words"], link["path"]
    return f"`{path}`" if words == path else f"{words} (`{path}`)"


class Readme(MetadataHookInterface):
    """Fills in the README of the package."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Give the README as an index shows it."""
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": for_an_index(readme)}


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
