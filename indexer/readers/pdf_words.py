"""Words as a PDF draws them: how wide they are, ligatures, and words parted at a line end."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_NARROW = frozenset("iIjltfr.,;:!|()[]'’‘ ")
_PREFIXES = frozenset(
    {
        *("anti", "non", "pre", "post", "co", "self", "well", "long", "short", "mid", "so", "ex"),
        *(
            "counter",
            "trans",
            "pro",
            "multi",
            "semi",
            "half",
            "high",
            "low",
            "two",
            "three",
            "four",
        ),
    }
)


def spelt(text: str) -> str:
    """Words with letters where a font draws two of them as one."""
    return _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def mended(line: str, text: str, words: Mapping[str, int] = MappingProxyType({})) -> str:
    """A word that is parted at a line end: a compound keeps its hyphen, a hyphenated word not.

    Which of the two it is the rest of the document tells: the whole word stands there, or both
    halves do. A half that has a hyphen of its own is part of a compound.
    """
    left = re.search(r"[^\W\d_]*(?:-[^\W\d_]+)*(?=[-\u00ad]$)", line)
    right = re.match(r"[^\W\d_]+", text)
    before, after = (left[0] if left else ""), (right[0] if right else "")
    compound = "-" in before or words.get(f"{before}-{after}", 0) > 0
    compound = (
        compound or (words.get(before, 0) > 0 and words.get(after, 0) > 1) or before in _PREFIXES
    )
    soft = line.endswith("\u00ad")
    if compound and not soft and not words.get(before + after, 0):
        return line + text
    return line[:-1] + text


def width_of(text: str, size: float) -> float:
    """About how wide words are set: the widths of Helvetica's letters in three classes."""
    narrow = sum(char in _NARROW for char in text)
    wide = sum(char in "mwMW@%—" for char in text)
    capitals = sum(char.isupper() for char in text)
    others = len(text) - narrow - wide - capitals
    return size * (0.27 * narrow + 0.83 * wide + 0.67 * capitals + 0.54 * others)
