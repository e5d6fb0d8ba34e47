"""Labels of actors and status: how they were made, what they are of, what is counted."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import InputError
from indexer.normalise.spans import Status
from indexer.normalise.tags.actors import actors, former_ids
from indexer.quality.agreement import Pass, agreement, passes
from indexer.quality.labels import LabelledItem, load, seen, unseen
from indexer.quality.paths import DIGESTS, LABELS
from indexer.quality.proposed import problem, resolved
from indexer.quality.scores import Score, macro
from indexer.quality.sheet import blank, merged


@pytest.fixture(scope="module")
def items() -> list[LabelledItem]:
    return load(LABELS, DIGESTS)


def test_the_whole_frozen_part_is_labelled(items: list[LabelledItem]) -> None:
    """Every item with actors, every occurrence with a status."""
    frozen = unseen(items)
    assert all("actor" in item.kinds for item in frozen)
    assert all(status for item in frozen for status in item.statuses)


def test_each_status_is_labelled_thirty_times(items: list[LabelledItem]) -> None:
    """So that none of the four is judged by a handful; actors on sixty items of six series."""
    statuses = Counter(status for item in items for status in item.statuses if status)
    assert set(statuses) == set(Status)
    assert min(statuses.values()) >= 30
    named = [item for item in seen(items) if "actor" in item.kinds]
    assert len(named) >= 60
    assert len({item.series for item in named}) >= 6


def test_what_both_passes_say_is_the_label(items: list[LabelledItem]) -> None:
    """And what one of them says is either right or wrong to find."""
    first, second = passes(LABELS / "passes")
    by_name = {item.name: item for item in items}
    proposed = _proposed_ids()
    for name, one in first.items():
        other, item = second[name], by_name[name]
        for given, also, label in zip(one.statuses, other.statuses, item.statuses, strict=True):
            assert label in {given, also}, name
        if one.actors is not None and other.actors is not None:
            both = one.actors & other.actors
            either = one.actors | other.actors | one.optional | other.optional
            assert set(item.tags["actor"]) == {proposed.get(one, one) for one in both}, name
            assert item.optional["actor"] == {proposed.get(one, one) for one in either - both}


def test_every_actor_that_is_labelled_is_known_or_described(items: list[LabelledItem]) -> None:
    """A slip in an id would count as a miss for good."""
    described = set(_proposed_ids().values())
    labelled = {one for item in items for one in (*item.tags["actor"], *item.optional["actor"])}
    assert labelled - set(actors()) <= described


def _proposed_ids() -> dict[str, str]:
    found = dict(former_ids())
    for path in LABELS.rglob("*.json"):
        proposals = json.loads(path.read_text()).get("actors_proposed", {})
        assert problem(proposals) == "", path
        found |= resolved(proposals)
    return found


def test_agreement_counts_actors_and_each_status() -> None:
    """Two of three actors shared; one of two statuses alike."""
    first = {"a": Pass((Status.REPORTED, Status.SCHEDULED), frozenset({"x", "y"}), frozenset())}
    second = {"a": Pass((Status.REPORTED, Status.CONSIDERED), frozenset({"x", "z"}), frozenset())}
    named, statuses, count = agreement(first, second)
    assert (named, count) == (Score(1, 1, 1), 1)
    assert statuses[Status.REPORTED] == Score(1, 0, 0)
    assert (statuses[Status.SCHEDULED], statuses[Status.CONSIDERED]) == (
        Score(0, 1, 0),
        Score(0, 0, 1),
    )


def test_passes_that_are_not_of_the_same_items_are_refused(tmp_path: Path) -> None:
    """By the item's name."""
    (tmp_path / "first.txt").write_text("a item 1|r||\nb item 1|r\n")
    (tmp_path / "second.txt").write_text("a item 1|r||\n")
    with pytest.raises(InputError, match="b item 1"):
        passes(tmp_path)
    (tmp_path / "second.txt").write_text("a item 1|rs||\nb item 1|r\n")
    with pytest.raises(InputError, match="a item 1"):
        passes(tmp_path)


def test_the_macro_mean_counts_each_value_the_same() -> None:
    """However few labels it has; one without any labels counts for nothing."""
    figure = macro([Score(98, 0, 0), Score(1, 1, 1), Score(0, 3, 0)])
    assert figure.value == pytest.approx((1.0 + 0.5) / 2)
    assert (figure.n, figure.low < figure.value < figure.high) == (101, True)
    assert macro([]).n == 0


def test_a_proposed_actor_is_known_by_its_name_once_the_vocabulary_has_it() -> None:
    """Under whichever id; another of the same name and another type is not it."""
    space = {"name": "JAXA", "type": "institution", "states": ["JP"]}
    assert resolved({"japanese-space-agency": space}) == {"japanese-space-agency": "jaxa"}
    assert resolved({"jaxa-inc": space | {"type": "company"}}) == {"jaxa-inc": "jaxa-inc"}
    assert problem({"x": space}) == ""
    assert "type" in problem({"x": space | {"type": "ship"}})
    assert "name" in problem({"x": {"name": "X"}})


def test_a_sheet_may_propose_actors() -> None:
    """Each described; they stand in the issue's labels then."""
    path = min((LABELS / "allied-developments-fortnight").glob("*.json"))
    labels: dict[str, Any] = json.loads(path.read_text())
    sheet = blank(path)
    for entry in sheet:
        entry["statuses"] = ["reported" for _ in entry["statuses"]]
    sheet[0]["actors"] = ["reef-watch"]
    with pytest.raises(InputError, match="reef-watch"):
        merged(labels, sheet)
    described = {"name": "Reef Watch", "type": "programme", "states": []}
    sheet[0]["actors_proposed"] = {"reef-watch": described}
    assert merged(labels, sheet)["actors_proposed"]["reef-watch"] == described
    sheet[0]["actors_proposed"] = {"reef-watch": described | {"type": "ship"}}
    with pytest.raises(InputError, match="reef-watch"):
        merged(labels, sheet)
