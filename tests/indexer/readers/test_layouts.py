"""Layouts of plain text: each headline meets its own paragraph, and entries keep their dates."""

from datetime import date

import pytest

from indexer.ingest.build import build
from indexer.models import Precision
from indexer.readers import RawDigest, SourceHints, read

TITLE = "Southern Notes Letter 3, 31 May 2024\n\n"
FIRST = "Ministers meet in Oslo"
SECOND = "Port call at Yokosuka"
BODY_1 = (
    "The ministers of Norway and Japan met in Oslo on 10 May and agreed on a common plan for ports."
)
BODY_2 = (
    "A frigate of the Royal Navy called at Yokosuka on 8 May, and it left again two days later."
)
EXPECTED = [(FIRST, BODY_1), (SECOND, BODY_2)]


def parsed(body: str, **hints: object) -> RawDigest:
    given = SourceHints("x.txt", new_series=True, **hints)  # type: ignore[arg-type]
    return read((TITLE + body).encode(), given, max_bytes=5_000_000)


def pairs(body: str) -> list[tuple[str, str]]:
    return [(item.headline, item.text) for item in parsed(body).items]


@pytest.mark.parametrize(
    "body",
    [
        f"1. {FIRST}\n2. {SECOND}\n\n1. {BODY_1}\n2. {BODY_2}\n",
        f"1. {FIRST} 2. {SECOND}\n\n1. {BODY_1} 2. {BODY_2}\n",
        f"1) {FIRST}\n\n{BODY_1}\n\n2) {SECOND}\n\n{BODY_2}\n",
        f"{FIRST}\n{BODY_1}\n\n{SECOND}\n{BODY_2}\n",
        f"{FIRST}\n-----\n{BODY_1}\n\n{SECOND}\n-----\n{BODY_2}\n",
        f"In this issue\n- {FIRST}\n- {SECOND}\n\n{FIRST}\n{BODY_1}\n\n{SECOND}\n{BODY_2}\n",
        f"HEADLINES\n1. {FIRST}\n2. {SECOND}\nDETAILS:\n1. {BODY_1}\n2. {BODY_2}\n",
        f"headlines\n{FIRST}\n{SECOND}\n\ndetails\n\n{BODY_1}\n\n{BODY_2}\n",
        f"- {FIRST} — {BODY_1}\n- {SECOND} — {BODY_2}\n",
        f"* {FIRST}: {BODY_1}\n* {SECOND}: {BODY_2}\n",
        f"+ Security:\n\n• {FIRST}\n• {SECOND}\n\n\n• {BODY_1}\n• {BODY_2}\n",
        f"{FIRST}\n\n{SECOND}\n\n\n{BODY_1}\n\n{BODY_2}\n",
    ],
)
def test_headlines_meet_their_paragraphs(body: str) -> None:
    """In lists, sections, a single list, numbered or not."""
    assert pairs(body) == EXPECTED


def test_numbers_pair_what_stands_in_another_order() -> None:
    """Each list has the same numbers."""
    body = f"Headlines\n1. {FIRST}\n2. {SECOND}\nDetails\n2. {BODY_2}\n1. {BODY_1}\n"
    assert pairs(body) == EXPECTED


def test_two_sentences_are_no_headline_though_the_last_is_cut_off() -> None:
    """A short paragraph without its stop is still one."""
    cut = "They met on 10 May for two days. Both sides agreed on a common plan for ports and the"
    assert pairs(f"{FIRST}\n{cut}\n\n{SECOND}\n{BODY_2}\n") == [(FIRST, cut), (SECOND, BODY_2)]


def test_hard_wrapped_lines_under_a_headline_are_one_paragraph() -> None:
    """A line that was ended though there was room is the headline."""
    wrapped = (
        "Ministers meet in Oslo\n"
        "The ministers of Norway and Japan met in Oslo on 10 May and agreed on\n"
        "a common plan for ports.\n\n"
        "Port call at Yokosuka\n"
        "A frigate of the Royal Navy called at Yokosuka on 8 May, and it left\n"
        "again two days later.\n"
    )
    assert pairs(wrapped) == EXPECTED


