"""Both engines over the seed data: the same events, in the same order, with the same counts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import SearchUnavailable
from indexer.search import sync
from indexer.search.analysis import plain
from indexer.search.buckets import Interval
from indexer.search.conditions import During, Not, OneOf, Period, Selection
from indexer.search.document import FACETS, MEMBER_OF, STATUS, YEAR
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.query import PERIOD, Alternative, EventQuery, Sort, Term
from indexer.search.tantivy.engine import TantivyEngine
from indexer.search.timeline import timeline
from indexer.store import EventStore
from tests.servers import PATIENT, Meilisearch

pytestmark = pytest.mark.meilisearch


_WORDS = st.sampled_from(
    [
        *("space", "japan", "missile", "okinawa", "semiconductors", "chip", "quad", "fighter"),
        *(
            "Indo-Pacific",
            "2+2",
            "F-35",
            "U.S.",
            "Kishida’s",
            "exercise",
            "tokyo",
            "biden",
            "trade",
        ),
        *("satelite", "excercise", "semicondutor", "alliance", "un", "us", "energy", "spacecraft"),
        *("USA", "a/b", "USA’s", "usjapan", "14.9", "2024", "inthe", "12", "tobe"),
        *("minister", "joint", "statement", "defense", "march", "korea", "futenma", "vaccine"),
    ]
)
_TERMS = st.lists(
    st.builds(Term, _WORDS, phrase=st.just(False), excluded=st.sampled_from([False] * 4 + [True])),
    max_size=3,
).map(tuple)


def _tags(values: list[str]) -> st.SearchStrategy[Selection]:
    some = st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)
    none = st.just(())
    return st.builds(
        Selection, st.one_of(none, some), st.one_of(none, none, some), st.one_of(none, none, some)
    )


_FILTERS = st.fixed_dictionaries(
    {
        "country": _tags(["JP", "US", "KR", "CN", "AU", "IN"]),
        "domain": _tags(["defense", "space", "economy", "society"]),
        "group": _tags(["quad", "g7", "trilateral-us-jp-kr"]),
        MEMBER_OF: _tags(["quad", "nato", "asean"]),
        STATUS: st.builds(Selection, st.sampled_from([(), (), ("scheduled",)])),
        PERIOD: st.builds(
            Period,
            st.sampled_from([None, None, date(2022, 6, 1), date(2023, 5, 15)]),
            st.sampled_from([None, None, date(2023, 12, 31)]),
            st.sampled_from([False, False, True]),
        ),
    }
)
_SCOPED = st.builds(
    Term,
    _WORDS,
    phrase=st.booleans(),
    excluded=st.sampled_from([False, False, True]),
    field=st.sampled_from(["headline", "text"]),
)
_CONDITIONS = st.lists(
    st.sampled_from(
        [
            OneOf("countries", ("JP", "KR")),
            OneOf("domains", ("space",)),
            Not(OneOf("countries", ("CN",))),
            During("days", date(2023, 1, 1).toordinal(), date(2023, 6, 30).toordinal()),
        ]
    ),
    max_size=1,
).map(tuple)
_ALTERNATIVES = st.one_of(
    st.just(()),
    st.lists(
        st.builds(
            Alternative,
            st.just("alternative"),
            st.one_of(_TERMS, st.lists(_SCOPED, max_size=1).map(tuple)),
            _CONDITIONS,
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
)
_QUERIES = st.builds(
    EventQuery,
    terms=st.one_of(_TERMS, st.builds(lambda terms, one: (*terms, one), _TERMS, _SCOPED)),
    either=_ALTERNATIVES,
    filters=_FILTERS,
    sort=st.sampled_from(list(Sort)),
    limit=st.sampled_from([5, 20, 200]),
    offset=st.sampled_from([0, 0, 3]),
    facets=st.just(("country", "domain", YEAR)),
)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=_QUERIES)
def test_every_search_gives_the_same_page(
    query: EventQuery, seeded: tuple[EventStore, TantivyEngine], seeded_server: MeiliEngine
) -> None:
    """Hits in order with their highlights, the total and every count."""
    assert seeded_server.search(query) == seeded[1].search(query)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=_QUERIES, interval=st.sampled_from(list(Interval)))
def test_every_search_gives_the_same_ids_and_timeline(
    query: EventQuery,
    interval: Interval,
    seeded: tuple[EventStore, TantivyEngine],
    seeded_server: MeiliEngine,
) -> None:
    """What exports and charts are made of; the ids are those of the pages."""
    embedded = seeded[1]
    found = list(embedded.ids(query))
    assert list(seeded_server.ids(query)) == found
    everything = replace(query, offset=0, limit=1000, facets=())
    assert [hit.id for hit in embedded.search(everything).hits] == found
    assert timeline(seeded_server, query, interval) == timeline(embedded, query, interval)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=_QUERIES, interval=st.sampled_from(list(Interval)))
def test_every_bar_of_a_timeline_counts_what_its_search_finds(
    query: EventQuery, interval: Interval, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """Certain and possible; and no event with a date in the period is missing."""
    engine = seeded[1]
    bars = timeline(engine, query, interval)
    for bar in bars:
        bare = replace(query, limit=0, facets=())
        search = bare.during(Period(bar.start, bar.end, query.period.certain))
        assert bar.total == engine.search(search).total
        certain = bare.during(Period(bar.start, bar.end, certain=True))
        assert bar.certain == engine.search(certain).total
    covered = {
        event_id
        for bar in bars
        for event_id in engine.ids(query.during(Period(bar.start, bar.end, query.period.certain)))
    }
    assert covered == set(engine.ids(query))


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST])
def test_long_searches_give_the_same_page(
    sort: Sort, seeded: tuple[EventStore, TantivyEngine], seeded_server: MeiliEngine
) -> None:
    """Whole sentences of the data, misspelt here and there."""
    for event in list(seeded[0].iter_events())[::9]:
        sentence = event.text.split(". ")[0].replace("cooperation", "coperation")
        terms = tuple(Term(word) for word in sentence.replace("tion", "toin", 1).split())
        query = EventQuery(terms=terms, sort=sort)
        assert seeded_server.search(query) == seeded[1].search(query)


def test_neighbouring_words_as_a_phrase_and_written_together_give_the_same_order(
    seeded: tuple[EventStore, TantivyEngine], seeded_server: MeiliEngine
) -> None:
    """Whether they count as standing in the headline is one rule for both."""
    for event in list(seeded[0].iter_events())[::5]:
        first, second = plain(event.headline).split()[:2]
        for term in (Term(f"{first} {second}", phrase=True), Term(first + second)):
            query = EventQuery(terms=(term,), limit=200)
            assert seeded_server.search(query) == seeded[1].search(query)


@pytest.mark.parametrize("field", ["", "headline", "text"])
@pytest.mark.parametrize("phrase", [False, True])
def test_a_compound_written_together_is_found_quoted_or_not(
    field: str,
    phrase: bool,
    seeded: tuple[EventStore, TantivyEngine],
    seeded_server: MeiliEngine,
) -> None:
    """It stands in no text so, only with a hyphen; unquoted it may be two words of the text."""
    query = EventQuery(terms=(Term("usjapan", phrase=phrase, field=field),), limit=200)
    found = seeded[1].search(query)
    assert seeded_server.search(query) == found
    assert bool(found.total) == (field != "text" or not phrase)


@pytest.mark.parametrize(
    "typed", ["sp", "okin", "semicond", "indo-pac", "2+", "def", "jap", "trilat"]
)
def test_unfinished_words_give_the_same_page(
    typed: str, seeded: tuple[EventStore, TantivyEngine], seeded_server: MeiliEngine
) -> None:
    """As one types."""
    query = EventQuery(terms=(Term(typed, prefix=True),), limit=200)
    assert seeded_server.search(query) == seeded[1].search(query)


def test_a_search_only_key_searches_and_writes_nothing(
    seeded_server: MeiliEngine, meilisearch: Meilisearch, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """What the api holds; asking for it again gives the same."""
    key = seeded_server.search_only_key()
    assert key == seeded_server.search_only_key() != meilisearch.master_key
    index = seeded_server.index_name
    reader = MeiliEngine(meilisearch.url, key, index, PATIENT)
    query = EventQuery(terms=(Term("space"), Term("china", excluded=True)), facets=FACETS)
    assert reader.search(query) == seeded_server.search(query)
    assert reader.state() == seeded_server.state()
    reader.ping()
    assert sync.check(seeded[0], reader) == sync.Differences((), (), ())
    with pytest.raises(SearchUnavailable, match="key"):
        reader.apply([], ["anything"], watermark=1)
    stranger = MeiliEngine(meilisearch.url, "wrong-key", index, PATIENT)
    with pytest.raises(SearchUnavailable, match="ENTENTE_MEILI_KEY"):
        stranger.search(query)
    with pytest.raises(SearchUnavailable, match="ENTENTE_MEILI_KEY"):
        stranger.ping()
