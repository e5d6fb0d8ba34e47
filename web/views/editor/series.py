"""Series, for admins: listed, added, changed, removed; each with a reason."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.knowledge.service import EventService
from api.rest.deps import EventServiceDep, WritingServiceDep
from indexer.access import Scope
from indexer.errors import Conflict, InputError, NotFound
from indexer.ingest.series_book import SeriesBook
from indexer.ingest.series_editing import completed
from indexer.normalise.series import SeriesProfile
from indexer.sign_ins import SignedIn
from web.contexts.editor.account import Account
from web.contexts.editor.series import (
    NAMES,
    PATH,
    SeriesFormPage,
    profile_told,
    series_form_page,
    series_list_page,
)
from web.signed_in import Posted, Sent, editor, posted
from web.views.editor.page import editor_page, then

router = APIRouter(include_in_schema=False)
Admin = Annotated[SignedIn, Depends(editor(Scope.ADMIN))]
AdminForm = Annotated[Posted, Depends(posted(Scope.ADMIN))]


@router.get(PATH)
def series(
    request: Request, who: Admin, service: EventServiceDep, writing: WritingServiceDep,
    done: str = "",
) -> Response:  # fmt: skip
    """The publications that are known, and how much of each is held."""
    said = _done(writing.book, done)
    page = series_list_page(Account.of(who), writing.book, _held(service), {}, done=said)
    return editor_page("series.html", page, request)


@router.post(PATH)
def add(
    request: Request, sent: AdminForm, service: EventServiceDep, writing: WritingServiceDep
) -> Response:
    """A series of the installation's own."""
    told = _told(sent.form)
    try:
        profile = completed(profile_told(told, None), writing.book)
        if profile.id in {one.id for one in writing.book.registry()}:
            raise InputError(f"there is a series {profile.id!r} already: change it instead")
        writing.add_series(profile_told(told, None), editor=sent.by.key.name, reason=_reason(told))
    except InputError as error:
        page = series_list_page(
            Account.of(sent.by), writing.book, _held(service), told, error=str(error)
        )
        return editor_page("series.html", page, request, status=422)
    return then(f"{PATH}?done={profile.id}")


@router.get(f"{PATH}/{{series_id}}")
def one(
    request: Request, series_id: str, who: Admin, service: EventServiceDep,
    writing: WritingServiceDep,
) -> Response:  # fmt: skip
    """The profile of a series."""
    profile = _known(writing.book, series_id)
    page = _form(who, writing.book, service, profile)
    return editor_page("one_series.html", page, request)


@router.post(f"{PATH}/{{series_id}}")
def change(
    request: Request, series_id: str, sent: AdminForm, service: EventServiceDep,
    writing: WritingServiceDep,
) -> Response:  # fmt: skip
    """Its profile changed, or taken away."""
    profile = _known(writing.book, series_id)
    told = _told(sent.form)
    try:
        if sent.form.get("action") == "remove":
            writing.remove_series(series_id, reason=_reason(told), editor=sent.by.key.name)
            return then(PATH)
        writing.add_series(
            profile_told(told, profile), editor=sent.by.key.name, reason=_reason(told)
        )
    except (InputError, Conflict) as error:
        page = _form(sent.by, writing.book, service, profile, told=told, error=str(error))
        status = 409 if isinstance(error, Conflict) else 422
        return editor_page("one_series.html", page, request, status=status)
    return then(f"{PATH}?done={series_id}")


def _form(
    who: SignedIn,
    book: SeriesBook,
    service: EventService,
    profile: SeriesProfile,
    *,
    told: Mapping[str, str] | None = None,
    error: str = "",
) -> SeriesFormPage:
    """The form of a profile: as it is kept, or as it was sent with what is wrong in it."""
    kept, held = book.kept_in(profile.id), _held(service).get(profile.id, 0)
    return series_form_page(Account.of(who), profile, kept, held, told=told, error=error)


def _known(book: SeriesBook, series_id: str) -> SeriesProfile:
    found = book.registry().get(series_id)
    if found is None or found.id != series_id:
        raise NotFound(f"no series has the id {series_id[:80]!r}")
    return found


def _held(service: EventService) -> dict[str, int]:
    return {name: one.digests for name, one in service.held_series().items()}


def _told(form: Sent) -> dict[str, str]:
    return {name: form.get(name) for name in (*NAMES, "reason")}


def _reason(told: Mapping[str, str]) -> str:
    if not told["reason"]:
        raise InputError("say why; it stands in the ledger")
    return told["reason"]


def _done(book: SeriesBook, series_id: str) -> str:
    found = book.registry().get(series_id) if series_id else None
    return f"Saved: {found.title}." if found else ""
