"""The commands that look after the search index: `sync`, `reindex`, `check`."""

import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from indexer import related
from indexer.cli.app import FAILED, opened
from indexer.cli.output import progress, say, warn, write_json
from indexer.errors import EntenteError, IndexMissing, SearchUnavailable
from indexer.search import keeper, search_only_key, sync
from indexer.search.port import SearchEngine
from indexer.settings import Settings
from indexer.store import EventStore, Faults

_SHOWN_DIFFERENCES = 20

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


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

    def keep_key() -> None:
        if search_key_file is not None:
            _write_secret(search_key_file, search_only_key(settings))

    with opened(settings) as (store, engine):
        try:
            _sync(store, engine, settings)
            keep_key()
        except EntenteError as error:
            if not watch:
                raise
            warn(f"not synced, trying again: {error}")
        if watch:
            keeper.watch(store, engine, threading.Event(), moved=_moved, looked=keep_key)


@app.command()
def reindex() -> None:
    """Build the search index anew beside the present one, then swap.

    Example: [bold]entente reindex[/bold]
    """
    settings = Settings()
    with opened(settings) as (store, engine):
        events = store.count_events() * len(engine.parts())
        with (
            keeper.alone(store, engine, settings.index_dir),
            progress("Indexing", events) as advance,
        ):
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
        indexes = [_looked_over(store, part) for part in engine.parts()]
        related_wrong = related.check(store)
    agree = not (any(map(bool, indexes)) or related_wrong or faults)
    if as_json:
        write_json(_told(indexes) | _told_of_store(faults, related_wrong) | {"agree": agree})
        raise typer.Exit(0 if agree else FAILED)
    for line in related_wrong[:_SHOWN_DIFFERENCES]:
        say(line)
    for index in indexes:
        _print_index(index)
    _print_ids("projection", faults.projections)
    _complain_of_ledger(faults)
    if faults.projections:
        warn(f"{len(faults.projections)} projections are wrong: run `entente sync`")
    if related_wrong:
        warn(f"{len(related_wrong)} related rows are wrong: run `entente sync`")
    if not agree:
        raise typer.Exit(FAILED)
    say("store and index agree")


@dataclass(frozen=True, slots=True)
class _Index:
    """What was found of one index: a fault where it cannot be compared at all."""

    name: str
    differences: sync.Differences
    lag: int
    fault: str | None

    def __bool__(self) -> bool:
        return bool(self.differences or self.lag or self.fault)


def _looked_over(store: EventStore, engine: SearchEngine) -> _Index:
    nothing = sync.Differences((), (), ())
    try:
        differences = sync.check(store, engine)
        lag = sync.lag(store, engine.state())
        return _Index(engine.label, differences, lag, engine.fault())
    except IndexMissing as error:
        told = f"{error} ({store.count_events()} events are not indexed)"
        return _Index(engine.label, nothing, store.head(), told)
    except SearchUnavailable as error:
        return _Index(engine.label, nothing, 0, str(error))


def _sync(store: EventStore, engine: SearchEngine, settings: Settings) -> None:
    """Everything brought up to date, proved, and repaired."""
    faults = store.faults()
    store.repair_projections(faults.projections)
    with keeper.alone(store, engine, settings.index_dir):
        result = sync.mend(store, engine)
        repaired = sum(sync.prove_one(store, part) for part in engine.parts())
    related_wrong = len(related.check(store))
    if related_wrong:
        related.rebuild(store)
    done = "rebuilt" if result.rebuilt else f"{result.applied} changes applied"
    say(f"{engine.name}: {done}, {repaired + related_wrong} repaired")
    if faults.projections:
        say(f"store: {len(faults.projections)} projections made anew")
    _complain_of_ledger(faults)


def _moved(engine: SearchEngine, result: sync.SyncResult) -> None:
    built = ", built anew" if result.rebuilt else ""
    say(f"{engine.label}: at ledger row {result.watermark}{built}")


def _told(indexes: list[_Index]) -> dict[str, object]:
    """All indexes together, and what is wrong with each."""
    found: dict[str, object] = {
        name: [one for index in indexes for one in getattr(index.differences, name)]
        for name in asdict(indexes[0].differences)
    }
    found["lag"] = max(index.lag for index in indexes)
    found["faults"] = {index.name: index.fault for index in indexes if index.fault}
    return found


def _told_of_store(faults: Faults, related_wrong: list[str]) -> dict[str, object]:
    return {
        "projections": faults.projections,
        "ledger": faults.ledger,
        "related": related_wrong,
    }


def _print_index(index: _Index) -> None:
    for name in ("missing", "stale", "extra"):
        _print_ids(name, getattr(index.differences, name))
    if index.fault:
        warn(f"{index.name}: {index.fault}")
    elif index:
        counted = sum(map(len, asdict(index.differences).values()))
        warn(
            f"{index.name}: {counted} differences, {index.lag} ledger rows behind: "
            "run `entente sync`"
        )


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
    """Write a secret whole or not at all, and only where it is another one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_text(encoding="utf-8").strip() == secret:
        return
    fresh = path.with_name(path.name + ".next")
    fresh.touch(mode=0o640)
    fresh.write_text(secret + "\n", encoding="utf-8")
    fresh.replace(path)
