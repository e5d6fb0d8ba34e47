"""What a search costs: calls of the engine and searches counted, whatever was typed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, cast

import pytest
import tantivy

from api.knowledge.params import EventParams
from api.knowledge.query_language import MOST_WORDS
from api.knowledge.service import EventService
from indexer.normalise.tags.kinds import KINDS
from indexer.search.document import SERIES, Facet
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery
from indexer.search.tantivy import compiler
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore

# What people type that no event says so.
USUAL = (
    "nuclear wastewater release",
    "semiconductor export controls",
    "extended deterrence talks",
    "who visited Manila",
    "PRC balloons",
    "tariff steel 2022",
)
# How many plain searches one that finds nothing may cost: half of them, and the worst.
_PLAIN_OF_USUAL = 3
_PLAIN_OF_WORST = 10
# Calls of the engine, the search itself included.
_USUAL = 5
_WORST = 9
# Searches that are only counted; each costs a part of one with hits, facets and marks.
_MOST_COUNTED = 30
# Completions: a search and its counts.
_COMPLETIONS = 2
_MOST_COMPLETED = 8
_SHORT_REQUEST = 20_000  # characters
# By relevance each alternative is read in so many lists, up to the page's end.
_LISTS = 4


@dataclass
class Counting:
    """An engine that counts what it is asked.

    Attributes:
        calls: names of what was called, in order.
        counted: searches that `totals` were asked for.
    """

    engine: SearchEngine
    calls: list[str] = field(default_factory=list)
    counted: int = 0

    def totals(self, queries: Sequence[EventQuery]) -> Sequence[int]:
        """Counts them, too."""
        self.calls.append("totals")
        self.counted += len(queries)
        return self.engine.totals(queries)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            self.calls.append(name)
            return getattr(self.engine, name)(*arguments, **named)

        return called


@pytest.fixture
def counting(seeded: tuple[EventStore, TantivyEngine]) -> Counting:
    """The seed base's engine."""
    return Counting(seeded[1])


@pytest.fixture
def service(seeded: tuple[EventStore, TantivyEngine], counting: Counting) -> EventService:
    """The seed base, every call counted."""
    return EventService(seeded[0], cast("SearchEngine", counting))


@pytest.mark.parametrize("q", ["exercise", "space", "country:JP domain:space"])
def test_a_search_that_finds_enough_is_one_call(
    service: EventService, counting: Counting, q: str
) -> None:
    """The search; and one that counts readings, where words are names."""
    result = service.search(EventParams(q=q, near_page=1))
    assert result.total >= len("some")
    assert [one for one in counting.calls if one != "totals"] == ["search"]
    assert counting.calls.count("totals") <= 1


@pytest.mark.parametrize("q", USUAL)
def test_an_empty_search_is_a_few_calls(service: EventService, counting: Counting, q: str) -> None:
    """The second tier counts and shows; readings, parts and spellings are counted together."""
    assert service.search(EventParams(q=q)).total <= 1
    assert len(counting.calls) <= _USUAL


def _hostile() -> Iterator[str]:
    several = " ".join(f"zyxw{letter}vut" for letter in "abcdefghijklmnopqrst")
    yield several
    yield "japan korea russia china taiwan india france germany 2022 2023 " + several[:80]
    yield "(a OR b) (c OR d) (e OR f) zyx"
    yield " ".join(["cooperation", "trilateral", "semiconductor"] * 6) + " zyxwvut"
    yield ("aliance " * MOST_WORDS).strip()
    yield 'japan "x y" -z country:JP,KR,PH -domain:space zyxw after:2030 before:2031'
    yield "a" * 500


@pytest.mark.parametrize("q", list(_hostile()), ids=lambda q: q[:20])
def test_the_worst_search_is_ten_calls(service: EventService, counting: Counting, q: str) -> None:
    """Whatever was typed, as long as it may be."""
    service.search(EventParams(q=q[:500], event_from="2001", country=("JP",)))
    assert len(counting.calls) <= _WORST
    assert counting.counted <= _MOST_COUNTED


@pytest.mark.parametrize(
    "typed", ["sp", "japan and the phil", "country:", "missle defen", "joint st"]
)
def test_completions_are_two_calls(service: EventService, counting: Counting, typed: str) -> None:
    """A few hits for their headlines, and all counts together; the same whatever there is."""
    assert service.suggest(typed, limit=10)
    assert len(counting.calls) <= _COMPLETIONS
    assert counting.counted <= _MOST_COMPLETED


