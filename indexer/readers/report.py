"""Report: collects what is doubtful while one source is read."""

from dataclasses import dataclass, field

from indexer.remarks import Remark, Severity

_QUOTED_WORDS = 60


@dataclass
class Report:
    """What is doubtful in one source, in the order in which it was noticed."""

    file: str
    remarks: list[Remark] = field(default_factory=list)

    def warn(
        self, code: str, message: str, *, line: int | None = None, words: str | None = None
    ) -> None:
        """Something that may have been read wrongly."""
        self._add(Severity.WARNING, code, message, line, words)

    def note(
        self, code: str, message: str, *, line: int | None = None, words: str | None = None
    ) -> None:
        """Something that is surely right all the same, and that a reader may want to know."""
        self._add(Severity.INFO, code, message, line, words)

    def _add(
        self, severity: Severity, code: str, message: str, line: int | None, words: str | None
    ) -> None:
        shown = words
        if words is not None and len(words) > _QUOTED_WORDS:
            shown = words[: _QUOTED_WORDS - 1] + "…"
        self.remarks.append(Remark(severity, code, message, self.file, line, shown))
