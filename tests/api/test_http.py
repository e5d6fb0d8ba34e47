"""What every answer has: validators, limits, ids, compression, CORS, one address, HEAD."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.answers.formats import FORMATS
from api.rest.middleware.cached import Answer, Answers, Key
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.query import EventPage, EventQuery
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from web.app import create_app

V1 = "/api/v1"
PAGES = ("/", "/?q=rover", "/digests", "/digests/usjad-2-7", "/about")


@pytest.fixture
def own(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    """An application with a store of its own, holding one issue."""
    take(store, engine, "Lunar rover agreed")
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        yield client


def take(store: EventStore, engine: TantivyEngine, *headlines: str) -> None:
    data = make_digest_text(*((one, f"{one} on April 3.") for one in headlines))
    assert Ingest(store, 1_000_000).file(data, SourceHints("digest.txt")).error is None
    sync.sync(store, engine)


class TestValidators:
    @pytest.mark.parametrize(
        "path", ["/events?q=rover", "/events.csv", "/digests/usjad-2-7", "/changes", "/timeline"]
    )
    def test_what_has_not_changed_is_not_sent_again(self, own: TestClient, path: str) -> None:
        """304, without a body, with the same tag."""
        first = own.get(f"{V1}{path}")
        tag = first.headers["etag"]
        again = own.get(f"{V1}{path}", headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)

    def test_a_change_in_the_ledger_makes_a_new_tag(
        self, own: TestClient, store: EventStore, engine: TantivyEngine
    ) -> None:
        """Whatever changed."""
        tag = own.get(f"{V1}/events?q=rover").headers["etag"]
        take(store, engine, "Lunar rover agreed", "Trade talks")
        answer = own.get(f"{V1}/events?q=rover", headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag

    def test_a_change_of_the_issue_alone_makes_one_too(
        self, own: TestClient, store: EventStore
    ) -> None:
        """Its bytes are served as well."""
        tag = own.get(f"{V1}/digests/usjad-2-7/source").headers["etag"]
        data = make_digest_text(("Lunar rover agreed", "Lunar rover agreed on April 3."))
        assert Ingest(store, 1_000_000).file(data + b"\n", SourceHints("digest.txt")).updated == ()
        answer = own.get(f"{V1}/digests/usjad-2-7/source", headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.content.endswith(b"\n\n")

    def test_every_address_has_its_own_tag(self, own: TestClient) -> None:
        """One search's tag says nothing about another's."""
        tags = {own.get(f"{V1}/events{rest}").headers["etag"] for rest in ("", "?q=a", "?q=b")}
        assert len(tags) == 3

    @pytest.mark.parametrize("path", ["/events/nothing", "/events?colour=red", "/nothing"])
    def test_errors_are_not_stored(self, own: TestClient, path: str) -> None:
        """And have no tag."""
        answer = own.get(f"{V1}{path}")
        assert answer.status_code >= 400
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


class TestCaching:
    @pytest.mark.parametrize("path", [*PAGES, f"{V1}/events?q=rover", f"{V1}/changes"])
    def test_pages_and_data_have_a_validator_and_vary_alike(
        self, own: TestClient, path: str
    ) -> None:
        """A cache must find under the same headers what it stored."""
        first = own.get(path)
        again = own.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        for name in ("etag", "vary", "cache-control"):
            assert again.headers[name] == first.headers[name]
        assert "Accept-Encoding" in first.headers["vary"]

    @pytest.mark.parametrize("path", [*PAGES, f"{V1}/events?q=rover"])
    def test_shared_caches_are_told_how_long(self, own: TestClient, path: str) -> None:
        """Readers always ask; a proxy may answer for a few seconds."""
        assert own.get(path).headers["cache-control"] == (
            "public, max-age=0, s-maxage=10, stale-while-revalidate=10"
        )

    def test_an_operator_may_forbid_it(
        self, store: EventStore, engine: TantivyEngine, settings: Settings
    ) -> None:
        """Then every answer is asked for again."""
        take(store, engine, "Lunar rover agreed")
        strict = settings.model_copy(update={"shared_cache_seconds": 0})
        with TestClient(create_app(strict, store=store, engine=engine)) as client:
            said = client.get("/about").headers["cache-control"]
        assert said == "public, max-age=0, must-revalidate"

    @pytest.mark.parametrize("header", ["Authorization", "Cookie"])
    @pytest.mark.parametrize("path", ["/", f"{V1}/events"])
    def test_who_is_known_gets_nothing_that_is_kept(
        self, own: TestClient, path: str, header: str
    ) -> None:
        """Whatever was kept for others before."""
        own.get(path)
        answer = own.get(path, headers={header: "Bearer x"})
        assert answer.headers["cache-control"] == "private, no-store"
        assert "etag" not in answer.headers

    def test_a_part_of_a_page_is_nobody_else_s(self, own: TestClient) -> None:
        """Its headers depend on the address that its browser shows."""
        whole = own.get("/?q=rover")
        part = own.get("/?q=rover", headers={"HX-Request": "true"})
        restored = own.get(
            "/?q=rover", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
        )
        assert part.headers["cache-control"] == "private, no-store"
        assert "etag" not in part.headers
        assert len(part.content) < len(whole.content)
        assert restored.content == whole.content
        assert part.headers["vary"] == whole.headers["vary"] == restored.headers["vary"]

    def test_any_version_will_do_where_there_is_one(self, own: TestClient) -> None:
        """`If-None-Match: *` asks for what is there only if nothing is."""
        for path in (f"{V1}/events?q=rover", "/about", "/about"):
            answer = own.get(path, headers={"If-None-Match": "*"})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == own.get(path).headers["etag"]
        assert own.get(f"{V1}/events/none", headers={"If-None-Match": "*"}).status_code == 404

    def test_other_sites_may_read_what_a_shared_cache_kept(self, own: TestClient) -> None:
        """It keeps the answer to whoever asked first, who may not have been a page."""
        answer = own.get(f"{V1}/events")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]

    def test_what_comes_from_the_store_asks_no_engine(
        self, store: EventStore, engine: TantivyEngine, settings: Settings
    ) -> None:
        """It is there, with its validator, while the engine hangs."""
        take(store, engine, "Lunar rover agreed")
        event = next(store.iter_events()).id

        class Away(TantivyEngine):
            def __getattribute__(self, name: str) -> object:
                def asked(*_: object, **__: object) -> None:
                    raise AssertionError(f"the engine was asked for {name}")

                return asked

        away = object.__new__(Away)
        with TestClient(create_app(settings, store=store, engine=away)) as client:
            for path in ("/changes", "/digests", "/digests/usjad-2-7", f"/events/{event}"):
                assert client.get(f"{V1}{path}").headers["etag"]
            for path in ("/digests", "/digests/usjad-2-7", f"/events/{event}", "/about"):
                assert client.get(path).headers["etag"]

    def test_the_same_question_is_answered_once(
        self, own: TestClient, engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Until something is stored; in each encoding."""
        asked: list[object] = []
        search = engine.search

        def counted(query: EventQuery) -> EventPage:
            asked.append(query)
            return search(query)

        monkeypatch.setattr(engine, "search", counted)
        first = own.get(f"{V1}/events?q=rover&facets=none")
        begun = len(asked)
        second = own.get(f"{V1}/events?q=rover&facets=none")
        assert len(asked) == begun > 0
        assert second.content == first.content
        own.get(f"{V1}/events?q=rover&facets=none", headers={"Accept-Encoding": "identity"})
        assert len(asked) > begun

    def test_no_write_is_followed_by_an_old_answer(
        self, own: TestClient, store: EventStore, engine: TantivyEngine
    ) -> None:
        """Neither before the index has it nor after, nor where the index has it already."""
        paths = [f"{V1}/events?q=rover", "/?q=rover", f"{V1}/digests/usjad-2-7", f"{V1}/changes"]
        for number in range(4):
            data = make_digest_text(
                *((f"Lunar rover {n} agreed", f"Rover {n} came.") for n in range(number + 1))
            )
            for path in paths:
                own.get(path)
            Ingest(store, 1_000_000).file(data, SourceHints("digest.txt"))
            fresh = create_app(Settings(rate_limit=""), store=store, engine=engine)
            with TestClient(fresh) as other:
                assert [own.get(path).text for path in paths] == [
                    other.get(path).text for path in paths
                ]
            sync.sync(store, engine)
            assert own.get(paths[0]).json()["total"] == number + 1
            fresh = create_app(Settings(rate_limit=""), store=store, engine=engine)
            with TestClient(fresh) as other:
                assert [own.get(path).text for path in paths] == [
                    other.get(path).text for path in paths
                ]

    def test_a_page_changes_with_the_tables_that_follow_the_ledger(
        self, own: TestClient, store: EventStore, engine: TantivyEngine
    ) -> None:
        """What is kept before related events are worked out is not shown after."""
        event = next(store.iter_events()).id
        data = make_digest_text(("Lunar rover agreed", "Lunar rover agreed on April 3."))
        Ingest(store, 1_000_000).file(data + b"\n", SourceHints("digest.txt"))
        take_more = make_digest_text(("Lunar rover signed", "Lunar rover signed on April 5."))
        Ingest(store, 1_000_000).file(
            take_more.replace(b"Vol 2.7", b"Vol 2.8"), SourceHints("other.txt")
        )
        before = own.get(f"{V1}/events/{event}").headers["etag"]
        sync.sync(store, engine)
        after = own.get(f"{V1}/events/{event}", headers={"If-None-Match": before})
        assert after.status_code == 200
        assert after.headers["etag"] != before

    def test_the_answers_kept_are_bounded(self) -> None:
        """In bytes; the least recently used go first."""
        start = {"type": "http.response.start", "status": 200, "headers": []}
        kept = Answers(limit=100, largest=60)
        keys = [Key(f"tag {number}", b"gzip") for number in range(3)]
        for number, key in enumerate(keys):
            kept.put(key, Answer(b"/%d" % number, start, b"x" * 40))
            kept.get(keys[0])
        assert [kept.get(key) is not None for key in keys] == [True, False, True]
        assert [kept.may_hold(b"/%d" % number) for number in range(3)] == [True, False, True]
        kept.put(Key("large", b""), Answer(b"/large", start, b"x" * 61))
        assert not kept.may_hold(b"/large")


