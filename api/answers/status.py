"""Problems, health and quality as the API shows them."""

from typing import Annotated

from pydantic import BaseModel, Field


class FaultOut(BaseModel):
    """One thing that is wrong with a request."""

    parameter: Annotated[
        str | None, Field(description="Name of the parameter, or place in the body.")
    ] = None
    message: str
    position: Annotated[
        int | None, Field(description="Where in the parameter it begins, in characters.")
    ] = None
    end: Annotated[int | None, Field(description="Where it ends, the end excluded.")] = None
    suggestion: Annotated[str | None, Field(description="What was probably meant.")] = None


class ProblemOut(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[FaultOut] | None = None
    request_id: str | None = None


class ProblemTypeOut(BaseModel):
    """One type of problem: when it comes, and what to do."""

    id: str
    title: str
    status: int
    meaning: str
    remedy: str


class ProblemTypesOut(BaseModel):
    """Every type of problem."""

    items: list[ProblemTypeOut]


class LinkOut(BaseModel):
    """An address of the API; with braces it is an RFC 6570 template."""

    rel: str
    href: str
    title: str


class ApiVersionsOut(BaseModel):
    """The versions of the API."""

    versions: list[LinkOut]


class StateOut(BaseModel):
    """What is held, in four values."""

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


class ApiIndexOut(BaseModel):
    """What the API offers, and where."""

    name: str
    version: str
    state: Annotated[
        StateOut | None, Field(description="What is held; null while the store is away.")
    ]
    links: list[LinkOut]


class AliveOut(BaseModel):
    """The process runs."""

    status: str = "alive"


class ReadyOut(StateOut):
    """Store and engine answer."""

    status: str
    engine: str
    events: int
    index_lag: int


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
    """Figures on the frozen part by models fitted to so many issues."""

    share: float
    issues: int
    primary_date: float
    domains_f1: float
    first_domain: float


class QualityOut(BaseModel):
    """How well dates and tags hold against labels made by hand, the frozen part first."""

    unseen: MeasuredOut
    seen: MeasuredOut
    together: dict[str, FigureOut]
    cross_validated: dict[str, FigureOut]
    learning_curve: list[CurvePointOut]
