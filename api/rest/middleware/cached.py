"""Answers kept ready to send again, the least recently used dropped first."""

from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from starlette.types import Message


class Key(NamedTuple):
    """What makes one answer: its validator, and the encodings that were offered for it."""

    tag: str
    encodings: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer as it was sent once."""

    address: bytes
    start: Message
    body: bytes

    @property
    def size(self) -> int:
        """Bytes that keeping it takes, about."""
        headers = sum(len(name) + len(value) for name, value in self.start["headers"])
        return len(self.body) + headers + len(self.address)


class Answers:
    """A bounded store of answers; used by one event loop, so it needs no lock.

    A validator names the state of store and index that it belongs to, so nothing here is ever out
    of date: after a write nobody asks for the old keys any more, and they are dropped in time.

    Args:
        limit: bytes that all answers together may take.
        largest: bytes of the largest answer that is kept.
    """

    def __init__(self, limit: int, largest: int) -> None:
        self._limit = limit
        self.largest = largest
        self._size = 0
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._addresses: Counter[bytes] = Counter()

    def get(self, key: Key) -> Answer | None:
        """The answer under a key, if it is still here."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def may_hold(self, address: bytes) -> bool:
        """Whether any answer of this address is here, of whatever state."""
        return address in self._addresses

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer, and drop what that leaves no room for."""
        if answer.size > self.largest or key in self._kept:
            return
        self._kept[key] = answer
        self._addresses[answer.address] += 1
        self._size += answer.size
        while self._size > self._limit:
            _, dropped = self._kept.popitem(last=False)
            self._size -= dropped.size
            self._addresses[dropped.address] -= 1
            if not self._addresses[dropped.address]:
                del self._addresses[dropped.address]
