"""Editors correct everything that is derived; nothing of it is lost to re-ingest or new rules."""

from datetime import date

import pytest

from indexer.errors import Changed, Conflict, Gone, InputError, Merged, NotFound, Renumbered
from indexer.ingest.acts import Editor
from indexer.ingest.corrections import Action
from indexer.ingest.editing import correct, delete_event, merge, split, undo
from indexer.ingest.edits import Dated, HeadlineEdit, OccurrenceEdit, TagEdit
from indexer.ingest.issue_editing import IssueEdit, correct_issue, undo_issue_correction
from indexer.ingest.merging import Part
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport, Outcome
from indexer.models import TagKind
from indexer.normalise.spans import Precision, Status
from indexer.projection import FullEventOut
from indexer.readers import SourceHints
from indexer.store import EventStore
from tests.builders import make_digest_text

TALKS = (
    "Space dialoge held",
    (
        "The US and Japan held a dialogue on space in Tokyo on March 24. The Philippines and "
        "Australia signed a pact on energy in Manila on April 2."
    ),
)
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")
RICE = ("Rice imports rise", "Japan bought more rice from California on March 30 than ever.")
ANN = Editor("Ann", "As the minutes say.")
MARCH_24, APRIL_2 = (date(2023, 3, 24),) * 2, (date(2023, 4, 2),) * 2


def ingest(store: EventStore, *items: tuple[str, str], **options: bool) -> FileReport:
    taker = Ingest(store, 1_000_000, **options)
    return taker.file(make_digest_text(*items), SourceHints("digest.txt"))


def event(store: EventStore, event_id: str) -> FullEventOut:
    return store.event(event_id)


def days(store: EventStore, event_id: str) -> list[str]:
    """The occurrences, the primary one with a star."""
    return [
        f"{one.start}{'' if one.start == one.end else f'/{one.end}'}{'*' if one.primary else ''}"
        for one in event(store, event_id).occurrences
    ]


def listed(store: EventStore) -> list[str]:
    return [told.event().headline for told in store.projections_of("usjad-2-7")]


def last(store: EventStore, event_id: str) -> tuple[str, str, str | None]:
    change = store.history(event_id)[-1]
    return str(change.kind), change.reason, change.editor


def survives(store: EventStore, *items: tuple[str, str]) -> None:
    """What is said is the same after the issue came again, in other bytes, and was read again."""
    before = {told.event_id: told.event() for told in store.projections_of("usjad-2-7")}
    data = make_digest_text(*items) + b"\n" * store.head()
    again = Ingest(store, 1_000_000).file(data, SourceHints("digest.txt"))
    assert again.outcome is Outcome.UPDATED, again.error  # the source is another
    assert (again.created, again.updated, again.deleted) == ((), (), ())
    assert Ingest(store, 1_000_000).again("usjad-2-7").outcome is Outcome.UNCHANGED
    assert {told.event_id: told.event() for told in store.projections_of("usjad-2-7")} == before
    assert not store.faults()


