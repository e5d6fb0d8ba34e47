"""The front door: help and version at once, a command's module only when it is called."""

from importlib import import_module
from importlib.metadata import version as installed
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from web.cli.commands import COMMANDS

_HELP = "Entente: a searchable knowledge base of alliance developments."


class LazyGroup(TyperGroup):
    """A group of commands that are loaded when they are called."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, command in COMMANDS.items():
            self.add_command(TyperCommand(name, help=command.summary), name)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is called, loaded."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, None if name is None else loaded(name), rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what is wrong with its words is said in ours."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = _in_our_words(error)
            raise


def _in_our_words(error: typer.BadParameter) -> str:
    """The message, without the wording of the library that Typer reads values with."""
    from pydantic import ValidationError  # noqa: PLC0415  (loaded only to fail with)

    from indexer.wording import in_words  # noqa: PLC0415  (likewise)

    if not isinstance(error.__cause__, ValidationError):
        return error.message
    return "; ".join(map(in_words, error.__cause__.errors()))


def loaded(name: str) -> Any:
    """A command of the table from its module."""
    return get_group(import_module(COMMANDS[name].module).app).commands[name]


app = typer.Typer(
    name="entente",
    cls=LazyGroup,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"entente {installed('entente')}")
        raise typer.Exit


@app.callback(help=_HELP)
def _front(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")
    ] = False,
) -> None:
    """Options before any command."""
