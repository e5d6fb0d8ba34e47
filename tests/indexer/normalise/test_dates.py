"""The date grammar: every kind of expression that digests hold, and what is no date."""

import sys
from datetime import date

import pytest

from indexer.normalise.dates.resolver import find_dates, read_dates
from indexer.normalise.spans import Precision, Status

ISSUE = date(2023, 4, 15)


def read(text: str, issue_date: date = ISSUE) -> list[tuple[str, str, str]]:
    return [
        (span.start.isoformat(), span.end.isoformat(), str(span.precision))
        for span in find_dates(text, issue_date)
    ]


def day(iso: str) -> tuple[str, str, str]:
    return (iso, iso, "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("held on April 6 during a meeting", [day("2023-04-06")]),
        ("in Tokyo March 24.", [day("2023-03-24")]),
        ("said Jan 5 that", [day("2023-01-05")]),
        ("Sept 18 in New York", [day("2022-09-18")]),
        ("on Nov. 29.", [day("2022-11-29")]),
        ("an April 13 missile test", [day("2023-04-13")]),
        ("after the March summit", [("2023-03-01", "2023-03-31", "month")]),
        ("On March 21, the", [day("2023-03-21")]),
        ("on the 4th of April", [day("2023-04-04")]),
        ("met on 4 April in", [day("2023-04-04")]),
        ("on 31 October 2022 in", [day("2022-10-31")]),
        ("Tuesday, 1st of March", [day("2023-03-01")]),
        ("(Apr. 3) and (Sept. 22)", [day("2023-04-03"), day("2022-09-22")]),
        ("April 6, 2023, in", [day("2023-04-06")]),
        ("20 Mar 2023 03:55 GMT", [day("2023-03-20")]),
        ("2023-04-13 and 2023/4/12", [day("2023-04-13"), day("2023-04-12")]),
        ("11/13/2022 and 05.07.2022", [day("2022-11-13"), day("2022-07-05")]),
        ("2023年1月13日に", [day("2023-01-13")]),
        ("2022 年 12 月 10 日", [day("2022-12-10")]),
        ("on March9 and", [day("2023-03-09")]),
        ("shipped on March 8.US officials", [day("2023-03-08")]),
    ],
)
def test_days(text: str, expected: list[tuple[str, str, str]]) -> None:
    """A day, however it is written."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("met March 21-22 in", "2023-03-21", "2023-03-22"),
        ("from March 1-7", "2023-03-01", "2023-03-07"),
        ("Nov. 7-8", "2022-11-07", "2022-11-08"),
        ("Aug. 31-Sept. 2", "2022-08-31", "2022-09-02"),
        ("from March 6 to March 10", "2023-03-06", "2023-03-10"),
        ("March 28 through April 3", "2023-03-28", "2023-04-03"),
        ("from Monday, March 6, to Friday, March 10", "2023-03-06", "2023-03-10"),
        ("between March 6 and 12", "2023-03-06", "2023-03-12"),
        ("13-15 March", "2023-03-13", "2023-03-15"),
        ("28 March – 2 April", "2023-03-28", "2023-04-02"),
        ("December 28-January 3", "2022-12-28", "2023-01-03"),
        ("between January and March", "2023-01-01", "2023-03-31"),
        ("from June 2022 to March 2023", "2022-06-01", "2023-03-31"),
        ("between October and January 2023", "2022-10-01", "2023-01-31"),
    ],
)
def test_ranges(text: str, start: str, end: str) -> None:
    """Ranges within a month, over months and over the year's turn."""
    assert read(text) == [(start, end, "range")]


def test_lists_give_one_occurrence_a_day() -> None:
    """ "February 18 and 20" are two days and not a range."""
    assert read("after launches on February 18 and 20.") == [day("2023-02-18"), day("2023-02-20")]
    assert read("on March 3, 5 and 7.") == [day("2023-03-03"), day("2023-03-05"), day("2023-03-07")]


