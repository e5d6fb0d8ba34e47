"""Ids of issues: made of the number or day that an issue says when it is first received.

An id never changes. Where an editor puts the number of an issue right, its id and the one that its
number makes are therefore two.
"""

import re
from collections.abc import Callable
from datetime import date

# Behind the id of an issue whose own one is that of another, which had its number by mistake.
_LETTERS = "bcdefghijklmnopqrstuvwxyz"
_MADE = re.compile(r"[a-z0-9]+-(?:(?P<day>\d{8})|(?:(?P<volume>\d+)-)?(?P<number>\d+))")


def issue_id(code: str, volume: int | None, number: int | None, day: date) -> str:
    """The id that a number makes, or a day where there is no number.

    Args:
        code: short code of the series.
        volume: None in a series without volumes.
        number: None in a series without numbers.
        day: of issue.
    """
    if number is None:
        return f"{code}-{day:%Y%m%d}"
    return f"{code}-{number}" if volume is None else f"{code}-{volume}-{number}"


def first_free(digest_id: str, taken: Callable[[str], bool]) -> str:
    """The id for a second issue of one number: a letter behind it, the first that is free."""
    return next(one for letter in _LETTERS if not taken(one := f"{digest_id}{letter}"))


def as_made(digest_id: str) -> str:
    """An id without such a letter."""
    return re.sub(rf"(?<=\d)[{_LETTERS}]$", "", digest_id)


def told_by(digest_id: str) -> tuple[tuple[int | None, int] | None, date | None]:
    """The number, or the day, that an id was made of."""
    match = _MADE.fullmatch(as_made(digest_id))
    if match is None:
        return None, None
    if match["day"]:
        return None, date.fromisoformat(match["day"])
    return (int(match["volume"]) if match["volume"] else None, int(match["number"])), None
