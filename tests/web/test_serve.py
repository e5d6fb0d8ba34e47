"""`entente serve` as operators run it: several processes behind one address."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from indexer.access import KeyRing, Scope
from indexer.settings import Settings
from indexer.store import EventStore
from tests.servers import answers, free_port, wait_until

# What still runs when it is to end has a second here, not ten.
SERVE = "import web.cli.serve as s; s._GRACE_SECONDS = 1; from web.__main__ import main; main()"
DIGEST = {
    "series": "US-Japan Alliance Digest",
    "volume": 2,
    "number": 7,
    "items": [
        {
            "headline": "Lunar rover agreed",
            "text": "Japan and the US agreed on a lunar rover on April 10.",
        }
    ],
}
PATIENCE_S = 60
# A stalled upload is ended after 30 seconds by itself: whoever waits for it does not end sooner.
SOON_S = 25


def asked(address: str, *, body: object = None, key: str = "") -> tuple[dict[str, object], str]:
    """The answer and its ETag, over a connection of its own: any process may take it."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return json.load(answer), answer.headers["ETag"]


HALVES = ("", "POST /api/v1/digests HTTP/1.1\r\nHost: a\r\nAuthor", "{head}", '{head}{{"series":')


def stalling(port: int, key: str, half: str) -> socket.socket:
    """A line on which half of a request was sent, and nothing follows."""
    head = (
        f"POST /api/v1/digests HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
    )
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
    line.sendall(half.format(head=head).encode())
    return line


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="child processes are read there")
def test_two_processes_answer_alike_and_end_when_told(tmp_path: Path) -> None:
    """What one of them stores the other finds at once, under another validator.

    Neither uploads that stall nor lines on which nothing is asked keep them from ending.
    """
    settings = Settings(data_dir=tmp_path)
    store = EventStore(settings.store_url)
    _, key = KeyRing(store).create("Desk", frozenset({Scope.INGEST}))
    store.close()
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENTENTE_")}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", "--workers", "2", "--port", str(port)],
        env=kept | {"ENTENTE_DATA_DIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
    )
    site = f"http://127.0.0.1:{port}"
    found = f"{site}/api/v1/events?q=rover"
    try:
        wait_until(lambda: answers(f"{site}/readyz"), "entente serve", process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        assert len(children.split()) >= 2
        before = {(answer["total"], tag) for answer, tag in (asked(found) for _ in range(8))}
        stored, _ = asked(f"{site}/api/v1/digests", body=DIGEST, key=key)
        assert stored["searchable"] is True
        after = {(answer["total"], tag) for answer, tag in (asked(found) for _ in range(8))}
        assert {total for total, _ in before} == {0}
        assert {total for total, _ in after} == {1}
        assert len(before) == len(after) == 1
        with urllib.request.urlopen(f"{site}/metrics", timeout=PATIENCE_S) as answer:
            told = answer.read().decode()
        counted = 'entente_requests_total{method="GET",route="/api/v1/events",status="200"} 16.0'
        assert counted in told  # whichever process is asked tells the sum
        stalled = [stalling(port, key, half) for half in HALVES for _ in range(2)]
        process.send_signal(signal.SIGTERM)
        status = process.wait(SOON_S)
        for line in stalled:
            line.close()
    finally:
        process.kill()
        process.wait()
    assert status in {0, -signal.SIGTERM}
    assert not answers(f"{site}/healthz")
