"""WritingService: the one place through which the API writes; the store orders the writers."""

import logging
from dataclasses import asdict, dataclass

from api.knowledge import vocabulary
from indexer.errors import QueryError, UnknownValue, UnreadableSource
from indexer.ingest.corrections import Action
from indexer.ingest.editing import Edit, correct, delete_digest
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport
from indexer.models import Correction, TagKind
from indexer.readers import SourceHints
from indexer.search.keeper import IndexKeeper
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore
from indexer.store.takedowns import Purged

_log = logging.getLogger(__name__)
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """A correction as it was asked for; the value may be a code or a name."""

    kind: TagKind
    value: str
    action: Action
    reason: str


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How a digest is taken; the same names as `indexer.ingest.pipeline.Ingest` has."""

    dry_run: bool = False
    allow_shorter: bool = False
    replace: bool = False


class WritingService:
    """Writes to the store, then brings an index of this process up to date.

    A Meilisearch server is left to `entente sync --watch`: this process holds a key that only
    searches. What the engine does never undoes or fails what was stored.

    Args:
        store: the truth.
        engine: told of changes where it is a local one.
        settings: limits, and where a local index lies.
    """

    def __init__(self, store: EventStore, engine: SearchEngine, settings: Settings) -> None:
        self._store = store
        self._engine = engine
        self._keeper = IndexKeeper(store, engine, settings.index_dir)
        self.max_bytes = settings.max_source_mb * _MIB

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
        taker = Ingest(self._store, self.max_bytes, **asdict(options))
        report = taker.file(data, hints)
        if report.refused and not (options.dry_run and report.losses):
            raise report.cause or UnreadableSource(report.error or f"{hints.origin}: unusable")
        return report, self._searchable(update=not options.dry_run)

    def correct(
        self, event_id: str, wanted: CorrectionRequest, *, editor: str
    ) -> tuple[Correction, bool]:
        """Add or remove a tag, with a reason.

        Returns:
            The correction as stored, and whether searches find it by now.

        Raises:
            NotFound, Gone: there is no such event, or no longer.
            UnknownValue: the vocabulary has no such value.
            Conflict: the event's tags are so already.
        """
        self._store.event(event_id)  # an event that is not there is named before a wrong value
        edit = Edit(wanted.kind, _resolved(wanted), wanted.action, wanted.reason, editor)
        correction = correct(self._store, event_id, edit)
        return correction, self._searchable()

    def corrections(self, event_id: str) -> list[Correction]:
        """The corrections of an event, oldest first.

        Raises:
            NotFound, Gone: there is no such event, or no longer.
        """
        self._store.event(event_id)
        return self._store.corrections(event_id)

    def delete_digest(self, digest_id: str, *, reason: str) -> tuple[list[str], bool]:
        """Take a digest and its events out of sight.

        Returns:
            The ids of the events, and whether searches find it by now.

        Raises:
            NotFound, Gone: there is no such digest, or no longer.
        """
        deleted = delete_digest(self._store, digest_id, reason=reason)
        return deleted, self._searchable()

    def purge(self, subject_id: str, *, reason: str) -> tuple[Purged, bool]:
        """Remove an event, or an issue with its events, from everything that is stored.

        Returns:
            What was removed, and whether searches know that by now.

        Raises:
            NotFound: neither an event nor a digest has this id.
            Conflict: it was taken down before.
        """
        return self._store.purge(subject_id, reason=reason), self._searchable()

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


def _resolved(wanted: CorrectionRequest) -> str:
    try:
        return vocabulary.resolve(wanted.kind, wanted.value, parameter="value")
    except QueryError as error:
        raise UnknownValue(str(error), parameter="value", suggestion=error.suggestion) from error
