"""Validators: ETag and 304, and answers kept ready, under the state that they belong to.

A tag covers the address, the program, the day, the store's version and the ledger row that the
index has reached. As long as it holds, the same address gives the same answer. All of it is read
before the answer is made: an answer may be newer than its tag, never older. What comes from the
store alone asks no engine.
"""

import hashlib
import re
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.knowledge.service import EventService
from api.rest.middleware.build import fingerprint
from api.rest.middleware.cached import Answer, Answers, Key
from api.rest.middleware.from_store import OF_THIS_PROCESS, from_store
from indexer.errors import EntenteError

APPLIED = "applied"
"""The request state's name for the ledger row that the index had reached when it answered."""

_MIB = 1024 * 1024
_KEPT_BYTES = 32 * _MIB
_LARGEST_BYTES = _MIB
# What a tag says of a state, behind the part that caches compare.
_STATE = re.compile(r'\.[0-9]+"$')
_OK = 200
_ERRORS_FROM = 400
_PRIVATE = "private, no-store"
# These say themselves which row the index had reached, so that a server is not asked twice.
_TELLING = frozenset({"/", "/api/v1/events"})
# htmx asks for a part of a page at the page's own address, and for whole pages when going back.
_PAGE_VARIES = "Accept-Encoding, HX-Request, HX-History-Restore-Request"
_DATA_VARIES = "Accept-Encoding"


class _Asked(NamedTuple):
    """What matters here of a request's headers."""

    tags: Mapping[str, str]
    encodings: bytes
    whole_page: bool
    fragment: bool
    personal: bool


class Revalidated:
    """ASGI middleware for ETag, If-None-Match, Cache-Control and Vary of what is read.

    Args:
        app: what answers.
        shared_seconds: how long a shared cache may answer without asking here again.
        headers: on every answer that a shared cache may keep, whoever asked for it first.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        shared_seconds: int,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._answers = Answers(_KEPT_BYTES, _LARGEST_BYTES)
        shared = f"s-maxage={shared_seconds}, stale-while-revalidate={shared_seconds}"
        fresh = shared if shared_seconds else "must-revalidate"
        self._headers = {**headers, "Cache-Control": f"public, max-age=0, {fresh}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 304 or from what is kept; else pass the request on and tag its answer."""
        if scope["type"] != "http" or scope["path"].startswith(OF_THIS_PROCESS):
            await self._app(scope, receive, send)
            return
        asked = _asked(scope)
        if scope["method"] != "GET" or asked.personal or asked.fragment or _waits(scope):
            await self._app(scope, receive, _untagged(send, scope, asked))
            return
        exchange = _Exchange(self._app, self._answers, scope, asked, self._headers)
        await exchange.answer(receive, send)


