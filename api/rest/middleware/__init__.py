"""What every answer has whatever the route: ids, limits, validators, compression, CORS, HEAD."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette_compress import CompressMiddleware, add_compress_type

from api.answers.formats import FORMATS
from api.rest.middleware.apart import SearchesApart
from api.rest.middleware.head import HeadAsGet
from api.rest.middleware.negotiation import Negotiated
from api.rest.middleware.rate import RateLimited
from api.rest.middleware.request_ids import REQUEST_ID, RequestIds
from api.rest.middleware.series import SeriesKnown
from api.rest.middleware.slashes import OneAddress
from api.rest.middleware.validators import Revalidated
from api.rest.problems import PROBLEM
from api.watching import Watched
from indexer.settings import Settings

_COMPRESSED_FROM = 1024  # bytes; below, the headers outweigh the gain
_READING = ["GET", "HEAD", "OPTIONS"]
_EXPOSED = [
    "Content-Disposition",
    "ETag",
    "Location",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    REQUEST_ID,
]
_DAY = 86_400
# A shared cache keeps the answer to whoever asked first, so what pages of other sites need to read
# it stands on every answer.
_READABLE_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(_EXPOSED),
}


def install(app: FastAPI, settings: Settings) -> None:
    """Wrap the app; what is added last sees a request first.

    The validators stand outside compression, so that what is kept ready is compressed already; they
    are weak, since the bytes differ and the events do not. A request that is refused for its rate
    still has its id and CORS headers.
    """
    app.router.redirect_slashes = False
    for media_type in {PROBLEM, *(one.media_type for one in FORMATS.values())}:
        add_compress_type(media_type.partition(";")[0])
    app.add_middleware(SeriesKnown)
    # Beyond these levels the time doubles for a twentieth of the bytes.
    app.add_middleware(
        CompressMiddleware,
        minimum_size=_COMPRESSED_FROM,
        zstd_level=4,
        brotli_quality=4,
        gzip_level=4,
    )
    app.add_middleware(
        Revalidated, shared_seconds=settings.shared_cache_seconds, headers=_READABLE_ANYWHERE
    )
    app.add_middleware(SearchesApart)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Negotiated)
    app.add_middleware(OneAddress)
    app.add_middleware(RateLimited, limit=settings.rate_limit)
    # Reading needs no key and no cookie, so any page may do it; writing is not offered to pages.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=_READING,
        allow_headers=["If-None-Match", REQUEST_ID],
        expose_headers=_EXPOSED,
        max_age=_DAY,
    )
    app.add_middleware(Watched, metrics=app.state.metrics, queries=settings.log_queries)
    app.add_middleware(RequestIds)
