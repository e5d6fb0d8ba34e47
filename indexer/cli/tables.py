"""The form of the tables: `entente upgrade` and `downgrade`."""

from typing import Annotated

import typer

from indexer.cli.app import FAILED
from indexer.cli.output import say
from indexer.settings import Settings
from indexer.store.database import newest
from indexer.store.versions import downgrade_store, upgrade_store, version_at

app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)


@app.command("upgrade")
def upgrade_command(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit status 1 where there is a step.")
    ] = False,
) -> None:
    """Bring the tables of the store to the newest version; every other command does it, too.

    Example: [bold]entente upgrade --check[/bold]
    """
    url = Settings().store_url
    found = version_at(url)
    if found == newest():
        say(f"the tables are of the newest version, {found}")
        return
    if check:
        say(f"the tables are of version {found or 'none'}, this program makes them {newest()}")
        raise typer.Exit(FAILED)
    say(f"tables {found or 'none'} -> {upgrade_store(url)}")


@app.command("downgrade")
def downgrade_command(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Of the tables, such as 0014.")],
) -> None:
    """Take the tables back for an earlier Entente; refused where anything would be lost.

    Example: [bold]entente downgrade 0014[/bold]
    """
    url = Settings().store_url
    found = version_at(url)
    downgrade_store(url, version)
    say(f"tables {found} -> {version}; this Entente would bring them up again: install the earlier")
