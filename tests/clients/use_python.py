"""What a script does with the client that openapi-python-client makes; prints what it saw."""

import json
import sys

from entente_client import Client
from entente_client.api.changes import list_changes
from entente_client.api.events import count_events, get_event, search_events
from entente_client.models import (
    ChangesOut,
    CountEventsByItem,
    CountsOut,
    EventDetailOut,
    EventPageOut,
    FullEventOut,
    Precision,
    ProblemOut,
    SearchEventsSort,
    Status,
)


def used(client: Client) -> dict[str, object]:
    """A search, an event, every page, counts, the ledger and an error; all by their types."""
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
    }


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
    print(json.dumps(used(Client(base_url=sys.argv[1], raise_on_unexpected_status=True))))
