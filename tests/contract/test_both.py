"""Two searches as one, on every engine: what both find, and pairs of values of one kind."""

from itertools import combinations_with_replacement, product

import pytest

from api.knowledge.comparison import Pair, Part
from api.knowledge.params import EventParams
from indexer.search.crosstab import pairs
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery
from tests.contract.test_crosstab import documents

TEXTS = (
    *("missile", "flew", "missil", "-missile", "country:JP", "-country:US", "after:2023-06"),
    *("country:JP country:KR flew", "before:2023-05 satellite", "domain:space,energy"),
)


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    engine.rebuild(documents(), 1)
    return engine


def test_both_and_either_alone_are_those_of_sets(filled: SearchEngine) -> None:
    """Whatever the two are made of; parts are listed whole, the newest first."""
    for a, b in combinations_with_replacement(TEXTS, 2):
        pair = Pair.of(EventParams(q=a), EventParams(q=b))
        in_a, in_b = (set(filled.ids(query)) for query in (pair.a, pair.b))
        assert set(filled.ids(pair.both)) == in_a & in_b, (a, b)
    pair = Pair.of(EventParams(q="country:JP"), EventParams(q="domain:space missile"))
    order = list(filled.ids(pair.a))
    only_a = [one for one in order if one not in set(filled.ids(pair.b))]
    first = pair.listed(filled, Part.ONLY_A, limit=3)
    rest = pair.listed(filled, Part.ONLY_A, limit=100, after=first.next)
    assert [*first.ids, *rest.ids] == only_a
    assert rest.next is None


def test_pairs_are_counted_as_by_hand(filled: SearchEngine) -> None:
    """Both ways, and a value with itself."""
    values = ("JP", "US", "KR")
    found = pairs(filled, EventQuery(), "country", values)
    for one, other in product(values, repeat=2):
        expected = sum({one, other} <= set(d.tags["country"]) for d in documents())
        assert found.get((one, other), 0) == expected
