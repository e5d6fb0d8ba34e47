"""`make audit`: which packages that running needs have known vulnerabilities, asked of PyPI.

Exit status 1 where one has. A service that cannot be asked, or does not know a package, is told and
is no failure: pip-audit itself says "no known vulnerabilities" then, too.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.environments import environment

_ROOT = Path(__file__).parents[2]
_REQUIREMENTS = _ROOT / "requirements"
_OPTIONS = ("--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off")

_PATIENCE_S = 180


def told(packages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What an answer of pip-audit says, a line each: what is wrong, then how much was asked."""
    for package in packages:
        for one in package.get("vulns", ()):
            names = ", ".join([one["id"], *one.get("aliases", ())])
            mended = ", ".join(one.get("fix_versions", ())) or "no version yet"
            yield f"{package['name']} {package['version']}: {names}; mended in {mended}"
    skipped = sum("skip_reason" in package for package in packages)
    yield f"{len(packages) - skipped} of {len(packages)} packages audited"


def vulnerable(packages: Sequence[Mapping[str, Any]]) -> bool:
    """Whether any of them has a known vulnerability."""
    return any(package.get("vulns") for package in packages)


def main() -> None:
    """Ask, print, and exit with 1 where something is known."""
    python = environment(_ROOT / ".cache" / "audit", _REQUIREMENTS / "audit.txt")
    try:
        done = subprocess.run(
            [python, "-m", "pip_audit", *_OPTIONS, "--requirement", str(_REQUIREMENTS / "run.txt")],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
        )
        packages = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        print(f"nothing was audited: no answer within {_PATIENCE_S} seconds")
        return
    except ValueError:
        print("nothing was audited:", *done.stderr.strip().splitlines()[-1:])
        return
    print(*told(packages), sep="\n")
    sys.exit(vulnerable(packages))


if __name__ == "__main__":
    main()