class _Exchange:
    """One request that may be answered from a cache, here or elsewhere."""

    def __init__(
        self,
        app: ASGIApp,
        answers: Answers,
        scope: Scope,
        asked: _Asked,
        headers: Mapping[str, str],
    ) -> None:
        self._app = app
        self._answers = answers
        self._scope = scope
        self._asked = asked
        self._shared = headers
        self._address = _address(scope, asked)
        self._stored: str | None = None
        self._tag: str | None = None

    async def answer(self, receive: Receive, send: Send) -> None:
        """Answer 304, from what is kept, or by the route."""
        try:
            stored, applied = await run_in_threadpool(self._state)
        except EntenteError:
            await self._app(self._scope, receive, _untagged(send, self._scope, self._asked))
            return  # the route says what is wrong
        self._stored = stored
        if applied is not None:
            self._tag = _tag(stored, applied, self._address)
            if self._tag in self._asked.tags:
                await self._not_modified(receive, send, self._asked.tags[self._tag])
                return
            kept = self._answers.get(Key(self._tag, self._asked.encodings))
            if kept is not None and "*" in self._asked.tags:
                await self._not_modified(receive, send)
                return
            if kept is not None:
                # Whoever sends it adds headers of this request's own to its list.
                await send({**kept.start, "headers": list(kept.start["headers"])})
                await send({"type": "http.response.body", "body": kept.body})
                return
        await self._passed_on(receive, send)

    def _state(self) -> tuple[str, str | None]:
        """The store's version, and the index's where it matters before the answer is made."""
        service: EventService = self._scope["app"].state.service
        stored = service.stored_version()
        path = self._scope["path"]
        if from_store(path):
            return stored, "-"
        if path in _TELLING and not self._asked.tags and not self._answers.may_hold(self._address):
            return stored, None
        return stored, service.applied_version()

    async def _passed_on(self, receive: Receive, send: Send) -> None:
        begun: Message = {}
        pieces: list[bytes] | None = []
        unchanged = False

        async def tagged(message: Message) -> None:
            nonlocal pieces, unchanged
            if message["type"] == "http.response.start":
                if message["status"] != _OK:
                    pieces = None
                    _uncached(message, self._scope)
                else:
                    self._complete(message)
                    begun.update({**message, "headers": list(message["headers"])})
                    if "*" in self._asked.tags:
                        unchanged = True
                        await self._not_modified(receive, send)
                        return
            elif unchanged:
                return
            elif pieces is not None:
                pieces.append(message.get("body", b""))
                if sum(map(len, pieces)) > self._answers.largest:
                    pieces = None
                elif not message.get("more_body", False):
                    self._keep(begun, b"".join(pieces))
            await send(message)

        await self._app(self._scope, receive, tagged)

    def _complete(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        if self._tag is None and self._stored is not None:
            applied = self._scope.get("state", {}).get(APPLIED)
            if applied is not None:
                self._tag = _tag(self._stored, applied, self._address)
        if self._tag is not None:
            state = headers.get("ETag")
            headers.update(self._headers())
            if state is not None:
                headers["ETag"] = _with_state(self._tag, state)
        _vary(headers, self._asked)

    def _keep(self, begun: Message, body: bytes) -> None:
        if self._tag is not None and "set-cookie" not in MutableHeaders(scope=begun):
            answer = Answer(self._address, begun, body)
            self._answers.put(Key(self._tag, self._asked.encodings), answer)

    async def _not_modified(self, receive: Receive, send: Send, tag: str | None = None) -> None:
        response = Response(None, 304, self._headers() | ({"ETag": tag} if tag else {}))
        _vary(response.headers, self._asked)
        await response(self._scope, receive, send)

    def _headers(self) -> dict[str, str]:
        return {**self._shared, "ETag": self._tag or ""}


def _waits(scope: Scope) -> bool:
    """Whether it waits for what is to come: what was kept, or is unchanged, is no answer."""
    return b"wait=" in scope.get("query_string", b"") and "/changes" in scope["path"]


def _asked(scope: Scope) -> _Asked:
    headers = Headers(scope=scope)
    htmx = headers.get("HX-Request") == "true"
    restoring = headers.get("HX-History-Restore-Request") == "true"
    return _Asked(
        tags=_tags(headers.get("If-None-Match", "")),
        encodings=headers.get("Accept-Encoding", "").encode(),
        whole_page=not scope["path"].startswith("/api/"),
        fragment=htmx and not restoring,
        personal="Authorization" in headers or "Cookie" in headers,
    )


def _address(scope: Scope, asked: _Asked) -> bytes:
    """The address with the site's own: exports and pages carry absolute addresses."""
    host = Headers(scope=scope).get("host", "")
    site = scope["app"].state.site.address(scope["scheme"], host)
    kind = "page" if asked.whole_page else "data"
    return f"{kind}\n{site}\n{scope['path']}?".encode() + bytes(scope.get("query_string", b""))


def _tag(stored: str, applied: int | str, address: bytes) -> str:
    # Citations name the day of reading, and what is due depends on it.
    today = datetime.now(UTC).date()
    content = b"\n".join([fingerprint(), f"{stored}/{applied}/{today}".encode(), address])
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def _with_state(tag: str, state: str) -> str:
    """A tag that also tells the state of the one thing that the answer is about.

    Whoever writes sends it back as If-Match (`api.rest.conditions`); caches compare what stands
    before the full stop.
    """
    return f'{tag[:-1]}.{state.strip(chr(34))}"'


def _tags(header: str) -> dict[str, str]:
    """The tags of an If-None-Match header as they came, by the part that caches compare.

    All are made weak, as comparison for reading has it.
    """
    tags = [part.strip() for part in header.split(",") if part.strip()]
    weak = [tag if tag == "*" or tag.startswith("W/") else f"W/{tag}" for tag in tags]
    return {_STATE.sub('"', tag): tag for tag in weak}


def _untagged(send: Send, scope: Scope, asked: _Asked) -> Send:
    """Sending what no cache may keep."""

    async def untagged(message: Message) -> None:
        if message["type"] == "http.response.start":
            if asked.personal or asked.fragment:
                MutableHeaders(scope=message)["Cache-Control"] = _PRIVATE
                _vary(MutableHeaders(scope=message), asked)
            else:
                _uncached(message, scope)
        await send(message)

    return untagged


def _uncached(message: MutableMapping[str, Any], scope: Scope) -> None:
    if message["status"] >= _ERRORS_FROM or scope["path"].startswith("/api/"):
        MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")


def _vary(headers: MutableHeaders, asked: _Asked) -> None:
    """The same on every answer of an address, 304 included; what the route named first."""
    names = _PAGE_VARIES if asked.whole_page else _DATA_VARIES
    given = [name.strip() for name in headers.get("Vary", "").split(",") if name.strip()]
    known = {name.casefold() for name in given}
    added = [name for name in names.split(", ") if name.casefold() not in known]
    # One order, whoever named them: a 200 and a 304 must not differ.
    headers["Vary"] = ", ".join(sorted({*given, *added}, key=str.casefold))
