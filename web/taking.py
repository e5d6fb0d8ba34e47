"""An issue fetched from its address, within the limits that `entente ingest` keeps."""

from collections.abc import Callable

from indexer.fetching.visits import Fetched
from indexer.settings import Settings

Fetch = Callable[[str], Fetched]
_SECONDS = 30.0  # an editor waits for it


def fetching(settings: Settings, *, allow_private: bool = False) -> Fetch:
    """What fetches one address; those that are not on the public internet are refused.

    The function raises `NotFetched` where there is nothing to be had or the address may not be
    asked, and `SourceTooLarge`.
    """

    def fetch(url: str) -> Fetched:
        from indexer.fetching.client import (  # noqa: PLC0415  (a quarter of a second)
            Fetcher,
            Limits,
        )

        limits = Limits(settings.max_source_bytes, seconds=_SECONDS)
        contact = settings.public_url or settings.contact
        with Fetcher(limits, allow_private=allow_private, contact=contact) as fetcher:
            return fetcher.get(url)

    return fetch
