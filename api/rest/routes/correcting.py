"""Correcting with a key of scope `curate`: whatever was derived, with reasons; and undoing."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response, status
from pydantic import BaseModel, ConfigDict

from api.answers.correcting import (
    CorrectedIssueOut,
    CorrectedOut,
    CorrectionOut,
    CorrectionsOut,
    DeletedEventOut,
    SplitOut,
)
from api.answers.reasons import Reason
from api.answers.sent_corrections import CorrectionIn, IssueCorrectionIn, MergeIn, SplitIn
from api.knowledge.editing import WritingService
from api.knowledge.service import EventService
from api.rest.auth import CurateKey
from api.rest.bodies import read_model
from api.rest.conditions import IfMatch, state_tag
from api.rest.deps import EventServiceDep, WritingServiceDep
from api.rest.routes.events import detail
from api.rest.routes.responses import CHANGED, KEYED, NO_DIGEST, NO_EVENT, body, problems
from indexer.ingest.acts import Editor
from indexer.models import Correction

router = APIRouter(tags=["correcting"])
_MAX_CORRECTION = 16 * 1024
_MAX_SPLIT = 256 * 1024
_BODY = problems(
    _409="It is so already",
    _413="It is larger than accepted",
    _415="It is not JSON",
    _422="A field is missing, or its value unknown",
)
_EVENT = KEYED | NO_EVENT | CHANGED
_DIGEST = KEYED | NO_DIGEST | CHANGED
# No larger than what the databases keep as a number.
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of the correction.")]
_UNDO = problems(_409="It was undone before", _422="The reason is missing")


class ReasonParams(BaseModel):
    """Why something is taken back. Unknown parameters are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Reason


@dataclass(frozen=True, slots=True)
class Editing:
    """Who corrects, by which service, seeing what; and how that is answered."""

    service: WritingService
    events: EventService
    editor: str
    expected: frozenset[int] | None
    response: Response

    def by(self, reason: str) -> Editor:
        """The editor, with the reason for one act."""
        return Editor(self.editor, reason, self.expected)

    def corrected(self, event_id: str, stored: Correction, *, searchable: bool) -> CorrectedOut:
        """The answer to an act: the correction, and an event as it now stands, with its state."""
        event = detail(event_id, self.events)
        self.response.headers["ETag"] = state_tag(event.changed)
        return CorrectedOut(correction=CorrectionOut.of(stored), event=event, searchable=searchable)

    def corrected_issue(
        self, digest_id: str, stored: Correction, *, searchable: bool
    ) -> CorrectedIssueOut:
        """The answer to an act on an issue: the correction, and its date and number by now."""
        digest = self.events.digest(digest_id)
        self.response.headers["ETag"] = state_tag(self.events.digest_state(digest_id))
        names = ("title", "volume", "number", "issue_date", "issue_date_basis")
        return CorrectedIssueOut(
            correction=CorrectionOut.of(stored),
            digest_id=digest_id,
            searchable=searchable,
            **{name: getattr(digest, name) for name in names},
        )


async def _editing(
    service: WritingServiceDep,
    events: EventServiceDep,
    key: CurateKey,
    expected: IfMatch,
    response: Response,
) -> Editing:
    return Editing(service, events, key.name, expected, response)


EditingDep = Annotated[Editing, Depends(_editing)]


async def _correction(request: Request, _key: CurateKey) -> CorrectionIn:
    return await read_model(request, CorrectionIn, _MAX_CORRECTION)


async def _merge(request: Request, _key: CurateKey) -> MergeIn:
    return await read_model(request, MergeIn, _MAX_CORRECTION)


async def _split(request: Request, _key: CurateKey) -> SplitIn:
    return await read_model(request, SplitIn, _MAX_SPLIT)


async def _issue(request: Request, _key: CurateKey) -> IssueCorrectionIn:
    return await read_model(request, IssueCorrectionIn, _MAX_CORRECTION)


@router.post(
    "/events/{event_id}/corrections",
    status_code=status.HTTP_201_CREATED,
    operation_id="correctEvent",
    openapi_extra=body(json="CorrectionIn"),
    responses=_EVENT | _BODY,
)
def correct_event(
    event_id: str,
    correction: Annotated[CorrectionIn, Depends(_correction)],
    editing: EditingDep,
) -> CorrectedOut:
    """Correct a tag, a date or the headline, with a reason; needs the scope `curate`.

    Corrections outlast corrected issues and new rules. They are undone by their number.
    """
    by = editing.by(correction.reason)
    stored, searchable = editing.service.correct(event_id, correction.edit(), by)
    return editing.corrected(event_id, stored, searchable=searchable)


