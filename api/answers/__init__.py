"""What the API answers with: response models, apart from the tables."""

from api.answers.digest import DigestDetailOut, DigestOut, DigestPageOut
from api.answers.event import EventDetailOut, EventOut
from api.answers.hints import SuggestionOut, SuggestionsOut
from api.answers.page import EventPageOut
from api.answers.status import (
    AliveOut,
    ApiIndexOut,
    ApiVersionsOut,
    LinkOut,
    ProblemOut,
    ProblemTypeOut,
    ProblemTypesOut,
    QualityOut,
    ReadyOut,
    StateOut,
)
from api.answers.timeline import TimelineOut

__all__ = [
    "AliveOut",
    "ApiIndexOut",
    "ApiVersionsOut",
    "DigestDetailOut",
    "DigestOut",
    "DigestPageOut",
    "EventDetailOut",
    "EventOut",
    "EventPageOut",
    "LinkOut",
    "ProblemOut",
    "ProblemTypeOut",
    "ProblemTypesOut",
    "QualityOut",
    "ReadyOut",
    "StateOut",
    "SuggestionOut",
    "SuggestionsOut",
    "TimelineOut",
]
