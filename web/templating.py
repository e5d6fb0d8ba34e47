"""The Jinja2 environment: everything escaped, undefined names are errors."""

from dataclasses import fields
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.answers.formats.citation import day_in_words, period_in_words
from web import htmx

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
    environment.globals["htmx_config"] = htmx.CONFIG
    return environment


_ENVIRONMENT = _environment()


def render(template: str, context: Any, request: Request, *, status: int = 200) -> HTMLResponse:
    """A template with one frozen context; each field of it is a name in the template."""
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    html = _ENVIRONMENT.get_template(template).render(path=request.url.path, **names)
    return HTMLResponse(html, status)
