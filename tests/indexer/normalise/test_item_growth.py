"""Reading an item is linear: twice the text takes at most 2.3 times our own steps."""

import sys
import time
from datetime import date
from types import FrameType
from typing import Any

import pytest

from indexer.normalise.item import read_item
from indexer.normalise.spans import TagKind

ISSUE = date(2024, 5, 15)
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


def steps(text: str) -> int:
    """Lines and calls of our own that reading an item takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if event == "call" and "/indexer/" not in frame.f_code.co_filename:
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_item("Ministers meet", text, ISSUE)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("phrase", PHRASES)
def test_twice_the_text_takes_twice_the_steps(phrase: str) -> None:
    """Names, ships, offices, cues, words of threesome, dates, one after the other."""
    few, many = (steps(phrase * count) for count in (60, 120))
    assert many <= 2.3 * few


def test_initials_between_states_are_one_word() -> None:
    """There were as many ways to read them as 2 to the power of their number: it took minutes."""
    found = read_item("Ministers meet", "Japan " + "A." * 28 + "! Korea", ISSUE)
    assert {tag.value for tag in found.tags if tag.kind == TagKind.COUNTRY} == {"JP", "KR"}


@pytest.mark.long
@pytest.mark.parametrize("text", [*(phrase * 400 for phrase in PHRASES), "Japan" * 9000])
def test_libraries_do_not_grow_faster(text: str) -> None:
    """The time of the processor, of the regular expressions, too: the best of a few runs."""
    once, twice = (min(_seconds(text * count) for _ in range(3)) for count in (1, 2))
    assert twice <= 3.5 * once + 0.05


def _seconds(text: str) -> float:
    begun = time.process_time()
    read_item("Ministers meet", text, ISSUE)
    return time.process_time() - begun
