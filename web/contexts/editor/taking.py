"""Taking an issue in: the form, and what storing it would change."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.answers.formats.citation import period_in_words
from indexer.errors import InputError
from indexer.ingest.difference import UNCHANGED
from indexer.ingest.report import FileReport
from indexer.models import ChangeKind, Draft
from indexer.readers import SourceHints
from web.contexts.editor.account import EDITOR, Account
from web.contexts.editor.difference import DiffRow, ShownItem, issue_rows, shown_items

TOLD = ("series", "volume", "issue_date", "new_series", "replace")
_VOLUME = re.compile(r"(?:(\d{1,3})\.)?(\d{1,4})")


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form for an issue; what was filled in stays where it could not be used.

    Attributes:
        series: id and title of each known series.
        told: what the editor says of the issue beside its bytes.
    """

    title: str
    by: Account
    series: tuple[tuple[str, str], ...]
    told: Mapping[str, str]
    text: str
    address: str
    error: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the reader was unsure of."""

    message: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What storing a draft would change; or why it cannot be read as it is.

    Attributes:
        url: of this page; its forms are sent to it.
        state: of the stored issue that was compared with; sent back when it is stored.
        issue: its title; empty where it could not be read.
        lede: what it was read from, and whether it is stored already.
        counts: how many items came out in each way.
        button: what storing does, in words; empty where nothing would change.
        losses: what is stored and would be shorter or gone.
        problem: why it cannot be read or stored as it is.
    """

    title: str
    by: Account
    url: str
    origin: str
    state: int
    issue: str
    lede: str
    counts: tuple[tuple[int, str], ...]
    button: str
    rows: tuple[DiffRow, ...]
    items: tuple[ShownItem, ...]
    doubts: tuple[Doubt, ...]
    losses: tuple[str, ...]
    problem: str
    only_changes: bool
    series: tuple[tuple[str, str], ...]
    told: Mapping[str, str]


def new_page(
    by: Account,
    series: Iterable[tuple[str, str]],
    told: Mapping[str, str],
    *,
    text: str = "",
    address: str = "",
    error: str = "",
) -> NewPage:
    """The form for an issue."""
    return NewPage("New issue – Entente", by, tuple(series), _whole(told), text, address, error)


def check_page(
    by: Account,
    draft: Draft,
    report: FileReport,
    series: Iterable[tuple[str, str]],
    *,
    issue: str,
    only_changes: bool,
    problem: str = "",
) -> CheckPage:
    """What storing a draft would change.

    Args:
        by: who looks at it.
        draft: what they gave.
        report: of a dry run.
        series: id and title of each known series.
        issue: its title.
        only_changes: leave out the items that stay as they are.
        problem: why it was not stored just now.
    """
    told = report.difference()
    counts = _counts([one.change for one in told.items], len(report.remarks))
    known = "This issue is stored already; the new reading is compared with it. "
    items = len([one for one in told.items if one.change != ChangeKind.DELETED])
    lede = (
        f"Read from {draft.origin}, {items} item{'' if items == 1 else 's'}. "
        f"{known if report.state else ''}Nothing has changed yet."
    )
    return CheckPage(
        title=f"Check {issue} before it is stored – Entente",
        by=by,
        url=f"{EDITOR}/drafts/{draft.id}",
        origin=draft.origin,
        state=report.state,
        issue=issue,
        lede=lede,
        counts=counts,
        button=_button(counts, changed=bool(told.digest)),
        rows=issue_rows(told.digest) if report.state else (),
        items=shown_items(told, only_changes=only_changes),
        doubts=tuple(
            Doubt(one.message, one.words or "", f"line {one.line}" if one.line else "")
            for one in report.remarks
        ),
        losses=tuple(map(str, report.losses)),
        problem=problem,
        only_changes=only_changes,
        series=tuple(series),
        told=_whole(draft.told),
    )


def unread_page(
    by: Account, draft: Draft, problem: str, series: Iterable[tuple[str, str]]
) -> CheckPage:
    """Why a draft cannot be read, and what could be said beside it."""
    return CheckPage(
        title="This cannot be read yet – Entente",
        by=by,
        url=f"{EDITOR}/drafts/{draft.id}",
        origin=draft.origin,
        state=0,
        issue="",
        lede="",
        counts=(),
        button="",
        rows=(),
        items=(),
        doubts=(),
        losses=(),
        problem=problem,
        only_changes=False,
        series=tuple(series),
        told=_whole(draft.told),
    )


def hints_of(draft: Draft) -> SourceHints:
    """What is known about a draft besides its bytes.

    Raises:
        InputError: number or date cannot be read.
    """
    told = _whole(draft.told)
    return SourceHints(
        draft.origin,
        told["series"] or None,
        _volume(told["volume"]),
        new_series=bool(told["new_series"]),
        issue_date=_day(told["issue_date"]),
    )


def covers(start: str, end: str) -> str:
    """The days of an issue, in words."""
    return period_in_words(date.fromisoformat(start), date.fromisoformat(end))


def _whole(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(told.get(name) or "") for name in TOLD}


def _counts(changes: list[str], doubts: int) -> tuple[tuple[int, str], ...]:
    new = changes.count(ChangeKind.CREATED)
    same = changes.count(UNCHANGED)
    gone = changes.count(ChangeKind.DELETED)
    return (
        (new, "new"),
        (len(changes) - new - same - gone, "changed"),
        (same, "unchanged"),
        (gone, "taken away"),
        (doubts, "doubt" if doubts == 1 else "doubts"),
    )


def _button(counts: tuple[tuple[int, str], ...], *, changed: bool) -> str:
    """Such as: Store 1 new, 2 changed."""
    said = [f"{number} {words}" for number, words in counts[:-1] if number and words != "unchanged"]
    if said:
        return f"Store {', '.join(said)}"
    return "Store what changes of the issue" if changed else ""


def _volume(said: str) -> tuple[int | None, int] | None:
    if not said:
        return None
    match = _VOLUME.fullmatch(said)
    if match is None:
        raise InputError(f"{said[:20]!r} is no number of an issue, such as 2.7 or 12")
    return (int(match[1]) if match[1] else None), int(match[2])


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InputError(f"{said[:20]!r} is not a valid date; write it as 2024-06-30") from None
