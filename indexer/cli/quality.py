"""`entente quality`: the figures, the frozen part first, and every miss of the other."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from indexer.cli.output import OUT, say, write_json
from indexer.quality.labels import load, seen, unseen
from indexer.quality.measure import KINDS, Quality, measure
from indexer.quality.paths import DIGESTS, LABELS, RECORDED
from indexer.quality.scores import Figure, Score

_PLURALS = {"country": "countries", "domain": "domains", "group": "groups", "actor": "actors"}


def quality(
    labels: Annotated[
        Path | None, typer.Argument(help="Folder of labels; without it the project's own.")
    ] = None,
    digests: Annotated[
        Path | None, typer.Option(help="Folder of the digests; without it beside the labels.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    misses: Annotated[bool, typer.Option(help="List every miss with its evidence.")] = True,
) -> None:
    """Measure dates, countries, domains, groups, actors and status on labelled digests.

    Issues that UNSEEN.txt of the folder names are measured apart, and their misses never listed.

    Example: [bold]entente quality --json[/bold]
    """
    items = load(*((LABELS, DIGESTS) if labels is None else (labels, digests)))
    parts = {"unseen": measure(unseen(items)), "seen": measure(seen(items))}
    if as_json:
        content = {name: part.as_json() for name, part in parts.items() if part.items}
        write_json(content)
        return
    for name, part in parts.items():
        if part.items:
            _print(name, part, misses=misses)


def recorded() -> dict[str, Any]:
    """The figures recorded with this version; they may not fall."""
    figures: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return figures


def _print(name: str, found: Quality, *, misses: bool) -> None:
    OUT.print(_table(name, found))
    OUT.print(_by_domain(found))
    if found.statuses:
        OUT.print(_by_status(found))
    for figure_name, figure in found.figures().items():
        say(f"{figure_name:20} {_shown(figure)}")
    for miss in found.misses if misses else ():
        say(f"\n{miss.item}: {miss.headline}")
        for label, values in (("extra", miss.extra), ("missing", miss.missing)):
            if values:
                say(f"  {miss.kind} {label}: {'; '.join(values)}")


def _shown(figure: Figure) -> str:
    return f"{figure.value:.3f}  95 % {figure.low:.3f} to {figure.high:.3f}, n {figure.n}"


def _table(name: str, found: Quality) -> Table:
    table = _empty(f"{name}: {found.items} items of {found.issues} issues")
    _row(table, "occurrences", found.occurrences)
    for kind in KINDS:
        _row(table, _PLURALS[kind], found.tags[kind])
    return table


def _by_domain(found: Quality) -> Table:
    table = _empty("by domain")
    for name, score in sorted(found.by_domain.items(), key=lambda entry: -entry[1].f1):
        _row(table, name, score)
    return table


def _by_status(found: Quality) -> Table:
    table = _empty("by status, of occurrences found")
    for name, score in sorted(found.statuses.items()):
        _row(table, name, score)
    return table


def _empty(title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("kind")
    for name in ("true positives", "false positives", "misses", "precision", "recall", "F1"):
        table.add_column(name, justify="right")
    return table


def _row(table: Table, name: str, score: Score) -> None:
    counts = (str(score.right), str(score.wrong), str(score.missed))
    figures = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
    table.add_row(name, *counts, *figures)
