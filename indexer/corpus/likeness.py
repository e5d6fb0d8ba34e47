"""How alike two events are, why, and which of them tell one story.

The measure is the cosine of their content words, each weighed by how rare it is (a word of one
event in a hundred says more than a word of every second one), words of the headline twice; shared
tags weigh in the same way. It depends on the stored events alone, so every search engine gives the
same answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from indexer.corpus.entry import Entry

# Above it, two events of different issues nearly always follow up one matter; see
# docs/decisions/0006-related-events.md for what was read to settle on it.
STRONG = 0.3
_TITLE_WEIGHT = 2.0
_TAG_SHARE = 0.2
_REASONS = 6
# Below it two events share no more than any two of one series do.
WEAK = 0.1

Weight = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike an event is to the one asked about.

    Attributes:
        entry: the other event.
        score: 0 to 1, rounded to four places.
        words: the shared words that weigh most, as written, the heaviest first.
        tags: the shared tags that not every event has, as kind and value, the rarest first.
    """

    entry: Entry
    score: float
    words: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]

    @property
    def strong(self) -> bool:
        """Whether the two most likely follow up one matter."""
        return self.score >= STRONG


def rarity(events: int, having: int) -> float:
    """Weight of a word or tag that so many of all events have; 0 where all of them have it."""
    return log(events / having) if having else 0.0


def likeness(one: Entry, other: Entry, word_weight: Weight, tag_weight: Weight) -> Likeness:
    """How alike two events are."""
    shared = sorted(
        one.words & other.words, key=lambda word: (-_heaviness(word, one, word_weight), word)
    )
    product = sum(
        _heaviness(word, one, word_weight) * _heaviness(word, other, word_weight) for word in shared
    )
    size = _size(one, word_weight) * _size(other, word_weight)
    by_words = product / size if size else 0.0
    telling = [tag for tag in one.tags & other.tags if tag_weight(":".join(tag)) > 0]
    tags = sorted(telling, key=lambda tag: (-tag_weight(":".join(tag)), tag))
    by_tags = _share(one, other, tag_weight)
    score = (1 - _TAG_SHARE) * by_words + _TAG_SHARE * by_tags
    return Likeness(
        entry=other,
        score=round(score, 4),
        words=tuple(one.spelt[word] for word in shared[:_REASONS]),
        tags=tuple(tags),
    )


def ranked(found: Sequence[Likeness]) -> list[Likeness]:
    """The most alike first; among equals the newer, then by id."""
    return sorted(found, key=lambda like: (-like.score, -like.entry.day.toordinal(), like.entry.id))


def _heaviness(word: str, entry: Entry, weight: Weight) -> float:
    return weight(word) * (_TITLE_WEIGHT if word in entry.title_words else 1.0)


def _size(entry: Entry, weight: Weight) -> float:
    return sqrt(sum(_heaviness(word, entry, weight) ** 2 for word in sorted(entry.words)))


def _share(one: Entry, other: Entry, weight: Weight) -> float:
    """Weight of the shared tags in that of all their tags."""
    total = sum(weight(":".join(tag)) for tag in sorted(one.tags | other.tags))
    shared = sum(weight(":".join(tag)) for tag in sorted(one.tags & other.tags))
    return shared / total if total else 0.0
