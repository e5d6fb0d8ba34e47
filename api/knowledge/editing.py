"""WritingService: the one place through which the API writes; the store orders the writers."""

import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from api.knowledge import vocabulary
from api.knowledge.shown import shown_conflict, shown_corrections, shown_report
from indexer.errors import Changed, InputError, NotFound, UnreadableSource
from indexer.ingest import editing, issue_editing, series_editing
from indexer.ingest.acts import Editor
from indexer.ingest.edits import Edit, TagEdit
from indexer.ingest.issue_editing import IssueEdit
from indexer.ingest.merging import Part, PartsDiffer
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport
from indexer.ingest.series_book import SeriesBook
from indexer.ingest.series_editing import AddedSeries
from indexer.models import Correction, Draft, now
from indexer.normalise.series import Rights
from indexer.readers import SourceHints, parts
from indexer.rights import Shown
from indexer.search.keeper import IndexKeeper
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore
from indexer.store.takedowns import Purged

_log = logging.getLogger(__name__)
_ADDED = "added over the API"
_DRAFT_ID_BYTES = 8
_DRAFTS_LAST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How a digest is taken; the same names as `indexer.ingest.pipeline.Ingest` has."""

    dry_run: bool = False
    allow_shorter: bool = False
    replace: bool = False
    expected: frozenset[int] | None = None


class WritingService:
    """Writes to the store, then brings an index of this process up to date.

    A Meilisearch server is left to `entente sync --watch`: this process holds a key that only
    searches. What the engine does never undoes or fails what was stored.

    Args:
        store: the truth.
        engine: told of changes where it is a local one.
        settings: limits, and where a local index lies.
        book: knows the series.
    """

    def __init__(
        self, store: EventStore, engine: SearchEngine, settings: Settings, book: SeriesBook
    ) -> None:
        self._store = store
        self.book = book
        self._engine = engine
        self._keeper = IndexKeeper(store, engine, settings.index_dir)
        self.max_bytes = settings.max_source_bytes

    @property
    def _rights(self) -> Shown:
        """What may be shown now."""
        return Shown(self.book.restricted())

    def ingest(
        self, data: bytes, hints: SourceHints, options: IngestOptions
    ) -> tuple[FileReport, bool]:
        """Take one digest into the store, whole or not at all.

        Returns:
            What happened, and whether searches find it by now. A dry run also tells of a worse
            capture what it would take away.

        Raises:
            UnreadableSource: it cannot be used; nothing of it is stored.
        """
        report = shown_report(self._taker(options).file(data, hints), self._rights)
        if _refused(report, options):
            raise self._cause(report)
        return report, self._searchable(update=not options.dry_run)

    def ingest_all(
        self, data: bytes, hints: SourceHints, options: IngestOptions
    ) -> tuple[list[FileReport], bool]:
        """Take the issues of one source, each whole or not at all; as `ingest`.

        Raises:
            UnreadableSource: it cannot be used, or none of its issues; nothing of it is stored.
            InputError: it holds several issues, and the caller saw the state of one.
        """
        held = parts(data, hints, max_bytes=self.max_bytes, series=self.book.registry())
        if len(held) > 1 and options.expected is not None:
            raise InputError(
                f"{hints.origin}: it holds {len(held)} issues, so If-Match cannot say the state of "
                "all; send it without"
            )
        taker = self._taker(options)
        reports = [shown_report(taker.file(part.data, part.hints), self._rights) for part in held]
        if all(_refused(report, options) for report in reports):
            raise self._cause(reports[0])
        return reports, self._searchable(update=not options.dry_run)

    def _taker(self, options: IngestOptions) -> Ingest:
        return Ingest(self._store, self.max_bytes, series=self.book.registry, **_by_name(options))

    def correct(self, event_id: str, edit: Edit, by: Editor) -> tuple[Correction, bool]:
        """Correct a tag, a date or the headline; the value of a tag may be a code or a name.

        Returns:
            The correction as stored, and whether searches find it by now.

        Raises:
            NotFound, Gone, Merged: there is no such event, or no longer.
            UnknownValue: the vocabulary has no such value.
            Conflict: the event is so already.
            Changed: it is not as the editor saw it.
        """
        self._store.event(event_id)  # an event that is not there is named before a wrong value
        if isinstance(edit, TagEdit):
            edit = _resolved(edit)
        with self._within_rights(event_id):
            return editing.correct(self._store, event_id, edit, by), self._searchable()

    def undo(self, event_id: str, number: int, by: Editor) -> tuple[Correction, bool]:
        """Take a correction back; as `correct`."""
        with self._within_rights(event_id):
            correction = editing.undo(self._store, event_id, number, by)
        return self._told(correction), self._searchable()

    def merge(self, event_id: str, into: str, by: Editor) -> tuple[Correction, bool]:
        """Make an event part of another; as `correct`."""
        with self._within_rights(event_id):
            return editing.merge(self._store, event_id, into, by), self._searchable()

    def split(
        self, event_id: str, parts: Sequence[Part], by: Editor
    ) -> tuple[Correction, list[str], bool]:
        """Make several events of one; as `correct`, with the ids of the parts."""
        with self._within_rights(event_id):
            correction, ids = editing.split(self._store, event_id, parts, by)
        return self._told(correction), ids, self._searchable()

    def delete_event(self, event_id: str, by: Editor) -> tuple[Correction, bool]:
        """Take one event out of sight; as `correct`."""
        with self._within_rights(event_id):
            return editing.delete_event(self._store, event_id, by), self._searchable()

    def corrections(self, event_id: str) -> list[Correction]:
        """The corrections of an event, oldest first; undone ones too.

        Raises:
            NotFound, Gone: there is no such event; or no longer, and no editor's act removed it.
        """
        found = self._store.corrections(event_id)
        if not found:
            self._store.event(event_id)
        return shown_corrections(found, self._rights)

    def correct_issue(self, digest_id: str, edit: IssueEdit, by: Editor) -> tuple[Correction, bool]:
        """Put an issue's date or number right.

        Raises:
            NotFound, Gone, Conflict, Changed, InputError: as `indexer.ingest.issue_editing` says.
        """
        correction = issue_editing.correct_issue(self._store, digest_id, edit, by)
        return correction, self._searchable()

    def undo_issue_correction(
        self, digest_id: str, number: int, by: Editor
    ) -> tuple[Correction, bool]:
        """Take a correction of an issue back; as `correct_issue`."""
        correction = issue_editing.undo_issue_correction(self._store, digest_id, number, by)
        return correction, self._searchable()

    def issue_corrections(self, digest_id: str) -> list[Correction]:
        """The corrections of an issue itself, oldest first; undone ones too.

        Raises:
            NotFound, Gone: there is no such digest, or no longer.
        """
        self._store.digest(digest_id)
        return self._store.digest_corrections(digest_id)

    def delete_digest(
        self, digest_id: str, *, reason: str, editor: str | None = None
    ) -> tuple[list[str], bool]:
        """Take a digest and its events out of sight.

        Returns:
            The ids of the events, and whether searches find it by now.

        Raises:
            NotFound, Gone: there is no such digest, or no longer.
        """
        deleted = editing.delete_digest(self._store, digest_id, reason=reason, editor=editor)
        return deleted, self._searchable()

    def add_series(
        self, told: dict[str, Any], *, editor: str, reason: str = _ADDED
    ) -> tuple[AddedSeries, bool]:
        """Make a profile the installation's own; without id and code they are made of its title.

        Returns:
            What became of it, and whether searches find the store as it is.

        Raises:
            InputError: it is faulty, its code would change, or it is mistaken for another series.
        """
        profile = series_editing.completed(told, self.book)
        added = series_editing.add_series(
            self._store, self.book, profile, reason=reason, editor=editor
        )
        return added, self._searchable()

    def remove_series(self, series_id: str, *, reason: str, editor: str) -> bool:
        """Take a profile of the installation's own away; whether searches know that by now.

        Raises:
            NotFound: no such series is known.
            Conflict: issues are held, or its profile is not the store's.
        """
        series_editing.remove_series(
            self._store, self.book, series_id, reason=reason, editor=editor
        )
        return self._searchable()

    def purge(self, subject_id: str, *, reason: str) -> tuple[Purged, bool]:
        """Remove an event, or an issue with its events, from everything that is stored.

        Returns:
            What was removed, and whether searches know that by now.

        Raises:
            NotFound: neither an event nor a digest has this id.
            Conflict: it was taken down before.
        """
        return self._store.purge(subject_id, reason=reason), self._searchable()

    def keep_draft(self, data: bytes, origin: str, told: dict[str, Any], key_id: str) -> str:
        """Keep an issue for a day, while the one who has this key looks at it; its id."""
        draft = Draft(
            id=secrets.token_hex(_DRAFT_ID_BYTES),
            key_id=key_id,
            origin=origin,
            told=told,
            content=data,
        )
        self._store.add_draft(draft, over_before=now() - _DRAFTS_LAST)
        return draft.id

    def draft(self, draft_id: str, key_id: str) -> Draft:
        """A draft of the one who has this key.

        Raises:
            NotFound: there is none; drafts are kept for a day.
        """
        found = self._store.draft(draft_id, key_id)
        if found is None:
            raise NotFound("there is no such draft of yours; drafts are kept for a day")
        return found

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        self._store.drop_draft(draft_id)

    def _told(self, correction: Correction) -> Correction:
        return shown_corrections([correction], self._rights)[0]

    def _cause(self, report: FileReport) -> InputError | Changed:
        cause = report.cause or UnreadableSource(report.error or f"{report.file}: unusable")
        return shown_conflict(cause, self._rights) if isinstance(cause, Changed) else cause

    @contextmanager
    def _within_rights(self, event_id: str) -> Iterator[None]:
        """Refusals quote nothing that may not be shown."""
        try:
            yield
        except Changed as error:
            raise shown_conflict(error, self._rights) from error
        except PartsDiffer as error:
            if self._rights.right(event_id) is Rights.FULL:
                raise
            raise InputError(PartsDiffer.plain) from error

    def _searchable(self, *, update: bool = True) -> bool:
        """Bring an embedded index up to date; whether it has applied what was just stored."""
        stored = self._store.head()
        try:
            if update and self._engine.is_local:
                self._keeper.catch_up()
            state = self._engine.state()
        except Exception:  # noqa: BLE001  (what is stored stays stored, whatever the engine does)
            _log.exception("stored, but not indexed yet; `entente sync` will do it")
            return False
        return (state.watermark if state is not None else 0) >= stored


def _refused(report: FileReport, options: IngestOptions) -> bool:
    """Whether there is nothing to tell but the refusal."""
    return report.refused and not (options.dry_run and report.losses)


def _by_name(options: IngestOptions) -> dict[str, Any]:
    return {one.name: getattr(options, one.name) for one in fields(options)}


def _resolved(edit: TagEdit) -> TagEdit:
    return replace(edit, value=vocabulary.resolve(edit.kind, edit.value, parameter="value"))