class TestOccurrences:
    @pytest.fixture
    def talks(self, store: EventStore) -> str:
        talks, _ = ingest(store, TALKS, CHIPS).created
        assert days(store, talks) == ["2023-03-24*", "2023-04-02"]
        return talks

    @pytest.mark.parametrize(
        ("edit", "expected"),
        [
            (OccurrenceEdit(Action.REMOVE, MARCH_24), ["2023-04-02*"]),
            (OccurrenceEdit(Action.PRIMARY, APRIL_2), ["2023-03-24", "2023-04-02*"]),
            (
                OccurrenceEdit(
                    Action.ADD,
                    None,
                    Dated(date(2023, 4, 5), date(2023, 4, 7), Precision.RANGE, Status.SCHEDULED),
                ),
                ["2023-03-24*", "2023-04-02", "2023-04-05/2023-04-07"],
            ),
            (
                OccurrenceEdit(
                    Action.CHANGE,
                    MARCH_24,
                    Dated(date(2023, 3, 25), date(2023, 3, 25), Precision.DAY, Status.REPORTED),
                ),
                ["2023-03-25*", "2023-04-02"],
            ),
        ],
    )
    def test_each_can_be_corrected_and_put_back(
        self, store: EventStore, talks: str, edit: OccurrenceEdit, expected: list[str]
    ) -> None:
        """Kept through re-ingest, in history with who and why; undone it is as it was."""
        before = days(store, talks)
        correction = correct(store, talks, edit, ANN)
        assert days(store, talks) == expected
        assert last(store, talks) == ("retagged", "As the minutes say.", "Ann")
        survives(store, TALKS, CHIPS)
        undo(store, talks, correction.id or 0, Editor("Bob", "The minutes were wrong."))
        assert days(store, talks) == before
        assert last(store, talks)[2] == "Bob"
        assert "The minutes were wrong." in last(store, talks)[1]
        (kept,) = store.corrections(talks)
        assert (kept.undone_by, kept.undo_reason) == ("Bob", "The minutes were wrong.")
        with pytest.raises(Conflict, match="was undone on"):
            undo(store, talks, kept.id or 0, ANN)

    def test_a_changed_one_keeps_its_words_and_says_that_it_was_corrected(
        self, store: EventStore, talks: str
    ) -> None:
        """Precision and status can be put right, too."""
        to = Dated(date(2023, 3, 1), date(2023, 3, 31), Precision.MONTH, Status.SCHEDULED)
        correct(store, talks, OccurrenceEdit(Action.CHANGE, MARCH_24, to), ANN)
        first = event(store, talks).occurrences[0]
        assert (first.quote, first.basis) == ("March 24", "corrected")
        assert (first.precision, first.status) == ("month", "scheduled")

    def test_where_nothing_is_left_the_issues_period_stands_in(self, store: EventStore) -> None:
        """And gives way to the first date that an editor knows."""
        (chips,) = ingest(store, CHIPS).created
        april_3 = (date(2023, 4, 3), date(2023, 4, 3))
        correct(store, chips, OccurrenceEdit(Action.REMOVE, april_3), ANN)
        assert days(store, chips) == ["2023-04-01/2023-04-15*"]
        to = Dated(*MARCH_24, Precision.DAY, Status.REPORTED)
        correct(store, chips, OccurrenceEdit(Action.ADD, None, to), ANN)
        assert days(store, chips) == ["2023-03-24*"]

    def test_what_is_not_there_or_so_already_is_refused(
        self, store: EventStore, talks: str
    ) -> None:
        """Nothing is stored."""
        head = store.head()
        with pytest.raises(Conflict, match="it has 2023-03-24/2023-03-24, 2023-04-02"):
            correct(store, talks, OccurrenceEdit(Action.REMOVE, (date(2023, 1, 1),) * 2), ANN)
        with pytest.raises(Conflict, match="so already"):
            correct(store, talks, OccurrenceEdit(Action.PRIMARY, MARCH_24), ANN)
        to = Dated(*APRIL_2, Precision.DAY, Status.REPORTED)
        with pytest.raises(Conflict, match="already has the occurrence"):
            correct(store, talks, OccurrenceEdit(Action.ADD, None, to), ANN)
        assert store.head() == head


def test_a_headline_is_put_right(store: EventStore) -> None:
    """The item is known again by the words that the issue has, however they are spelt there."""
    talks, _ = ingest(store, TALKS, CHIPS).created
    correction = correct(store, talks, HeadlineEdit("Space dialogue held in Rome"), ANN)
    assert event(store, talks).headline == "Space dialogue held in Rome"
    assert "IT" in event(store, talks).countries
    survives(store, TALKS, CHIPS)
    undo(store, talks, correction.id or 0, ANN)
    assert event(store, talks).headline == TALKS[0]
    assert "IT" not in event(store, talks).countries


