"""A handful of the kill points and of the inputs of `make torture`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.inputs import KINDS, block

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("works", "points"),
    [
        (("ingest", "migration"), 2),
        pytest.param(("ingest", "sync", "reindex"), 8, marks=pytest.mark.long),
        pytest.param(("backup", "restore", "migration"), 8, marks=pytest.mark.long),
    ],
    ids=["a few", "writing", "whole stores"],
)
def test_what_is_killed_loses_nothing(works: tuple[str, ...], points: int) -> None:
    """In a process of its own: children are forked from it."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.torture", "--points", str(points)]
    done = subprocess.run(
        [*command, "--only", *works], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 wrong") == len(works)


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_inputs_are_taken_or_refused(kind: str) -> None:
    """Nothing else becomes of them; some of both, or they are damaged too little or too much."""
    found = block(kind, 1, range(KINDS[kind].count // 5_000 + 12))
    assert found.wrong == []
    assert found.taken
    assert found.refused
