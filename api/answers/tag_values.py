"""A field for every kind of tag, for the answers that list an event's tags."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, create_model

from indexer.normalise.tags.kinds import KINDS


def tag_fields(value: Any) -> dict[str, Any]:
    """Field definitions for `pydantic.create_model`: a list of ``value`` for each kind."""
    return {
        kind.plural: (Annotated[list[value], Field(description=f"{kind.values}.")], ...)
        for kind in KINDS.values()
    }


if TYPE_CHECKING:

    class TagValuesOut(BaseModel):
        """The values of an event's tags by kind, the most important first."""

else:
    TagValuesOut = create_model(
        "TagValuesOut",
        __module__=__name__,
        __doc__="The values of an event's tags by kind, the most important first.",
        **tag_fields(str),
    )
