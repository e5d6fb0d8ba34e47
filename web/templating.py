"""The Jinja2 environment: everything escaped, undefined names are errors."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web import htmx

_FOLDER = Path(__file__).parent / "templates"


def day(value: date) -> str:
    """15 April 2023."""
    return f"{value.day} {value:%B %Y}"


def period(start: date, end: date) -> str:
    """A closed interval of days, as short as it can be said."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    environment.filters["period"] = period
    environment.globals["htmx_config"] = htmx.CONFIG
    return environment


_ENVIRONMENT = _environment()


def render(template: str, context: Any, request: Request, *, status: int = 200) -> HTMLResponse:
    """A template with one frozen context; each field of it is a name in the template."""
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    html = _ENVIRONMENT.get_template(template).render(path=request.url.path, **names)
    return HTMLResponse(html, status)
