"""The search box: text to terms and filters, with errors that say from where to where.

Grammar, parts separated by blanks::

    word              every word must match
    "exact phrase"    the words side by side
    -word -"phrase"   must not occur; NOT says the same
    headline:word     the word, or a phrase, stands in the headline; text: in the text
    field:value       a field of `api.knowledge.filters.FIELDS`; a name may have several words
    field:a,b         any of these
    -field:value      none of these
    a OR b            at least one of them; words side by side, or parted by AND, bind closer
    (a b) -(a OR b)   parentheses group

A field given twice asks for all of its values; one of them may be a list, any of which will do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from api.knowledge import vocabulary
from api.knowledge.box import IN_HEADLINE, IN_TEXT, Box, BoxField, FieldPart, Place
from api.knowledge.box_groups import grouped, require_excludable
from api.knowledge.box_printing import printed
from api.knowledge.box_tokens import Sign, Token, straightened, tokens
from api.knowledge.filters import FIELDS
from api.knowledge.names import LONGEST, names
from api.knowledge.spelling import unknown
from indexer.errors import QueryError
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_known import known
from indexer.search.analysis import fold, words
from indexer.search.matching import ONE_TYPO_FROM
from indexer.search.query import Term

MOST_WORDS = 20
MOST_WAYS = 8
_PARAMETER = "q"
GOES_ON_FROM = 4  # letters
_WORD_FIELDS = (IN_HEADLINE, IN_TEXT)
_ALL_FIELDS = (*FIELDS, *_WORD_FIELDS)
_NEARBY = re.compile(r"(?:NEAR|ADJ|PRE|WITHIN)(?:/\d+)?|[NW]/\d+")
_UNFINISHED = re.compile(
    rf"(?:^|(?<=[\s(]))(?:-?(?:{'|'.join(_ALL_FIELDS)}):(?:\"\")?|OR|AND|NOT|-|-?\()\s*$"
)


def parse(text: str, *, typing: bool = False) -> Box:
    """Read the search box.

    Args:
        text: what it holds.
        typing: it is being typed: the last word may go on, however short it is.

    Raises:
        QueryError: something in it cannot be understood; nothing is silently dropped.
    """
    return _parsed(text, typing, known())


# One request reads its box several times, and neighbours of a search share theirs.
@lru_cache(maxsize=256)
def _parsed(text: str, typing: bool, _known: SeriesRegistry) -> Box:
    """The same, for the series that are known: their names are values of fields."""
    text = completed(text) if typing else straightened(text)
    found = list(_joined(tokens(text), text))
    _not_too_long(found)
    read = grouped(
        [(one, None if one.sign in _SIGNS else _read(one, text, typing)) for one in found]
    )
    if (ways := read.count_ways()) > MOST_WAYS:
        raise QueryError(
            f"its alternatives make {ways} combinations; at most {MOST_WAYS} can be asked for at "
            "once: search for some of them, or write any of several tags as country:JP,KR",
            parameter=_PARAMETER,
            span=(0, len(text)),
        )
    return replace(read, mixed=_mixed(found, read))


def _mixed(found: Sequence[Token], read: Box) -> str:
    """How alternatives were read that stand beside words without parentheses around either."""
    depth, ors, parts, beside = 0, 0, 0, False
    for one in found:
        depth += (one.sign is Sign.OPEN) - (one.sign is Sign.CLOSE)
        if depth or one.sign in {Sign.CLOSE, Sign.NOT}:
            parts += one.sign is Sign.OPEN and depth == 1
            continue
        ors += one.sign is Sign.OR
        parts = 0 if one.sign is Sign.OR else parts + (one.sign not in _SIGNS)
        beside = beside or parts > 1
    if not (ors and beside and read.groups):
        return ""
    said = [(one, len(one.terms) + len(one.fields) + len(one.groups)) for one in read.groups[0]]
    return " OR ".join(f"({printed(one)})" if parts > 1 else printed(one) for one, parts in said)


def part_starts(text: str) -> list[int]:
    """Where each part of the box begins; an open quotation is one part up to the end."""
    return [token.place[0] for token in tokens(text)]


def unfinished_from(text: str, fault: int) -> int | None:
    """Where the last part of the box begins, if a fault lies in it; several words may be one name.

    Args:
        text: the box.
        fault: offset of the fault.
    """
    found = list(tokens(text))
    at = next((n for n, one in enumerate(found) if one.place[0] <= fault < one.place[1]), None)
    if at is None:
        return None
    field, start = found[at].field.lower(), found[at].inner[1][0]
    begun = fold(text[start:].strip())
    if at == len(found) - 1 or any(name.startswith(begun) for name in vocabulary.spellings(field)):
        return found[at].place[0]
    return None


def completed(text: str) -> str:
    """The box while it is typed: what is open is closed, what has no end yet is left off."""
    plain = straightened(text)
    if plain.count('"') % 2:
        head, _, tail = plain.rpartition('"')
        plain = head + tail
    while (shorter := _UNFINISHED.sub("", plain)) != plain:
        plain = shorter.rstrip()
    signs = [token.sign for token in tokens(plain)]
    return plain + ")" * (signs.count(Sign.OPEN) - signs.count(Sign.CLOSE))


_SIGNS = frozenset({Sign.OPEN, Sign.CLOSE, Sign.OR, Sign.AND, Sign.NOT})


def _read(token: Token, text: str, typing: bool) -> Box:
    if token.sign is Sign.PHRASE:
        return Box((_phrase(token.text, token.place, excluded=token.excluded),))
    if token.sign is Sign.FIELD and not _is_prose(token):
        return _field(token)
    word = token.field if token.sign is Sign.FIELD else token.text
    return Box((_word(word, token, text, typing=typing),))


# -- words ---------------------------------------------------------------------------------


def _word(word: str, token: Token, text: str, *, typing: bool) -> Term:
    if _NEARBY.fullmatch(word) and not token.excluded:
        raise QueryError(
            f"{word} is not supported: write words that stand side by side in quotation marks, as "
            'in "joint statement"; words without marks may stand anywhere in an event',
            parameter=_PARAMETER,
            span=token.place,
        )
    last = token.place[1] == len(text.rstrip(")")) and not token.excluded
    prefix = last and _may_go_on(word, text, typing=typing)
    exact = (
        not token.excluded and len(word) < ONE_TYPO_FROM and word.isalpha() and bool(names(word))
    )
    return Term(word, excluded=token.excluded, prefix=prefix, exact=exact)


def _may_go_on(word: str, text: str, *, typing: bool) -> bool:
    """Whether a last word is also looked for as a beginning.

    A whole name never is: UK is no beginning of Ukraine. Short words, finished, are what they are.
    """
    if not typing and sum(map(str.isalpha, word)) < GOES_ON_FROM:
        return False
    written = text.split()
    ends = (written[-count:] for count in range(1, min(LONGEST, len(written)) + 1))
    return not any(names(" ".join(end)) for end in ends)


def _phrase(raw: str, place: Place, *, excluded: bool, field: str = "") -> Term:
    if len(raw) < len('""') or not raw.endswith('"'):
        raise _never_closed(raw, place[1] - len(raw))
    return Term(raw.strip('"').strip(), phrase=True, excluded=excluded, field=field)


def _is_prose(token: Token) -> bool:
    """Whether it is no field but a word with a colon behind it, as headlines have them."""
    return not token.text and token.field.lower() not in _ALL_FIELDS


def _not_too_long(found: Sequence[Token]) -> None:
    count = 0
    for token in found:
        before = count
        count += len(words(_searched(token)))
        if before <= MOST_WORDS < count:
            start = token.place[0]
    if count > MOST_WORDS:
        raise QueryError(
            f"{count} words; a search takes at most {MOST_WORDS}: leave out the least important",
            parameter=_PARAMETER,
            span=(start, found[-1].place[1]),
        )


def _searched(token: Token) -> str:
    """What of a piece is looked for in texts."""
    if token.sign is Sign.FIELD:
        scoped = token.text if token.field.lower() in _WORD_FIELDS else ""
        return token.field if _is_prose(token) else scoped
    return token.text if token.sign in {Sign.WORD, Sign.PHRASE} else ""


# -- fields --------------------------------------------------------------------------------


def _joined(found: Iterator[Token], text: str) -> Iterator[Token]:
    """The pieces; a field takes in the words behind it that belong to its value's name."""
    pieces = list(found)
    at = 0
    while at < len(pieces):
        token = pieces[at]
        at += 1
        field = FIELDS.get(token.field.lower())
        if field is not None and token.text and not token.text.startswith('"'):
            for more in range(min(LONGEST, len(pieces) - at), 0, -1):
                if any(one.sign is not Sign.WORD or one.excluded for one in pieces[at : at + more]):
                    continue
                start, end = token.inner[1][0], pieces[at + more - 1].place[1]
                *_, last = text[start:end].split(",")
                if field.is_value(text[start:end]) or (field.several and field.is_value(last)):
                    place = (token.place[0], end)
                    inner = (token.inner[0], (start, end))
                    token = Token(
                        Sign.FIELD, text[start:end], place, token.excluded, token.field, inner
                    )
                    at += more
                    break
        yield token


