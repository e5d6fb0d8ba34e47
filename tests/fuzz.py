"""Schemathesis against a real server, all checks: `make fuzz` in full, a test in short.

Keys are made for it, so that writing is fuzzed as well as reading.
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests.servers import Meilisearch, missing
from tests.serving import serving

_ROOT = Path(__file__).parents[1]
_CONFIG = Path(__file__).parent / "api" / "schemathesis.toml"
_HOOKS = {"SCHEMATHESIS_HOOKS": "tests.api.schemathesis_hooks", "PYTHONPATH": str(_ROOT)}
_PROGRAMS = Path(sys.executable).parent
FULL = 45
ALL_PHASES = "examples,coverage,fuzzing,stateful"


def fuzz(
    environment: dict[str, str],
    folder: Path,
    *,
    examples: int,
    phases: str = ALL_PHASES,
    seed: int | None = None,
) -> tuple[int, str]:
    """Fuzz a server of its own with the seed data.

    Args:
        environment: settings as environment variables, the search engine's for one.
        folder: where its data may live.
        examples: the most cases an operation and phase.
        phases: Schemathesis' phases, with commas between.
        seed: for the same cases every time; without it others in each run.

    Returns:
        How many cases were run, and the report; empty where nothing failed.
    """
    with serving(environment, folder) as (url, key):
        with urllib.request.urlopen(f"{url}/openapi.json"):
            pass  # made once; Schemathesis waits ten seconds
        ran = subprocess.run(
            [
                *(str(_PROGRAMS / "schemathesis"), "--config-file", str(_CONFIG)),
                *("run", f"{url}/openapi.json", "--checks", "all", "--no-color"),
                *(
                    "--phases",
                    phases,
                    "--max-examples",
                    str(examples),
                    "--continue-on-failure",
                    "--workers",
                    "2",
                ),
                *("-H", f"Authorization: Bearer {key}"),
                *(("--seed", str(seed)) if seed is not None else ()),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env={**os.environ, **_HOOKS, "FUZZED": url},
        )
    report = ran.stdout + ran.stderr
    counted = re.search(r"(\d+) generated", report)
    return int(counted[1]) if counted else 0, "" if ran.returncode == 0 else report


def _full() -> int:
    binary = Meilisearch.binary()
    if binary is None:
        missing(Meilisearch.how_to_get)
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / part for part in ("tantivy", "meili", "server")]
        for folder in folders:
            folder.mkdir()
        with Meilisearch(binary, folders[2]) as server:
            meili = {
                "ENTENTE_MEILI_URL": server.url,
                "ENTENTE_MEILI_KEY": server.master_key,
                "ENTENTE_MEILI_TIMEOUT": "60",
            }
            for engine, environment, folder in zip(
                ("embedded", "Meilisearch"), ({}, meili), folders, strict=False
            ):
                cases, report = fuzz(environment, folder, examples=FULL)
                print(f"{engine}: {cases} cases, {'failures' if report else 'no failure'}")
                print(report, end="")
                failed = failed or bool(report)
    return int(failed)


if __name__ == "__main__":
    sys.exit(_full())
