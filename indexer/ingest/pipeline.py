"""Read, build, store, ledger, in order; holds no rules of its own."""

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from indexer.drafts import DigestDraft
from indexer.errors import Changed, Gone, InputError, LessThanStored, NotFound, UnreadableSource
from indexer.ingest.build import build
from indexer.ingest.issue_corrections import as_corrected, as_filed
from indexer.ingest.losses import in_words
from indexer.ingest.purged import refuse_purged
from indexer.ingest.report import FileReport, Outcome
from indexer.ingest.writing import refresh_digest, write_digest
from indexer.models import Digest, Source
from indexer.normalise.issue_ids import as_made, told_by
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_known import known as known_series
from indexer.readers import SourceHints, kept, media_type, read
from indexer.store import EventStore

NEW_SERIES = "made for its first issue"


class _RolledBack(Exception):
    """Raised to undo what was written, carrying what would have happened."""

    def __init__(self, report: FileReport) -> None:
        super().__init__(report.file)
        self.report = report


@dataclass(frozen=True, slots=True)
class Ingest:
    """Takes digests into the store.

    Attributes:
        store: where they go.
        max_bytes: largest file accepted.
        dry_run: work everything out, report it, store nothing.
        series: gives the known series; asked for each digest, since the one before may add to them.
        allow_shorter: take an issue also where stored texts shrink or items go.
        replace: take an issue also where another one is stored under its number.
        expected: numbers of the last change of the stored issue as the caller saw it (a dry run's
            ``state``); None for whatever there is.
    """

    store: EventStore
    max_bytes: int
    dry_run: bool = False
    series: Callable[[], SeriesRegistry] = known_series
    allow_shorter: bool = False
    replace: bool = False
    expected: Collection[int] | None = None

    def file(self, data: bytes, hints: SourceHints) -> FileReport:
        """Ingest one digest, whole or not at all.

        The same bytes twice change nothing; a corrected issue updates its events in place; after
        a digest was deleted its issue brings the same events back. A file that cannot be used is
        reported as refused; nothing of it is stored.
        """
        try:
            return self._stored(data, hints)
        except _RolledBack as undone:
            return undone.report
        except InputError as error:
            return FileReport.refusal(hints.origin, error)

    def again(self, digest_id: str) -> FileReport:
        """Read a digest's stored source again by the present rules, and update what they change.

        A digest that is not there, and a source that the rules now refuse or take for another
        issue, are reported as refused; events stay as they are.
        """
        try:
            with self.store.writing() as writer:
                digest = writer.living_digest(digest_id)
                source = writer.source_of(digest)
                draft = read_again(digest, source, self.series())
                draft = as_corrected(draft, writer.digest_corrections(digest_id))
                report = refresh_digest(writer, digest, draft, source.origin)
                if self.dry_run:
                    raise _RolledBack(report)
                return report
        except _RolledBack as undone:
            return undone.report
        except (InputError, NotFound, Gone) as error:
            return FileReport(digest_id, Outcome.REFUSED, error=str(error))

    def _stored(self, data: bytes, hints: SourceHints) -> FileReport:
        raw = read(data, hints, max_bytes=self.max_bytes, series=self.series())
        data = kept(data, hints.origin)
        sha256 = hashlib.sha256(data).hexdigest()
        draft = build(raw, hints.origin)
        with self.store.writing() as writer:
            refuse_purged(writer, sha256, draft, hints.origin)
            draft = as_filed(writer, draft)
            if raw.new_series:
                writer.put_series(raw.profile, reason=NEW_SERIES)
            else:
                writer.bind_series(raw.profile)
            state = writer.digest_state(draft.id)
            source = writer.source(sha256)
            known = writer.digest_of_source(source) if source else None
            if known is not None and known.deleted_at is None and _same(known, draft):
                report = refresh_digest(writer, known, draft, hints.origin)
            else:
                source = source or writer.add_source(_source(data, sha256, hints))
                report = write_digest(writer, source, draft, hints.origin, replace=self.replace)
            report = dataclasses.replace(report, state=state)
            if self.expected is not None and state not in self.expected:
                raise _RolledBack(_changed(report))
            if report.losses and not self.allow_shorter:
                raise _RolledBack(_shorter(report))
            if self.dry_run:
                raise _RolledBack(report)
            return report


def read_again(digest: Digest, source: Source, series: SeriesRegistry) -> DigestDraft:
    """The draft of a stored digest, by its source alone or with what was said beside it.

    Raises:
        UnreadableSource: the present rules refuse it, or take it for another issue.
    """
    if not source.content:
        raise UnreadableSource(f"{digest.id} stays as it is: its source was taken down")
    told = ""
    for hints in (SourceHints(source.origin), *_said(digest, source)):
        try:
            # What was accepted once is read again, whatever the limit is by now.
            raw = read(source.content, hints, max_bytes=len(source.content), series=series)
            draft = build(raw, source.origin)
        except InputError as error:
            told = str(error)
            continue
        if draft.id == as_made(digest.id):
            return dataclasses.replace(draft, id=digest.id)
        told = f"{source.origin}: the rules now take it for the issue {draft.id}"
    raise UnreadableSource(f"{digest.id} stays as it is: {told}")


def _said(digest: Digest, source: Source) -> Iterator[SourceHints]:
    """What may have been said beside a source when it was taken; its id keeps its first number."""
    number, day = told_by(digest.id)
    named = SourceHints(source.origin, digest.series, number, new_series=True)
    yield named
    if digest.issue_date_basis != "inferred":
        yield dataclasses.replace(named, issue_date=day or digest.issue_date)


def _changed(report: FileReport) -> FileReport:
    """The refusal where the stored issue is not as the caller saw it."""
    reason = (
        f"{report.digest_id} was changed since the dry run: its last change is {report.state}; "
        "look at the difference again"
    )
    told = report.difference().model_dump(mode="json")
    return _refused(report, Changed(reason, state=report.state, difference=told))


def _shorter(report: FileReport) -> FileReport:
    """The refusal of a worse capture; it keeps what would have happened."""
    reason = (
        f"{report.file}: it holds less of {report.digest_id} than is stored: "
        f"{in_words(report.losses)}. Nothing was changed; if less is right, say --allow-shorter "
        "(in the API allow_shorter=true)"
    )
    return _refused(report, LessThanStored(reason, tuple(map(str, report.losses))))


def _refused(report: FileReport, cause: InputError | Changed) -> FileReport:
    return dataclasses.replace(
        report,
        outcome=Outcome.REFUSED,
        error=str(cause),
        cause=cause,
        # It did not take the place of the other one.
        remarks=tuple(one for one in report.remarks if one.code != "other-source"),
        created=(),
        updated=(),
        deleted=(),
    )


def _source(data: bytes, sha256: str, hints: SourceHints) -> Source:
    return Source(
        sha256=sha256, media_type=media_type(data, hints.origin), origin=hints.origin, content=data
    )


def _same(digest: Digest, draft: DigestDraft) -> bool:
    return (digest.id, digest.issue_date, digest.volume, digest.number) == (
        draft.id,
        draft.issue_date,
        draft.volume,
        draft.number,
    )