def _field(token: Token) -> Box:
    name, raw, (named, valued) = token.field.lower(), token.text, token.inner
    if raw.startswith('"') and (len(raw) == 1 or not raw.endswith('"')):
        raise _never_closed(raw, valued[0])
    if name in _WORD_FIELDS and raw.strip('"').strip():
        phrase = raw.startswith('"')
        text = raw.strip('"').strip()
        return Box((Term(text, phrase=phrase, excluded=token.excluded, field=name),))
    field = FIELDS.get(name)
    if field is None and name not in _WORD_FIELDS:
        raise unknown("field", token.field, _ALL_FIELDS, named)
    found = list(_values(raw, valued[0], field)) if field else []
    if field is None or not found:
        raise QueryError(
            f"{name}: needs a value right behind the colon",
            parameter=_PARAMETER,
            span=(named[0], valued[1]),
        )
    if token.excluded:
        require_excludable(name, token.place)
    return Box(fields=(_part(field, found, token),))


def _part(field: BoxField, found: list[tuple[str, Place]], token: Token) -> FieldPart:
    values, places = zip(*found, strict=True)
    if len(values) > 1 and not field.several:
        raise QueryError(
            f"{field.name}: takes one value, not {len(values)}",
            parameter=_PARAMETER,
            span=token.inner[1],
            suggestion=values[0],
        )
    return FieldPart(field.name, values, token.excluded, token.inner[1][0], places)


def _values(raw: str, start: int, field: BoxField) -> Iterator[tuple[str, Place]]:
    """Each value with its place; a quotation's marks belong to the place of a single value."""
    inner = raw.strip('"')
    at = start + len(raw) - len(raw.lstrip('"'))
    if "," not in inner or field.is_value(inner):
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
