"""What changed: pages of the ledger, for mirrors, and the state that they should arrive at."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, ConfigDict, Field, create_model

from api.knowledge import vocabulary
from api.knowledge.addressed import Addressed
from api.knowledge.parameters import values
from api.knowledge.shown import ShownStore
from api.knowledge.values import Blankable, Splittable, Whole, listed
from indexer.errors import LedgerReset
from indexer.models import Change, ChangeKind, Subject
from indexer.normalise.tags.kinds import KINDS
from indexer.search.document import SERIES
from indexer.store import EventStore, LedgerFilter
from indexer.wording import Moment

_LAST = 2**31 - 1
_BATCH = 200
MOST_ROWS = 1000
MOST_WAIT = 60
_LEDGER = "`ledger` of an answer"


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


class _ChangeParams(Addressed):
    """Which rows of the ledger. Unknown parameters are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: Annotated[int, Field(ge=0, le=_LAST, description="Rows after this number."), Whole] = 0
    ledger: Annotated[
        Annotated[str, Field(max_length=36, json_schema_extra={"x-values": _LEDGER})] | None,
        Blankable,
        Field(
            description="The ledger that `since` is of; where it is another by now: 410.",
        ),
    ] = None
    written_from: Annotated[
        Moment | None,
        AfterValidator(_in_utc),
        Field(
            description="Only rows written at this moment or later; without a zone in UTC.",
            examples=["2026-01-15T00:00:00Z"],
        ),
    ] = None
    subject: Annotated[
        tuple[Subject, ...], Splittable, Field(description="Only rows about any of these.")
    ] = ()
    change: Annotated[
        tuple[ChangeKind, ...],
        Splittable,
        Field(description="Only rows where any of these happened."),
    ] = ()


if TYPE_CHECKING:

    class ChangeFilterParams(_ChangeParams):
        """Which rows of the ledger. Unknown parameters are refused by name."""

        series: tuple[str, ...] = ()

else:
    ChangeFilterParams = create_model(
        "ChangeFilterParams",
        __base__=_ChangeParams,
        __module__=__name__,
        __doc__=_ChangeParams.__doc__,
        **{
            str(kind.id): values(
                f"Only events that had or have any of these {kind.plural}.",
                kind.examples[:1],
                listed(kind.id),
            )
            for kind in KINDS.values()
        },
        series=values(
            "Only what belonged or belongs to any of these series.",
            ("us-japan-alliance-digest",),
            listed("series"),
        ),
    )


class ChangeParams(ChangeFilterParams):
    """A page of the ledger. Unknown parameters are refused by name."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows on a page."), Whole] = 200
    wait: Annotated[
        int,
        Field(
            ge=0,
            le=MOST_WAIT,
            description="Seconds to wait for a row where there is none yet.",
            examples=[30],
        ),
        Whole,
    ] = 0


class ChangeFeedParams(ChangeFilterParams):
    """The last rows of the ledger. Unknown parameters are refused by name."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Entries on a page."), Whole] = 200
    before: Annotated[
        Annotated[int, Field(ge=1, le=_LAST), Whole] | None,
        Blankable,
        Field(description="Rows before this number; feeds name the next page."),
    ] = None


