"""Sources taken in one after the other, files and addresses alike; no bad one ends the run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import EntenteError, Gone, InputError, NotFound
from indexer.fetching.memory import Memory
from indexer.fetching.visits import Fetched, Visit
from indexer.ingest import sources
from indexer.ingest.pipeline import Ingest
from indexer.ingest.report import FileReport, Outcome
from indexer.readers import Part, SourceHints, parts
from indexer.store import EventStore

if TYPE_CHECKING:
    from indexer.fetching.client import Fetcher


@dataclass(frozen=True, slots=True)
class Web:
    """The web as sources are taken from it.

    Attributes:
        fetcher: asks for one address.
        memory: what came of former visits.
    """

    fetcher: "Fetcher"
    memory: Memory


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes digests out of sources of every kind.

    Attributes:
        taker: takes one issue into the store.
        hints: what is said beside a source, by its name.
        web: how addresses are fetched.
    """

    taker: Ingest
    hints: Callable[[str], SourceHints]
    web: Callable[[], Web]

    def take(self, source: str) -> list[FileReport]:
        """Take the issues of one source; what is wrong with it becomes its refusal."""
        try:
            if sources.is_address(source):
                return self._address(source)
            data = sources.load(source, max_bytes=self.taker.max_bytes)
            return list(self.issues(data, self.hints(source)))
        except InputError as error:
            return [FileReport.refusal(self.hints(source).origin, error)]

    def issues(self, data: bytes, hints: SourceHints) -> Iterator[FileReport]:
        """Take each issue that bytes hold; most hold one."""
        try:
            for part in self._parts(data, hints):
                yield self.taker.file(part.data, part.hints)
        except InputError as error:
            yield FileReport.refusal(hints.origin, error)
        except EntenteError:
            raise
        except Exception as error:  # noqa: BLE001  (a fault of a reader ends no folder's ingest)
            kind = type(error).__name__
            reason = InputError(
                f"{hints.origin}: a fault in Entente itself keeps it from being read "
                f"({kind}: {str(error)[:200]}); please report it"
            )
            yield FileReport.refusal(hints.origin, reason)

    def _parts(self, data: bytes, hints: SourceHints) -> tuple[Part, ...]:
        limit, series = self.taker.max_bytes, self.taker.series()
        return tuple(parts(data, hints, max_bytes=limit, series=series))

    def _address(self, url: str) -> list[FileReport]:
        web = self.web()
        visit = web.memory.get(url)
        known = visit if visit and held(self.taker.store, visit) else None
        fetched = web.fetcher.get(url, known.validators if known else None)
        if fetched.data is None and known is not None:
            return [FileReport(url, Outcome.UNCHANGED, digest) for digest in known.digests]
        return self.fetched(url, fetched)

    def fetched(self, url: str, fetched: Fetched, changed: str | None = None) -> list[FileReport]:
        """Take the issues of what was fetched, and remember what came of it.

        Args:
            url: as it was asked for.
            fetched: what was there.
            changed: when its feed or sitemap says that it was last changed.
        """
        reports = list(self.issues(fetched.data or b"", self.hints(fetched.url)))
        if not self.taker.dry_run:
            self.web().memory.keep(url, visit_of(reports, fetched, changed))
        return reports


def held(store: EventStore, visit: Visit) -> bool:
    """Whether all issues of a former visit are stored, so that it need not be made again."""
    try:
        for digest_id in visit.digests:
            store.digest(digest_id)
    except (NotFound, Gone):
        return False
    return bool(visit.digests)


def visit_of(reports: list[FileReport], fetched: Fetched, changed: str | None) -> Visit:
    """What is to be remembered of a visit; validators only where all of it was taken."""
    refused = next((report.error for report in reports if report.refused), None)
    validators = fetched.validators
    return Visit(
        etag=None if refused else validators.etag,
        last_modified=None if refused else validators.last_modified,
        changed=changed,
        digests=tuple(report.digest_id for report in reports if report.digest_id),
        refused=refused,
    )
