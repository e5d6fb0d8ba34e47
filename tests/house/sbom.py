"""`make sbom`: what a release is made of, as a CycloneDX 1.6 bill of materials on standard output.

It lists what `requirements/run.txt` pins, with the licences and hashes that are known of each.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

_REQUIREMENTS = Path(__file__).parents[2] / "requirements" / "run.txt"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    """A package that running needs.

    Attributes:
        name: as registries have it.
        version: the one that is pinned.
        licence: in its own words; empty where it is not installed here (another platform's).
        hashes: SHA-256 of its files, as the pin has them.
    """

    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]


def parts() -> Iterator[Part]:
    """Every pinned package."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", _REQUIREMENTS.read_text(encoding="utf-8")):
        if found := _PIN.match(block):
            yield Part(found[1], found[2], _licence(found[1]), tuple(_HASH.findall(block)))


def bill() -> dict[str, object]:
    """The bill of materials."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "entente", "version": version("entente")}
        },
        "components": [
            {
                "type": "library",
                "name": part.name,
                "version": part.version,
                "purl": f"pkg:pypi/{part.name}@{part.version}",
                "licenses": [{"license": {"name": part.licence}}] if part.licence else [],
                "hashes": [{"alg": "SHA-256", "content": one} for one in part.hashes],
            }
            for part in parts()
        ],
    }


def _licence(name: str) -> str:
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [
        one.rpartition("::")[2].strip()
        for one in told.get_all("Classifier") or []
        if one.startswith("License ::")
    ]
    stated = str(told.get("License") or "").strip().splitlines()[:1]
    return ", ".join(classifiers) or "".join(stated) or "not stated"


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2)
    sys.stdout.write("\n")
