"""Read, build, store, ledger, in order; holds no rules of its own."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import InputError
from indexer.ingest.build import DigestDraft, EventDraft, build
from indexer.ingest.identity import match_items, new_event_id
from indexer.ingest.report import FileReport, Outcome
from indexer.models import Digest, Event, Source, now
from indexer.readers import SourceHints, media_type, read
from indexer.snapshot import event_snapshot
from indexer.store import EventStore, StoreWriter


class _DryRun(Exception):
    """Raised to roll a dry run back, carrying what would have happened."""

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
    """

    store: EventStore
    max_bytes: int
    dry_run: bool = False

    def file(self, data: bytes, hints: SourceHints) -> FileReport:
        """Ingest one digest, whole or not at all.

        The same bytes twice change nothing; a corrected issue updates its events in place.
        A file that cannot be used is reported as refused; nothing of it is stored.
        """
        try:
            return self._stored(data, hints)
        except _DryRun as dry:
            return dry.report
        except InputError as error:
            return FileReport(hints.origin, Outcome.REFUSED, error=str(error))

    def _stored(self, data: bytes, hints: SourceHints) -> FileReport:
        sha256 = hashlib.sha256(data).hexdigest()
        draft = build(read(data, hints, max_bytes=self.max_bytes), hints.origin)
        with self.store.writing() as writer:
            source = writer.source(sha256)
            known = writer.digest_of_source(source) if source else None
            if known is not None and known.id == draft.id and _same(known, draft):
                report = _refresh(writer, known, draft, hints.origin)
            else:
                source = source or writer.add_source(_source(data, sha256, hints))
                report = _write(writer, source, draft, hints.origin)
            if self.dry_run:
                raise _DryRun(report)
            return report


def _source(data: bytes, sha256: str, hints: SourceHints) -> Source:
    return Source(sha256=sha256, media_type=media_type(data), origin=hints.origin, content=data)


def _same(digest: Digest, draft: DigestDraft) -> bool:
    return (digest.issue_date, digest.volume, digest.number) == (
        draft.issue_date,
        draft.volume,
        draft.number,
    )


def _refresh(writer: StoreWriter, digest: Digest, draft: DigestDraft, origin: str) -> FileReport:
    """The same bytes again: only what the rules now read differently changes."""
    former = writer.living_events(digest.id)
    report = _apply(writer, digest, former, draft, origin, reason="rules changed")
    if report.outcome is not Outcome.UNCHANGED:
        digest.issues = [issue.as_json() for issue in draft.issues]
        digest.updated_at = now()
    return report


def _write(writer: StoreWriter, source: Source, draft: DigestDraft, origin: str) -> FileReport:
    digest = writer.digest(draft.id)
    former: list[Event] = []
    if digest is None:
        digest = _digest(draft, source)
        writer.add_digest(digest)
        reason = "first received"
    else:
        former = writer.living_events(digest.id)
        digest.source_id = source.id or 0
        digest.title = draft.title
        digest.image_credit = draft.image_credit
        digest.issue_date = draft.issue_date
        digest.issue_date_basis = draft.issue_date_basis
        digest.period_start, digest.period_end = draft.period
        digest.issues = [issue.as_json() for issue in draft.issues]
        digest.updated_at = now()
        reason = "corrected issue received"
    return _apply(writer, digest, former, draft, origin, reason=reason)


def _digest(draft: DigestDraft, source: Source) -> Digest:
    return Digest(
        id=draft.id,
        series=draft.series,
        title=draft.title,
        volume=draft.volume,
        number=draft.number,
        issue_date=draft.issue_date,
        issue_date_basis=draft.issue_date_basis,
        period_start=draft.period[0],
        period_end=draft.period[1],
        image_credit=draft.image_credit,
        issues=[issue.as_json() for issue in draft.issues],
        source_id=source.id or 0,
    )


def _apply(
    writer: StoreWriter,
    digest: Digest,
    former: Sequence[Event],
    draft: DigestDraft,
    origin: str,
    *,
    reason: str,
) -> FileReport:
    """Bring the digest's events to what the draft says, and record each change."""
    matches = match_items(
        [(event.headline, event.text) for event in former],
        [(event.headline, event.text) for event in draft.events],
    )
    created, updated = [], []
    for item, match in zip(draft.events, matches, strict=True):
        if match is None:
            event = _new_event(writer, digest, item)
            writer.create_event(event, reason=reason)
            created.append(event.id)
        elif _update(writer, former[match], item, reason):
            updated.append(former[match].id)
    kept = {match for match in matches if match is not None}
    deleted = [event for index, event in enumerate(former) if index not in kept]
    for event in deleted:
        writer.delete_event(event, reason="not in the corrected issue")
    return FileReport(
        file=origin,
        outcome=_outcome(former, created, updated, deleted),
        digest_id=digest.id,
        created=tuple(created),
        updated=tuple(updated),
        deleted=tuple(event.id for event in deleted),
        issues=draft.issues,
    )


def _outcome(
    former: Sequence[Event],
    created: Sequence[str],
    updated: Sequence[str],
    deleted: Sequence[Event],
) -> Outcome:
    if not (created or updated or deleted):
        return Outcome.UNCHANGED
    return Outcome.UPDATED if former else Outcome.CREATED


def _new_event(writer: StoreWriter, digest: Digest, item: EventDraft) -> Event:
    return Event(
        id=new_event_id(digest.id, item.headline, writer.event_exists),
        digest_id=digest.id,
        position=item.position,
        headline=item.headline,
        text=item.text,
        truncated=item.truncated,
        occurrences=item.occurrences(),
        tags=item.tags(),
    )


def _update(writer: StoreWriter, event: Event, item: EventDraft, reason: str) -> bool:
    before = event_snapshot(event)
    event.position = item.position
    event.headline = item.headline
    event.text = item.text
    event.truncated = item.truncated
    writer.replace_parts(event, item.occurrences(), item.tags())
    return writer.change_event(event, before, reason=reason)
