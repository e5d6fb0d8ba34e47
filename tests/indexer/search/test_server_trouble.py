"""A Meilisearch server that is away, slow, wrong, empty or changed: said, survived, put right."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import meilisearch as client_library
import pytest
from fastapi.testclient import TestClient

from indexer.errors import IndexMissing, SearchUnavailable
from indexer.search import keeper, sync
from indexer.search.keeper import Rhythm
from indexer.search.meilisearch.breaker import Breaker
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.meilisearch.link import Timeouts
from indexer.search.query import EventQuery
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_document
from tests.indexer.search.issues import SPACE, TEST, ingest
from tests.proxy import Proxy, Trouble
from tests.servers import PATIENT, Meilisearch
from web.app import create_app

pytestmark = pytest.mark.meilisearch
DRIPPING = (Trouble.DRIP, Trouble.DRIP_HEAD)
SHORT = Timeouts(connect=1.0, search=0.3, patient=0.5)
PATIENCE_S = 30


@pytest.fixture(scope="module")
def proxy(meilisearch: Meilisearch) -> Iterator[tuple[Proxy, str]]:
    proxy = Proxy(meilisearch.url)
    with proxy.running() as url:
        yield proxy, url


@pytest.fixture(scope="module")
def index() -> str:
    return f"trouble-{secrets.token_hex(4)}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventStore]:
    """With two events; every test leaves it, and the index, as they were."""
    opened = EventStore(f"sqlite:///{tmp_path_factory.mktemp('trouble') / 'entente.db'}")
    ingest(opened, SPACE, TEST)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def server(meilisearch: Meilisearch, index: str, store: EventStore) -> MeiliEngine:
    """The server itself, with both events indexed."""
    engine = MeiliEngine(meilisearch.url, meilisearch.master_key, index, PATIENT)
    sync.sync(store, engine)
    return engine


@pytest.fixture
def behind(proxy: tuple[Proxy, str], meilisearch: Meilisearch, index: str) -> MeiliEngine:
    """The same index, asked through the proxy, and impatiently."""
    return MeiliEngine(proxy[1], meilisearch.master_key, index, SHORT)


@pytest.fixture
def admin(meilisearch: Meilisearch) -> client_library.Client:
    return client_library.Client(meilisearch.url, meilisearch.master_key)


def done(admin: client_library.Client, task: object) -> None:
    assert admin.wait_for_task(task.task_uid).status == "succeeded"  # type: ignore[attr-defined]


TROUBLES = [
    pytest.param(one, id=one.name, marks=pytest.mark.long if one in DRIPPING else ())
    for one in Trouble
]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_comes_back_is_said_in_one_sentence(
    trouble: Trouble, proxy: tuple[Proxy, str], server: MeiliEngine, behind: MeiliEngine
) -> None:
    """Every call, and soon; when the trouble is over the next call is answered."""
    calls: list[Callable[[], object]] = [
        lambda: behind.search(EventQuery()),
        behind.state,
        behind.ping,
        lambda: behind.ids(EventQuery()),
        behind.fault,
        behind.count,
        behind.fingerprints,
        lambda: behind.apply([make_document("a")], [], 9),
        lambda: behind.rebuild([make_document("a")], 9),
    ]
    with proxy[0].playing(trouble):
        for call in calls:
            behind.link.breaker = Breaker("the server")
            with pytest.raises(SearchUnavailable) as caught:
                call()
            assert "\n" not in str(caught.value)
            assert not isinstance(caught.value, IndexMissing)
    behind.link.breaker = Breaker("the server")
    assert behind.search(EventQuery()).total == server.search(EventQuery()).total == 2


@pytest.mark.usefixtures("server")
def test_a_server_that_hangs_is_left_alone_after_three_calls(
    proxy: tuple[Proxy, str], behind: MeiliEngine
) -> None:
    """And tried again when some time has passed."""
    now = [1000.0]
    behind.link.breaker = Breaker("the server", clock=lambda: now[0])
    with proxy[0].playing(Trouble.HANG):
        for _ in range(20):
            with pytest.raises(SearchUnavailable):
                behind.search(EventQuery())
        assert len(proxy[0].requests) == 3
    with pytest.raises(SearchUnavailable, match="tried again"):
        behind.search(EventQuery())
    now[0] += 10
    assert behind.search(EventQuery()).total == 2


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("trouble", DRIPPING, ids=lambda trouble: trouble.name)
def test_an_answer_that_never_ends_is_given_up_as_none_at_all(
    trouble: Trouble, proxy: tuple[Proxy, str], behind: MeiliEngine
) -> None:
    """What comes makes the time no longer; nobody asks twice; the breaker counts it."""
    assert behind.search(EventQuery()).total == 2  # a line that is kept may be opened anew
    with proxy[0].playing(trouble):
        began = time.monotonic()
        for _ in range(3):
            with pytest.raises(SearchUnavailable, match="in time"):
                behind.search(EventQuery())
        assert behind.link.breaker.is_open
        with pytest.raises(SearchUnavailable, match="in time"):
            behind.count()
        assert time.monotonic() - began < PATIENCE_S / 3
        assert len(proxy[0].requests) == 4
    behind.link.breaker = Breaker("the server")
    assert behind.search(EventQuery()).total == 2


@pytest.mark.usefixtures("server")
def test_nobody_is_sent_elsewhere_by_a_search_server(
    proxy: tuple[Proxy, str], behind: MeiliEngine
) -> None:
    """The key goes to no other address, and no station after it has the time anew."""
    with (
        proxy[0].playing(Trouble.REDIRECT),
        pytest.raises(SearchUnavailable, match="something else"),
    ):
        behind.search(EventQuery())
    assert len(proxy[0].requests) == 1


@pytest.mark.usefixtures("server")
def test_what_needs_no_search_is_answered_while_searches_hang(
    proxy: tuple[Proxy, str], behind: MeiliEngine, store: EventStore
) -> None:
    """Sixty searches wait; health, events, digests and changes ask no engine at all."""
    event = next(iter(store.iter_events()))
    digest_id = event.digest.id
    asking = (
        "/healthz",
        f"/api/v1/events/{event.id}",
        f"/api/v1/events/{event.id}/corrections",
        f"/api/v1/events/{event.id}/cite.bib",
        f"/api/v1/digests/{digest_id}",
        f"/api/v1/digests/{digest_id}/source",
        "/api/v1/digests",
        "/api/v1/changes",
        "/api/v1/stories",
        "/api/v1/quality",
        f"/events/{event.id}",
        f"/digests/{digest_id}",
        "/digests",
        "/stories",
        "/upcoming",
        "/due",
        "/about",
        "/sitemap.xml",
        "/robots.txt",
    )
    settings = Settings(data_dir=Path("unused"), rate_limit="", allowed_hosts="testserver")
    app = create_app(settings, store=store, engine=behind)
    with TestClient(app) as client, proxy[0].playing(Trouble.HANG):
        statuses: list[int] = []
        threads = [
            threading.Thread(
                target=lambda: statuses.append(client.get("/api/v1/events?q=space").status_code)
            )
            for _ in range(60)
        ]
        for thread in threads:
            thread.start()
        for path in asking:
            assert client.get(path).status_code == 200, path
        for thread in threads:
            thread.join(PATIENCE_S)
        assert statuses == [503] * 60
        proxy[0].requests.clear()
        behind.link.breaker = Breaker("the server")
        for path in asking:
            assert client.get(path, headers={"Accept-Encoding": "identity"}).status_code == 200
            assert proxy[0].requests == [], path


@pytest.mark.parametrize(
    ("reaches_server", "calls"),
    [
        pytest.param(True, (4, 9), id="some, after"),
        pytest.param(False, range(60), marks=pytest.mark.long, id="all, before"),
        pytest.param(True, range(60), marks=pytest.mark.long, id="all, after"),
    ],
)
@pytest.mark.usefixtures("server")
def test_a_line_cut_at_any_call_loses_nothing(
    calls: Sequence[int],
    reaches_server: bool,
    proxy: tuple[Proxy, str],
    behind: MeiliEngine,
    store: EventStore,
) -> None:
    """Whether the server had done what it was asked or not, the next look puts it right."""
    for number in calls:
        ingest(store, *((SPACE, TEST) if number % 2 else (SPACE,)))
        behind.link.breaker = Breaker("the server")
        with (
            proxy[0].playing(Trouble.DROP, reaches_server=reaches_server, only=number),
            suppress(SearchUnavailable),
        ):
            (sync.reindex if number % 3 == 0 else sync.sync)(store, behind)
        sync.mend(store, behind)
        assert not sync.check(store, behind), number
        assert behind.fault() is None
    ingest(store, SPACE, TEST)
    sync.sync(store, behind)


@pytest.mark.parametrize(
    "harm", ["index", "state", "both", "documents", "one document", "settings", "key"]
)
def test_what_was_lost_or_changed_is_found_and_put_right(
    harm: str,
    server: MeiliEngine,
    store: EventStore,
    admin: client_library.Client,
    tmp_path: Path,
) -> None:
    """By whoever watches, without a hand; readiness says so meanwhile."""
    uid = server._uid
    event = next(iter(store.iter_events()))
    key = server.search_only_key()
    reader = MeiliEngine(server.link.url, key, server.index_name, PATIENT)
    settings = Settings(data_dir=tmp_path, rate_limit="", allowed_hosts="testserver")
    with TestClient(create_app(settings, store=store, engine=reader)) as client:
        assert client.get("/readyz").status_code == 200
        if harm in {"index", "both"}:
            done(admin, admin.delete_index(uid))
        if harm in {"state", "both"}:
            done(admin, admin.delete_index(f"{uid}-state"))
        if harm == "documents":
            done(admin, admin.index(uid).delete_all_documents())
        if harm == "one document":
            done(admin, admin.index(uid).delete_document(event.id))
        if harm == "settings":
            done(admin, admin.index(uid).reset_settings())
        if harm == "key":
            admin.delete_key(key)
        refused = client.get("/readyz")
        assert refused.status_code == 503
        assert refused.json()["errors"][0]["part"] == "search"
        assert client.get("/api/v1/events").status_code in {200, 503}
        _watched(store, server, until=lambda: client.get("/readyz").status_code == 200)
        assert client.get("/readyz").json()["index_lag"] == 0
        assert not sync.check(store, server)
        assert server.fault() is None
        assert client.get("/api/v1/events?q=missile").json()["total"] == 1


def _watched(store: EventStore, engine: MeiliEngine, until: Callable[[], bool]) -> None:
    """Watch as `entente sync --watch` does, until something holds."""
    ended = threading.Event()
    deadline = time.monotonic() + PATIENCE_S

    def looked() -> None:
        engine.search_only_key()
        if until() or time.monotonic() > deadline:
            ended.set()

    rhythm = Rhythm(every=0.05, look_every=0.05)
    keeper.watch(store, engine, ended, rhythm=rhythm, moved=lambda *_: None, looked=looked)
    assert until()


def test_watching_goes_on_through_all_of_it(
    proxy: tuple[Proxy, str], server: MeiliEngine, behind: MeiliEngine, store: EventStore
) -> None:
    """What was stored meanwhile is found when it is over."""
    ended, moved = threading.Event(), threading.Event()
    tried = threading.Event()
    watching = threading.Thread(
        target=keeper.watch,
        args=(store, behind, ended),
        kwargs={
            "rhythm": Rhythm(every=0.02, look_every=0.1),
            "moved": lambda *_: moved.set(),
            "looked": tried.set,
        },
    )
    watching.start()
    try:
        for trouble in (Trouble.HTML, Trouble.CUT, Trouble.OTHER_JSON, Trouble.DROP):
            with proxy[0].playing(trouble):
                tried.clear()
                assert tried.wait(PATIENCE_S)
        moved.clear()
        ingest(store, SPACE)
        assert moved.wait(PATIENCE_S)
        assert watching.is_alive()
    finally:
        ended.set()
        watching.join(PATIENCE_S)
    assert server.search(EventQuery()).total == 1
    ingest(store, SPACE, TEST)
    sync.sync(store, server)


def test_of_two_that_keep_a_server_one_builds_its_index(
    server: MeiliEngine, store: EventStore, admin: client_library.Client
) -> None:
    """They would mix what they build; the other goes on where the first one ends."""
    done(admin, admin.delete_index(server._uid))
    done(admin, admin.delete_index(server._state_uid))
    built: list[bool] = []
    ends = [threading.Event(), threading.Event()]
    threads = [
        threading.Thread(
            target=keeper.watch,
            args=(store, server, ended),
            kwargs={
                "rhythm": Rhythm(every=0.02, look_every=0.1),
                "moved": lambda _, result: built.append(result.rebuilt),
                "looked": lambda: None,
            },
        )
        for ended in ends
    ]
    for thread in threads:
        thread.start()
    try:
        _awaited(lambda: server.state() is not None)
        ends[0].set()
        threads[0].join(PATIENCE_S)
        ingest(store, SPACE)
        _awaited(lambda: sync.lag(store, server.state()) == 0)
    finally:
        for ended, thread in zip(ends, threads, strict=True):
            ended.set()
            thread.join(PATIENCE_S)
    assert built.count(True) == 1
    assert not sync.check(store, server)
    ingest(store, SPACE, TEST)
    sync.sync(store, server)


def _awaited(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_documents_are_never_added_to_an_index_that_is_not_there(
    server: MeiliEngine, admin: client_library.Client, store: EventStore
) -> None:
    """The server would make one, without the settings that searches need."""
    done(admin, admin.delete_index(server._uid))
    with pytest.raises(IndexMissing):
        server.apply([make_document("a")], [], 9)
    assert server._uid not in [one.uid for one in admin.get_indexes({"limit": 1000})["results"]]
    sync.mend(store, server)


def test_a_task_that_fails_is_told_in_the_words_of_the_server(server: MeiliEngine) -> None:
    """And what was there before stays."""
    with pytest.raises(SearchUnavailable, match="identifier"):
        server.rebuild([make_document("no id like this")], 9)
    assert server.search(EventQuery()).total == 2


def test_a_key_that_was_replaced_is_read_again(
    server: MeiliEngine, meilisearch: Meilisearch, index: str
) -> None:
    """The file that held the old one holds the new one."""
    keys = ["an old key that was lost"]
    reader = MeiliEngine(meilisearch.url, lambda: keys[0], index, PATIENT)
    with pytest.raises(SearchUnavailable, match="refuses the key"):
        reader.search(EventQuery())
    keys[0] = server.search_only_key()
    assert reader.search(EventQuery()).total == 2


def test_a_server_too_old_is_one_sentence(
    server: MeiliEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With both versions."""
    monkeypatch.setattr("indexer.search.meilisearch.writing._OLDEST_SERVER", (1, 999))
    with pytest.raises(
        SearchUnavailable, match=r"is Meilisearch 1\.\d+\.\d+; Entente needs 1\.999"
    ):
        server.fault()
