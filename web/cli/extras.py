"""What to type where an extra of the package is missing: it depends on how it was installed."""

import sys
from collections.abc import Callable
from pathlib import Path

_WAYS: tuple[tuple[Callable[[tuple[str, ...]], bool], str], ...] = (
    (lambda parts: "pipx" in parts, "pipx install --force 'entente[{extra}]'"),
    (
        lambda parts: "tools" in parts and "uv" in parts,
        "uv tool install --force 'entente[{extra}]'",
    ),
    # Environments that uvx makes for one run lie in uv's cache.
    (
        lambda parts: any(part.startswith(("archive-v", "environments-v")) for part in parts),
        "uvx --from 'entente[{extra}]' entente {command}",
    ),
)
_ELSE = "pip install 'entente[{extra}]'"


def how_to_get(extra: str, command: str, prefix: str = sys.prefix) -> str:
    """The command that brings the extra.

    Args:
        extra: its name.
        command: what was to be run with it.
        prefix: folder of the environment that runs.
    """
    parts = Path(prefix).parts
    way = next((words for fits, words in _WAYS if fits(parts)), _ELSE)
    return way.format(extra=extra, command=command)
