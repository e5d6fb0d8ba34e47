"""The link to one Meilisearch server: clients with timeouts, the key, a breaker before it."""

import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import meilisearch
import requests
from meilisearch._httprequests import HttpRequests
from meilisearch.errors import MeilisearchCommunicationError, MeilisearchError
from meilisearch.index import Index
from requests.utils import get_environ_proxies

from indexer.search.meilisearch.breaker import Breaker
from indexer.search.meilisearch.errors import NOT_AN_ANSWER, is_refused_key, translated, unreadable

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


class KeptAlive(meilisearch.Client):
    """A client of one thread that asks over one connection: the library opens one for each request.

    For searches only: one that finds its connection closed is put again over a new one, and
    searches may be put twice. What writes asks through the library's own client.

    Args:
        url: address of the server.
        key: its key.
        timeout: seconds until it takes the connection, and until it answers.
    """

    def __init__(self, url: str, key: str | None, timeout: tuple[float, float]) -> None:
        super().__init__(url, key, timeout=timeout, custom_headers=UNCOMPRESSED)  # type: ignore[arg-type] # for requests
        self.http = self._one = _OverOne(self.config, UNCOMPRESSED)

    def index(self, uid: str) -> Index:
        """An index, asked over the same connection."""
        index = super().index(uid)
        index.http = self.http
        return index

    def close(self) -> None:
        """Let go of the connection; the next search opens another."""
        self._one.close()


class _OverOne(HttpRequests):
    """The library's requests over one session."""

    def __init__(self, config: Any, headers: dict[str, str]) -> None:
        super().__init__(config, headers)
        self._session = _session(config.url)
        self._answered = False

    def send_request(self, http_method: Any, *arguments: Any, **named: Any) -> Any:
        """Send over the session what the library would send by itself."""
        method = getattr(self._session, http_method.__name__)
        try:
            answer = super().send_request(method, *arguments, **named)
        except MeilisearchCommunicationError:
            if not self._answered:
                raise
            # A server closes connections that were quiet for long: a new one is opened.
            self.close()
            answer = super().send_request(method, *arguments, **named)
        self._answered = True
        return answer

    def close(self) -> None:
        """Let go of the connection."""
        self._answered = False
        self._session.close()


def _session(url: str) -> requests.Session:
    """A session that reads proxies and certificates from the environment once, not each time."""
    session = requests.Session()
    session.proxies.update(get_environ_proxies(url))
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    session.verify = bundle or True
    session.trust_env = False
    return session
