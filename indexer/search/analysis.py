"""Words of a text as both engines index them, so that they agree on what a word is.

Accents and case are folded. A compound ("Indo-Pacific", "F-35", "2+2", "AT&T") yields its parts,
which phrases and single words match, and the whole written together ("indopacific", "f35",
"2plus2"), which is what searching for the compound looks up. An apostrophe-s is dropped; an
acronym with stops ("U.S.") is one word.
"""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(
    r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?"  # U.S., F.E., and U.S without its stop
    r"|\d+(?:[.,]\d+)+"  # 14.9, 50,000
    r"|[^\W_]+(?:(?:['’]|[-‐-‒+&/])[^\W_]+)*\+?"
)
_POSSESSIVE = re.compile(r"['’][sS]$")
_JOINER = re.compile(r"['’]|[-‐-‒+&/]")
_SIGNS = {"+": "plus", "&": "and"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        parts: its folded parts; one for a simple word.
        joined: the parts written together; None for a simple word.
        start: offset of its first character.
        end: offset after its last one.
    """

    parts: tuple[str, ...]
    joined: str | None
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text, in order."""
    found = []
    for match in _WORD.finditer(text):
        word = _word(match[0], match.start(), match.end())
        if word is not None:
            found.append(word)
    return found


def plain(text: str) -> str:
    """The simple words and the parts of compounds, folded, a space between them."""
    return " ".join(part for word in words(text) for part in word.parts)


def compounds(text: str) -> str:
    """The compounds written together, folded, a space between them."""
    return " ".join(word.joined for word in words(text) if word.joined is not None)


def fold(text: str) -> str:
    """Without accents and case; ligatures and full-width forms become plain letters."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _word(raw: str, start: int, end: int) -> Word | None:
    possessive = _POSSESSIVE.search(raw)
    if possessive:
        raw, end = raw[: possessive.start()], end - (len(raw) - possessive.start())
    if "." in raw or "," in raw:
        together = fold(re.sub(r"[.,]", "", raw))
        if raw[0].isdigit():
            parts = tuple(fold(part) for part in re.split(r"[.,]", raw))
            return Word(parts, "n" + fold(re.sub(r"[.,]", "p", raw)), start, end)
        return Word((together,), None, start, end)
    parts = tuple(fold(part) for part in _JOINER.split(raw.rstrip("+")) if part)
    if not parts:
        return None
    if len(parts) == 1:
        return Word(parts, None, start, end)
    joined = _JOINER.sub(lambda sign: _SIGNS.get(sign[0], ""), raw.rstrip("+"))
    return Word(parts, fold(joined), start, end)