def test_a_range_whose_dash_was_lost_is_read_and_flagged() -> None:
    """October 2426 is 24-26; October 2022 is a year."""
    (span,) = find_dates("held October 2426 in Tokyo", ISSUE)
    assert (span.start.day, span.end.day, span.note is not None) == (24, 26, True)
    assert read("in October 2022 the") == [("2022-10-01", "2022-10-31", "month")]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("early April", "2023-04-01", "2023-04-10"),
        ("early in April", "2023-04-01", "2023-04-10"),
        ("late in March", "2023-03-21", "2023-03-31"),
        ("since mid-December", "2022-12-11", "2022-12-20"),
        ("in late February", "2023-02-21", "2023-02-28"),
        ("Mid-March through early April", "2023-03-11", "2023-04-10"),
        ("in the first week of March", "2023-03-01", "2023-03-07"),
        ("at the end of March", "2023-03-21", "2023-03-31"),
        ("mid- to late March", "2023-03-11", "2023-03-31"),
        ("the second half of March", "2023-03-16", "2023-03-31"),
        ("earlier this month", "2023-04-01", "2023-04-15"),
        ("this past week", "2023-04-08", "2023-04-14"),
        ("last week", "2023-04-08", "2023-04-14"),
    ],
)
def test_vague_expressions_are_approximate(text: str, start: str, end: str) -> None:
    """Early, mid and late are days 1-10, 11-20 and 21-last; a week is the seven days before."""
    assert read(text) == [(start, end, "approximate")]


@pytest.mark.parametrize("text", ["in March", "signed last March", "March 2023", "by March"])
def test_months_keep_their_precision(text: str) -> None:
    """The whole month, never an invented day."""
    assert read(text) == [("2023-03-01", "2023-03-31", "month")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("invaded on February 14. On the 24th, he", ["2023-02-14", "2023-02-24"]),
        ("from March 3. On the 10th and 12th, he", ["2023-03-03", "2023-03-10", "2023-03-12"]),
        ("on March 3; on the 5th, 6th and the 7th.", [f"2023-03-0{n}" for n in (3, 5, 6, 7)]),
        ("on March 6. Two days later they", ["2023-03-06", "2023-03-08"]),
        ("on March 6, and the following day the", ["2023-03-06", "2023-03-07"]),
        ("published March 7. The day before, it", ["2023-03-07", "2023-03-06"]),
        ("on March 6. The same day he", ["2023-03-06", "2023-03-06"]),
        ("on March 6, and notified that day.", ["2023-03-06", "2023-03-06"]),
        ("on March 6. Ten days later", ["2023-03-06", "2023-03-16"]),
        ("on March 16. Three days earlier", ["2023-03-16", "2023-03-13"]),
        ("on March 16, a week after the North fired", ["2023-03-16", "2023-03-09"]),
        ("on March 16. He resigned two days after the vote", ["2023-03-16", "2023-03-18"]),
        ("on March 16. He spoke two days before the vote", ["2023-03-16", "2023-03-14"]),
        ("came on March 16; a test on the morning of the 15th", ["2023-03-16", "2023-03-15"]),
        (
            "came on March 16. It had left on February 2. On the 18th it",
            ["2023-03-16", "2023-02-02", "2023-03-18"],
        ),
    ],
)
def test_relative_days_count_from_the_last_development(text: str, expected: list[str]) -> None:
    """Not from the issue date."""
    assert [start for start, _, _ in read(text)] == expected


def test_background_is_no_anchor() -> None:
    """ "The same day" means the exercise, not the launches that it answers."""
    text = "They trained on March 22, after launches on March 18 and 20. On the same day he spoke."
    assert read(text)[-1] == day("2023-03-22")


def test_the_following_week_is_a_calendar_week() -> None:
    """Monday to Sunday."""
    assert read("on March 21. The following week")[1] == ("2023-03-27", "2023-04-02", "approximate")


def test_weekdays_count_back_from_the_issue() -> None:
    """15 April 2023 was a Saturday; a weekday beside a date only repeats it."""
    assert read("on Tuesday he") == [day("2023-04-11")]
    assert read("on Tuesday, April 4, he") == [day("2023-04-04")]


