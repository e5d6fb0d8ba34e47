"""Loading of the reviewed vocabulary under ``data/``."""

from importlib.resources import files
from typing import Any

import yaml


def load_yaml(name: str) -> Any:
    """One vocabulary file.

    Uses libyaml where it is built in: the pure Python loader takes seconds on these files.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("indexer.normalise").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)  # noqa: S506  (a safe loader, by either name)


def files_in(folder: str) -> list[str]:
    """The names of the vocabulary files in a folder of ``data/``, in order."""
    found = files("indexer.normalise").joinpath("data", folder).iterdir()
    return sorted(f"{folder}/{entry.name}" for entry in found if entry.name.endswith(".yaml"))
