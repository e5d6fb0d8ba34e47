"""Events as they are cited, in the styles that `api.answers.formats.styles` knows."""

from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BaseModel, Field, create_model

from api.answers.formats import ExportContext
from api.answers.formats.citation import Citation
from api.answers.formats.styles import STYLES
from indexer.projection import EventOut


class PrintedOut(BaseModel):
    """An entry of a bibliography."""

    text: Annotated[str, Field(description="On one line.")]
    html: Annotated[str, Field(description="The same, escaped, the series in `<i>`.")]


class _CitationOut(BaseModel):
    """How one event is cited."""

    id: str
    url: Annotated[str, Field(description="The event's page.")]

    @classmethod
    def of(cls, event: EventOut, context: ExportContext) -> Self:
        """The event in every style."""
        citation = Citation.of(event, context)
        printed: dict[str, Any] = {
            style.id: PrintedOut(text=style.text(citation), html=style.html(citation))
            for style in STYLES.values()
        }
        return cls(id=event.id, url=citation.url, **printed)


if TYPE_CHECKING:
    CitationOut = _CitationOut
else:
    CitationOut = create_model(
        "CitationOut",
        __base__=_CitationOut,
        __module__=__name__,
        __doc__=_CitationOut.__doc__,
        **{
            style.id: (Annotated[PrintedOut, Field(description=f"As {style.label} has it.")], ...)
            for style in STYLES.values()
        },
    )


class CitationsOut(BaseModel):
    """Several events as they are cited, in the order that was asked for."""

    items: list[CitationOut]
    total: int
