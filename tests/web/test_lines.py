"""More lines than the server may have, and requests that never begin: others are served."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from web.cli.lines import BoundedLine

MOST = 8
HEAD_SECONDS = 0.3
PATIENCE_S = 20
GET = b"GET /%s HTTP/1.1\r\nHost: a\r\n\r\n"


class _Hasty(BoundedLine):
    """Waits for a fraction of the time."""

    head_seconds = HEAD_SECONDS


class Site:
    """A site with an address that answers when it may."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.asked = threading.Semaphore(0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        routes = [Route("/", lambda _: PlainTextResponse("at once")), Route("/slow", self._slow)]
        config = uvicorn.Config(
            Starlette(routes=routes),
            http=_Hasty,
            limit_concurrency=MOST,
            log_config=None,
            lifespan="off",
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self._listener],))

    def line(self, sent: bytes = b"") -> socket.socket:
        """A line on which something was sent."""
        opened = socket.create_connection(self._listener.getsockname(), timeout=PATIENCE_S)
        opened.sendall(sent)
        return opened

    def status(self) -> bytes:
        """How a request is answered that needs no time."""
        with closing(self.line(GET % b"")) as line:
            return status_on(line)

    def _slow(self, _: object) -> PlainTextResponse:
        self.asked.release()
        self.may_answer.wait(PATIENCE_S)
        return PlainTextResponse("at last")


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.thread.start()
    yield made
    made.may_answer.set()
    made.server.should_exit = True
    made.thread.join(PATIENCE_S)


def status_on(line: socket.socket) -> bytes:
    """The status of the answer that comes on a line; nothing where it is closed without one."""
    with suppress(ConnectionResetError):
        return line.recv(65536).partition(b" ")[2][:3]
    return b""


def test_quiet_lines_make_room(site: Site) -> None:
    """Those that were quiet longest; half a head is as quiet as none, an answer to come is not."""
    busy = site.line(GET % b"slow")
    assert site.asked.acquire(timeout=PATIENCE_S)
    quiet = [site.line(b"GET / HTTP/1.1\r\nHo" if at % 2 else b"") for at in range(3 * MOST)]
    assert site.status() == b"200"
    assert {status_on(line) for line in quiet[:MOST]} == {b""}
    site.may_answer.set()
    assert status_on(busy) == b"200"
    for line in (busy, *quiet):
        line.close()


@pytest.mark.parametrize("before", [b"", GET % b""], ids=["the first", "a later one"])
def test_a_head_that_goes_on_for_ever_is_given_up(site: Site, before: bytes) -> None:
    """However many of its bytes come, and whatever was answered on the line before."""
    with closing(site.line(before)) as line:
        assert not before or status_on(line) == b"200"
        began = time.monotonic()
        with suppress(OSError):  # closed by the other side
            line.sendall(b"GET / HTTP/1.1\r\nX-Odd: ")
            line.settimeout(HEAD_SECONDS / 10)
            while time.monotonic() - began < PATIENCE_S:
                line.sendall(b"a")
                with suppress(TimeoutError):
                    if not line.recv(1):
                        break
        assert HEAD_SECONDS / 2 < time.monotonic() - began < PATIENCE_S / 2


def test_more_requests_than_the_limit_are_refused(site: Site) -> None:
    """At once; those before are answered, and so is everybody when they are done."""
    running = [site.line(GET % b"slow") for _ in range(MOST - 1)]
    for _ in running:
        assert site.asked.acquire(timeout=PATIENCE_S)
    assert site.status() == b"503"
    site.may_answer.set()
    assert [status_on(line) for line in running] == [b"200"] * len(running)
    assert site.status() == b"200"
    for line in running:
        line.close()
