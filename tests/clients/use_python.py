"""What a script does with the client that openapi-python-client makes; prints what it saw."""

import json
import sys

from entente_client import AuthenticatedClient, Client
from entente_client.api.changes import list_changes
from entente_client.api.correcting import correct_event, undo_correction
from entente_client.api.events import count_events, get_event, search_events
from entente_client.models import (
    ChangesOut,
    CorrectedOut,
    CountEventsByItem,
    CountsOut,
    DomainCorrectionIn,
    EventDetailOut,
    EventPageOut,
    FullEventOut,
    Precision,
    ProblemOut,
    SearchEventsSort,
    Status,
    TagAction,
)

_REASON = "To see whether it can be done."


def used(client: Client, editor: AuthenticatedClient) -> dict[str, object]:
    """A search, an event, every page, counts, ledger, error, correction; all by their types."""
    page = search_events.sync(client=client, q="space", domain=["space"], limit=5)
    assert isinstance(page, EventPageOut)
    first = page.items[0]
    event = get_event.sync(first.id, client=client)
    assert isinstance(event, EventDetailOut)
    (primary,) = [one for one in event.occurrences if one.primary]
    assert isinstance(primary.status, Status)
    assert isinstance(primary.precision, Precision)
    counts = count_events.sync(
        client=client, by=[CountEventsByItem.COUNTRY, CountEventsByItem.DOMAIN], q="space"
    )
    assert isinstance(counts, CountsOut)
    changes = list_changes.sync(client=client, since=0, limit=50)
    assert isinstance(changes, ChangesOut)
    after = [row.after for row in changes.items if isinstance(row.after, FullEventOut)]
    problem = search_events.sync(client=client, country=["Nowhereland"])
    assert isinstance(problem, ProblemOut)
    return {
        "total": page.total,
        "first": first.id,
        "start": primary.start.isoformat(),
        "status": primary.status.value,
        "evidence": event.tags.domains[0].evidence[0].quote,
        "walked": walked(client),
        "cells": sum(cell.count for cell in counts.items),
        "typed_changes": len(after),
        "problem": problem.type_,
        "fault": (problem.errors or [])[0].parameter,
        **corrected(editor, first.id),
    }


def corrected(editor: AuthenticatedClient, event_id: str) -> dict[str, object]:
    """The domains of an event with a correction, and with it taken back."""
    wanted = DomainCorrectionIn("domain", TagAction.ADD, "Health", _REASON)
    made = correct_event.sync(event_id, client=editor, body=wanted)
    assert isinstance(made, CorrectedOut)
    number = made.correction.id
    undone = undo_correction.sync(event_id, number, client=editor, reason=_REASON)
    assert isinstance(undone, CorrectedOut)
    return {"corrected": made.event.domains, "undone": undone.event.domains}


def walked(client: Client) -> int:
    """How many different events all pages hold."""
    seen: set[str] = set()
    cursor: str | None = None
    while True:
        page = search_events.sync(
            client=client, sort=SearchEventsSort.NEWEST, limit=100, cursor=cursor, facets=["none"]
        )
        assert isinstance(page, EventPageOut)
        seen |= {hit.id for hit in page.items}
        cursor = page.next_
        if cursor is None:
            return len(seen)


if __name__ == "__main__":
    _, url, key = sys.argv
    editor = AuthenticatedClient(url, key, raise_on_unexpected_status=True)
    print(json.dumps(used(Client(url, raise_on_unexpected_status=True), editor)))