@pytest.mark.meilisearch
@pytest.mark.parametrize("sort", [None, "newest", "oldest", "added"])
def test_alternatives_on_a_server_fetch_no_more_than_a_page(
    seeded: tuple[EventStore, TantivyEngine],
    seeded_server: MeiliEngine,
    monkeypatch: pytest.MonkeyPatch,
    sort: str | None,
) -> None:
    """However many events they find: no list of ids is read, and none is sent as a filter."""
    params = EventParams(q="japan OR exercise OR (space country:US)", limit=5, sort=sort)
    asked: list[str] = []
    rows = 0
    through = seeded_server.link.ask

    def ask(question: Callable[[Any], Any]) -> Any:
        def noted(client: Any) -> Any:
            plain = client.multi_search

            def multi_search(queries: Any, *joined: Any) -> Any:
                nonlocal rows
                asked.append(str(queries))
                answer = plain(queries, *joined)
                some = [one["hits"] for one in answer.get("results", [answer])]
                rows += sum(map(len, some))
                return answer

            with monkeypatch.context() as patch:
                patch.setattr(client, "multi_search", multi_search)
                return question(client)

        return through(noted)

    monkeypatch.setattr(seeded_server.link, "ask", ask)
    total = EventService(seeded[0], seeded_server).search(params).total
    ways = 3
    assert total > rows
    assert rows <= _LISTS * ways * (params.limit + 1) + 1  # the state, too
    assert len(asked) <= ways
    assert max(map(len, asked)) < _SHORT_REQUEST


def test_counts_of_several_facets_are_one_question(
    service: EventService, counting: Counting
) -> None:
    """Every kind of tag and the series, as pages of countries and domains need them."""
    facets: tuple[Facet, ...] = (*KINDS, SERIES)
    together = service.counts_by(*facets)
    assert counting.calls == ["search"]
    assert together == {facet: service.counts(facet) for facet in facets}
    assert all(together[facet] for facet in ("country", "domain", SERIES))


@dataclass
class Passes:
    """A view of the embedded index that counts how often it is gone through.

    Attributes:
        made: passes so far, each over the events that have certain words.
    """

    searcher: Any
    made: int = 0

    def __getattr__(self, name: str) -> Any:
        if name in {"search", "aggregate"}:
            self.made += 1
        return getattr(self.searcher, name)


@pytest.fixture
def passes(
    seeded: tuple[EventStore, TantivyEngine], monkeypatch: pytest.MonkeyPatch
) -> Callable[[EventParams], int]:
    """Passes over the index that a search takes."""
    store, engine = seeded
    assert engine.count()  # it is open now
    reader = engine._reader
    assert reader is not None
    view = Passes(reader.searcher)
    monkeypatch.setattr(engine, "_reader", replace(reader, searcher=view))

    def taken(params: EventParams) -> int:
        before = view.made
        EventService(store, engine).search(params)
        return view.made - before

    return taken


@pytest.fixture
def plain(passes: Callable[[EventParams], int]) -> float:
    """What a search takes that finds what it is meant to."""
    some = ("exercise", "space", "missile defense", "japan korea", "lunar", "export controls")
    return median(passes(EventParams(q=q)) for q in some)


def test_a_search_that_finds_nothing_goes_through_the_index_as_often_as_three_plain_ones(
    passes: Callable[[EventParams], int], plain: float
) -> None:
    """Half of such searches, second tier, readings and explanation included."""
    assert median(passes(EventParams(q=q)) for q in USUAL) <= _PLAIN_OF_USUAL * plain


@pytest.mark.parametrize("q", list(_hostile()), ids=lambda q: q[:20])
def test_the_worst_search_goes_through_the_index_as_often_as_ten_plain_ones(
    passes: Callable[[EventParams], int], plain: float, q: str
) -> None:
    """Whatever was typed."""
    params = EventParams(q=q[:500], event_from="2001", country=("JP",))
    assert passes(params) <= _PLAIN_OF_WORST * plain


@pytest.mark.parametrize("q", [*USUAL, "exercise", "space japan"])
def test_words_are_looked_up_and_no_list_of_all_is_read(
    seeded: tuple[EventStore, TantivyEngine], monkeypatch: pytest.MonkeyPatch, q: str
) -> None:
    """A set of terms is found by reading through every term of a field, which grows with a base."""
    read: list[str] = []

    def noted(_: Any, name: str, __: list[str]) -> Any:
        read.append(name)
        return tantivy.Query.empty_query()

    monkeypatch.setattr(compiler, "Query", _Patched(tantivy.Query, term_set_query=noted))
    EventService(*seeded).search(EventParams(q=q))
    assert not read


class _Patched:
    """Something with a few of its parts exchanged."""

    def __init__(self, whole: Any, **parts: Any) -> None:
        self.__dict__ |= parts
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)
