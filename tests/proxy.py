"""A small proxy before a real server, which plays what goes wrong on the way."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO, Any
from urllib.parse import urlsplit

_PATIENCE_S = 30
_DRIP_EVERY_S = 0.02
_HOP = {"transfer-encoding", "connection", "content-length", "keep-alive"}


class Trouble(StrEnum):
    """What may go wrong with an answer."""

    HANG = "the connection is taken, and nothing follows"
    DRIP = "the answer begins, and goes on with a byte now and then"
    DRIP_HEAD = "the same, from its first line on"
    CUT = "half an answer, then the line is closed"
    DROP = "the line is closed without a word"
    HTML = "the page of a proxy, with status 200"
    REDIRECT = "the way to another page of the same"
    BAD_GATEWAY = "the page of a proxy, with status 502"
    OTHER_JSON = "JSON of some other program"
    EMPTY = "an answer without content"


class Proxy:
    """Passes requests on to a server, but for those that trouble befalls.

    Args:
        url: the server's address.
    """

    def __init__(self, url: str) -> None:
        self._server = urlsplit(url).netloc
        self._trouble: Trouble | None = None
        self._reaches_server = False
        self._only: int | None = None
        self._release = threading.Event()
        self.requests: list[str] = []

    @contextmanager
    def running(self) -> Iterator[str]:
        """Listen on a free port; gives the address."""
        listening = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        listening.daemon_threads = True
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}"
        finally:
            self._release.set()
            listening.shutdown()
            listening.server_close()
            thread.join()

    @contextmanager
    def playing(
        self, trouble: Trouble, *, reaches_server: bool = False, only: int | None = None
    ) -> Iterator[None]:
        """Play trouble for a while.

        Args:
            trouble: which.
            reaches_server: whether the server does what it was asked, and only its answer suffers.
            only: the number of the one request that it befalls, from now on, beginning with 0.
        """
        self._release.clear()
        self.requests.clear()
        self._trouble, self._reaches_server, self._only = trouble, reaches_server, only
        try:
            yield
        finally:
            self._trouble = None
            self._release.set()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                number = len(proxy.requests)
                proxy.requests.append(f"{self.command} {self.path}")
                trouble = proxy._trouble if proxy._only in {None, number} else None
                if trouble is None or proxy._reaches_server:
                    status, headers, answer = proxy._passed_on(self, body)
                else:
                    status, headers, answer = 200, {}, b'{"results": []}'
                if trouble in _DRIPPING:
                    self.close_connection = True
                    proxy._drip(self.wfile, _DRIPPING[trouble])
                    return
                if trouble is not None:
                    status, headers, answer = proxy._spoilt(trouble, status, headers, answer)
                if status:
                    self.send_response(status)
                    stated = len(answer) * (2 if trouble is Trouble.CUT else 1)
                    for name, value in (headers | {"Content-Length": str(stated)}).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(answer)
                self.close_connection = self.close_connection or trouble is not None

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler

    def _drip(self, line: IO[bytes], begun: bytes) -> None:
        until = time.monotonic() + _PATIENCE_S
        with suppress(OSError):  # whoever asked has gone
            line.write(begun)
            while time.monotonic() < until and not self._release.wait(_DRIP_EVERY_S):
                line.write(b" ")

    def _passed_on(
        self, request: BaseHTTPRequestHandler, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        line = http.client.HTTPConnection(self._server, timeout=_PATIENCE_S)
        headers = {
            name: value for name, value in request.headers.items() if name.lower() not in _HOP
        }
        line.request(request.command, request.path, body or None, headers)
        answer = line.getresponse()
        content = answer.read()
        line.close()
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
        return answer.status, kept, content

    def _spoilt(
        self, trouble: Trouble, status: int, headers: dict[str, str], answer: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        if trouble is Trouble.HANG:
            self._release.wait(_PATIENCE_S)
        if trouble is Trouble.CUT:
            return status, headers, answer[: len(answer) // 2]
        return _INSTEAD[trouble]


# How answers begin that go on with a blank now and then, which both of them may.
_DRIPPING = {
    Trouble.DRIP: b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
    Trouble.DRIP_HEAD: b"HTTP/1.1 200 OK\r\nX-Odd: ",
}
_HTML = {"Content-Type": "text/html"}
# What comes instead of the answer; status 0 stands for a line that is closed without a word.
_INSTEAD: dict[Trouble, tuple[int, dict[str, str], bytes]] = {
    Trouble.HANG: (0, {}, b""),
    Trouble.DROP: (0, {}, b""),
    Trouble.HTML: (200, _HTML, b"<html><body>Please sign in</body></html>"),
    Trouble.REDIRECT: (307, {"Location": "/elsewhere"}, b""),
    Trouble.BAD_GATEWAY: (502, _HTML, b"<html><body>502 Bad Gateway</body></html>"),
    Trouble.OTHER_JSON: (200, {"Content-Type": "application/json"}, b'[{"results": {}}, 3]'),
    Trouble.EMPTY: (200, {}, b""),
}
