"""The network as fetching sees it: only checked addresses are connected to, and not for ever."""

import ssl
import time
from collections.abc import Iterable
from math import inf
from typing import Any

import httpcore2

from indexer.errors import NotFetched
from indexer.fetching.addresses import Resolve, checked, resolve


class CheckedNetwork(httpcore2.NetworkBackend):
    """Connects to the very addresses that were checked.

    A name is resolved once a connection, here: had it been checked first and resolved again to
    connect, it could have answered differently the second time.

    Attributes:
        deadline: when everything that is still going on is given up, by the monotonic clock.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        resolve: Resolve = resolve,
        inner: httpcore2.NetworkBackend | None = None,
    ) -> None:
        self.deadline = inf
        self._allow_private = allow_private
        self._resolve = resolve
        self._inner = inner or httpcore2.SyncBackend()

    def left(self, timeout: float | None) -> float:
        """Seconds that one step may take.

        Raises:
            httpcore2.ReadTimeout: none are left.
        """
        seconds = min(self.deadline - time.monotonic(), inf if timeout is None else timeout)
        if seconds <= 0:
            raise httpcore2.ReadTimeout("the time is over")
        return seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first of a host's addresses that answers."""
        failed: Exception = NotFetched(f"{host}: there is no such host")
        for address in checked(host, port, self._resolve, allow_private=self._allow_private):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _BoundedStream(stream, self)
        raise failed


class _BoundedStream(httpcore2.NetworkStream):
    """A connection whose steps together do not outlast the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, network: CheckedNetwork) -> None:
        self._inner, self._network = inner, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._network.left(timeout))
        return _BoundedStream(inner, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