@pytest.mark.parametrize("kind", list(TagKind))
def test_tags_of_every_kind_are_undone_by_number(store: EventStore, kind: TagKind) -> None:
    """As if they had never been made."""
    talks, _ = ingest(store, TALKS, CHIPS).created
    before = event(store, talks).tags_of(kind)
    correction = correct(store, talks, TagEdit(kind, "x-1", Action.ADD), ANN)
    assert event(store, talks).tags_of(kind) == [*before, "x-1"]
    survives(store, TALKS, CHIPS)
    undo(store, talks, correction.id or 0, ANN)
    assert event(store, talks).tags_of(kind) == before


class TestMerging:
    def test_of_one_issue_the_words_are_joined(self, store: EventStore) -> None:
        """The old id leads to the other event; the row says so; the issue coming again keeps it."""
        talks, chips, rice = ingest(store, TALKS, CHIPS, RICE).created
        correction = merge(store, chips, talks, ANN)
        with pytest.raises(Merged) as found:
            event(store, chips)
        assert found.value.into == talks
        assert event(store, talks).text == f"{TALKS[1]} {CHIPS[1]}"
        assert "2023-04-03" in days(store, talks)
        assert last(store, chips) == ("merged", f"merged into {talks}: As the minutes say.", "Ann")
        assert last(store, talks)[0] == "updated"
        survives(store, TALKS, CHIPS, RICE)
        assert [told.event_id for told in store.projections_of("usjad-2-7")] == [talks, rice]
        undo(store, chips, correction.id or 0, ANN)
        assert (event(store, chips).text, event(store, talks).text) == (CHIPS[1], TALKS[1])
        survives(store, TALKS, CHIPS, RICE)

    def test_of_two_issues_tags_and_dates_are_carried_over(self, store: EventStore) -> None:
        """Each keeps its own words, which are quoted by its issue."""
        talks, _ = ingest(store, TALKS, RICE).created
        other = make_digest_text(CHIPS, title="US-Japan Alliance Digest Vol 2.8")
        (chips,) = Ingest(store, 1_000_000).file(other, SourceHints("8.txt")).created
        before = event(store, talks)
        correction = merge(store, chips, talks, ANN)
        after = event(store, talks)
        assert after.text == before.text
        assert "technology" in after.domains
        assert "2023-04-03" in days(store, talks)
        survives(store, TALKS, RICE)
        undo(store, chips, correction.id or 0, ANN)
        assert event(store, talks).domains == before.domains
        assert event(store, talks).occurrences == before.occurrences
        assert event(store, chips).text == CHIPS[1]

    def test_an_event_is_itself_again_where_the_other_has_gone(self, store: EventStore) -> None:
        """No words are lost with an item that a corrected issue leaves out."""
        talks, chips, _ = ingest(store, TALKS, CHIPS, RICE).created
        merge(store, chips, talks, ANN)
        report = ingest(store, CHIPS, RICE, allow_shorter=True)
        assert report.deleted == (talks,)
        assert report.created == (chips,)
        assert event(store, chips).text == CHIPS[1]

    def test_not_into_itself_nor_into_what_is_not_there(self, store: EventStore) -> None:
        """Nothing is stored."""
        talks, chips = ingest(store, TALKS, CHIPS).created
        with pytest.raises(Conflict):
            merge(store, talks, talks, ANN)
        with pytest.raises(NotFound):
            merge(store, talks, "usjad-2-7-none", ANN)
        merge(store, chips, talks, ANN)
        with pytest.raises(Merged):
            merge(store, talks, chips, ANN)


