"""Quality in the open: figures may not fall below those recorded."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.cli.quality import recorded
from indexer.errors import InputError, UnreadableSource
from indexer.normalise import vocabulary
from indexer.quality.labels import LabelledItem, load, seen, unseen
from indexer.quality.measure import Quality, measure
from indexer.quality.paths import DIGESTS, LABELS
from indexer.quality.scores import Score, Share, wilson
from indexer.quality.sheet import blank, merged
from indexer.quality.validation import cross_validated
from tests.here import entente
from tests.measured import measured

# What the project promises, whatever is recorded: on the frozen part, and on the rest.
FLOORS = {
    "occurrences_f1": (0.96, 0.98),
    "primary_date": (0.91, 0.95),
    "countries_f1": (0.99, 0.99),
    "exact_country_set": (0.94, 0.95),
    "domains_f1": (0.84, 0.89),
    "first_domain": (0.84, 0.88),
    "groups_f1": (0.92, 0.96),
}


@pytest.fixture(scope="module")
def items() -> list[LabelledItem]:
    return load(LABELS, DIGESTS)


@pytest.fixture(scope="module")
def quality(items: list[LabelledItem]) -> Quality:
    return measured(seen(items))


@pytest.fixture(scope="module")
def held_back(items: list[LabelledItem]) -> Quality:
    return measured(unseen(items))


def test_the_record_is_of_this_version(quality: Quality, held_back: Quality) -> None:
    """What the site shows was measured: `make measure` after a change, with both in its message."""
    assert recorded()["unseen"] == held_back.summary()
    assert recorded()["seen"] == quality.summary()


@pytest.mark.parametrize("name", list(FLOORS))
def test_floors_hold(quality: Quality, held_back: Quality, name: str) -> None:
    """Each figure, on each part."""
    on_frozen, on_seen = FLOORS[name]
    assert held_back.figures()[name].value >= on_frozen
    assert quality.figures()[name].value >= on_seen


def test_the_fitted_model_holds_on_issues_it_has_not_met(items: list[LabelledItem]) -> None:
    """Issues kept back from the fit; as recorded, but for another machine's rounding."""
    kept_back = cross_validated(seen(items))
    for name, figure in kept_back.items():
        assert figure.value == pytest.approx(recorded()["cross_validated"][name]["value"], abs=0.01)


def test_every_part_has_series_of_its_own_kind(items: list[LabelledItem]) -> None:
    """So that no figure is of one publication alone."""
    assert len({item.series for item in seen(items)}) >= 6
    assert len({item.series for item in unseen(items)}) >= 6


def test_no_date_is_made_from_a_non_date(items: list[LabelledItem]) -> None:
    """Not one in the digests that the project reads first."""
    first = [item for item in items if item.series == "us-japan-alliance-digest"]
    assert measure(first).non_dates == 0


def test_misses_are_listed_with_their_evidence(quality: Quality) -> None:
    """Every false positive and every miss that the counts know."""
    extra = sum(len(miss.extra) for miss in quality.misses if miss.kind == "domain")
    missing = sum(len(miss.missing) for miss in quality.misses if miss.kind == "domain")
    assert (extra, missing) == (quality.tags["domain"].wrong, quality.tags["domain"].missed)
    assert all("“" in text for miss in quality.misses for text in miss.extra)


def test_scores_are_what_they_are_called() -> None:
    """Three right, one wrong, two missed."""
    score = Score(3, 1, 2)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert (Score().precision, Score().recall) == (1.0, 1.0)


def test_intervals_are_those_of_the_textbook() -> None:
    """Wilson's for 8 of 10 is 49 to 94 %; it holds the value, and narrows with more of the same."""
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(10, 10)[0] < 1.0
    small, large = Share(8, 10).figure(), Share(80, 100).figure()
    assert small.low < large.low < 0.8 < large.high < small.high
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_interval_of_f1_is_that_of_its_share_of_right_decisions() -> None:
    """Eight right of ten decisions are an F1 of 8/9."""
    figure = Score(8, 1, 1).figure()
    low, high = wilson(8, 10)
    assert figure.value == pytest.approx(8 / 9)
    assert (figure.n, figure.low) == (10, pytest.approx(2 * low / (1 + low)))
    assert figure.high == pytest.approx(2 * high / (1 + high))


