"""How alike two events are, why, and which of them tell one story.

The measure is the cosine of their content words, each weighed by how rare it is (a word of one
event in a hundred says more than a word of every second one), words of the headline twice; shared
tags weigh in the same way. It depends on the stored events alone, so every search engine gives the
same answer.
"""

from collections.abc import Collection, Mapping, Sequence
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

Tag = tuple[str, str]


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


class Weights:
    """How much words and tags say, by how rare they are among so many events.

    Args:
        events: how many events there are.
        having: the events that have a word.
        tags: how many events have a tag.
    """

    def __init__(
        self, events: int, having: Mapping[str, Collection[str]], tags: Mapping[Tag, int]
    ) -> None:
        self._events = events
        self._having = having
        self._tags = tags
        self._sizes: dict[str, float] = {}

    def word(self, word: str, entry: Entry) -> float:
        """Weight of a word of an event; in its headline it counts twice."""
        title = _TITLE_WEIGHT if word in entry.title_words else 1.0
        return _rarity(self._events, len(self._having[word])) * title

    def tag(self, tag: Tag) -> float:
        """Weight of a tag; 0 where every event has it."""
        return _rarity(self._events, self._tags[tag])

    def size(self, entry: Entry) -> float:
        """Length of an event's vector of words, worked out once."""
        if entry.id not in self._sizes:
            squares = (self.word(word, entry) ** 2 for word in sorted(entry.words))
            self._sizes[entry.id] = sqrt(sum(squares))
        return self._sizes[entry.id]


def likeness(one: Entry, other: Entry, weights: Weights) -> Likeness:
    """How alike two events are."""
    shared = sorted(one.words & other.words, key=lambda word: (-weights.word(word, one), word))
    product = sum(weights.word(word, one) * weights.word(word, other) for word in shared)
    size = weights.size(one) * weights.size(other)
    by_words = product / size if size else 0.0
    telling = [tag for tag in one.tags & other.tags if weights.tag(tag) > 0]
    score = (1 - _TAG_SHARE) * by_words + _TAG_SHARE * _share(one, other, weights)
    return Likeness(
        entry=other,
        score=round(score, 4),
        words=tuple(one.spelt[word] for word in shared[:_REASONS]),
        tags=tuple(sorted(telling, key=lambda tag: (-weights.tag(tag), tag))),
    )


def ranked(found: Sequence[Likeness]) -> list[Likeness]:
    """The most alike first; among equals the newer, then by id."""
    return sorted(found, key=lambda like: (-like.score, -like.entry.day.toordinal(), like.entry.id))


def _rarity(events: int, having: int) -> float:
    """Weight of what so many of all events have; 0 where all of them have it."""
    return log(events / having) if having else 0.0


def _share(one: Entry, other: Entry, weights: Weights) -> float:
    """Weight of the shared tags in that of all their tags."""
    total = sum(weights.tag(tag) for tag in sorted(one.tags | other.tags))
    shared = sum(weights.tag(tag) for tag in sorted(one.tags & other.tags))
    return shared / total if total else 0.0
