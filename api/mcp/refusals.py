"""Errors in words that say what to do: what a tool answers instead of a result."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.knowledge.spelling import nearest

_TAKE_IDS = "Take ids from search_events."
# By the last part of a problem's type; the words of the others say what to do themselves.
_WAYS_OUT = {
    "not-found": _TAKE_IDS,
    "http": _TAKE_IDS,  # an id that no address can hold
    "gone": "search_events finds what is there now.",
    "search-unavailable": "get_event goes on working; search again in a few seconds.",
    "store-unavailable": "Try again in a few seconds.",
    "rate": "Wait a little, then ask again.",
}
UNEXPECTED = "Something went wrong there. The server's log says what; other calls go on working."
_FAILED_FROM = 500
_UNAVAILABLE = 503


class Refused(Exception):
    """The API answers a call with a problem, or not at all; the message is for the caller."""


def refusal(status: int, problem: Mapping[str, Any], site_url: str) -> str:
    """A problem as one line, with a way out."""
    if not problem.get("detail"):
        return UNEXPECTED if status >= _FAILED_FROM else unreachable(site_url, f"HTTP {status}")
    if status >= _FAILED_FROM and status != _UNAVAILABLE:
        return UNEXPECTED
    faults = [_fault(one) for one in problem.get("errors") or () if "parameter" in one]
    said = "; ".join(faults) or str(problem["detail"])
    way_out = _WAYS_OUT.get(str(problem.get("type", "")).rpartition("/")[2], "")
    return " ".join(f"{said}. {way_out}".split())


def unreachable(site_url: str, why: str) -> str:
    """That there is no API there."""
    return " ".join(f"No Entente answers at {site_url}: {why}. Is the address right?".split())


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """A name that is none of the known ones, with the nearest of them or else all."""
    options = tuple(known)
    suggestion = nearest(name, options)
    hint = f"did you mean {suggestion}?" if suggestion else f"known: {', '.join(options)}"
    return f"unknown {what} {name!r}; {hint}"


def _fault(one: Mapping[str, Any]) -> str:
    place = "" if one.get("position") is None else f", at offset {one['position']}"
    return f"{one['message']} (argument {one['parameter']}{place})"
