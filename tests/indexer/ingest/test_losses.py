"""Nothing stored is lost by a worse capture, or by another issue under the same number."""

import pytest

from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport, Outcome
from indexer.readers import SourceHints
from indexer.store import EventStore
from tests.builders import make_digest_text

NAVIES = (
    "Navies meet in Yokosuka",
    "The chiefs of both navies met in Yokosuka on February 20 to plan patrols. They agreed.",
)
TRADE = ("Trade talks in Washington", "Officials met in Washington on February 21 over tariffs.")
SPACE = ("Space dialogue in Tokyo", "The US and Japan held their space dialogue on February 22.")
FULL = (NAVIES, TRADE, SPACE)
CUT = (NAVIES, (TRADE[0], TRADE[1][:20]), (SPACE[0], ""))
OTHERS = (
    ("Chip makers agree", "Firms of both states agreed on April 3 to build a plant in Hokkaido."),
    ("Rice imports rise", "Japan bought more rice from California in March than ever before."),
)


def ingest(
    store: EventStore, *items: tuple[str, str], origin: str = "digest.txt", **options: bool
) -> FileReport:
    text = make_digest_text(*((h, t) for h, t in items if t))
    if any(not t for _, t in items):
        headlines = "\n".join(f"  • {headline}" for headline, _ in items)
        paragraphs = "\n".join(f"  • {t}" for _, t in items if t)
        text = f"US-Japan Alliance Digest Vol 2.7\n\n{headlines}\n\n\n{paragraphs}\n".encode()
    return Ingest(store, 1_000_000, **options).file(text, SourceHints(origin))


def texts(store: EventStore) -> list[str]:
    return [told.event().text for told in store.projections_of("usjad-2-7")]


def test_a_cut_off_capture_is_not_applied(store: EventStore) -> None:
    """Each text that would shrink is named, and the store stays as it was."""
    ingest(store, *FULL)
    head = store.head()
    report = ingest(store, *CUT)
    assert report.outcome is Outcome.REFUSED
    told = [(loss.headline, str(loss.what), loss.before, loss.after) for loss in report.losses]
    assert told == [
        (TRADE[0], "text", len(TRADE[1]), len(CUT[1][1])),
        (SPACE[0], "text", len(SPACE[1]), 0),
    ]
    assert all(headline in (report.error or "") for headline in (TRADE[0], SPACE[0]))
    assert "--allow-shorter" in (report.error or "")
    assert texts(store) == [text for _, text in FULL]
    assert store.head() == head


def test_fewer_items_are_not_applied(store: EventStore) -> None:
    """Each item that would go is named, whatever its place."""
    ingest(store, *FULL)
    report = ingest(store, NAVIES, SPACE)
    assert [(loss.headline, str(loss.what)) for loss in report.losses] == [(TRADE[0], "item")]
    assert texts(store) == [text for _, text in FULL]


def test_the_dry_run_says_what_the_real_run_would_refuse(store: EventStore) -> None:
    """With the difference, item by item."""
    ingest(store, *FULL)
    rehearsal = ingest(store, *CUT, dry_run=True)
    assert rehearsal == ingest(store, *CUT)
    changed = {
        item.headline: [change.field for change in item.changes]
        for item in rehearsal.difference().items
    }
    assert changed[NAVIES[0]] == []
    assert "text" in changed[TRADE[0]]
    assert "text" in changed[SPACE[0]]


def test_less_is_taken_where_somebody_says_so(store: EventStore) -> None:
    """The report still names what was lost."""
    ingest(store, *FULL)
    report = ingest(store, NAVIES, SPACE, allow_shorter=True)
    assert report.outcome is Outcome.UPDATED
    assert len(report.losses) == len(report.deleted) == 1
    assert texts(store) == [NAVIES[1], SPACE[1]]


