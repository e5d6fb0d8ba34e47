"""Who asks: a key in the header ``Authorization: Bearer <key>``, and whether it may."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.rest.attempts import Attempts
from indexer.access import KeyRing, Scope, allows
from indexer.errors import Forbidden, Unauthenticated
from indexer.models import ApiKey

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="Key",
    bearerFormat="entente_<id>_<secret>",
    description="A key made with `entente keys create`, with the scope that the operation names.",
)


def requires(scope: Scope) -> Callable[..., ApiKey]:
    """A dependency that gives the caller's key.

    Raises, when it is called:
        Unauthenticated: there is no key, or none that is valid.
        Forbidden: the key lacks the scope.
        HTTPException: too many wrong keys, or too many uploads.
    """

    def checked(
        request: Request,
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> ApiKey:
        if given is None:
            raise Unauthenticated(
                f"this needs a key with the scope {scope}: send Authorization: Bearer <key>"
            )
        ring: KeyRing = request.app.state.keys
        attempts: Attempts = request.app.state.attempts
        client = request.client.host if request.client else "unknown"
        attempts.require_guess(client)
        try:
            key = ring.check(given.credentials)
        except Unauthenticated:
            attempts.wrong(client)
            raise
        if not allows(key, scope):
            raise Forbidden(
                f"the key {key.id} lacks the scope {scope} (it has {', '.join(key.scopes)})"
            )
        if scope is Scope.INGEST:
            attempts.uploaded(key.id)
        return key

    return checked


IngestKey = Annotated[ApiKey, Depends(requires(Scope.INGEST))]
CurateKey = Annotated[ApiKey, Depends(requires(Scope.CURATE))]
AdminKey = Annotated[ApiKey, Depends(requires(Scope.ADMIN))]
