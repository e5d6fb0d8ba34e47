"""One run of `ingest` or `fetch`: sources taken one by one, and what became of them told."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import typer

from indexer.cli.output import print_file, print_report, progress, say
from indexer.errors import EntenteError, StoreError
from indexer.ingest import sources
from indexer.ingest.intake import Intake
from indexer.ingest.report import FileReport, IngestReport
from indexer.ingest.watching import Watched

FAILED = 1  # exit status
_WATCH_SECONDS = 1.0


@dataclass
class Run:
    """Takes sources, keeps and prints a report of each.

    Attributes:
        intake: takes one source.
        sync: brings the index up to date.
        keep: writes each report where it is wanted as soon as there is one.
        as_json: print JSON lines.
        report: what became of everything so far.
    """

    intake: Intake
    sync: Callable[[], None]
    keep: Callable[[FileReport], None]
    as_json: bool = False
    report: IngestReport = field(default_factory=IngestReport)

    def all_of(self, listing: sources.Listing) -> None:
        """Take everything that was listed, and tell what became of it.

        Raises:
            EntenteError: the store failed; what was stored until then is told before.
        """
        for name, error in listing.problems:
            self.add(FileReport.refusal(sources.named(name), error))
        with self.telling(), progress("Reading digests", len(listing.sources)) as advance:
            for done, source in enumerate(listing.sources):
                with self._stopping_at(source, len(listing.sources) - done):
                    for file in self.intake.take(source):
                        self.add(file)
                advance()

    def add(self, file: FileReport) -> None:
        """Count what became of one issue."""
        self.report.files.append(file)
        self.keep(file)

    def watch(self, folders: Sequence[str], known: Iterable[str]) -> None:
        """Take what comes into folders until the program is interrupted."""
        watched = Watched(folders, known)
        say(f"watching {', '.join(map(sources.named, folders))}; Ctrl-C ends it")
        while True:
            time.sleep(_WATCH_SECONDS)
            if files := watched.ready():
                self.arrived(files)

    def arrived(self, files: Iterable[str]) -> None:
        """Take files that came into a watched folder, each told at once."""
        for path in files:
            for file in self.intake.take(path):
                self.keep(file)
                print_file(file, as_json=self.as_json, dry_run=self._dry_run)
                if not self.as_json:
                    say(f"{file.file}: {file.digest_id or ''} {file.outcome}")
        self._sync()

    def finish(self) -> None:
        """Exit status 1 where anything was refused."""
        if self.report.failed:
            raise typer.Exit(FAILED)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Whatever ends a run, what was done until then is told."""
        try:
            yield
        except (EntenteError, KeyboardInterrupt):
            self._print()
            raise
        self._sync()
        self._print()

    @contextmanager
    def _stopping_at(self, source: str, left: int) -> Iterator[None]:
        """A store that fails is told with what it failed at, and how much is still to come."""
        try:
            yield
        except StoreError as error:
            raise StoreError(
                f"{sources.named(source)}: {error}; {left} of the sources are still to be taken: "
                "run it again when this is mended"
            ) from error

    @property
    def _dry_run(self) -> bool:
        return self.intake.taker.dry_run

    def _print(self) -> None:
        print_report(self.report, as_json=self.as_json, dry_run=self._dry_run)

    def _sync(self) -> None:
        if not self._dry_run:
            self.sync()
