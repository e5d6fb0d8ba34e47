"""Event ids that stay, and the matching of a corrected issue to its former self."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

# Below this likeness (0 to 100, of words in any order) two items are different items.
_SAME_ITEM = 60.0
# Characters of a text that are compared: the beginning tells, and bounds the time it takes.
_COMPARED = 1_000


def new_event_id(digest_id: str, headline: str, taken: Callable[[str], bool]) -> str:
    """A new id: the digest's id and a hash of the headline.

    The same issue gets the same ids on every installation, so that citations and mirrors agree.

    Args:
        digest_id: id of the digest.
        headline: the headline as first received; later corrections do not change the id.
        taken: tells whether an id was ever given out.
    """
    words = _plain(headline) or folded(headline)
    for attempt in range(1_000):
        salt = f"#{attempt}" if attempt else ""
        digest = hashlib.sha256(f"{words}{salt}".encode()).hexdigest()[:8]
        candidate = f"{digest_id}-{digest}"
        if not taken(candidate):
            return candidate
    raise AssertionError("a thousand hashes of one headline cannot all be taken")


def match_items(
    former: Sequence[tuple[str, str]],
    received: Sequence[tuple[str, str]],
    *,
    exact_from: int | None = None,
) -> list[int | None]:
    """Which former item each received one is, by content and not by position.

    Args:
        former: headline and text of the items in the store.
        received: headline and text of the items just read.
        exact_from: former items from this index on count only where headline or text is the same.

    Returns:
        For each received item the index of its former self, or None for a new item. No former
        item is given twice.
    """
    if not former:
        return [None] * len(received)
    old, new = [_Item.of(*item) for item in former], [_Item.of(*item) for item in received]
    result: list[int | None] = [None] * len(new)
    used: set[int] = set()
    for score in (_equality, _likeness):
        pairs = sorted(
            (-found, abs(i - j), i, j)
            for j, item in enumerate(new)
            if result[j] is None
            for i, candidate in enumerate(old)
            if i not in used
            and (score is _equality or exact_from is None or i < exact_from)
            and (found := score(candidate, item)) >= _SAME_ITEM
        )
        for _, _, i, j in pairs:
            if i not in used and result[j] is None:
                result[j] = i
                used.add(i)
    return result


@dataclass(frozen=True, slots=True)
class _Item:
    """Headline and text folded, and their words in order of the alphabet."""

    headline: str
    text: str
    headline_words: str
    text_words: str

    @classmethod
    def of(cls, headline: str, text: str) -> "_Item":
        folded_headline, folded_text = folded(headline), folded(text)
        return cls(
            folded_headline,
            folded_text,
            " ".join(sorted(folded_headline.split())),
            " ".join(sorted(folded_text[:_COMPARED].split())),
        )


def _equality(old: _Item, new: _Item) -> float:
    """200 where both are equal, 150 where headline or text is."""
    if (old.headline, old.text) == (new.headline, new.text):
        return 200.0
    if old.headline == new.headline or (old.text and old.text == new.text):
        return 150.0
    return 0.0


def _likeness(old: _Item, new: _Item) -> float:
    """0 to 100: the words that both share."""
    headline = fuzz.ratio(old.headline_words, new.headline_words)
    text = fuzz.ratio(old.text_words, new.text_words) if old.text and new.text else headline
    return max(0.4 * headline + 0.6 * text, text if text > 80 else 0.0)  # noqa: PLR2004


def folded(text: str) -> str:
    """Words alone, in small letters and without accents; of any script."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _plain(text: str) -> str:
    """Words in plain Latin letters, of which ids have always been made."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z0-9]+", plain))
