"""docs/analyst.md: its session, run as it stands in an environment with pandas."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.environments import environment
from tests.serving import serving

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "analyst.md"
_BLOCK = re.compile(r"(?<=```python\n).*?(?=```)", re.DOTALL)
_PNG = b"\x89PNG\r\n"
# What the session made, for the test to look at.
_TOLD = """
import sys
from urllib.parse import urlencode
asked = {"by": "country,domain,quarter", "event_from": "2022"}
exact = json.load(urlopen(f"{API}/counts?{urlencode(asked)}"))
json.dump({
    "cells": int(table.to_numpy().sum()),
    "exact": sum(cell["count"] for cell in exact["items"]),
    "shape": table.shape,
    "names": [index.name for index in table.index.levels] + [table.columns.name],
    "events": len(events),
    "held": json.load(urlopen(f"{API}/events?domain=space&country=JP&limit=1"))["total"],
    "missing": int(counts.isna().sum().sum()),
}, sys.stderr)
"""


def test_the_session(tmp_path: Path) -> None:
    """Its table holds what the API counts, its chart is drawn, and no code is read as missing."""
    python = environment(tmp_path / "session", ROOT / "requirements" / "analyst.txt")
    session = "\n".join(_BLOCK.findall(PAGE.read_text(encoding="utf-8"))) + _TOLD
    with serving({}, tmp_path) as served:
        (tmp_path / "session.py").write_text(session.replace("http://127.0.0.1:8000", served.url))
        done = subprocess.run(
            [python, "-W", "error", "session.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stderr)
    assert told["cells"] == told["exact"] > 0
    assert told["names"] == ["country", "domain", "quarter"]
    assert (told["events"], told["missing"]) == (told["held"], 0)
    assert (tmp_path / "quarters.png").read_bytes().startswith(_PNG)
