"""Sessions with one server in which an answer has a time limit as a whole, not read by read."""

import io
import os
import socket
import time
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import ReadTimeoutError


def new_session(url: str) -> requests.Session:
    """A session that reads proxies and certificates from the environment once, not each time."""
    session = requests.Session()
    session.proxies.update(get_environ_proxies(url))
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    session.verify = bundle or True
    session.trust_env = False
    # A search server sends nobody elsewhere, and each station would have the whole time anew.
    session.max_redirects = 0
    for scheme in ("http://", "https://"):
        session.mount(scheme, _InTime())
    return session


def ran_out(error: BaseException | None) -> bool:
    """Whether it was for want of time that an answer's body could not be read.

    The library tells that as a connection that failed.
    """
    return isinstance(error, requests.ConnectionError) and any(
        isinstance(argument, ReadTimeoutError) for argument in error.args
    )


class _Clocked(io.RawIOBase):
    """Reads from a socket until the time that it allows for one read is used up by all of them.

    Args:
        raw: what reads from the socket.
        line: the socket; its time-out is the limit.
    """

    def __init__(self, raw: io.RawIOBase, line: socket.socket) -> None:
        self._raw = raw
        self._line = line
        limit = line.gettimeout()
        self._until = None if limit is None else time.monotonic() + limit

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what there is.

        Raises:
            TimeoutError: the time is used up.
        """
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer did not end in time")
            self._line.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    """An answer whose head and body together have as long as the socket allows for one read."""

    def __init__(self, sock: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(sock, *arguments, **named)
        self.fp = io.BufferedReader(_Clocked(self.fp.detach(), sock))


class _Plain(HTTPConnection):
    response_class = _Answer


class _Secure(HTTPSConnection):
    response_class = _Answer


_CONNECTIONS: Mapping[object, type[HTTPConnection]] = {
    HTTPConnection: _Plain,
    HTTPSConnection: _Secure,
}


class _InTime(HTTPAdapter):
    """Opens connections that read such answers."""

    def get_connection_with_tls_context(self, *arguments: Any, **named: Any) -> HTTPConnectionPool:
        """The connections to the server of a request, or to the proxy before it."""
        pool = super().get_connection_with_tls_context(*arguments, **named)
        pool.ConnectionCls = _CONNECTIONS.get(pool.ConnectionCls, pool.ConnectionCls)
        return pool
