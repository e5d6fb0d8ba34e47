"""The command `fetch`: what a feed, sitemap or archive page lists."""

import re
from contextlib import ExitStack
from typing import Annotated

import typer

from indexer.cli.app import opened, sync_quietly
from indexer.cli.ingesting import JsonOption, ReportOption
from indexer.cli.options import (
    AllowPrivateOption,
    DryRunOption,
    NewSeriesOption,
    SeriesOption,
    hinting,
)
from indexer.cli.output import report_file, say, working
from indexer.cli.run import Run
from indexer.cli.web import web
from indexer.fetching.pace import Polite
from indexer.ingest.collecting import Collector
from indexer.ingest.intake import Intake
from indexer.ingest.pipeline import Ingest
from indexer.ingest.series_book import SeriesBook
from indexer.settings import Settings

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.command()
def fetch(
    urls: Annotated[
        list[str], typer.Argument(metavar="URL...", help="Feeds, sitemaps or archive pages.")
    ],
    match: Annotated[
        str | None,
        typer.Option(help="Regular expression that the address of an issue holds."),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, max=10_000, help="Pages asked for at most in this run.")
    ] = 100,
    delay: Annotated[
        float,
        typer.Option(min=0, max=60, help="Seconds between two requests to a site, at least."),
    ] = 1.0,
    refresh: Annotated[
        bool, typer.Option(help="Ask again for what was taken or refused before.")
    ] = False,
    series: SeriesOption = None,
    new_series: NewSeriesOption = False,
    dry_run: DryRunOption = False,
    allow_private: AllowPrivateOption = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the issues that a feed, sitemap or archive page lists, those not taken yet.

    Sites are treated politely: robots.txt is kept to, one request at a time, a second between two.
    A run that was ended goes on where it stopped.

    Example: [bold]entente fetch https://www.example.org/letters/[/bold]
    """
    settings = Settings()
    wanted = _pattern(match)
    hints = hinting(series, None, None, new_series=new_series)
    with ExitStack() as stack:
        store, engine = stack.enter_context(opened(settings))
        open_web = stack.enter_context(web(settings, allow_private=allow_private))
        book = SeriesBook.of(store, settings)
        taker = Ingest(store, settings.max_source_bytes, dry_run=dry_run, series=book.registry)
        intake = Intake(taker, hints, open_web)
        keep = stack.enter_context(report_file(report, difference=dry_run))
        run = Run(intake, lambda: sync_quietly(store, engine, settings), keep, as_json=as_json)
        polite = Polite(open_web().fetcher, seconds=delay)
        collector = Collector(intake, polite, match=wanted, limit=limit, refresh=refresh)
        with run.telling(), working("Fetching") as advance:
            for url in urls:
                for file in collector.collect(url):
                    run.add(file)
                    advance(file.file)
        if collector.known and not as_json:
            say(f"asked for before, and passed over: {collector.known} (--refresh asks again)")
        if collector.left and not as_json:
            say(f"left for the next run of the same command: {collector.left}")
    run.finish()


def _pattern(text: str | None) -> re.Pattern[str] | None:
    try:
        return re.compile(text) if text is not None else None
    except re.error as error:
        raise typer.BadParameter(f"--match {text!r} is no regular expression: {error}") from error
