"""Runs the commands of pages of documentation and reads what they print.

Those of docs/api.md have a server with the seed data, those of docs/ingest.md an empty store.
`make openapi` writes the answers into the pages; tests run the commands again and compare.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.recorded import ROOT
from tests.seeds import SEEDS
from tests.servers import answers, free_port, wait_until

PAGE = ROOT / "docs" / "api.md"
INGEST_PAGE = ROOT / "docs" / "ingest.md"
_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_MARK = "--- answer ends ---"
# What differs between two runs of the same commands.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")


def page_with_answers(path: Path = PAGE) -> str:
    """The page with every command's answer as it is now."""
    page = path.read_text(encoding="utf-8")
    commands = [command for block in _BLOCK.findall(page) for command in _commands(block)]
    printed = iter(_run(commands) if path == PAGE else _run_alone(commands))

    def answered(block: re.Match[str]) -> str:
        return "".join(_shown(command) + next(printed) for command in _commands(block[0]))

    return _BLOCK.sub(answered, page)


def _commands(block: str) -> list[str]:
    found: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(line[2:])
        elif line == ">" or line.startswith("> "):
            found[-1] += f"\n{line[2:]}"
    return found


def _shown(command: str) -> str:
    first, *more = command.splitlines()
    return "".join([f"$ {first}\n", *(f"> {line}".rstrip() + "\n" for line in more)])


def _run(commands: list[str]) -> list[str]:
    """What each command prints, all in one shell, beside a server with the seed data."""
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as url:
        return _printed(commands, Path(folder), {"http://127.0.0.1:8000": url})


def _run_alone(commands: list[str]) -> list[str]:
    """What each command prints, all in one shell; the page serves its own files on port 8001."""
    with tempfile.TemporaryDirectory() as folder:
        return _printed(commands, Path(folder), {"8001": str(free_port())})


def _printed(commands: list[str], folder: Path, names: dict[str, str]) -> list[str]:
    """The answers; ``names`` are those of the page, by what stands for them here."""
    script = "".join(f"{command}\necho '{_MARK}'\n" for command in commands)
    for shown, here in names.items():
        script = script.replace(shown, here)
    ran = subprocess.run(
        ["bash", "-u"],
        input=script,
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=_environment(folder),
    )
    assert not ran.stderr, ran.stderr
    printed = _MOMENT.sub("2026-01-15T12:00:00Z", ran.stdout)
    for shown, here in names.items():
        printed = printed.replace(here, shown)
    return printed.split(f"{_MARK}\n")[:-1]


def _environment(folder: Path) -> dict[str, str]:
    scripts = str(Path(sys.executable).parent)
    return {
        "PATH": f"{scripts}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "ENTENTE_DATA_DIR": str(folder / "var"),
    }


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    program = str(Path(sys.executable).parent / "entente")
    environment = _environment(folder)
    subprocess.run(
        [program, "ingest", str(SEEDS)], env=environment, check=True, capture_output=True
    )
    port = free_port()
    process = subprocess.Popen(
        [program, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ready = f"http://127.0.0.1:{port}/readyz"
        wait_until(lambda: answers(ready), "entente serve", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    for path in (PAGE, INGEST_PAGE):
        path.write_text(page_with_answers(path), encoding="utf-8")
        print(f"{path.name} written: review the difference before a commit")
