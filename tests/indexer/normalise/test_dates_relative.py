"""Dates by weekday, by distance from another day, and by the issue's own day."""

from datetime import date

import pytest

from indexer.normalise.dates.conventions import Conventions, Weeks
from indexer.normalise.dates.resolver import find_dates

# A Friday; the 9th, too, is a Friday.
ISSUE = date(2024, 2, 16)


def starts(
    text: str, issue_date: date = ISSUE, conventions: Conventions | None = None
) -> list[str]:
    spans = find_dates(text, issue_date, conventions or Conventions())
    return [
        str(span.start) if span.start == span.end else f"{span.start}/{span.end}" for span in spans
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They signed on Tuesday.", ["2024-02-13"]),
        ("They signed Tuesday in Oslo.", ["2024-02-13"]),
        ("They signed late Tuesday night.", ["2024-02-13"]),
        ("Tuesday’s flood cut the road.", ["2024-02-13"]),
        ("As of Wednesday evening, nobody had come.", ["2024-02-14"]),
        ("Ships have waited since Sunday.", ["2024-02-11"]),
        ("Last Wednesday the fleet sailed.", ["2024-02-14"]),
        ("The council votes next Tuesday.", ["2024-02-20"]),
        ("The council will vote on Tuesday.", ["2024-02-20"]),
        ("The premiers meet this Saturday.", ["2024-02-17"]),
        ("A hearing is set for Monday.", ["2024-02-19"]),
        (
            "He flew in on Wednesday, 7 February, and spoke on Thursday.",
            ["2024-02-07", "2024-02-08"],
        ),
        ("He flew in on Sunday the 4th.", ["2024-02-04"]),
        ("He flew in on Sunday, the 4th of February.", ["2024-02-04"]),
        ("He flew in late on Thursday the 25th.", ["2024-01-25"]),
        ("Signed on February 5 (Monday).", ["2024-02-05"]),
        ("Talks opened on the 30th of January.", ["2024-01-30"]),
    ],
)
def test_a_weekday_counts_from_the_day_last_named_or_from_the_issue(
    text: str, expected: list[str]
) -> None:
    """Back where it is told, ahead where it is announced; a number beside it decides."""
    assert starts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They meet every Tuesday.",
        "It fell on a Sunday.",
        "The Sunday Herald wrote it.",
        "It closed for Good Friday.",
        "Markets fear another Black Monday.",
    ],
)
def test_a_habit_or_a_name_with_a_weekday_is_no_day(text: str) -> None:
    """Nothing happened on it."""
    assert starts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cabinet resigned today.", ["2024-02-16"]),
        ("The cabinet resigned this morning at 9:40, Oslo time.", ["2024-02-16"]),
        ("Yesterday the cabinet resigned.", ["2024-02-15"]),
        ("Nothing came of yesterday’s vote.", ["2024-02-15"]),
        ("The rocket rose yesterday evening.", ["2024-02-15"]),
        ("The rocket rose last night.", ["2024-02-15"]),
        ("Voters go to the polls tomorrow.", ["2024-02-17"]),
        ("Overnight, the ferry sank.", ["2024-02-16"]),
        ("The ferry sank three days ago.", ["2024-02-13"]),
        ("“From today we are partners,” she said on 3 February.", ["2024-02-03"]),
        ("Today’s world needs rules; to this day it has none until today.", []),
        ("Today the pact is a pillar of the order.", []),
        ("Prices do not fall overnight.", []),
    ],
)
def test_the_issue_s_own_day(text: str, expected: list[str]) -> None:
    """Today and its neighbours, but neither the present age nor a speaker's own today."""
    assert starts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He landed on May 30. Five days later he left.", ["2023-05-30", "2023-06-04"]),
        ("He landed on May 30. Two days on, he left.", ["2023-05-30", "2023-06-01"]),
        ("He landed on May 30 and spoke the same evening.", ["2023-05-30"] * 2),
        ("He landed on May 30. Later that day he spoke.", ["2023-05-30"] * 2),
        ("He landed on May 30. A few hours later he spoke.", ["2023-05-30"] * 2),
        ("He landed on May 30, and the morning after he left.", ["2023-05-30", "2023-05-31"]),
        ("He landed on May 30. The evening before, he had rung.", ["2023-05-30", "2023-05-29"]),
        ("He landed on May 30. A week earlier he had rung.", ["2023-05-30", "2023-05-23"]),
        ("The day after the May 30 rally, he left.", ["2023-05-31", "2023-05-30"]),
        ("Two days before the rally of May 30, he came.", ["2023-05-28", "2023-05-30"]),
        ("He left on May 31, a day after the rally on May 30.", ["2023-05-31", "2023-05-30"]),
        (
            "He landed on May 30; the law passed five days earlier, on 25 May.",
            ["2023-05-30", "2023-05-25"],
        ),
        (
            "He landed on May 10. The week before, they met.",
            ["2023-05-10", "2023-05-01/2023-05-07"],
        ),
        (
            "He landed on May 11; they met earlier in the week.",
            ["2023-05-11", "2023-05-08/2023-05-10"],
        ),
    ],
)
def test_days_counted_from_the_day_last_named(text: str, expected: list[str]) -> None:
    """One expression with its own date beside it is one occurrence."""
    assert starts(text, date(2023, 6, 15)) == expected