def test_a_better_capture_is_applied(store: EventStore) -> None:
    """After the cut-off one the full one completes the same events."""
    first = ingest(store, *CUT)
    report = ingest(store, *FULL)
    assert (report.outcome, report.losses) == (Outcome.UPDATED, ())
    assert set(report.updated) == set(first.created[1:])
    assert texts(store) == [text for _, text in FULL]


def test_other_words_are_a_correction_even_where_they_are_fewer(store: EventStore) -> None:
    """Only a beginning is taken for a cut."""
    ingest(store, *FULL)
    shorter = (NAVIES[0], "Both navies' chiefs met in Yokosuka on February 20 and agreed on four.")
    assert ingest(store, shorter, TRADE, SPACE).outcome is Outcome.UPDATED


def test_words_of_any_script_are_compared(store: EventStore) -> None:
    """A text cut off inside Japanese is a cut-off text."""
    kanji = "日米両政府は二月二十二日に東京で宇宙対話を開いた。次回はワシントンで開く。"
    ingest(store, NAVIES, ("宇宙対話を開催", kanji), ("貿易協議", "両国は二月に協議した。"))
    report = ingest(
        store, NAVIES, ("宇宙対話を開催", kanji[:12]), ("貿易協議", "両国は二月に協議した。")
    )
    assert [(loss.headline, loss.after) for loss in report.losses] == [("宇宙対話を開催", 12)]


class TestOtherIssue:
    def test_another_issue_of_the_same_number_is_refused_with_both_origins(
        self, store: EventStore
    ) -> None:
        """Nothing of either is lost."""
        ingest(store, *FULL, origin="archive/vol-2-07.txt")
        report = ingest(store, *OTHERS, origin="mails/vol-2-07.eml.txt")
        assert report.outcome is Outcome.REFUSED
        for words in ("archive/vol-2-07.txt", "mails/vol-2-07.eml.txt", "--replace"):
            assert words in (report.error or "")
        assert texts(store) == [text for _, text in FULL]

    def test_one_common_item_does_not_make_it_the_same(self, store: EventStore) -> None:
        """A third of the smaller issue has to be alike."""
        ingest(store, *FULL, ("Cables laid", "A cable was laid between Guam and Japan on May 2."))
        others = [
            (f"Item {word} is told", f"Minister {word} spoke on {word} matters in {word} city.")
            for word in ("alpha", "bravo", "charlie", "delta")
        ]
        assert "only 1 of the 4" in (ingest(store, NAVIES, *others).error or "")

    def test_it_takes_the_place_of_the_stored_one_where_somebody_says_so(
        self, store: EventStore
    ) -> None:
        """Its events are new, the former ones leave their tombstones."""
        first = ingest(store, *FULL)
        report = ingest(store, *OTHERS, replace=True)
        assert set(report.deleted) == set(first.created)
        assert len(report.created) == len(OTHERS)
        assert texts(store) == [text for _, text in OTHERS]

    def test_another_source_of_the_same_issue_is_said(self, store: EventStore) -> None:
        """Where its content differs: both origins are in the report."""
        ingest(store, *FULL, origin="archive/a.txt")
        report = ingest(store, *FULL[:2], (SPACE[0], SPACE[1] + " All agreed."), origin="b.txt")
        (remark,) = (remark for remark in report.remarks if remark.code == "other-source")
        assert "archive/a.txt" in remark.message
        assert remark.file == "b.txt"


@pytest.mark.parametrize("separator", ["\x10", "\x1b[1m"])
def test_control_characters_become_spaces_and_are_said(store: EventStore, separator: str) -> None:
    """None reaches the store."""
    report = ingest(store, (NAVIES[0].replace(" ", separator, 1), NAVIES[1]), TRADE, SPACE)
    (remark,) = (remark for remark in report.remarks if remark.code == "control-character")
    assert "U+" in remark.message
    told = store.event(report.created[0])
    assert not any(ord(char) < 32 for char in told.headline + told.text)
