"""The link to one Meilisearch server: clients with timeouts, the key, a breaker before it."""

import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import meilisearch
from meilisearch.errors import MeilisearchError

from indexer.search.meilisearch.breaker import Breaker
from indexer.search.meilisearch.errors import NOT_AN_ANSWER, is_refused_key, translated, unreadable
from indexer.search.meilisearch.kept import UNCOMPRESSED, KeptAlive

Answer = TypeVar("Answer")
Key = Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a server may take, in seconds.

    Attributes:
        connect: until it takes the connection.
        search: until it answers a search.
        patient: until it answers whoever writes, or reads everything.
    """

    connect: float = 2.0
    search: float = 3.0
    patient: float = 30.0


class Link:
    """Asks one server, and says in our errors what went wrong.

    Args:
        url: address of the server.
        key: gives the key; asked again when the server refuses it, since a new one may be there.
        timeouts: how long it may take.
    """

    def __init__(self, url: str, key: Key, timeouts: Timeouts) -> None:
        self.url = url
        self.breaker = Breaker(f"Meilisearch at {url}")
        self._key = key
        self._timeouts = timeouts
        self._threads = threading.local()
        self._kept: weakref.WeakSet[KeptAlive] = weakref.WeakSet()

    def ask(self, question: Callable[[meilisearch.Client], Answer]) -> Answer:
        """What somebody waits for: given up soon, and at once while the server is away.

        Raises:
            IndexMissing: there is no such index or document.
            Unreachable: the server does not answer, or with something else.
            SearchUnavailable: it refuses.
        """
        with self.breaker.call():
            return self._asked(question, self._searching)

    def ask_patiently(self, question: Callable[[meilisearch.Client], Answer]) -> Answer:
        """What may take a while: writing, and reading a whole index.

        Raises:
            IndexMissing: there is no such index or document.
            Unreachable: the server does not answer, or with something else.
            SearchUnavailable: it refuses.
        """
        return self._asked(question, self._patient)

    def close(self) -> None:
        """Let go of the connections; whoever asks again opens another."""
        for client in list(self._kept):
            client.close()

    def _asked(
        self,
        question: Callable[[meilisearch.Client], Answer],
        client: Callable[[str | None], meilisearch.Client],
    ) -> Answer:
        try:
            key = self._threads.key if hasattr(self._threads, "key") else self._fresh_key()
            try:
                return question(client(key))
            except MeilisearchError as error:
                if not is_refused_key(error) or self._fresh_key() == key:
                    raise
                return question(client(self._threads.key))
        except MeilisearchError as error:
            raise translated(error, self.url) from error
        except NOT_AN_ANSWER as error:
            raise unreadable(self.url) from error

    def _fresh_key(self) -> str | None:
        self._threads.key = self._key()
        key: str | None = self._threads.key
        return key

    def _searching(self, key: str | None) -> meilisearch.Client:
        """A client of this thread's own: one that threads share loses headers between them."""
        kept: dict[str | None, KeptAlive] = self._threads.__dict__.setdefault("clients", {})
        if key not in kept:
            kept.clear()
            kept[key] = KeptAlive(self.url, key, (self._timeouts.connect, self._timeouts.search))
            self._kept.add(kept[key])
        return kept[key]

    def _patient(self, key: str | None) -> meilisearch.Client:
        timeout = (self._timeouts.connect, self._timeouts.patient)
        return meilisearch.Client(
            self.url,
            key,
            timeout=timeout,  # type: ignore[arg-type] # for requests
            custom_headers=UNCOMPRESSED,
        )
