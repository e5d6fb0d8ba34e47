"""The `entente` commands of the indexer: parse arguments, call, print."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from indexer.cli.keys import keys_app
from indexer.cli.options import (
    DateOption,
    DryRunOption,
    NewSeriesOption,
    PathsArgument,
    SeriesOption,
    VolumeOption,
    hinting,
    issues_in,
    known_series,
)
from indexer.cli.output import (
    complain,
    print_digest,
    print_report,
    progress,
    warn,
    write_json,
)
from indexer.cli.quality import quality
from indexer.errors import EntenteError, InputError
from indexer.ingest import sources
from indexer.ingest.build import build
from indexer.ingest.pipeline import Ingest
from indexer.ingest.preview import digest_json
from indexer.ingest.report import FileReport, IngestReport
from indexer.ingest.series_book import SeriesBook
from indexer.normalise.series_known import knowing
from indexer.readers import SourceHints, read
from indexer.search import open_engine, sync
from indexer.search.keeper import alone
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore

FAILED = 1  # exit status
_MIB = 1024 * 1024

# `entente` itself is `web.cli.front`, whose table of commands names this module.
app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.command()
def ingest(
    paths: PathsArgument,
    series: SeriesOption = None,
    volume: VolumeOption = None,
    issue_date: DateOption = None,
    new_series: NewSeriesOption = False,
    dry_run: DryRunOption = False,
    allow_shorter: Annotated[
        bool, typer.Option(help="Take a capture also where stored texts shrink or items go.")
    ] = False,
    replace: Annotated[
        bool, typer.Option(help="Take an issue also where another is stored under its number.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
) -> None:
    """Take digests into the store and bring the index up to date.

    Example: [bold]entente ingest seed_data/us-japan-alliance-digest[/bold]
    """
    settings = Settings()
    hints = hinting(series, volume, issue_date, new_series=new_series)
    with opened(settings) as (store, engine):
        report = IngestReport()
        taker = Ingest(
            store,
            settings.max_source_mb * _MIB,
            dry_run=dry_run,
            series=SeriesBook.of(store, settings).registry,
            allow_shorter=allow_shorter,
            replace=replace,
        )
        files = sources.files(paths)
        if volume is not None and len(files) > 1:
            raise typer.BadParameter(f"--volume is of one file, and these are {len(files)}")
        with progress("Reading digests", len(files)) as advance:
            for path in files:
                report.files += _ingest_one(taker, path, hints(path))
                advance()
        if not dry_run:
            sync_quietly(store, engine, settings)
    _finish(report, as_json=as_json, dry_run=dry_run)


@app.command()
def reprocess(
    digests: Annotated[
        list[str] | None, typer.Argument(metavar="[DIGEST...]", help="Ids; without them all.")
    ] = None,
    dry_run: DryRunOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a digest.")] = False,
) -> None:
    """Read stored digests again by the present rules; events change in place, corrections stay.

    Example: [bold]entente reprocess --dry-run usjad-2-7[/bold]
    """
    settings = Settings()
    with opened(settings) as (store, engine):
        report = IngestReport()
        book = SeriesBook.of(store, settings)
        taker = Ingest(store, settings.max_source_mb * _MIB, dry_run=dry_run, series=book.registry)
        ids = list(dict.fromkeys(digests or store.digest_ids()))
        with progress("Reading digests again", len(ids)) as advance:
            for digest_id in ids:
                report.files.append(taker.again(digest_id))
                advance()
        if not dry_run:
            sync_quietly(store, engine, settings)
    _finish(report, as_json=as_json, dry_run=dry_run)


def _finish(report: IngestReport, *, as_json: bool, dry_run: bool) -> None:
    """Print what was done; status 1 where a file or digest was refused."""
    print_report(report, as_json=as_json, dry_run=dry_run)
    if report.failed:
        raise typer.Exit(FAILED)


@app.command()
def parse(
    paths: PathsArgument,
    series: SeriesOption = None,
    volume: VolumeOption = None,
    issue_date: DateOption = None,
    new_series: NewSeriesOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
) -> None:
    """Read and normalise digests, print what was found, store nothing.

    Example: [bold]entente parse vol-2-07.txt --json[/bold]
    """
    settings = Settings()
    hints = hinting(series, volume, issue_date, new_series=new_series)
    limit = settings.max_source_mb * _MIB
    failed = False
    known = known_series(settings)
    for path in sources.files(paths):
        try:
            found = [
                digest_json(
                    build(read(p.data, p.hints, max_bytes=limit, series=known), p.hints.origin)
                )
                for p in issues_in(path, hints(path), max_bytes=limit, series=known)
            ]
        except InputError as error:
            complain(error)
            failed = True
            continue
        for digest in found:
            if as_json:
                write_json(digest)
            else:
                print_digest(digest)
    if failed:
        raise typer.Exit(FAILED)


app.command()(quality)
app.add_typer(keys_app, name="keys")


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[EventStore, SearchEngine]]:
    """Store and engine for one command."""
    store = EventStore(settings.store_url)
    engine = open_engine(settings)
    try:
        with knowing(SeriesBook.of(store, settings).registry):
            yield store, engine
    finally:
        engine.close()
        store.close()


def _ingest_one(taker: Ingest, path: str, given: SourceHints) -> list[FileReport]:
    """Take the issues of one file; most hold one."""
    try:
        held = issues_in(path, given, max_bytes=taker.max_bytes, series=taker.series())
    except InputError as error:
        return [FileReport.refusal(given.origin, error)]
    return [taker.file(part.data, part.hints) for part in held]


def sync_quietly(store: EventStore, engine: SearchEngine, settings: Settings) -> None:
    """Index what was stored; where the engine is away the next sync does it."""
    try:
        with alone(engine, settings.index_dir):
            sync.sync(store, engine)
    except EntenteError as error:
        warn(f"stored, but not indexed yet: {error}; `entente sync` will do it")
