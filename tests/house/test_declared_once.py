"""A kind of tag and a filter are declared once, and every door opens for them.

A copy of the packages gets a made-up kind (a member and a row) and a made-up filter (a field of the
document and a row); a program over that copy then looks for both at every door.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
_PROGRAM = Path(__file__).parent / "made_up.py"
# What a developer would write: the file, what it stands behind, and the new lines.
_KIND = (
    (
        "indexer/normalise/spans.py",
        '    GROUP = "group"\n',
        '    MINERAL = "mineral"\n',
    ),
    (
        "indexer/normalise/tags/kinds.py",
        "        place=3,\n    ),\n",
        """    Kind(
        TagKind.MINERAL,
        plural="minerals",
        title="Mineral",
        values="raw materials",
        examples=("lithium", "cobalt", "nickel"),
        labels=lambda: {"lithium": "Lithium", "cobalt": "Cobalt", "nickel": "Nickel"},
        definition=lambda value: f"The metal {value}.",
        find=lambda item: (
            TagFinding(
                TagKind.MINERAL,
                word,
                (Evidence(Field.TEXT, at, at + len(word), word, "name"),),
            )
            for word in ("lithium", "cobalt", "nickel")
            if (at := item.text.find(word)) >= 0
        ),
    ),
""",
    ),
    (
        "indexer/normalise/tags/kinds.py",
        "from indexer.normalise.spans import TagFinding, TagKind\n",
        "from indexer.normalise.spans import Evidence, Field\n",
    ),
)
_FILTER = (
    (
        "indexer/search/document.py",
        '    STATUS: "statuses",\n',
        '    "length": "length",\n',
    ),
    (
        "indexer/search/document.py",
        '            "statuses": list(self.statuses),\n',
        '            "length": "long" if len(self.text) > 100 else "short",\n',
    ),
    (
        "api/knowledge/filters.py",
        "    PeriodFilter(),\n",
        """    ValueFilter(
        "length",
        _as_is,
        "Its text is short or long.",
        none_of="Its text is not of this length.",
        examples=(("short",), (), ("long",)),
        label=lambda value: f"{value} texts",
        panel=Panel("length", "Length", 50),
    ),
""",
    ),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages with a made-up kind and a made-up filter."""
    folder = tmp_path_factory.mktemp("made-up")
    for package in ("api", "indexer", "web"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for path, after, lines in (*_KIND, *_FILTER):
        file = folder / path
        text = file.read_text(encoding="utf-8")
        assert text.count(after) == 1, (path, after)
        file.write_text(text.replace(after, after + lines), encoding="utf-8")
    return folder


def test_a_made_up_kind_and_filter_are_found_at_every_door(copy: Path, tmp_path: Path) -> None:
    """Document, engines, echo, explanation, chip, panel, exports, feeds, MCP, OpenAPI, suggest."""
    done = subprocess.run(
        [sys.executable, _PROGRAM, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[0] == str(copy / "api")


def test_a_kind_touches_two_files_and_a_filter_two() -> None:
    """Apart from the words under ``data/`` and a finder of its own."""
    assert len({path for path, *_ in _KIND}) == 2
    assert len({path for path, *_ in _FILTER}) == 2
