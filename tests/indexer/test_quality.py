"""Quality in the open: figures may not fall below those recorded."""

import json
from pathlib import Path
from typing import Any

import pytest

from indexer.cli.quality import recorded
from indexer.errors import UnreadableSource
from indexer.normalise import vocabulary
from indexer.quality.fitting import cross_validated
from indexer.quality.labels import LabelledItem, load
from indexer.quality.measure import Quality, Score, measure
from indexer.quality.paths import DIGESTS, LABELS
from tests.indexer.test_cli import entente

# What the project promises, whatever is recorded.
FLOORS = {
    "occurrences_f1": 0.95,
    "primary_date": 0.95,
    "countries_f1": 0.97,
    "exact_country_set": 0.85,
    "domains_f1": 0.85,
    "first_domain": 0.85,
    "groups_f1": 0.90,
}


@pytest.fixture(scope="module")
def items() -> list[LabelledItem]:
    return load(LABELS, DIGESTS)


@pytest.fixture(scope="module")
def quality(items: list[LabelledItem]) -> Quality:
    return measure(items)


def test_no_figure_falls_below_the_record(quality: Quality) -> None:
    """`make fit` records new figures; a change shows them before and after."""
    figures = quality.figures()
    record = recorded()["figures"]
    assert {name: value for name, value in figures.items() if value < record[name]} == {}


def test_the_record_is_of_this_version(quality: Quality) -> None:
    """What the site shows is what was measured."""
    assert recorded()["figures"] == quality.figures()
    assert recorded()["items"] == quality.items


@pytest.mark.parametrize("name", list(FLOORS))
def test_floors_hold(quality: Quality, name: str) -> None:
    """Each figure."""
    assert quality.figures()[name] >= FLOORS[name]


def test_the_fitted_model_holds_on_issues_it_has_not_seen(items: list[LabelledItem]) -> None:
    """Leaving out one issue at a time; and that is what is recorded."""
    held_out = cross_validated(items)
    assert held_out == recorded()["cross_validated"]
    assert held_out["domains_f1"] >= FLOORS["domains_f1"]
    assert held_out["first_domain"] >= FLOORS["first_domain"]


def test_no_date_is_made_from_a_non_date(quality: Quality) -> None:
    """Not one in the labelled set."""
    assert quality.occurrences.wrong == 0


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


def test_the_command_prints_figures_and_misses(tmp_path: Path) -> None:
    """For people and for programs."""
    done = entente("quality", "--json", cwd=tmp_path)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["figures"] == recorded()["figures"]
    assert set(found["occurrences"]) == {
        *("true_positives", "false_positives", "misses", "precision", "recall", "f1"),
    }
    shown = entente("quality", cwd=tmp_path).stdout
    assert "occurrences" in shown
    assert "domain missing:" in shown


def test_labels_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """No labels, or a digest that is missing."""
    with pytest.raises(UnreadableSource, match="no labels"):
        load(tmp_path, tmp_path)
    (tmp_path / "vol-2-07.json").write_text('{"items": []}')
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
