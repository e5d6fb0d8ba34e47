"""Errors in words that say what to do: what a tool answers instead of a result."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from api.knowledge.spelling import nearest
from indexer.errors import (
    EntenteError,
    Gone,
    IndexMissing,
    NotFound,
    QueryError,
    SearchUnavailable,
    StoreError,
)

# The first that fits; the words of the others say what to do themselves.
_WAYS_OUT: tuple[tuple[type[EntenteError], str], ...] = (
    (NotFound, "Take ids from search_events."),
    (Gone, "search_events finds what is there now."),
    (IndexMissing, "get_event works without it."),
    (SearchUnavailable, "get_event goes on working; search again in a few seconds."),
    (StoreError, "Try again in a few seconds."),
)
UNEXPECTED = "Something went wrong here. The server's log says what; other calls go on working."


def refusal(error: EntenteError) -> str:
    """The error as one line, with a way out."""
    way_out = next((f" {words}" for kind, words in _WAYS_OUT if isinstance(error, kind)), "")
    return f"{error}{_place(error)}.{way_out}"


def refused_arguments(model: type[BaseModel], error: ValidationError) -> str:
    """Every argument that cannot be used, by name."""
    names = tuple(model.model_fields)
    return "; ".join(_argument(entry, names) for entry in error.errors())


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """A name that is none of the known ones, with the nearest of them or else all."""
    options = tuple(known)
    suggestion = nearest(name, options)
    hint = f"did you mean {suggestion}?" if suggestion else f"known: {', '.join(options)}"
    return f"unknown {what} {name!r}; {hint}"


def _place(error: EntenteError) -> str:
    if not isinstance(error, QueryError):
        return ""
    position = "" if error.start is None else f", at offset {error.start}"
    return f" (argument {error.parameter}{position})"


def _argument(entry: Mapping[str, Any], names: tuple[str, ...]) -> str:
    name = str(entry["loc"][0])
    if entry["type"] == "extra_forbidden":
        return unknown_name("argument", name, names)
    return f"{name}: {entry['msg']}"
