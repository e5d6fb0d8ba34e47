"""Writing over the API: who may, what is taken, what is refused, and what mirrors see of it."""

import asyncio
import hashlib
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from indexer.access import KeyRing, Scope
from indexer.errors import IndexBusy, SearchUnavailable
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both_when_long
from web.app import create_app

database = on_both_when_long
SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")
DIGESTS = "/api/v1/digests"
ISSUE = "/api/v1/digests/usjad-2-7?reason=Withdrawn"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", max_source_mb=1)


@pytest.fixture
def client(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    """The application over an empty store of the test's own."""
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        yield opened


@pytest.fixture
def keys(store: EventStore) -> dict[Scope, dict[str, str]]:
    """The header with a key, for each scope alone."""
    ring = KeyRing(store)
    return {
        scope: {"Authorization": f"Bearer {ring.create(f'{scope} key', frozenset({scope}))[1]}"}
        for scope in Scope
    }


@pytest.fixture
def admin(keys: dict[Scope, dict[str, str]]) -> dict[str, str]:
    return keys[Scope.ADMIN]


def document(*items: tuple[str, str], **changes: object) -> dict[str, Any]:
    return {
        "series": "US-Japan Alliance Digest",
        "volume": 2,
        "number": 7,
        "items": [{"headline": headline, "text": text} for headline, text in items or (SPACE,)],
        **changes,
    }


def correction(value: str = "PH", action: str = "add", **changes: object) -> dict[str, Any]:
    return {"kind": "country", "value": value, "action": action, "reason": "It was there."} | (
        changes
    )


def ingested(client: TestClient, key: dict[str, str], *items: tuple[str, str]) -> list[str]:
    """Ids of the events of a digest that is stored now."""
    answer = client.post(DIGESTS, json=document(*items), headers=key)
    assert answer.status_code == 201, answer.text
    created: list[str] = answer.json()["created"]
    return created


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    return found


def endless(client: TestClient, url: str, headers: dict[str, str]) -> tuple[int, int]:
    """Send a body without end; the status, and how many pieces of 100,000 bytes were asked for."""
    first = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    statuses: list[int] = []
    asked = 0

    async def receive() -> dict[str, Any]:
        nonlocal asked
        asked += 1
        body = first if asked == 1 else b"{" * 100_000
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        if "status" in message:
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "server": ("test", 80),
        "path": url,
        "raw_path": url.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    return statuses[0], asked


class Write(NamedTuple):
    """A request that writes, and the scope that it needs."""

    method: str
    url: str
    body: dict[str, Any] | None
    scope: Scope


WRITES = [
    Write("POST", DIGESTS, document(), Scope.INGEST),
    Write("POST", "/api/v1/events/none/corrections", correction(), Scope.CURATE),
    Write("DELETE", ISSUE, None, Scope.ADMIN),
    Write("POST", "/api/v1/events/none/purge?reason=Asked", None, Scope.ADMIN),
    Write("POST", "/api/v1/digests/none/purge?reason=Asked", None, Scope.ADMIN),
    Write("POST", "/api/v1/series", {"title": "Harbour Letter"}, Scope.ADMIN),
    Write("DELETE", "/api/v1/series/none?reason=Asked", None, Scope.ADMIN),
]


class TestKeys:
    @pytest.mark.parametrize("write", WRITES)
    def test_without_a_good_key_nothing_is_written(
        self, client: TestClient, store: EventStore, write: Write
    ) -> None:
        """401, told how to come with one; a wrong key is never repeated."""
        secret = "entente_00000000_" + "A" * 43
        for header in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": f"Bearer {secret}"}):
            answer = client.request(write.method, write.url, json=write.body, headers=header)
            assert answer.headers["www-authenticate"] == "Bearer"
            assert problem(answer, 401)["type"] == "/problems/unauthenticated"
            assert secret not in answer.text
        assert store.head() == 0

    @pytest.mark.parametrize("write", WRITES)
    def test_each_write_needs_its_own_scope(
        self, client: TestClient, keys: dict[Scope, dict[str, str]], write: Write
    ) -> None:
        """403 names the one that is missing; admin may do all."""
        for held, header in keys.items():
            answer = client.request(write.method, write.url, json=write.body, headers=header)
            if held in (write.scope, Scope.ADMIN):
                assert answer.status_code in (200, 201, 404)
            else:
                assert f"lacks the scope {write.scope}" in problem(answer, 403)["detail"]

    def test_a_revoked_key_opens_nothing(self, client: TestClient, store: EventStore) -> None:
        """From the next request on."""
        ring = KeyRing(store)
        key, text = ring.create("Ann", frozenset({Scope.INGEST}))
        header = {"Authorization": f"Bearer {text}"}
        ingested(client, header)
        ring.revoke(key.id)
        answer = client.post(DIGESTS, json=document(), headers=header)
        assert "was revoked on" in problem(answer, 401)["detail"]

    @pytest.mark.parametrize("url", [DIGESTS, "/api/v1/events/none/corrections"])
    def test_a_body_is_not_read_before_the_key(self, client: TestClient, url: str) -> None:
        """Whoever has none cannot make the server swallow anything."""
        assert endless(client, url, {}) == (401, 0)

    def test_reading_needs_no_key(self, client: TestClient, admin: dict[str, str]) -> None:
        """Corrections can be looked at by all."""
        (event_id,) = ingested(client, admin)
        for path in ("", "/corrections"):
            assert client.get(f"/api/v1/events/{event_id}{path}").status_code == 200


class TestIngest:
    def test_a_document_becomes_a_digest(
        self, client: TestClient, keys: dict[Scope, dict[str, str]]
    ) -> None:
        """201 with its place; found at once; its source as received."""
        sent = json.dumps(document(SPACE, CHIPS)).encode()
        header = keys[Scope.INGEST] | {"content-type": "application/json"}
        answer = client.post(DIGESTS, content=sent, headers=header)
        assert answer.status_code == 201
        assert answer.headers["location"] == "/api/v1/digests/usjad-2-7"
        report = answer.json()
        assert (report["outcome"], report["searchable"]) == ("created", True)
        assert len(report["created"]) == 2
        found = client.get("/api/v1/events?q=dialogue&country=JP").json()
        assert [item["id"] for item in found["items"]] == report["created"][:1]
        source = client.get(answer.headers["location"] + "/source")
        assert source.content == sent
        assert source.headers["content-type"].startswith("application/json")
        assert source.headers["content-disposition"] == 'attachment; filename="usjad-2-7.json"'

    def test_a_file_becomes_a_digest(self, client: TestClient, admin: dict[str, str]) -> None:
        """Its name tells, or the fields beside it."""
        page = make_digest_text(SPACE, title="Headlines")
        named = client.post(DIGESTS, files={"file": ("folder/vol-2-08.txt", page)}, headers=admin)
        assert (named.status_code, named.json()["digest_id"]) == (201, "usjad-2-8")
        assert [(i["code"], i["file"]) for i in named.json()["issues"]] == [
            ("series-assumed", "vol-2-08.txt")
        ]
        told = client.post(
            DIGESTS,
            files={"file": ("capture.txt", page)},
            data={"series": "us-japan-alliance-digest", "volume": "2.9"},
            headers=admin,
        )
        assert (told.json()["digest_id"], told.json()["issues"]) == ("usjad-2-9", [])

    def test_the_same_bytes_again_change_nothing(
        self, client: TestClient, store: EventStore, admin: dict[str, str]
    ) -> None:
        """200, and a corrected issue 200 too."""
        ingested(client, admin, SPACE)
        again = client.post(DIGESTS, json=document(SPACE), headers=admin)
        assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
        assert store.head() == 2
        more = client.post(DIGESTS, json=document(SPACE, CHIPS), headers=admin)
        assert (more.status_code, more.json()["outcome"]) == (200, "updated")
        assert "location" not in more.headers

    def test_a_dry_run_stores_nothing(
        self, client: TestClient, store: EventStore, admin: dict[str, str]
    ) -> None:
        """The report is that of the real run."""
        rehearsal = client.post(f"{DIGESTS}?dry_run=true", json=document(), headers=admin)
        assert rehearsal.status_code == 200
        assert store.head() == store.count_events() == 0
        real = client.post(DIGESTS, json=document(), headers=admin)
        difference = rehearsal.json()["difference"]
        assert rehearsal.json() == real.json() | {"dry_run": True, "difference": difference}

    def test_a_dry_run_shows_the_difference_item_by_item(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        """Headline, dates with their words, tags with evidence; and what changes of each."""
        ingested(client, admin, SPACE, CHIPS)
        moved = (SPACE[0], SPACE[1].replace("March 24", "March 25"))
        body = document(moved, CHIPS, ("Rice", "Japan bought rice on March 2."))
        answer = client.post(f"{DIGESTS}?dry_run=true", json=body, headers=admin).json()
        space, chips, rice = answer["difference"]["items"]
        assert [item["change"] for item in (space, chips, rice)] == [
            "updated",
            "unchanged",
            "created",
        ]
        assert space["occurrences"][0]["quote"] == "March 25"
        assert rice["tags"]["countries"][0]["evidence"][0]["quote"] == "Japan"
        changes = {change["field"]: change for change in space["changes"]}
        assert set(changes) == {"text", "occurrences"}
        assert changes["occurrences"]["before"][0]["start"] == "2023-03-24"
        assert changes["occurrences"]["after"][0]["start"] == "2023-03-25"

    def test_less_than_is_stored_is_refused(
        self, client: TestClient, store: EventStore, admin: dict[str, str]
    ) -> None:
        """409 names each loss; a dry run shows them; `allow_shorter` takes it."""
        _, chips = ingested(client, admin, SPACE, CHIPS)
        answer = client.post(DIGESTS, json=document(SPACE), headers=admin)
        told = problem(answer, 409)
        assert told["type"].endswith("less-than-stored")
        assert CHIPS[0] in told["errors"][0]["message"]
        rehearsal = client.post(f"{DIGESTS}?dry_run=true", json=document(SPACE), headers=admin)
        assert (rehearsal.status_code, rehearsal.json()["outcome"]) == (200, "refused")
        assert [loss["event_id"] for loss in rehearsal.json()["losses"]] == [chips]
        assert store.count_events() == 2
        taken = client.post(f"{DIGESTS}?allow_shorter=true", json=document(SPACE), headers=admin)
        assert taken.json()["deleted"] == [chips]

    def test_another_issue_of_the_number_is_refused(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        """409; `replace` puts it in the place of the stored one."""
        ingested(client, admin, SPACE)
        answer = client.post(DIGESTS, json=document(CHIPS), headers=admin)
        assert "replace=true" in problem(answer, 409)["detail"]
        taken = client.post(f"{DIGESTS}?replace=true", json=document(CHIPS), headers=admin)
        assert (len(taken.json()["created"]), len(taken.json()["deleted"])) == (1, 1)

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (document(itms=[]), "itms: there is no such field"),
            (document(series="Nobody's"), "unknown series"),
            (document(number=99), "no issue 2.99"),
            ([1], "a digest is one JSON object"),
            ([], "an issue is one object"),
        ],
    )
    def test_what_is_no_digest_is_refused_with_the_reason(
        self, client: TestClient, store: EventStore, admin: dict[str, str], body: Any, words: str
    ) -> None:
        """And nothing of it is stored."""
        answer = client.post(DIGESTS, json=body, headers=admin)
        assert words in problem(answer, 422)["detail"]
        sha256 = hashlib.sha256(answer.request.content).hexdigest()
        with store.writing() as writer:
            assert writer.source(sha256) is None
        assert store.head() == 0

    @pytest.mark.parametrize(
        ("request_parts", "status", "words"),
        [
            ({"files": {"file": ("a.txt", b"no digest")}}, 422, "a.txt: no digest can be made out"),
            ({"files": {"file": ("a.txt", b"")}}, 422, "a.txt: the file is empty"),
            ({"files": {"fil": ("a.txt", b"x")}}, 422, "'fil' is no field of the form"),
            ({"files": {"a": ("a", b"x"), "b": ("b", b"x")}}, 422, "'a' is no field of the form"),
            (
                {"files": [("file", ("a", b"x")), ("file", ("b", b"x"))]},
                422,
                "'file' is given more than once",
            ),
            (
                {"files": {"file": ("a", b"x")}, "data": {"volume": ["4.2", "4.3"]}},
                422,
                "'volume' is given more than once",
            ),
            ({"files": {"file": ("a.txt", b"x")}, "data": {"volume": "II"}}, 422, "such as 2.7"),
            ({"data": {"file": "text"}, "files": {"series": ("a", b"")}}, 422, "has no file"),
            ({"files": {"file": ("a.txt", b"x" * 1_048_577)}}, 413, "1,048,576 bytes"),
            ({"files": {"file": ("a.txt", b"x" * 3_000_000)}}, 413, "1,048,576 bytes"),
            ({"json": {"series": "x" * 1_048_577}}, 413, "1,048,576 bytes"),
            ({"content": b"x"}, 415, "application/json"),
            ({"content": b"", "headers": {"content-type": "multipart/form-data"}}, 422, "boundary"),
            ({"content": b"", "headers": {"content-type": "application/json"}}, 422, "is empty"),
        ],
    )
    def test_requests_that_cannot_be_used(
        self,
        client: TestClient,
        admin: dict[str, str],
        request_parts: dict[str, Any],
        status: int,
        words: str,
    ) -> None:
        """One clear sentence each."""
        headers = admin | request_parts.get("headers", {})
        answer = client.post(DIGESTS, **(request_parts | {"headers": headers}))
        assert words in problem(answer, status)["detail"]
        assert client.get("/api/v1/changes").json()["head"] == 0

    @pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
    def test_a_body_without_a_length_is_bounded_while_it_is_read(
        self, client: TestClient, admin: dict[str, str], kind: str
    ) -> None:
        """The rest of it is never asked for."""
        status, asked = endless(client, DIGESTS, admin | {"content-type": kind})
        assert status == 413
        assert asked < 15

    def test_parameters_are_refused_by_name(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        """A misspelt rehearsal must not become a real run."""
        answer = client.post(f"{DIGESTS}?dryrun=true", json=document(), headers=admin)
        assert problem(answer, 422)["errors"][0]["suggestion"] == "dry_run"
        assert client.get(DIGESTS).json()["total"] == 0

    def test_writers_at_once_wait_for_each_other(
        self, client: TestClient, store: EventStore, engine: TantivyEngine, admin: dict[str, str]
    ) -> None:
        """Each is stored and found."""
        answers: list[Any] = []

        def send(number: int) -> None:
            body = document((f"Item {number}", f"Japan did {number}."), number=number)
            answers.append(client.post(DIGESTS, json=body, headers=admin))

        threads = [threading.Thread(target=send, args=(number,)) for number in range(1, 7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [answer.status_code for answer in answers] == [201] * 6
        assert all(answer.json()["searchable"] for answer in answers)
        assert not sync.check(store, engine)
        assert client.get("/api/v1/events").json()["total"] == 6


class TestCorrections:
    def test_a_correction_is_stored_shown_and_found(
        self, client: TestClient, keys: dict[Scope, dict[str, str]]
    ) -> None:
        """The editor is the key's name; a name of a country does as well as its code."""
        (event_id,) = ingested(client, keys[Scope.INGEST])
        url = f"/api/v1/events/{event_id}/corrections"
        answer = client.post(
            url,
            json=correction("Philippines", reason="It  was\nthere."),
            headers=keys[Scope.CURATE],
        )
        assert answer.status_code == 201
        made = answer.json()["correction"]
        assert {name: made[name] for name in ("kind", "value", "action", "reason", "editor")} == {
            "kind": "country",
            "value": "PH",
            "action": "add",
            "reason": "It was there.",
            "editor": "curate key",
        }
        assert answer.json()["searchable"] is True
        event = client.get(f"/api/v1/events/{event_id}").json()
        assert event == answer.json()["event"]
        assert event["countries"] == ["US", "JP", "PH"]
        assert event["tags"]["countries"][-1]["evidence"] == [
            {
                "field": "correction",
                "start": 0,
                "end": 13,
                "quote": "It was there.",
                "rule": "correction",
            }
        ]
        assert [(row["kind"], row["reason"]) for row in event["history"]] == [
            ("created", "first received"),
            ("retagged", "It was there."),
        ]
        assert client.get(url).json() == {"items": [made], "total": 1}
        assert client.get("/api/v1/events?country=PH").json()["total"] == 1
        assert "It was there." in client.get(f"/events/{event_id}").text

    def test_the_opposite_takes_it_back(self, client: TestClient, admin: dict[str, str]) -> None:
        """And twice the same is refused."""
        (event_id,) = ingested(client, admin)
        url = f"/api/v1/events/{event_id}/corrections"
        assert client.post(url, json=correction("US", "remove"), headers=admin).status_code == 201
        assert client.get("/api/v1/events?country=US").json()["total"] == 0
        answer = client.post(url, json=correction("US", "remove"), headers=admin)
        assert "does not have the country US" in problem(answer, 409)["detail"]
        answer = client.post(url, json=correction("US"), headers=admin)
        assert answer.json()["event"]["countries"] == ["US", "JP"]
        answer = client.post(url, json=correction("US"), headers=admin)
        assert "already has the country US" in problem(answer, 409)["detail"]
        assert client.get(url).json()["total"] == 2

    @pytest.mark.parametrize(
        ("body", "parameter", "words"),
        [
            (correction("Phillippines"), "value", "did you mean Philippines?"),
            (correction("space", kind="group"), "value", "unknown group"),
            (correction(kind="colour"), "kind", "'actor', 'headline' or 'occurrence'"),
            (correction(action="ad"), "action", "'add', 'remove', 'change'"),
            (correction(reason=""), "reason", "must not be empty"),
            (correction(reason=" \n "), "reason", "must say something"),
            (correction(reason="x" * 501), "reason", "at most 500"),
            (correction(reason="a\x00b"), "reason", "cannot be shown"),
            (correction(note="x"), "note", "known: kind, action, value, which, to, reason"),
            ([1], "body", "object"),
        ],
    )
    def test_what_cannot_be_used_is_named(
        self, client: TestClient, admin: dict[str, str], body: Any, parameter: str, words: str
    ) -> None:
        """With the nearest spelling where it is a value."""
        (event_id,) = ingested(client, admin)
        url = f"/api/v1/events/{event_id}/corrections"
        found = problem(client.post(url, json=body, headers=admin), 422)
        assert found["errors"][0]["parameter"] == parameter
        assert words in found["detail"]
        assert client.get(url).json()["total"] == 0

    def test_only_events_that_are_there_are_corrected(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        """404 for one that never was, 410 for one that is gone."""
        (event_id,) = ingested(client, admin)
        assert client.delete(ISSUE, headers=admin).status_code == 200
        for status, name in ((404, "none"), (410, event_id)):
            url = f"/api/v1/events/{name}/corrections"
            problem(client.post(url, json=correction(), headers=admin), status)
            problem(client.get(url), status)

    def test_a_body_is_small(self, client: TestClient, admin: dict[str, str]) -> None:
        """A reason of a few sentences is enough."""
        answer = client.post(
            "/api/v1/events/none/corrections",
            content=b" " * 20_000,
            headers=admin | {"Content-Type": "application/json"},
        )
        problem(answer, 413)

    def test_a_body_is_json_by_its_own_account(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        """As for a digest."""
        problem(client.post("/api/v1/events/none/corrections", content=b"{}", headers=admin), 415)


class TestDeletion:
    def test_a_deleted_digest_is_gone_for_all(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        """410 for it and its events, tombstones with the reason, and nothing found."""
        events = ingested(client, admin, SPACE, CHIPS)
        answer = client.delete(ISSUE, headers=admin)
        assert answer.status_code == 200
        assert answer.json() == {
            "digest_id": "usjad-2-7",
            "reason": "Withdrawn",
            "deleted": events,
            "searchable": True,
        }
        for path in (
            "digests/usjad-2-7",
            "digests/usjad-2-7/source",
            *(f"events/{event_id}" for event_id in events),
        ):
            problem(client.get(f"/api/v1/{path}"), 410)
        assert client.get("/digests/usjad-2-7").status_code == 410
        assert client.get(DIGESTS).json() == {"items": [], "total": 0}
        assert client.get("/api/v1/events").json()["total"] == 0
        last = client.get("/api/v1/changes?since=3").json()["items"]
        assert [(row["kind"], row["reason"], row["after"]) for row in last] == [
            ("deleted", "Withdrawn", None)
        ] * 3
        assert [row["subject"] for row in last] == ["event", "event", "digest"]
        problem(client.delete(ISSUE, headers=admin), 410)
        problem(client.delete(f"{DIGESTS}/usjad-9-9?reason=x", headers=admin), 404)

    @pytest.mark.parametrize("query", ["", "?reason=", "?reason=%20", "?reason=x&force=1"])
    def test_a_deletion_needs_its_reason(
        self, client: TestClient, admin: dict[str, str], query: str
    ) -> None:
        """And takes no other parameter."""
        ingested(client, admin)
        problem(client.delete(f"{DIGESTS}/usjad-2-7{query}", headers=admin), 422)
        assert client.get(DIGESTS).json()["total"] == 1

    def test_its_issue_brings_it_back(self, client: TestClient, admin: dict[str, str]) -> None:
        """201, with the same events, searchable again."""
        events = ingested(client, admin, SPACE, CHIPS)
        client.delete(ISSUE, headers=admin)
        assert ingested(client, admin, SPACE, CHIPS) == events
        assert client.get(f"{DIGESTS}/usjad-2-7").json()["event_count"] == 2
        assert client.get("/api/v1/events").json()["total"] == 2


class TestIndex:
    def test_an_index_that_is_busy_fails_nothing(
        self,
        client: TestClient,
        engine: TantivyEngine,
        admin: dict[str, str],
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """What is stored is stored; the answer says that it is not found yet."""

        def busy(*_: object) -> None:
            raise IndexBusy("another process is writing")

        (event_id,) = ingested(client, admin)
        caplog.set_level(logging.INFO)
        with monkeypatch.context() as patched:
            patched.setattr(engine, "apply", busy)
            answer = client.post(
                f"/api/v1/events/{event_id}/corrections", json=correction(), headers=admin
            )
            assert (answer.status_code, answer.json()["searchable"]) == (201, False)
        assert "another process is writing" in caplog.text
        assert admin["Authorization"].removeprefix("Bearer ") not in caplog.text
        again = client.post(DIGESTS, json=document(), headers=admin)
        assert (again.json()["outcome"], again.json()["searchable"]) == ("unchanged", True)
        assert client.get("/api/v1/events?country=PH").json()["total"] == 1

    def test_a_servers_index_is_left_to_the_indexer(
        self,
        store: EventStore,
        engine: TantivyEngine,
        admin: dict[str, str],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """This process may only search there; `entente sync` brings it up to date."""

        def forbidden(*_: object) -> None:
            raise SearchUnavailable("this key may only search")

        sync.sync(store, engine)
        settings = Settings(data_dir=tmp_path, meili_url="http://127.0.0.1:9")
        with TestClient(create_app(settings, store=store, engine=engine)) as client:
            with monkeypatch.context() as patched:
                patched.setattr(engine, "apply", forbidden)
                patched.setattr(engine, "rebuild", forbidden)
                first = client.post(DIGESTS, json=document(), headers=admin)
            assert (first.status_code, first.json()["searchable"]) == (201, False)
            sync.sync(store, engine)
            again = client.post(DIGESTS, json=document(), headers=admin)
            assert again.json()["searchable"] is True


def test_a_mirror_sees_every_write(
    client: TestClient, store: EventStore, admin: dict[str, str]
) -> None:
    """Followed from zero in small pages it ends with the same events; before and after join up."""
    space, chips = ingested(client, admin, SPACE, CHIPS)
    moved = (SPACE[0], SPACE[1].replace("March 24", "March 25"))
    client.post(DIGESTS, json=document(moved, CHIPS), headers=admin)
    for event_id, body in (
        (space, correction("PH")),
        (chips, correction("US", "remove")),
        (space, correction("PH", "remove")),
        (space, correction("energy", kind="domain")),
    ):
        url = f"/api/v1/events/{event_id}/corrections"
        assert client.post(url, json=body, headers=admin).status_code == 201
    client.delete(ISSUE, headers=admin)
    client.post(DIGESTS, json=document(moved, CHIPS), headers=admin)
    other = document(("Drill", "Japan held a drill in Guam on May 9."), number=9)
    client.post(DIGESTS, json=other, headers=admin)
    client.delete(f"{DIGESTS}/usjad-2-9?reason=Twice", headers=admin)

    mirror: dict[str, Any] = {}
    kinds: dict[str, list[str]] = {"event": [], "digest": []}
    since = 0
    while True:
        page = client.get(f"/api/v1/changes?since={since}&limit=2").json()
        for row in page["items"]:
            assert row["before"] == mirror.get(row["subject_id"])
            mirror[row["subject_id"]] = row["after"]
            kinds[row["subject"]].append(row["kind"])
        since = page["next"]
        if since == page["head"]:
            break
    assert kinds["digest"] == ["created", "updated", "deleted", "created", "created", "deleted"]
    assert kinds["event"] == [
        *("created", "created", "updated", "retagged", "retagged", "retagged", "retagged"),
        *("deleted", "deleted", "created", "created", "created", "deleted"),
    ]
    events = {
        subject_id: after for subject_id, after in mirror.items() if subject_id.count("-") > 2
    }
    living = {event_id: after for event_id, after in events.items() if after is not None}
    assert living == {told.event_id: json.loads(told.full) for told in store.iter_projections()}
    for event_id, after in events.items():
        answer = client.get(f"/api/v1/events/{event_id}")
        if after is None:
            problem(answer, 410)
            continue
        assert answer.json().items() >= after.items()
