"""Words of a text as both engines index them, so that they agree on what a word is.

Accents and case are folded. A compound ("Indo-Pacific", "F-35", "2+2", "AT&T") yields its parts,
which phrases and single words match, and the whole written together ("indopacific", "f35",
"2plus2"), which is what searching for the compound looks up. An apostrophe-s is dropped; an
acronym with stops ("U.S.") is one word.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(
    r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?"  # U.S., F.E., and U.S without its stop
    r"|\d+(?:[.,]\d+)+"  # 14.9, 50,000
    r"|[^\W_]+(?:(?:['’]|[-‐-‒+&/])[^\W_]+)*\+?"
)
_POSSESSIVE = re.compile(r"['’][sS]$")
_STOPS = re.compile(r"[.,]")
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
    for match in WORD.finditer(text):
        parts, joined, dropped = forms(match[0])
        if parts:
            found.append(Word(parts, joined, match.start(), match.end() - dropped))
    return found


def analysed(text: str) -> tuple[str, str]:
    """What is indexed of a text: `plain` and `compounds`, read in one go."""
    simple: list[str] = []
    together: list[str] = []
    for raw in WORD.findall(text):
        parts, joined, _ = forms(raw)
        simple += parts
        if joined is not None:
            together.append(joined)
    return " ".join(simple), " ".join(together)


def plain(text: str) -> str:
    """The simple words and the parts of compounds, folded, a space between them."""
    return analysed(text)[0]


def compounds(text: str) -> str:
    """The compounds written together, folded, a space between them."""
    return analysed(text)[1]


def fold(text: str) -> str:
    """Without accents and case; ligatures and full-width forms become plain letters."""
    if text.isascii():  # nothing to decompose, and by far the most common
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


# Texts repeat their words: of a hundred, some ten are met for the first time.
@lru_cache(maxsize=50_000)
def forms(raw: str) -> tuple[tuple[str, ...], str | None, int]:
    """The parts of a word, the parts together, and how many characters at its end are no part."""
    dropped = 0
    possessive = _POSSESSIVE.search(raw)
    if possessive:
        dropped = len(raw) - possessive.start()
        raw = raw[: possessive.start()]
    if "." in raw or "," in raw:
        together = fold(_STOPS.sub("", raw))
        if raw[0].isdigit():
            parts = tuple(fold(part) for part in _STOPS.split(raw))
            return parts, "n" + fold(_STOPS.sub("p", raw)), dropped
        return (together,), None, dropped
    raw = raw.rstrip("+")
    parts = tuple(fold(part) for part in _JOINER.split(raw) if part)
    if len(parts) <= 1:
        return parts, None, dropped
    joined = _JOINER.sub(lambda sign: _SIGNS.get(sign[0], ""), raw)
    return parts, fold(joined), dropped
