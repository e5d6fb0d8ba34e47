"""The search box: text to terms and filters, with errors that carry a position.

Grammar, parts separated by blanks::

    word              every word must match
    "exact phrase"    the words side by side
    -word -"phrase"   must not occur
    field:value       one of country, domain, group, member_of, after, before, digest
    field:a,b         any of these
    -field:value      none of these

A field given twice asks for all of its values; one of them may be a list, any of which will do.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.search.query import Term

FIELDS = ("country", "domain", "group", "member_of", "after", "before", "digest")
_PARAMETER = "q"
_PART = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[A-Za-z_]+):(?P<value>"[^"]*"?|[^\s"]*)
    |(?P<phrase>"[^"]*"?)|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_NEAR = 0.72  # of 1; below it a suggestion is a guess
_LOGIC = {"OR", "AND", "NOT"}


@dataclass(frozen=True, slots=True)
class FieldPart:
    """One ``field:value`` of the box.

    Attributes:
        name: the field.
        values: its values, any of which will do.
        excluded: written with a minus.
        position: offset of the first value in the box.
    """

    name: str
    values: tuple[str, ...]
    excluded: bool
    position: int


@dataclass(frozen=True, slots=True)
class Box:
    """What was typed, understood."""

    terms: tuple[Term, ...] = ()
    fields: tuple[FieldPart, ...] = ()


def parse(text: str) -> Box:
    """Read the search box.

    Raises:
        QueryError: something in it cannot be understood; nothing is silently dropped.
    """
    text = text.translate(_QUOTES)
    terms: list[Term] = []
    fields: list[FieldPart] = []
    for match in _PART.finditer(text):
        excluded = match["minus"] is not None
        if match["field"] is not None and not _is_prose(match):
            fields.append(_field(match, excluded=excluded))
        elif match["phrase"] is not None:
            terms.append(_phrase(match, excluded=excluded))
        else:
            word = match["word"] or match["field"]
            last = match.end() == len(text)
            terms.append(_word(word, match.start(), excluded=excluded, last=last))
    return Box(tuple(terms), tuple(fields))


def part_starts(text: str) -> list[int]:
    """Where each part of the box begins; an open quotation is one part up to the end."""
    return [match.start() for match in _PART.finditer(text.translate(_QUOTES))]


def completed(text: str) -> str:
    """The box while it is typed: an open quotation as words, a field without value left off."""
    plain = text.translate(_QUOTES)
    if plain.count('"') % 2:
        head, _, tail = plain.rpartition('"')
        plain = head + tail
    return re.sub(r"(?:^|\s)-?(?:" + "|".join(FIELDS) + r"):(?:\"\")?$", "", plain)


def printed(box: Box) -> str:
    """The box as text again; parsing it gives the same box."""
    parts = [_printed_term(term) for term in box.terms if not term.prefix]
    parts += [_printed_field(part) for part in box.fields]
    parts += [_printed_term(term) for term in box.terms if term.prefix]
    return " ".join(parts)


def nearest(word: str, valid: Mapping[str, object] | tuple[str, ...]) -> str | None:
    """The valid spelling closest to what was typed."""
    folded: dict[str, str] = {option.casefold(): option for option in valid}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=_NEAR)
    return folded[close[0]] if close else None


def unknown(
    what: str,
    word: str,
    valid: Mapping[str, object] | tuple[str, ...],
    position: int | None,
    *,
    parameter: str = _PARAMETER,
) -> QueryError:
    """The error for a word that is none of the valid ones."""
    suggestion = nearest(word, valid)
    hint = f"; did you mean {suggestion}?" if suggestion else ""
    return QueryError(
        f"unknown {what} {word!r}{hint}",
        parameter=parameter,
        position=position,
        suggestion=suggestion,
    )


def _field(match: re.Match[str], *, excluded: bool) -> FieldPart:
    name = match["field"].lower()
    if name not in FIELDS:
        raise unknown("field", match["field"], FIELDS, match.start("field"))
    if excluded and name in {"after", "before"}:
        raise QueryError(
            f"{name}: cannot be excluded; use {'before' if name == 'after' else 'after'}: instead",
            parameter=_PARAMETER,
            position=match.start(),
        )
    raw = match["value"]
    if raw.startswith('"') and (len(raw) == 1 or not raw.endswith('"')):
        raise _never_closed(raw, match.start("value"))
    value = raw.strip('"')
    values = tuple(part.strip() for part in value.split(",") if part.strip())
    if not values:
        raise QueryError(
            f"{name}: needs a value right behind the colon",
            parameter=_PARAMETER,
            position=match.start("value"),
        )
    if len(values) > 1 and name in {"after", "before"}:
        raise QueryError(
            f"{name}: takes one date, not {len(values)}",
            parameter=_PARAMETER,
            position=match.start("value"),
            suggestion=f"{name}:{values[0]}",
        )
    return FieldPart(name, values, excluded, match.start("value"))


def _never_closed(raw: str, position: int) -> QueryError:
    return QueryError(
        "a quotation mark is never closed",
        parameter=_PARAMETER,
        position=position,
        suggestion=raw + '"',
    )


def _phrase(match: re.Match[str], *, excluded: bool) -> Term:
    raw = match["phrase"]
    if len(raw) < len('""') or not raw.endswith('"'):
        raise _never_closed(raw, match.start("phrase"))
    return Term(raw.strip('"').strip(), phrase=True, excluded=excluded)


def _is_prose(match: re.Match[str]) -> bool:
    """Whether it is no field but a word with a colon behind it, as headlines have them."""
    return not match["value"] and match["field"].lower() not in FIELDS


def _word(word: str, position: int, *, excluded: bool, last: bool) -> Term:
    if word in _LOGIC:
        raise QueryError(
            f"{word} between words is not supported: all words must match anyway; for any of "
            "several tags write country:JP,KR, to leave words out write -word, and to search the "
            f"word itself write {word.lower()}",
            parameter=_PARAMETER,
            position=position,
        )
    return Term(word, excluded=excluded, prefix=last and not excluded)


def _printed_term(term: Term) -> str:
    minus = "-" if term.excluded else ""
    return f'{minus}"{term.text}"' if term.phrase else minus + term.text


def _printed_field(part: FieldPart) -> str:
    value = ",".join(part.values)
    quoted = f'"{value}"' if re.search(r"\s", value) else value
    return f"{'-' if part.excluded else ''}{part.name}:{quoted}"
