"""What every answer has whatever the route: ids, limits, validators, compression, CORS, HEAD."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api.rest.middleware.head import HeadAsGet
from api.rest.middleware.rate import RateLimited
from api.rest.middleware.request_ids import REQUEST_ID, RequestIds
from api.rest.middleware.slashes import OneAddress
from api.rest.middleware.validators import Revalidated
from indexer.settings import Settings

_GZIP_FROM = 1024
_READING = ["GET", "HEAD", "OPTIONS"]
_EXPOSED = [
    "Content-Disposition",
    "ETag",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Policy",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    REQUEST_ID,
]
_DAY = 86_400


def install(app: FastAPI, settings: Settings) -> None:
    """Wrap the app; what is added last sees a request first.

    Compression stands outside the validators, which are weak for that reason: the bytes differ,
    the events do not. A request that is refused for its rate still has its id and CORS headers.
    """
    app.router.redirect_slashes = False
    app.add_middleware(Revalidated)
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM)
    app.add_middleware(HeadAsGet)
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
    app.add_middleware(RequestIds)
