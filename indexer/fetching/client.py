"""One address fetched: redirects followed, size and time limited, validators sent along."""

import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpcore2
import httpx2

from indexer.errors import NotFetched, SourceTooLarge
from indexer.fetching.addresses import Resolve, resolve
from indexer.fetching.network import CheckedNetwork
from indexer.fetching.visits import Fetched, Validators

AGENT = "Entente"
_CHUNK = 64 * 1024
_STEP_SECONDS = 15.0
_LONGEST_URL = 2_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost.

    Attributes:
        max_bytes: of the content, unpacked.
        seconds: from the first step to the last, redirects included.
        redirects: how many are followed.
    """

    max_bytes: int
    seconds: float = 60.0
    redirects: int = 5


class Fetcher:
    """Fetches over HTTP and HTTPS; use it as a context manager.

    Args:
        limits: of each fetch.
        allow_private: also ask addresses that are not on the public internet.
        contact: where the owner of a site can complain, told in every request.
        resolve: finds the addresses of a name.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        allow_private: bool = False,
        contact: str | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self._limits = limits
        self._network = CheckedNetwork(allow_private=allow_private, resolve=resolve)
        told = f"; {contact}" if contact else ""
        self._headers = {
            "User-Agent": f"{AGENT}/{version('entente')} (digest reader{told})",
            "Accept": "text/html, application/xhtml+xml, application/xml, */*;q=0.8",
            "Accept-Encoding": "gzip",
        }
        # No proxy of the environment: it would resolve names itself, unchecked.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_connections=4,
            network_backend=self._network,
        )
        self._client = httpx2.Client(transport=_Transport(self._pool), trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, url: str, known: Validators | None = None) -> Fetched:
        """The content at an address.

        Args:
            url: of http or https, without a user name.
            known: validators of a state that need not be sent again.

        Raises:
            NotFetched: there is none to be had, or the address may not be asked.
            SourceTooLarge: it is larger than the limit.
        """
        self._network.deadline = time.monotonic() + self._limits.seconds
        headers = self._headers | (known.headers() if known else {})
        try:
            request = self._client.build_request("GET", usable(url), headers=headers)
            for _ in range(self._limits.redirects + 1):
                response = self._client.send(request, stream=True)
                try:
                    if response.next_request is None:
                        return self._taken(response, known)
                    request = response.next_request
                    usable(str(request.url))
                finally:
                    response.close()
        except (httpx2.TimeoutException, httpcore2.TimeoutException) as error:
            raise NotFetched(
                f"{url}: no whole answer within {self._limits.seconds:g} seconds"
            ) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.NetworkError,
                httpcore2.ProtocolError) as error:  # fmt: skip
            raise NotFetched(f"{url}: it cannot be fetched: {_short(error)}") from error
        raise NotFetched(f"{url}: more than {self._limits.redirects} redirects")

    def _taken(self, response: httpx2.Response, known: Validators | None) -> Fetched:
        url = str(response.url.copy_with(fragment=None))
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED and known:
            return Fetched(url, None, known)
        if status != HTTPStatus.OK:
            after = response.headers.get("Retry-After", "")
            reason = response.reason_phrase or "no reason"
            raise NotFetched(
                f"{url}: the server answers {status} {reason}",
                status=status,
                seconds=int(after) if after.isdecimal() else None,
            )
        validators = Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
        return Fetched(url, self._content(response, url), validators)

    def _content(self, response: httpx2.Response, url: str) -> bytes:
        """The whole content; unpacked no further than the limit, whatever it would grow to."""
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
            raise NotFetched(f"{url}: the answer is packed as {encoding[:40]!r}, unasked")
        packed = encoding not in {"identity", ""}
        limit = self._limits.max_bytes
        found = bytearray()
        for piece in _unpacked(response, limit + 1) if packed else response.iter_raw(_CHUNK):
            found += piece
            if len(found) > limit:
                raise SourceTooLarge(
                    f"{url}: more than the {limit:,} bytes allowed (ENTENTE_MAX_SOURCE_MB)"
                )
        return bytes(found)


class _Transport(httpx2.BaseTransport):
    """Hands requests to a pool of connections of our own making."""

    def __init__(self, pool: httpcore2.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        seconds = dict.fromkeys(("connect", "read", "write", "pool"), _STEP_SECONDS)
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions={"timeout": seconds},
            )
        )
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer),
            extensions=answer.extensions,
        )  # fmt: skip

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    """The content of an answer, as it comes."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def usable(url: str) -> str:
    """The address, if it is one that may be fetched at all.

    Raises:
        NotFetched: it is not.
    """
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as error:
        raise NotFetched(f"{url[:200]!r} is not an address: {_short(error)}") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise NotFetched(f"{url[:200]}: only addresses of http and https are fetched")
    if parsed.userinfo:
        raise NotFetched(f"{parsed.host}: an address with a user name or password is not fetched")
    if len(url) > _LONGEST_URL:
        raise NotFetched(f"{parsed.host}: the address is {len(url):,} characters long")
    return url


def _unpacked(response: httpx2.Response, limit: int) -> Iterator[bytes]:
    """Gzip or zlib content piece by piece, at most one byte more than is wanted."""
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    left = limit
    try:
        for packed in response.iter_raw(_CHUNK):
            rest = packed
            while rest and left > 0 and not unpack.eof:
                piece = unpack.decompress(rest, left)
                left -= len(piece)
                rest = unpack.unconsumed_tail
                yield piece
    except zlib.error as error:
        raise NotFetched(f"{response.url}: the answer is damaged: {error}") from error
    if not unpack.eof and left > 0:
        raise NotFetched(f"{response.url}: the answer breaks off")


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
