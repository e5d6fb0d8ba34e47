"""What the Meilisearch client raises, as errors of ours."""

from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)

from indexer.errors import IndexMissing, SearchUnavailable


def translated(error: MeilisearchError, url: str) -> SearchUnavailable:
    """Our error for one of the client's, with what to do."""
    if isinstance(error, MeilisearchApiError):
        if error.code == "index_not_found":
            return IndexMissing("Meilisearch holds no index yet: run `entente sync`")
        if error.code in {"invalid_api_key", "missing_authorization_header"}:
            return SearchUnavailable(
                "Meilisearch refuses the key: check ENTENTE_MEILI_KEY and what it may do"
            )
        return SearchUnavailable(f"Meilisearch refused: {error.message}")
    if isinstance(error, MeilisearchTimeoutError):
        return SearchUnavailable(f"Meilisearch at {url} did not answer in time")
    if isinstance(error, MeilisearchCommunicationError):
        return SearchUnavailable(f"Meilisearch cannot be reached at {url}")
    return SearchUnavailable(f"Meilisearch failed: {error}")


def code_of(error: MeilisearchError) -> str | None:
    """The server's own code of an error; None where the server was not reached."""
    return getattr(error, "code", None)
