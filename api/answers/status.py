"""Problems, health and quality as the API shows them."""

from typing import Annotated, Any

from pydantic import BaseModel, Field


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
    ledger: Annotated[str, Field(description="The ledger's id.")]
    head: Annotated[int, Field(description="The ledger's last sequence number.")]
    head_hash: Annotated[
        str, Field(description="Hash of the ledger's last row, which covers all before it.")
    ]
    state: Annotated[
        str,
        Field(
            description="Digest of the living events: SHA-256 of a line `<id> <changed>` each, "
            "sorted by id. A mirror that holds the same works out the same."
        ),
    ]


class FigureOut(BaseModel):
    """A measured value, what it rests on, and its 95 % interval."""

    value: float
    n: int
    low: float
    high: float


class MeasuredOut(BaseModel):
    """How well dates and tags hold on a part of the labelled set."""

    items: int
    issues: int
    series: int
    figures: dict[str, FigureOut]
    by_domain: dict[str, FigureOut]
    non_dates: int


class CurvePointOut(BaseModel):
    """Domain figures on the frozen part by a model fitted to so many issues."""

    share: float
    issues: int
    domains_f1: float
    first_domain: float


class QualityOut(BaseModel):
    """How well dates and tags hold against labels made by hand, the frozen part first."""

    unseen: MeasuredOut
    seen: MeasuredOut
    cross_validated: dict[str, FigureOut]
    learning_curve: list[CurvePointOut]
