"""Loading of the reviewed vocabulary under ``data/``.

Parsing this much YAML takes a quarter of a second. ``python -m indexer.normalise.vocabulary``
(`make env` runs it) therefore leaves the same content as JSON beside it, which loads in a tenth of
that; it counts only as long as it carries the hash of the YAML files as they are.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

_COMPILED = "compiled.json"


@cache
def load_yaml(name: str) -> Any:
    """The content of one vocabulary file, dates as ISO text. Not to be changed by the caller."""
    compiled = _compiled()
    if compiled is not None:
        return compiled[name]
    return _parsed(_data().joinpath(*name.split("/")).read_bytes())


@cache
def files_in(folder: str) -> tuple[str, ...]:
    """The names of the vocabulary files in a folder of ``data/``, in order."""
    return tuple(name for name in _names() if name.startswith(f"{folder}/"))


def forget() -> None:
    """Read the files anew when next asked: one of them was written."""
    for cached in (load_yaml, files_in, _compiled, _names):
        cached.cache_clear()


def compile_all() -> Path:
    """Write the JSON form of every file; gives its path."""
    content = {name: _data().joinpath(*name.split("/")).read_bytes() for name in _names()}
    compiled = {"hash": _hash(content), "files": {n: _parsed(data) for n, data in content.items()}}
    path = Path(str(_data().joinpath(_COMPILED)))
    path.write_text(json.dumps(compiled, ensure_ascii=False), encoding="utf-8")
    return path


def _parsed(data: bytes) -> Any:
    # libyaml where it is built in: the pure Python loader is ten times slower.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _plain(yaml.load(data, Loader=loader))  # noqa: S506  (a safe loader, by either name)


def _plain(value: Any) -> Any:
    """With dates as text and keys as text, as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _compiled() -> Mapping[str, Any] | None:
    """The compiled files, where there are any and they are those of today."""
    try:
        saved = json.loads(_data().joinpath(_COMPILED).read_bytes())
    except (OSError, ValueError):
        return None
    content = {name: _data().joinpath(*name.split("/")).read_bytes() for name in _names()}
    compiled: Mapping[str, Any] = saved["files"]
    return compiled if saved["hash"] == _hash(content) else None


def _hash(content: Mapping[str, bytes]) -> str:
    """Changes with any name or byte."""
    digest = hashlib.sha256()
    for name in sorted(content):
        digest.update(f"{name} {len(content[name])}\n".encode())
        digest.update(content[name])
    return digest.hexdigest()


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(_yaml_files(_data(), "")))


def _yaml_files(folder: Traversable, prefix: str) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _yaml_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            found.append(f"{prefix}{entry.name}")
    return found


def _data() -> Traversable:
    return files("indexer.normalise").joinpath("data")


if __name__ == "__main__":
    compile_all()
