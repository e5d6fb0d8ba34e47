"""What all writers share: what a format is, what an export is about, and its addresses."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Self
from urllib.parse import quote
from uuid import UUID, uuid5

from indexer.models import TagKind
from indexer.normalise.series_known import known
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut, Projected

_NOWHERE = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class ExportContext:
    """What an export says about itself.

    Attributes:
        title: the search in words.
        search_url: absolute address of the search's page.
        self_url: absolute address of this export.
        public_url: the site's absolute address, without a slash at its end.
        updated: the moment of the last change, in UTC.
        total: number of events in the export.
        query: the search as its echo in ``.json``; values that JSON can hold.
        excel: whether csv begins with a byte order mark, without which Excel guesses at letters.
        installation: a UUID that ids in feeds are made of.
        accessed: the day that citations name as that of reading; None for none.
        shape: what a row of a table is, of `api.answers.formats.tables.Shape`.
        fields: the columns, or the fields of an event, in their order; empty for all.
        evidence: whether the words behind each tag come along.
        style: how citations are printed, of `api.answers.formats.styles.STYLES`.
        next_url, previous_url, first_url: absolute addresses of other pages, where it has pages.
    """

    title: str
    search_url: str
    self_url: str
    public_url: str
    updated: datetime
    total: int
    query: Mapping[str, object]
    excel: bool = False
    installation: str = ""
    accessed: date | None = None
    shape: str = "events"
    fields: tuple[str, ...] = ()
    evidence: bool = False
    style: str = "chicago"
    next_url: str | None = None
    previous_url: str | None = None
    first_url: str | None = None

    def urn(self, of: str) -> str:
        """An id for all time of something in this installation, whatever the site's address."""
        return f"urn:uuid:{uuid5(UUID(self.installation or _NOWHERE), of)}"

    @classmethod
    def of_event(
        cls,
        event: EventOut,
        public_url: str,
        self_url: str | None = None,
        *,
        accessed: date | None = None,
    ) -> Self:
        """What an export of one event says; ``self_url`` is its page's where not given."""
        page = event_url(public_url, event.id)
        return cls(
            title=event.headline,
            search_url=page,
            self_url=self_url or page,
            public_url=public_url,
            updated=event.updated_at,
            total=1,
            query={},
            accessed=accessed,
        )

    def event_url(self, event_id: str) -> str:
        """Absolute address of an event's page."""
        return event_url(self.public_url, event_id)

    def digest_url(self, digest_id: str) -> str:
        """Absolute address of a digest's page."""
        return f"{self.public_url}/digests/{quote(digest_id, safe='')}"

    def scheme(self, kind: TagKind) -> str:
        """Absolute address of the list that a tag's value belongs to."""
        return f"{self.public_url}/api/v1/{KINDS[kind].plural}"


def event_url(public_url: str, event_id: str) -> str:
    """Absolute address of an event's page on a site."""
    return f"{public_url}/events/{quote(event_id, safe='')}"


def pieces_of(file: IO[bytes], size: int = 65_536) -> Iterator[bytes]:
    """What was written into a file, from its beginning."""
    file.seek(0)
    while piece := file.read(size):
        yield piece


# Takes what is told of events. Yields pieces of the file, in order, and holds one event at a time.
Writer = Callable[[Iterable[Projected], ExportContext], Iterator[str] | Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write events.

    Attributes:
        suffix: what follows the dot in an address: "csv", "feed.json".
        media_type: as the Content-Type header has it.
        label: its name for readers.
        write: the writer.
        needs: the package of the extra `export` that it is written with; None for none. Such a file
            is made whole before its first piece.
    """

    suffix: str
    media_type: str
    label: str
    write: Writer
    needs: str | None = None


def labels_of(event: EventOut) -> list[str]:
    """Display names of its tags, kind by kind in the order of their table."""
    return [KINDS[kind].label(value) for kind, value in event.tag_pairs()]


def series_title(series_id: str) -> str:
    """What a series is called."""
    return known().labels.get(series_id, series_id)


def rfc3339(moment: datetime) -> str:
    """A moment in UTC, to the second: 2023-04-15T12:00:00Z."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
