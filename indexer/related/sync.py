"""The tables after the ledger: kept up by a few events at a time, filled anew, and proved."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from indexer.related import events
from indexer.related.features import features
from indexer.related.filling import Filling, Superseded, being_filled
from indexer.related.measure import RULES, RULES_VERSION, Rules, sample_size
from indexer.related.proof import differing
from indexer.related.rebuild import Draft, Rebuild
from indexer.related.tables import STATE
from indexer.related.update import RebuildDue, Update
from indexer.store import EventStore

_BATCH = 200
# So few events are worked out again within a request; more only where no request waits.
_AT_ONCE = 2_000
_STATE = select(STATE)


@dataclass(frozen=True, slots=True)
class _State:
    """What the tables say of themselves."""

    rules: int
    watermark: int
    events: int
    sample: int


def follow(store: EventStore, *, waiting: bool = False, rules: Rules = RULES) -> bool:
    """Take what the ledger names since into the tables.

    Args:
        store: where events and tables are.
        waiting: a request waits for it: tables of many events are then not filled anew, though
            their weights may be outdated; the next call that nobody waits for does that.
        rules: the bounds.

    Returns:
        Whether the tables have followed the ledger to its end.
    """
    head = store.head()
    while head > 0:
        with store.tables() as connection:
            state = _state(connection)
            settled = waiting or state.sample == sample_size(state.events, rules)
            if state.watermark >= head and state.rules == RULES_VERSION and settled:
                return True
            if being_filled(connection):
                return False
        if (
            state.rules != RULES_VERSION
            or state.watermark >= head
            or not _applied(store, state, waiting, rules)
        ):
            if waiting and store.count_events() > _AT_ONCE:
                return False
            if not rebuild(store, rules=rules):
                return False
    return True


def behind(store: EventStore, *, rules: Rules = RULES) -> bool:
    """Whether the tables have rows of the ledger to follow, or weights to take anew."""
    with store.tables() as connection:
        state = _state(connection)
    head = store.head()
    return head > 0 and (
        state.watermark < head
        or state.rules != RULES_VERSION
        or state.sample != sample_size(state.events, rules)
    )


def version(store: EventStore) -> str:
    """Changes whenever the tables have followed the ledger further, or are filled anew."""
    with store.tables() as connection:
        state = _state(connection)
    return f"{state.rules}.{state.watermark}.{state.sample}"


def rebuild(store: EventStore, *, rules: Rules = RULES) -> bool:
    """Fill the tables anew; False where another process began to do so meanwhile."""
    # Taken before reading: what is written meanwhile is applied again afterwards.
    head = store.head()
    with closing(Rebuild(rules)) as built:
        draft = _draft(store, built)
        try:
            Filling(store.filling_tables, built, draft).fill(head)
        except Superseded:
            return False
    return True


def check(store: EventStore, *, rules: Rules = RULES) -> list[str]:
    """Work the tables out again, and name what differs, a line each; none where nothing does."""
    with store.tables() as connection:
        state = _state(connection)
        if state.watermark < store.head() or state.rules not in {0, RULES_VERSION}:
            return [f"related events: {store.head() - state.watermark} ledger rows behind"]
    with closing(Rebuild(rules)) as built:
        draft = _draft(store, built)
        with store.tables() as connection:
            return list(differing(connection, built, draft))


def _applied(store: EventStore, state: _State, waiting: bool, rules: Rules) -> bool:
    """Apply the next rows of the ledger; False where only filling anew will do."""
    rows = store.changed(since=state.watermark, limit=_BATCH)
    ids = {event_id for _, event_id in rows if event_id is not None}
    try:
        with store.filling_tables() as connection:
            if _state(connection) != state:
                return True  # another process was faster
            Update(connection, rules, keep_sample=waiting).apply(
                ids, events.by_ids(connection, ids)
            )
            connection.execute(update(STATE).values(watermark=rows[-1][0]))
    except RebuildDue:
        return False
    return True


def _draft(store: EventStore, built: Rebuild) -> Draft:
    for event in _living(store):
        built.add(event, features(event.headline, event.text))
    return built.draft()


def _living(store: EventStore) -> Iterator[events.Living]:
    last = ""
    while True:
        with store.tables() as connection:
            found = events.after(connection, last)
        if not found:
            return
        yield from found
        last = found[-1].id


def _state(connection: Connection) -> _State:
    row = connection.execute(_STATE).one()
    return _State(row.rules, row.watermark, row.events, row.sample)
