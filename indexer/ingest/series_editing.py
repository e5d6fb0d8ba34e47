"""Adding and removing series: profiles that are data of the installation."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from indexer.errors import Conflict, InputError, NotFound
from indexer.ingest.series_book import KeptIn, SeriesBook
from indexer.models import ChangeKind
from indexer.normalise.series import SeriesProfile, slug
from indexer.readers.titles import short_code
from indexer.store import EventStore
from indexer.store.series_writing import held_back
from indexer.validation import faults, sentence

_MAX_ID = 80


@dataclass(frozen=True, slots=True)
class AddedSeries:
    """What became of a profile.

    Attributes:
        profile: as it is kept.
        kind: created or updated; None where it was so already.
    """

    profile: SeriesProfile
    kind: ChangeKind | None


def completed(told: dict[str, Any], book: SeriesBook) -> SeriesProfile:
    """A profile as somebody gives it; without an id or code one is made of the title.

    Raises:
        InputError: it is faulty; the message says where.
    """
    given = dict(told)
    title = str(given.get("title") or "")
    given.setdefault("id", slug(title)[:_MAX_ID].strip("-"))
    series_id, registry = str(given["id"]), book.registry()
    if given.get("code") is None:
        known = registry.get(series_id)
        same = known is not None and known.id == series_id
        given["code"] = (
            registry.bound_code(series_id)
            or (known.code if known and same else None)
            or short_code(title, series_id or "series", registry)
        )
    try:
        return SeriesProfile.model_validate(given)
    except ValidationError as error:
        raise InputError(sentence(faults(error, SeriesProfile))) from error


def add_series(
    store: EventStore,
    book: SeriesBook,
    profile: SeriesProfile,
    *,
    reason: str,
    editor: str | None = None,
) -> AddedSeries:
    """Make a profile the installation's own; it replaces the one that it had.

    Raises:
        InputError: its code or a title is another series', or its code would change.
    """
    for other in book.registry():
        if other.id == profile.id:
            if other.code != profile.code:
                raise InputError(
                    f"the code of the series {other.id!r} is {other.code!r} and never changes; "
                    f"{profile.code!r} was given"
                )
        elif other.code == profile.code:
            raise InputError(
                f"the code {profile.code!r} is that of the series {other.id!r}; give another"
            )
        elif shared := sorted(set(other.names) & set(profile.names)):
            raise InputError(
                f"{shared[0]!r} names the series {other.id!r}, too: an issue with that title "
                "could be of either"
            )
    with store.writing() as writer:
        return AddedSeries(profile, writer.put_series(profile, reason=reason, editor=editor))


def remove_series(
    store: EventStore,
    book: SeriesBook,
    series_id: str,
    *,
    reason: str,
    editor: str | None = None,
) -> None:
    """Take away a profile of the installation's own; a weaker one of the same id shows again.

    Raises:
        NotFound: no such series is known.
        Conflict: issues are held, or the profile stands in a file or in the package.
    """
    known = book.registry().get(series_id)
    if known is None or known.id != series_id:
        raise NotFound(f"no series has the id {series_id!r}")
    if issues := store.held_series().get(series_id):
        raise held_back(known.title, issues.digests)
    where = book.kept_in(series_id)
    if where is not KeptIn.STORE:
        told = "a file that ENTENTE_SERIES names" if where is KeptIn.FILE else "the package"
        raise Conflict(f"the profile of {series_id!r} is in {told}, not in the store")
    with store.writing() as writer:
        writer.remove_series(series_id, reason=reason, editor=editor)
