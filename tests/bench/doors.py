"""The addresses that are asked: every door of Entente that a reader or program uses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tests.bench.queries import FACETS, Query, beginnings, mix, unknown_words

DISTINCT = 3_000
_V1 = "/api/v1"


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of events and digests of a base, to ask for."""

    events: Sequence[str]
    digests: Sequence[str]


Paths = Callable[[Ids], Sequence[str]]


def _searches(queries: Sequence[Query]) -> list[str]:
    facets = ",".join(FACETS)
    return [f"{_V1}/events?{query.parameters()}&facets={facets}" for query in queries]


# Name of the door to the addresses that are asked behind it.
DOORS: Mapping[str, Paths] = {
    "JSON": lambda _: _searches(mix(DISTINCT)),
    "JSON, every facet": lambda _: [
        f"{_V1}/events?{q.parameters()}" for q in mix(DISTINCT, seed=6)
    ],
    "HTML": lambda _: [f"/?{query.parameters()}" for query in mix(DISTINCT, seed=7)],
    "first page": lambda _: ["/"],
    "nothing found": lambda _: _searches(unknown_words(DISTINCT)),
    "event page": lambda ids: [f"/events/{one}" for one in ids.events],
    "event JSON": lambda ids: [f"{_V1}/events/{one}" for one in ids.events],
    "suggest": lambda _: [f"{_V1}/suggest?q={quote(typed)}" for typed in beginnings(DISTINCT)],
    "timeline": lambda _: [
        f"{_V1}/timeline?{query.parameters()}&interval=year" for query in mix(DISTINCT, seed=8)
    ],
    "export": lambda _: [
        f"{_V1}/events.csv?{urlencode({'country': 'JP', 'event_from': day, 'event_to': day})}"
        for day in (f"{year}-{month:02d}" for year in range(2000, 2025) for month in range(1, 13))
    ],
    "issue list": lambda _: [f"{_V1}/digests?limit=50&offset={at}" for at in range(0, 200, 50)],
    "issues page": lambda _: ["/digests"],
    "issue": lambda ids: [f"{_V1}/digests/{one}" for one in ids.digests],
    "changes": lambda _: [
        f"{_V1}/changes?since={at}&limit={limit}" for limit in (100, 99, 98) for at in range(1_000)
    ],
}
PLAIN_SEARCH = "JSON"
