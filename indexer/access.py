"""Keys: who may write. A key is shown once when it is made; the store keeps its hash alone."""

import hashlib
import hmac
import re
import secrets
from enum import StrEnum

from indexer.errors import InputError, NotFound, Unauthenticated
from indexer.models import ApiKey, now
from indexer.store import EventStore

_PREFIX = "entente"
_ID_BYTES = 4
_SECRET_BYTES = 32
_MAX_NAME = 120
_MAX_KEY = 200
# What the secret of an unknown id is compared with: no text has this hash.
_NOBODY = "-" * 64


class Scope(StrEnum):
    """What a key allows: each implies read, and admin implies all."""

    READ = "read"
    INGEST = "ingest"
    CURATE = "curate"
    ADMIN = "admin"


def allows(key: ApiKey, scope: Scope) -> bool:
    """Whether the key may do what needs this scope."""
    return scope is Scope.READ or scope in key.scopes or Scope.ADMIN in key.scopes


class KeyRing:
    """Makes, lists, revokes and checks keys.

    A key reads ``entente_<id>_<secret>``. Its secret is 256 random bits, which nobody can guess
    from a hash however fast that is; a slow hash, made for passwords that people choose, would
    only make every request slow.

    Args:
        store: where the keys' hashes are.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def create(self, name: str, scopes: frozenset[Scope]) -> tuple[ApiKey, str]:
        """A new key, and its text, which cannot be read back later.

        Raises:
            InputError: the name is empty or too long, or no scope is given.
        """
        name = " ".join(name.split())
        if not 1 <= len(name) <= _MAX_NAME or not name.isprintable():
            raise InputError(f"a key needs a name of 1 to {_MAX_NAME} printable characters")
        if not scopes:
            raise InputError(f"a key needs a scope: {', '.join(Scope)}")
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        key = ApiKey(
            id=secrets.token_hex(_ID_BYTES),
            name=name,
            scopes=[str(scope) for scope in Scope if scope in scopes],
            secret_hash=_hashed(secret),
        )
        with self._store.writing() as writer:
            writer.add_key(key)
        return key, f"{_PREFIX}_{key.id}_{secret}"

    def all(self) -> list[ApiKey]:
        """Every key that was ever made, revoked ones too, oldest first."""
        return self._store.keys()

    def revoke(self, key_id: str) -> ApiKey:
        """Make a key useless from now on; revoking it again changes nothing.

        Raises:
            NotFound: no key has this id.
        """
        with self._store.writing() as writer:
            key = writer.key(key_id)
            if key is None:
                raise NotFound(f"no key has the id {key_id!r}; `entente keys list` shows them")
            key.revoked_at = key.revoked_at or now()
        return key

    def check(self, text: str) -> ApiKey:
        """The key that the text is.

        Raises:
            Unauthenticated: it is no key, or an unknown or revoked one.
        """
        parts = re.fullmatch(rf"{_PREFIX}_([0-9a-f]{{8}})_([A-Za-z0-9_-]+)", text[:_MAX_KEY])
        if parts is None:
            raise Unauthenticated("this is no key: keys read entente_<id>_<secret>")
        key = self._store.key(parts[1])
        # The comparison takes as long for an unknown id as for a wrong secret.
        fits = hmac.compare_digest(_hashed(parts[2]), key.secret_hash if key else _NOBODY)
        if key is None or not fits:
            raise Unauthenticated("this key is not known here")
        if key.revoked_at is not None:
            raise Unauthenticated(f"this key was revoked on {key.revoked_at:%Y-%m-%d}")
        return self._used(key)

    def _used(self, key: ApiKey) -> ApiKey:
        """Note the day of use: one write a day, not one a request."""
        today = now().date()
        if key.last_used_on == today:
            return key
        with self._store.writing() as writer:
            stored = writer.key(key.id)
            if stored is not None:
                stored.last_used_on = today
        return stored or key


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
