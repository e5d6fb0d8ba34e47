"""Problems, health and quality as the API shows them."""

from typing import Any

from pydantic import BaseModel


class ProblemOut(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[dict[str, Any]] | None = None
    request_id: str | None = None


class AliveOut(BaseModel):
    """The process runs."""

    status: str = "alive"


class ReadyOut(BaseModel):
    """Store and engine answer."""

    status: str
    engine: str
    events: int
    index_lag: int


class QualityOut(BaseModel):
    """How well tags and dates hold against labels made by hand."""

    items: int
    issues: int
    figures: dict[str, float]
    cross_validated: dict[str, float]
    by_domain: dict[str, float]
