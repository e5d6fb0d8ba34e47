"""Correcting an event in place: its facts with ways to change them, one form open at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from indexer.models import Correction, Digest, Precision, Status
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS, Kind, shown
from indexer.projection import FullEventOut, OccurrenceOut
from web.contexts.cards import Link, event_url, issue_name
from web.contexts.editor.account import EDITOR, Account
from web.contexts.editor.corrections import CorrectionLine, correction_line
from web.contexts.editor.runs import Run, runs
from web.contexts.event import DatedLine, dated_line

HEADLINE, DATE, NEW_DATE, ADD, REMOVE, UNDO = (
    *("headline", "date", "new-date", "add", "remove", "undo"),
)
PRECISIONS = (
    (Precision.DAY, "To the day"),
    (Precision.RANGE, "Range of days"),
    (Precision.MONTH, "Month only"),
    (Precision.APPROXIMATE, "Approximate"),
)
STATUSES = tuple((status, status.replace("_", " ").capitalize()) for status in Status)


@dataclass(frozen=True, slots=True)
class Open:
    """The form that is open.

    Attributes:
        what: headline, date, new-date, add, remove or undo.
        which: an occurrence's days, a kind of tag, a tag, or the number of a correction.
        filled: what was filled in, where it could not be used; else empty.
        error: why it could not.
    """

    what: str = ""
    which: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def value(self) -> str:
        """The tag or headline that was filled in."""
        return self.filled.get("value", "")

    @property
    def reason(self) -> str:
        """The reason that was filled in."""
        return self.filled.get("reason", "")

    @classmethod
    def of(cls, edit: str) -> "Open":
        """The form of an address, such as ``?edit=date:2024-05-03/2024-05-03``."""
        what, _, which = edit.partition(":")
        return cls(what, which)


@dataclass(frozen=True, slots=True)
class DateRow:
    """An occurrence, and its form where that is open."""

    line: DatedLine
    which: str
    edit: str
    open: bool
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag, and where it is taken away."""

    value: str
    label: str
    remove: str
    open: bool


@dataclass(frozen=True, slots=True)
class TagRows:
    """The tags of a kind, and where one is added."""

    kind: TagKind
    title: str
    one: str
    tags: tuple[TagRow, ...]
    add: str
    open: bool
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectPage:
    """An event as an editor corrects it.

    Attributes:
        state: number of its last change as it was read; sent back with every correction.
        url: of this page; ``done`` of the event's own.
        saved: what was just done; None where nothing was.
        opened: the form that is open.
        corrections: every one, the latest first.
    """

    title: str
    by: Account
    url: str
    done: str
    issue: Link
    place: str
    state: int
    headline: str
    text: tuple[Run, ...]
    opened: Open
    saved: CorrectionLine | None
    dates: tuple[DateRow, ...]
    new_date: str
    new_values: Mapping[str, str]
    kinds: tuple[TagRows, ...]
    corrections: tuple[CorrectionLine, ...]
    precisions: tuple[tuple[Precision, str], ...]
    statuses: tuple[tuple[Status, str], ...]
    can_undo: int | None


def correct_page(
    by: Account,
    event: FullEventOut,
    digest: Digest,
    corrections: Sequence[Correction],
    opened: Open,
    *,
    saved: int | None = None,
) -> CorrectPage:
    """An event as an editor corrects it.

    Args:
        by: who corrects.
        event: as it is now.
        digest: its issue.
        corrections: every one of the event, oldest first.
        opened: the form that is open.
        saved: number of the correction that was just made or undone.
    """
    url = f"{EDITOR}/events/{event.id}"
    lines = [correction_line(one, url) for one in reversed(corrections)]
    undoing = next((one for one in lines if str(one.id) == opened.which and one.undo), None)
    return CorrectPage(
        title=f"Correcting: {event.headline} – Entente",
        by=by,
        url=url,
        done=event_url(event.id),
        issue=Link(issue_name(event.digest), f"/digests/{event.digest.id}"),
        place=f"{digest.title} · item {event.position}",
        state=event.changed,
        headline=event.headline,
        text=_text(event, opened),
        opened=opened,
        saved=next((one for one in lines if one.id == saved), None),
        dates=tuple(_date_row(one, url, opened) for one in event.occurrences),
        new_date=_edit(url, NEW_DATE),
        new_values=_values(None, opened),
        kinds=tuple(_tag_rows(kind, event, url, opened) for kind in shown()),
        corrections=tuple(lines),
        precisions=PRECISIONS,
        statuses=STATUSES,
        can_undo=undoing.id if opened.what == UNDO and undoing else None,
    )


def named(one: OccurrenceOut) -> str:
    """How an occurrence is named: by its first and last day."""
    return f"{one.start.isoformat()}/{one.end.isoformat()}"


def _edit(url: str, what: str, which: str = "") -> str:
    target = f"{what}:{which}" if which else what
    return f"{url}?edit={quote(target, safe=':/')}#edit"


def _date_row(one: OccurrenceOut, url: str, opened: Open) -> DateRow:
    which = named(one)
    is_open = (opened.what, opened.which) == (DATE, which)
    return DateRow(dated_line(one), which, _edit(url, DATE, which), is_open, _values(one, opened))


def _values(one: OccurrenceOut | None, opened: Open) -> Mapping[str, str]:
    """What the form shows: what was filled in, else the occurrence as it is."""
    blank = {"start": "", "end": "", "precision": Precision.DAY, "status": Status.REPORTED}
    if opened.filled or one is None:
        return blank | dict(opened.filled)
    return {
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "precision": one.precision,
        "status": one.status,
    }


def _tag_rows(kind: Kind, event: FullEventOut, url: str, opened: Open) -> TagRows:
    tags = event.tags.of(kind.id)
    adding = (opened.what, opened.which) == (ADD, kind.id)
    return TagRows(
        kind=kind.id,
        title=f"{kind.heading}, most important first" if len(tags) > 1 else kind.heading,
        one=kind.title.lower(),
        tags=tuple(
            TagRow(
                tag.value,
                tag.label,
                _edit(url, REMOVE, f"{kind.id}:{tag.value}"),
                (opened.what, opened.which) == (REMOVE, f"{kind.id}:{tag.value}"),
            )
            for tag in tags
        ),
        add=_edit(url, ADD, kind.id),
        open=adding,
        options=tuple(sorted(set(kind.labels().values()))) if adding else (),
    )


def _text(event: FullEventOut, opened: Open) -> tuple[Run, ...]:
    """The text with the words marked that are behind what is being changed."""
    spans: list[tuple[int, int]] = []
    if opened.what == DATE:
        spans = [
            (one.span_start or 0, one.span_end or 0)
            for one in event.occurrences
            if named(one) == opened.which and one.field == "text"
        ]
    elif opened.what == REMOVE:
        kind, _, value = opened.which.partition(":")
        if kind in KINDS:
            tags = [tag for tag in event.tags.of(kind) if tag.value == value]
            spans = [
                (span.start, span.end)
                for tag in tags
                for span in tag.evidence
                if span.field == "text"
            ]
    return runs(event.text, tags=spans)
