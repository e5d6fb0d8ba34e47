"""The table: targets with their figures, then every door; written into docs/performance.md."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.bench.plan import ROOT
from tests.bench.targets import TARGETS, Target

Figures = dict[str, Any]
_PAGE = ROOT / "docs" / "performance.md"
_FIGURES = ROOT / "docs" / "performance.json"
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"


def markdown(figures: Figures) -> str:
    """Everything that a run found, as Markdown."""
    parts = [_told(figures), _targets(figures)]
    for size in figures["at"]:
        parts += [_doors(figures, size), _others(figures, size)]
    return "\n".join(parts)


def write(table: str, figures: Figures) -> None:
    """Put the table into its page, and the figures beside it."""
    page = _PAGE.read_text(encoding="utf-8")
    before, rest = page.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    _PAGE.write_text(f"{before}{_BEGIN}\n\n{table}\n{_END}{after}", encoding="utf-8")
    _FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _told(figures: Figures) -> str:
    machine = figures["machine"]
    alone = "nothing else ran" if figures["quiet"] else "the machine was shared, load included"
    return (
        f"{figures['date']}; {machine['cores']} cores of {machine['model'] or 'an unnamed CPU'}, "
        f"{machine['memory, GiB']} GiB, {machine['system']}, Python {machine['python']}; {alone} "
        f"(load {machine['load when started']:.1f} when started). Median of {figures['rounds']} "
        "tries, interleaved.\n"
    )


def _targets(figures: Figures) -> str:
    labels = figures["checkouts"]
    rows = [["what", "target", *labels, "met"]]
    for target in TARGETS:
        found = [target.figure(figures, label) for label in labels]
        if any(figure is not None for figure in found):
            met = "-" if found[-1] is None else "yes" if target.met(found[-1]) else "**no**"
            rows.append([target.what, target.wanted, *(_figure(target, one) for one in found), met])
    return _table(rows, numbers_from=2)


def _doors(figures: Figures, size: str) -> str:
    at = figures["at"][size]
    rows = [["door", "system", "p50", "p95", "p99", "CPU", "requests", "errors", "cold"]]
    for door, by_system in at["doors"].items():
        for name, found in by_system.items():
            rows.append([door, name, *_measure(found), _short(at["cold"][door][name])])
    return f"### {int(size):,} events, one client (ms a request)\n\n{_table(rows, numbers_from=2)}"


def _others(figures: Figures, size: str) -> str:
    at = figures["at"][size]
    return "\n".join(
        [
            f"### {int(size):,} events, eight clients at the plain search\n",
            _table(_clients(at), numbers_from=1),
            f"### {int(size):,} events, private memory after every door was used (MiB)\n",
            _table(_memory(at), numbers_from=1),
            f"### {int(size):,} events, everything else\n",
            _table(_flat(at["checkouts"]), numbers_from=1),
        ]
    )


def _clients(at: Figures) -> Iterator[list[str]]:
    yield ["system", "requests/s", "p50", "p95", "p99", "CPU", "requests", "errors"]
    for name, found in (*at["clients"].items(), *at["workers"].items()):
        yield [name, f"{found['rate']:.0f}", *_measure(found)]


def _memory(at: Figures) -> Iterator[list[str]]:
    yield ["system", "own", "mapped files"]
    for name, found in at["memory"].items():
        yield [name, f"{found['own']:.0f}", f"{found['mapped']:.0f}"]


def _flat(checkouts: Figures) -> Iterator[list[str]]:
    """One row a figure, one column a checkout."""
    yield ["what", *checkouts]
    columns = [dict(_leaves(found)) for found in checkouts.values()]
    for name in dict.fromkeys(name for column in columns for name in column):
        yield [name, *(_short(column.get(name, "")) for column in columns)]


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, f"{name}, {key}" if name else key)
    elif value is not None:
        yield name, value


def _measure(found: Figures) -> list[str]:
    times = [f"{found[name]:.2f}" for name in ("p50", "p95", "p99", "cpu")]
    return [*times, f"{found['requests']:.0f}", f"{found['errors']:.0f}"]


def _figure(target: Target, figure: float | None) -> str:
    return "" if figure is None else f"{_short(figure)}{target.unit}"


def _short(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _table(rows: Iterable[list[str]], *, numbers_from: int) -> str:
    head, *body = rows
    rule = ["---:" if at >= numbers_from else "---" for at in range(len(head))]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *body))
