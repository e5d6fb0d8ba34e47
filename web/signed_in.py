"""Who is signed in to the editor's pages, and forms that only they can have sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from api.rest.addresses import public_url
from api.rest.bodies import bounded
from indexer.access import Scope
from indexer.errors import Forbidden, InputError
from indexer.sign_ins import LASTS, SignedIn, SignIns
from web.contexts.editor.account import EDITOR

_COOKIE = "entente"
# A browser takes a cookie of this name over HTTPS alone, and from no other host.
_SECURE_COOKIE = "__Host-entente"
_AROUND_FILE = 64 * 1024
_MOST_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent.

    Attributes:
        fields: the text of each field, white space at its ends taken away.
        file: name and bytes of a file; None where none was chosen.
    """

    fields: Mapping[str, str]
    file: tuple[str, bytes] | None = None

    def get(self, name: str) -> str:
        """A field; empty where it was not sent."""
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that somebody who is signed in sent from a page of ours."""

    by: SignedIn
    form: Sent


def visitor(request: Request) -> SignedIn | None:
    """Who is signed in, if anybody; asked once a request."""
    known: dict[str, SignedIn | None] = request.scope.setdefault("entente.visitor", {})
    if "who" not in known:
        sign_ins: SignIns = request.app.state.sign_ins
        token = token_of(request)
        known["who"] = sign_ins.current(token) if token else None
    return known["who"]


Visitor = Annotated[SignedIn | None, Depends(visitor)]


def editor(scope: Scope = Scope.READ) -> Callable[..., SignedIn]:
    """A dependency that gives who is signed in; others are sent to sign in first.

    Raises, when it is called:
        Forbidden: the key lacks the scope.
    """

    def checked(request: Request, who: Visitor) -> SignedIn:
        if who is None:
            target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            back = f"?next={quote(target)}" if request.method == "GET" else ""
            raise HTTPException(303, "Sign in first", {"Location": f"{EDITOR}{back}"})
        who.require(scope)
        return who

    return checked


def posted(scope: Scope) -> Callable[..., Any]:
    """A dependency that gives a form sent from one of our pages by somebody who may.

    Raises, when it is called:
        Forbidden: the key lacks the scope, or the form is not one of theirs.
        InputError: the form cannot be read.
    """

    async def checked(request: Request, who: Annotated[SignedIn, Depends(editor(scope))]) -> Posted:
        require_own(request)
        form = await sent_form(request)
        if not who.sent(form.get("token")):
            raise Forbidden("this form is out of date: open its page again, and send it from there")
        return Posted(who, form)

    return checked


async def sent_form(request: Request) -> Sent:
    """The form of a request, with at most one file.

    Raises:
        InputError: it cannot be read.
        SourceTooLarge: it is larger than a digest may be.
    """
    allowed: int = request.app.state.writing.max_bytes
    whole = bounded(request, allowed + _AROUND_FILE, allowed)
    try:
        form = await whole.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=allowed)
    except (HTTPException, MultiPartException) as error:
        detail = getattr(error, "detail", None) or getattr(error, "message", "")
        raise InputError(f"the form cannot be read: {detail}") from error
    try:
        fields = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
        files = [value for value in form.values() if isinstance(value, UploadFile)]
        chosen = [(one.filename, await one.read()) for one in files if one.filename]
        return Sent(fields, chosen[0] if chosen else None)
    finally:
        await form.close()


def require_own(request: Request) -> None:
    """A form that another site sent is refused; browsers say where a form comes from.

    Raises:
        Forbidden: it comes from another site.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    ours = {request.headers.get("host", ""), urlsplit(public_url(request)).netloc}
    from_here = site in {None, "same-origin", "none"}
    if not from_here or (origin is not None and urlsplit(origin).netloc not in ours):
        raise Forbidden("this form was sent from another site")


def token_of(request: Request) -> str | None:
    """What the cookie holds."""
    return request.cookies.get(_cookie(request))


def keep_signed_in(request: Request, response: Response, who: SignedIn) -> None:
    """Give the browser its cookie: out of reach of scripts and of other sites' forms."""
    response.set_cookie(
        _cookie(request),
        who.token,
        max_age=int(LASTS.total_seconds()),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    """Take the cookie away."""
    secure = _is_secure(request)
    response.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="lax")


def local(target: str) -> str:
    """An address of this site to go on to; the editor's own page for any other."""
    parts = urlsplit(target)
    odd = parts.scheme or parts.netloc or "\\" in target or not target.isprintable()
    return EDITOR if odd or not target.startswith("/") or target.startswith("//") else target


def _cookie(request: Request) -> str:
    return _SECURE_COOKIE if _is_secure(request) else _COOKIE


def _is_secure(request: Request) -> bool:
    """Whether readers reach the site over HTTPS, as the request or the set address says."""
    return request.url.scheme == "https" or public_url(request).startswith("https://")
