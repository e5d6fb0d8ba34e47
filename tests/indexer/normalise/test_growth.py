"""What is read from an item grows with its words, not with their square."""

import time
from datetime import date

import pytest

from indexer.normalise.item import read_item
from indexer.normalise.spans import TagKind
from tests.steps import steps

UNITS = (
    *(
        "a ",
        "Aa ",
        "the ",
        "-",
        "“",
        "(",
        "1",
        "1/",
        "1.",
        "3 to ",
        "US, ",
        "US-",
        "U.S. ",
        "Quad ",
    ),
    *("May ", "May 3, ", "the 3rd of ", "from May ", "last week ", "early in ", "2023-", "May he "),
    *("Prime Minister ", "Foreign Minister X ", "Japan and ", "JS Izumo, ", "USS Japan ", "Park, "),
    *("Japan, US, and Korea ", "trilateral ", "met. ", "will meet ", "it was said ", "NASA, ESA "),
)
# What names, ships, offices, cues, threesomes and dates are made of.
PHRASES = (
    *("Japan and Korea, ", "US-Japan-", "MOFA said ", "the North ", "Georgia, the U.S. state, "),
    *("Foreign Minister Park Jin of Korea met. ", "Park said. ", "Biden met Kishida. "),
    *("Ministry Of Defense Agency Command ", "Zorb Quax ", "Paris, Texas, "),
    *("USS Ronald Reagan, JS Izumo, ", "exercise Noble Fusion ", "the Quad and AUKUS of NATO "),
    *("the United States, Japan and South Korea jointly held. ", "the three nations of Japan, "),
    *("trilateral talks of Japan, Korea and Australia ", "missile semiconductor energy climate "),
    *("reshuffle of the defense minister ", "on May 3, 2024, ", "in 2019, ", "will on Monday "),
    *("two days later ", "“said ", "(a ", ". "),
)
LENGTH = 1_200  # characters


def steps_for(unit: str, length: int) -> int:
    text = f"Japan met. {unit * (length // len(unit))} end."
    return steps(lambda: read_item("Talks are held", text, date(2024, 5, 1)))


@pytest.fixture(scope="module", autouse=True)
def _vocabulary() -> None:
    """Read once, and not counted."""
    read_item("Talks are held", "Japan met the US on May 3.", date(2024, 5, 1))


@pytest.mark.parametrize("unit", [*UNITS, *PHRASES])
def test_twice_the_words_take_about_twice_the_steps(unit: str) -> None:
    """The words are such as patterns go on with; with the square it would be four times."""
    assert steps_for(unit, 2 * LENGTH) < 2.3 * steps_for(unit, LENGTH)


def test_initials_between_states_are_one_word() -> None:
    """There were as many ways to read them as 2 to the power of their number: it took minutes."""
    found = read_item("Ministers meet", "Japan " + "A." * 28 + "! Korea", date(2024, 5, 15))
    assert {tag.value for tag in found.tags if tag.kind == TagKind.COUNTRY} == {"JP", "KR"}


@pytest.mark.long
@pytest.mark.parametrize("text", [*(phrase * 400 for phrase in PHRASES), "Japan" * 9000])
def test_libraries_do_not_grow_faster(text: str) -> None:
    """The time of the processor, of the regular expressions, too: the best of a few runs."""
    once, twice = (min(_seconds(text * count) for _ in range(3)) for count in (1, 2))
    assert twice <= 3.5 * once + 0.05


def _seconds(text: str) -> float:
    begun = time.process_time()
    read_item("Ministers meet", text, date(2024, 5, 15))
    return time.process_time() - begun
