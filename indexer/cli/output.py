"""What the commands print."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from indexer.cli.differences import difference_lines
from indexer.errors import EntenteError, InputError
from indexer.ingest.report import FileReport, IngestReport, Outcome
from indexer.normalise.tags.kinds import KINDS

# Words out of files and of other servers are never markup, and never steer the terminal.
OUT = Console(markup=False, highlight=False, emoji=False)
ERR = Console(stderr=True, markup=False, highlight=False, emoji=False)
_STEERS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)

_LONGEST_TABLE = 40  # rows


def shown(text: str) -> str:
    """Text fit for a terminal: what would steer it, or cannot be written, is spelled out."""
    safe = _STEERS.sub(lambda found: _spelled(found[0]), text)
    encoding = sys.stdout.encoding or "utf-8"
    return safe.encode(encoding, "backslashreplace").decode(encoding)


def _spelled(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004


def say(text: str, *, style: str | None = None) -> None:
    """One line, or several, on standard output."""
    OUT.print(shown(text), style=style, soft_wrap=True)


def warn(text: str) -> None:
    """One line, or several, on standard error."""
    ERR.print(shown(text), soft_wrap=True)


def write_json(value: object) -> None:
    """One JSON object a line; what no encoding has is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value)
    sys.stdout.write(text + "\n")


def print_report(report: IngestReport, *, as_json: bool, dry_run: bool) -> None:
    """What happened to each file: doubts on standard error, table and sum on standard output."""
    for file in report.files:
        print_file(file, as_json=as_json, dry_run=dry_run)
    if as_json:
        return
    if len(report.files) > 1:
        _print_table(report)
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in Outcome)
    created, updated, deleted = report.events
    would = "would be " if dry_run else ""
    say(
        f"{len(report.files)} digests: {counts}; events {would}created {created}, "
        f"updated {updated}, deleted {deleted}"
    )


def print_file(file: FileReport, *, as_json: bool, dry_run: bool) -> None:
    """What happened to one file: its difference in a dry run, why it was refused, its doubts."""
    if as_json:
        write_json(file.as_json(difference=dry_run))
        return
    if dry_run and file.written:
        print_difference(file)
    if file.error is not None:
        complain(file.error)
    for remark in file.remarks if file.outcome is not Outcome.UNCHANGED else ():
        where = f"{remark.file}:{remark.line}" if remark.line else remark.file
        words = f" ({remark.words})" if remark.words else ""
        warn(f"{remark.severity}: {where}: {remark.message}{words}")


@contextmanager
def report_file(path: Path | None, *, difference: bool) -> Iterator[Callable[[FileReport], None]]:
    """A file of JSON lines, each written as soon as its issue is done; without a path, nothing.

    Raises:
        InputError: it cannot be written.
    """
    if path is None:
        yield lambda _: None
        return
    try:
        file = path.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise InputError(f"{path}: the report cannot be written: {error.strerror}") from error
    with file:

        def keep(report: FileReport) -> None:
            told = json.dumps(report.as_json(difference=difference), ensure_ascii=False)
            try:
                file.write(told + "\n")
                file.flush()
            except OSError as error:
                raise InputError(
                    f"{path}: the report cannot be written: {error.strerror}"
                ) from error

        yield keep


def _print_table(report: IngestReport) -> None:
    """One row an issue, those that did not change left out where there are many."""
    files = report.files
    if len(files) > _LONGEST_TABLE:
        files = [file for file in files if file.outcome is not Outcome.UNCHANGED]
    table = Table("file", "issue", "outcome", "new", "changed", "gone", "doubts", box=SIMPLE_HEAD)
    table.columns[0].overflow = "fold"
    for column in table.columns[3:]:
        column.justify = "right"
    for file in files[:_LONGEST_TABLE]:
        counts = (len(file.created), len(file.updated), len(file.deleted), len(file.remarks))
        table.add_row(
            Text(shown(file.file)), Text(file.digest_id or ""), str(file.outcome),
            *(str(count or "") for count in counts),
        )  # fmt: skip
    if table.row_count:
        OUT.print(table)
    if len(files) > _LONGEST_TABLE:
        say(f"and {len(files) - _LONGEST_TABLE} more; --report FILE writes all of them")


def print_digest(found: dict[str, Any]) -> None:
    """A parsed digest, for people."""
    digest = found["digest"]
    say(f"{digest['title']}  {digest['issue_date']} ({digest['issue_date_basis']})", style="bold")
    for event in found["events"]:
        say(f"\n{event['position']}. {event['headline']}")
        dates = [o["start"] + ("" if o["start"] == o["end"] else f"/{o['end']}")
                 for o in event["occurrences"]]  # fmt: skip
        tags = [value for kind in KINDS.values() for value in event[kind.plural]]
        say(f"   {' '.join(dates)}\n   {' '.join(tags)}")
    for issue in found["issues"]:
        say(f"{issue['severity']}: {issue['message']}")


def print_difference(file: FileReport) -> None:
    """What a dry run would change of one digest, item by item."""
    for line in difference_lines(f"{file.file}: {file.digest_id}", file.difference()):
        say(line)


def complain(error: EntenteError | str) -> None:
    """One clear line on standard error."""
    warn(f"entente: {error}")


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal; call what it yields once a step."""
    with Progress(console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def working(label: str) -> Iterator[Callable[[str], None]]:
    """A line on a terminal that says what was done last; nobody knows how much is to come."""
    with Progress(console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done: bar.update(task, description=escape(f"{label}: {shown(done)[:60]}"))
