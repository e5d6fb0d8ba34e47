"""What every answer has: validators, limits, ids, compression, CORS, one address, HEAD."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from web.app import create_app

V1 = "/api/v1"


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
        assert "must-revalidate" in first.headers["cache-control"]
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


class TestLimits:
    def test_too_many_requests_are_refused_with_a_time(
        self, store: EventStore, engine: TantivyEngine, settings: Settings
    ) -> None:
        """429 as a problem; what is left is said before; health is always answered."""
        sync.sync(store, engine)
        limited = settings.model_copy(update={"rate_limit": "3/hour"})
        with TestClient(create_app(limited, store=store, engine=engine)) as client:
            left = [client.get(f"{V1}/events").headers["ratelimit-remaining"] for _ in range(3)]
            assert left == ["2", "1", "0"]
            refused = client.get(f"{V1}/events")
            assert refused.status_code == 429
            assert refused.headers["content-type"] == "application/problem+json"
            assert 0 < int(refused.headers["retry-after"]) <= 3600
            assert refused.headers["ratelimit-policy"] == "3;w=3600"
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
    def test_large_answers_are_compressed_for_those_who_ask(self, client: TestClient) -> None:
        """The same events either way; caches are told."""
        plain = client.get(f"{V1}/events", headers={"Accept-Encoding": "identity"})
        packed = client.get(f"{V1}/events", headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) < len(plain.content) / 2
        assert packed.json() == plain.json()
        assert "Accept-Encoding" in plain.headers["vary"]

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