def test_background_is_told_and_left() -> None:
    """A relative day goes on from the item's own subject, not from the background between."""
    text = "The bank fell on May 5. It had been founded on April 1. Most was won back the next day."
    assert starts(text, date(2023, 5, 31))[-1] == "2023-05-06"


@pytest.mark.parametrize(
    ("text", "issue", "expected"),
    [
        ("It began on June 28 and ended on the 2nd.", date(2023, 7, 15), "2023-07-02"),
        ("It began on June 28 and will end on the 2nd.", date(2023, 6, 30), "2023-07-02"),
        ("It fell on July 23, after a vote on the 17th.", date(2023, 8, 17), "2023-07-17"),
        ("It began on December 30; they met again on the 4th.", date(2024, 1, 15), "2024-01-04"),
        ("Ministers met on the 28th.", date(2023, 7, 5), "2023-06-28"),
    ],
)
def test_bare_numbers_find_their_month(text: str, issue: date, expected: str) -> None:
    """Across a month's turn and a year's."""
    assert starts(text, issue)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They struck a deal this week.", "2024-02-09/2024-02-15"),
        ("They struck a deal earlier this week.", "2024-02-09/2024-02-15"),
        ("They will meet this week.", "2024-02-17/2024-02-23"),
        ("Next week brings a vote.", "2024-02-17/2024-02-23"),
        ("Over the weekend they met.", "2024-02-10/2024-02-11"),
        ("They met last month.", "2024-01-01/2024-01-31"),
        ("Last month’s talks failed.", "2024-01-01/2024-01-31"),
        ("They met this month.", "2024-02-01/2024-02-16"),
        ("They will meet this month.", "2024-02-16/2024-02-29"),
        ("It should be done by the end of the month.", "2024-02-21/2024-02-29"),
        ("They met in the week of January 10.", "2024-01-08/2024-01-14"),
        ("They met over the weekend of January 13.", "2024-01-13/2024-01-14"),
        ("They met on the last day of January.", "2024-01-31"),
        ("They met on New Year’s Eve.", "2023-12-31"),
        ("They met on Boxing Day.", "2023-12-26"),
    ],
)
def test_weeks_months_and_feasts(text: str, expected: str) -> None:
    """The seven days before the issue for "this week", only what is to come where it says so."""
    assert starts(text) == [expected]


