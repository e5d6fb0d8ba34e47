"""Citations on pages: one event in the style that is chosen, several as one bibliography."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from api.answers.formats import FORMATS, ExportContext
from api.answers.formats.citation import Citation
from api.answers.formats.styles import STYLES, Style
from indexer.projection import EventOut
from web.contexts.cards import Link, event_url

DEFAULT = "chicago"
_FILES = {"bib": "BibTeX", "biblatex.bib": "BibLaTeX", "ris": "RIS", "csl.json": "CSL"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a bibliography.

    Attributes:
        html: the entry, escaped, with its container in ``<i>``.
        event: the page of what is cited.
        without: the bibliography without it; empty where it is the only one.
    """

    html: str
    event: Link
    without: str


@dataclass(frozen=True, slots=True)
class CitePage:
    """Several events as one bibliography.

    Attributes:
        styles: each with its address; the one in force has none.
        files: for reference managers.
        ids: what the form to change the style carries.
    """

    title: str
    heading: str
    ids: str
    style: str
    styles: tuple[Link, ...]
    entries: tuple[Entry, ...]
    files: tuple[Link, ...]


def style_of(name: str | None) -> Style:
    """The style of this name; the usual one where there is none."""
    return STYLES.get(name or DEFAULT, STYLES[DEFAULT])


def printed(event: EventOut, style: Style, base_url: str, day: date) -> str:
    """An event in a style, escaped, as HTML."""
    return style.html(Citation.of(event, ExportContext.of_event(event, base_url, accessed=day)))


def cite_page(events: Sequence[EventOut], style: Style, base_url: str, day: date) -> CitePage:
    """Several events as one bibliography.

    Args:
        events: in the order that was asked for.
        style: how they are printed.
        base_url: how readers know the site.
        day: of reading.
    """
    ids = [event.id for event in events]
    heading = f"{len(ids)} citation{'' if len(ids) == 1 else 's'}"
    return CitePage(
        title=f"{heading} – Entente",
        heading=heading,
        ids=",".join(ids),
        style=style.id,
        styles=tuple(
            Link(one.label, "" if one is style else _url(ids, one)) for one in STYLES.values()
        ),
        entries=tuple(
            Entry(
                printed(event, style, base_url, day),
                Link(event.headline, event_url(event.id)),
                _url([one for one in ids if one != event.id], style) if len(ids) > 1 else "",
            )
            for event in events
        ),
        files=tuple(
            Link(label, f"/api/v1/cite.{suffix}?{urlencode({'ids': ','.join(ids)}, safe=',')}")
            for suffix, label in _FILES.items()
            if suffix in FORMATS
        ),
    )


def cite_url(ids: Iterable[str]) -> str:
    """The page that cites these events."""
    return f"/cite?{urlencode({'ids': ','.join(ids)}, safe=',')}"


def _url(ids: Iterable[str], style: Style) -> str:
    url = cite_url(ids)
    return url if style.id == DEFAULT else f"{url}&style={style.id}"
