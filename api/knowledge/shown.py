"""The one reader of what is shown: it cuts texts to what their series' profiles let be shown.

Every door reads events, issues and the ledger through here, never from the store itself
(`tests/house/test_architecture.py`). What a search matches is not cut: see docs/series.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from indexer.errors import Changed, NotShown
from indexer.ingest.report import FileReport
from indexer.ingest.series_book import SeriesBook
from indexer.models import Change, Correction, Digest, Source
from indexer.normalise.series import Rights
from indexer.projection import FullEventOut, Projected
from indexer.related import Likeness, Related
from indexer.related.agenda import Agenda, Scheduled, Tags
from indexer.rights import NOT_SHOWN, Shown, cut_remark, shown_length
from indexer.search.conditions import Selection
from indexer.search.document import SERIES
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery, Span, Term
from indexer.store import EventStore, LedgerFilter


class ShownStore:
    """Reads a store, and gives what may be shown of it.

    Args:
        store: the truth.
        book: knows what may be shown of each series.
    """

    def __init__(self, store: EventStore, book: SeriesBook) -> None:
        self._store = store
        self._book = book

    @property
    def rights(self) -> Shown:
        """What may be shown now; the store is asked once, whatever is cut by it."""
        return Shown(self._book.restricted())

    def event(self, event_id: str) -> FullEventOut:
        """One event, as `EventStore.event`."""
        return self.projection(event_id).full_event()

    def projection(self, event_id: str) -> Projected:
        """What is said of one event, as `EventStore.projection`."""
        return self.rights.event(self._store.projection(event_id))

    def projections(self, event_ids: Sequence[str]) -> list[Projected]:
        """What is said of these events, as `EventStore.projections`."""
        return list(map(self.rights.event, self._store.projections(event_ids)))

    def projections_of(self, digest_id: str) -> list[Projected]:
        """What is said of an issue's events, in order."""
        return list(map(self.rights.event, self._store.projections_of(digest_id)))

    def projections_by_digest(self, digest_ids: Sequence[str]) -> dict[str, list[Projected]]:
        """What is said of the events of some issues, in order."""
        rights = self.rights
        found = self._store.projections_by_digest(digest_ids)
        return {digest_id: list(map(rights.event, told)) for digest_id, told in found.items()}

    def iter_projections(self) -> Iterator[Projected]:
        """What is said of every living event, by id."""
        return map(self.rights.event, self._store.iter_projections())

    def digest(self, digest_id: str) -> Digest:
        """One issue, as `EventStore.digest`; its source is not to be shown: see `source`."""
        found = self._store.digest(digest_id)
        found.remarks = self.rights.remarks(digest_id, found.remarks)
        return found

    def digests(self, *, limit: int, offset: int = 0) -> tuple[list[tuple[Digest, int]], int]:
        """Issues with their number of events, newest first, and how many there are."""
        rows, total = self._store.digests(limit=limit, offset=offset)
        rights = self.rights
        for digest, _ in rows:
            digest.remarks = rights.remarks(digest.id, digest.remarks)
        return rows, total

    def source(self, digest_id: str) -> Source:
        """The bytes that an issue was read from.

        Raises:
            NotFound, Gone: there is no such issue, or no longer.
            NotShown: they hold more than may be shown.
        """
        found = self._store.digest(digest_id).source
        if self.rights.right(digest_id) is not Rights.FULL:
            raise NotShown(f"the source of {digest_id!r} is not shown: {NOT_SHOWN}")
        return found

    def changes(
        self, *, since: int, limit: int, until: int | None = None, only: LedgerFilter | None = None
    ) -> list[Change]:
        """Rows of the ledger, as `EventStore.changes`."""
        rows = self._store.changes(since=since, limit=limit, until=until, only=only)
        return list(map(self.rights.change, rows))

    def latest_changes(
        self, *, limit: int, before: int | None = None, only: LedgerFilter | None = None
    ) -> list[Change]:
        """The last rows of the ledger, as `EventStore.latest_changes`."""
        rows = self._store.latest_changes(limit=limit, before=before, only=only)
        return list(map(self.rights.change, rows))

    def history(self, event_id: str) -> list[Change]:
        """The rows of the ledger about one event."""
        return list(map(self.rights.change, self._store.history(event_id)))


