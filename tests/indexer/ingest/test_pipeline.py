"""Ingest: idempotent, corrected in place, whole or not at all, recorded in the ledger."""

import pytest

from indexer.errors import Gone
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport, Outcome
from indexer.models import ChangeKind
from indexer.normalise.tags.kinds import KINDS
from indexer.readers import SourceHints
from indexer.store import EventStore
from tests.builders import make_digest_text

SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
TEST = (
    "North Korea tests missile",
    "North Korea fired a missile on April 13; Japan sounded alerts.",
)
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")


def ingest(store: EventStore, data: bytes, *, dry_run: bool = False) -> FileReport:
    return Ingest(store, 1_000_000, dry_run=dry_run).file(data, SourceHints("digest.txt"))


def kinds(store: EventStore) -> list[str]:
    """What happened to events."""
    return [str(change.kind) for change in store.changes(since=0, limit=1000) if change.event_id]


def test_a_digest_is_stored_with_events_tags_and_ledger(store: EventStore) -> None:
    """Everything of it in one transaction."""
    report = ingest(store, make_digest_text(SPACE, TEST))
    assert report.outcome is Outcome.CREATED
    digest = store.digest("usjad-2-7")
    told = [one.event() for one in store.projections_of(digest.id)]
    assert [event.headline for event in told] == [SPACE[0], TEST[0]]
    assert digest.source.content == make_digest_text(SPACE, TEST)
    event = store.event(report.created[0])
    assert set(event.tag_pairs()) >= {("country", "US"), ("country", "JP"), ("domain", "space")}
    assert all(tag.evidence for kind in KINDS for tag in event.tags.of(kind))
    assert [o.quote for o in event.occurrences] == ["March 24"]
    assert kinds(store) == ["created", "created"]
    issue, space, _ = store.changes(since=0, limit=9)
    assert (issue.subject, issue.subject_id, issue.kind) == ("digest", digest.id, "created")
    assert space.after == store.projections([event.id])[0].full


def test_the_same_bytes_twice_change_nothing(store: EventStore) -> None:
    """No event, no ledger row, no second source."""
    ingest(store, make_digest_text(SPACE, TEST))
    report = ingest(store, make_digest_text(SPACE, TEST))
    assert report.outcome is Outcome.UNCHANGED
    assert (store.head(), store.count_events()) == (3, 2)


def test_a_corrected_issue_updates_its_events_in_place(store: EventStore) -> None:
    """Same ids, whatever the order; only what changed is recorded."""
    first = ingest(store, make_digest_text(SPACE, TEST))
    corrected = (TEST[0], TEST[1].replace("April 13", "April 14"))
    report = ingest(store, make_digest_text(corrected, SPACE))
    assert report.outcome is Outcome.UPDATED
    assert report.created == report.deleted == ()
    in_order = [told.event_id for told in store.projections_of("usjad-2-7")]
    assert in_order == [first.created[1], first.created[0]]
    moved = store.event(first.created[1])
    assert [str(o.start) for o in moved.occurrences] == ["2023-04-14"]
    last = store.changes(since=3, limit=10)
    assert {change.kind for change in last} == {ChangeKind.UPDATED}


def test_an_item_that_is_gone_leaves_a_tombstone(store: EventStore) -> None:
    """Its id is not given to another, and is its own again should it come back."""
    first = ingest(store, make_digest_text(SPACE, TEST))
    ingest(store, make_digest_text(SPACE, CHIPS))
    with pytest.raises(Gone):
        store.event(first.created[1])
    assert kinds(store) == ["created", "created", "created", "deleted"]
    again = ingest(store, make_digest_text(SPACE, TEST, CHIPS))
    assert again.created == (first.created[1],)


def test_another_issue_under_a_wrong_number_is_refused(store: EventStore) -> None:
    """Where nothing is alike, nothing is overwritten."""
    first = ingest(store, make_digest_text(SPACE, TEST))
    other = ingest(store, make_digest_text(CHIPS))
    assert other.outcome is Outcome.REFUSED
    assert "--replace" in (other.error or "")
    assert [store.event(event_id).headline for event_id in first.created] == [SPACE[0], TEST[0]]


def test_what_changes_of_the_issue_alone_is_a_change(store: EventStore) -> None:
    """New bytes are an update, which a row about the digest tells of; no event has one."""
    ingest(store, make_digest_text(SPACE))
    head = store.head()
    again = ingest(store, make_digest_text(SPACE) + b"\n")
    assert again.outcome is Outcome.UPDATED
    (told,) = store.changes(since=head, limit=9)
    assert (told.subject, told.subject_id, told.kind) == ("digest", "usjad-2-7", "updated")
    assert told.before != told.after


def test_a_dry_run_reports_and_stores_nothing(store: EventStore) -> None:
    """The report is that of the real run."""
    rehearsal = ingest(store, make_digest_text(SPACE), dry_run=True)
    assert store.count_events() == store.head() == 0
    assert rehearsal == ingest(store, make_digest_text(SPACE))


@pytest.mark.parametrize(
    "data",
    [b"no digest", make_digest_text(SPACE, title="US-Japan Alliance Digest Vol 2.99"), b"\x00"],
)
def test_what_is_refused_leaves_the_store_untouched(store: EventStore, data: bytes) -> None:
    """With the reason in the report."""
    report = ingest(store, data)
    assert report.outcome is Outcome.REFUSED
    assert report.error
    assert report.error.startswith("digest.txt: ")
    assert store.head() == 0


def test_an_undated_item_takes_the_issues_half_month(store: EventStore) -> None:
    """Precision issue, basis inferred, no quoted words."""
    report = ingest(store, make_digest_text(("Firms in Japan", "Firms work together in Japan.")))
    (occurrence,) = store.event(report.created[0]).occurrences
    assert (str(occurrence.start), str(occurrence.end)) == ("2023-04-01", "2023-04-15")
    assert (occurrence.precision, occurrence.basis) == ("issue", "inferred")
    assert occurrence.quote is None


def test_doubtful_dates_are_reported_with_file_and_line(store: EventStore) -> None:
    """A range whose dash was lost is read, and said to be."""
    report = ingest(store, make_digest_text(("Drill", "Japan held a drill October 2426 in Guam.")))
    (remark,) = (remark for remark in report.remarks if remark.code == "date-doubtful")
    assert (remark.file, remark.line, remark.words) == ("digest.txt", 9, "October 2426")
    (occurrence,) = store.event(report.created[0]).occurrences
    assert (occurrence.start.day, occurrence.end.day) == (24, 26)
