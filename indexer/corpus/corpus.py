"""Corpus: the words of every living event, in memory, kept up with the ledger."""

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from indexer.corpus.entry import Entry, entry
from indexer.corpus.likeness import WEAK, Likeness, Weights, likeness, ranked
from indexer.search.matching import ONE_TYPO_FROM, TWO_TYPOS_FROM
from indexer.store import EventStore

_BATCH = 500
_LONGEST_THREAD = 30
_FARTHEST_SPELLING = 2
_FARTHEST_OF_LONG = 3
_AFTER_ANY_LETTER = "\U0010ffff"


class Corpus:
    """What the words of all events say together.

    Built when first asked, then kept up with the ledger; threads may share it.

    Args:
        store: where the events are.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._head = -1
        self._entries: dict[str, Entry] = {}
        self._having: defaultdict[str, set[str]] = defaultdict(set)
        self._phrases: Counter[str] = Counter()
        self._tags: Counter[tuple[str, str]] = Counter()
        self._weights = Weights(0, self._having, self._tags)
        self._sorted_phrases: list[str] | None = None

    def related(self, event_id: str, *, limit: int) -> list[Likeness]:
        """The events most like one, with the reason, as many as are alike at all."""
        with self._lock:
            self._refresh()
            return self._neighbours(event_id)[:limit]

    def thread(self, event_id: str) -> list[Entry]:
        """The events that tell one story with this one across issues, oldest first, itself too.

        Strong likeness is followed from event to event, each in another digest; the story of an
        event that resembles none is empty.
        """
        with self._lock:
            self._refresh()
            if event_id not in self._entries:
                return []
            found = {event_id: self._entries[event_id]}
            waiting = [event_id]
            while waiting and len(found) < _LONGEST_THREAD:
                for like in self._followers(waiting.pop(0)):
                    if like.entry.id not in found and len(found) < _LONGEST_THREAD:
                        found[like.entry.id] = like.entry
                        waiting.append(like.entry.id)
            if len(found) == 1:
                return []
            return sorted(found.values(), key=lambda one: (one.day, one.id))

    def phrases(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Phrases that begin so, folded, with the number of events that have them.

        A phrase that is only ever part of a longer one that is listed is left out.
        """
        with self._lock:
            self._refresh()
            if self._sorted_phrases is None:
                self._sorted_phrases = sorted(self._phrases)
            low = bisect_left(self._sorted_phrases, beginning)
            high = bisect_left(self._sorted_phrases, beginning + _AFTER_ANY_LETTER)
            found = [
                (phrase, self._phrases[phrase])
                for phrase in self._sorted_phrases[low:high]
                if self._phrases[phrase] >= at_least
            ]
        whole = [
            (phrase, count)
            for phrase, count in found
            if not any(p.startswith(f"{phrase} ") and c == count for p, c in found)
        ]
        return sorted(whole, key=lambda item: (-item[1], item[0]))[:limit]

    def words(self, beginning: str, *, limit: int, at_least: int = 2) -> list[tuple[str, int]]:
        """Words of several events that begin so, folded, with how many have them."""
        with self._lock:
            self._refresh()
            found = [
                (word, len(having))
                for word, having in self._having.items()
                if len(having) >= at_least and word.startswith(beginning)
            ]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]

    def headlines(self, beginnings: Sequence[str], *, limit: int) -> list[Entry]:
        """Events whose headline has every one of these words, the last one as a beginning."""
        if not beginnings:
            return []
        *whole, last = beginnings
        with self._lock:
            self._refresh()
            found = [
                one
                for one in self._entries.values()
                if one.title_words.issuperset(whole)
                and any(word.startswith(last) for word in one.title_words)
            ]
        return sorted(found, key=lambda one: (-one.day.toordinal(), one.id))[:limit]

    def spellings(self, word: str, *, limit: int) -> list[str]:
        """Words of the data that are written nearly so, the nearest and then commonest first."""
        if len(word) < ONE_TYPO_FROM - 1:
            return []
        farthest = _FARTHEST_OF_LONG if len(word) >= TWO_TYPOS_FROM else _FARTHEST_SPELLING
        with self._lock:
            self._refresh()
            near = [
                (distance, -len(having), form)
                for form, having in self._having.items()
                if having
                and form != word
                and (distance := _distance(word, form, farthest)) <= farthest
            ]
        return [form for _, _, form in sorted(near)[:limit]]

    # -- inside ----------------------------------------------------------------------------

    def _followers(self, event_id: str) -> list[Likeness]:
        here = self._entries[event_id].digest_id
        return [
            like
            for like in self._neighbours(event_id)
            if like.strong and like.entry.digest_id != here
        ]

    def _neighbours(self, event_id: str) -> list[Likeness]:
        one = self._entries.get(event_id)
        if one is None:
            return []
        sharing = {other for word in one.words for other in self._having[word]} - {event_id}
        found = [likeness(one, self._entries[other], self._weights) for other in sorted(sharing)]
        return ranked([like for like in found if like.score >= WEAK])

    def _refresh(self) -> None:
        """Bring every event that the ledger names since to what the store says now."""
        head = self._store.head()
        if head == self._head:
            return
        if self._head < 0:
            self._add(entry(event) for event in self._store.iter_events())
        else:
            while self._head < head:
                changed = self._store.changed(since=self._head, limit=_BATCH)
                ids = list(dict.fromkeys(event_id for _, event_id in changed))
                for event_id in ids:
                    self._drop(event_id)
                self._add(entry(event) for event in self._store.events(ids))
                self._head = changed[-1][0]
        self._head = head
        self._weights = Weights(len(self._entries), self._having, self._tags)
        self._sorted_phrases = None

    def _add(self, entries: Iterable[Entry]) -> None:
        for one in entries:
            self._entries[one.id] = one
            for word in one.words:
                self._having[word].add(one.id)
            self._phrases.update(one.phrases)
            self._tags.update(one.tags)

    def _drop(self, event_id: str) -> None:
        one = self._entries.pop(event_id, None)
        if one is None:
            return
        for word in one.words:
            self._having[word].discard(event_id)
        self._phrases.subtract(one.phrases)
        self._tags.subtract(one.tags)


def _distance(word: str, form: str, farthest: int) -> int:
    if abs(len(word) - len(form)) > farthest:
        return farthest + 1
    return int(OSA.distance(word, form, score_cutoff=farthest))