class TestLimits:
    def test_too_many_requests_are_refused_with_a_time(
        self, store: EventStore, engine: TantivyEngine, settings: Settings
    ) -> None:
        """429 as a problem; what is left is said before; health is always answered."""
        sync.sync(store, engine)
        limited = settings.model_copy(update={"rate_limit": "3/hour"})
        with TestClient(create_app(limited, store=store, engine=engine)) as client:
            left = [client.get(f"{V1}/events").headers["ratelimit"] for _ in range(3)]
            assert [said.split(";")[1] for said in left] == ["r=2", "r=1", "r=0"]
            refused = client.get(f"{V1}/events")
            assert refused.status_code == 429
            assert refused.headers["content-type"] == "application/problem+json"
            assert 0 < int(refused.headers["retry-after"]) <= 3600
            assert refused.headers["ratelimit-policy"] == '"default";q=3;w=3600'
            assert refused.json()["request_id"] == refused.headers["x-request-id"]
            assert client.get("/healthz").status_code == 200

    def test_without_a_limit_nothing_is_counted(self, client: TestClient) -> None:
        """An operator may leave it to a proxy."""
        assert "ratelimit-limit" not in client.get(f"{V1}/events").headers


class TestIds:
    def test_a_fit_id_is_kept(self, client: TestClient) -> None:
        """So that a caller finds its request in our logs."""
        answer = client.get(f"{V1}/events/nothing", headers={"X-Request-ID": "job-42.a"})
        assert answer.headers["x-request-id"] == answer.json()["request_id"] == "job-42.a"

    @pytest.mark.parametrize("given", ["", "a b", "x" * 101, "é".encode().decode("latin-1")])
    def test_any_other_is_replaced(self, client: TestClient, given: str) -> None:
        """Nothing of it reaches headers or logs."""
        answer = client.get("/healthz", headers={"X-Request-ID": given.encode("latin-1")})
        assert answer.headers["x-request-id"] != given
        assert answer.headers["x-request-id"].isalnum()


