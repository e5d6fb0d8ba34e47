"""The embedded engine: Tantivy in this process, many readers and one writer."""

import json
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
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
)
from indexer.search.port import Batch, IndexState, SearchEngine
from indexer.search.query import (
    BucketCounts,
    EventPage,
    EventQuery,
    Place,
    Sort,
)
from indexer.search.ranking import all_ids
from indexer.search.tantivy.compiler import Compiler
from indexer.search.tantivy.files import (
    CURRENT,
    STATE,
    is_generation,
    new_generation,
    readable,
    replace_file,
    save_state,
    sweep,
    writable,
    writing,
)
from indexer.search.tantivy.hits import first_of, hits, ordered
from indexer.search.tantivy.merging import Merging
from indexer.search.tantivy.schema import (
    register,
    schema,
    searched_words,
    tantivy_document,
)
from indexer.search.tantivy.views import (
    Reader,
    counted,
    crossed,
    opened_searcher,
    ranked,
    read_vocabulary,
)


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
        self._reader: Reader | None = None
        self._lock = threading.Lock()
        self._merging = Merging()

    @property
    def name(self) -> str:
        """Short name of the engine, for people."""
        return "tantivy"

    @property
    def label(self) -> str:
        """Which of several parts it is, for people."""
        return self.name

    @property
    def is_local(self) -> bool:
        """Whether the serving process keeps the index up."""
        return True

    def parts(self) -> Sequence[SearchEngine]:
        """Itself: there is one index."""
        return (self,)

    def close(self) -> None:
        """Let go of the files, when nothing is written to them any more."""
        self._merging.end()
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

    def rebuild(
        self,
        documents: Iterable[EventDocument],
        watermark: int,
        later: Iterable[Batch] = (),
    ) -> None:
        """Build the next generation beside the present one, then swap."""
        self._merging.end()
        with writable(), new_generation(self._folder) as fresh:
            index = tantivy.Index(schema(), path=str(fresh))
            register(index)
            with writing(index) as writer:
                for document in documents:
                    writer.add_document(tantivy_document(document))
                for batch in later:
                    _put(writer, batch.upserts, batch.deletes)
                    watermark = batch.watermark
                writer.commit()
                writer.wait_merging_threads()
            save_state(fresh, watermark, SCHEMA_VERSION)
            replace_file(self._folder / CURRENT, fresh.name)
            self._swap(fresh, None, watermark)
        sweep(self._folder)

    def apply(
        self, upserts: Iterable[EventDocument], deletes: Iterable[str], watermark: int
    ) -> None:
        """Add, replace and delete documents of the current generation."""
        self._merging.end()
        generation, _ = self._usable()
        with readable(), writable():
            index = tantivy.Index.open(str(generation))
            register(index)
            with writing(index) as writer:
                added = _put(writer, upserts, deletes)
                writer.commit()
                save_state(generation, watermark, SCHEMA_VERSION)
                stamp = self._swap(generation, added, watermark)
            self._merging.begin(writer, lambda: self._merged(generation, stamp, watermark))

    def fault(self) -> str | None:
        """Why the index has to be built anew; None where it is sound."""
        try:
            self.search(EventQuery(limit=1, sort=Sort.NEWEST, facets=tuple(FACET_FIELDS)))
        except SearchUnavailable as error:
            return str(error)
        sweep(self._folder)
        return None

    def count(self) -> int:
        """How many documents the index holds."""
        return int(self._current().searcher.num_docs)

    # -- reading ---------------------------------------------------------------------------

    @readable()
    def search(self, query: EventQuery) -> EventPage:
        """Find events; see the port for what is promised."""
        reader = self._current()
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, query)
        chosen = [facet for facet in query.facets if query.selection(facet).any_of]
        free = [FACET_FIELDS[facet] for facet in query.facets if facet not in chosen]
        total, counts = counted(reader, compiler.matching(), free)
        for facet in chosen:
            field = FACET_FIELDS[facet]
            counts |= counted(reader, compiler.matching(ignoring=facet), [field])[1]
        return EventPage(
            hits=tuple(hits(reader, compiler, total)),
            total=total,
            facets={facet: ranked(counts[FACET_FIELDS[facet]]) for facet in query.facets},
            applied=reader.applied,
        )

    @readable()
    def ids(self, query: EventQuery) -> Iterator[str]:
        """The ids of all hits in the query's order, whatever its page; of one view of the index."""
        reader = self._current()

        def read(asked: EventQuery) -> list[Place]:
            compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, asked)
            return [place for place, _ in ordered(reader, compiler)]

        return all_ids(query, read, most=max(1, reader.searcher.num_docs))

    @readable()
    def in_headline(self, query: EventQuery) -> Sequence[str]:
        """The ids of the first hits that have all words in their headline, the best ones first."""
        reader = self._current()
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, query)
        found = first_of(reader, query, compiler.in_headline())
        return [place.id for place, _ in found]

    @readable()
    def totals(self, queries: Sequence[EventQuery]) -> Sequence[int]:
        """How many hits each of several queries has."""
        reader = self._current()
        compiled = (
            Compiler(reader.schema, reader.searcher, reader.vocabulary, query) for query in queries
        )
        return [counted(reader, one.matching(), [])[0] for one in compiled]

    @readable()
    def histogram(self, query: EventQuery, interval: Interval) -> BucketCounts:
        """Count the hits by month, quarter or year."""
        reader = self._current()
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, query)
        every, certain = BUCKET_FIELDS[interval]
        _, counts = counted(reader, compiler.matching(), [every, certain])
        return BucketCounts(counts[every], counts[certain])

    @readable()
    def tally(
        self, query: EventQuery, fields: Sequence[str]
    ) -> tuple[int, Mapping[str, Mapping[str, int]]]:
        """Count the hits, and by the values of fields."""
        reader = self._current()
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, query)
        return counted(reader, compiler.matching(), fields)

    @readable()
    def cross(
        self, query: EventQuery, values: Mapping[str, Sequence[str]]
    ) -> Mapping[tuple[str, ...], int]:
        """Count the hits by combinations of values."""
        reader = self._current()
        compiler = Compiler(reader.schema, reader.searcher, reader.vocabulary, query)
        return crossed(reader, compiler.matching(), values)

    @readable()
    def fingerprints(self) -> Mapping[str, str]:
        """The fingerprint of every document by its id."""
        reader = self._current()
        found = reader.searcher.search(
            tantivy.Query.all_query(), limit=max(1, reader.searcher.num_docs), count=False
        )
        documents = (reader.searcher.doc(address) for _, address in found.hits)
        return {doc.get_first("id"): doc.get_first("fingerprint") for doc in documents}

    # -- generations -----------------------------------------------------------------------

    def _generation(self) -> Path | None:
        try:
            name = (self._folder / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        return self._folder / name if is_generation(name) else None

    def _usable(self) -> tuple[Path, int]:
        """The current generation, and the last ledger row that it holds."""
        generation, state = self._generation(), self.state()
        if generation is None or state is None:
            raise IndexMissing("there is no search index yet: run `entente sync`")
        if state.schema_version != SCHEMA_VERSION:
            raise IndexMissing(
                f"the search index has schema version {state.schema_version}, this program needs "
                f"{SCHEMA_VERSION}: run `entente sync`"
            )
        return generation, state.watermark

    def _current(self) -> Reader:
        """The newest view, which a writer has mostly opened already.

        What another process wrote is opened at once; its words are read in the background, and
        until then only their exact spelling is found.
        """
        for _ in range(3):  # a rebuild may remove the generation between the two looks
            try:
                reader, stamp = self._reader, self._stamp()
                if reader is not None and stamp == reader.stamp:
                    return reader
                generation, applied = self._usable()
                with self._lock:
                    if self._reader is None or self._reader.stamp != stamp:
                        self._reader = self._opened(generation, stamp, applied)
                    return self._reader
            except (OSError, ValueError) as error:
                failure = error
        raise SearchUnavailable(f"the search index cannot be read: {failure}") from failure

    def _stamp(self) -> tuple[int, ...]:
        """Changes whenever a writer has committed, or a rebuild has moved the name."""
        generation = self._generation()
        if generation is None:
            return ()
        stat = (generation / STATE).stat()
        return stat.st_mtime_ns, stat.st_ino, hash(generation.name)

    def _opened(self, generation: Path, stamp: tuple[int, ...], applied: int) -> Reader:
        index, searcher = opened_searcher(generation)
        known = self._reader.vocabulary if self._reader is not None else None
        words = known or read_vocabulary(searcher)
        reader = Reader(index, searcher, index.schema, words, stamp, applied)
        if known is not None:
            threading.Thread(target=self._reread, args=(reader,), daemon=True).start()
        return reader

    def _reread(self, reader: Reader) -> None:
        """Read the words of a view that was opened with an older one's."""
        vocabulary = read_vocabulary(reader.searcher)
        with self._lock:
            if self._reader is reader:
                self._reader = replace(reader, vocabulary=vocabulary)

    def _swap(self, generation: Path, added: Iterable[str] | None, applied: int) -> tuple[int, ...]:
        """Open what was just written, so that no search has to.

        Args:
            generation: where it was written.
            added: the words of the documents added; None where they are to be read anew.
            applied: the last ledger row of what was written.

        Returns:
            What changes with the next commit.
        """
        index, searcher = opened_searcher(generation)
        with self._lock:
            known = self._reader.vocabulary if self._reader is not None else None
            grown = known.with_(added) if known is not None and added is not None else None
            words = grown or read_vocabulary(searcher)
            stamp = self._stamp()
            self._reader = Reader(index, searcher, index.schema, words, stamp, applied)
        return stamp

    def _merged(self, generation: Path, stamp: tuple[int, ...], applied: int) -> None:
        """Search the fewer parts that were made of many, where nothing was written since."""
        index, searcher = opened_searcher(generation)
        with self._lock:
            if self._reader is not None and self._reader.stamp == stamp:
                words = self._reader.vocabulary
                self._reader = Reader(index, searcher, index.schema, words, stamp, applied)


def _put(writer: Any, upserts: Iterable[EventDocument], deletes: Iterable[str]) -> set[str]:
    """Replace and delete documents; the words of those that were added."""
    added: set[str] = set()
    for event_id in deletes:
        writer.delete_documents_by_term("id", event_id)
    for document in upserts:
        writer.delete_documents_by_term("id", document.id)
        writer.add_document(tantivy_document(document))
        added.update(searched_words(document))
    return added
