"""Makes three clients from the description of a running server, uses them, and compares.

`make clients` runs it. Nothing of it runs in the ordinary tests: it needs npm, PyPI and minutes.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path
from typing import Any

from tests.serving import serving

_HERE = Path(__file__).parent
_WORK = _HERE.parents[1] / ".cache" / "clients"
_COPIED = (
    *("package.json", "tsconfig.json", "use_python.py"),
    *("using.ts", "use_fetch.ts", "use_orval.ts"),
)
_PROGRAMS = _WORK / "python" / "bin"
_NODE = _WORK / "node_modules" / ".bin"
_ORVAL = "module.exports = {{ entente: {{ input: './openapi.json', output: {{ "
_ORVAL += "target: './orval.ts', client: 'fetch', mode: 'single', baseUrl: '{url}' }} }} }};\n"


def run(*command: str | Path) -> str:
    """What a program prints; its complaint ends everything."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=_WORK,
        env={**os.environ, "PATH": f"{_PROGRAMS}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def tools() -> None:
    """The generators, in the versions that are named beside this file; installed once."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to make the TypeScript clients")
    _WORK.mkdir(parents=True, exist_ok=True)
    for name in _COPIED:
        shutil.copy(_HERE / name, _WORK / name)
    if not (_PROGRAMS / "openapi-python-client").exists():
        venv.create(_WORK / "python", with_pip=True)
        pip = (_PROGRAMS / "python", "-m", "pip", "-q", "--disable-pip-version-check")
        run(*pip, "install", "-r", _HERE / "requirements.txt")
    run(npm, "install", "--no-audit", "--no-fund", "--silent")


def generated(url: str) -> None:
    """All three clients from what a server says of itself; no generator may warn."""
    with urllib.request.urlopen(f"{url}/openapi.json") as answer:
        (_WORK / "openapi.json").write_bytes(answer.read())
    said = run(
        *(_PROGRAMS / "openapi-python-client", "generate", "--path", "openapi.json"),
        *("--meta", "none", "--output-path", "entente_client", "--overwrite"),
        *("--config", _HERE / "python_client.yaml"),
    )
    if "WARNING" in said or "ERROR" in said:
        sys.exit(said)
    run(_NODE / "openapi-typescript", "openapi.json", "-o", "schema.d.ts")
    (_WORK / "orval.config.cjs").write_text(_ORVAL.format(url=url))
    run(_NODE / "orval", "--config", "orval.config.cjs")


def used(url: str, key: str) -> dict[str, Any]:
    """What each client saw, by its generator; types are checked before."""
    run(_PROGRAMS / "mypy", "--strict", "--follow-imports=silent", "use_python.py")
    run(_NODE / "tsc", "-p", "tsconfig.json")
    programs = {
        "openapi-python-client": (_PROGRAMS / "python", "use_python.py"),
        "openapi-typescript": ("node", "built/use_fetch.js"),
        "orval": ("node", "built/use_orval.js"),
    }
    return {name: json.loads(run(*program, url, key)) for name, program in programs.items()}


def main() -> None:
    """Print what the clients saw; fail where they saw different things."""
    tools()
    with tempfile.TemporaryDirectory() as folder, serving({}, Path(folder)) as served:
        generated(served.url)
        saw = used(*served)
        with urllib.request.urlopen(f"{served.url}/api/v1/events?limit=1") as answer:
            held = json.load(answer)["total"]
    for name, what in saw.items():
        print(f"{name}: {json.dumps(what)}")
    (one, *others) = saw.values()
    if any(other != one for other in others) or one["walked"] != held:
        sys.exit(f"they saw different things; {held} events are held")
    print(f"{len(saw)} clients generated, checked by type, and used: they saw the same")


if __name__ == "__main__":
    main()