class ShownRelated(Related):
    """What follows from all events together, without words that are not shown.

    Args:
        store: where the tables are.
        shown: reads the events.
        engine: tells whether a word stands where it is shown.
        book: knows what may be shown of each series.
    """

    def __init__(
        self, store: EventStore, shown: ShownStore, engine: SearchEngine, book: SeriesBook
    ) -> None:
        super().__init__(store)
        self._shown = shown
        self._engine = engine
        self._book = book

    def related(self, event_id: str, *, limit: int) -> list[Likeness]:
        """The events most like one; reasons name words that are shown of both."""
        found = super().related(event_id, limit=limit)
        if not found or not self._book.restricted():
            return found
        told = self._shown.projections([event_id, *(one.entry.id for one in found)])
        words = {one.event_id: _words(one) for one in told}
        own = words.get(event_id, "")
        return [
            replace(one, words=_standing(one.words, own, words.get(one.entry.id, "")))
            for one in found
        ]

    def phrases(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Phrases that begin so and are shown somewhere."""
        return self._visible(super().phrases(beginning, limit=limit, at_least=at_least))

    def words(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Words that begin so and are shown somewhere."""
        return self._visible(super().words(beginning, limit=limit, at_least=at_least))

    def spellings(self, word: str, *, limit: int) -> list[str]:
        """Words that are written nearly so and are shown somewhere."""
        near = super().spellings(word, limit=limit)
        return [form for form, _ in self._visible([(form, 0) for form in near])]

    def beginnings(self, word: str, *, limit: int) -> list[str]:
        """Words that a misspelt one begins and that are shown somewhere."""
        near = super().beginnings(word, limit=limit)
        return [form for form, _ in self._visible([(form, 0) for form in near])]

    def _visible(self, found: list[tuple[str, int]]) -> list[tuple[str, int]]:
        hidden = self._book.restricted_series() if found else ()
        return [one for one in found if self._is_visible(one[0], hidden)] if hidden else found

    def _is_visible(self, words: str, hidden: tuple[str, ...]) -> bool:
        """Whether words stand in an event of another series, or in any headline."""
        others = EventQuery(
            terms=(Term(words, phrase=True),),
            filters={SERIES: Selection(none_of=hidden)},
            limit=0,
        )
        in_headline = EventQuery(terms=(Term(words, phrase=True, field="headline"),), limit=0)
        return any(self._engine.search(query).total for query in (others, in_headline))


class ShownAgenda(Agenda):
    """Scheduled developments, whose quotes are shown where the words are.

    Args:
        store: where the tables are.
        shown: knows what may be shown.
    """

    def __init__(self, store: EventStore, shown: ShownStore) -> None:
        super().__init__(store)
        self._shown = shown

    def upcoming(self, as_of: date, *, tags: Tags = (), limit: int) -> list[Scheduled]:
        """As `Agenda.upcoming`."""
        return self._cut(super().upcoming(as_of, tags=tags, limit=limit))

    def due(self, as_of: date, *, tags: Tags = (), limit: int) -> list[Scheduled]:
        """As `Agenda.due`."""
        return self._cut(super().due(as_of, tags=tags, limit=limit))

    def _cut(self, found: Sequence[Scheduled]) -> list[Scheduled]:
        rights = self._shown.rights
        return [
            one
            if one.quote is None
            or rights.right(one.entry.id) is Rights.FULL
            or one.quote in one.entry.headline
            else replace(one, quote=None)
            for one in found
        ]


def shown_marks(told: Projected, spans: tuple[Span, ...], rights: Shown) -> tuple[Span, ...]:
    """Of what matched in an event's text what may be shown; the event is not cut yet."""
    right = rights.right(told.event_id)
    if right is Rights.FULL or not spans:
        return spans
    length = shown_length(told.event().text, right)
    return tuple(Span(one.start, min(one.end, length)) for one in spans if one.start < length)


def shown_report(report: FileReport, rights: Shown) -> FileReport:
    """What may be shown of what became of an issue: its difference and its doubts."""
    if report.digest_id is None or rights.right(report.digest_id) is Rights.FULL:
        return report
    return replace(
        report,
        written=tuple(
            replace(
                one,
                before=rights.event(one.before) if one.before else None,
                after=rights.event(one.after) if one.after else None,
            )
            for one in report.written
        ),
        remarks=tuple(
            replace(one, message=cut_remark(one.as_json())["message"], words=None)
            for one in report.remarks
        ),
    )


def shown_corrections(found: Sequence[Correction], rights: Shown) -> list[Correction]:
    """Corrections without the texts of parts that are not shown."""
    for one in found:
        if one.event_id and rights.right(one.event_id) is not Rights.FULL and "parts" in one.detail:
            parts = [{**part, "text": ""} for part in one.detail["parts"]]
            one.detail = {**one.detail, "parts": parts}
    return list(found)


def shown_conflict(error: Changed, rights: Shown) -> Changed:
    """The refusal of a write over what has changed, without a difference that is not shown."""
    told = error.difference or {}
    ids = [one["event_id"] for one in told.get("items", [told]) if "event_id" in one]
    if all(rights.right(one) is Rights.FULL for one in ids):
        return error
    return Changed(str(error), state=error.state)


def _words(told: Projected) -> str:
    event = told.event()
    return f"{event.headline}\n{event.text}".casefold()


def _standing(words: tuple[str, ...], ours: str, theirs: str) -> tuple[str, ...]:
    return tuple(one for one in words if one.casefold() in ours and one.casefold() in theirs)
