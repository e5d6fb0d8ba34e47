"""What is made when the wheel is built: the serif, a subset that is never committed."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FONTS = Path("web") / "fonts.py"


class Hook(BuildHookInterface):
    """Runs ``web/fonts.py`` by its path, since the package's own needs are not installed here."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the serif for a wheel; an editable install has it from ``make env``."""
        if version == "editable":
            return
        path = Path(self.root) / _FONTS
        spec = importlib.util.spec_from_file_location("fonts", path)
        assert spec is not None  # noqa: S101  (the file is part of the source)
        assert spec.loader is not None  # noqa: S101
        fonts = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(fonts)
        fonts.build()
