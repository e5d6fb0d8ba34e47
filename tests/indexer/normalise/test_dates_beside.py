"""Dates beside another: what is counted from it, listed with it, or named by it again."""

from datetime import date

import pytest

from indexer.normalise.dates.conventions import Conventions
from indexer.normalise.dates.resolver import find_dates
from indexer.normalise.spans import Status

# A Wednesday.
ISSUE = date(2023, 11, 15)
STATED = Conventions(issue_date_stated=True)


def days(text: str) -> list[str]:
    return [
        f"{span.start}" if span.start == span.end else f"{span.start}/{span.end}"
        for span in find_dates(text, ISSUE, STATED)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He resigned on November 9, two days after the vote.", ["2023-11-09", "2023-11-07"]),
        ("She spoke on November 9, the day after his visit.", ["2023-11-09", "2023-11-08"]),
        ("She spoke on November 9, the day before the vote.", ["2023-11-09", "2023-11-10"]),
        ("She spoke on November 9 and flew home two days after the vote.",
         ["2023-11-09", "2023-11-11"]),
        ("It ended on Friday (November 10), nine days after it had opened on 1 November.",
         ["2023-11-10", "2023-11-01"]),
        ("She came on November 9, two days after the vote. He had left the day before.",
         ["2023-11-09", "2023-11-07", "2023-11-08"]),
        ("They flew on October 26. It was told on November 5, ten days after the flight.",
         ["2023-10-26", "2023-11-05"]),
        ("It was seen on November 7, and again two nights later.", ["2023-11-07", "2023-11-09"]),
    ],
)  # fmt: skip
def test_what_stands_right_behind_a_date_dates_the_other_happening(
    text: str, expected: list[str]
) -> None:
    """Only there: with a verb between them it is what came of it that is counted."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Tuesday of last week.", ["2023-11-07"]),
        ("They met Friday last week.", ["2023-11-10"]),
        ("She was in Riga from Monday to Wednesday of last week.", ["2023-11-06/2023-11-08"]),
        ("He said on November 9 that it had landed on Monday.", ["2023-11-09", "2023-11-06"]),
        ("They spoke on Monday morning the 6th.", ["2023-11-06"]),
        ("They will meet on Monday of next week.", ["2023-11-20"]),
        ("It lasted from October 16 to 19. Wang came on Wednesday night.",
         ["2023-10-16/2023-10-19", "2023-10-18"]),
        ("They gathered in the week of October 16; a text was cut on the Saturday.",
         ["2023-10-16/2023-10-22", "2023-10-21"]),
        ("On November 9 she was back, having signed in Oslo on Monday and in Riga on Tuesday.",
         ["2023-11-09", "2023-11-06", "2023-11-07"]),
    ],
)  # fmt: skip
def test_weekdays_of_a_week_or_a_span_that_is_named(text: str, expected: list[str]) -> None:
    """Counted inside it, and backwards where the sentence says that it was before."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Duties rise in two steps: on December 6 and May 4.", ["2023-12-06", "2024-05-04"]),
        ("The race began on Thursday; the party votes on the 27th.", ["2023-11-09", "2023-11-27"]),
        ("Talks ended on November 8, and he plans a third round around January 22.",
         ["2023-11-08", "2024-01-22"]),
        ("It came on October 26; on the 27th Lee told the press.", ["2023-10-26", "2023-10-27"]),
        ("It is based on the 7th Fleet’s plans.", []),
        ("It has been so since September; he was told on the 11th of that month.",
         ["2023-09-01/2023-09-30", "2023-09-11"]),
        ("The envoy, who had waited since October 9, spoke on November 3; he left on the 6th.",
         ["2023-10-09", "2023-11-03", "2023-11-06"]),
        ("They will leave the pact and resume the hunt in July.", ["2024-07-01/2024-07-31"]),
        ("Talks were held on November 2. A round is pencilled in for 12 May.",
         ["2023-11-02", "2024-05-12"]),
        ("Another test is being considered for the end of March.", ["2024-03-21/2024-03-31"]),
        ("They aim to close the deal by the end of June.", ["2024-06-21/2024-06-30"]),
        ("Duties rise to 25 percent, effective May 12.", ["2024-05-12"]),
        ("The text was agreed to on February 2.", ["2023-02-02"]),
        ("It hit on 2 Oct 23, they said.", ["2023-10-02"]),
        ("Flights began on November 7, one day later than planned.", ["2023-11-07"]),
    ],
)  # fmt: skip
def test_days_listed_and_announced(text: str, expected: list[str]) -> None:
    """A list of days to come goes on; the present announces where the past is told as past."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They spoke on 6 November (7 November in Tokyo).", ["2023-11-06"]),
        ("They spoke on 6 November (7 November, local time).", ["2023-11-06"]),
        ("It fell on 6 November (7 November brought another).", ["2023-11-06", "2023-11-07"]),
        ("They will meet on December 8. Aides speak after the December 8 summit.", ["2023-12-08"]),
        ("It ended 10/30/23.", ["2023-10-30"]),
        ("They share 10/20/40 of it.", []),
    ],
)
def test_one_happening_named_twice_is_one(text: str, expected: list[str]) -> None:
    """By another clock, or as the name of a happening already told."""
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("He was to come in December. The visit has been put off.", [Status.CALLED_OFF]),
        ("He was to come in December. The visit has been praised.", [Status.SCHEDULED]),
        ("Her trip had been delayed since the incident of early October.", [Status.REPORTED]),
        ("The drill will not take place, the ministry announced on Monday.", [Status.REPORTED]),
        ("A meeting is being discussed for December.", [Status.CONSIDERED]),
        ("Duties, put off on November 3 for a month, come into force on December 4.",
         [Status.REPORTED, Status.SCHEDULED]),
        ("A trip, pencilled in for late October, was dropped.", [Status.CALLED_OFF]),
    ],
)  # fmt: skip
def test_what_calls_a_plan_off(text: str, statuses: list[Status]) -> None:
    """Also the next sentence; not the day on which it is said, nor that of the reason."""
    assert [span.status for span in find_dates(text, ISSUE, STATED)] == statuses
