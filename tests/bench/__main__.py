"""`make bench`: every section at every size, the table printed and written with its figures.

python -m tests.bench                                 this tree, 10,000 and 100,000 events
python -m tests.bench --checkout before=../old        another tree beside it, in the same run
python -m tests.bench --events 10000 --rounds 1       a quick look
python -m tests.bench --million                       one million events, too
python -m tests.bench --write                         the table into docs/performance.md
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import bases, report, yardsticks
from tests.bench.plan import CACHE, ROOT, Checkout, Plan
from tests.bench.sections import commands, engine, http, writes
from tests.bench.wrk import require_wrk

_SIZES = (10_000, 100_000)
_MILLION = 1_000_000


def main() -> None:
    """Run, print, and keep the figures."""
    arguments = _arguments()
    require_wrk()
    plan = _plan(arguments)
    figures = _measured(plan)
    table = report.markdown(figures)
    stem = CACHE / f"{datetime.now(UTC):%Y-%m-%dT%H%M}"
    stem.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    stem.with_suffix(".md").write_text(table)
    print(table)
    print(f"figures: {stem}.json", file=sys.stderr)
    if arguments.write:
        report.write(table, figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--checkout",
        action="append",
        default=[],
        metavar="LABEL=PATH",
        help="another tree with its own .venv (make dev), measured beside this one",
    )
    parser.add_argument("--events", type=int, action="append", help="sizes; may be given again")
    parser.add_argument("--million", action="store_true", help="one million events, too")
    parser.add_argument(
        "--engine", choices=("tantivy", "meilisearch"), action="append", help="only this engine"
    )
    parser.add_argument("--rounds", type=int, default=3, help="tries of every door (3)")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a try (2)")
    parser.add_argument("--quiet", action="store_true", help="nothing else runs on this machine")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    return parser.parse_args()


def _plan(arguments: argparse.Namespace) -> Plan:
    others = []
    for given in arguments.checkout:
        label, _, path = given.rpartition("=")
        others.append(Checkout(label or Path(path).name, Path(path).resolve()))
    here = Checkout("now", ROOT)
    for checkout in (*others, here):
        if not Path(checkout.python).exists():
            raise SystemExit(f"{checkout.path} has no .venv: run make dev there")
    sizes = tuple(arguments.events or _SIZES) + ((_MILLION,) if arguments.million else ())
    return Plan(
        checkouts=(*others, here),
        sizes=tuple(dict.fromkeys(sizes)),
        engines=tuple(arguments.engine or ("tantivy", "meilisearch")),
        rounds=arguments.rounds,
        seconds=arguments.seconds,
        quiet=arguments.quiet,
    )


def _measured(plan: Plan) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "machine": _machine(),
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "quiet": plan.quiet,
        "checkouts": [checkout.label for checkout in plan.checkouts],
        "sizes": list(plan.sizes),
        "rounds": plan.rounds,
        "at": {},
    }
    CACHE.mkdir(parents=True, exist_ok=True)
    yardsticks.datasette_program()
    _say("starting and reading")
    figures["starting"] = _tried(lambda: commands.starting(plan))
    figures["reading"] = _tried(lambda: commands.reading(plan))
    figures["storing"] = _tried(lambda: commands.storing(plan))
    for events in plan.sizes:
        figures["at"][str(events)] = _at(plan, events)
        (CACHE / "last.json").write_text(json.dumps(figures, indent=1) + "\n")
    return figures


def _tried(section: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """A section's figures; one that fails says so, and the sitting goes on without them."""
    try:
        return section()
    except (RuntimeError, OSError, AssertionError, KeyError, ValueError) as error:
        _say(f"FAILED: {error!r}")
        return {}


def _at(plan: Plan, events: int) -> dict[str, Any]:
    """Every section at one size."""
    built = {}
    for checkout in plan.checkouts:
        _say(f"base of {checkout.label} with {events} events")
        built[checkout.label] = bases.base(checkout, events)
    found = http.doors(plan, events, built, _say)
    by_checkout: dict[str, dict[str, Any]] = {}
    for checkout in plan.checkouts:
        base = built[checkout.label]
        _say(f"engine of {checkout.label} in process")
        rebuilt = CACHE / f"meilisearch-{checkout.label}-{events}.json"
        by_checkout[checkout.label] = {
            "filling": base.filling,
            "rebuild": base.rebuild,
            "meilisearch": json.loads(rebuilt.read_text()) if rebuilt.exists() else None,
            "engine": _tried(partial(engine.engine, checkout, events, base)),
            "after a write": _tried(partial(writes.after_a_write, checkout, base, _say)),
            "export": _tried(partial(writes.export, checkout, events, base, _say)),
        }
    several = _tried(lambda: http.workers(plan, built, _say))
    return found | {"checkouts": by_checkout, "workers": several}


def _machine() -> dict[str, Any]:
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in told if line.startswith("model name")), "")
    memory = Path("/proc/meminfo").read_text().split()[1]
    return {
        "cores": os.cpu_count(),
        "model": model,
        "memory, GiB": round(int(memory) / 1024**2),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load when started": os.getloadavg()[0],
    }


def _say(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
