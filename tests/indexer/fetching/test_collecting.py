"""What feeds, sitemaps and archive pages list is taken once, politely, and where a run stopped."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from indexer.errors import NotFetched
from indexer.fetching.client import Fetcher, Limits
from indexer.fetching.listing import listed
from indexer.fetching.memory import Memory
from indexer.fetching.pace import Busy, Polite
from indexer.fetching.robots import Robots
from indexer.ingest import sources
from indexer.ingest.collecting import Collector
from indexer.ingest.intake import Intake, Web
from indexer.ingest.pipeline import Ingest
from indexer.normalise.series import SeriesRegistry
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.site import Page, Site

ARCHIVE = """<html><body><nav><a href="/about">About</a></nav><main><h1>Publications</h1><ul>
<li><a href="/d/usjad-2-7">US-Japan Alliance Digest Vol 2.7</a></li>
<li><a href="d8.html">US-Japan Alliance Digest Vol 2.8</a></li>
<li><a href="https://other.example/vol-2-9">Elsewhere, Vol 2.9</a></li>
<li><a href="/logo-vol-2-1.png">Vol 2.1</a></li><li><a href="/people">People</a></li>
</ul><a rel="next" href="/archive?page=2">Older</a></main></body></html>"""


def issue(number: int) -> bytes:
    """An issue as text."""
    words = (f"Space dialogue {number} held", "The US and Japan met in Tokyo on March 24.")
    return make_digest_text(words, title=f"US-Japan Alliance Digest Vol 2.{number}")


@dataclass
class Time:
    """A clock that is turned on by waiting."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@dataclass
class Reader:
    """Everything that reads a site, with a clock of its own."""

    site: Site
    store: EventStore
    memory: Path
    fetcher: Fetcher
    time: Time = field(default_factory=Time)

    def collect(self, path: str, **settings: object) -> dict[str, str]:
        """What became of each page, by path."""
        return {
            report.file.removeprefix(self.site.url): str(report.outcome)
            for report in self.collector(**settings).collect(self.site.url + path)
        }

    def collector(self, **settings: object) -> Collector:
        web = Web(self.fetcher, Memory(self.memory))
        taker = Ingest(self.store, 1_000_000)
        intake = Intake(taker, lambda n: sources.hints(n, series=None, volume=None), lambda: web)
        polite = Polite(self.fetcher, seconds=1.0, wait=self.time.wait, clock=lambda: self.time.now)
        return Collector(intake, polite, **settings)  # type: ignore[arg-type]


@pytest.fixture
def reader(site: Site, store: EventStore, tmp_path: Path) -> Iterator[Reader]:
    with Fetcher(Limits(1_000_000), allow_private=True) as fetcher:
        yield Reader(site, store, tmp_path / "fetched.json", fetcher)


def test_an_archive_page_is_read_with_what_follows_it(reader: Reader, site: Site) -> None:
    """Links of this site that look like issues; each is asked for once, in every later run, too."""
    site.pages |= {
        "/archive": Page(ARCHIVE.encode()),
        "/archive?page=2": Page(b'<html><body><a href="/vol-2-9">Vol 2.9</a></body></html>'),
        "/d/usjad-2-7": Page(issue(7)),
        "/d8.html": Page(issue(8)),
        "/vol-2-9": Page(b"no digest"),
    }
    assert reader.collect("/archive") == {
        "/d/usjad-2-7": "created",
        "/d8.html": "created",
        "/vol-2-9": "refused",
    }
    assert site.paths() == [
        *("/robots.txt", "/archive", "/d/usjad-2-7", "/d8.html", "/archive?page=2", "/vol-2-9")
    ]
    assert reader.time.waits == [1.0] * 4
    site.asked.clear()
    assert reader.collect("/archive") == {}
    assert site.paths() == ["/robots.txt", "/archive", "/archive?page=2"]
    site.pages["/vol-2-9"] = Page(issue(9))
    assert reader.collect("/archive", refresh=True) == {
        "/d/usjad-2-7": "unchanged",
        "/d8.html": "unchanged",
        "/vol-2-9": "created",
    }


def test_a_run_that_is_limited_or_ended_goes_on_where_it_stopped(
    reader: Reader, site: Site
) -> None:
    """Nothing is asked for twice."""
    listed = "".join(f'<a href="/a/{n}">Issue {n}</a>' for n in (7, 8, 9))
    site.pages["/a"] = Page(f"<html><body>{listed}</body></html>".encode())
    site.pages |= {f"/a/{n}": Page(issue(n)) for n in (7, 8, 9)}
    collector = reader.collector(limit=1)
    assert len(list(collector.collect(f"{site.url}/a"))) == 1
    assert collector.left == 2
    ended = reader.collector().collect(f"{site.url}/a")
    next(ended)
    ended.close()
    assert reader.collect("/a") == {"/a/9": "created"}
    assert [path for path in site.paths() if path != "/robots.txt"].count("/a/8") == 1


