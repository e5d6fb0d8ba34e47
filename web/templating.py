"""The Jinja2 environment: everything escaped, undefined names are errors."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from api.answers.formats.citation import day_in_words, period_in_words
from api.rest.addresses import public_url
from api.rest.routes.citing import today
from web import assets, htmx
from web.contexts.charts import Kept, Rect, Row
from web.contexts.frame import frame
from web.held import held_if_known

_FOLDER = Path(__file__).parent / "templates"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day_in_words
    environment.filters["period"] = period_in_words
    environment.filters["number"] = "{:,}".format
    environment.filters["moment"] = _moment
    environment.filters["capitalize_first"] = _capitalised
    environment.filters["rects"] = _rects
    environment.filters["month_rows"] = _month_rows
    environment.globals["htmx_config"] = htmx.CONFIG
    environment.globals["asset"] = assets.url
    return environment


def _rects(found: Iterable[Rect], kind: str) -> Markup:
    """The rectangles of a chart, in one style; a page has hundreds, all of them numbers."""
    drawn = found.drawn(kind, _drawn) if isinstance(found, Kept) else _drawn(found, kind)
    return Markup(drawn)  # noqa: S704  (numbers, our own words, and the label escaped)


def _drawn(found: Iterable[Rect], kind: str) -> str:
    drawn = (
        f'<rect class="{kind}" x="{one.x}%" y="{one.y}" width="{one.width}%" height="{one.height}">'
        f"{f'<title>{escape(one.label)}</title>' if one.label else ''}</rect>"
        for one in found
    )
    return "".join(drawn)


def _month_rows(rows: Iterable[Row], *, beside_all: object) -> Markup:
    """The lines of a chart's table; there are hundreds, too, as many as months are drawn."""
    drawn = []
    for one in rows:
        beside = f'<td class="n">{one.all:,}</td>' if beside_all else ""
        held = "held" if one.held else "none held"
        figures = f'<td class="n">{one.count:,}</td>{beside}<td>{held}</td>'
        drawn.append(f'<tr><th scope="row">{_linked(one)}</th>{figures}</tr>')
    return Markup("\n".join(drawn))  # noqa: S704  (numbers and our own words; the rest is escaped)


def _linked(row: Row) -> str:
    label = escape(row.label)
    return f'<a href="{escape(row.url)}">{label}</a>' if row.url and row.count else str(label)


def _moment(at: datetime) -> str:
    """A moment to the minute, in UTC: 5 June 2024, 14:05."""
    return f"{day_in_words(at.date())}, {at:%H:%M}"


def _capitalised(text: str) -> str:
    """A message as a sentence."""
    return text[:1].upper() + text[1:]


_ENVIRONMENT = _environment()


def render(template: str, context: Any, request: Request, *, status: int = 200) -> HTMLResponse:
    """A template with one frozen context; each field of it is a name in the template.

    A field ``address`` is the page's address with the parameters that make it another page.
    """
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    pages: frozenset[str] = request.app.state.pages
    address = names.get("address") or request.url.path
    around = frame(address, public_url(request), pages, held_if_known(request), today())
    html = _ENVIRONMENT.get_template(template).render(frame=around, **names)
    return HTMLResponse(html, status)
