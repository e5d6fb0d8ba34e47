"""`entente keys`: make, list and revoke the keys that may write through the API."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from indexer.access import KeyRing, Scope
from indexer.cli.output import OUT, say, shown, warn, write_json
from indexer.models import ApiKey
from indexer.settings import Settings
from indexer.store import EventStore

keys_app = typer.Typer(
    help="Keys that may write through the API.", no_args_is_help=True, rich_markup_mode="rich"
)


@keys_app.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is; corrections name it as editor.")],
    scope: Annotated[
        list[Scope], typer.Option(help="What it may do; may be given again. Admin may do all.")
    ],
) -> None:
    """Make a key and print it, this once, on standard output alone.

    Example: [bold]entente keys create 'News desk' --scope ingest --scope curate[/bold]
    """
    with _ring() as ring:
        key, text = ring.create(name, frozenset(scope))
    sys.stdout.write(text + "\n")
    warn(
        f"key {key.id} for {key.name} ({', '.join(key.scopes)}): keep it now, it is not shown again"
    )


@keys_app.command("list")
def list_keys(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a key.")] = False,
) -> None:
    """List every key ever made; secrets are not kept and so not shown.

    Example: [bold]entente keys list --json[/bold]
    """
    with _ring() as ring:
        keys = ring.all()
    if as_json:
        for key in keys:
            write_json(_as_json(key))
        return
    table = Table("id", "name", "scopes", "made", "last used", "revoked", box=None)
    for key in keys:
        told = _as_json(key)
        days = (told["created_at"][:10], told["last_used_on"], (told["revoked_at"] or "")[:10])
        cells = (key.id, Text(shown(key.name)), " ".join(key.scopes))
        table.add_row(*cells, *(day or "" for day in days))
    OUT.print(table)


@keys_app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="As `entente keys list` shows it.")],
) -> None:
    """Make a key useless from now on.

    Example: [bold]entente keys revoke 4f1c09ab[/bold]
    """
    with _ring() as ring:
        key = ring.revoke(key_id)
    say(f"key {key.id} of {key.name} is revoked")


def _as_json(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": key.scopes,
        "created_at": key.created_at.isoformat(),
        "last_used_on": key.last_used_on.isoformat() if key.last_used_on else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }


@contextmanager
def _ring() -> Iterator[KeyRing]:
    store = EventStore(Settings().store_url)
    try:
        yield KeyRing(store)
    finally:
        store.close()
