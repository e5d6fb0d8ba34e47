"""What a worse capture would take away from what is stored.

Pages are often captured before they are loaded to their end, or are cut by whoever stored them. A
text that is a beginning of the stored one, and an issue with fewer items, are therefore not taken
for corrections unless somebody says so.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from indexer.drafts import EventDraft
from indexer.ingest.identity import folded
from indexer.store.reading import StoredEvent

_NAMED = 5


class Lost(StrEnum):
    """What would be lost."""

    TEXT = "text"
    HEADLINE = "headline"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something stored that would be shorter, or gone.

    Attributes:
        event_id: of the event concerned.
        headline: as it is stored.
        what: which part of it.
        before, after: characters of that part, stored and received.
    """

    event_id: str
    headline: str
    what: Lost
    before: int
    after: int

    def as_json(self) -> dict[str, Any]:
        """The loss as plain JSON."""
        return asdict(self) | {"what": str(self.what)}

    def __str__(self) -> str:
        if self.what is Lost.ITEM:
            return f"“{self.headline}” would go"
        return (
            f"the {self.what} of “{self.headline}” would shrink from {self.before} to "
            f"{self.after} characters"
        )


def losses(
    former: Sequence[StoredEvent],
    items: Sequence[EventDraft],
    matches: Sequence[StoredEvent | None],
) -> list[Loss]:
    """What the items received would take away.

    Args:
        former: the events whose items are stored.
        items: those received.
        matches: which of the former each of them is.
    """
    found = []
    for item, event in zip(items, matches, strict=True):
        if event is None:
            continue
        for what, stored, received in (
            (Lost.HEADLINE, event.words[0], item.headline),
            (Lost.TEXT, event.words[1], item.text),
        ):
            if _is_beginning(received, stored):
                headline = event.rows.event["headline"]
                found.append(Loss(event.id, headline, what, len(stored), len(received)))
    if len(items) < len(former):
        kept = {event.id for event in matches if event is not None}
        found += [
            Loss(event.id, event.words[0], Lost.ITEM, len("".join(event.words)), 0)
            for event in former
            if event.id not in kept
        ]
    return found


def in_words(found: Sequence[Loss]) -> str:
    """The losses in one line; the first few by name."""
    named = "; ".join(str(loss) for loss in found[:_NAMED])
    rest = len(found) - _NAMED
    return f"{named}; and {rest} more" if rest > 0 else named


def _is_beginning(received: str, stored: str) -> bool:
    """Whether a text is a cut-off beginning of another, whatever its punctuation."""
    short, long = folded(received), folded(stored)
    return len(short) < len(long) and long.startswith(short)