class TestSplitting:
    SPACE, PACT = TALKS[1].split(". The ", 1)
    PARTS = (Part("Space dialogue held", f"{SPACE}."), Part("Energy pact signed", f"The {PACT}"))

    def test_each_part_is_an_event_of_its_own(self, store: EventStore) -> None:
        """The first keeps the id; they stand in order, and are kept when the issue comes again."""
        talks, _ = ingest(store, TALKS, CHIPS).created
        correction, ids = split(store, talks, self.PARTS, ANN)
        assert ids[0] == talks
        assert listed(store) == ["Space dialogue held", "Energy pact signed", "Chip talks"]
        assert event(store, talks).countries == ["US", "JP"]
        assert set(event(store, ids[1]).countries) == {"PH", "AU"}
        assert days(store, ids[1]) == ["2023-04-02*"]
        assert last(store, talks)[::2] == ("split", "Ann")
        assert last(store, ids[1])[0] == "created"
        survives(store, TALKS, CHIPS)
        undo(store, talks, correction.id or 0, ANN)
        assert event(store, talks).text == TALKS[1]
        assert listed(store) == [TALKS[0], "Chip talks"]
        with pytest.raises(Merged):
            event(store, ids[1])

    def test_a_corrected_issue_is_cut_where_it_was_cut(self, store: EventStore) -> None:
        """The parts get its new words."""
        talks, _ = ingest(store, TALKS, CHIPS).created
        _, ids = split(store, talks, self.PARTS, ANN)
        ingest(store, (TALKS[0], TALKS[1].replace("April 2", "April 4")), CHIPS)
        assert days(store, ids[1]) == ["2023-04-04*"]
        assert event(store, talks).text == f"{self.SPACE}."

    def test_parts_are_corrected_split_and_merged_like_any_event(self, store: EventStore) -> None:
        """Acts upon acts."""
        talks, chips = ingest(store, TALKS, CHIPS).created
        _, (_, pact) = split(store, talks, self.PARTS, ANN)
        correct(store, pact, HeadlineEdit("An energy pact"), ANN)
        merge(store, pact, chips, ANN)
        assert listed(store) == ["Space dialogue held", "Chip talks"]
        assert "Manila" in event(store, chips).text
        survives(store, TALKS, CHIPS)

    def test_nothing_is_lost_and_nothing_made_up(self, store: EventStore) -> None:
        """The parts together are the text."""
        (talks,) = ingest(store, TALKS).created
        with pytest.raises(InputError, match="it goes on “The Philippines and Australia signed”"):
            split(store, talks, [Part("One", f"{self.SPACE}."), Part("Two", "Signed.")], ANN)


class TestDeleting:
    def test_the_item_brings_it_back_no_more(self, store: EventStore) -> None:
        """Until the deletion is undone."""
        talks, chips = ingest(store, TALKS, CHIPS).created
        correction = delete_event(store, chips, ANN)
        with pytest.raises(Gone):
            event(store, chips)
        assert last(store, chips) == ("deleted", "As the minutes say.", "Ann")
        survives(store, TALKS, CHIPS)
        assert listed(store) == [TALKS[0]]
        undo(store, chips, correction.id or 0, ANN)
        assert event(store, chips).text == CHIPS[1]
        survives(store, TALKS, CHIPS)
        assert {talks, chips} == {told.event_id for told in store.projections_of("usjad-2-7")}


