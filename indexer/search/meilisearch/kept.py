"""One connection to a server, kept between searches: the client opens a new one for each."""

import os
from typing import Any

import meilisearch
import requests
from meilisearch._httprequests import HttpRequests
from meilisearch.errors import MeilisearchCommunicationError
from meilisearch.index import Index
from requests.utils import get_environ_proxies

# On a local link compressing costs more than it saves: such answers were seen to stall.
UNCOMPRESSED = {"Accept-Encoding": "identity"}


class KeptAlive(meilisearch.Client):
    """A client of one thread that asks over one connection.

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
