"""Search: the engine port, its two adapters, and the only place that chooses between them."""

from typing import TYPE_CHECKING

from indexer.errors import InputError
from indexer.search.port import SearchEngine
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings

if TYPE_CHECKING:
    from indexer.search.meilisearch.engine import MeiliEngine
    from indexer.search.meilisearch.servers import MeiliServers


def open_engine(settings: Settings) -> SearchEngine:
    """The engine that the settings name: Meilisearch where they give an address of a server."""
    return _meili(settings) if settings.meili_addresses else TantivyEngine(settings.index_dir)


def search_only_key(settings: Settings) -> str:
    """The key for processes that only search; the server makes it when first asked.

    Raises:
        InputError: the settings name no server.
        SearchUnavailable: the server cannot be reached, or our own key may not make others.
    """
    if not settings.meili_addresses:
        raise InputError("the embedded engine has no keys: set ENTENTE_MEILI_URL")
    return _meili(settings).search_only_key()


def _meili(settings: Settings) -> "MeiliEngine | MeiliServers":
    # The client takes a while to load, and most installations never need it.
    from indexer.search.meilisearch.engine import MeiliEngine  # noqa: PLC0415
    from indexer.search.meilisearch.link import Timeouts  # noqa: PLC0415
    from indexer.search.meilisearch.servers import MeiliServers  # noqa: PLC0415

    timeouts = Timeouts(search=settings.meili_timeout)
    engines = [
        MeiliEngine(url, lambda: settings.meili_secret, settings.meili_index, timeouts)
        for url in settings.meili_addresses
    ]
    return engines[0] if len(engines) == 1 else MeiliServers(engines)
