"""`entente backup` and `entente restore`: the whole store in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from indexer.backup import Manifest, back_up, restore, verify
from indexer.cli.app import opened
from indexer.cli.output import ERR, OUT
from indexer.errors import EntenteError
from indexer.search import sync
from indexer.settings import Settings
from indexer.store import EventStore

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
        with opened(settings) as (store, engine):
            sync.reindex(store, engine)
            sync.sync(store, engine)
    except EntenteError as error:
        ERR.print(
            f"restored, but not indexed yet: {error}; `entente reindex` will do it",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )


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
