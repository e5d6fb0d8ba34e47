"""The API's description is free of faults by linters of other hands, their rules as they are."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.recorded import DESCRIPTION
from tests.servers import missing

pytestmark = pytest.mark.long
# Versions that run on Node 18 and 20.
_SPECTRAL = "@stoplight/spectral-cli@6.15.0"
_REDOCLY = "@redocly/cli@1.34.6"


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both linters and the description."""
    npm = shutil.which("npm")
    if npm is None:
        missing("npm is needed to lint the description of the API")
    folder = tmp_path_factory.mktemp("linters")
    (folder / "package.json").write_text("{}")
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", _SPECTRAL, _REDOCLY]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (folder / ".spectral.yaml").write_text("extends: ['spectral:oas']\n")
    shutil.copy(DESCRIPTION, folder / "openapi.json")
    return folder


def run(tools: Path, *command: str) -> subprocess.CompletedProcess[str]:
    program = tools / "node_modules" / ".bin" / command[0]
    return subprocess.run(
        [program, *command[1:]], cwd=tools, check=False, capture_output=True, text=True
    )


def test_spectral_finds_nothing(tools: Path) -> None:
    """Neither error nor warning, by `spectral:oas`."""
    done = run(tools, "spectral", "lint", "openapi.json", "--fail-severity=hint")
    assert done.returncode == 0, done.stdout + done.stderr


def test_redocly_finds_nothing(tools: Path) -> None:
    """Neither error nor warning, by its recommended rules."""
    done = run(
        tools, "redocly", "lint", "openapi.json", "--extends", "recommended", "--format=json"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}
