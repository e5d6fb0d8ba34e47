"""A read box as text again."""

import re

from api.knowledge.box import Box, FieldPart
from api.knowledge.box_tokens import SIGN_WORDS
from indexer.search.query import Term


def printed(box: Box) -> str:
    """The box as text; reading it gives the same box."""
    parts = [_printed_term(term) for term in box.terms if not term.prefix]
    parts += [_printed_field(part) for part in box.fields]
    parts += [f"({' OR '.join(map(printed, group))})" for group in box.groups]
    parts += [_printed_term(term) for term in box.terms if term.prefix]
    return " ".join(parts)


def _printed_term(term: Term) -> str:
    said = f'"{term.text}"' if term.phrase or _has_blank(term) else _word(term)
    return f"{'-' if term.excluded else ''}{f'{term.field}:' if term.field else ''}{said}"


def _word(term: Term) -> str:
    """A word; one that would be taken for a sign of the search stands in small letters."""
    sign = term.text in SIGN_WORDS and not term.excluded and not term.field
    return term.text.lower() if sign else term.text


def _has_blank(term: Term) -> bool:
    return bool(term.field and re.search(r"\s", term.text))


def _printed_field(part: FieldPart) -> str:
    value = ",".join(part.values)
    quoted = f'"{value}"' if re.search(r"[\s()]", value) else value
    return f"{'-' if part.excluded else ''}{part.name}:{quoted}"
