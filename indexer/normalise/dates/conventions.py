"""How a publication writes dates: what its profile may settle, with the defaults."""

from dataclasses import dataclass
from enum import StrEnum


class Weeks(StrEnum):
    """What "this week" and "last week" mean in an issue."""

    SEVEN_DAYS = "seven-days"  # the seven days before the issue date, whichever word is used
    CALENDAR = "calendar"  # Monday to Sunday of the issue's own week, or of the one before


@dataclass(frozen=True, slots=True)
class Conventions:
    """The habits of one publication.

    Attributes:
        weeks: what "this week" and "last week" mean.
        day_first: whether "05/07/2023" is the 5th of July; None: as the other dates of the item
            show, else month first for strokes and day first for stops.
        issue_date_stated: the issue says its own date, so nothing after it can be reported. An
            inferred date may lie some days before the issue really came out.
    """

    weeks: Weeks = Weeks.SEVEN_DAYS
    day_first: bool | None = None
    issue_date_stated: bool = False


DEFAULT = Conventions()
