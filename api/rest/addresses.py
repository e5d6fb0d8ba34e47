"""Absolute addresses of this site."""

from fastapi import Request


def public_url(request: Request) -> str:
    """The site's address without a slash at its end: as set, else as the request came in."""
    chosen: str | None = request.app.state.public_url
    return chosen or str(request.base_url).rstrip("/")
