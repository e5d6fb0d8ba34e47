"""Debian's nginx before a real server, with our example: it keeps what it may, no longer."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pytest

from tests import nginx
from tests.servers import PATIENCE_S
from tests.serving import serving

pytestmark = pytest.mark.long
KEPT_S = 2
# What nginx says once an answer's time is over: it asks meanwhile, or has asked.
OVER = {"STALE", "UPDATING", "REVALIDATED", "EXPIRED"}
SEARCH = "/api/v1/events?q=space&limit=3"
PAGES = ("/", "/?q=space", "/digests", "/digests/usjad-2-7", "/about", "/timeline", "/matrix")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cache(self) -> str:
        """What nginx says it did."""
        return self.headers["x-cache-status"]


@dataclass
class Site:
    """The address of nginx, that of the application behind it, and a key."""

    url: str
    behind: str
    key: str

    def get(self, path: str, *, direct: bool = False, **headers: str) -> Answer:
        """Ask nginx, or the application itself; underscores in headers stand for hyphens."""
        address = f"{self.behind if direct else self.url}{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(address, headers={"Host": "site.example", **named})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return self._answer(answer)
        except urllib.error.HTTPError as error:
            return self._answer(error)

    @staticmethod
    def _answer(answer: "urllib.error.HTTPError | urllib.request.addinfourl") -> Answer:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(int(answer.status or 0), headers, answer.read())

    def correct(self, event: str, domain: str) -> None:
        """Write something."""
        body = {"kind": "domain", "value": domain, "action": "add", "reason": "A test."}
        request = urllib.request.Request(
            f"{self.url}/api/v1/events/{event}/corrections",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            assert answer.status == 201


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Our example on a free port, before a server whose answers may be kept for two seconds."""
    folder = tmp_path_factory.mktemp("cached")
    settings = {
        "ENTENTE_SHARED_CACHE_SECONDS": str(KEPT_S),
        "ENTENTE_ALLOWED_HOSTS": "site.example",
    }
    with serving(settings, tmp_path_factory.mktemp("behind")) as served:

        def changed(text: str) -> str:
            text = text.replace("http://127.0.0.1:8000", served.url)
            return text.replace("/var/cache/nginx/entente", str(folder / "kept"))

        with nginx.running("nginx-cached.conf", folder, changed, ready="/healthz") as port:
            yield Site(f"http://127.0.0.1:{port}", served.url, served.key)


@pytest.mark.parametrize("path", [SEARCH, "/api/v1/digests", "/api/v1/events.csv", *PAGES])
def test_a_hit_after_a_miss_and_304_for_the_client(site: Site, path: str) -> None:
    """Data and pages alike have a validator; `Vary` is the same on 200 and 304, and for `*`."""
    first = site.get(path)
    again = site.get(path)
    assert (first.status, first.cache, again.cache) == (200, "MISS", "HIT")
    assert again.body == first.body
    for direct in (False, True):
        for tag in (first.headers["etag"], "*", f'"other", {first.headers["etag"]}'):
            unchanged = site.get(path, direct=direct, If_None_Match=tag)
            assert (unchanged.status, unchanged.body) == (304, b"")
            assert unchanged.headers["vary"] == first.headers["vary"]
            assert unchanged.headers["etag"] == first.headers["etag"]
        assert site.get(path, direct=direct, If_None_Match='"other"').status == 200


def test_what_is_kept_goes_by_time(site: Site) -> None:
    """The old answer serves until its seconds are over, and while nginx asks; then the new one."""
    path = "/api/v1/events?q=lunar&limit=1&include=evidence"
    first = site.get(path)
    assert first.headers["cache-control"] == (
        f"public, max-age=0, s-maxage={KEPT_S}, stale-while-revalidate={KEPT_S}"
    )
    assert (first.cache, site.get(path).cache) == ("MISS", "HIT")
    event = json.loads(first.body)["items"][0]
    new = next(one for one in ("health", "climate") if one not in event["domains"])
    site.correct(event["id"], new)
    deadline = time.monotonic() + PATIENCE_S
    old = set()
    while (answer := site.get(path)).body == first.body and time.monotonic() < deadline:
        old.add(answer.cache)
        time.sleep(0.05)
    assert new in json.loads(answer.body)["items"][0]["domains"]
    assert old <= {"HIT", *OVER}


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    """Once the time is over nginx asks with the validator, and goes on with what it has."""
    path = "/api/v1/events?q=treaty&limit=2"
    first = site.get(path)
    deadline = time.monotonic() + PATIENCE_S
    caches = [first.cache]
    while (len(caches) < 4 or caches[-1] != "HIT") and time.monotonic() < deadline:
        time.sleep(0.05)
        answer = site.get(path)
        assert (answer.body, answer.headers["etag"]) == (first.body, first.headers["etag"])
        if answer.cache != caches[-1]:
            caches.append(answer.cache)
    assert caches[:2] == ["MISS", "HIT"]
    assert caches[2] in OVER
    assert caches[-1] == "HIT", "kept anew, though nothing was sent"


@pytest.mark.parametrize("sent", ["Authorization", "Cookie"])
def test_who_is_known_leaves_nothing_behind(site: Site, sent: str) -> None:
    """Neither in nginx, which passes such requests on, nor in a cache that would not."""
    value = f"Bearer {site.key}" if sent == "Authorization" else "entente_session=none"
    path = f"/api/v1/events?q=fleet&limit=1&facets=domain&facet_limit={len(sent)}"
    for _ in range(2):
        known = site.get(path, **{sent: value})
        assert (known.status, known.cache) == (200, "BYPASS")
        assert known.headers["cache-control"] == "private, no-store"
    assert site.get(path).cache == "MISS"
    assert site.get(path).cache == "HIT"
    assert site.get(path, **{sent: value}).cache == "BYPASS", "nor gets what others left"


def test_errors_and_parts_of_pages_are_not_kept(site: Site) -> None:
    """A fragment that htmx asks for at a page's address never stands for the page."""
    for path in ("/api/v1/events/none", "/api/v1/events?country=Nowhere", "/events/none"):
        assert [site.get(path).cache for _ in range(2)] == ["MISS", "MISS"]
    path = "/?q=summit"
    part = site.get(path, HX_Request="true")
    whole = site.get(path)
    assert (part.cache, whole.cache) == ("MISS", "MISS")
    assert b"<html" not in part.body
    assert b"<html" in whole.body
    assert site.get(path).cache == "HIT"
    assert b"<html" not in site.get(path, HX_Request="true").body


def test_what_pages_load_is_kept_for_good(site: Site) -> None:
    """Its address names its content."""
    page = site.get("/").body.decode()
    address = page.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    first, again = site.get(address), site.get(address)
    assert "immutable" in first.headers["cache-control"]
    assert (first.cache, again.cache) == ("MISS", "HIT")