def test_a_feeds_entries_are_taken_from_the_feed_or_from_their_pages(
    reader: Reader, site: Site
) -> None:
    """Whole ones as they stand; an entry that changed is asked for again."""
    whole = "".join(
        f"<h3>Talks {n} held in Tokyo</h3><p>{'The US and Japan met on March 24. ' * 12}</p>"
        for n in range(4)
    ).replace("<", "&lt;")
    feed = f"""<rss version="2.0"><channel><title>US-Japan Alliance Digest</title>
<item><title>Vol 2.7</title><link>{site.url}/7</link><pubDate>Mon, 3 Apr 2023 10:00:00 GMT</pubDate>
<description>In this issue …</description></item>
<item><title>Vol 2.8</title><guid>{site.url}/8</guid><description>{whole}</description></item>
</channel></rss>"""
    site.pages |= {"/feed": Page(feed.encode()), "/7": Page(issue(7))}
    assert reader.collect("/feed") == {"/7": "created", "/8": "created"}
    assert "/8" not in site.paths()
    assert reader.collect("/feed") == {}
    site.pages["/feed"] = Page(feed.replace("3 Apr", "4 Apr").encode())
    site.pages["/7"] = Page(issue(7).replace(b"March 24", b"March 25"))
    assert reader.collect("/feed") == {"/7": "updated"}


def test_sitemaps_name_pages_of_their_own_site(reader: Reader, site: Site) -> None:
    """Through an index, packed or not; what is wanted of them is said by a pattern."""
    places = "".join(
        f"<url><loc>{place}</loc><lastmod>2023-04-0{n}</lastmod></url>"
        for n, place in enumerate(
            (f"{site.url}/d/7", f"{site.url}/about", "http://other.example/d/8"), 1
        )
    )
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://x.example">{places}</urlset>'
    site.pages |= {
        "/sitemap.xml": Page(
            f"<sitemapindex><sitemap><loc>{site.url}/s.xml.gz</loc></sitemap></sitemapindex>".encode()
        ),
        "/s.xml.gz": Page(gzip.compress(sitemap.encode())),
        "/d/7": Page(issue(7)),
    }
    assert reader.collect("/sitemap.xml", match=re.compile("/d/")) == {"/d/7": "created"}
    assert "/about" not in site.paths()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<urlset><url " + "a='b' " * 501 + "/></urlset>", "500 attributes"),
        (f"<urlset>{'<url>' * 101}</urlset>", "nests elements over 100 deep"),
        (f"<html><body>{'<div>' * 501}</body></html>", "nests elements over 500 deep"),
        (f"<html><body><p {'a/' * 501}>a</p></body></html>", "500 attributes"),
    ],
)
def test_pages_that_would_take_long_to_parse_are_refused(page: str, words: str) -> None:
    """As issues are: whoever keeps a site may write into its lists what they like."""
    with pytest.raises(NotFetched, match=words):
        listed(page.encode(), "https://harbour.example/list", SeriesRegistry(()), 1_000_000)


def test_robots_are_kept_to(reader: Reader, site: Site) -> None:
    """Their rules for everyone and for us, and the time that they ask for."""
    site.pages |= {
        "/robots.txt": Page(b"User-agent: *\nDisallow: /a/*draft\nCrawl-delay: 5\n"),
        "/a": Page(b'<html><a href="/a/vol-2-7">a</a><a href="/a/vol-2-8-draft">b</a></html>'),
        "/a/vol-2-7": Page(issue(7)),
        "/a/vol-2-8-draft": Page(issue(8)),
    }
    assert reader.collect("/a") == {"/a/vol-2-7": "created", "/a/vol-2-8-draft": "refused"}
    assert "/a/vol-2-8-draft" not in site.paths()
    assert reader.time.waits == [5.0]
    site.pages["/robots.txt"] = Page(b"User-agent: Entente\nDisallow: /\n")
    with pytest.raises(NotFetched, match=r"robots\.txt does not allow"):
        reader.collect("/a")


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_a_site_that_cannot_say_its_rules_is_not_read(
    reader: Reader, site: Site, status: int, allowed: bool
) -> None:
    """One that has none allows everything."""
    site.pages["/robots.txt"] = Page(status=status)
    robots = Robots(reader.fetcher)
    if allowed:
        assert robots.allows(f"{site.url}/x")
    else:
        with pytest.raises(NotFetched, match="without its robots"):
            robots.allows(f"{site.url}/x")


def test_a_busy_site_is_waited_for_once_and_then_left_alone(reader: Reader, site: Site) -> None:
    """The whole run ends, with what to do, and nothing else is asked for."""
    site.pages |= {
        "/a": Page(b'<html><a href="/a/vol-2-7">a</a><a href="/a/vol-2-8">b</a></html>'),
        "/a/vol-2-7": Page(status=429, headers={"Retry-After": "7"}),
    }
    with pytest.raises(Busy, match="goes on where this one stopped"):
        reader.collect("/a")
    assert reader.time.waits == [1.0, 7]
    assert site.paths() == ["/robots.txt", "/a", "/a/vol-2-7", "/a/vol-2-7"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><body><a href='/people'>People</a></body></html>", "--match"),
        (b"just text", "no feed, sitemap or archive page"),
        (b"<urlset><url>", "damaged"),
        (gzip.compress(b"\0" * 3_000_000), "larger than"),
    ],
)
def test_what_lists_nothing_is_refused(reader: Reader, site: Site, body: bytes, words: str) -> None:
    """With what to do."""
    site.pages["/x"] = Page(body)
    with pytest.raises(NotFetched, match=words):
        reader.collect("/x")
