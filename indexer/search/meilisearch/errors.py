"""What the Meilisearch client raises, as errors of ours."""

from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
    MeilisearchTimeoutError,
)

from indexer.errors import IndexMissing, SearchUnavailable
from indexer.search.meilisearch.breaker import Unreachable

_ABSENT = frozenset({"index_not_found", "document_not_found"})
_REFUSED_KEY = frozenset({"invalid_api_key", "missing_authorization_header"})
_SERVER_ERRORS_FROM = 500
# What reading an answer raises that is not JSON, is cut off, or is some other program's: errors of
# the network that the client does not know are OSError, those of JSON and of models ValueError.
NOT_AN_ANSWER = (OSError, ValueError, LookupError, TypeError, AttributeError)


def translated(error: MeilisearchError, url: str) -> SearchUnavailable:
    """Our error for one of the client's, with what to do."""
    if isinstance(error, MeilisearchApiError):
        return _refusal(error, url)
    if isinstance(error, MeilisearchTimeoutError):
        return Unreachable(f"Meilisearch at {url} did not answer in time")
    if isinstance(error, MeilisearchCommunicationError):
        return Unreachable(f"Meilisearch cannot be reached at {url}")
    return Unreachable(f"Meilisearch at {url} failed: {error}")


def unreadable(url: str) -> Unreachable:
    """Where what came is no answer of Meilisearch."""
    return Unreachable(
        f"what answers at {url} cannot be read as Meilisearch: is something else there, or a "
        "proxy between?"
    )


def code_of(error: BaseException | None) -> str | None:
    """The server's own code of an error; None where the server did not refuse."""
    return getattr(error, "code", None)


def is_refused_key(error: MeilisearchError) -> bool:
    """Whether the server does not take the key."""
    return code_of(error) in _REFUSED_KEY


def _refusal(error: MeilisearchApiError, url: str) -> SearchUnavailable:
    if error.code in _ABSENT:
        return IndexMissing("Meilisearch holds no index yet: run `entente sync`")
    if error.code in _REFUSED_KEY:
        return SearchUnavailable(
            "Meilisearch refuses the key: check ENTENTE_MEILI_KEY and what it may do"
        )
    if error.code is None:  # an error page of a proxy, say
        return unreadable(url)
    if error.status_code >= _SERVER_ERRORS_FROM:
        return Unreachable(f"Meilisearch at {url} failed: {error.message}")
    return SearchUnavailable(f"Meilisearch refused: {error.message}")
