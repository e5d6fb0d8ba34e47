"""What sites let programs read: robots.txt, as RFC 9309 has it."""

import httpx2
from protego import Protego

from indexer.errors import NotFetched, SourceTooLarge
from indexer.fetching.client import AGENT, Fetcher

_MOST = 500_000  # bytes that are read of a robots.txt, as the RFC asks for
_NOTHING = Protego.parse("User-agent: *\nDisallow: /")
_EVERYTHING = Protego.parse("")


class Robots:
    """The rules of each site, read once."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._rules: dict[str, Protego] = {}

    def allows(self, url: str) -> bool:
        """Whether a site lets us read an address of it."""
        return bool(self._of(url).can_fetch(url, AGENT))

    def delay(self, url: str) -> float:
        """Seconds that a site asks to leave between two requests; 0 where it asks for none."""
        return float(self._of(url).crawl_delay(AGENT) or 0.0)

    def _of(self, url: str) -> Protego:
        site = site_of(url)
        if site not in self._rules:
            self._rules[site] = self._read(f"{site}/robots.txt")
        return self._rules[site]

    def _read(self, url: str) -> Protego:
        try:
            data = self._fetcher.get(url).data or b""
        except SourceTooLarge:
            return _NOTHING
        except NotFetched as error:
            # A site without the file allows everything; one that cannot be asked, nothing.
            if error.status is not None and 400 <= error.status < 500:  # noqa: PLR2004
                return _EVERYTHING
            raise NotFetched(f"{error}; without its robots.txt the site is not read") from error
        return Protego.parse(data[:_MOST].decode("utf-8", "replace"))


def site_of(url: str) -> str:
    """Scheme, host and port of an address."""
    return str(httpx2.URL(url).copy_with(raw_path=b"/", fragment=None)).rstrip("/")
