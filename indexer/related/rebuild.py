"""All tables from all events: worked out beside the present ones, then put in their place.

Memory holds numbers only (well under a kilobyte an event); what is written once passes through a
file.
"""

import marshal
import tempfile
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from indexer.related.events import Living
from indexer.related.features import Features, place
from indexer.related.measure import (
    RULES,
    TAG_SHARE,
    TITLE,
    WORD_SHARE,
    Rules,
    TagShares,
    length,
    sample_size,
    weight,
)
from indexer.related.stories import joined

_KEY_BITS = 32
_KEY_MASK = (1 << _KEY_BITS) - 1
_SLACK = 3  # a list grows to so many times its length before it is cut


@dataclass(frozen=True, slots=True)
class Shown:
    """What is kept of an event for those who read the tables."""

    headline: str
    day: date
    end: date
    precision: str
    phrases: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """The tables as they shall be; events by number, in the order of their places.

    Attributes:
        sample, boundary: how many events words are counted in, and the place of the last.
        places, ids, digests, tags, sizes, floors: of each event.
        words: numbers of each event's words, doubled, and one more for a word of the headline.
        pairs: each event's list, as score and number in one.
        vocabulary: number of each word.
        having, counted, weights: by number of the word.
        tag_counts: events with a tag, and those of them in the sample.
        stories: numbers of the events of each.
    """

    sample: int = 0
    boundary: int = 0
    places: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    floors: list[int] = field(default_factory=list)
    words: list["array[int]"] = field(default_factory=list)
    pairs: list["array[int]"] = field(default_factory=list)
    vocabulary: dict[str, int] = field(default_factory=dict)
    having: list[int] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    tag_counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    stories: list[list[int]] = field(default_factory=list)

    def list_of(self, number: int) -> list[tuple[int, int]]:
        """The events on an event's list, by number, with their scores."""
        return [(key & _KEY_MASK, key >> _KEY_BITS) for key in self.pairs[number]]

    def vector(self, number: int) -> Iterator[tuple[int, int]]:
        """The words of an event, by number, with their weights there."""
        weights = self.weights
        for code in self.words[number]:
            yield code >> 1, weights[code >> 1] * (TITLE if code & 1 else 1)


