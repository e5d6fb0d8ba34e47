"""The benchmark's own parts, so that it runs when it is needed; nothing here is timed."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from indexer.store import EventStore
from tests.bench import queries, report, synthetic
from tests.bench.bases import environment, ids
from tests.bench.plan import INSIDE
from tests.bench.targets import TARGETS

_EVENTS = 25


class TestSyntheticEvents:
    def test_they_are_the_same_every_time(self, monkeypatch, tmp_path: Path) -> None:
        """Two runs are of the same base, or their figures could not be compared."""
        made = []
        for name in ("one", "other"):
            monkeypatch.setattr(synthetic, "CACHE", tmp_path / name)
            made.append(synthetic.issues(_EVENTS).read_text())
        assert made[0] == made[1]

    def test_they_have_the_shape_that_they_are_said_to_have(
        self, monkeypatch, tmp_path: Path
    ) -> None:
        """Five events an issue, 1 to 4 countries, 1 to 3 domains, 25 years."""
        monkeypatch.setattr(synthetic, "CACHE", tmp_path)
        issues = [json.loads(line) for line in synthetic.issues(500).read_text().splitlines()]
        assert {len(issue["events"]) for issue in issues} == {5}
        for event in (event for issue in issues for event in issue["events"]):
            kinds = [tag["kind"] for tag in event["tags"]]
            assert 1 <= kinds.count("country") <= 4
            assert 1 <= kinds.count("domain") <= 3
        years = [date.fromisoformat(issue["issue_date"]).year for issue in issues]
        assert (min(years), max(years)) == (2000, 2024)

    def test_they_go_into_a_store_of_this_version(self, monkeypatch, tmp_path: Path) -> None:
        """Under the ids that the doors are asked for; the adapter knows the present store."""
        monkeypatch.setattr(synthetic, "CACHE", tmp_path)
        command = [sys.executable, INSIDE / "fill.py", synthetic.issues(_EVENTS), str(_EVENTS)]
        ran = subprocess.run(
            [*command, "--through-pipeline"],
            env=environment(tmp_path),
            capture_output=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr.decode()
        assert json.loads(ran.stdout)["events"] == _EVENTS
        store = EventStore(f"sqlite:///{tmp_path / 'entente.db'}")
        asked = ids(_EVENTS)
        assert len(store.events(asked.events)) == store.count_events() == _EVENTS
        assert store.digest(asked.digests[0]).id == asked.digests[0]
        store.close()


def test_no_search_of_the_mix_comes_twice() -> None:
    """A cache of answers is not what is measured."""
    asked = [query.parameters() for query in queries.mix(900)]
    assert len(set(asked)) == len(asked)
    assert {query.kind for query in queries.mix(9)} == {
        "one word",
        "two words",
        "three words",
        "prefix",
        "typo",
        "phrase",
        "filters",
    }


def test_the_table_holds_what_a_run_measured() -> None:
    """A target that a run has no figure for is left out, one that is missed says so."""
    figures = _figures()
    table = report.markdown(figures)
    rows = {row[1].strip(): row[-2].strip() for row in map(_cells, table.splitlines()) if row}
    assert rows["HTML page"] == "**no**"
    assert rows["API page with 3 facets, p50"] == "yes"
    assert rows["seeded base to first answer"] == "yes"
    assert "API on Meilisearch, p50" not in rows
    assert len(rows) < len(TARGETS)


def _cells(line: str) -> list[str]:
    return line.split("|") if line.startswith("|") else []


def _figures() -> dict[str, object]:
    def tried(p50: float) -> dict[str, float]:
        same = dict.fromkeys(("p95", "p99", "cpu", "rate"), p50)
        return {"p50": p50, "requests": 10, "errors": 0} | same

    here = "now, embedded"
    return {
        "date": "2026-01-01",
        "quiet": True,
        "rounds": 3,
        "machine": {
            "cores": 2,
            "model": "",
            "memory, GiB": 8,
            "system": "Linux",
            "python": "3.11",
            "load when started": 0.0,
        },
        "checkouts": ["now"],
        "starting": {"now": {"first answer": 1.5, "help": 0.2}},
        "reading": {},
        "storing": {},
        "at": {
            "10000": {
                "doors": {
                    "JSON": {here: tried(5), "no-op": tried(1)},
                    "HTML": {here: tried(11)},
                },
                "cold": {"JSON": {here: 50.0, "no-op": 2.0}, "HTML": {here: 60.0}},
                "memory": {here: {"own": 100.0, "mapped": 10.0}},
                "clients": {here: tried(9)},
                "workers": {},
                "checkouts": {
                    "now": {
                        "rebuild": {"cpu": 5.0, "memory": 90.0},
                        "engine": {"engine": {"p50": 1.0}, "raw": {"p50": 1.0}},
                        "meilisearch": None,
                        "after a write": {"first answer": 5.0, "usual": 5.0},
                        "export": {},
                    }
                },
            }
        },
    }
