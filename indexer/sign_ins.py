"""Signing in to the editor's pages: a key is shown once, then a cookie stands for it.

The cookie holds 256 random bits; the store keeps their hash, so that every process of a site knows
who is signed in, and a copy of the database signs nobody in.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from indexer.access import KeyRing, Scope, allows
from indexer.errors import Forbidden
from indexer.models import ApiKey, SignIn, now
from indexer.store import EventStore

LASTS = timedelta(hours=12)
_TOKEN_BYTES = 32
_MAX_TOKEN = 100


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in.

    Attributes:
        key: what they may do, and under which name.
        token: what the cookie holds.
    """

    key: ApiKey
    token: str

    @property
    def form_token(self) -> str:
        """What every form of theirs carries; no page of another site can know it."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()

    def may(self, scope: Scope) -> bool:
        """Whether the key has this scope."""
        return allows(self.key, scope)

    def require(self, scope: Scope) -> None:
        """Make sure that the key has this scope.

        Raises:
            Forbidden: it lacks it.
        """
        if not self.may(scope):
            raise Forbidden(
                f"the key “{self.key.name}” lacks the scope {scope} "
                f"(it has {', '.join(self.key.scopes)})"
            )

    def sent(self, form_token: str) -> bool:
        """Whether a form is one of theirs."""
        return hmac.compare_digest(self.form_token.encode(), form_token.encode())


class SignIns:
    """Begins, finds and ends sign-ins.

    Args:
        store: where they are kept.
        keys: what one signs in with.
    """

    def __init__(self, store: EventStore, keys: KeyRing) -> None:
        self._store = store
        self._keys = keys

    def begin(self, key_text: str, *, former: str | None) -> SignedIn:
        """Sign in with a key; a sign-in that the browser had before ends.

        Raises:
            Unauthenticated: it is no key, or an unknown or revoked one.
        """
        key = self._keys.check(key_text.strip())
        if former:
            self.end(former)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        moment = now()
        self._store.add_sign_in(
            SignIn(token_hash=_hashed(token), key_id=key.id, ends_at=moment + LASTS),
            over_before=moment,
        )
        return SignedIn(key, token)

    def current(self, token: str | None) -> SignedIn | None:
        """Who is signed in with this token; None where it is over, or the key was revoked."""
        if not token or len(token) > _MAX_TOKEN:
            return None
        row = self._store.sign_in(_hashed(token))
        if row is None or row.ends_at <= now():
            return None
        key = self._store.key(row.key_id)
        return None if key is None or key.revoked_at is not None else SignedIn(key, token)

    def end(self, token: str) -> None:
        """Sign out."""
        self._store.drop_sign_in(_hashed(token))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
