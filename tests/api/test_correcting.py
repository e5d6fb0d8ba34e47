"""Correcting over the API: everything derived, undone by number, safe for two editors at once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer.access import KeyRing, Scope
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both_when_long
from web.app import create_app

database = on_both_when_long
TALKS = (
    "Space dialoge held",
    (
        "The US and Japan held a dialogue on space in Tokyo on March 24. The Philippines and "
        "Australia signed a pact on energy in Manila on April 2."
    ),
)
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")
WHY = "As the minutes say."
V1 = "/api/v1"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def client(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    """The application over a store of the test's own, with a key of Ann, who may do all."""
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        _, text = KeyRing(store).create("Ann", frozenset({Scope.ADMIN}))
        opened.headers["Authorization"] = f"Bearer {text}"
        yield opened


@pytest.fixture
def ids(client: TestClient) -> list[str]:
    """Two events of one issue."""
    page = make_digest_text(TALKS, CHIPS)
    answer = client.post(f"{V1}/digests", files={"file": ("vol-2-07.txt", page)})
    created: list[str] = answer.json()["created"]
    return created


def sent(
    client: TestClient, method: str, path: str, status: int, body: Any = None, **headers: str
) -> Any:
    answer = client.request(method, f"{V1}{path}", json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def correct(client: TestClient, event_id: str, status: int = 201, **body: object) -> Any:
    return sent(client, "POST", f"/events/{event_id}/corrections", status, {"reason": WHY, **body})


def starts(event: dict[str, Any]) -> list[str]:
    return [one["start"] + ("*" if one["primary"] else "") for one in event["occurrences"]]


def test_dates_and_headline_are_corrected_and_undone(client: TestClient, ids: list[str]) -> None:
    """Each answer shows the event as it now stands; history says who, when and why."""
    talks = ids[0]
    moved = {"which": {"start": "2023-03-24"}, "to": {"start": "2023-03-25"}}
    changed = correct(client, talks, kind="occurrence", action="change", **moved)
    assert starts(changed["event"]) == ["2023-03-25*", "2023-04-02"]
    second = {"which": {"start": "2023-04-02"}}
    assert starts(correct(client, talks, kind="occurrence", action="primary", **second)["event"])[
        1
    ].endswith("*")
    added = {"to": {"start": "2023-05-01", "end": "2023-05-31", "precision": "month"}}
    added["to"]["status"] = "scheduled"
    last = correct(client, talks, kind="occurrence", action="add", **added)["event"]
    assert (last["occurrences"][-1]["precision"], last["occurrences"][-1]["status"]) == (
        "month",
        "scheduled",
    )
    never = {"which": {"start": "2020-01-01"}}
    refused = correct(client, talks, 409, kind="occurrence", action="remove", **never)
    assert "has no occurrence 2020-01-01/2020-01-01" in refused["detail"]
    correct(client, talks, kind="headline", action="set", value="Space  dialogue held")
    listed = sent(client, "GET", f"/events/{talks}/corrections", 200)["items"]
    for correction in listed:
        path = f"/events/{talks}/corrections/{correction['id']}?reason=Wrong+after+all"
        undone = sent(client, "DELETE", path, 200)
    assert undone["event"]["headline"] == TALKS[0]
    assert starts(undone["event"]) == ["2023-03-24*", "2023-04-02"]
    assert {row["editor"] for row in undone["event"]["history"][1:]} == {"Ann"}
    again = sent(client, "GET", f"/events/{talks}/corrections", 200)["items"]
    assert all(one["undone"]["reason"] == "Wrong after all" for one in again)
    sent(client, "DELETE", path, 409)
    sent(client, "DELETE", f"/events/{talks}/corrections/999?reason=x", 404)
    for number in (0, 2**31, 10**30):
        sent(client, "DELETE", f"/events/{talks}/corrections/{number}?reason=x", 422)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"kind": "occurrence", "action": "change", "to": {"start": "2023-03-25"}}, "needs which"),
        ({"kind": "occurrence", "action": "set"}, "is no action for the kind occurrence"),
        ({"kind": "headline", "action": "set"}, "set of a headline needs value"),
        ({"kind": "headline", "action": "set", "value": " \t"}, "value: must say something"),
        (
            {"kind": "country", "action": "add", "value": "PH", "to": {"start": "2023-03-25"}},
            "to does not go with add",
        ),
        (
            {
                "kind": "occurrence",
                "action": "add",
                "to": {"start": "2023-03-25", "end": "2023-03-24"},
            },
            "end is before start",
        ),
        ({"kind": "occurrence", "action": "add", "to": {"begin": "2023-03-25"}}, "known: start"),
    ],
)
def test_what_does_not_go_together_is_refused(
    client: TestClient, ids: list[str], body: dict[str, Any], words: str
) -> None:
    """With what is missing or too much."""
    assert words in correct(client, ids[0], 422, **body)["detail"]


