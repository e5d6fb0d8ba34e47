"""Limits on keys: guesses by address, uploads by key; this process's own counts."""

from math import ceil
from time import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.exceptions import HTTPException

# A person mistypes a few times; whoever guesses needs 2 to the power of 255 tries.
_GUESSES = "10/minute"


class Attempts:
    """Counts wrong keys by address and uploads by key.

    Args:
        uploads: digests that one key may send, such as 600/hour; empty for any number.
    """

    def __init__(self, uploads: str) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._guesses: RateLimitItem = parse(_GUESSES)
        self._uploads: RateLimitItem | None = parse(uploads) if uploads else None

    def require_guess(self, client: str) -> None:
        """Before a key is looked at.

        Raises:
            HTTPException: too many wrong ones came from this address.
        """
        if not self._limiter.test(self._guesses, "guess", client):
            raise self._refusal(self._guesses, "guess", client, "too many wrong keys")

    def wrong(self, client: str) -> None:
        """Count a wrong key."""
        self._limiter.hit(self._guesses, "guess", client)

    def uploaded(self, key_id: str) -> None:
        """Count an upload.

        Raises:
            HTTPException: the key has sent as many as it may.
        """
        if self._uploads and not self._limiter.hit(self._uploads, "upload", key_id):
            told = f"no more than {self._uploads.amount} uploads with one key"
            raise self._refusal(self._uploads, "upload", key_id, told)

    def _refusal(self, item: RateLimitItem, *rest: str) -> HTTPException:
        *about, told = rest
        wait = max(1, ceil(self._limiter.get_window_stats(item, *about).reset_time - time()))
        detail = f"{told} in {item.get_expiry()} seconds; go on in {wait} seconds"
        return HTTPException(429, detail, {"Retry-After": str(wait)})
