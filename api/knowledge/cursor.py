"""Cursors: opaque, and tied to their search.

By date a cursor names the event that its page stands behind, so it stays good whatever is written:
an event that does not change comes exactly once. By relevance, where any event written may move all
the others, it counts the hits before its page, and lives as long as the index it was made on.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.knowledge.params import EventParams
from indexer.errors import CursorExpired, QueryError
from indexer.search.query import EventQuery, Place

_ID = re.compile(r"[A-Za-z0-9_-]{1,160}")


@dataclass(frozen=True, slots=True)
class Behind:
    """The page that stands behind an event in order of date."""

    place: Place

    def applied(self, query: EventQuery) -> EventQuery:
        """The search for this page."""
        return replace(query, after=self.place)

    def require(self, version: int) -> None:
        """It holds whatever was written."""

    def parts(self) -> list[Any]:
        """What it is made of, for JSON."""
        return [self.place.day.isoformat(), self.place.id]


@dataclass(frozen=True, slots=True)
class Counted:
    """The page that begins after so many hits.

    Attributes:
        offset: hits before the page.
        version: the ledger row that the index had reached when the first page was made.
    """

    offset: int
    version: int

    def applied(self, query: EventQuery) -> EventQuery:
        """The search for this page."""
        return replace(query, offset=self.offset)

    def require(self, version: int) -> None:
        """Make sure that it still holds.

        Args:
            version: the ledger row that the index had reached when it answered.

        Raises:
            CursorExpired: the index has gone on since.
        """
        if self.version != version:
            raise CursorExpired(
                "events were added or changed since this cursor was made, and the order by "
                "relevance with them; search again, or sort by newest or oldest, whose cursors last"
            )

    def parts(self) -> list[Any]:
        """What it is made of, for JSON."""
        return [self.offset, self.version]


Cursor = Behind | Counted


def read(params: EventParams, query: EventQuery) -> Cursor | None:
    """The cursor among the parameters; None on a first page.

    Raises:
        QueryError: it is damaged, or belongs to another search.
    """
    if params.cursor is None:
        return None
    try:
        padded = params.cursor + "=" * (-len(params.cursor) % 4)
        first, second, search = json.loads(base64.b64decode(padded, b"-_", validate=True))
        found = _understood(first, second)
    except (ValueError, TypeError, binascii.Error) as error:
        raise QueryError(
            "the cursor is damaged; take `next` from a page as it is", parameter="cursor"
        ) from error
    if search != _search(params) or isinstance(found, Behind) is not query.by_date:
        raise QueryError(
            "the cursor belongs to another search; only `limit` may change between pages",
            parameter="cursor",
        )
    return found


def written(cursor: Cursor, params: EventParams) -> str:
    """The cursor as text, for this search only."""
    packed = json.dumps([*cursor.parts(), _search(params)], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _understood(first: object, second: object) -> Cursor:
    match first, second:
        case str(day), str(event_id) if _ID.fullmatch(event_id):
            return Behind(Place(date.fromisoformat(day), event_id))
        case int(offset), int(version) if offset > 0:
            return Counted(offset, version)
    raise ValueError(first)


def _search(params: EventParams) -> str:
    """What makes it the same search: everything but page, page size and facets."""
    return hashlib.sha256(json.dumps(params.search_pairs()).encode()).hexdigest()[:12]
