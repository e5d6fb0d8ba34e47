"""What the commands print."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress

from indexer.errors import EntenteError
from indexer.ingest.report import IngestReport, Outcome
from indexer.normalise.tags.kinds import KINDS

OUT = Console()
ERR = Console(stderr=True)


def print_report(report: IngestReport, *, as_json: bool, dry_run: bool) -> None:
    """What happened to each file: doubts on standard error, the sum on standard output."""
    if as_json:
        for file in report.files:
            sys.stdout.write(json.dumps(file.as_json(), ensure_ascii=False) + "\n")
        return
    for file in report.files:
        if file.error is not None:
            complain(file.error)
        for remark in file.remarks if file.outcome is not Outcome.UNCHANGED else ():
            where = f"{remark.file}:{remark.line}" if remark.line else remark.file
            words = f" ({remark.words})" if remark.words else ""
            ERR.print(
                f"{remark.severity}: {where}: {remark.message}{words}",
                highlight=False,
                markup=False,
            )
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in Outcome)
    created, updated, deleted = report.events
    would = "would be " if dry_run else ""
    OUT.print(
        f"{len(report.files)} digests: {counts}; events {would}created {created}, "
        f"updated {updated}, deleted {deleted}",
        highlight=False,
        soft_wrap=True,
    )


def print_digest(found: dict[str, Any]) -> None:
    """A parsed digest, for people."""
    digest = found["digest"]
    OUT.print(
        f"[bold]{digest['title']}[/bold]  {digest['issue_date']} ({digest['issue_date_basis']})",
        highlight=False,
    )
    for event in found["events"]:
        OUT.print(f"\n{event['position']}. {event['headline']}", highlight=False, markup=False)
        dates = [o["start"] + ("" if o["start"] == o["end"] else f"/{o['end']}")
                 for o in event["occurrences"]]  # fmt: skip
        tags = [value for kind in KINDS.values() for value in event[kind.plural]]
        OUT.print(f"   {' '.join(dates)}\n   {' '.join(tags)}", highlight=False, markup=False)
    for issue in found["issues"]:
        OUT.print(f"{issue['severity']}: {issue['message']}", highlight=False, markup=False)


def complain(error: EntenteError | str) -> None:
    """One clear line on standard error."""
    ERR.print(f"entente: {error}", highlight=False, markup=False, soft_wrap=True)


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal; call what it yields once a step."""
    with Progress(console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)
