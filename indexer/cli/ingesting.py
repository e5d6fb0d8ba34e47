"""The commands that read digests: `ingest`, `parse` and `reprocess`."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from indexer.cli.app import FAILED, opened, sync_quietly
from indexer.cli.options import (
    AllowPrivateOption,
    DateOption,
    DryRunOption,
    NewSeriesOption,
    SeriesOption,
    SourcesArgument,
    VolumeOption,
    hinting,
    known_series,
)
from indexer.cli.output import (
    complain,
    print_digest,
    print_report,
    progress,
    report_file,
    write_json,
)
from indexer.cli.run import Run
from indexer.cli.web import web
from indexer.errors import InputError
from indexer.ingest import sources
from indexer.ingest.build import build
from indexer.ingest.intake import Intake
from indexer.ingest.pipeline import Ingest
from indexer.ingest.preview import digest_json
from indexer.ingest.report import IngestReport
from indexer.ingest.series_book import SeriesBook
from indexer.readers import parts, read
from indexer.settings import Settings

AllowShorterOption = Annotated[
    bool, typer.Option(help="Take a capture also where stored texts shrink or items go.")
]
ReplaceOption = Annotated[
    bool, typer.Option(help="Take an issue also where another is stored under its number.")
]
ReportOption = Annotated[
    Path | None,
    typer.Option("--report", help="Write what became of each issue there, one JSON object a line."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object an issue.")]

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.command()
def ingest(
    paths: SourcesArgument,
    series: SeriesOption = None,
    volume: VolumeOption = None,
    issue_date: DateOption = None,
    new_series: NewSeriesOption = False,
    dry_run: DryRunOption = False,
    allow_shorter: AllowShorterOption = False,
    replace: ReplaceOption = False,
    watch: Annotated[
        bool, typer.Option(help="Go on, and take what comes into the folders or changes there.")
    ] = False,
    allow_private: AllowPrivateOption = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take digests into the store and bring the index up to date.

    One bad file never ends the run: it is refused by name, and the others are taken.

    Example: [bold]entente ingest seed_data/us-japan-alliance-digest[/bold]
    """
    settings = Settings()
    hints = hinting(series, volume, issue_date, new_series=new_series)
    listing = sources.listing(paths)
    count = len(listing.sources)
    if volume is not None and count > 1:
        raise typer.BadParameter(f"--volume is of one file, and these are {count}")
    with ExitStack() as stack:
        store, engine = stack.enter_context(opened(settings))
        open_web = stack.enter_context(web(settings, allow_private=allow_private))
        taker = Ingest(
            store,
            settings.max_source_bytes,
            dry_run=dry_run,
            series=SeriesBook.of(store, settings).registry,
            allow_shorter=allow_shorter,
            replace=replace,
        )
        run = Run(
            Intake(taker, hints, open_web),
            lambda: sync_quietly(store, engine, settings),
            stack.enter_context(report_file(report, difference=dry_run)),
            as_json=as_json,
        )
        run.all_of(listing)
        if watch:
            run.watch([path for path in paths if path not in listing.sources], listing.sources)
    run.finish()


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
        taker = Ingest(store, settings.max_source_bytes, dry_run=dry_run, series=book.registry)
        ids = list(dict.fromkeys(digests or store.digest_ids()))
        with progress("Reading digests again", len(ids)) as advance:
            for digest_id in ids:
                report.files.append(taker.again(digest_id))
                advance()
        if not dry_run:
            sync_quietly(store, engine, settings)
    print_report(report, as_json=as_json, dry_run=dry_run)
    if report.failed:
        raise typer.Exit(FAILED)


@app.command()
def parse(
    paths: SourcesArgument,
    series: SeriesOption = None,
    volume: VolumeOption = None,
    issue_date: DateOption = None,
    new_series: NewSeriesOption = False,
    allow_private: AllowPrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read and normalise digests, print what was found, store nothing.

    Example: [bold]entente parse vol-2-07.txt --json[/bold]
    """
    settings = Settings()
    hints = hinting(series, volume, issue_date, new_series=new_series)
    limit = settings.max_source_bytes
    known = known_series(settings)
    listing = sources.listing(paths)
    for _, error in listing.problems:
        complain(error)
    failed = bool(listing.problems)
    with web(settings, allow_private=allow_private) as open_web:
        for source in listing.sources:
            try:
                if sources.is_address(source):
                    fetched = open_web().fetcher.get(source)
                    data, said = fetched.data or b"", hints(fetched.url)
                else:
                    data, said = sources.load(source, max_bytes=limit), hints(source)
                for part in parts(data, said, max_bytes=limit, series=known):
                    raw = read(part.data, part.hints, max_bytes=limit, series=known)
                    found = digest_json(build(raw, part.hints.origin))
                    if as_json:
                        write_json(found)
                    else:
                        print_digest(found)
            except InputError as error:
                complain(error)
                failed = True
    if failed:
        raise typer.Exit(FAILED)