@dataclass(frozen=True, slots=True)
class State:
    """What a store holds, in four values.

    Attributes:
        ledger: id of the ledger; numbers of another one mean other rows.
        head: its last number.
        hash: hash of its last row, which covers all that was ever written.
        digest: of the living events, see `EventStore.state_digest`.
    """

    ledger: str
    head: int
    hash: str
    digest: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Rows of the ledger.

    Attributes:
        rows: in order.
        next: where the next page begins, rows that were not wanted passed over; of the latest rows
            the number that the next page lies before, 0 where there is none.
        ledger, head, hash: where the ledger ended before it was read.
    """

    rows: list[Change]
    next: int
    ledger: str
    head: int
    hash: str


class Changes:
    """Reads the ledger.

    Args:
        store: the truth.
        shown: reads of it what may be shown.
    """

    def __init__(self, store: EventStore, shown: ShownStore) -> None:
        self._store = store
        self._shown = shown
        self._lock = threading.Lock()
        self._known: State | None = None

    def state(self) -> State:
        """What the store holds now; worked out once for each number of the ledger."""
        end = self._store.ledger_end()
        with self._lock:
            known = self._known
            if known is None or (known.ledger, known.head) != (end.ledger, end.seq):
                known = State(end.ledger, end.seq, end.hash, self._store.state_digest())
                self._known = known
        return known

    def page(self, params: ChangeParams) -> ChangePage:
        """One page of the ledger.

        Raises:
            LedgerReset: `since` is of another ledger, or lies behind the end of this one.
            QueryError: a filter's value is unknown.
        """
        end = self._store.ledger_end()
        self._require_same(params, end.ledger, end.seq)
        only = wanted(params)
        rows = self._shown.changes(since=params.since, limit=params.limit, until=end.seq, only=only)
        following = rows[-1].seq if len(rows) == params.limit else end.seq
        return ChangePage(rows, following, end.ledger, end.seq, end.hash)

    def rows(self, params: ChangeFilterParams, until: int) -> Iterator[Change]:
        """Every row after `since` up to a number, read a few at a time.

        Raises:
            QueryError: a filter's value is unknown; at once, not when the first row is taken.
        """
        return self._read(wanted(params), params.since, until)

    def _read(self, only: LedgerFilter, since: int, until: int) -> Iterator[Change]:
        while batch := self._shown.changes(since=since, limit=_BATCH, until=until, only=only):
            yield from batch
            since = batch[-1].seq

    def latest(self, *, limit: int, before: int | None = None) -> list[Change]:
        """The last rows, or the last ones before a number, the latest first."""
        return self._shown.latest_changes(limit=limit, before=before)

    def followed(self, params: ChangeFeedParams) -> ChangePage:
        """The last rows, or the last ones before a number, the latest first.

        Raises:
            LedgerReset: `since` is of another ledger, or lies behind the end of this one.
            QueryError: a filter's value is unknown.
        """
        end = self._store.ledger_end()
        self._require_same(params, end.ledger, end.seq)
        rows = self._shown.latest_changes(
            limit=params.limit, before=params.before, only=wanted(params)
        )
        kept = [row for row in rows if row.seq > params.since]
        following = kept[-1].seq if len(kept) == params.limit else 0
        return ChangePage(kept, following, end.ledger, end.seq, end.hash)

    def end(self, params: ChangeFilterParams) -> State:
        """Where the ledger ends, for whoever reads on from `since`.

        Raises:
            LedgerReset: `since` is of another ledger, or lies behind the end of this one.
        """
        end = self._store.ledger_end()
        self._require_same(params, end.ledger, end.seq)
        return State(end.ledger, end.seq, end.hash, "")

    def head(self) -> int:
        """The ledger's last number."""
        return self._store.head()

    @staticmethod
    def _require_same(params: ChangeFilterParams, ledger: str, head: int) -> None:
        if params.ledger is not None and params.ledger != ledger:
            raise LedgerReset(
                f"the ledger {params.ledger} is no longer this one: begin again at since=0"
            )
        if params.since > head:
            raise LedgerReset(
                f"since={params.since} lies behind the end of the ledger, which is {head}: "
                "the store was put back to an earlier state; begin again at since=0"
            )


def wanted(params: ChangeFilterParams) -> LedgerFilter:
    """The rows that the parameters mean.

    Raises:
        QueryError: a value is unknown.
    """
    return LedgerFilter(
        written_from=params.written_from,
        subjects=tuple(map(str, params.subject)),
        kinds=tuple(map(str, params.change)),
        tags={
            str(kind.id): tuple(
                vocabulary.resolve(kind.id, word, parameter=str(kind.id))
                for word in getattr(params, kind.id)
            )
            for kind in KINDS.values()
        },
        series=tuple(vocabulary.resolve(SERIES, word, parameter=SERIES) for word in params.series),
    )
