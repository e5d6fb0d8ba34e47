"""What is asked for by its id is there, was deleted, or never was: said in one place."""

from datetime import datetime
from typing import Protocol, TypeVar

from indexer.errors import Gone, Merged, NotFound, Renumbered


class Deletable(Protocol):
    """A thing that leaves a trace when it is deleted."""

    @property
    def deleted_at(self) -> datetime | None:
        """When it was deleted; None while it lives."""


DeletableT = TypeVar("DeletableT", bound=Deletable)


def living(found: DeletableT | None, what: str, wanted: str) -> DeletableT:
    """What was found.

    Args:
        found: the thing, or None.
        what: "event" or "digest".
        wanted: its id.

    Raises:
        NotFound: there was never such a thing.
        Gone: it was deleted.
    """
    if found is None:
        raise absent(what, wanted)
    if found.deleted_at is not None:
        raise gone(what, wanted, found.deleted_at)
    return found


def absent(what: str, wanted: str) -> NotFound:
    """The error for an id that was never given out."""
    return NotFound(f"no {what} has the id {wanted!r}")


def merged(event_id: str, into: str) -> Merged:
    """The error for an event that became part of another."""
    return Merged(f"the event {event_id!r} became part of {into!r}", asked=event_id, into=into)


def renumbered(digest_id: str, into: str) -> Renumbered:
    """The error for the id that the number of an issue would make, were it not put right."""
    return Renumbered(
        f"the digest {digest_id!r} keeps the id {into!r}; its number was put right",
        asked=digest_id,
        into=into,
    )


def gone(what: str, wanted: str, at: datetime) -> Gone:
    """The error for what was deleted."""
    return Gone(f"the {what} {wanted!r} was removed on {at:%Y-%m-%d}")
