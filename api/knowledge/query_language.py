"""The search box: text to terms and filters, with errors that carry a position.

Grammar, parts separated by blanks::

    word              every word must match
    "exact phrase"    the words side by side
    -word -"phrase"   must not occur
    field:value       a field of `api.knowledge.filters.FIELDS`
    field:a,b         any of these
    -field:value      none of these

A field given twice asks for all of its values; one of them may be a list, any of which will do.
"""

import re
from collections.abc import Iterator

from api.knowledge.box import Box, BoxField, FieldPart
from api.knowledge.filters import FIELDS
from api.knowledge.names import LONGEST, names
from api.knowledge.spelling import unknown
from indexer.errors import QueryError
from indexer.search.matching import ONE_TYPO_FROM
from indexer.search.query import Term

_PARAMETER = "q"
_PART = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[A-Za-z_]+):(?P<value>"[^"]*"?|[^\s"]*)
    |(?P<phrase>"[^"]*"?)|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_GOES_ON_FROM = 4  # letters
_LOGIC = {"OR", "AND", "NOT"}


def parse(text: str, *, typing: bool = False) -> Box:
    """Read the search box.

    Args:
        text: what it holds.
        typing: it is being typed: the last word may go on, however short it is.

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
            last = match.end() == len(text) and not excluded
            prefix = last and _may_go_on(word, text, typing=typing)
            terms.append(_word(word, match.start(), excluded=excluded, prefix=prefix))
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


def _field(match: re.Match[str], *, excluded: bool) -> FieldPart:
    field = FIELDS.get(match["field"].lower())
    if field is None:
        raise unknown("field", match["field"], tuple(FIELDS), match.span("field"))
    if excluded and not field.excludable:
        instead = f"; use {field.instead}: instead" if field.instead else ""
        raise QueryError(
            f"{field.name}: cannot be excluded{instead}", parameter=_PARAMETER, span=match.span()
        )
    raw, start = match["value"], match.start("value")
    if raw.startswith('"') and (len(raw) == 1 or not raw.endswith('"')):
        raise _never_closed(raw, start)
    found = list(_values(raw, start))
    if not found:
        raise QueryError(
            f"{field.name}: needs a value right behind the colon",
            parameter=_PARAMETER,
            span=match.span("value"),
        )
    return _part(field, found, match, excluded=excluded)


def _part(
    field: BoxField,
    found: list[tuple[str, tuple[int, int]]],
    match: re.Match[str],
    *,
    excluded: bool,
) -> FieldPart:
    values, places = zip(*found, strict=True)
    if len(values) > 1 and not field.several:
        raise QueryError(
            f"{field.name}: takes one value, not {len(values)}",
            parameter=_PARAMETER,
            span=match.span("value"),
            suggestion=values[0],
        )
    return FieldPart(field.name, values, excluded, match.start("value"), places)


def _values(raw: str, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each value with its place; a quotation's marks belong to the place of a single value."""
    inner = raw.strip('"')
    at = start + len(raw) - len(raw.lstrip('"'))
    if "," not in inner:
        if inner.strip():
            yield inner.strip(), (start, start + len(raw))
        return
    for piece in inner.split(","):
        if value := piece.strip():
            begin = at + piece.index(value)
            yield value, (begin, begin + len(value))
        at += len(piece) + 1


def _never_closed(raw: str, start: int) -> QueryError:
    return QueryError(
        "a quotation mark is never closed",
        parameter=_PARAMETER,
        span=(start, start + len(raw)),
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


def _may_go_on(word: str, text: str, *, typing: bool) -> bool:
    """Whether a last word is also looked for as a beginning.

    A whole name never is: UK is no beginning of Ukraine. Short words, finished, are what they are.
    """
    if not typing and sum(map(str.isalpha, word)) < _GOES_ON_FROM:
        return False
    written = text.split()
    ends = (written[-count:] for count in range(1, min(LONGEST, len(written)) + 1))
    return not any(names(" ".join(end)) for end in ends)


def _word(word: str, start: int, *, excluded: bool, prefix: bool) -> Term:
    if word in _LOGIC:
        raise QueryError(
            f"{word} between words is not supported: all words must match anyway; for any of "
            "several tags write country:JP,KR, to leave words out write -word, and to search the "
            f"word itself write {word.lower()}",
            parameter=_PARAMETER,
            span=(start, start + len(word)),
        )
    exact = not excluded and len(word) < ONE_TYPO_FROM and word.isalpha() and bool(names(word))
    return Term(word, excluded=excluded, prefix=prefix, exact=exact)


def _printed_term(term: Term) -> str:
    minus = "-" if term.excluded else ""
    return f'{minus}"{term.text}"' if term.phrase else minus + term.text


def _printed_field(part: FieldPart) -> str:
    value = ",".join(part.values)
    quoted = f'"{value}"' if re.search(r"\s", value) else value
    return f"{'-' if part.excluded else ''}{part.name}:{quoted}"