@router.get("/events/{event_id}/corrections", operation_id="listCorrections", responses=NO_EVENT)
def list_corrections(event_id: str, service: WritingServiceDep) -> CorrectionsOut:
    """The corrections of an event, oldest first; undone ones too.

    Of an event that editors removed or merged they are listed, too, so that it can be undone.
    """
    return CorrectionsOut.of(service.corrections(event_id))


@router.delete(
    "/events/{event_id}/corrections/{number}",
    operation_id="undoCorrection",
    responses=_EVENT | _UNDO,
)
def undo_correction(
    event_id: str,
    number: Number,
    params: Annotated[ReasonParams, Query()],
    editing: EditingDep,
) -> CorrectedOut:
    """Undo a correction, a merge, a split or a deletion; needs the scope `curate`.

    It stays in the list, with who undid it, when and why.
    """
    by = editing.by(params.reason)
    stored, searchable = editing.service.undo(event_id, number, by)
    return editing.corrected(event_id, stored, searchable=searchable)


@router.post(
    "/events/{event_id}/merge",
    operation_id="mergeEvent",
    openapi_extra=body(json="MergeIn"),
    responses=_EVENT | _BODY,
)
def merge_event(
    event_id: str,
    wanted: Annotated[MergeIn, Depends(_merge)],
    editing: EditingDep,
) -> CorrectedOut:
    """Make an event part of another, to which its address leads from then on (308).

    Of one issue the words are joined; of two, tags and dates are carried over. The answer shows the
    other event. Needs the scope `curate`; undone at `/events/{event_id}/corrections/{number}`.
    """
    by = editing.by(wanted.reason)
    stored, searchable = editing.service.merge(event_id, wanted.into, by)
    return editing.corrected(wanted.into, stored, searchable=searchable)


@router.post(
    "/events/{event_id}/split",
    status_code=status.HTTP_201_CREATED,
    operation_id="splitEvent",
    openapi_extra=body(json="SplitIn"),
    responses=_EVENT | _BODY,
)
def split_event(
    event_id: str,
    wanted: Annotated[SplitIn, Depends(_split)],
    editing: EditingDep,
) -> SplitOut:
    """Make several events of one; needs the scope `curate`.

    The texts of the parts, one after the other, are the text of the event. The first part keeps the
    id; each is read anew.
    """
    by = editing.by(wanted.reason)
    parts = [part.part() for part in wanted.parts]
    stored, ids, searchable = editing.service.split(event_id, parts, by)
    return SplitOut(
        correction=CorrectionOut.of(stored),
        events=[detail(one, editing.events) for one in ids],
        searchable=searchable,
    )


@router.delete("/events/{event_id}", operation_id="deleteEvent", responses=_EVENT | _UNDO)
def delete_event(
    event_id: str,
    params: Annotated[ReasonParams, Query()],
    editing: EditingDep,
) -> DeletedEventOut:
    """Take one event out of sight (410); needs the scope `curate`.

    It stays so when its issue comes again, until the correction is undone.
    """
    stored, searchable = editing.service.delete_event(event_id, editing.by(params.reason))
    return DeletedEventOut(
        event_id=event_id, correction=CorrectionOut.of(stored), searchable=searchable
    )


@router.post(
    "/digests/{digest_id}/corrections",
    status_code=status.HTTP_201_CREATED,
    operation_id="correctDigest",
    openapi_extra=body(json="IssueCorrectionIn"),
    responses=_DIGEST | _BODY,
)
def correct_digest(
    digest_id: str,
    wanted: Annotated[IssueCorrectionIn, Depends(_issue)],
    editing: EditingDep,
) -> CorrectedIssueOut:
    """Put the date or number of an issue right; needs the scope `curate`.

    Its events are read anew by that date. Ids stay.
    """
    by = editing.by(wanted.reason)
    stored, searchable = editing.service.correct_issue(digest_id, wanted.edit(), by)
    return editing.corrected_issue(digest_id, stored, searchable=searchable)


@router.get(
    "/digests/{digest_id}/corrections", operation_id="listDigestCorrections", responses=NO_DIGEST
)
def list_digest_corrections(digest_id: str, service: WritingServiceDep) -> CorrectionsOut:
    """The corrections of an issue itself, oldest first; undone ones too."""
    return CorrectionsOut.of(service.issue_corrections(digest_id))


@router.delete(
    "/digests/{digest_id}/corrections/{number}",
    operation_id="undoDigestCorrection",
    responses=_DIGEST | _UNDO,
)
def undo_digest_correction(
    digest_id: str,
    number: Number,
    params: Annotated[ReasonParams, Query()],
    editing: EditingDep,
) -> CorrectedIssueOut:
    """Undo a correction of an issue; needs the scope `curate`."""
    by = editing.by(params.reason)
    stored, searchable = editing.service.undo_issue_correction(digest_id, number, by)
    return editing.corrected_issue(digest_id, stored, searchable=searchable)
