"""Definitions of parameters, as `pydantic.create_model` takes them: a type and a default."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from api.knowledge.values import Blankable, Values

FieldDefinition = tuple[Any, Any]


def values(description: str, examples: tuple[str, ...], *, kind: Any = None) -> FieldDefinition:
    """A list, repeated or with commas between; ``kind`` is its type where not any text."""
    shown = Field(description=description, examples=[list(examples)] if examples else None)
    return Annotated[kind or Values, shown], ()


def text(description: str, example: str) -> FieldDefinition:
    """A text that may be left blank."""
    return Annotated[
        str | None, Blankable, Field(description=description, examples=[example])
    ], None


def flag(description: str) -> FieldDefinition:
    """Yes or no; a blank is no."""
    return Annotated[
        bool,
        BeforeValidator(lambda given: False if given == "" else given),
        WithJsonSchema({"type": "boolean"}),
        Field(description=description, examples=[True]),
    ], False
