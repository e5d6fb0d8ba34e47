"""The judged set as it was made, and the figures over it."""

import math

import pytest

from indexer.quality.judged import Judged, agreement, load_judged, ndcg, weighted_kappa
from indexer.quality.paths import JUDGED


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return load_judged(JUDGED)


def test_the_set_is_what_its_readme_says(judged: list[Judged]) -> None:
    """Sixty searches that have an answer at least, each once, about half of them held out."""
    answered = [one for one in judged if one.answered]
    assert len({one.query for one in judged}) == len(judged)
    assert len(answered) >= 60
    assert 0.4 <= sum(one.held_out for one in answered) / len(answered) <= 0.6
    assert {grade for one in judged for some in one.grades.values() for grade in some} == set(
        range(4)
    )


def test_the_two_passes_agree(judged: list[Judged]) -> None:
    """Where they are more than one apart, and only there, an event was read a third time."""
    assert agreement(judged) >= 0.8
    for one in judged:
        for first, second, *third in one.grades.values():
            assert len(third) == (abs(first - second) > 1)


def test_one_rule_settles_two_grades() -> None:
    """The lower of two neighbours; else the third reading."""
    one = Judged("moon", {"a": (3, 3), "b": (2, 3), "c": (1, 0), "d": (0, 3, 2)})
    assert one.settled == {"a": 3, "b": 2, "c": 0, "d": 2}
    assert one.answered
    assert not Judged("moon", {"a": (1, 1)}).answered


def test_gain_is_that_of_the_textbook() -> None:
    """A grade of 3 in second place behind a 1, beside the other way round."""
    best = 7 + 1 / math.log2(3)
    assert ndcg(["b", "a"], {"a": 3, "b": 1}) == pytest.approx((1 + 7 / math.log2(3)) / best)
    assert ndcg(["a", "x", "b"], {"a": 3, "b": 0}) == 1.0
    assert ndcg([*"0123456789", "a"], {"a": 3}) == 0.0


def test_kappa_is_that_of_the_textbook() -> None:
    """Half of the disagreement that chance would give; none; and as much as chance."""
    assert weighted_kappa([(0, 0), (3, 3)]) == 1.0
    assert weighted_kappa([(0, 0), (0, 3), (3, 0), (3, 3)]) == 0.0
    assert weighted_kappa([(0, 0), (0, 0), (3, 3), (0, 3)]) == pytest.approx(0.5)