class TestOrigins:
    def test_any_page_may_read(self, client: TestClient) -> None:
        """And see the headers that it needs."""
        answer = client.get(f"{V1}/events", headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        preflight = client.options(
            f"{V1}/events",
            headers={
                "Origin": "https://example.org",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "If-None-Match",
            },
        )
        assert preflight.status_code == 200
        assert "GET" in preflight.headers["access-control-allow-methods"]

    def test_no_page_may_write(self, client: TestClient) -> None:
        """A browser that asks first is told so."""
        preflight = client.options(
            f"{V1}/digests",
            headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
        )
        assert preflight.status_code == 400

    def test_an_error_can_be_read_too(self, client: TestClient) -> None:
        """Or the page would only see that something failed."""
        answer = client.get(f"{V1}/events?colour=red", headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"


class TestBodies:
    @pytest.mark.parametrize(
        ("wanted", "got"),
        [
            ("gzip", "gzip"),
            ("gzip, br", "br"),
            ("br;q=0, zstd;q=0, *", "gzip"),
        ],
    )
    def test_large_answers_are_compressed_for_those_who_ask(
        self, client: TestClient, wanted: str, got: str
    ) -> None:
        """The same events either way; caches are told."""
        plain = client.get(f"{V1}/events", headers={"Accept-Encoding": "identity"})
        packed = client.get(f"{V1}/events", headers={"Accept-Encoding": wanted})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == got
        assert int(packed.headers["content-length"]) < len(plain.content) / 2
        assert packed.json() == plain.json()
        assert "Accept-Encoding" in plain.headers["vary"]

    def test_browsers_of_today_get_zstandard(self, client: TestClient) -> None:
        """Told by the first four bytes of its frame (RFC 8878)."""
        answer = client.get(f"{V1}/events", headers={"Accept-Encoding": "gzip, br, zstd"})
        assert answer.headers["content-encoding"] == "zstd"
        assert answer.content.startswith(bytes.fromhex("28b52ffd"))

    @pytest.mark.parametrize("refused", ["gzip;q=0", "gzip;q=0.0, identity", "*;q=0, identity"])
    def test_nobody_gets_an_encoding_that_they_refuse(
        self, client: TestClient, refused: str
    ) -> None:
        """A quality of nought means never."""
        answer = client.get(f"{V1}/events", headers={"Accept-Encoding": refused})
        assert "content-encoding" not in answer.headers

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_every_format_of_text_is_compressed(self, client: TestClient, suffix: str) -> None:
        """Whatever its media type."""
        answer = client.get(f"{V1}/events.{suffix}", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"

    @pytest.mark.parametrize("path", ["/events", "/events.csv", "/digests", "/suggest?q=jap"])
    def test_head_has_the_headers_of_get_and_no_body(self, client: TestClient, path: str) -> None:
        """Validators included."""
        got, asked = client.get(f"{V1}{path}"), client.head(f"{V1}{path}")
        assert asked.status_code == 200
        assert asked.content == b""
        for name in ("content-type", "etag", "cache-control"):
            assert asked.headers[name] == got.headers[name]


class TestAddresses:
    @pytest.mark.parametrize(
        ("asked", "meant"),
        [
            (f"{V1}/events/?q=a%20b", f"{V1}/events?q=a%20b"),
            ("/digests/usjad-2-7//", "/digests/usjad-2-7"),
            ("//example.org/", "/example.org"),
            ("/%2F%2Fexample.org/", "/%2F%2Fexample.org"),
        ],
    )
    def test_a_slash_at_the_end_leads_on(self, client: TestClient, asked: str, meant: str) -> None:
        """For good, on this host, the query kept."""
        answer = client.get(f"http://testserver{asked}", follow_redirects=False)
        assert answer.status_code == 308
        assert answer.headers["location"] == meant

    @pytest.mark.parametrize("path", ["/events/%00", "/digests/a%00b", "/events/%00/cite.bib"])
    def test_nothing_has_an_id_with_a_nul_character(self, client: TestClient, path: str) -> None:
        """Which PostgreSQL could not even be asked for."""
        assert client.get(f"{V1}{path}").status_code == 404

    def test_a_method_that_is_not_there_names_those_that_are(self, client: TestClient) -> None:
        """405 with Allow, whichever routes share the address."""
        for path, methods in (("/events", "GET, HEAD"), ("/digests", "GET, HEAD, POST")):
            answer = client.put(f"{V1}{path}")
            assert answer.status_code == 405
            assert answer.headers["allow"] == methods
