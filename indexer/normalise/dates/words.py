"""The reviewed word lists of ``data/dates.yaml``, and what the names in dates stand for."""

from functools import cache
from typing import Any

from indexer.normalise.vocabulary import load_yaml

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ORDINALS = ("first", "second", "third", "fourth", "last")


@cache
def words() -> dict[str, Any]:
    """The word lists of ``data/dates.yaml``."""
    loaded: dict[str, Any] = load_yaml("dates.yaml")
    return loaded


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the word lists, for membership."""
    return frozenset(map(str, words()[name]))


def month_number(name: str) -> int:
    """1 to 12 for an English month name or abbreviation."""
    return MONTHS.index(name[:3].capitalize()) + 1


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return WEEKDAYS.index(name[:3])


def count_of(word: str) -> int:
    """The value of a small number in digits or words."""
    return int(word) if word.isdigit() else int(words()["numbers"][word.lower()])
