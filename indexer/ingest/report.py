"""IngestReport: what happened to each file, for people, JSON lines and exit status."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from indexer.remarks import Remark


class Outcome(StrEnum):
    """What became of one file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        file: name as given.
        outcome: created, updated, unchanged or refused.
        digest_id: the digest that it holds; None where it was refused.
        created, updated, deleted: ids of the events concerned; updated holds those whose tags or
            dates alone changed, too.
        remarks: everything doubtful.
        error: why it was refused.
    """

    file: str
    outcome: Outcome
    digest_id: str | None = None
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON."""
        return {
            "file": self.file,
            "outcome": str(self.outcome),
            "digest_id": self.digest_id,
            "created": list(self.created),
            "updated": list(self.updated),
            "deleted": list(self.deleted),
            "issues": [remark.as_json() for remark in self.remarks],
            "error": self.error,
        }


@dataclass
class IngestReport:
    """Reports of all files of one run."""

    files: list[FileReport] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether any file was refused."""
        return any(file.outcome is Outcome.REFUSED for file in self.files)

    def count(self, outcome: Outcome) -> int:
        """How many files came out so."""
        return sum(file.outcome is outcome for file in self.files)

    @property
    def events(self) -> tuple[int, int, int]:
        """How many events were created, updated and deleted."""
        return (
            sum(len(file.created) for file in self.files),
            sum(len(file.updated) for file in self.files),
            sum(len(file.deleted) for file in self.files),
        )

    def remarks(self) -> Sequence[Remark]:
        """Everything doubtful, file by file."""
        return [remark for file in self.files for remark in file.remarks]
