"""The link to one Meilisearch server: clients with timeouts, the key, a breaker before it."""

import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import meilisearch
from meilisearch._httprequests import HttpRequests
from meilisearch.errors import (
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)
from meilisearch.index import Index

from indexer.search.meilisearch.breaker import Breaker
from indexer.search.meilisearch.errors import NOT_AN_ANSWER, is_refused_key, translated, unreadable
from indexer.search.meilisearch.session import new_session, ran_out

Answer = TypeVar("Answer")
Key = Callable[[], str | None]
# On a local link compressing costs more than it saves: such answers were seen to stall.
UNCOMPRESSED = {"Accept-Encoding": "identity"}


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

    @property
    def searching(self) -> tuple[float, float]:
        """Until a search is connected, and until it is answered."""
        return self.connect, self.search

    @property
    def writing(self) -> tuple[float, float]:
        """The same for whoever writes."""
        return self.connect, self.patient


class OneLine(meilisearch.Client):
    """A client that asks over one connection: the library opens one for each request.

    Args:
        url: address of the server.
        key: its key.
        timeout: seconds until it takes the connection, and until an answer has come whole.
        twice: whether what finds its connection closed is put again over a new one. Searches may
            be put twice; what writes may not, and closes the connection when it is done.
    """

    def __init__(
        self, url: str, key: str | None, timeout: tuple[float, float], *, twice: bool
    ) -> None:
        super().__init__(url, key, timeout=timeout, custom_headers=UNCOMPRESSED)  # type: ignore[arg-type] # for requests
        self._line = _OverOne(self.config, UNCOMPRESSED, twice=twice)
        self.http = self.task_handler.http = self._line

    def index(self, uid: str) -> Index:
        """An index, asked over the same connection."""
        index = super().index(uid)
        index.http = index.task_handler.http = self._line
        return index

    def close(self) -> None:
        """Let go of the connection; who asks again opens another."""
        self._line.close()


class _OverOne(HttpRequests):
    """The library's requests over one session."""

    def __init__(self, config: Any, headers: dict[str, str], *, twice: bool) -> None:
        super().__init__(config, headers)
        self._session = new_session(config.url)
        self._twice = twice
        self._answered = False

    def send_request(self, http_method: Any, *arguments: Any, **named: Any) -> Any:
        """Send over the session what the library would send by itself."""
        method = getattr(self._session, http_method.__name__)
        try:
            answer = super().send_request(method, *arguments, **named)
        except MeilisearchCommunicationError as error:
            if ran_out(error.__cause__):
                raise MeilisearchTimeoutError(str(error)) from error
            if not (self._twice and self._answered):
                raise
            # A server closes connections that were quiet for long: a new one is opened.
            self.close()
            return self.send_request(http_method, *arguments, **named)
        self._answered = True
        return answer

    def close(self) -> None:
        """Let go of the connection."""
        self._answered = False
        self._session.close()


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
        self._kept: weakref.WeakSet[OneLine] = weakref.WeakSet()

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

        def over_a_line_of_its_own(client: OneLine) -> Answer:
            try:
                return question(client)
            finally:
                client.close()

        return self._asked(over_a_line_of_its_own, self._patient)

    def close(self) -> None:
        """Let go of the connections; whoever asks again opens another."""
        for client in list(self._kept):
            client.close()

    def _asked(
        self,
        question: Callable[[OneLine], Answer],
        client: Callable[[str | None], OneLine],
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

    def _searching(self, key: str | None) -> OneLine:
        """A client of this thread's own: one that threads share loses headers between them."""
        kept: dict[str | None, OneLine] = self._threads.__dict__.setdefault("clients", {})
        if key not in kept:
            kept.clear()
            kept[key] = OneLine(self.url, key, self._timeouts.searching, twice=True)
            self._kept.add(kept[key])
        return kept[key]

    def _patient(self, key: str | None) -> OneLine:
        return OneLine(self.url, key, self._timeouts.writing, twice=False)
