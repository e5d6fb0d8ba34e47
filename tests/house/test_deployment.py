"""The files that put Entente on a machine are understood by the programs that read them."""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.nginx import running
from tests.servers import answers, free_port, missing, wait_until

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations"
LARGEST = 21 * 1024 * 1024
UNITS = sorted((OPERATIONS / "systemd").iterdir())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_its_units(unit: Path, tmp_path: Path) -> None:
    """Programs named in them are those of a test's own folder, since none is installed here."""
    program = shutil.which("systemd-analyze")
    if program is None:
        missing("systemd-analyze is not installed: the units need Debian's package systemd")
    entente = tmp_path / "entente"
    entente.write_text("#!/bin/sh\n")
    entente.chmod(0o755)
    for one in UNITS:
        text = one.read_text(encoding="utf-8").replace(
            "/srv/entente/.venv/bin/entente", str(entente)
        )
        (tmp_path / one.name).write_text(
            re.sub("^(User|Group)=.*", r"\1=root", text, flags=re.MULTILINE)
        )
    done = subprocess.run(
        [program, "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (done.returncode, ours) == (0, []), done.stderr


class _Behind(BaseHTTPRequestHandler):
    """What stands behind the proxy: it answers as Entente does, only sooner where nothing comes."""

    timeout = 1

    def do_GET(self) -> None:
        length = int(self.headers.get("content-length", 0))
        status = 200 if length <= LARGEST else 413
        try:
            self.rfile.read(length if status == 200 else 0)
        except TimeoutError:
            status = 408
        self.close_connection = status != 200
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def behind() -> Iterator[int]:
    """The port of what stands behind a proxy."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Behind)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # lines that are cut
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, behind: int) -> Iterator[int]:
    """Our example on a free port, with timeouts of a second."""

    def changed(text: str) -> str:
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
        return re.sub(r"(client_\w+_timeout) \d+s", r"\1 1s", text)

    with running("nginx.conf", tmp_path_factory.mktemp("nginx"), changed) as port:
        yield port


@pytest.fixture(scope="module")
def caddy(tmp_path_factory: pytest.TempPathFactory, behind: int) -> Iterator[int]:
    """Our example on a free port, without certificates, with timeouts of seconds."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("caddy is not installed: its example is tried with Debian's package caddy")
    folder, port = tmp_path_factory.mktemp("caddy"), free_port()
    text = (OPERATIONS / "Caddyfile").read_text(encoding="utf-8")
    text = text.replace("entente.example.org", f"http://127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    text = text.replace("read_header 10s", "read_header 1s").replace("read_body 5m", "read_body 2s")
    text = text.replace("{", "{\n\tadmin off\n\tauto_https off", 1)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    command = [program, "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), "caddy", process)
    yield port
    process.terminate()
    process.wait()


def sent(port: int, text: str) -> bytes:
    """What comes back for the beginning of a request that never goes on."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(text.encode())
        began, answer = time.monotonic(), b""
        while b"\r\n\r\n" not in answer and (piece := line.recv(4096)):
            answer += piece
        assert time.monotonic() - began < 8
    return answer


@pytest.mark.parametrize("proxy", ["nginx", pytest.param("caddy", marks=pytest.mark.long)])
def test_a_proxy_ends_what_stalls_and_refuses_what_is_too_large(
    proxy: str, request: pytest.FixtureRequest
) -> None:
    """Headers that never end, a body that stops, a body beyond the limit; figures stay inside."""
    port = request.getfixturevalue(proxy)
    assert answers(f"http://127.0.0.1:{port}/api/v1/events")
    begun = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    assert sent(port, f"{begun}X-Slow: ").splitlines()[:1] in (
        [],
        [b"HTTP/1.1 408 Request Time-out"],
    )
    stalled = f"{begun.replace('GET', 'POST')}Content-Length: 100\r\n\r\nhalf"
    assert b" 200 " not in sent(port, stalled)
    large = stalled.replace("Content-Length: 100", f"Content-Length: {LARGEST + 1}")
    assert b" 413 " in sent(port, large)
    answer = sent(port, begun.replace("GET /", "GET /metrics") + "Connection: close\r\n\r\n")
    assert b" 404 " in answer
