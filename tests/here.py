"""The command in this process: what `entente` does, without starting Python for each call."""

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from web.__main__ import main


def entente(
    *arguments: str, cwd: Path, stdin: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own, as a person would, with these settings only."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ENTENTE_")} | settings
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with (
        chdir(cwd),
        mock.patch.dict(os.environ, clean, clear=True),
        mock.patch.object(sys, "argv", ["entente", *arguments]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    told = out.getvalue(), err.getvalue()
    return subprocess.CompletedProcess(["entente", *arguments], status, *told)
