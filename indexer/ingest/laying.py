"""Events as they are to be written: items laid out, read anew, corrections laid over."""

from collections.abc import Sequence
from datetime import date, datetime

from indexer.drafts import EventDraft
from indexer.ingest.build import reread
from indexer.ingest.corrections import dated, overlaid
from indexer.ingest.layout import Corrections, Laid, laid_out
from indexer.normalise.dates.conventions import Conventions
from indexer.store.rows import EventRows, LaidOver, event_rows


class Laying:
    """Lays corrections over the items of one issue.

    Args:
        digest_id: the issue.
        issue_date: its date, by which items with other words are read anew.
        conventions: how its series writes dates.
        corrections: of every event that the issue ever had, by event.
        own: ids of those events.
    """

    def __init__(
        self,
        digest_id: str,
        issue_date: date,
        conventions: Conventions,
        corrections: Corrections,
        own: frozenset[str],
    ) -> None:
        self._digest_id = digest_id
        self._issue_date = issue_date
        self._conventions = conventions
        self._corrections = corrections
        self._own = own

    def rows(self, items: Sequence[tuple[str, EventDraft]], *, at: datetime) -> list[EventRows]:
        """The rows of the events that these items are.

        Args:
            items: what was read, under the id of the event that each item is; in order.
            at: the moment of writing.
        """
        laid = laid_out(items, self._corrections, self._reread, own=self._own)
        return [self._row(one, at) for one in laid]

    def _reread(self, item: EventDraft, headline: str, text: str) -> EventDraft:
        return reread(item, headline, text, self._issue_date, self._conventions)

    def _row(self, one: Laid, at: datetime) -> EventRows:
        given = self._corrections.get(one.event_id, ())
        laid_over = LaidOver(
            overlaid(one.item.tags(), given),
            dated(one.item.occurrences(), given, one.item.period),
            one.read,
        )
        return event_rows(one.event_id, self._digest_id, one.item, laid_over, at=at)
