"""`entente serve` as operators run it: several processes behind one address."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from indexer.access import KeyRing, Scope
from indexer.settings import Settings
from indexer.store import EventStore
from tests.servers import answers, free_port, wait_until

ENTENTE = str(Path(sys.executable).parent / "entente")
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


def asked(address: str, *, body: object = None, key: str = "") -> tuple[dict[str, object], str]:
    """The answer and its ETag, over a connection of its own: any process may take it."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
        return json.load(answer), answer.headers["ETag"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="child processes are read there")
def test_two_processes_answer_alike_and_end_when_told(tmp_path: Path) -> None:
    """What one of them stores the other finds at once, under another validator."""
    settings = Settings(data_dir=tmp_path)
    store = EventStore(settings.store_url)
    _, key = KeyRing(store).create("Desk", frozenset({Scope.INGEST}))
    store.close()
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENTENTE_")}
    process = subprocess.Popen(
        [ENTENTE, "serve", "--workers", "2", "--port", str(port)],
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
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(PATIENCE_S)
    assert status in {0, -signal.SIGTERM}
    assert not answers(f"{site}/healthz")
