"""The pieces of the search box, in order: signs, fields, phrases and words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from api.knowledge.box import Place

_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_NAME = r"(?P<field>[A-Za-z_]+):"
_PHRASE = r"(?P<phrase>\"[^\"]*\"?)"
_PLAIN = re.compile(
    rf"(?P<minus>-)?(?:{_NAME}(?P<value>\"[^\"]*\"?|[^\s\"]*)|{_PHRASE}|(?P<word>[^\s\"]+))"
)
_GROUPED = re.compile(
    rf"(?P<open>-?\()|(?P<close>\))|(?P<minus>-)?"
    rf"(?:{_NAME}(?P<value>\"[^\"]*\"?|[^\s\"()]*)|{_PHRASE}|(?P<word>[^\s\"()]+))"
)
# Parentheses are signs of the search only where there is something to group; else they belong to
# words, as in pasted headlines.
# A quotation mark parts a sign from its neighbours as a blank does.
_GROUPS = re.compile(r"(?:^|[\s(\"])(?:OR|NOT)(?=[\s()\"]|$)|(?:^|[\s\"])-\(")
_QUOTED = re.compile(r"\"[^\"]*\"?")


SIGN_WORDS = frozenset({"OR", "AND", "NOT"})
"""Words that join or turn what stands beside them; in small letters they are words."""


class Sign(Enum):
    """What a piece is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    FIELD = auto()
    PHRASE = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One piece.

    Attributes:
        sign: what it is.
        text: the word, the phrase with its marks, or a field's value as written.
        place: where it stands, a minus and a field's name included.
        excluded: there is a minus before it.
        field: the field's name.
        inner: where the name and the value of a field stand.
    """

    sign: Sign
    text: str
    place: Place
    excluded: bool = False
    field: str = ""
    inner: tuple[Place, Place] = ((0, 0), (0, 0))


def straightened(text: str) -> str:
    """The text with plain quotation marks, every character in its place."""
    return text.translate(_TYPOGRAPHIC)


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a box; blanks part them."""
    plain = straightened(text)
    pattern = _GROUPED if _GROUPS.search(_QUOTED.sub(_blanked, plain)) else _PLAIN
    for match in pattern.finditer(plain):
        yield _token(match.groupdict(), match)


def _blanked(match: re.Match[str]) -> str:
    return '"' * len(match[0])


def _token(found: dict[str, str | None], match: re.Match[str]) -> Token:
    place, excluded = match.span(), found["minus"] is not None
    if (opened := found.get("open")) is not None:
        return Token(Sign.OPEN, opened, place, excluded=opened.startswith("-"))
    if (closed := found.get("close")) is not None:
        return Token(Sign.CLOSE, closed, place)
    if (name := found["field"]) is not None:
        inner = match.span("field"), match.span("value")
        return Token(Sign.FIELD, found["value"] or "", place, excluded, name, inner)
    if (phrase := found["phrase"]) is not None:
        return Token(Sign.PHRASE, phrase, place, excluded)
    word = found["word"] or ""
    if not excluded and word in SIGN_WORDS:
        return Token(Sign[word], word, place)
    return Token(Sign.WORD, word, place, excluded)
