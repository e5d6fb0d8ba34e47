"""Remark: what a reader or normaliser found doubtful, kept for people to look at."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a remark matters to the reader of the event."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something doubtful in a digest.

    Attributes:
        severity: info where the reading is surely right all the same, warning otherwise.
        code: short stable name, for counting and tests.
        message: one sentence for a person.
        file: name of the file as given.
        line: line in it, counted from 1; None where it concerns the whole file, or the
            file is no text in lines.
        words: the words at fault, shortened.
    """

    severity: Severity
    code: str
    message: str
    file: str
    line: int | None = None
    words: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The remark as plain JSON."""
        return asdict(self) | {"severity": str(self.severity)}
