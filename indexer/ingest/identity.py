"""Event ids that stay, and the matching of a corrected issue to its former self."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

# Below this likeness (0 to 100, of words in any order) two items are different items.
_SAME_ITEM = 60.0


def new_event_id(digest_id: str, headline: str, taken: Callable[[str], bool]) -> str:
    """An id that nobody ever had: the digest's id and a hash of the headline.

    The same issue gets the same ids on every installation, so that citations and mirrors agree.

    Args:
        digest_id: id of the digest.
        headline: the headline as first received; later corrections do not change the id.
        taken: tells whether an id was ever given out.
    """
    folded = _folded(headline)
    for attempt in range(1_000):
        salt = f"#{attempt}" if attempt else ""
        digest = hashlib.sha256(f"{folded}{salt}".encode()).hexdigest()[:8]
        candidate = f"{digest_id}-{digest}"
        if not taken(candidate):
            return candidate
    raise AssertionError("a thousand hashes of one headline cannot all be taken")


def match_items(
    former: Sequence[tuple[str, str]], received: Sequence[tuple[str, str]]
) -> list[int | None]:
    """Which former item each received one is, by content and not by position.

    Args:
        former: headline and text of the items in the store.
        received: headline and text of the items just read.

    Returns:
        For each received item the index of its former self, or None for a new item. No former
        item is given twice.
    """
    pairs = sorted(
        (
            (-_likeness(old, new), abs(i - j), i, j)
            for i, old in enumerate(former)
            for j, new in enumerate(received)
        ),
    )
    result: list[int | None] = [None] * len(received)
    used: set[int] = set()
    for negative, _, i, j in pairs:
        if -negative >= _SAME_ITEM and i not in used and result[j] is None:
            result[j] = i
            used.add(i)
    return result


def _likeness(old: tuple[str, str], new: tuple[str, str]) -> float:
    """0 to 100: an equal headline or text settles it, else the words they share."""
    if old == new:
        return 200.0
    old_headline, new_headline = _folded(old[0]), _folded(new[0])
    old_text, new_text = _folded(old[1]), _folded(new[1])
    if old_headline == new_headline or (old_text and old_text == new_text):
        return 150.0
    headline = fuzz.token_sort_ratio(old_headline, new_headline)
    text = fuzz.token_sort_ratio(old_text, new_text) if old_text and new_text else headline
    return max(0.4 * headline + 0.6 * text, text if text > 80 else 0.0)  # noqa: PLR2004


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z0-9]+", plain))
