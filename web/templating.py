"""The Jinja2 environment: everything escaped, undefined names are errors."""

from dataclasses import fields
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.answers.formats.citation import day_in_words, period_in_words
from api.rest.addresses import public_url
from web import assets, htmx
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
    environment.globals["htmx_config"] = htmx.CONFIG
    environment.globals["asset"] = assets.url
    return environment


_ENVIRONMENT = _environment()


def render(template: str, context: Any, request: Request, *, status: int = 200) -> HTMLResponse:
    """A template with one frozen context; each field of it is a name in the template."""
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    pages: frozenset[str] = request.app.state.pages
    around = frame(request.url.path, public_url(request), pages, held_if_known(request))
    html = _ENVIRONMENT.get_template(template).render(frame=around, **names)
    return HTMLResponse(html, status)
