"""What Pydantic found wrong, in Entente's own words."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator

_DAY = "must be a day such as 2024-06-30"
_MOMENT = "must be a moment such as 2024-06-30T12:00:00Z"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME, _ZONE = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?", "(Z|[+-][0-9]{2}:[0-9]{2})?"
_ISO_MOMENT = re.compile(f"{_ISO_DAY.pattern}([T ]{_TIME}{_ZONE})?")
_WHOLE = "must be a whole number"
_TRUTH = "must be true or false"
_TEXT = "must be a text"
_LIST = "must be a list"
_PATTERN = "must be a regular expression"
_OBJECT = "must be an object with named fields"

# By the type of the error; names in braces are what it carries.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "is missing",
        "extra_forbidden": "is not known",
        "string_type": _TEXT,
        "string_unicode": "must be a text in UTF-8",
        "string_pattern_mismatch": "must be written like {pattern}",
        "int_type": _WHOLE,
        "int_parsing": _WHOLE,
        "int_from_float": _WHOLE,
        "int_parsing_size": "is beyond every number that is taken",
        "float_type": "must be a number",
        "float_parsing": "must be a number",
        "finite_number": "must be a finite number",
        "bool_type": _TRUTH,
        "bool_parsing": _TRUTH,
        "greater_than": "must be more than {gt}",
        "greater_than_equal": "must be at least {ge}",
        "less_than": "must be less than {lt}",
        "less_than_equal": "must be at most {le}",
        "enum": "must be {expected}",
        "literal_error": "must be {expected}",
        "list_type": _LIST,
        "tuple_type": _LIST,
        "dict_type": _OBJECT,
        "model_type": _OBJECT,
        "model_attributes_type": _OBJECT,
        "mapping_type": _OBJECT,
        "date_type": _DAY,
        "date_parsing": _DAY,
        "date_from_datetime_parsing": _DAY,
        "date_from_datetime_inexact": _DAY,
        "datetime_type": _MOMENT,
        "datetime_parsing": _MOMENT,
        "datetime_from_date_parsing": _MOMENT,
        "datetime_object_invalid": _MOMENT,
        "pattern_type": _PATTERN,
        "pattern_regex": _PATTERN,
        "pattern_str_type": _PATTERN,
        "json_invalid": "is no JSON: {error}",
        "json_type": "is no JSON",
        "none_required": "must be null",
    }
)


def _value(entry: Mapping[str, Any]) -> str:
    """The words of our own check, without what Pydantic puts before them."""
    said = str(entry["msg"])
    return said.removeprefix("Value error, ").removeprefix("Assertion failed, ")


def _few(entry: Mapping[str, Any]) -> str:
    least = entry["ctx"]["min_length"]
    return f"needs at least {_counted(least, 'value')}"


def _many(entry: Mapping[str, Any]) -> str:
    return f"takes at most {_counted(entry['ctx']['max_length'], 'value')}"


def _short(entry: Mapping[str, Any]) -> str:
    least = entry["ctx"]["min_length"]
    return "must not be empty" if least == 1 else f"needs at least {least} characters"


def _long(entry: Mapping[str, Any]) -> str:
    return f"takes at most {_counted(entry['ctx']['max_length'], 'character')}"


_SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {
        "value_error": _value,
        "assertion_error": _value,
        "too_short": _few,
        "too_long": _many,
        "string_too_short": _short,
        "string_too_long": _long,
    }
)


def in_words(entry: Mapping[str, Any]) -> str:
    """The message of one fault, to be read after the name of what it is about.

    Args:
        entry: one of `pydantic.ValidationError.errors()`.
    """
    kind = str(entry["type"])
    if kind in _SAID:
        return _SAID[kind](entry)
    words = _WORDS.get(kind)
    if words is None:
        return _value(entry)
    return words.format_map({name: str(value) for name, value in entry.get("ctx", {}).items()})


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _as_written(value: object) -> object:
    if isinstance(value, date) or value is None:
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError(_DAY)
    return value


def _moment_as_written(value: object) -> object:
    if isinstance(value, str) and not _ISO_MOMENT.fullmatch(value):
        raise ValueError(_MOMENT)
    return value


# Pydantic would read numbers as seconds since 1970, and moments as days.
Moment = Annotated[datetime, BeforeValidator(_moment_as_written)]
Day = Annotated[date, BeforeValidator(_as_written)]