def test_the_command_prints_figures_and_misses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For people and for programs; the frozen part first."""
    monkeypatch.setattr("indexer.cli.quality.measure", measured)
    done = entente("quality", "--json", cwd=tmp_path)
    found: dict[str, Any] = json.loads(done.stdout)
    assert list(found) == ["unseen", "seen"]
    assert found["seen"]["figures"] == recorded()["seen"]["figures"]
    assert set(found["seen"]["occurrences"]) == {
        *("true_positives", "false_positives", "misses", "precision", "recall", "f1"),
    }
    shown = entente("quality", cwd=tmp_path).stdout
    assert shown.index("unseen: ") < shown.index("seen: ", shown.index("unseen: ") + 5)
    assert "domain missing:" in shown


def test_a_folder_of_ones_own_is_measured(tmp_path: Path) -> None:
    """Labels beside a digest, or with the text in them; misses listed, since nothing is frozen."""
    label = {
        "n": 1,
        "headline": "Coast guards of Fiji and Tonga sail together",
        "text": "Two cutters met on May 3.",
        "occurrences": [],
        "primary": None,
        "countries": ["FJ"],
        "groups": [],
        "domains": ["maritime"],
    }
    entry = {"series": "reef-notes", "issue_date": "2023-05-15", "items": [label]}
    (tmp_path / "one.json").write_text(json.dumps(entry))
    found = json.loads(entente("quality", str(tmp_path), "--json", cwd=tmp_path).stdout)
    assert found["seen"]["items"] == 1
    assert {miss["kind"] for miss in found["seen"]["misses"]} == {"occurrence", "country"}


def test_actors_and_status_are_measured_where_they_are_labelled(tmp_path: Path) -> None:
    """And shown among the figures only then."""
    label: dict[str, Any] = {
        "n": 1,
        "headline": "Kishida may visit",
        "text": "JAXA will launch on June 3.",
        "occurrences": [
            {"start": "2023-06-03", "end": "2023-06-03", "precision": "day", "quote": "June 3"}
            | {"status": "scheduled"}
        ],
        "primary": 0,
        "actors": ["fumio-kishida", "jaxa"],
    }
    entry = {"series": "reef-notes", "issue_date": "2023-05-15", "items": [label]}
    (tmp_path / "one.json").write_text(json.dumps(entry))
    figures = measure(load(tmp_path)).figures()
    assert (figures["actors_precision"].value, figures["actors_recall"].n) == (1.0, 2)
    assert figures["status_macro_f1"].value == 1.0
    del label["actors"], label["occurrences"][0]["status"]
    (tmp_path / "one.json").write_text(json.dumps(entry))
    assert not {"actors_recall", "status_macro_f1"} & set(measure(load(tmp_path)).figures())


def test_a_sheet_is_filled_without_the_software_s_answers(items: list[LabelledItem]) -> None:
    """Blank but for the text; put into the labels once each entry is one that there is."""
    issue = next(item.issue for item in items if item.series == "allied-developments-fortnight")
    path = LABELS / f"{issue}.json"
    sheet = blank(path)
    assert all(entry["actors"] == [] and set(entry["statuses"]) <= {""} for entry in sheet)
    labels = json.loads(path.read_text())
    with pytest.raises(InputError, match="status"):
        merged(labels, sheet)
    for entry in sheet:
        entry["statuses"] = ["reported" for _ in entry["statuses"]]
    sheet[0]["actors"] = ["nobody-at-all"]
    with pytest.raises(InputError, match="nobody-at-all"):
        merged(labels, sheet)
    sheet[0]["actors"] = ["jaxa"]
    assert merged(labels, sheet)["items"][0]["actors"] == ["jaxa"]


def test_labels_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """No labels, or a digest that is missing."""
    with pytest.raises(UnreadableSource, match="no labels"):
        load(tmp_path)
    (tmp_path / "vol-2-07.json").write_text('{"issue_date": "2023-04-15", "items": []}')
    with pytest.raises(UnreadableSource, match="missing"):
        load(tmp_path, tmp_path)


def test_compiled_vocabulary_counts_only_while_it_is_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A YAML file that has changed since is read itself."""
    (tmp_path / "words.yaml").write_text("a: [x]\nday: 2023-04-15\n")
    monkeypatch.setattr(vocabulary, "_data", lambda: tmp_path)
    vocabulary.forget()
    assert vocabulary.load_yaml("words.yaml") == {"a": ["x"], "day": "2023-04-15"}
    vocabulary.compile_all()
    vocabulary.forget()
    assert vocabulary._compiled() == {"words.yaml": {"a": ["x"], "day": "2023-04-15"}}
    (tmp_path / "words.yaml").write_text("a: [y]\n")
    vocabulary.forget()
    assert vocabulary._compiled() is None
    assert vocabulary.load_yaml("words.yaml") == {"a": ["y"]}
    monkeypatch.undo()
    vocabulary.forget()
