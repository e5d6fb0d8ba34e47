"""Several Meilisearch servers: each follows by itself, one can be lost, added, or built anew."""

import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import InputError, SearchUnavailable
from indexer.search import keeper, open_engine, sync
from indexer.search.keeper import Rhythm
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.meilisearch.link import Timeouts
from indexer.search.meilisearch.servers import MeiliServers
from indexer.search.port import IndexState
from indexer.search.query import EventQuery
from indexer.settings import Settings
from indexer.store import EventStore
from tests.indexer.search.issues import CHIPS, SPACE, TEST, ingest
from tests.proxy import Proxy, Trouble
from tests.servers import PATIENT, Meilisearch, missing

pytestmark = pytest.mark.meilisearch
SHORT = Timeouts(connect=5.0, search=1.0, patient=30.0)
PATIENCE_S = 30


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    """With two events; every test leaves it, and the indexes, as they were."""
    opened = EventStore(f"sqlite:///{tmp_path_factory.mktemp('servers') / 'entente.db'}")
    ingest(opened, SPACE, TEST)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def pair(
    meilisearch: Meilisearch, store: EventStore
) -> Iterator[tuple[MeiliServers, Proxy, MeiliEngine, MeiliEngine]]:
    """Two servers as a searcher sees them: the first behind a proxy, each with its own index.

    They are one program here, told apart by the names of their indexes.
    """
    proxy = Proxy(meilisearch.url)
    name = secrets.token_hex(4)
    with proxy.running() as url:
        first = MeiliEngine(url, meilisearch.master_key, f"first-{name}", SHORT)
        second = MeiliEngine(meilisearch.url, meilisearch.master_key, f"second-{name}", PATIENT)
        servers = MeiliServers([first, second])
        sync.sync(store, servers)
        yield servers, proxy, first, second
        servers.close()


def stated(engine: MeiliEngine) -> IndexState | None:
    """What it says of itself, once its breaker lets a question through again."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return engine.state()
        except SearchUnavailable:
            if time.monotonic() > deadline:
                raise


def seen_to_answer(servers: MeiliServers, engine: MeiliEngine) -> None:
    """Wait until whoever looks at the servers knows that one answers."""
    deadline = time.monotonic() + PATIENCE_S
    while engine not in servers._watermarks:
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble.HANG,
        Trouble.DROP,
        Trouble.HTML,
        pytest.param(Trouble.DRIP, marks=pytest.mark.long),
    ],
)
def test_no_search_fails_while_one_server_is_away(
    trouble: Trouble, pair: tuple[MeiliServers, Proxy, MeiliEngine, MeiliEngine]
) -> None:
    """Whatever its trouble; it is asked last from then on, so that no search waits for it."""
    servers, proxy, _, second = pair
    with proxy.playing(trouble):
        assert servers.search(EventQuery()).total == 2
        seen_to_answer(servers, second)  # whoever reads everything is patient with the unknown
        for _ in range(20):
            assert servers.search(EventQuery()).total == 2
            assert servers.ids(EventQuery())
            assert servers.state() is not None
        assert servers._in_turn()[0] is second


def test_each_follows_with_its_own_watermark(
    pair: tuple[MeiliServers, Proxy, MeiliEngine, MeiliEngine], store: EventStore
) -> None:
    """One that is away does not hold the other; back, it is asked again when it is current."""
    servers, proxy, first, second = pair
    ingest(store, SPACE, TEST, CHIPS)
    with proxy.playing(Trouble.DROP), pytest.raises(SearchUnavailable):
        sync.sync(store, servers)
    assert sync.lag(store, second.state()) == 0
    assert sync.lag(store, stated(first)) > 0
    for engine in (first, second):
        servers._watermarks[engine] = engine.state().watermark  # type: ignore[union-attr]
    assert {servers.search(EventQuery()).total for _ in range(6)} == {3}
    sync.sync(store, servers)
    assert sync.lag(store, stated(first)) == 0
    for part in servers.parts():
        assert not sync.check(store, part)
    ingest(store, SPACE, TEST)
    sync.sync(store, servers)


def test_one_that_is_added_is_built_while_the_other_answers(
    pair: tuple[MeiliServers, Proxy, MeiliEngine, MeiliEngine],
    store: EventStore,
    meilisearch: Meilisearch,
) -> None:
    """It holds nothing at first, and is asked last."""
    _, _, _, second = pair
    fresh = MeiliEngine(
        meilisearch.url, meilisearch.master_key, f"fresh-{secrets.token_hex(4)}", PATIENT
    )
    servers = MeiliServers([fresh, second])
    assert {servers.search(EventQuery()).total for _ in range(4)} == {2}
    sync.mend(store, servers)
    assert fresh.search(EventQuery()).total == 2
    servers.close()


def test_the_settings_name_them(meilisearch: Meilisearch) -> None:
    """With commas between; one address twice is one server."""
    one = Settings(meili_url="http://a:7700", meili_urls="http://a:7700/, ")
    assert isinstance(open_engine(one), MeiliEngine)
    two = Settings(meili_urls="http://a:7700,http://b:7700")
    engine = open_engine(two)
    assert [part.label for part in engine.parts()] == ["http://a:7700", "http://b:7700"]
    assert engine.name == "meilisearch"
    servers = MeiliServers(
        [MeiliEngine(meilisearch.url, meilisearch.master_key, f"keys-{n}") for n in range(2)]
    )
    with pytest.raises(InputError, match="master key"):  # other indexes, so other keys
        servers.search_only_key()


@pytest.mark.long
def test_one_of_two_real_servers_is_killed_under_load(
    store: EventStore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No search fails, before or after; emptied and back, it is built anew and asked again."""
    binary: Path | None = Meilisearch.binary()
    if binary is None:
        missing(Meilisearch.how_to_get)
    folders = [tmp_path_factory.mktemp("server") for _ in range(2)]
    with Meilisearch(binary, folders[0]) as first, Meilisearch(binary, folders[1]) as second:
        engines = [
            MeiliEngine(one.url, one.master_key, "both", Timeouts(search=3.0))
            for one in (first, second)
        ]
        servers = MeiliServers(engines)
        sync.sync(store, servers)
        ended = threading.Event()
        watching = threading.Thread(
            target=keeper.watch,
            args=(store, servers, ended),
            kwargs={
                "rhythm": Rhythm(every=0.1, look_every=0.5),
                "moved": lambda *_: None,
                "looked": lambda: None,
            },
        )
        watching.start()

        def search_on() -> int:
            done = 0
            while not ended.is_set():
                assert servers.search(EventQuery()).total in {2, 3}
                done += 1
            return done

        with ThreadPoolExecutor(4) as pool:
            searching = [pool.submit(search_on) for _ in range(4)]
            try:
                first.kill()
                ingest(store, SPACE, TEST, CHIPS)
                wait_for(lambda: sync.lag(store, engines[1].state()) == 0)
                first.empty()
                first.start()
                wait_for(lambda: lag_of(store, engines[0]) == 0)
                wait_for(lambda: engines[0] in servers._watermarks)
            finally:
                ended.set()
            assert sum(one.result() for one in searching) > 20
        watching.join(PATIENCE_S)
        assert not sync.check(store, engines[0])
        servers.close()
    ingest(store, SPACE, TEST)


def lag_of(store: EventStore, engine: MeiliEngine) -> int:
    try:
        return sync.lag(store, engine.state())
    except SearchUnavailable:
        return -1


def wait_for(holds: object) -> None:
    deadline = time.monotonic() + 60
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)
