"""The serif of headings and texts: a Latin subset, made at build time and never committed.

``python -m web.fonts`` (`make env`, and the wheel's build hook) cuts it out of the package
font-source-serif-pro. Its licence, the SIL OFL 1.1, reserves the name "Source": what is changed
needs another name and brings the licence with it. Without the subset the pages show the fallbacks
that the style sheet names.
"""

import importlib.resources
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "static" / "fonts"
FAMILY = "Entente Serif"
WEIGHTS = {400: "Regular", 600: "Semibold"}
LICENCE = "OFL.txt"

_PACKAGE = "font_source_serif_pro"
_FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
# Latin-1, Latin Extended-A, and the dashes, quotation marks and spaces that English text has.
_RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x2009, 0x2014), (0x2018, 0x201E), (0x2020, 0x2026)]
_SINGLE = [0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212]
# What names the font, in the table of names; all else there is dropped but the copyright (0)
# and the licence (13, 14).
_NAMES = {1: "{family}", 2: "Regular", 3: "{family} {style}", 4: "{family} {style}",
          6: "{plain}-{style}", 16: "{family}", 17: "{style}"}  # fmt: skip
_KEPT_NAMES = (0, 13, 14)


def file_name(weight: int) -> str:
    """The subset's file of one weight."""
    return f"serif-{weight}.woff2"


def build(folder: Path = FOLDER) -> None:
    """Write the subset of each weight, and the licence.

    Args:
        folder: where to; made where it is missing.

    Raises:
        ImportError: fonttools or the package of the font is not installed.
    """
    files = importlib.resources.files(_PACKAGE) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    for weight, style in WEIGHTS.items():
        with importlib.resources.as_file(files / f"SourceSerifPro-{style}.ttf") as path:
            _subset(path, folder / file_name(weight), style)
    licence = (files / "LICENSE.txt").read_text(encoding="utf-8")
    (folder / LICENCE).write_text(licence, encoding="utf-8")


def _subset(source: Path, target: Path, style: str) -> None:
    from fontTools.subset import Options, Subsetter, load_font, save_font  # noqa: PLC0415

    options = Options(
        flavor="woff2", layout_features=_FEATURES, hinting=False, name_IDs=list(_KEPT_NAMES)
    )
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_characters())
    subsetter.subset(font)
    _rename(font, style)
    save_font(font, str(target), options)


def _characters() -> list[int]:
    return [code for first, last in _RANGES for code in range(first, last + 1)] + _SINGLE


def _rename(font: Any, style: str) -> None:
    for number, pattern in _NAMES.items():
        words = pattern.format(family=FAMILY, plain=FAMILY.replace(" ", ""), style=style)
        font["name"].setName(words, number, 3, 1, 0x409)


if __name__ == "__main__":
    try:
        build()
    except ImportError as error:
        sys.exit(f"the serif was not made ({error}): pages show the system's instead")
