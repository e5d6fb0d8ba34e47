"""SearchEngine: what any search engine must do; each promise is tested by the contract suite."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.search.buckets import Interval
from indexer.search.document import EventDocument
from indexer.search.query import BucketCounts, EventPage, EventQuery


@dataclass(frozen=True, slots=True)
class IndexState:
    """What an index says about itself.

    Attributes:
        schema_version: version of the document format that it was built with.
        watermark: last ledger sequence number applied.
    """

    schema_version: int
    watermark: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What some ledger rows come to.

    Attributes:
        upserts: documents to add or replace.
        deletes: ids of documents that are to go.
        watermark: the last of those rows.
    """

    upserts: tuple[EventDocument, ...]
    deletes: tuple[str, ...]
    watermark: int


class SearchEngine(Protocol):
    """A search engine over event documents.

    Every method raises `SearchUnavailable` where the engine cannot be reached; `search` and
    `fingerprints` raise `IndexMissing` before the first `rebuild`, or after one by a program
    with another schema version.
    """

    @property
    def name(self) -> str:
        """Short name of the engine, for people."""

    @property
    def label(self) -> str:
        """Which of several parts it is, for people."""

    @property
    def is_local(self) -> bool:
        """Whether the index lies with this installation, and the serving process keeps it up.

        A server's index is kept by the indexer's own process: whoever serves holds a key that
        only searches.
        """

    def state(self) -> IndexState | None:
        """What the index says about itself; None where there is none yet."""

    def parts(self) -> Sequence["SearchEngine"]:
        """The indexes that follow the ledger each for itself; mostly one, the engine itself."""

    def fault(self) -> str | None:
        """Why the index has to be built anew, whatever its state says; None where it is sound.

        It looks at what is there: an index may be gone, damaged, or without its settings, while
        its state says that all is well.
        """

    def count(self) -> int:
        """How many documents the index holds."""

    def rebuild(
        self, documents: Iterable[EventDocument], watermark: int, later: Iterable[Batch] = ()
    ) -> None:
        """Build a fresh index beside the present one, then swap; answers never run empty.

        Args:
            documents: everything, as it was read after ``watermark``.
            watermark: the ledger row that the documents hold at least.
            later: what was written meanwhile, asked for when the documents are in; it is there
                when the swap is done.
        """

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        """Add, replace and delete documents; visible to every later search when it returns.

        Documents are never added to an index that is not there: it raises `IndexMissing`.
        """

    def search(self, query: EventQuery) -> EventPage:
        """Find events.

        Every word must match: exactly, with one typo from 5 letters on and two from 9, the last
        word also as a beginning. The total is exact; every hit lies on exactly one page; a
        facet's counts ignore that facet's own any-of selection and respect everything else.
        Relevance puts exact matches before typos, then matches in the headline before those in
        the text, and those before what matches by the name of a tag, then newer events first (see
        `ranking`); ties break by id. By date, a page that begins after a
        place holds what stands there now, whatever was written since.
        """

    def ids(self, query: EventQuery) -> Iterator[str]:
        """The ids of all hits in the query's order, whatever its page.

        The engine is asked at once, so that it fails here; by date the rest is read a block at a
        time, so that memory does not grow with what is found.
        """

    def in_headline(self, query: EventQuery) -> Sequence[str]:
        """The ids of the first hits that have all words in their headline, the best ones first.

        As many as the page has; nothing is counted or marked. Alternatives are not looked at.
        """

    def totals(self, queries: Sequence[EventQuery]) -> Sequence[int]:
        """How many hits each of several queries has, in one request."""

    def histogram(self, query: EventQuery, interval: Interval) -> BucketCounts:
        """Count the hits by month, quarter or year; a hit counts once in each that it touches."""

    def tally(
        self, query: EventQuery, fields: Sequence[str]
    ) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        """How many hits there are, and how many have each value of these fields of the document.

        The query's filters all hold, unlike in the facets of a search; its page does not matter.
        """

    def cross(
        self, query: EventQuery, values: Mapping[str, Sequence[str]]
    ) -> Mapping[tuple[str, ...], int]:
        """How many hits have each combination of values, one of each field; zeros are left out.

        Args:
            query: which events; its page does not matter.
            values: fields of the document, each with the values that combinations are made of.
        """

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document by its id."""

    def ping(self) -> None:
        """Make sure that the engine answers."""

    def close(self) -> None:
        """Let go of files and connections."""
