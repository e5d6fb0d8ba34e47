"""Corrections: laid over derived tags, and never lost to a corrected issue or to new rules."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from indexer.drafts import TagDraft
from indexer.errors import Conflict, Gone, NotFound
from indexer.ingest import build as build_module
from indexer.ingest.acts import Editor
from indexer.ingest.corrections import Action, overlaid
from indexer.ingest.editing import correct as correct_by
from indexer.ingest.editing import delete_digest
from indexer.ingest.edits import TagEdit
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport, Outcome
from indexer.models import Correction, TagKind
from indexer.normalise.item import ItemReading, read_item
from indexer.projection import FullEventOut
from indexer.readers import SourceHints
from indexer.store import EventStore
from indexer.store.writer import EventChange
from tests.builders import make_digest_text

SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")


def tag(value: str, *, kind: TagKind = TagKind.COUNTRY) -> TagDraft:
    return TagDraft(str(kind), value, [{"rule": "name"}])


def correction(number: int, value: str, action: Action = Action.ADD) -> Correction:
    return Correction(
        id=number,
        event_id="e",
        kind=TagKind.COUNTRY,
        value=value,
        action=action,
        reason="It was there.",
        editor="Ann",
    )


def edit(value: str, action: Action, kind: TagKind = TagKind.COUNTRY) -> TagEdit:
    return TagEdit(kind, value, action)


def correct(store: EventStore, event_id: str, wanted: TagEdit) -> Correction:
    return correct_by(store, event_id, wanted, Editor("Ann", f"{wanted.action} {wanted.value}"))


def ingest(store: EventStore, *items: tuple[str, str]) -> FileReport:
    return Ingest(store, 1_000_000, allow_shorter=True).file(
        make_digest_text(*items), SourceHints("digest.txt")
    )


def told(store: EventStore, event_id: str) -> FullEventOut:
    (projected,) = store.projections([event_id])
    return projected.full_event()


def said(store: EventStore, event_id: str) -> dict[str, object]:
    """What is told of an event, apart from when and by which row it changed."""
    return told(store, event_id).model_dump(exclude={"updated_at", "changed"})


def countries(store: EventStore, event_id: str) -> list[str]:
    return told(store, event_id).countries


def history(store: EventStore, event_id: str) -> list[tuple[str, str]]:
    return [(str(change.kind), change.reason) for change in store.history(event_id)]


@pytest.fixture
def new_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From now on the rules find these countries alone, wherever the first tag's words are."""

    def change(*values: str) -> None:
        def read(
            headline: str, text: str, issue_date: object, *_: object, **__: object
        ) -> ItemReading:
            reading = read_item(headline, text, issue_date)  # type: ignore[arg-type]
            first, *_ = (found for found in reading.tags if found.kind == TagKind.COUNTRY)
            others = tuple(found for found in reading.tags if found.kind != TagKind.COUNTRY)
            return replace(
                reading, tags=(*(first._replace(value=value) for value in values), *others)
            )

        monkeypatch.setattr(build_module, "read_item", read)

    return change


class TestOverlay:
    def test_added_tags_come_after_the_derived_ones(self) -> None:
        """In order of correction, with the reason as evidence."""
        tags = overlaid([tag("US"), tag("JP")], [correction(1, "PH"), correction(2, "AU")])
        assert [one.value for one in tags] == ["US", "JP", "PH", "AU"]
        assert tags[2].evidence == [
            {
                "field": "correction",
                "start": 0,
                "end": 13,
                "quote": "It was there.",
                "rule": "correction",
            }
        ]

    def test_removed_tags_are_left_out(self) -> None:
        """Those of another kind stay, whatever their value."""
        space = tag("US", kind=TagKind.DOMAIN)
        tags = overlaid([tag("US"), tag("JP"), space], [correction(1, "US", Action.REMOVE)])
        assert [(one.kind, one.value) for one in tags] == [("country", "JP"), ("domain", "US")]

    def test_the_latest_of_a_value_decides(self) -> None:
        """However they are handed over."""
        taken_back = [correction(2, "US"), correction(1, "US", Action.REMOVE)]
        (kept,) = overlaid([tag("US")], taken_back)
        assert kept.evidence == [{"rule": "name"}]
        assert overlaid([], [correction(1, "PH"), correction(2, "PH", Action.REMOVE)]) == []

    def test_its_arguments_stay_as_they_are(self) -> None:
        """It is a function of values."""
        derived = [tag("US"), tag("JP")]
        overlaid(derived, [correction(1, "US", Action.REMOVE)])
        assert [one.value for one in derived] == ["US", "JP"]