class TestYears:
    @pytest.mark.parametrize(
        ("text", "issue", "expected"),
        [
            ("the Nov 29 crash", date(2024, 3, 15), "2023-11-29"),
            ("on December 28 he", date(2024, 1, 15), "2023-12-28"),
            ("on January 6 they", date(2022, 1, 15), "2022-01-06"),
            ("goes into effect on April 1", date(2022, 2, 15), "2022-04-01"),
            ("ballots will be cast September 11", date(2022, 8, 31), "2022-09-11"),
            ("work may start as early as Jan 12", date(2023, 12, 31), "2024-01-12"),
            ("deliveries will begin on December 1", date(2023, 4, 15), "2023-12-01"),
            ("he said on March 9 that it will open", date(2023, 3, 15), "2023-03-09"),
            ("the change of command on May 3", date(2024, 4, 30), "2024-05-03"),
            ("Kishida met Biden on January 21 online", date(2022, 12, 31), "2022-01-21"),
            ("they met in Tokyo on March 16", date(2023, 3, 15), "2023-03-16"),
            ("a pact signed on January 6 awaits a vote", date(2022, 10, 31), "2022-01-06"),
            ("when members meet in New York on November 27", date(2023, 6, 15), "2023-11-27"),
            ("will host next year’s meeting on May 19", date(2022, 6, 30), "2023-05-19"),
        ],
    )
    def test_a_missing_year_is_the_nearest_past_unless_announced(
        self, text: str, issue: date, expected: str
    ) -> None:
        """Across the year's turn, too."""
        assert read(text, issue) == [day(expected)]

    def test_a_day_told_as_past_just_after_an_inferred_issue_date_is_reported(self) -> None:
        """The issue came out some days later than its number says."""
        (span,) = find_dates("they met in Tokyo on April 17", ISSUE)
        assert (span.start, span.status) == (date(2023, 4, 17), Status.REPORTED)

    def test_what_lies_ahead_is_scheduled(self) -> None:
        """And what lies behind is reported."""
        spans = find_dates("signed on April 3; it takes effect on June 1", ISSUE)
        assert [span.status for span in spans] == [Status.REPORTED, Status.SCHEDULED]

    def test_background_older_than_a_year_is_left_out(self) -> None:
        """Dated or not."""
        assert read("signed on March 3, 2021, and on April 3, 2023") == [day("2023-04-03")]


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 2735 may be renewed",
        "the MQ-9, the SM-6 and the B-52 at 50,000 feet",
        "the 12th Regiment and the 7th Fleet",
        "on the 10th anniversary of the pact",
        "Keen Sword 2023, APEC 2023 and Orient Shield 23",
        "established in 2019, since 2010, the 1967 ban, by 2025",
        "fiscal 2023 and Japan’s 2025 fiscal year",
        "a march of 2 miles in may",
        "Theresa May met him; May’s cabinet",
        "3 percent, $2.9 billion, 127-qubit, ~$1.4bn",
        "the September 11 attacks",
        "the 70th anniversary of the July 27 armistice",
        "the Jan. 6 Capitol riot",
        "the 2018-19 average, 2025-2027",
        "Article 5 and Yama Sakura 85",
        "six months after, 3 months later, ten years ago",
        "the marines may march to 24 states",
        "12th Marine Littoral Regiment",
        "the May Flower and the March of Dimes",
    ],
)
def test_non_dates_give_nothing(text: str) -> None:
    """No date is made from a number, a name, a fiscal year or the word may."""
    assert read(text) == []


def test_spans_point_at_the_quoted_words() -> None:
    """With open starts keeping their preposition."""
    text = "A 4-day conference from March 10, then “March 21-22” 🚀 and mid-April."
    spans = find_dates(text, ISSUE)
    assert all(
        span.quote == span.quote.strip() for span in find_dates("a, March 4, 6 and 8", ISSUE)
    )
    assert [span.quote for span in spans] == ["from March 10", "March 21-22", "mid-April"]
    assert all(text[slice(*span.span)] == span.quote for span in spans)
    assert spans[0].precision is Precision.DAY


def test_a_range_of_bare_days_is_a_range() -> None:
    """Of the month last named."""
    assert read("on March 3 and from the 10th to the 12th.") == [
        day("2023-03-03"),
        ("2023-03-10", "2023-03-12", "range"),
    ]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("met on February 29 in", "February 29"),
        ("from February 27 to February 30", "February 27 to February 30"),
        ("on February 30, 2023,", "February 30, 2023"),
        ("am 31.06.2022 in", "31.06.2022"),
    ],
)
def test_days_that_the_calendar_has_not_give_a_doubt(text: str, quote: str) -> None:
    """No occurrence of another day, month or year in their place; and nothing dropped silently."""
    reading = read_dates(text, ISSUE)
    assert reading.spans == ()
    assert [doubt.quote for doubt in reading.doubts] == [quote]
    assert text[slice(*reading.doubts[0].span)] == quote


