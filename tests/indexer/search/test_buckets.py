"""Months, quarters and years as buckets of days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.buckets import Interval, bounds, label, touched


@pytest.mark.parametrize(
    ("interval", "name", "first", "last"),
    [
        (Interval.MONTH, "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (Interval.QUARTER, "2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        (Interval.YEAR, "2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_bucket_has_a_label_and_bounds(
    interval: Interval, name: str, first: date, last: date
) -> None:
    """The label of its first and last day is its own."""
    assert bounds(name) == (first, last)
    assert label(first, interval) == label(last, interval) == name


def test_a_period_touches_every_bucket_between_its_ends() -> None:
    """Over the turn of the year, too, and none twice."""
    periods = [(date(2022, 11, 30), date(2023, 1, 1)), (date(2023, 1, 5), date(2023, 1, 6))]
    assert touched(periods, Interval.MONTH) == ["2022-11", "2022-12", "2023-01"]
    assert touched(periods, Interval.QUARTER) == ["2022-Q4", "2023-Q1"]
    assert touched([(date(9999, 12, 1), date.max)], Interval.YEAR) == ["9999"]


@given(st.dates(), st.sampled_from(list(Interval)))
def test_every_day_lies_inside_its_bucket(day: date, interval: Interval) -> None:
    """And labels sort by time."""
    first, last = bounds(label(day, interval))
    assert first <= day <= last
    if last < date.max:
        assert label(date.fromordinal(last.toordinal() + 1), interval) > label(day, interval)