def test_a_correction_changes_the_tag_and_is_recorded(store: EventStore) -> None:
    """As a retagging, with its reason, before and after."""
    (event_id,) = ingest(store, SPACE).created
    stored = correct(store, event_id, edit("PH", Action.ADD))
    assert (stored.editor, stored.reason) == ("Ann", "add PH")
    assert countries(store, event_id) == ["US", "JP", "PH"]
    assert history(store, event_id) == [("created", "first received"), ("retagged", "add PH")]
    last = store.history(event_id)[-1]
    assert last.after == store.projections([event_id])[0].full
    assert last.before is not None
    assert FullEventOut.model_validate_json(last.before).countries == ["US", "JP"]


def test_the_opposite_takes_a_correction_back(store: EventStore) -> None:
    """A derived tag returns with its own evidence, in its own place."""
    (event_id,) = ingest(store, SPACE).created
    before = said(store, event_id)
    correct(store, event_id, edit("US", Action.REMOVE))
    assert countries(store, event_id) == ["JP"]
    correct(store, event_id, edit("US", Action.ADD))
    assert said(store, event_id) == before
    assert [str(c.action) for c in store.corrections(event_id)] == ["remove", "add"]


def test_an_editor_may_add_a_fourth_domain(store: EventStore) -> None:
    """The ceiling is for rules."""
    (event_id,) = ingest(store, SPACE).created
    for value in ("energy", "health", "cyber"):
        correct(store, event_id, edit(value, Action.ADD, TagKind.DOMAIN))
    found = told(store, event_id).domains
    assert len(found) > 3
    assert found[-3:] == ["energy", "health", "cyber"]


def test_what_changes_nothing_is_refused_and_not_stored(store: EventStore) -> None:
    """A tag that is there, or is not there, already."""
    (event_id,) = ingest(store, SPACE).created
    with pytest.raises(Conflict, match="already has the country JP"):
        correct(store, event_id, edit("JP", Action.ADD))
    with pytest.raises(Conflict, match="does not have the country PH"):
        correct(store, event_id, edit("PH", Action.REMOVE))
    assert store.corrections(event_id) == []
    assert len(history(store, event_id)) == 1


def test_only_living_events_are_corrected(store: EventStore) -> None:
    """One that never was, and one that is gone."""
    (event_id,) = ingest(store, SPACE).created
    with pytest.raises(NotFound):
        correct(store, "none", edit("PH", Action.ADD))
    delete_digest(store, "usjad-2-7", reason="withdrawn")
    with pytest.raises(Gone):
        correct(store, event_id, edit("PH", Action.ADD))


def test_corrections_survive_a_corrected_issue(store: EventStore) -> None:
    """And the same bytes again; nothing is recorded that did not change."""
    (event_id,) = ingest(store, SPACE).created
    correct(store, event_id, edit("PH", Action.ADD))
    correct(store, event_id, edit("US", Action.REMOVE))
    assert ingest(store, SPACE).outcome is Outcome.UNCHANGED
    corrected = (SPACE[0], SPACE[1].replace("March 24", "March 25"))
    assert ingest(store, corrected).updated == (event_id,)
    assert countries(store, event_id) == ["JP", "PH"]
    assert history(store, event_id) == [
        ("created", "first received"),
        ("retagged", "add PH"),
        ("retagged", "remove US"),
        ("updated", "corrected issue received"),
    ]


def test_corrections_survive_new_rules(store: EventStore, new_rules: Callable[..., None]) -> None:
    """What the rules find anew comes in, what an editor decided stays."""
    (event_id,) = ingest(store, SPACE).created
    correct(store, event_id, edit("PH", Action.ADD))
    correct(store, event_id, edit("US", Action.REMOVE))
    new_rules("US", "KR")
    taker = Ingest(store, 1_000_000)
    assert taker.again("usjad-2-7").updated == (event_id,)
    assert countries(store, event_id) == ["KR", "PH"]
    assert history(store, event_id)[-1] == ("retagged", "rules changed")
    head = store.head()
    assert taker.again("usjad-2-7").outcome is Outcome.UNCHANGED
    assert store.head() == head


def test_what_new_rules_change_is_not_laid_to_the_editor(
    store: EventStore, new_rules: Callable[..., None]
) -> None:
    """A correction made after them finds its own row in the ledger."""
    (event_id,) = ingest(store, SPACE).created
    new_rules("US", "KR")
    correct(store, event_id, edit("PH", Action.ADD))
    assert countries(store, event_id) == ["US", "KR", "PH"]
    assert history(store, event_id)[1:] == [("retagged", "rules changed"), ("retagged", "add PH")]


def test_reprocessing_can_be_rehearsed(store: EventStore, new_rules: Callable[..., None]) -> None:
    """The report is that of the real run; nothing is stored."""
    (event_id,) = ingest(store, SPACE).created
    new_rules("KR")
    rehearsal = Ingest(store, 1_000_000, dry_run=True).again("usjad-2-7")
    assert countries(store, event_id) == ["US", "JP"]
    assert rehearsal == Ingest(store, 1_000_000).again("usjad-2-7")
    assert countries(store, event_id) == ["KR"]