class TestChronology:
    @pytest.mark.parametrize(
        ("entry", "start", "end"),
        [
            ("May 21, 2024: ", date(2024, 5, 21), date(2024, 5, 21)),
            ("21 May: ", date(2024, 5, 21), date(2024, 5, 21)),
            ("May 21-23, 2024: ", date(2024, 5, 21), date(2024, 5, 23)),
            ("29 April - 2 May 2024: ", date(2024, 4, 29), date(2024, 5, 2)),
            ("2024-05-21: ", date(2024, 5, 21), date(2024, 5, 21)),
            ("Late 2023\n\nLate May 2023 – ", date(2023, 5, 21), date(2023, 5, 31)),
        ],
    )
    def test_the_date_beside_an_entry_is_its_primary_one(
        self, entry: str, start: date, end: date
    ) -> None:
        """And its first sentence the headline."""
        entry = entry.rsplit("\n", 1)[-1]
        body = "".join(
            f"{entry}Marcos visits Hanoi number {n}. Two accords are signed there, on rice and on"
            " coast guards.\n\n"
            for n in range(3)
        )
        draft = build(parsed(body), "x.txt")
        assert [event.headline for event in draft.events] == [
            f"Marcos visits Hanoi number {n}." for n in range(3)
        ]
        primary = next(row for row in draft.events[0].occurrences() if row.primary)
        assert (primary.start, primary.end) == (start, end)
        assert primary.quote == entry.rstrip(" :–")

    def test_a_year_above_holds_for_the_entries_below(self) -> None:
        """Until another one stands there; a lost bullet may stand between."""
        body = (
            "2005 n Sept. 19: The six parties agree on a statement in Beijing. It is the first.\n\n"
            "n November: A fifth round of the talks ends in Beijing without any result at all.\n\n"
            "2006 n Oct. 9: North Korea tests a nuclear weapon. The Council answers five days on.\n"
        )
        items = parsed(body).items
        assert [item.dated.start for item in items if item.dated] == [
            date(2005, 9, 19),
            date(2005, 11, 1),
            date(2006, 10, 9),
        ]
        assert items[1].dated is not None
        assert items[1].dated.precision is Precision.MONTH

    def test_a_date_in_brackets_may_close_an_entry(self) -> None:
        """As in "(Apr. 30)"; without a year it is the latest before the issue."""
        body = (
            "- The navies of both states drill off Guam for three days (Apr. 30)\n"
            "- Trade officials meet in Washington and agree on steel tariffs (Sept. 22)\n"
        )
        assert [item.dated.start for item in parsed(body).items if item.dated] == [
            date(2024, 4, 30),
            date(2023, 9, 22),
        ]

    def test_other_dates_of_an_entry_count_from_its_own(self) -> None:
        """However long before the issue that was."""
        body = "".join(
            f"March {day}, 2019: Envoys meet in Manila on trade. The next day they fly on.\n\n"
            for day in (4, 11)
        )
        rows = build(parsed(body), "x.txt").events[0].occurrences()
        assert [(row.start, row.primary) for row in rows] == [
            (date(2019, 3, 4), True),
            (date(2019, 3, 5), False),
        ]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Vol. 2, No. 8\n17 April 2023", date(2023, 4, 17)),
        ("Posted August 12, 2024", date(2024, 8, 12)),
        ("Friday, 24 May 2024", date(2024, 5, 24)),
        ("Brussels, 1st of July 2024", date(2024, 7, 1)),
        ("Published on 2024-05-24", date(2024, 5, 24)),
    ],
)
def test_the_masthead_states_the_date_in_many_forms(line: str, day: date) -> None:
    """With a label, weekday or place, or plain."""
    text = f"Southern Notes Letter\n{line}\n\n- {FIRST}\n- {SECOND}\n\n\n- {BODY_1}\n- {BODY_2}\n"
    digest = read(text.encode(), SourceHints("x.txt", new_series=True), max_bytes=10_000)
    assert digest.stated_date == day
    assert len(digest.items) == 2


def test_control_characters_become_spaces() -> None:
    """Said in the report, with the line."""
    digest = parsed(f"- {FIRST}\n- Port\x10call\n\n\n- {BODY_1}\n- {BODY_2}\n")
    assert digest.items[1].headline == "Port call"
    remark = next(remark for remark in digest.remarks if remark.code == "control-character")
    assert (remark.severity, remark.line) == ("info", 4)


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Les ministres de la Défense se réunissent à Paris « demain »", "cp1252"),
        ("日本と米国の外務大臣が東京で会談し、防衛協力の強化について合意した。", "shift_jis"),
        ("日本と米国の外務大臣が東京で会談し、防衛協力の強化について合意した。", "euc_jp"),
        ("Министры обороны встретились в Москве и обсудили поставки зерна в Азию", "cp1251"),
        ("Ministers meet in Oslo and talk for a while", "utf-16-le"),
    ],
)
def test_other_encodings_are_found(words: str, encoding: str) -> None:
    """And what is not English is flagged."""
    lines = "".join(f"- {words} {n}\n" for n in range(3))
    text = (
        f"Headlines\n{lines}Details\n{''.join(f'- {words * 3} {n}.' + chr(10) for n in range(3))}"
    )
    data = text.encode(encoding)
    digest = read(data, SourceHints("vol-2-07.txt"), max_bytes=100_000)
    assert digest.items[0].headline == f"{words} 0"
    codes = {remark.code for remark in digest.remarks}
    assert "encoding" in codes
    assert ("language" in codes) is (encoding != "utf-16-le")


def test_sections_marked_with_a_plus_head_no_items() -> None:
    """Right above a list with other marks, with a colon or without one."""
    assert pairs(f"+ PEOPLE\n- {FIRST} — {BODY_1}\n\n+ SHIPS\n- {SECOND} — {BODY_2}\n") == EXPECTED


def test_items_of_one_list_may_be_parted_by_different_marks() -> None:
    """As long as most are parted by one, and a sentence follows the other."""
    third, body = (
        "Two cables for Palau",
        "Australia and Japan signed for two cables to Palau on 7 May.",
    )
    listed = f"• {FIRST} — {BODY_1}\n• {SECOND} — {BODY_2}\n• {third}: {body}\n"
    assert pairs(listed) == [*EXPECTED, (third, body)]


@pytest.mark.parametrize(
    "body",
    [
        (
            "May 2: Ministers of the two states meet in Oslo on ports.\n"
            "8 May. A frigate of the Royal Navy calls at Yokosuka for two days.\n"
            "10 May: The parliament in Manila takes up a treaty with Tokyo.\n"
        ),
        (
            "May\n"
            "2 — Ministers of the two states meet in Oslo on ports.\n"
            "8-9 — A frigate of the Royal Navy calls at Yokosuka for two days.\n"
            "10 — The parliament in Manila takes up a treaty with Tokyo.\n"
        ),
    ],
)
def test_each_line_that_opens_with_its_day_is_an_entry(body: str) -> None:
    """A stop may part the day, and beneath a month the day stands alone."""
    items = parsed(body).items
    assert [item.dated.start.day for item in items if item.dated] == [2, 8, 10]
