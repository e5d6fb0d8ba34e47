"""The store as a whole: `entente backup`, `restore` and `purge`."""

from pathlib import Path
from typing import Annotated

import typer

from indexer.backup import Manifest, back_up, restore, verify
from indexer.cli.app import FAILED, opened
from indexer.cli.output import ERR, OUT, complain
from indexer.errors import EntenteError
from indexer.search import sync
from indexer.search.keeper import alone
from indexer.settings import Settings
from indexer.store import EventStore

_MAX_REASON = 500
app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where it goes, or is.")],
    check: Annotated[
        bool, typer.Option("--verify", help="Make none: prove that the file is a whole backup.")
    ] = False,
    overwrite: Annotated[bool, typer.Option(help="Replace a file of that name.")] = False,
) -> None:
    """Write everything that the store holds into one file, while it is in use.

    Example: [bold]entente backup backups/entente-2026-01-31.zip[/bold]
    """
    if check:
        _tell(file, verify(file))
        return
    store = EventStore(Settings().store_url)
    try:
        _tell(file, back_up(store, file, overwrite=overwrite))
    finally:
        store.close()


@app.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    replace: Annotated[bool, typer.Option(help="Give up what the store holds now.")] = False,
    keep_ledger: Annotated[
        bool,
        typer.Option(help="Nothing was written after the backup: mirrors go on where they are."),
    ] = False,
) -> None:
    """Fill the store that the settings name from a backup, and index it.

    Example: [bold]ENTENTE_DATABASE_URL=postgresql://... entente restore entente.zip[/bold]
    """
    settings = Settings()
    done = restore(settings.store_url, file, replace=replace, keep_ledger=keep_ledger)
    _tell(file, done.manifest)
    ledger = "its ledger goes on" if done.same_ledger else f"its ledger is a new one: {done.ledger}"
    OUT.print(f"restored, {ledger}", highlight=False, markup=False, soft_wrap=True)
    try:
        with opened(settings) as (store, engine), alone(store, engine, settings.index_dir):
            sync.reindex(store, engine)
            sync.sync(store, engine)
    except EntenteError as error:
        ERR.print(
            f"restored, but not indexed yet: {error}; `entente reindex` will do it",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )


@app.command()
def purge(
    subject: Annotated[str, typer.Argument(metavar="EVENT|DIGEST", help="Its id.")],
    reason: Annotated[str, typer.Option(help="Why; everybody may read it in the ledger.")],
) -> None:
    """Remove an event, or an issue with all its events, from everything that is stored.

    Its id, the reason and the ledger's chain stay; files that hold the text are refused from now
    on. Backups made before still hold it.

    Example: [bold]entente purge usjad-2-7-54805f6a --reason 'Court order'[/bold]
    """
    settings = Settings()
    with opened(settings) as (store, engine):
        done = store.purge(subject, reason=_one_line(reason))
        OUT.print(
            f"{subject}: {len(done.events)} events, {len(done.sources)} sources and {done.rows} "
            "payloads of the ledger removed",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
        try:
            with alone(store, engine, settings.index_dir):
                sync.sync(store, engine)
                sync.reindex(store, engine)  # an index marks what was deleted, and drops it later
        except EntenteError as error:
            complain(f"the index still holds it: {error}; run `entente sync`, `entente reindex`")
            raise typer.Exit(FAILED) from error
        finally:
            emptied = store.compact()
        if not emptied:
            complain(
                "the database's log could not be emptied while another process reads; it is when "
                "that process ends"
            )


def _one_line(reason: str) -> str:
    said = " ".join(reason.split())
    if not 1 <= len(said) <= _MAX_REASON or not said.isprintable():
        raise typer.BadParameter(
            f"a reason has 1 to {_MAX_REASON} characters", param_hint="--reason"
        )
    return said


def _tell(file: Path, manifest: Manifest) -> None:
    rows = {name: proof.rows for name, proof in manifest.tables.items()}
    OUT.print(
        f"{file}: {rows['digest']} digests, {rows['event']} events, {rows['correction']} "
        f"corrections, {rows['api_key']} keys, ledger row {manifest.ledger.seq}, "
        f"digest {manifest.digest}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