def test_reprocessing_puts_the_issue_itself_right(store: EventStore) -> None:
    """Its title and dates; its events tell of it, for mirrors."""
    ingest(store, SPACE)
    with store.writing() as writer:
        digest = writer.living_digest("usjad-2-7")
        before, digest.title = writer.digest_told(digest), "As older rules had it"
        writer.change_digest(digest, before, reason="older rules")
        events = writer.events_of(digest.id)
        writer.write_events(digest, [EventChange(one, one.rows, "older rules") for one in events])
    assert not store.faults()
    taker = Ingest(store, 1_000_000)
    assert taker.again("usjad-2-7").outcome is Outcome.UPDATED
    assert store.digest("usjad-2-7").title == "US-Japan Alliance Digest Vol 2.7"
    assert taker.again("usjad-2-7").outcome is Outcome.UNCHANGED
    issue, event = store.changes(since=4, limit=9)
    titles = ("As older rules had it", "US-Japan Alliance Digest Vol 2.7")
    assert [change.kind for change in (issue, event)] == ["updated", "updated"]
    assert titles == tuple(json.loads(text or "")["title"] for text in (issue.before, issue.after))
    assert json.loads(event.after or "")["digest"]["title"] == titles[1]


def test_reprocessing_remembers_what_was_said_beside_the_file(store: EventStore) -> None:
    """Volume and number that the caller gave, as the file names none; or the date."""
    data = make_digest_text(SPACE, title="Headlines")
    taker = Ingest(store, 1_000_000)
    taker.file(data, SourceHints("capture.txt", volume=(2, 11)))
    assert taker.again("usjad-2-11").outcome is Outcome.UNCHANGED
    items = b"".join(b'{"headline": "Rover %d", "text": "Japan met NASA."}\n' % n for n in (1, 2))
    hints = SourceHints("x", "manila-triangle-chronology", issue_date=date(2024, 5, 24))
    assert taker.file(items, hints).digest_id == "mtc-20240524"
    assert taker.again("mtc-20240524").outcome is Outcome.UNCHANGED
    missing = taker.again("usjad-9-9")
    assert (missing.outcome, missing.error) == (
        Outcome.REFUSED,
        "no digest has the id 'usjad-9-9'",
    )


class TestDeletion:
    def test_a_deleted_digest_takes_its_events_along(self, store: EventStore) -> None:
        """Tombstones with the reason; the list leaves it out."""
        created = ingest(store, SPACE, CHIPS).created
        assert delete_digest(store, "usjad-2-7", reason="withdrawn") == list(created)
        for event_id in created:
            with pytest.raises(Gone):
                store.event(event_id)
            assert history(store, event_id)[-1] == ("deleted", "withdrawn")
        with pytest.raises(Gone, match="was removed on"):
            store.digest("usjad-2-7")
        assert store.digests(limit=9) == ([], 0)
        with pytest.raises(Gone):
            delete_digest(store, "usjad-2-7", reason="again")
        with pytest.raises(NotFound):
            delete_digest(store, "usjad-9-9", reason="again")
        last = store.changes(since=store.head() - 1, limit=1)[0]
        assert (last.subject, last.kind, last.after) == ("digest", "deleted", None)

    def test_its_issue_brings_the_same_events_back(self, store: EventStore) -> None:
        """Under their ids, with their corrections; not those that were gone before."""
        first = ingest(store, SPACE, CHIPS)
        space, chips = first.created
        ingest(store, SPACE)
        correct(store, space, edit("PH", Action.ADD))
        stood = said(store, space)
        delete_digest(store, "usjad-2-7", reason="withdrawn")
        report = ingest(store, SPACE)
        assert (report.outcome, report.created) == (Outcome.CREATED, (space,))
        assert said(store, space) == stood
        assert history(store, space)[-1] == (
            "created",
            "restored: the issue was received again",
        )
        assert [told.event_id for told in store.projections_of("usjad-2-7")] == [space]
        with pytest.raises(Gone):
            store.event(chips)

    def test_a_corrected_issue_brings_back_what_it_holds(self, store: EventStore) -> None:
        """The rest stays gone, a new item is new."""
        space, chips = ingest(store, SPACE, CHIPS).created
        delete_digest(store, "usjad-2-7", reason="withdrawn")
        report = ingest(store, ("Drill", "Japan held a drill in Guam on April 9."), SPACE)
        assert report.outcome is Outcome.CREATED
        assert report.created[1] == space
        assert report.created[0] not in (space, chips)
        assert store.event(space).position == 2
        with pytest.raises(Gone):
            store.event(chips)
