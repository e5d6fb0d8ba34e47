"""Pages that say what went wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words, and the words to search for instead."""

    title: str
    heading: str
    detail: str
    words: str
