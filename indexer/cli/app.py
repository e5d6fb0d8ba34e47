"""The `entente` commands of the indexer: parse arguments, call, print."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from indexer import related
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
    say,
    warn,
    write_json,
)
from indexer.cli.quality import quality
from indexer.errors import EntenteError, IndexMissing, InputError
from indexer.ingest import sources
from indexer.ingest.build import build
from indexer.ingest.pipeline import Ingest
from indexer.ingest.preview import digest_json
from indexer.ingest.report import FileReport, IngestReport
from indexer.ingest.series_book import SeriesBook
from indexer.normalise.series_known import knowing
from indexer.readers import SourceHints, read
from indexer.search import open_engine, search_only_key, sync
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore, Faults

FAILED = 1  # exit status
_MIB = 1024 * 1024
_WATCH_SECONDS = 2.0
_SHOWN_DIFFERENCES = 20

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
            sync_quietly(store, engine)
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
            sync_quietly(store, engine)
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


@app.command("sync")
def sync_command(
    watch: Annotated[bool, typer.Option(help="Go on, and apply what comes.")] = False,
    search_key_file: Annotated[
        Path | None,
        typer.Option(help="Write Meilisearch's search-only key there, for `entente serve`."),
    ] = None,
) -> None:
    """Bring the search index up to the ledger, and repair where the two differ.

    Example: [bold]entente sync --watch[/bold]
    """
    settings = Settings()
    with opened(settings) as (store, engine):
        faults = store.faults()
        store.repair_projections(faults.projections)
        result = sync.sync(store, engine)
        differences = sync.check(store, engine)
        if differences:
            sync.repair(store, engine, differences)
        related_wrong = len(related.check(store))
        if related_wrong:
            related.rebuild(store)
        done = "rebuilt" if result.rebuilt else f"{result.applied} changes applied"
        repaired = _counted(differences) + related_wrong
        say(f"{engine.name}: {done}, {repaired} repaired")
        if faults.projections:
            say(f"store: {len(faults.projections)} projections made anew")
        _complain_of_ledger(faults)
        if search_key_file is not None:
            _write_secret(search_key_file, search_only_key(settings))
        while watch:
            time.sleep(_WATCH_SECONDS)
            _watch_once(store, engine)


@app.command()
def reindex() -> None:
    """Build the search index anew beside the present one, then swap.

    Example: [bold]entente reindex[/bold]
    """
    with opened(Settings()) as (store, engine):
        with progress("Indexing events", store.count_events()) as advance:
            sync.reindex(store, engine, lambda _: advance())
        say(f"{engine.name}: {store.count_events()} events indexed")


@app.command()
def check(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Compare store and index, and name every difference; exit status 1 where there is one.

    The store itself is checked, too: what is told of each event against its rows, and the chain of
    the ledger.

    Example: [bold]entente check[/bold]
    """
    with opened(Settings()) as (store, engine):
        faults = store.faults()
        try:
            differences = sync.check(store, engine)
        except IndexMissing as error:
            raise IndexMissing(
                f"{error} ({store.count_events()} events are not indexed)"
            ) from error
        lag = sync.lag(store, engine.state())
        related_wrong = related.check(store)
    agree = not (differences or lag or related_wrong or faults)
    if as_json:
        found = asdict(differences) | {"projections": faults.projections, "ledger": faults.ledger}
        found |= {"related": related_wrong, "lag": lag, "agree": agree}
        write_json(found)
        raise typer.Exit(0 if agree else FAILED)
    for line in related_wrong[:_SHOWN_DIFFERENCES]:
        say(line)
    for name in ("missing", "stale", "extra"):
        _print_ids(name, getattr(differences, name))
    _print_ids("projection", faults.projections)
    _complain_of_ledger(faults)
    if faults.projections:
        warn(f"{len(faults.projections)} projections are wrong: run `entente sync`")
    if differences or lag or related_wrong:
        counted = _counted(differences) + len(related_wrong)
        warn(f"{counted} differences, {lag} ledger rows behind: run `entente sync`")
    if not agree:
        raise typer.Exit(FAILED)
    say("store and index agree")


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


def sync_quietly(store: EventStore, engine: SearchEngine) -> None:
    """Index what was stored; where the engine is away the next sync does it."""
    try:
        sync.sync(store, engine)
    except EntenteError as error:
        warn(f"stored, but not indexed yet: {error}; `entente sync` will do it")


def _print_ids(name: str, ids: tuple[str, ...]) -> None:
    for event_id in ids[:_SHOWN_DIFFERENCES]:
        say(f"{name}: {event_id}")
    if len(ids) > _SHOWN_DIFFERENCES:
        say(f"{name}: and {len(ids) - _SHOWN_DIFFERENCES} more")


def _complain_of_ledger(faults: Faults) -> None:
    """What no command can repair: the past was changed behind the program's back."""
    for fault in faults.ledger[:_SHOWN_DIFFERENCES]:
        warn(f"ledger: {fault}; restore a backup")


def _write_secret(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o640)
    path.write_text(secret + "\n", encoding="utf-8")


def _watch_once(store: EventStore, engine: SearchEngine) -> None:
    try:
        result = sync.sync(store, engine)
    except EntenteError as error:
        warn(f"not synced, trying again: {error}")
        return
    if result.applied or result.rebuilt:
        say(f"{engine.name}: at ledger row {result.watermark}")


def _counted(differences: sync.Differences) -> int:
    return len(differences.missing) + len(differences.stale) + len(differences.extra)
