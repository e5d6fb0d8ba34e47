"""The front door of the commands: complete, and open before anything heavy is loaded."""

import json
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.main import get_group

from tests.here import entente
from web.cli.commands import COMMANDS

HEAVY = {"sqlalchemy", "sqlmodel", "pydantic", "uvicorn", "fastapi", "starlette", "tantivy"}
PROGRAM = """
import json, sys
sys.argv = ["entente", *sys.argv[1:]]
from web.__main__ import main
try:
    main()
except SystemExit as ended:
    sys.stderr.write(json.dumps([ended.code or 0, sorted(sys.modules)]))
"""


def run(*arguments: str) -> tuple[int, set[str], str]:
    """Exit status, modules loaded and output of a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=True
    )
    status, modules = json.loads(done.stderr)
    return status, set(modules), done.stdout


def test_the_table_names_every_command_of_its_modules() -> None:
    """And nothing else, so that none is missing from the help page."""
    modules = {command.module for command in COMMANDS.values()}
    assert {
        (name, module)
        for module in modules
        for name in get_group(import_module(module).app).commands
    } == {(name, command.module) for name, command in COMMANDS.items()}


def test_summaries_are_shown_whole() -> None:
    """On a terminal of 80 columns."""
    _, _, shown = run("--help")
    assert all(command.summary in shown for command in COMMANDS.values())


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(argument: str) -> None:
    """No database, no web framework, no engine."""
    status, modules, shown = run(argument)
    assert status == 0
    assert "entente" in shown
    assert modules & HEAVY == set()


def test_the_version_is_the_package_s() -> None:
    """On one line, with the program's name."""
    assert run("--version")[2] == f"entente {version('entente')}\n"


@pytest.mark.parametrize(
    ("command", "settings", "status", "words"),
    [
        ("serve --port x", {}, 2, "'--port': must be a whole number"),
        ("serve --port 99999", {}, 2, "'--port': must be at most 65535"),
        ("keys create x --scope god", {}, 2, "'--scope': 'god' is not one of 'read'"),
        ("check", {"ENTENTE_MAX_SOURCE_MB": "x"}, 1, "ENTENTE_MAX_SOURCE_MB: must be a whole num"),
        ("check", {"ENTENTE_METRICS": "perhaps"}, 1, "ENTENTE_METRICS: must be true or false"),
        ("check", {"ENTENTE_MEILI_TIMEOUT": "0"}, 1, "ENTENTE_MEILI_TIMEOUT: must be more than 0"),
        ("check", {"ENTENTE_RATE_LIMIT": "lots"}, 1, "such as 600/minute"),
        ("check", {"ENTENTE_PUBLIC_URL": "entente"}, 1, "such as https://entente.example.org"),
    ],
)
def test_what_is_wrong_is_said_in_our_words(
    tmp_path: Path, command: str, settings: dict[str, str], status: int, words: str
) -> None:
    """Of options and of settings, whatever library reads them."""
    done = entente(*command.split(), cwd=tmp_path, **settings)
    assert done.returncode == status
    assert words in done.stderr
