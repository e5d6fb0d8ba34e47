"""A bibliography as text, in the style that is asked for."""

from collections.abc import Iterable, Iterator

from api.answers.formats.base import ExportContext
from api.answers.formats.citation import Citation
from api.answers.formats.styles import STYLES
from indexer.projection import Projected


def txt(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """One entry a line, in the order of the events."""
    style = STYLES[context.style]
    for told in events:
        yield f"{style.text(Citation.of(told.event(), context))}\n"
