"""Filters and pieces of text in the notation of the server."""

from collections.abc import Sequence

from indexer.search.conditions import AtLeast, Condition, During, Either, Every, Not, OneOf
from indexer.search.terms import Scoped

EVERYTHING = "id EXISTS"


def text_of(one: Scoped) -> str:
    """A phrase in quotes; a blank ends a word that is complete."""
    if one.word is None:
        return f'"{" ".join(one.phrase)}" '
    return one.word.word + ("" if one.word.prefix else " ")


def lookup_key(one: Scoped) -> str:
    """What the ids of the documents are kept under whose field has it."""
    return f"{one.field}:{text_of(one)}"


def condition_text(one: Condition) -> str:
    """A condition as a filter."""
    match one:
        case OneOf(field, values):
            return any_of(field, values)
        case During(field, first, last):
            # `days >= a AND days <= b` would also match two different days on either side.
            return f"{field} {first} TO {last}"
        case Not(condition):
            return f"NOT ({condition_text(condition)})"
        case Every(conditions):
            return _joined(" AND ", conditions, EVERYTHING)
        case Either(conditions):
            return _joined(" OR ", conditions, f"NOT {EVERYTHING}")
        case AtLeast():
            return condition_text(one.halved())


def _joined(word: str, conditions: Sequence[Condition], nothing: str) -> str:
    return f"({word.join(map(condition_text, conditions))})" if conditions else nothing


def id_filter(ids: Sequence[str]) -> str:
    """The condition that a document is one of these."""
    return any_of("id", ids)


def any_of(field: str, values: Sequence[str]) -> str:
    """The condition that a field holds one of these values."""
    return f"{field} IN [{', '.join(map(quoted, values))}]"


def quoted(value: str) -> str:
    """Values are always quoted: a bare IN (India) is an operator."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
