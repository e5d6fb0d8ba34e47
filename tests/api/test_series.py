"""Series over the API: what is known and held, profiles added and removed, issues of new series."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.mcp.rendering import search_text
from indexer.access import KeyRing, Scope
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.api.test_writing import document, problem
from tests.databases import on_both_when_long
from tests.indexer.test_series import BULLETIN, ID
from web.app import create_app

database = on_both_when_long
SERIES, DIGESTS = "/api/v1/series", "/api/v1/digests"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel>
<title>Harbour Letter</title>{entries}</channel></rss>"""
ENTRY = """<item><title>Harbour Letter No. {number}</title>
<pubDate>Fri, {day} May 2024 08:00:00 GMT</pubDate><description><![CDATA[
<h3>{country} signs pact</h3><p>{country} signed on May 2 a pact with the United States.</p>
<h3>{country} hosts drill</h3><p>{country} hosted on May 1 a drill of the United States Navy.</p>
]]></description></item>"""


@pytest.fixture
def client(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        yield opened


@pytest.fixture
def admin(store: EventStore) -> dict[str, str]:
    text = KeyRing(store).create("The desk", frozenset({Scope.ADMIN}))[1]
    return {"Authorization": f"Bearer {text}"}


def get(client: TestClient, path: str, **params: str) -> Any:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def mailbox(*days: int) -> bytes:
    """A mailbox of a letter that is not known, one message a day."""
    return b"\n".join(
        b"From desk@x Fri May  3 08:00:00 2024\n"
        b"From: Harbour Letter <desk@harbour.example>\nTo: reader@example.org\n"
        b"Subject: Harbour Letter No. %d\nDate: Fri, %02d May 2024 08:00:00 +0000\n"
        b"Content-Type: text/plain\n\n"
        b"- Japan signs pact\n- Poland hosts drill\n\n"
        b"- Japan signed on May 2 a pact of number %d with the United States.\n"
        b"- Poland hosted on May 1 drill number %d of the United States Navy.\n"
        % (day, day, day, day)
        for day in days
    )


class TestProfiles:
    """Added, changed, listed, removed."""

    def test_a_profile_of_ones_own(self, client: TestClient, admin: dict[str, str]) -> None:
        """Its id and code are made of its title; the same again is nothing."""
        profile = {"title": "Harbour Letter", "numbering": "number", "publisher": "Harbour"}
        made = client.post(SERIES, json=profile, headers=admin)
        assert (made.status_code, made.headers["Location"]) == (201, f"{SERIES}/harbour-letter")
        assert made.json()["series"]["code"] == "hl" or made.json()["outcome"] == "created"
        assert client.post(SERIES, json=profile, headers=admin).json()["outcome"] == "unchanged"
        changed = client.post(SERIES, json=profile | {"publisher": "A club"}, headers=admin)
        assert (changed.status_code, changed.json()["outcome"]) == (200, "updated")
        shown = get(client, f"{SERIES}/harbour-letter")
        assert (shown["publisher"], shown["kept_in"], shown["digests"]) == ("A club", "store", 0)
        kept = client.post(SERIES, json=profile | {"rights": "excerpt"}, headers=admin).json()
        assert (kept["outcome"], kept["series"]["rights"]) == ("updated", "excerpt")
        assert get(client, "/api/v1/events", series="Harbour Letter")["total"] == 0
        gone = client.delete(f"{SERIES}/harbour-letter?reason=Tried", headers=admin)
        assert gone.status_code == 200
        assert client.get(f"{SERIES}/harbour-letter").status_code == 404
        told = get(client, "/api/v1/changes", subject="series")["items"]
        assert [(row["kind"], row["editor"]) for row in told] == [
            (kind, "The desk") for kind in ("created", "updated", "updated", "deleted")
        ]
        assert told[0]["after"]["title"] == "Harbour Letter"

    @pytest.mark.parametrize(
        ("profile", "words"),
        [
            ({"titel": "X"}, "titel"),
            ({"title": "X"}, "at least 2 characters"),
            ({"title": "Harbour", "code": "usjad"}, "is that of the series"),
            ({"title": "US-Japan Alliance Digest", "code": "x1"}, "never changes"),
            ({"title": "Harbour", "titles": ["Allied Friday Letter"]}, "names the series"),
            ({"title": "Harbour", "boilerplate": ["("]}, "not a regular expression"),
            ({"title": "Harbour", "first_year": 2021}, "needs per_volume"),
            ({"title": "???"}, "id"),
        ],
    )
    def test_what_cannot_be_one_is_refused(
        self,
        client: TestClient,
        store: EventStore,
        admin: dict[str, str],
        profile: dict[str, Any],
        words: str,
    ) -> None:
        """With the place and the reason; nothing is stored."""
        answer = client.post(SERIES, json=profile, headers=admin)
        problem(answer, 422)
        assert words in answer.text
        assert store.head() == 0

    def test_what_is_held_is_counted(self, client: TestClient, admin: dict[str, str]) -> None:
        """A series with issues held is not removed; shipped ones are listed without any, too."""
        client.post(DIGESTS, json=document(), headers=admin)
        first, *rest = get(client, SERIES)["items"]
        assert (first["id"], first["digests"], first["events"], first["kept_in"]) == (
            *("us-japan-alliance-digest", 1, 1, "package"),
        )
        assert first["earliest"] == first["latest"] == "2023-04-15"
        assert {one["digests"] for one in rest} == {0}
        refused = client.delete(f"{SERIES}/{first['id']}?reason=No", headers=admin)
        assert "1 issue is held" in problem(refused, 409)["detail"]


class TestNewSeries:
    """An issue of an unknown series is taken where the caller says so."""

    def test_by_a_file(self, client: TestClient, admin: dict[str, str]) -> None:
        """Refused by its title line, then taken with a profile that is reported."""
        sent = {"files": {"file": ("bulletin.txt", BULLETIN)}}
        refused = problem(client.post(DIGESTS, **sent, headers=admin), 422)["detail"]
        assert "“Baltic Watch Bulletin No. 4”" in refused
        assert "new_series=true" in refused
        taken = client.post(f"{DIGESTS}?new_series=true", **sent, headers=admin)
        assert (taken.status_code, taken.json()["digest_id"]) == (201, "bwb-4")
        assert "new-series" in {issue["code"] for issue in taken.json()["issues"]}
        assert get(client, f"{SERIES}/{ID}")["digests"] == 1
        assert get(client, "/api/v1/events", q=f"series:{ID}")["total"] == 2

    def test_by_json_that_names_it(self, client: TestClient, admin: dict[str, str]) -> None:
        """It states its title and date."""
        body = document(series="Harbour Letter", volume=None, number=5, issue_date="2024-05-10")
        taken = client.post(DIGESTS, json=body, headers=admin)
        assert taken.status_code == 201, taken.text
        assert get(client, f"{SERIES}/harbour-letter")["numbering"] == "number"

    def test_a_date_beside_the_file(self, client: TestClient, admin: dict[str, str]) -> None:
        """Where nothing in it states one; what is no date is refused."""
        undated = BULLETIN.replace(b"12 May 2024\n", b"")
        sent = {"files": {"file": ("bulletin.txt", undated)}}
        url = f"{DIGESTS}?new_series=true"
        problem(client.post(url, **sent, headers=admin), 422)
        problem(client.post(url, **sent, data={"date": "12 May"}, headers=admin), 422)
        taken = client.post(url, **sent, data={"date": "2024-05-12"}, headers=admin)
        assert taken.status_code == 201, taken.text


class TestSeveralIssues:
    """A mailbox or feed holds several issues; each is taken or refused on its own."""

    def test_a_mailbox(self, client: TestClient, admin: dict[str, str]) -> None:
        """The profile that the first makes serves the others."""
        sent = {"files": {"file": ("letters.mbox", mailbox(3, 10, 17))}}
        rehearsed = client.post(f"{DIGESTS}?new_series=true&dry_run=true", **sent, headers=admin)
        assert len(rehearsed.json()["others"]) == 2
        taken = client.post(f"{DIGESTS}?new_series=true", **sent, headers=admin)
        assert taken.status_code == 201, taken.text
        told = taken.json()
        others = [one["outcome"] for one in told["others"]]
        assert (told["outcome"], others) == ("created", ["created", "created"])
        assert get(client, DIGESTS)["total"] == 3
        again = client.post(DIGESTS, **sent, headers=admin)
        assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
        state = {"If-Match": '"1"'}
        assert "3 issues" in client.post(DIGESTS, **sent, headers=admin | state).text

    def test_a_feed_of_which_one_entry_cannot_be_read(
        self, client: TestClient, admin: dict[str, str]
    ) -> None:
        """The others are taken, and its refusal stands in its place."""
        entries = [
            ENTRY.format(number=1, day="03", country="Japan"),
            "<item><title>Holiday greetings</title><description>Nothing.</description></item>",
            ENTRY.format(number=2, day="17", country="Poland"),
        ]
        feed = FEED.format(entries="".join(entries)).encode()
        sent = {"files": {"file": ("feed.xml", feed)}}
        client.post(SERIES, json={"title": "Harbour Letter", "numbering": "number"}, headers=admin)
        told = client.post(DIGESTS, **sent, headers=admin).json()
        outcomes = [one["outcome"] for one in (told, *told["others"])]
        assert outcomes == ["created", "refused", "created"]
        assert "feed.xml#2" in told["others"][0]["error"]


def test_the_file_of_the_settings_is_known(
    store: EventStore, engine: TantivyEngine, tmp_path: Path
) -> None:
    """A server answers with the series of its own files."""
    file = tmp_path / "own.yaml"
    file.write_text("harbour-letter: {code: hal, title: Harbour Letter}\n")
    settings = Settings(data_dir=tmp_path / "var", series=file)
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        assert get(client, f"{SERIES}/harbour-letter")["kept_in"] == "file"
        refused = client.get("/api/v1/changes", params={"series": "none"})
        assert refused.status_code == 422
        assert get(client, "/api/v1/changes", series="hal")["items"] == []


def test_a_series_is_told_at_every_door(client: TestClient, admin: dict[str, str]) -> None:
    """Completed with its count, a category of feeds and calendars, a column, a line for models."""
    client.post(DIGESTS, json=document(), headers=admin)
    name, title = "us-japan-alliance-digest", "US-Japan Alliance Digest"
    for typed in ("series:us-j", "US-Japan All"):
        offered = get(client, "/api/v1/suggest", q=typed)["items"]
        (one,) = (one for one in offered if one["kind"] == "series")
        assert (one["label"], one["q"], one["count"]) == (title, f"series:{name}", 1)
    atom = client.get("/api/v1/events.atom").text
    assert re.search(f'term="{name}" scheme="[^"]*/api/v1/series" label="{title}"', atom)
    (entry,) = get(client, "/api/v1/events.feed.json")["items"]
    assert (entry["tags"][-1], entry["_entente"]["digest"]["series"]) == (title, name)
    assert title in client.get("/api/v1/events.ics").text.replace("\r\n ", "")
    assert f",{name}," in client.get("/api/v1/events.csv").text
    page = get(client, "/api/v1/events")
    assert f"(series {name})" in search_text(page, "http://testserver")


class TestIssuesByName:
    """`digest=` and `digest:` take what people call an issue, where it is one."""

    @pytest.fixture
    def held(self, client: TestClient, admin: dict[str, str]) -> TestClient:
        """Two series with an issue 2.7, one that counts issues alone, one by date."""
        for said in (
            {"series": "us-japan-alliance-digest", "volume": 2, "number": 7},
            {"series": "us-japan-alliance-digest", "volume": 2, "number": 8},
            {"series": "allied-developments-fortnight", "volume": 2, "number": 7},
            {"series": "allied-friday-letter", "number": 12},
            {"series": "manila-triangle-chronology"},
        ):
            whole = {"number": None, "volume": None, "issue_date": "2024-05-24"} | said
            sent = document(**{name: value for name, value in whole.items() if value is not None})
            if "number" not in said:
                del sent["volume"], sent["number"]
            elif "volume" not in said:
                del sent["volume"]
            assert client.post(DIGESTS, json=sent, headers=admin).status_code == 201
        return client

    @pytest.mark.parametrize(
        ("said", "digest"),
        [
            ("us-japan-alliance-digest/2.7", "usjad-2-7"),
            ("US-Japan Alliance Digest/Vol 2.7", "usjad-2-7"),
            ("adf/2.7", "adf-2-7"),
            ("2.8", "usjad-2-8"),
            ("usjad-2-7", "usjad-2-7"),
            ("12", "afl-12"),
            ("Allied Friday Letter/12", "afl-12"),
            ("2024-05-24", "mtc-20240524"),
            ("manila-triangle-chronology/2024-05-24", "mtc-20240524"),
        ],
    )
    def test_one_is_meant(self, held: TestClient, said: str, digest: str) -> None:
        """As parameter and in the box; the answer tells its id, and the page has it as a chip."""
        for params in ({"digest": said}, {"q": f'digest:"{said}"'}, {"q": f"digest:{said} space"}):
            found = get(held, "/api/v1/events", **params)
            assert (found["query"]["digests"], found["total"]) == ([digest], 1), params
            assert found["items"][0]["id"].startswith(f"{digest}-")
        assert f"digest {said}" in held.get("/", params={"digest": said}).text

    def test_several_may_be_meant(self, held: TestClient) -> None:
        """They are named, and one of them is the suggestion; nothing is guessed."""
        for params in ({"digest": "2.7"}, {"q": "digest:2.7"}):
            told = problem(held.get("/api/v1/events", params=params), 422)["errors"][0]
            for name in ("us-japan-alliance-digest/2.7", "allied-developments-fortnight/2.7"):
                assert name in told["message"]
            assert told["suggestion"] in told["message"]
        assert get(held, "/api/v1/events", digest=told["suggestion"])["total"] == 1
        assert get(held, "/api/v1/events", q="2.7")["readings"] == []

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ("nobodys-letter/2.7", "unknown series"),
            ("allied-friday-letter/2.7", "unknown digest"),
            ("2024-05-25", "unknown digest"),
            ("2024-13-45", "unknown digest"),
            ("2/7/1", "unknown series"),
        ],
    )
    def test_what_names_none_is_refused(self, held: TestClient, said: str, words: str) -> None:
        """By its name; never an empty answer."""
        refused = problem(held.get("/api/v1/events", params={"digest": said}), 422)
        assert words in refused["detail"]
