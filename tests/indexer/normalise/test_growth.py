"""What is read from an item grows with its words, not with their square."""

from datetime import date

import pytest

from indexer.normalise.item import read_item
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
LENGTH = 1_200  # characters


def steps_for(unit: str, length: int) -> int:
    text = f"Japan met. {unit * (length // len(unit))} end."
    return steps(lambda: read_item("Talks are held", text, date(2024, 5, 1)))


@pytest.fixture(scope="module", autouse=True)
def _vocabulary() -> None:
    """Read once, and not counted."""
    read_item("Talks are held", "Japan met the US on May 3.", date(2024, 5, 1))


@pytest.mark.parametrize("unit", UNITS)
def test_the_work_does_not_grow_with_the_square_of_the_words(unit: str) -> None:
    """The words are such as patterns go on with; twice as many would take four times the steps."""
    assert steps_for(unit, 2 * LENGTH) < 3 * steps_for(unit, LENGTH)
