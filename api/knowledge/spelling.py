"""The nearest valid spelling of a word that is none of the valid ones."""

import difflib
from collections.abc import Mapping

from indexer.errors import QueryError, UnknownValue

_NEAR = 0.72  # of 1; below it a suggestion is a guess
_FEW = 30  # names that an error can list


def nearest(word: str, valid: Mapping[str, object] | tuple[str, ...]) -> str | None:
    """The valid spelling closest to what was typed."""
    folded: dict[str, str] = {option.casefold(): option for option in valid}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=_NEAR)
    return folded[close[0]] if close else None


def unknown(
    what: str,
    word: str,
    valid: Mapping[str, object] | tuple[str, ...],
    span: tuple[int, int] | None,
    *,
    parameter: str = "q",
    error: type[QueryError] = QueryError,
) -> QueryError:
    """The error for a word that is none of the valid ones; ``span`` is where it stands."""
    suggestion = nearest(word, valid)
    hint = f"; did you mean {suggestion}?" if suggestion else ""
    if not hint and error is QueryError and len(valid) <= _FEW:
        hint = f" (known: {', '.join(valid)})"
    return error(
        f"unknown {what} {word!r}{hint}", parameter=parameter, span=span, suggestion=suggestion
    )


def unknown_value(
    what: str,
    word: str,
    valid: Mapping[str, object] | tuple[str, ...],
    span: tuple[int, int] | None,
    *,
    parameter: str,
) -> QueryError:
    """The same for a value that a filter or correction was given."""
    return unknown(what, word, valid, span, parameter=parameter, error=UnknownValue)
