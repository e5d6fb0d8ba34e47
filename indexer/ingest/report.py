"""IngestReport: what happened to each file, for people, JSON lines and exit status."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from indexer.errors import Changed, InputError
from indexer.ingest.difference import Difference, difference
from indexer.ingest.losses import Loss
from indexer.remarks import Remark
from indexer.store.writer import Written


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
        cause: the same as an error; None where it was not refused.
        losses: what is stored and would be shorter or gone.
        written: what became of each event, or would have; a dry run's moments and ledger numbers
            are of no store, so they do not count where reports are compared.
        state: number of the last change of the stored issue before; 0 where there is none.
        digest: what was and is said of the digest, as JSON; likewise.
    """

    file: str
    outcome: Outcome
    digest_id: str | None = None
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    error: str | None = None
    cause: InputError | Changed | None = field(default=None, compare=False, repr=False)
    losses: tuple[Loss, ...] = ()
    written: tuple[Written, ...] = field(default=(), compare=False, repr=False)
    state: int = field(default=0, compare=False)
    digest: tuple[str | None, str | None] = field(default=(None, None), compare=False, repr=False)

    @classmethod
    def refusal(cls, file: str, cause: InputError) -> Self:
        """The report of a file that cannot be used."""
        return cls(file, Outcome.REFUSED, error=str(cause), cause=cause)

    @property
    def refused(self) -> bool:
        """Whether nothing of it was stored."""
        return self.outcome is Outcome.REFUSED

    def difference(self) -> Difference:
        """What changes, item by item."""
        return difference(*self.digest, self.written)

    def as_json(self, *, difference: bool = False) -> dict[str, Any]:
        """The report as plain JSON, with the difference item by item if that is wanted."""
        told = self.difference().model_dump(mode="json") if difference else None
        return {
            "file": self.file,
            "outcome": str(self.outcome),
            "digest_id": self.digest_id,
            "created": list(self.created),
            "updated": list(self.updated),
            "deleted": list(self.deleted),
            "issues": [remark.as_json() for remark in self.remarks],
            "error": self.error,
            "losses": [loss.as_json() for loss in self.losses],
            **({"difference": told} if told else {}),
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
