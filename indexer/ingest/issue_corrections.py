"""An issue's own date and number as editors would have them."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from indexer.drafts import DigestDraft
from indexer.ingest.build import issue_title, reread
from indexer.ingest.corrections import CORRECTED, Corrected, active
from indexer.ingest.writing import is_other
from indexer.models import Correction, Digest
from indexer.normalise.issue_ids import first_free, issue_id
from indexer.normalise.series import SeriesProfile
from indexer.store import StoreWriter


def as_corrected(draft: DigestDraft, corrections: Sequence[Correction]) -> DigestDraft:
    """The draft with the date and number that editors gave; its items read anew by that date.

    The id stays: it is what the issue itself says, and addresses do not change.
    """
    given = [c.detail for c in active(corrections) if c.kind == Corrected.ISSUE]
    if not given:
        return draft
    volume, number = draft.volume, draft.number
    day: date | None = None
    for detail in given:
        if "number" in detail:
            volume, number = detail["volume"], detail["number"]
        if "issue_date" in detail:
            day = date.fromisoformat(detail["issue_date"])
    corrected = _dated(dataclasses.replace(draft, volume=volume, number=number), day)
    if draft.title == _usual_title(draft):
        return dataclasses.replace(corrected, title=_usual_title(corrected))
    return corrected


def as_filed(writer: StoreWriter, draft: DigestDraft) -> DigestDraft:
    """The draft under the id of the stored issue that it is, with that issue's corrections.

    An issue whose number an editor put right is found by either number. What has the number that
    it had by mistake, and other items, is an issue of its own.
    """
    draft = dataclasses.replace(draft, id=_filed_under(writer, draft))
    return as_corrected(draft, writer.digest_corrections(draft.id))


def _filed_under(writer: StoreWriter, draft: DigestDraft) -> str:
    own = writer.digest(draft.id)
    alike = writer.digest_numbered(draft.series, draft.volume, draft.number, draft.issue_date)
    if own is None:
        return draft.id if alike is None else alike.id
    if own.deleted_at is not None or not _put_right(own, draft.code):
        return own.id
    if not is_other(writer, own, draft):
        return own.id
    if alike is not None:
        return alike.id
    return first_free(draft.id, lambda one: writer.digest(one) is not None)


def _put_right(digest: Digest, code: str) -> bool:
    """Whether an issue has another number or day by now than that of its id."""
    return issue_id(code, digest.volume, digest.number, digest.issue_date) != digest.id


def _usual_title(draft: DigestDraft) -> str:
    return issue_title(draft.profile, draft.volume, draft.number, draft.issue_date)


def _dated(draft: DigestDraft, day: date | None) -> DigestDraft:
    issue_date, period, basis = draft.issue_date, draft.period, draft.issue_date_basis
    if day is not None:
        issue_date, period, basis = day, draft.profile.covered(day), CORRECTED
    elif basis != "stated" and draft.number is not None:
        issue_date, period = _implied(draft.profile, draft) or (issue_date, period)
    if (issue_date, period) == (draft.issue_date, draft.period):
        return dataclasses.replace(draft, issue_date_basis=basis)
    conventions = dataclasses.replace(
        draft.conventions, issue_date_stated=draft.conventions.issue_date_stated or day is not None
    )
    events = tuple(
        reread(
            dataclasses.replace(event, period=period),
            *(event.headline, event.text, issue_date, conventions),
        )
        for event in draft.events
    )
    return dataclasses.replace(
        draft,
        issue_date=issue_date,
        issue_date_basis=basis,
        period=period,
        conventions=conventions,
        events=events,
    )


def _implied(profile: SeriesProfile, draft: DigestDraft) -> tuple[date, tuple[date, date]] | None:
    """The date and period that the number implies; None where it implies none."""
    assert draft.number is not None  # noqa: S101  (checked by the caller)
    try:
        return (
            profile.issue_date(draft.volume, draft.number),
            profile.period(draft.volume, draft.number),
        )
    except (ValueError, OverflowError):
        return None