def test_a_series_may_count_weeks_by_the_calendar() -> None:
    """Then "this week" is Monday to Sunday of the issue's week, "last week" that before."""
    calendar = Conventions(weeks=Weeks.CALENDAR)
    assert starts("A deal was struck this week.", conventions=calendar) == ["2024-02-12/2024-02-18"]
    assert starts("A deal was struck last week.", conventions=calendar) == ["2024-02-05/2024-02-11"]


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("on 05/02/2024", None, ["2024-05-02"]),
        ("on 05/02/2024", True, ["2024-02-05"]),
        ("on 05/02/2024 and on 14/02/2024", None, ["2024-02-05", "2024-02-14"]),
        ("on 05.02.2024", None, ["2024-02-05"]),
        ("on 02.05.2024", False, ["2024-02-05"]),
        ("on 14/02/2024", False, ["2024-02-14"]),
    ],
)
def test_the_order_of_day_and_month(
    text: str, *, day_first: bool | None, expected: list[str]
) -> None:
    """By the series, else by what the item shows, else month first for strokes."""
    assert starts(text, conventions=Conventions(day_first=day_first)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met from Monday to Wednesday.", ["2024-02-12/2024-02-14"]),
        ("They met on Tuesday and Wednesday.", ["2024-02-13/2024-02-14"]),
        ("They met on Monday and Thursday.", ["2024-02-12", "2024-02-15"]),
        ("They met the day before yesterday.", ["2024-02-14"]),
        ("He came on 3 January. A fortnight later he left.", ["2024-01-03", "2024-01-17"]),
        ("He came on 3 January. The following Monday he left.", ["2024-01-03", "2024-01-08"]),
        (
            "He came on 3 January; the month before, they spoke.",
            ["2024-01-03", "2023-12-01/2023-12-31"],
        ),
        ("They met between the 3rd and the 10th of January.", ["2024-01-03/2024-01-10"]),
    ],
)
def test_further_steps(text: str, expected: list[str]) -> None:
    """Weekdays joined, fortnights, the following weekday, the month before."""
    assert starts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On the eve of the March 3 summit the envoys met.", ["2024-03-02", "2024-03-03"]),
        ("They stood on the eve of war.", []),
        ("A month ago he was ill.", ["2024-01-01/2024-01-31"]),
        ("They will vote in two weeks.", ["2024-03-01"]),
        ("They finished it in two weeks.", []),
        ("They will meet again in three months’ time.", ["2024-05-01/2024-05-31"]),
        ("On Valentine’s Day they married.", ["2024-02-14"]),
        ("The Bastille Day parade was long.", []),
        ("Tanks will roll from mid-July to early August.", ["2024-07-11/2024-08-10"]),
        ("They signed on Friday.", ["2024-02-16"]),
    ],
)
def test_days_told_by_their_distance_or_name(text: str, expected: list[str]) -> None:
    """The eve of what is dated, months ago, weeks ahead, feasts, the issue’s own day."""
    assert starts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He put off a visit planned for December 4, since it rained.", ["2023-12-04"]),
        ("A visit is planned for July 14.", ["2024-07-14"]),
        ("They began to tax fuel on October 1.", ["2023-10-01"]),
        ("They could not trade on October 1, since it failed.", ["2023-10-01"]),
        ("The election is on June 14.", ["2024-06-14"]),
        ("The next meeting is in Glasgow in November.", ["2024-11-01/2024-11-30"]),
        ("The parade was put off to 10 December.", ["2023-12-10"]),
        ("They decided that he may not come to the summit of October 26.", ["2023-10-26"]),
        ("It was decided on February 7, with effect from June 21.", ["2024-02-07", "2024-06-21"]),
        ("A storm that broke last year is over, she said on August 10.", ["2023-08-10"]),
        ("On 24 November 72 percent voted.", ["2023-11-24"]),
    ],
)
def test_the_year_is_that_of_what_is_told(text: str, expected: list[str]) -> None:
    """A plan that is only named may lie behind; what is said to be on a day lies near."""
    assert starts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On May 20 he met Yoon, in office since May 10, in Seoul a day later.",
            ["2023-05-20", "2023-05-10", "2023-05-21"],
        ),
        (
            "It ended on July 28. In December it broke out, and a truce came on the 27th.",
            ["2023-07-28", "2023-12-01/2023-12-31", "2023-12-27"],
        ),
        (
            "They fired on March 7. Bombers flew later that month.",
            ["2023-03-07", "2023-03-01/2023-03-31"],
        ),
        ("It broke on March 7. They waited six days before they told.", ["2023-03-07"]),
        (
            "They met on October 20. A drill was cut short that month.",
            ["2023-10-20", "2023-10-01/2023-10-31"],
        ),
        (
            "On October 13 he was named from March 1. They had told it on the 5th.",
            ["2023-10-13", "2024-03-01", "2023-10-05"],
        ),
        (
            "They forbade it in January. Ships may go from the 12th.",
            ["2024-01-01/2024-01-31", "2024-01-12"],
        ),
        ("It began on October 6. On the 14th President Lee spoke.", ["2023-10-06", "2023-10-14"]),
        ("The Long March 5 rose.", []),
    ],
)
def test_what_a_relative_day_counts_from(text: str, expected: list[str]) -> None:
    """Not from an aside; within a month that the sentence names; what lasts is no day."""
    assert starts(text) == expected
