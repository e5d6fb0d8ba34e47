"""Definitions of parameters, as `pydantic.create_model` takes them: a type and a default."""

from typing import Annotated, Any

from pydantic import Field

from api.knowledge.values import Blankable, Flag, said_as

FieldDefinition = tuple[Any, Any]


def values(description: str, examples: tuple[str, ...], kind: Any) -> FieldDefinition:
    """A list, repeated or with commas between; ``kind`` is its type."""
    shown = Field(description=description, examples=[list(examples)] if examples else None)
    return Annotated[kind, shown], ()


def text(
    description: str, example: str, form: str, *, not_before: str | None = None
) -> FieldDefinition:
    """A text that may be left blank.

    Args:
        description: what it asks for.
        example: a value.
        form: name of its format.
        not_before: the parameter whose day it may not lie before, which no JSON Schema can say.
    """
    hint: dict[str, Any] | None = {"x-not-before": not_before} if not_before else None
    shown = Field(description=description, examples=[example], json_schema_extra=hint)
    return Annotated[Annotated[str, said_as(form)] | None, Blankable, shown], None


def flag(description: str) -> FieldDefinition:
    """Yes or no; a blank is no."""
    return Annotated[Flag, Field(description=description, examples=[True])], False
