"""Series profiles of an installation, from YAML files that `ENTENTE_SERIES` names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from indexer.errors import InputError
from indexer.normalise.series import SeriesProfile, SeriesRegistry, shipped
from indexer.validation import faults, sentence

_MAX_BYTES = 1_000_000


def registry(path: Path | None) -> SeriesRegistry:
    """The shipped series, those of a file or folder laid over them.

    Args:
        path: a YAML file, or a folder of ``*.yaml`` and ``*.yml``; None for none.

    Raises:
        InputError: a file cannot be read or holds a faulty profile; or two series have one code.
    """
    return shipped() if path is None else SeriesRegistry(profiles_in(path), shipped())


def profiles_in(path: Path) -> list[SeriesProfile]:
    """The profiles of a YAML file or of a folder of them, in order of file name.

    Raises:
        InputError: nothing is there, or a profile is faulty; the message says where.
    """
    if not path.exists():
        raise InputError(f"ENTENTE_SERIES: {path} does not exist")
    files = sorted(path.glob("*.y*ml")) if path.is_dir() else [path]
    return [profile for file in files for profile in _profiles(file)]


def _profiles(file: Path) -> Iterator[SeriesProfile]:
    for series_id, entry in entries_in(file).items():
        try:
            yield SeriesProfile.model_validate({"id": series_id, **entry})
        except ValidationError as error:
            told = sentence(faults(error, SeriesProfile))
            raise InputError(f"{file}: {series_id}: {told}") from error


def entries_in(file: Path) -> dict[str, dict[str, Any]]:
    """What a YAML file says of each series, by its id.

    Raises:
        InputError: it cannot be read, or does not map ids to profiles.
    """
    try:
        with file.open("rb") as opened:
            entries = yaml.safe_load(opened.read(_MAX_BYTES).decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise InputError(f"{file}{where}: {getattr(error, 'problem', error)}") from error
    if not isinstance(entries, dict):
        raise InputError(f"{file}: it should map ids of series to their profiles")
    for series_id, entry in entries.items():
        if not isinstance(entry, dict):
            raise InputError(f"{file}: {series_id}: a profile is a mapping of keys to values")
    return {str(series_id): entry for series_id, entry in entries.items()}