class Rebuild:
    """Takes events in any order; `draft` then says what stands in the tables.

    Args:
        rules: the bounds.
    """

    def __init__(self, rules: Rules = RULES) -> None:
        self._rules = rules
        self._draft = Draft()
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115  (closed by `close`)
        self._offsets: list[int] = []
        self._same: dict[str, str] = {}  # one copy of what many events have

    def close(self) -> None:
        """Let go of the file."""
        self._spool.close()

    def add(self, event: Living, found: Features) -> None:
        """Take an event."""
        draft, numbers = self._draft, self._draft.vocabulary
        draft.places.append(place(event.issued, event.id))
        draft.ids.append(event.id)
        draft.digests.append(self._same.setdefault(event.digest_id, event.digest_id))
        draft.tags.append(self._same.setdefault(event.tags, event.tags))
        draft.words.append(
            array(
                "I",
                [
                    numbers.setdefault(word, len(numbers)) * 2 + (times == TITLE)
                    for word, times in found.words.items()
                ],
            )
        )
        self._offsets.append(self._spool.tell())
        day, end = event.day.toordinal(), event.end.toordinal()
        marshal.dump((event.headline, day, end, event.precision, found.phrases), self._spool)

    def draft(self) -> Draft:
        """What stands in the tables, once every event was taken."""
        self._order()
        self._count()
        self._compare()
        self._tell()
        return self._draft

    def shown(self, number: int) -> Shown:
        """What was kept of an event."""
        self._spool.seek(self._offsets[number])
        headline, day, end, precision, phrases = marshal.load(self._spool)  # noqa: S302  (our own)
        return Shown(headline, date.fromordinal(day), date.fromordinal(end), precision, phrases)

    # -- steps -----------------------------------------------------------------------------

    def _order(self) -> None:
        draft = self._draft
        order = sorted(range(len(draft.places)), key=draft.places.__getitem__)
        for name in ("places", "ids", "digests", "tags", "words"):
            values = getattr(draft, name)
            setattr(draft, name, [values[number] for number in order])
        self._offsets = [self._offsets[number] for number in order]

    def _count(self) -> None:
        draft = self._draft
        draft.sample = sample_size(len(draft.places), self._rules)
        draft.boundary = draft.places[draft.sample - 1] if draft.places else 0
        draft.having = [0] * len(draft.vocabulary)
        draft.counted = [0] * len(draft.vocabulary)
        tags: Counter[str] = Counter()
        tags_counted: Counter[str] = Counter()
        for number, codes in enumerate(draft.words):
            for code in codes:
                draft.having[code >> 1] += 1
            tags.update(draft.tags[number].split())
            if number + 1 == draft.sample:
                draft.counted = draft.having.copy()
                tags_counted = tags.copy()
        draft.tag_counts = {tag: (tags[tag], tags_counted[tag]) for tag in sorted(tags)}
        draft.weights = [weight(counted, draft.sample) for counted in draft.counted]

    def _compare(self) -> None:
        """Compare each event with those before it that are near in the use of a word."""
        draft, rules = self._draft, self._rules
        shares = TagShares(
            {tag: weight(counted, draft.sample) for tag, (_, counted) in draft.tag_counts.items()}
        )
        masks = [shares.mask(tags) for tags in draft.tags]
        totals = [shares.totals[mask] for mask in masks]
        users: defaultdict[int, deque[tuple[int, int]]] = defaultdict(
            lambda: deque(maxlen=rules.near)
        )
        for number in range(len(draft.places)):
            products: defaultdict[int, int] = defaultdict(int)
            vector = [(word, times) for word, times in draft.vector(number) if times]
            for word, times in vector:
                near = users[word]
                for other, theirs in near:
                    products[other] += times * theirs
                near.append((number, times))
            draft.sizes.append(length(times for _, times in vector))
            draft.floors.append(rules.weak)
            draft.pairs.append(array("Q"))
            self._enter(number, products, masks, totals, shares.totals)
        for number in range(len(draft.pairs)):
            self._cut(number)
            listed = draft.pairs[number]
            full = len(listed) == rules.listed
            draft.floors[number] = listed[-1] >> _KEY_BITS if full else 0

    def _enter(
        self,
        number: int,
        products: Mapping[int, int],
        masks: Sequence[int],
        totals: Sequence[int],
        shared_totals: Mapping[int, int],
    ) -> None:
        """Enter an event and those before it into each other's lists.

        `measure.score` and `TagShares.share` are written out here: this is the innermost loop.
        """
        sizes, floors, pairs = self._draft.sizes, self._draft.floors, self._draft.pairs
        size, mask, total, weak = sizes[number], masks[number], totals[number], self._rules.weak
        keys = []
        for other, product in products.items():
            shared = shared_totals[mask & masks[other]]
            found = WORD_SHARE * product // (size * sizes[other])
            if shared:
                found += TAG_SHARE * shared // (total + totals[other] - shared)
            if found >= weak:
                keys.append(found << _KEY_BITS | other)
                if found >= floors[other]:
                    pairs[other].append(found << _KEY_BITS | number)
                    if len(pairs[other]) > _SLACK * self._rules.listed:
                        self._cut(other)
        pairs[number].extend(keys)
        if len(keys) > self._rules.listed:
            self._cut(number)

    def _cut(self, number: int) -> None:
        """Keep the most alike of an event's list; among equals those that are later in time."""
        listed = self._rules.listed
        best = sorted(self._draft.pairs[number], reverse=True)[:listed]
        self._draft.pairs[number] = array("Q", best)
        if len(best) == listed:
            # What comes later and is as alike as the last of the list stands before it.
            self._draft.floors[number] = best[-1] >> _KEY_BITS

    def _tell(self) -> None:
        draft = self._draft
        draft.stories = joined(
            range(len(draft.places)),
            (
                (number, other)
                for number in range(len(draft.places))
                for other, score in draft.list_of(number)
                if score >= self._rules.strong and draft.digests[number] != draft.digests[other]
            ),
        )
