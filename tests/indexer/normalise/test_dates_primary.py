"""Which date of an item is the one that its headline is about."""

from datetime import date

import pytest

from indexer.normalise.dates.primary import FEATURES, explain_primary, features, weights
from indexer.normalise.dates.resolver import find_dates
from indexer.normalise.item import read_item
from indexer.normalise.vocabulary import load_yaml

ISSUE = date(2023, 7, 31)


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        (
            "Ministers open a shipyard",
            "As foreseen in the March accord, ministers opened a shipyard at Chennai on July 12.",
            date(2023, 7, 12),
        ),
        (
            "Navies drill off Guam",
            "After a storm had closed the port on July 2, four navies drilled off Guam on July 9.",
            date(2023, 7, 9),
        ),
        (
            "Court frees the crew",
            "Seized on 14 February, the crew waited for months. A court freed them on 20 July.",
            date(2023, 7, 20),
        ),
        (
            "Premier visits Oslo",
            "The premier visited Oslo on July 20. Talks go on in September.",
            date(2023, 7, 20),
        ),
    ],
)
def test_background_before_the_news_is_not_primary(
    headline: str, text: str, expected: date
) -> None:
    """However early it stands."""
    reading = read_item(headline, text, ISSUE)
    assert reading.primary is not None
    assert reading.dates[reading.primary].start == expected


def test_the_day_of_a_statement_is_told_from_that_of_its_news() -> None:
    """Behind the news, or in front of the clause that tells it; not what somebody said at all."""
    text = "They meet on August 9, Oslo said on July 28. Oslo announced on July 29 that it comes."
    rows = features("They meet", text, find_dates(text, ISSUE), ISSUE)
    assert [row[FEATURES.index("of_saying")] for row in rows] == [0.0, 1.0, 1.0]
    told = "Oslo said on July 28 no more."
    ((*row,),) = features("Oslo", told, find_dates(told, ISSUE), ISSUE)
    assert row[FEATURES.index("of_saying")] == 0.0


def test_every_feature_has_a_weight() -> None:
    """And no weight is left over from an older fit."""
    assert list(weights()) == list(FEATURES)
    assert set(load_yaml("primary_model.yaml")) == {"weights"}


def test_each_date_is_described_once_by_every_feature() -> None:
    """In reading order."""
    text = "They met on July 3 and, after a vote on July 1, again on July 5."
    dates = find_dates(text, ISSUE)
    rows = features("They met", text, dates, ISSUE)
    assert len(rows) == len(dates) == 3
    assert {len(row) for row in rows} == {len(FEATURES)}
    assert [row[FEATURES.index("inside_after")] for row in rows] == [0.0, 1.0, 0.0]


def test_the_choice_is_explained_by_what_set_it_apart() -> None:
    """The heaviest reason first; where there is one date only, nothing had to be weighed."""
    text = "After a storm had closed the port on July 2, four navies drilled off Guam on July 9."
    why = explain_primary("Navies drill off Guam", text, find_dates(text, ISSUE), ISSUE)
    assert "inside_after" in why
    assert set(why) <= set(FEATURES)
    assert explain_primary("", "They met on July 3.", find_dates("on July 3", ISSUE), ISSUE) == ()


def test_the_headline_speaks_for_the_date_nearest_to_its_words() -> None:
    """Several dates in one sentence, told alike."""
    text = "The envoy came on July 18, and on July 19 Oslo signed a treaty on fish stocks."
    reading = read_item("Oslo treaty on fish stocks", text, ISSUE)
    assert reading.primary is not None
    assert reading.dates[reading.primary].start == date(2023, 7, 19)


def test_an_item_without_dates_has_no_primary_one() -> None:
    """The issue's own period stands for it."""
    assert read_item("Premier visits Oslo", "Nothing was said of the day.", ISSUE).primary is None
