"""Drawings of time: a trend by quarter or year, and the events of a story on a line."""

from datetime import date

import pytest

from indexer.search.buckets import Interval
from web.contexts.holdings import Holdings
from web.contexts.thread import thread
from web.contexts.trend import interval_of, trend


def held(first: date, last: date) -> Holdings:
    """Two issues, at the beginning and at the end; nothing is held in between."""
    ends = ((first, first.replace(day=15)), (last.replace(day=16), last))
    return Holdings(events=10, digests=2, periods=ends, unnumbered=())


YEARS = held(date(2022, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("counts", "busiest"),
    [
        ({"2022-Q2": 1, "2022-Q4": 3}, "October to December 2022, 3 events"),
        ({"2022-Q4": 4, "2023-Q1": 4}, "October 2022 to March 2023, 4 events a quarter"),
        (
            {"2022-Q1": 2, "2023-Q4": 2},
            "January to March 2022 and October to December 2023, 2 events a quarter",
        ),
        ({"2022-Q1": 1, "2022-Q3": 1}, ""),
        ({"2022-Q1": 2, "2022-Q3": 2, "2023-Q1": 2}, ""),
    ],
)
def test_the_busiest_time_is_said_where_one_stands_out(
    counts: dict[str, int], busiest: str
) -> None:
    """One event, or as many at several times, is nothing to point at."""
    drawn = trend("Space", counts, Interval.QUARTER, YEARS, {})
    assert drawn is not None
    assert drawn.busiest == busiest
    assert [(row.label, row.count) for row in drawn.rows if row.count] == [
        (label.replace("-", " "), count) for label, count in counts.items()
    ]
    assert [figure.text for figure in drawn.figures] == [str(count) for count in counts.values()]


def test_time_without_issues_is_hatched_and_what_lies_outside_is_named() -> None:
    """A gap never looks like quiet."""
    drawn = trend("Space", {"2021-Q4": 2, "2022-Q1": 1}, Interval.QUARTER, YEARS, {})
    assert drawn is not None
    assert len(drawn.gaps) == 6
    assert drawn.outside == "2 before 2022 Q1"
    assert (len(drawn.held), len(drawn.held) + len(drawn.missing)) == (2, 48)


def test_a_long_record_is_drawn_by_year() -> None:
    """Figures of quarters would touch each other."""
    assert interval_of(YEARS) is Interval.QUARTER
    long = held(date(2010, 1, 1), date(2023, 12, 31))
    assert interval_of(long) is Interval.YEAR
    drawn = trend("Space", {"2010": 7, "2012": 5}, Interval.YEAR, long, {})
    assert drawn is not None
    assert drawn.busiest == "2010, 7 events"
    assert drawn.years == ()


def test_a_story_stands_on_the_line_where_its_half_months_do() -> None:
    """Each month is as wide as any other; announced days beyond what is held are left out."""
    drawn = thread(
        "A story",
        [(date(2022, 1, 8), "first"), (date(2023, 12, 24), "last")],
        [(date(2022, 7, 1), "announced"), (date(2031, 1, 1), "far away")],
        YEARS,
    )
    assert drawn is not None
    first, last = drawn.dots
    earliest, *_, latest = drawn.held
    assert earliest.x < first.x < earliest.x + earliest.width
    assert latest.x < last.x < latest.x + latest.width
    assert [ring.label for ring in drawn.rings] == ["announced"]
    assert drawn.numbered
    assert drawn.ends == (first.x, last.x)


def test_dots_that_would_cover_each_other_have_no_numbers() -> None:
    """They are small, and the list beneath says which is which."""
    near = [(date(2022, 3, 1), "one"), (date(2022, 3, 20), "two")]
    drawn = thread("A story", near, [], YEARS)
    assert drawn is not None
    assert not drawn.numbered