def test_a_leap_day_is_a_day_in_its_year() -> None:
    """29 February 2024."""
    assert read("met on February 29 in", date(2024, 3, 15)) == [day("2024-02-29")]


def test_four_figures_behind_a_month_are_no_impossible_day() -> None:
    """A count that only looks like days."""
    assert read("the May 1300 club") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on March 18,2023 in", [day("2023-03-18")]),
        ("on 07 Mar 23 the fleet", [day("2023-03-07")]),
        ("on March 21 2000 GMT it docked", [day("2023-03-21")]),
        ("on March 21 at 20:15 JST it docked", [day("2023-03-21")]),
        ("met on March 3/4 in", [("2023-03-03", "2023-03-04", "range")]),
        ("met on 3 and 4 March in", [("2023-03-03", "2023-03-04", "range")]),
        ("met on the 3rd and 4th, and", [("2023-04-03", "2023-04-04", "range")]),
        ("two launches on March 3 and 4", [day("2023-03-03"), day("2023-03-04")]),
        ("after his January speech", [("2023-01-01", "2023-01-31", "month")]),
        ("after Tokyo’s January budget", [("2023-01-01", "2023-01-31", "month")]),
        ("since February’s talks", [("2023-02-01", "2023-02-28", "month")]),
        ("Envoys confer (April 3)", [day("2023-04-03")]),
        ("the trawler Queen May 4 sank", []),
    ],
)
def test_further_ways_to_write_a_date(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Lost spaces, short years, hours, strokes, possessives, brackets; and a boat's name."""
    assert read(text) == expected


class TestTense:
    @pytest.mark.parametrize(
        ("text", "issue", "expected"),
        [
            ("the accord born in Lima in May", date(2024, 2, 15), "2023-05-01"),
            ("the accord that they reached in May", date(2024, 2, 15), "2023-05-01"),
            ("by itself since October", date(2023, 9, 9), "2022-10-01"),
            ("they mean to land in early May", date(2023, 12, 15), "2024-05-01"),
            ("they need not pay before June", date(2023, 1, 15), "2023-06-01"),
            ("next June brings a vote", date(2023, 7, 15), "2024-06-01"),
            ("the prize is handed over on 10 December", date(2023, 10, 21), "2023-12-10"),
            ("the duties of July will not be paid back", date(2023, 11, 4), "2023-07-01"),
            (
                "Japan will join, with two ships and a crew, in June",
                date(2023, 1, 31),
                "2023-06-01",
            ),
            ("Japan will join (as it has before) in June", date(2023, 1, 31), "2023-06-01"),
            ("In January 2022 they agreed to confer in March.", date(2022, 12, 15), "2022-03-01"),
        ],
    )
    def test_the_verb_nearest_to_a_date_decides_its_year(
        self, text: str, issue: date, expected: str
    ) -> None:
        """For months as for days, and across an aside."""
        assert str(find_dates(text, issue)[-1].start) == expected

    def test_a_chronicle_tells_the_past_in_the_present_tense(self) -> None:
        """Where nothing in the item is told in the past."""
        assert read("Envoys gather in Lima on March 3.", date(2022, 12, 31)) == [day("2022-03-03")]


def test_the_work_grows_with_the_text() -> None:
    """Thousands of dates in one paragraph: twice the text, about twice the steps."""
    for phrase in (
        "on May 3, ",
        "the following week ",
        "05/07/2023, ",
        "on the 3rd. ",
        "“in May ( ",
    ):
        few, many = (_steps(phrase * count) for count in (200, 400))
        assert many <= 2.3 * few, phrase


def _steps(text: str) -> int:
    """Lines run, calls made into the interpreter's own functions included."""
    count = 0

    def trace(*_: object) -> object:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        find_dates(text, ISSUE)
    finally:
        sys.settrace(before)
    return count