def test_a_merged_event_leads_to_the_other(client: TestClient, ids: list[str]) -> None:
    """308 at every door, with the rest of the address; a row of its kind for mirrors."""
    talks, chips = ids
    answer = sent(client, "POST", f"/events/{chips}/merge", 200, {"into": talks, "reason": WHY})
    assert answer["event"]["id"] == talks
    for path, target in (
        (f"{V1}/events/{chips}", f"{V1}/events/{talks}"),
        (f"{V1}/events/{chips}/cite.bib", f"{V1}/events/{talks}/cite.bib"),
        (f"/events/{chips}", f"/events/{talks}"),
    ):
        moved = client.get(path, follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (308, target)
        assert client.get(path).status_code == 200
    (cited,) = client.get(f"{V1}/cite?ids={chips}").json()["items"]
    assert cited["id"] == talks
    rows = client.get(f"{V1}/changes?since=0&limit=100").json()["items"]
    (row,) = (row for row in rows if row["kind"] == "merged")
    assert (row["event_id"], row["after"], row["editor"]) == (chips, None, "Ann")
    found = client.get(f"{V1}/events?q=semiconductors").json()
    assert [item["id"] for item in found["items"]] == [talks]
    number = answer["correction"]["id"]
    back = sent(client, "DELETE", f"/events/{chips}/corrections/{number}?reason=No", 200)
    assert (back["event"]["id"], back["event"]["text"]) == (chips, CHIPS[1])


def test_an_event_is_split(client: TestClient, ids: list[str]) -> None:
    """Into events that are found apart; the parts are its text."""
    first, second = TALKS[1].split(". The ", 1)
    parts = [
        {"headline": "Space dialogue held", "text": f"{first}."},
        {"headline": "Energy pact signed", "text": f"The {second}"},
    ]
    path = f"/events/{ids[0]}/split"
    answer = sent(client, "POST", path, 201, {"parts": parts, "reason": WHY})
    assert [event["headline"] for event in answer["events"]] == [p["headline"] for p in parts]
    found = client.get(f"{V1}/events?q=pact").json()["items"]
    assert [item["id"] for item in found] == [answer["events"][1]["id"]]
    lost = sent(client, "POST", path, 422, {"parts": [parts[0], parts[0]], "reason": WHY})
    assert "must be the event's text" in lost["detail"]


def test_one_event_is_deleted_and_brought_back(client: TestClient, ids: list[str]) -> None:
    """410 until the deletion is undone; its corrections can be looked at meanwhile."""
    chips = ids[1]
    answer = sent(client, "DELETE", f"/events/{chips}?reason=Not+an+event", 200)
    for path in (f"/events/{chips}", f"/cite?ids={chips}", f"/cite.bib?ids={ids[0]},{chips}"):
        assert sent(client, "GET", path, 410)["type"] == "/problems/gone"
    page = make_digest_text(TALKS, CHIPS) + b"\n"
    again = client.post(f"{V1}/digests", files={"file": ("vol-2-07.txt", page)}).json()
    assert again["created"] == []
    (listed,) = sent(client, "GET", f"/events/{chips}/corrections", 200)["items"]
    assert (listed["kind"], listed["id"]) == ("deletion", answer["correction"]["id"])
    path = f"/events/{chips}/corrections/{listed['id']}?reason=It+is+one"
    assert sent(client, "DELETE", path, 200)["event"]["text"] == CHIPS[1]


def test_an_issue_is_corrected(client: TestClient, ids: list[str]) -> None:
    """Date and number; its events say so."""
    path = "/digests/usjad-2-7/corrections"
    body = {"issue_date": "2024-04-20", "volume": 2, "number": 8, "reason": WHY}
    answer = sent(client, "POST", path, 201, body)
    assert (answer["number"], answer["issue_date"]) == (8, "2024-04-20")
    assert answer["issue_date_basis"] == "corrected"
    event = sent(client, "GET", f"/events/{ids[0]}", 200)
    assert (event["digest"]["number"], starts(event)[0]) == (8, "2024-03-24*")
    for old, found in (("2.7", "usjad-2-7 had"), ("2.8", "usjad-2-7 has")):
        (refused,) = sent(client, "GET", f"/events?digest={old}", 422)["errors"]
        assert (found in refused["message"], refused["suggestion"]) == (True, "usjad-2-7")
    assert sent(client, "GET", "/events?digest=usjad-2-7", 200)["total"] == len(ids)
    for page in ("/api/v1/digests/{}", "/api/v1/digests/{}/source", "/digests/{}"):
        led_on = client.get(page.format("usjad-2-8"), follow_redirects=False)
        assert (led_on.status_code, led_on.headers["Location"]) == (308, page.format("usjad-2-7"))
    sent(client, "POST", path, 409, body)
    sent(client, "POST", path, 422, {"reason": WHY})
    sent(client, "POST", path, 422, {"issue_date": "2024-04-21", "volume": 2, "reason": WHY})
    (listed,) = sent(client, "GET", path, 200)["items"]
    undone = sent(client, "DELETE", f"{path}/{listed['id']}?reason=No", 200)
    assert (undone["number"], undone["issue_date"]) == (7, "2023-04-15")


class TestTwoEditors:
    def test_what_changed_meanwhile_is_not_overwritten(
        self, client: TestClient, ids: list[str]
    ) -> None:
        """412 with the difference, whoever reads with a key or without."""
        path = f"{V1}/events/{ids[0]}"
        tags = [client.get(path).headers["etag"]]
        key = client.headers.pop("Authorization")
        tags.append(client.get(path).headers["etag"])
        client.headers["Authorization"] = key
        correct(client, ids[1], kind="headline", action="set", value="Another event")
        assert client.get(path).headers["etag"] == tags[0]
        headline = {"kind": "headline", "action": "set", "reason": WHY}
        url = f"/events/{ids[0]}/corrections"
        sent(client, "POST", url, 201, {**headline, "value": "Mine"}, **{"If-Match": tags[1]})
        for tag in (*tags, '"0"', '"none"'):
            body = {**headline, "value": "Too late"}
            problem = sent(client, "POST", url, 412, body, **{"If-Match": tag})
            assert problem["type"].endswith("changed")
        (change, *_) = sent(client, "POST", url, 412, body, **{"If-Match": tags[1]})["difference"][
            "changes"
        ]
        assert (change["field"], change["before"]) == ("headline", TALKS[0])
        event = client.get(path).json()
        now = {"If-Match": f'"{event["changed"]}"'}
        answer = client.post(f"{V1}{url}", json={**headline, "value": "In time"}, headers=now)
        assert answer.status_code == 201
        assert answer.headers["etag"] == f'"{answer.json()["event"]["changed"]}"'

    def test_a_dry_run_is_applied_or_refused(self, client: TestClient, ids: list[str]) -> None:
        """Its ETag is the state of the issue that it compared with."""
        page = make_digest_text(TALKS, CHIPS, ("Rice", "Japan bought rice on March 2."))
        files = {"file": ("vol-2-07.txt", page)}
        rehearsal = client.post(f"{V1}/digests?dry_run=true", files=files)
        tag = {"If-Match": rehearsal.headers["etag"]}
        correct(client, ids[0], kind="headline", action="set", value="Changed meanwhile")
        refused = client.post(f"{V1}/digests", files=files, headers=tag)
        assert refused.status_code == 412
        assert refused.json()["difference"]["items"]
        assert client.get(f"{V1}/digests/usjad-2-7").json()["event_count"] == 2
        tag = {"If-Match": refused.headers["etag"]}
        assert client.post(f"{V1}/digests", files=files, headers=tag).status_code == 200


def test_a_page_that_did_not_change_is_not_sent_again(client: TestClient, ids: list[str]) -> None:
    """The state in a tag does not keep caches from comparing."""
    del client.headers["Authorization"]
    first = client.get(f"{V1}/events/{ids[0]}")
    tag = first.headers["etag"]
    assert tag.endswith(f'.{json.loads(first.content)["changed"]}"')
    second = client.get(f"{V1}/events/{ids[0]}", headers={"If-None-Match": tag})
    assert (second.status_code, second.headers["etag"]) == (304, tag)
