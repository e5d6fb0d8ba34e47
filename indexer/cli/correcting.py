"""The command `correct`: what is derived, put right by hand."""

import getpass
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated

import typer

from indexer.cli.app import opened, sync_quietly
from indexer.cli.output import say
from indexer.errors import InputError
from indexer.ingest import editing, issue_editing
from indexer.ingest.acts import Editor
from indexer.ingest.corrections import Action
from indexer.ingest.edits import Dated, Edit, HeadlineEdit, OccurrenceEdit, TagEdit
from indexer.ingest.issue_editing import IssueEdit
from indexer.models import Correction
from indexer.normalise.spans import Precision, Status, TagKind
from indexer.normalise.tags.kinds import KINDS
from indexer.settings import Settings
from indexer.store import EventStore

Act = Callable[[EventStore, str, Editor], Correction]
_LONGEST_REASON = 500

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.command()
def correct(
    subject: Annotated[str, typer.Argument(metavar="ID", help="An event, or an issue.")],
    reason: Annotated[str, typer.Option(help="Why, in one line; it stands in the history.")],
    add: Annotated[str | None, typer.Option(help="Add a tag: country:PH.")] = None,
    remove: Annotated[str | None, typer.Option(help="Take a tag away: domain:cyber.")] = None,
    headline: Annotated[str | None, typer.Option(help="The headline as it should be.")] = None,
    dates: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="OLD=NEW",
            help="Change a date: 2024-05-03=2024-05-04, or 2024-05-04/2024-05-06 for more days. "
            "OLD= takes it away, =NEW adds one.",
        ),
    ] = None,
    primary: Annotated[
        str | None, typer.Option(help="The date that the headline is about.")
    ] = None,
    into: Annotated[str | None, typer.Option(help="It is part of this other event.")] = None,
    delete: Annotated[bool, typer.Option("--delete", help="It is no event.")] = False,
    issue_date: Annotated[str | None, typer.Option(help="Day of the issue.")] = None,
    number: Annotated[str | None, typer.Option(help="Number of the issue: 2.7, or 74.")] = None,
    undo: Annotated[
        int | None, typer.Option(help="Take back the correction of this number.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Who says so; the name of who is logged in if not given.")
    ] = None,
) -> None:
    """Put right what was derived: tags, dates, a headline, an issue's date or number.

    Each act stands in the history with its reason, outlasts every new reading, and can be undone.

    Example: [bold]entente correct usjad-2-7-4a26bca9 --add country:TH --reason 'named'[/bold]
    """
    acts = [
        *([_corrected(_tag(add, Action.ADD))] if add else []),
        *([_corrected(_tag(remove, Action.REMOVE))] if remove else []),
        *([_corrected(HeadlineEdit(headline.strip()))] if headline and headline.strip() else []),
        *([_corrected(_dates(dates))] if dates else []),
        *([_corrected(OccurrenceEdit(Action.PRIMARY, _days(primary)))] if primary else []),
        *([_merged(into)] if into else []),
        *([editing.delete_event] if delete else []),
        *([_issue(issue_date, number)] if issue_date or number else []),
        *([_undone(undo)] if undo is not None else []),
    ]
    if len(acts) != 1:
        raise typer.BadParameter(
            f"say one thing to put right, such as --add country:PH; {len(acts)} are said"
        )
    told = " ".join(reason.split())
    if not 0 < len(told) <= _LONGEST_REASON:
        raise typer.BadParameter(f"--reason has 1 to {_LONGEST_REASON} characters")
    settings = Settings()
    with opened(settings) as (store, engine):
        done = acts[0](store, subject, Editor(by or _user(), told))
        sync_quietly(store, engine, settings)
    say(f"{subject}: correction {done.id}; --undo {done.id} takes it back")


def _corrected(edit: Edit) -> Act:
    return lambda store, subject, by: editing.correct(store, subject, edit, by)


def _merged(into: str) -> Act:
    return lambda store, subject, by: editing.merge(store, subject, into, by)


def _issue(day: str | None, number: str | None) -> Act:
    edit = IssueEdit(_day(day) if day else None, _number(number) if number else None)
    return lambda store, subject, by: issue_editing.correct_issue(store, subject, edit, by)


def _undone(number: int) -> Act:
    def act(store: EventStore, subject: str, by: Editor) -> Correction:
        """Of an event, else of an issue."""
        if any(one.id == number for one in store.digest_corrections(subject)):
            return issue_editing.undo_issue_correction(store, subject, number, by)
        return editing.undo(store, subject, number, by)

    return act


def _tag(text: str, action: Action) -> TagEdit:
    """A tag as the search box has it, by its value or its name.

    Raises:
        InputError: there is no such kind or value.
    """
    kind, _, value = text.partition(":")
    row = KINDS.get(kind.strip().lower())
    if row is None:
        raise InputError(f"{text!r} is not a tag: say {'|'.join(KINDS)}, a colon and a value")
    wanted = value.strip().casefold()
    labels = {label.casefold(): known for known, label in row.labels().items()}
    values = {known.casefold(): known for known in row.labels()}
    found = values.get(wanted) or labels.get(wanted) or row.aliases().get(wanted)
    if found is None:
        raise InputError(
            f"there is no {kind} {value.strip()!r}; examples: {', '.join(row.examples)}"
        )
    return TagEdit(TagKind(row.id), found, action)


def _dates(text: str) -> OccurrenceEdit:
    old, sign, new = (part.strip() for part in text.partition("="))
    if not sign or not (old or new):
        raise InputError(f"{text!r} is no change of a date: say OLD=NEW, OLD= or =NEW")
    if not new:
        return OccurrenceEdit(Action.REMOVE, _days(old))
    start, end = _days(new)
    precision = Precision.DAY if start == end else Precision.RANGE
    to = Dated(start, end, precision, Status.REPORTED)
    action = Action.CHANGE if old else Action.ADD
    return OccurrenceEdit(action, _days(old) if old else None, to)


def _days(text: str) -> tuple[date, date]:
    start, _, end = text.partition("/")
    first, last = _day(start), _day(end or start)
    if last < first:
        raise InputError(f"{text!r} ends before it begins")
    return first, last


def _day(text: str) -> date:
    with suppress(ValueError):
        return date.fromisoformat(text.strip())
    raise InputError(f"{text!r} is not a valid date, such as 2024-05-03")


def _number(text: str) -> tuple[int | None, int]:
    match = re.fullmatch(r"(?:(\d{1,3})\.)?(\d{1,4})", text.strip())
    if match is None:
        raise InputError(f"{text!r} is no number of an issue, such as 2.7 or 74")
    return (int(match[1]) if match[1] else None, int(match[2]))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"
