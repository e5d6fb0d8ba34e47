"""A field for every kind of tag, for the answers that list an event's tags."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, create_model

from indexer.projection import tag_fields

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
