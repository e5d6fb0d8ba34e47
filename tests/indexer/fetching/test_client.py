"""One address fetched: only what may be asked, no more and no longer than is allowed."""

from collections.abc import Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import httpcore2
import pytest

from indexer.errors import NotFetched, SourceTooLarge
from indexer.fetching.addresses import is_public
from indexer.fetching.client import Fetcher, Limits
from indexer.fetching.network import CheckedNetwork
from indexer.fetching.visits import Validators
from tests.site import Page, Site, packed


def fetcher(
    *, allow_private: bool = True, max_bytes: int = 10_000, seconds: float = 20.0
) -> Fetcher:
    return Fetcher(Limits(max_bytes, seconds), allow_private=allow_private)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.0.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("192.0.2.1", "198.18.0.1", "192.88.99.1", "::1", "::", "fe80::1", "fe80::1%eth0"),
        *("fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "nonsense"),
    ],
)
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    """In every way of writing them, inside IPv6 ones, too."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_known(address: str) -> None:
    """Those of the internet at large."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]"]
)
def test_this_machine_is_not_asked_by_any_name(site: Site, host: str) -> None:
    """Unless that is allowed."""
    url = site.url.replace("127.0.0.1", host)
    with fetcher(allow_private=False) as web, pytest.raises(NotFetched, match="--allow-private"):
        web.get(url)
    assert site.asked == []


class Recorded(httpcore2.NetworkBackend):
    """Connects to nothing, and keeps what it was to connect to."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore2.NetworkStream:
        self.asked.append(host)
        return httpcore2.MockStream([])


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    """Which of them would be taken is up to chance."""
    inner = Recorded()
    network = CheckedNetwork(
        allow_private=False, resolve=lambda *_: ["93.184.215.14", "10.0.0.1"], inner=inner
    )
    with pytest.raises(NotFetched, match=r"two\.example \(10\.0\.0\.1\)"):
        network.connect_tcp("two.example", 80)
    assert inner.asked == []


def test_a_name_that_changes_its_address_gains_nothing() -> None:
    """The address that was checked is the one connected to; each connection checks anew."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])

    def rebinding(_: str, __: int) -> Sequence[str]:
        return next(answers)

    inner = Recorded()
    network = CheckedNetwork(allow_private=False, resolve=rebinding, inner=inner)
    network.connect_tcp("rebinding.example", 80)
    with pytest.raises(NotFetched, match=r"127\.0\.0\.1"):
        network.connect_tcp("rebinding.example", 80)
    assert inner.asked == ["93.184.215.14"]


def test_a_redirect_to_a_private_address_is_refused(site: Site) -> None:
    """The first host is public as far as its name tells; what it leads to is checked again."""
    port = site.url.rsplit(":", 1)[1]
    site.pages["/away"] = Page(status=302, headers={"Location": f"http://inside.example:{port}/x"})
    site.pages["/x"] = Page(b"secret")
    named = {"outside.example": ["127.0.0.1"], "inside.example": ["10.0.0.7"]}
    with Fetcher(Limits(1000), resolve=lambda host, _: named[host]) as web:
        # This machine stands in for a public one, for the first host only.
        web._network._resolve = lambda host, _: named[host]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "indexer.fetching.addresses.is_public",
                lambda one: one == "127.0.0.1" or is_public(one),
            )
            with pytest.raises(NotFetched, match=r"inside\.example \(10\.0\.0\.7\)"):
                web.get(f"http://outside.example:{port}/away")
    assert site.paths() == ["/away"]


def test_redirects_are_followed_but_not_for_ever(site: Site) -> None:
    """Relative ones, too; the content stands where the last one leads."""
    site.pages["/old"] = Page(status=301, headers={"Location": "new#part"})
    site.pages["/new"] = Page(b"here")
    site.pages["/round"] = Page(status=302, headers={"Location": "/round"})
    site.pages["/file"] = Page(status=302, headers={"Location": "file:///etc/passwd"})
    with fetcher() as web:
        found = web.get(f"{site.url}/old")
        assert (found.url, found.data) == (f"{site.url}/new", b"here")
        with pytest.raises(NotFetched, match="more than 5 redirects"):
            web.get(f"{site.url}/round")
        with pytest.raises(NotFetched):
            web.get(f"{site.url}/file")


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://x.example/", "http://", "http://u:p@x.example/", "http://[::1/"],
)
def test_only_plain_addresses_of_the_web_are_fetched(url: str) -> None:
    """No other scheme, and none with a password, which would be stored with the source."""
    with fetcher() as web, pytest.raises(NotFetched) as refused:
        web.get(url)
    assert "p@" not in str(refused.value)


def test_content_is_unpacked_no_further_than_the_limit(site: Site) -> None:
    """Whatever is packed into a few bytes, and whatever length is announced."""
    site.pages["/small"] = packed(b"words " * 100)
    site.pages["/bomb"] = packed(b"\0" * 50_000_000)
    site.pages["/large"] = Page(b"x" * 10_001)
    site.pages["/other"] = Page(b"x", headers={"Content-Encoding": "br"})
    site.pages["/cut"] = Page(packed(b"words").body[:-9], headers={"Content-Encoding": "gzip"})
    with fetcher() as web:
        assert web.get(f"{site.url}/small").data == b"words " * 100
        for path in ("/bomb", "/large"):
            with pytest.raises(SourceTooLarge, match="10,000"):
                web.get(site.url + path)
        for path, words in (("/other", "unasked"), ("/cut", "breaks off")):
            with pytest.raises(NotFetched, match=words):
                web.get(site.url + path)


def test_an_answer_that_never_ends_is_given_up(site: Site) -> None:
    """However steadily it drips; each step alone would be quick enough."""

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while True:
                handler.wfile.write(b"x")
                handler.connection.settimeout(0.01)
                with suppress(TimeoutError):
                    if not handler.connection.recv(1):
                        return

    site.pages["/drip"] = Page(writes=dripping)
    with fetcher(seconds=0.2) as web, pytest.raises(NotFetched, match=r"within 0\.2 seconds"):
        web.get(f"{site.url}/drip")


def test_what_was_seen_is_not_sent_again(site: Site) -> None:
    """The validators of the last answer go along with the next question."""
    site.pages["/a"] = Page(b"words", etag='"1"', headers={"Last-Modified": "yesterday"})
    with fetcher() as web:
        first = web.get(f"{site.url}/a")
        assert first.validators == Validators('"1"', "yesterday")
        again = web.get(f"{site.url}/a", first.validators)
        assert (again.data, again.validators) == (None, first.validators)
        asked = site.asked[-1][1]
        assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', "yesterday")
        assert asked["User-Agent"].startswith("Entente/")


def test_failures_are_told_in_one_sentence(site: Site) -> None:
    """And whether it helps to come again later."""
    site.pages["/busy"] = Page(status=503, headers={"Retry-After": "30"})
    with fetcher() as web:
        with pytest.raises(NotFetched, match="404 Not Found") as refused:
            web.get(f"{site.url}/none")
        assert not refused.value.later
        with pytest.raises(NotFetched, match="503") as refused:
            web.get(f"{site.url}/busy")
        assert (refused.value.later, refused.value.seconds) == (True, 30)
        with pytest.raises(NotFetched, match="no such host"):
            web.get("http://nowhere.invalid/")
