"""Search: the engine port, its two adapters, and the only place that chooses between them."""

from indexer.search.meili_engine import MeiliEngine
from indexer.search.port import SearchEngine
from indexer.search.tantivy_engine import TantivyEngine
from indexer.settings import Settings


def open_engine(settings: Settings) -> SearchEngine:
    """The engine that the settings name: Meilisearch where they give its address."""
    if settings.meili_url is None:
        return TantivyEngine(settings.index_dir)
    key = settings.meili_key.get_secret_value() if settings.meili_key else None
    return MeiliEngine(settings.meili_url, key, settings.meili_index)
