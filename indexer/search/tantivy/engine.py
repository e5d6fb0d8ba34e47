"""The embedded engine: Tantivy in this process, many readers and one writer."""

import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy

from indexer.errors import IndexMissing, SearchUnavailable
from indexer.search.buckets import Interval
from indexer.search.document import (
    BUCKET_FIELDS,
    FACET_FIELDS,
    SCHEMA_VERSION,
    EventDocument,
    Facet,
)
from indexer.search.highlight import highlight
from indexer.search.matching import Vocabulary
from indexer.search.port import IndexState
from indexer.search.query import (
    BucketCounts,
    EventPage,
    EventQuery,
    FacetCount,
    Hit,
    Sort,
)
from indexer.search.tantivy.compiler import Compiler
from indexer.search.tantivy.files import STATE, replace_file, save_state, writing
from indexer.search.tantivy.schema import register, schema, tantivy_document
from indexer.search.terms import needles

_CURRENT = "CURRENT"
_ALL_VALUES = 1_000_000


@dataclass(frozen=True, slots=True)
class _Reader:
    """A consistent view of one generation of the index."""

    index: Any
    searcher: Any
    schema: Any
    vocabulary: Vocabulary
    stamp: tuple[int, ...]


class TantivyEngine:
    """Search engine in a folder, or in memory where no folder is given (tests).

    The folder holds one sub-folder a generation and a file that names the current one; a rebuild
    writes the next generation and then moves that name, so readers never see half an index.

    Args:
        folder: where the index lives; created when first written.
    """

    def __init__(self, folder: Path | None) -> None:
        self._memory = tempfile.TemporaryDirectory(prefix="entente-") if folder is None else None
        self._folder = Path(self._memory.name) if self._memory else folder or Path()
        self._reader: _Reader | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Short name of the engine, for people."""
        return "tantivy"

    def close(self) -> None:
        """Let go of the files."""
        self._reader = None
        if self._memory is not None:
            self._memory.cleanup()

    def ping(self) -> None:
        """Make sure that the folder can be read."""
        if self._folder.exists() and not os.access(self._folder, os.R_OK):
            raise SearchUnavailable(f"the index folder {self._folder.name!r} cannot be read")

    def state(self) -> IndexState | None:
        """What the index says about itself; None where there is none yet."""
        generation = self._generation()
        if generation is None:
            return None
        try:
            saved = json.loads((generation / STATE).read_text(encoding="utf-8"))
            return IndexState(int(saved["schema_version"]), int(saved["watermark"]))
        except (OSError, ValueError, KeyError):
            return None

    # -- writing ---------------------------------------------------------------------------

    def rebuild(self, documents: Iterable[EventDocument], watermark: int) -> None:
        """Build the next generation beside the present one, then swap."""
        self._folder.mkdir(parents=True, exist_ok=True)
        present = self._generation()
        fresh = Path(tempfile.mkdtemp(prefix="gen-", dir=self._folder))
        try:
            index = tantivy.Index(schema(), path=str(fresh))
            register(index)
            with writing(index) as writer:
                for document in documents:
                    writer.add_document(tantivy_document(document))
                writer.commit()
                writer.wait_merging_threads()
            save_state(fresh, watermark, SCHEMA_VERSION)
            replace_file(self._folder / _CURRENT, fresh.name)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        if present is not None:
            shutil.rmtree(present, ignore_errors=True)

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        """Add, replace and delete documents of the current generation."""
        generation = self._usable()
        index = tantivy.Index.open(str(generation))
        register(index)
        with writing(index) as writer:
            for event_id in deletes:
                writer.delete_documents_by_term("id", event_id)
            for document in upserts:
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(tantivy_document(document))
            writer.commit()
            writer.wait_merging_threads()
        save_state(generation, watermark, SCHEMA_VERSION)

    # -- reading ---------------------------------------------------------------------------

    def search(self, query: EventQuery) -> EventPage:
        """Find events; see the port for what is promised."""
        reader = self._current()
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, query)
        matching = compiler.matching()
        total = int(reader.searcher.search(matching, limit=1, count=True).count)
        return EventPage(
            hits=tuple(self._hits(reader, compiler, total)),
            total=total,
            facets={facet: self._counts(reader, compiler, facet) for facet in query.facets},
        )

    def ids(self, query: EventQuery) -> Sequence[str]:
        """The ids of all hits in the query's order, whatever its page."""
        reader = self._current()
        everything = replace(query, offset=0, limit=max(1, reader.searcher.num_docs))
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, everything)
        return [
            reader.searcher.doc(address).get_first("id")
            for address in self._ordered(reader, compiler)
        ]

    def histogram(self, query: EventQuery, interval: Interval) -> BucketCounts:
        """Count the hits by month, quarter or year."""
        reader = self._current()
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, query)
        every, certain = (
            dict(_terms(reader, compiler.matching(), field)) for field in BUCKET_FIELDS[interval]
        )
        return BucketCounts(every, certain)

    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document by its id."""
        reader = self._current()
        found = reader.searcher.search(
            tantivy.Query.all_query(), limit=max(1, reader.searcher.num_docs), count=False
        )
        documents = (reader.searcher.doc(address) for _, address in found.hits)
        return {doc.get_first("id"): doc.get_first("fingerprint") for doc in documents}

    def _hits(self, reader: _Reader, compiler: Compiler, total: int) -> Iterator[Hit]:
        query = compiler.query
        wanted = min(query.limit, total - query.offset)
        if wanted <= 0:
            return
        marks = needles(query.terms)
        for address in islice(self._ordered(reader, compiler), wanted):
            document = reader.searcher.doc(address)
            yield Hit(
                id=document.get_first("id"),
                headline=highlight(document.get_first("shown_headline"), marks),
                text=highlight(document.get_first("shown_text"), marks),
            )

    def _ordered(self, reader: _Reader, compiler: Compiler) -> Iterator[Any]:
        """Addresses of the hits in order, from the query's offset on.

        Relevance walks through disjoint tiers, from exact matches in the headline to typos in the
        text; inside a tier the newest comes first.
        """
        query = compiler.query
        oldest = query.sort is Sort.OLDEST
        tiers = compiler.tiers() if query.sort is Sort.RELEVANCE else [compiler.matching()]
        skip, wanted = query.offset, query.limit
        for tier in tiers:
            if wanted <= 0:
                return
            found = reader.searcher.search(
                tier,
                limit=wanted,
                count=True,
                offset=skip,
                order_by_field="oldest_key" if oldest else "newest_key",
                order=tantivy.Order.Asc,
            )
            yield from (address for _, address in found.hits)
            wanted -= len(found.hits)
            skip = max(0, skip - int(found.count))

    def _counts(self, reader: _Reader, compiler: Compiler, facet: Facet) -> tuple[FacetCount, ...]:
        found = _terms(reader, compiler.matching(ignoring=facet), FACET_FIELDS[facet])
        counts = [FacetCount(value, count) for value, count in found]
        return tuple(sorted(counts, key=lambda item: (-item.count, item.value)))

    # -- generations -----------------------------------------------------------------------

    def _generation(self) -> Path | None:
        try:
            name = (self._folder / _CURRENT).read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return self._folder / name if name else None

    def _usable(self) -> Path:
        generation, state = self._generation(), self.state()
        if generation is None or state is None:
            raise IndexMissing("there is no search index yet: run `entente sync`")
        if state.schema_version != SCHEMA_VERSION:
            raise IndexMissing(
                f"the search index has schema version {state.schema_version}, this program needs "
                f"{SCHEMA_VERSION}: run `entente sync`"
            )
        return generation

    def _current(self) -> _Reader:
        """The newest view; opened again only after a writer committed."""
        for _ in range(3):  # a rebuild may remove the generation between the two looks
            generation = self._usable()
            try:
                stat = (generation / STATE).stat()
                stamp = (stat.st_mtime_ns, stat.st_ino, hash(generation.name))
                with self._lock:
                    if self._reader is None or self._reader.stamp != stamp:
                        self._reader = _open(generation, stamp)
                    return self._reader
            except (OSError, ValueError) as error:
                failure = error
        raise SearchUnavailable(f"the search index cannot be read: {failure}") from failure


def _terms(reader: _Reader, matching: Any, field: str) -> list[tuple[str, int]]:
    """How many matching documents have each value of a field."""
    result = reader.searcher.aggregate(
        matching, {"values": {"terms": {"field": field, "size": _ALL_VALUES}}}
    )
    buckets = result["values"]["buckets"]
    return [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]


def _open(generation: Path, stamp: tuple[int, ...]) -> _Reader:
    index = tantivy.Index.open(str(generation))
    register(index)
    index.reload()
    searcher = index.searcher()
    terms = (term for term, _ in searcher.terms_with_prefix("words", ""))
    return _Reader(index, searcher, index.schema, Vocabulary(terms), stamp)
