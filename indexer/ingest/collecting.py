"""Issues that a feed, sitemap or archive page lists, taken one by one; each once, and politely."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.errors import NotFetched
from indexer.fetching.listing import Link, Page, listed
from indexer.fetching.pace import Busy, Polite
from indexer.fetching.visits import Fetched, Visit
from indexer.ingest.intake import Intake, held
from indexer.ingest.report import FileReport, Outcome
from indexer.readers import feed

_MOST_LISTS = 100  # pages of one archive, or sitemaps of one site


@dataclass
class Collector:
    """Takes what pages list.

    Attributes:
        intake: takes one issue, and remembers its page.
        polite: fetches pages.
        match: what the address of an issue must hold; None for whatever looks like one.
        limit: how many pages are asked for at most.
        refresh: ask also for pages that were taken or refused before.
        known: how many pages were passed over, since they were asked for before.
        left: how many are left for the next run.
    """

    intake: Intake
    polite: Polite
    match: re.Pattern[str] | None = None
    limit: int = 100
    refresh: bool = False
    known: int = 0
    left: int = 0
    _asked: int = 0
    _lists: set[str] = field(default_factory=set)

    def collect(self, url: str) -> Iterator[FileReport]:
        """The issues that a page and its further pages list, those not taken yet.

        Each is remembered as soon as it is taken, so that a run that was ended goes on there.

        Raises:
            NotFetched: the page cannot be fetched or lists nothing, or its site is busy.
        """
        waiting = [url]
        while waiting and len(self._lists) < _MOST_LISTS:
            here = waiting.pop(0)
            if here in self._lists:
                continue
            self._lists.add(here)
            fetched = self.polite.get(here)
            hints = self.intake.hints(fetched.url)
            if feed.is_issue(fetched.data or b"", hints, self.intake.taker.series()):
                yield from self.intake.fetched(here, fetched)
                continue
            page = self._listed(fetched)
            waiting += page.following
            for link in page.links:
                yield from self._link(link)

    def _listed(self, fetched: Fetched) -> Page:
        taker = self.intake.taker
        page = listed(fetched.data or b"", fetched.url, taker.series(), taker.max_bytes)
        wanted = self.match
        if wanted is not None:
            links = tuple(link for link in page.links if wanted.search(link.url))
            page = Page(page.kind, links, page.following)
        if not page.links and not page.following:
            words = "holds this" if wanted else "looks like an issue; say which do with --match"
            raise NotFetched(f"{fetched.url}: no link of {page.kind} {words}")
        return page

    def _link(self, link: Link) -> Iterator[FileReport]:
        visit = self.intake.web().memory.get(link.url)
        store = self.intake.taker.store
        kept = visit if visit and held(store, visit) else None
        same = visit is not None and link.changed in {None, visit.changed}
        if same and visit and not self.refresh and (visit.refused or kept):
            self.known += 1
            return
        if self._asked >= self.limit:
            self.left += 1
            return
        self._asked += 1
        yield from self._taken(link, kept)

    def _taken(self, link: Link, kept: Visit | None) -> list[FileReport]:
        """What an entry carries, else what stands at its address."""
        nothing = kept.validators if kept else None
        if link.content is not None:
            reports = self.intake.fetched(
                link.url, Fetched(link.url, link.content, Visit().validators), link.changed
            )
            if not all(report.refused for report in reports):
                return reports
        try:
            fetched = self.polite.get(link.url, nothing)
        except Busy:
            raise
        except NotFetched as error:
            return [FileReport.refusal(link.url, error)]
        if fetched.data is None and kept is not None:
            return [FileReport(link.url, Outcome.UNCHANGED, digest) for digest in kept.digests]
        return self.intake.fetched(link.url, fetched, link.changed)
