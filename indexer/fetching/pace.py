"""Fetching politely: what robots.txt allows, one request at a time, with time between them."""

import time
from collections.abc import Callable

from indexer.errors import NotFetched
from indexer.fetching.client import Fetcher
from indexer.fetching.robots import Robots, site_of
from indexer.fetching.visits import Fetched, Validators

_LONGEST_DELAY = 60.0  # a site that asks for more is left alone
_LONGEST_WAIT = 120  # seconds that a busy site is waited for


class Polite:
    """Fetches addresses of sites without being a burden to them.

    Args:
        fetcher: asks for one address.
        seconds: left between two requests to a site, more where its robots.txt asks for more.
        wait: waits for some seconds.
        clock: seconds, from whenever.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        seconds: float,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher, self._seconds = fetcher, seconds
        self._wait, self._clock = wait, clock
        self._robots = Robots(fetcher)
        self._asked: dict[str, float] = {}

    def get(self, url: str, known: Validators | None = None) -> Fetched:
        """The content at an address; a site that is busy is waited for once.

        Raises:
            NotFetched: it cannot be fetched, or the site does not allow it.
            Busy: the site asks to come again later.
        """
        site = site_of(url)
        if not self._robots.allows(url):
            raise NotFetched(f"{url}: the site's robots.txt does not allow it")
        delay = max(self._seconds, self._robots.delay(url))
        if delay > _LONGEST_DELAY:
            raise Busy(
                f"{site}: its robots.txt asks for {delay:g} seconds between requests; fetch its "
                "pages one by one"
            )
        try:
            return self._paced(url, known, site, delay)
        except NotFetched as error:
            if not error.later:
                raise
            seconds = int(delay) if error.seconds is None else error.seconds
            if seconds > _LONGEST_WAIT:
                raise Busy(_busy(error, seconds)) from error
            self._wait(seconds)
        try:
            return self._paced(url, known, site, delay)
        except NotFetched as error:
            if error.later:
                raise Busy(_busy(error, error.seconds)) from error
            raise

    def _paced(self, url: str, known: Validators | None, site: str, delay: float) -> Fetched:
        last = self._asked.get(site)
        if last is not None and (left := last + delay - self._clock()) > 0:
            self._wait(left)
        try:
            return self._fetcher.get(url, known)
        finally:
            self._asked[site] = self._clock()


class Busy(NotFetched):
    """A site that is to be left alone for now; nothing else of it is asked for."""


def _busy(error: NotFetched, seconds: int | None) -> str:
    after = f" in {seconds:,} seconds" if seconds is not None else " later"
    return f"{error}; come again{after}: the same command goes on where this one stopped"
