"""Debian's nginx before a server, set up by one of our own examples."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import PATIENCE_S, answers, free_port, missing, wait_until

EXAMPLES = Path(__file__).parents[1] / "docs" / "operations"


@contextmanager
def running(
    example: str, folder: Path, changed: Callable[[str], str], *, ready: str = "/"
) -> Iterator[int]:
    """An example on a free port of this machine, its files in a folder; gives the port.

    Args:
        example: the file's name in `docs/operations`.
        folder: where nginx writes.
        changed: what a test changes in it, the address behind above all.
        ready: an address that answers once all is up.
    """
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        missing("nginx is not installed: its example needs Debian's package nginx-light")
    port = free_port()
    text = (EXAMPLES / example).read_text(encoding="utf-8")
    text = changed(text.replace("listen 8080", f"listen 127.0.0.1:{port}"))
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("http {", "http {\n" + paths, 1)
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\n{text}", encoding="utf-8"
    )
    command = [program, "-p", str(folder), "-e", str(folder / "error"), "-c", "nginx.conf"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}{ready}"), "nginx", process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)
