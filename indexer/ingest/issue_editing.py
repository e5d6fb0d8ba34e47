"""What editors do to an issue itself: its date and its number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.errors import Changed, Conflict, InputError, NotFound
from indexer.ingest.acts import Editor, require_active, undone
from indexer.ingest.corrections import Action, Corrected
from indexer.ingest.issue_corrections import as_corrected
from indexer.ingest.pipeline import read_again
from indexer.ingest.writing import Why, refresh_digest
from indexer.models import Correction, Digest
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_known import known
from indexer.readers.raw import FIRST_DAY, LAST_DAY
from indexer.store import EventStore, StoreWriter


@dataclass(frozen=True, slots=True)
class IssueEdit:
    """The date or number of an issue as it should be; None for what stays.

    Attributes:
        issue_date: day of issue.
        number: volume, None in a series without volumes, and number.
    """

    issue_date: date | None = None
    number: tuple[int | None, int] | None = None


def correct_issue(
    store: EventStore,
    digest_id: str,
    edit: IssueEdit,
    by: Editor,
    *,
    series: SeriesRegistry | None = None,
) -> Correction:
    """Put an issue's date or number right; its events are read anew by that date.

    Its id, and those of its events, stay.

    Raises:
        NotFound, Gone: there is no such digest, or no longer.
        Conflict: it is so already, another issue has the number, or its source was taken down.
        Changed: it is not as the editor saw it.
        InputError: nothing is corrected; the date is far from any issue's; the source is one that
            the present rules do not read.
    """
    with store.writing() as writer:
        digest = _begun(writer, digest_id, by)
        correction = _row(digest, edit, by)
        _rewrite(writer, digest, series or known(), None)
        writer.add_correction(correction)
        _rewrite(writer, digest, series or known(), by)
        return correction


def undo_issue_correction(
    store: EventStore,
    digest_id: str,
    number: int,
    by: Editor,
    *,
    series: SeriesRegistry | None = None,
) -> Correction:
    """Take a correction of an issue back; it stays in the list, marked.

    Raises:
        NotFound: the digest has no such correction.
        Gone, Conflict, Changed, InputError: as `correct_issue`.
    """
    with store.writing() as writer:
        digest = _begun(writer, digest_id, by)
        correction = writer.correction(number)
        if correction is None or correction.digest_id != digest_id:
            raise NotFound(f"the digest {digest_id!r} has no correction {number}")
        require_active(correction)
        undone(correction, by)
        said = Editor(by.name, f"undone, correction {number}: {by.reason}")
        _rewrite(writer, digest, series or known(), said)
        return correction


def _begun(writer: StoreWriter, digest_id: str, by: Editor) -> Digest:
    digest = writer.living_digest(digest_id)
    state = writer.digest_state(digest_id)
    if by.expected is not None and state not in by.expected:
        raise Changed(
            f"the digest {digest_id!r} was changed since you read it: its last change is {state}; "
            "read it again",
            state=state,
        )
    return digest


def _rewrite(
    writer: StoreWriter, digest: Digest, series: SeriesRegistry, by: Editor | None
) -> None:
    source = writer.source_of(digest)
    if not source.content:
        raise Conflict(f"{digest.id} stays as it is: its source was taken down")
    draft = read_again(digest, source, series)
    draft = as_corrected(draft, writer.digest_corrections(digest.id))
    other = writer.digest_numbered(draft.series, draft.volume, draft.number, draft.issue_date)
    if other is not None and other.id != digest.id:
        raise Conflict(f"the number is that of the digest {other.id!r}")
    if by is None:
        refresh_digest(writer, digest, draft, source.origin)
    else:
        refresh_digest(writer, digest, draft, source.origin, why=Why(by.reason, by.name))


def _row(digest: Digest, edit: IssueEdit, by: Editor) -> Correction:
    detail: dict[str, Any] = {}
    if edit.issue_date is not None and edit.issue_date != digest.issue_date:
        if not FIRST_DAY <= edit.issue_date <= LAST_DAY:
            raise InputError(f"{edit.issue_date} is not between {FIRST_DAY} and {LAST_DAY}")
        detail["issue_date"] = edit.issue_date.isoformat()
    if edit.number is not None and edit.number != (digest.volume, digest.number):
        volume, number = edit.number
        detail |= {"volume": volume, "number": number}
    if edit == IssueEdit():
        raise InputError("nothing is corrected: give issue_date, or number (and volume)")
    if not detail:
        raise Conflict(f"the digest {digest.id!r} has this date and number already")
    detail["was"] = {
        "issue_date": digest.issue_date.isoformat(),
        "volume": digest.volume,
        "number": digest.number,
    }
    return Correction(
        digest_id=digest.id,
        kind=str(Corrected.ISSUE),
        action=str(Action.SET),
        detail=detail,
        reason=by.reason,
        editor=by.name,
    )
