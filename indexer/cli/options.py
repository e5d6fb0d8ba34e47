"""What the commands that read digests are told beside the files."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from indexer.ingest import sources
from indexer.ingest.series_book import SeriesBook
from indexer.normalise.series import SeriesRegistry
from indexer.normalise.series_files import registry
from indexer.readers import SourceHints
from indexer.readers.registry import titles
from indexer.settings import Settings
from indexer.store import EventStore

SourcesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL...",
        help=f"Files, folders, addresses, or - for standard input. Read are {titles()}.",
    ),
]
AllowPrivateOption = Annotated[
    bool, typer.Option(help="Ask also addresses that are not on the public internet.")
]
SeriesOption = Annotated[
    str | None, typer.Option(help="Series (id or title), where neither title nor file name tells.")
]
VolumeOption = Annotated[
    str | None,
    typer.Option(help="Volume and number such as 2.7, or a number, where nothing else tells."),
]
DateOption = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="Day of issue, where nothing states it."),
]
NewSeriesOption = Annotated[
    bool, typer.Option("--new-series", help="Make a plain profile for a series that is not known.")
]

DryRunOption = Annotated[
    bool, typer.Option(help="Show what would change, item by item; store nothing.")
]


def hinting(
    series: str | None, volume: str | None, issue_date: datetime | None, *, new_series: bool
) -> Callable[[str], SourceHints]:
    """Gives the hints for a path, from what the caller said of all of them.

    Raises:
        typer.BadParameter: the volume is not one.
    """
    number = None
    if volume is not None:
        match = re.fullmatch(r"(?:(\d{1,3})\.)?(\d{1,4})", volume)
        if match is None:
            raise typer.BadParameter(
                f"{volume!r} is no volume and number such as 2.7, and no number"
            )
        number = (int(match[1]) if match[1] else None, int(match[2]))
    day = issue_date.date() if issue_date else None

    def hints(path: str) -> SourceHints:
        return sources.hints(
            path, series=series, volume=number, issue_date=day, new_series=new_series
        )

    return hints


def known_series(settings: Settings) -> SeriesRegistry:
    """The series for a command that stores nothing: a store is asked, and none is made.

    Raises:
        InputError: a file that the settings name cannot be used.
        StoreError: the store cannot be read.
    """
    if settings.database_url is None and not settings.store_file.exists():
        return registry(settings.series)
    store = EventStore(settings.store_url)
    try:
        return SeriesBook.of(store, settings).registry()
    finally:
        store.close()
