"""Environments of their own for programs that are only used, so that the project's stays locked."""

import shutil
import subprocess
import sys
from pathlib import Path


def environment(folder: Path, requirements: Path) -> str:
    """An environment with what a file of requirements pins; made if it is not there.

    Args:
        folder: where it stands.
        requirements: pins with hashes. When they change, the environment is made anew.

    Returns:
        Its Python.

    Raises:
        subprocess.CalledProcessError: if a package cannot be installed.
    """
    python, made_of = folder / "bin" / "python", folder / "made-of.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if made_of.exists() and made_of.read_text(encoding="utf-8") == wanted:
        return str(python)
    shutil.rmtree(folder, ignore_errors=True)
    packages = ["-q", "--require-hashes", "-r", str(requirements)]
    if uv := shutil.which("uv"):
        commands = [
            [uv, "venv", "-q", "--python", sys.executable, str(folder)],
            [uv, "pip", "install", "--python", str(python), *packages],
        ]
    else:
        commands = [
            [sys.executable, "-m", "venv", str(folder)],
            [str(python), "-m", "pip", "--disable-pip-version-check", "install", *packages],
        ]
    for command in commands:
        subprocess.run(command, check=True)
    made_of.write_text(wanted, encoding="utf-8")
    return str(python)