class TestIssue:
    def test_the_date_is_put_right_and_what_hangs_on_it(self, store: EventStore) -> None:
        """Dates without a year are read anew; undone, all is as before."""
        (chips,) = ingest(store, CHIPS).created
        correction = correct_issue(store, "usjad-2-7", IssueEdit(date(2025, 4, 20)), ANN)
        digest = store.digest("usjad-2-7")
        assert (digest.issue_date, digest.issue_date_basis) == (date(2025, 4, 20), "corrected")
        assert days(store, chips) == ["2025-04-03*"]
        assert event(store, chips).digest.issue_date == date(2025, 4, 20)
        assert last(store, chips)[2] == "Ann"
        survives(store, CHIPS)
        undo_issue_correction(store, "usjad-2-7", correction.id or 0, ANN)
        assert store.digest("usjad-2-7").issue_date == date(2023, 4, 15)
        assert days(store, chips) == ["2023-04-03*"]

    def test_the_number_is_put_right_the_ids_stay(self, store: EventStore) -> None:
        """The issue is found by either number; the period follows from the right one."""
        (chips,) = ingest(store, CHIPS).created
        correct_issue(store, "usjad-2-7", IssueEdit(number=(2, 9)), ANN)
        digest = store.digest("usjad-2-7")
        assert (digest.volume, digest.number, digest.issue_date) == (2, 9, date(2023, 5, 15))
        assert digest.title == "US-Japan Alliance Digest Vol 2.9"
        survives(store, CHIPS)
        renamed = make_digest_text(CHIPS, title="US-Japan Alliance Digest Vol 2.9")
        report = Ingest(store, 1_000_000).file(renamed, SourceHints("9.txt"))
        assert (report.digest_id, report.created) == ("usjad-2-7", ())
        assert event(store, chips).digest.number == 9

    def test_what_has_the_wrong_number_by_right_is_another_issue(self, store: EventStore) -> None:
        """It gets an id beside the other, each is found again, and a number has one issue."""
        ingest(store, CHIPS)
        correction = correct_issue(store, "usjad-2-7", IssueEdit(number=(2, 9)), ANN)
        for _ in range(2):
            report = ingest(store, RICE)
            assert (report.digest_id, report.error) == ("usjad-2-7b", None)
        survives(store, CHIPS)
        assert Ingest(store, 1_000_000).again("usjad-2-7b").outcome is Outcome.UNCHANGED
        numbers = {one: store.digest(one).number for one in store.digest_ids()}
        assert numbers == {"usjad-2-7": 9, "usjad-2-7b": 7}
        with pytest.raises(Renumbered) as led_on:
            store.digest("usjad-2-9")
        assert led_on.value.into == "usjad-2-7"
        with pytest.raises(Conflict, match="usjad-2-7b"):
            undo_issue_correction(store, "usjad-2-7", correction.id or 0, ANN)
        assert not store.faults()

    def test_a_number_has_one_issue(self, store: EventStore) -> None:
        """And what is right already is not corrected."""
        ingest(store, CHIPS)
        other = make_digest_text(RICE, title="US-Japan Alliance Digest Vol 2.8")
        Ingest(store, 1_000_000).file(other, SourceHints("8.txt"))
        with pytest.raises(Conflict, match="usjad-2-8"):
            correct_issue(store, "usjad-2-7", IssueEdit(number=(2, 8)), ANN)
        with pytest.raises(Conflict, match="already"):
            correct_issue(store, "usjad-2-7", IssueEdit(number=(2, 7)), ANN)


class TestTwoEditors:
    def test_an_event_that_changed_meanwhile_is_not_overwritten(self, store: EventStore) -> None:
        """The second one is told what has changed since."""
        talks, _ = ingest(store, TALKS, CHIPS).created
        seen = store.event_state(talks)
        bob = Editor("Bob", "Mine.", expected={seen})
        correct(store, talks, HeadlineEdit("Ann's headline"), ANN)
        with pytest.raises(Changed) as found:
            correct(store, talks, HeadlineEdit("Bob's headline"), bob)
        assert found.value.state == store.event_state(talks)
        (change, *_) = (found.value.difference or {})["changes"]
        assert (change["field"], change["after"]) == ("headline", "Ann's headline")
        now = Editor("Bob", "Mine.", expected={found.value.state})
        correct(store, talks, HeadlineEdit("Bob's headline"), now)
        assert event(store, talks).headline == "Bob's headline"

    def test_a_dry_run_is_applied_to_what_it_saw(self, store: EventStore) -> None:
        """Else the difference is another, and is told."""
        ingest(store, TALKS, CHIPS)
        text = make_digest_text(TALKS, CHIPS, RICE)
        rehearsal = Ingest(store, 1_000_000, dry_run=True).file(text, SourceHints("digest.txt"))
        correct_issue(store, "usjad-2-7", IssueEdit(date(2023, 4, 20)), ANN)
        applying = Ingest(store, 1_000_000, expected={rehearsal.state})
        report = applying.file(text, SourceHints("digest.txt"))
        assert report.outcome is Outcome.REFUSED
        assert isinstance(report.cause, Changed)
        assert report.cause.difference
        anew = Ingest(store, 1_000_000, expected={report.state})
        assert anew.file(text, SourceHints("digest.txt")).outcome is Outcome.UPDATED
