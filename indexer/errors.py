"""The error tree. No HTTP status here: `api.rest.errors` translates.

EntenteError
├── InputError              what the caller gave cannot be used; the message says what to do
│   ├── UnreadableSource    bytes that are no digest, or damaged
│   │   ├── UnknownFormat   no reader knows this kind of content
│   │   ├── SourceTooLarge  more bytes than are accepted
│   │   ├── NotFetched      an address that cannot or may not be fetched
│   │   ├── OtherIssue      another issue is stored under its number
│   │   └── LessThanStored  a worse capture of a stored issue
│   └── QueryError          a search that cannot be understood (start, end, suggestion)
│       └── UnknownValue    a value that the vocabulary does not hold
├── NotFound                no such event, digest or key
├── Gone                    it existed and was removed on purpose
│   ├── CursorExpired       a page of a search by relevance, and events were written since
│   └── LedgerReset         a place in a ledger that this one does not go on from
├── LedOn                   it is to be had under another id
│   ├── Merged              the event became part of another
│   └── Renumbered          the issue keeps the id of the number that it had first
├── Conflict                it is as the caller would have it already
├── Changed                 it is not as the caller saw it
├── Unauthenticated         no key, or none that is valid
├── Forbidden               the key may not do this
├── NotShown                the profile of its series does not let it be shown
├── StoreError              the database cannot be used
└── SearchUnavailable       the search engine cannot be reached or answers nonsense
    ├── IndexBusy           another process is writing to the embedded index
    └── IndexMissing        nothing has been indexed yet, or in another schema version
"""

from http import HTTPStatus
from typing import Any


class EntenteError(Exception):
    """Base of every error that Entente raises on purpose."""


class InputError(EntenteError):
    """The caller's input cannot be used; the message says what, where and what to do."""


class UnreadableSource(InputError):
    """The bytes are not a digest, or are damaged."""


class UnknownFormat(UnreadableSource):
    """No reader recognises the content."""


class SourceTooLarge(UnreadableSource):
    """There are more bytes than are accepted."""


class NotFetched(UnreadableSource):
    """An address that cannot be fetched, or that may not be asked.

    Args:
        message: all of it, fit to show.
        status: what its server answered, where it did.
        seconds: how much later the server asks to come again.
    """

    def __init__(
        self, message: str, *, status: int | None = None, seconds: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.seconds = seconds

    @property
    def later(self) -> bool:
        """Whether the server is busy, so that it may answer later."""
        return self.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


class OtherIssue(UnreadableSource):
    """A stored issue has the same number, and shares too little to be the same issue."""


class LessThanStored(UnreadableSource):
    """A capture that would shorten or remove what is stored.

    Args:
        message: all of it, fit to show.
        losses: each of them in words.
    """

    def __init__(self, message: str, losses: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.losses = losses


class QueryError(InputError):
    """A search that cannot be understood.

    Args:
        message: what is wrong, fit to show to the person who asked.
        parameter: the parameter at fault.
        span: offsets in its value where the fault begins and ends, where they can be named; held
            as ``start`` and ``end``.
        suggestion: the nearest valid spelling, where there is one.
    """

    def __init__(
        self,
        message: str,
        *,
        parameter: str,
        span: tuple[int, int] | None = None,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.start: int | None = span[0] if span else None
        self.end: int | None = span[1] if span else None
        self.suggestion = suggestion


class UnknownValue(QueryError):
    """A value that the vocabulary does not hold."""


class NotFound(EntenteError):
    """No event, digest or key has this id."""


class Gone(EntenteError):
    """The event or digest existed and was removed on purpose."""


class CursorExpired(Gone):
    """A cursor by relevance, made before events were written; only a new search has its order."""


class LedgerReset(Gone):
    """A place in another ledger, or behind the end of this one: a mirror has to begin again."""


class Conflict(EntenteError):
    """Things are already as the caller would have them, so nothing was done."""


class LedOn(EntenteError):
    """It is to be had under another id, which is told instead.

    Args:
        message: fit to show.
        asked: the id asked for.
        into: the other id.
    """

    def __init__(self, message: str, *, asked: str, into: str) -> None:
        super().__init__(message)
        self.asked = asked
        self.into = into


class Merged(LedOn):
    """The event became part of another."""


class Renumbered(LedOn):
    """The issue keeps the id that the number made which it had first."""


class Changed(EntenteError):
    """What is to be changed is not as the caller saw it.

    Args:
        message: fit to show.
        state: number of its last change.
        difference: what has changed since, as plain JSON; None where that cannot be told.
    """

    def __init__(
        self, message: str, *, state: int, difference: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.state = state
        self.difference = difference


class Unauthenticated(EntenteError):
    """No key was given, or it is unknown or revoked. The message never holds the key."""


class Forbidden(EntenteError):
    """The key is valid but lacks the scope that this needs."""


class NotShown(EntenteError):
    """It is stored, and the profile of its series does not let it be shown."""


class StoreError(EntenteError):
    """The database cannot be opened, read or written."""


class SearchUnavailable(EntenteError):
    """The search engine cannot be reached, or answered something we cannot read."""


class IndexBusy(SearchUnavailable):
    """Another process is writing to the embedded index."""


class IndexMissing(SearchUnavailable):
    """Nothing has been indexed yet, or only under another schema version."""
