"""Series as the API takes and shows them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, create_model

from api.answers.correcting import Searchable
from indexer.ingest.series_book import KeptIn, SeriesBook
from indexer.ingest.series_editing import AddedSeries
from indexer.models import ChangeKind
from indexer.normalise.series import SeriesProfile
from indexer.projection import among
from indexer.store.series import HeldSeries

if TYPE_CHECKING:

    class SeriesIn(SeriesProfile):
        """A profile of a series; without `id` and `code` they are made of its title."""

else:
    _GIVEN: dict[str, Any] = {
        name: (
            Annotated[
                SeriesProfile.model_fields[name].annotation | None,
                *SeriesProfile.model_fields[name].metadata,
                Field(description=f"{SeriesProfile.model_fields[name].description} {said}"),
            ],
            None,
        )
        for name, said in (
            ("id", "Made of the title where not given."),
            ("code", "That of the series where it is known, else made of the title."),
        )
    }
    SeriesIn = create_model(
        "SeriesIn",
        __base__=SeriesProfile,
        __module__=__name__,
        __doc__="A profile of a series; without `id` and `code` they are made of its title.",
        **_GIVEN,
    )


class SeriesOut(SeriesProfile):
    """A known series, with what is held of it."""

    kept_in: Annotated[
        KeptIn | None,
        Field(description="Where its profile comes from; null where its issues alone are known."),
    ]
    digests: Annotated[int, Field(description="Issues held.")]
    events: Annotated[int, Field(description="Events in them.")]
    earliest: Annotated[date | None, Field(description="First day of issue; null without any.")]
    latest: Annotated[date | None, Field(description="Last day of issue; null without any.")]

    @classmethod
    def told(
        cls, profile: SeriesProfile, held: Mapping[str, HeldSeries], book: SeriesBook
    ) -> "SeriesOut":
        """The series as the API shows it."""
        have = held.get(profile.id, HeldSeries())
        return cls(
            **{name: getattr(profile, name) for name in SeriesProfile.model_fields},
            kept_in=book.kept_in(profile.id),
            digests=have.digests,
            events=have.events,
            earliest=have.earliest,
            latest=have.latest,
        )


class SeriesListOut(BaseModel):
    """Every known series, those of most issues first."""

    items: list[SeriesOut]
    total: int


class AddedSeriesOut(BaseModel):
    """What became of a profile."""

    outcome: Annotated[str, among([ChangeKind.CREATED, ChangeKind.UPDATED, "unchanged"])]
    series: SeriesOut
    searchable: Searchable

    @classmethod
    def of(cls, added: AddedSeries, told: SeriesOut, *, searchable: bool) -> "AddedSeriesOut":
        """The answer to whoever sent it."""
        return cls(outcome=str(added.kind or "unchanged"), series=told, searchable=searchable)


class RemovedSeriesOut(BaseModel):
    """A profile that was removed."""

    id: str
    reason: str
    searchable: Searchable
