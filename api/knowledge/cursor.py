"""Cursors: opaque, tied to their search and to the state of the index they were made on."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from api.knowledge.params import EventParams
from indexer.errors import QueryError


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page starts, and on which state of the index.

    Attributes:
        offset: hits before the page.
        version: the index's watermark when the first page was made.
    """

    offset: int
    version: int

    @classmethod
    def read(cls, params: EventParams) -> "Cursor | None":
        """The cursor among the parameters; None on a first page.

        Raises:
            QueryError: it is damaged, or belongs to another search.
        """
        if params.cursor is None:
            return None
        try:
            padded = params.cursor + "=" * (-len(params.cursor) % 4)
            offset, version, search = json.loads(base64.b64decode(padded, b"-_", validate=True))
            if not (isinstance(offset, int) and isinstance(version, int) and offset > 0):
                raise ValueError(offset)
        except (ValueError, TypeError, binascii.Error) as error:
            raise QueryError(
                "the cursor is damaged; take `next` from a page as it is", parameter="cursor"
            ) from error
        if search != _search(params):
            raise QueryError(
                "the cursor belongs to another search; only `limit` may change between pages",
                parameter="cursor",
            )
        return cls(offset, version)

    def write(self, params: EventParams) -> str:
        """The cursor as text, for this search only."""
        packed = json.dumps([self.offset, self.version, _search(params)], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _search(params: EventParams) -> str:
    """What makes it the same search: everything but page, page size and facets."""
    return hashlib.sha256(json.dumps(params.search_pairs()).encode()).hexdigest()[:12]
