"""What the API answers with: response models, apart from the tables."""

from api.schemas.digest import DigestDetailOut, DigestOut, DigestPageOut
from api.schemas.event import EventDetailOut, EventOut
from api.schemas.hints import SuggestionOut, SuggestionsOut
from api.schemas.page import EventPageOut
from api.schemas.status import AliveOut, ProblemOut, QualityOut, ReadyOut
from api.schemas.timeline import TimelineOut

__all__ = [
    "AliveOut",
    "DigestDetailOut",
    "DigestOut",
    "DigestPageOut",
    "EventDetailOut",
    "EventOut",
    "EventPageOut",
    "ProblemOut",
    "QualityOut",
    "ReadyOut",
    "SuggestionOut",
    "SuggestionsOut",
    "TimelineOut",
]
