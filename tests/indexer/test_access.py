"""Keys: shown once, stored as a hash, useless once revoked."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.access import KeyRing, Scope, allows
from indexer.errors import InputError, NotFound, Unauthenticated
from indexer.store import EventStore
from tests.databases import on_both_when_long

database = on_both_when_long
READ = frozenset({Scope.READ})


@pytest.fixture
def ring(store: EventStore) -> KeyRing:
    return KeyRing(store)


def test_the_secret_is_nowhere_in_the_store(
    ring: KeyRing, database_files: Callable[[], list[Path]]
) -> None:
    """Only its hash is, in whatever file the database keeps."""
    key, text = ring.create("News desk", frozenset({Scope.CURATE, Scope.INGEST}))
    prefix, key_id, secret = text.split("_", 2)
    assert (prefix, key_id) == ("entente", key.id)
    assert len(secret) == 43
    assert key.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    assert key.scopes == ["ingest", "curate"]
    files = database_files()
    assert files
    assert not any(secret.encode() in path.read_bytes() for path in files)
    assert any(key.secret_hash.encode() in path.read_bytes() for path in files)


def test_a_key_is_known_again(ring: KeyRing) -> None:
    """And the day of its last use is kept."""
    key, text = ring.create("Ann", READ)
    assert key.last_used_on is None
    used = ring.check(text)
    assert (used.id, used.name) == (key.id, "Ann")
    (listed,) = ring.all()
    assert listed.last_used_on is not None
    assert ring.check(text).last_used_on == listed.last_used_on


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text + "A",
        lambda text: "entente_00000000_" + text.split("_", 2)[2],
        lambda text: text.replace("entente_", "other_"),
        lambda text: text.upper(),
        lambda _: "",
        lambda _: "entente__",
        lambda _: "entente_é",
    ],
)
def test_whatever_is_not_the_key_is_refused(ring: KeyRing, damage: object) -> None:
    """Without a word of it in the message."""
    assert callable(damage)
    wrong = damage(ring.create("Ann", READ)[1])
    with pytest.raises(Unauthenticated) as caught:
        ring.check(wrong)
    assert wrong == "" or wrong not in str(caught.value)


def test_a_revoked_key_is_refused(ring: KeyRing) -> None:
    """It stays listed; revoking it again changes nothing."""
    key, text = ring.create("Ann", READ)
    first = ring.revoke(key.id).revoked_at
    with pytest.raises(Unauthenticated, match="was revoked on"):
        ring.check(text)
    assert ring.revoke(key.id).revoked_at == first
    assert [listed.id for listed in ring.all()] == [key.id]
    with pytest.raises(NotFound, match="keys list"):
        ring.revoke("00000000")


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        ({Scope.READ}, {Scope.READ}),
        ({Scope.INGEST}, {Scope.READ, Scope.INGEST}),
        ({Scope.CURATE}, {Scope.READ, Scope.CURATE}),
        ({Scope.ADMIN}, set(Scope)),
    ],
)
def test_scopes_imply_reading_and_admin_all(
    ring: KeyRing, scopes: set[Scope], allowed: set[Scope]
) -> None:
    """Neither of the writing scopes implies the other."""
    key, _ = ring.create("Ann", frozenset(scopes))
    assert {scope for scope in Scope if allows(key, scope)} == allowed


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\x00b", "a\x1b[2J"])
def test_a_key_needs_a_name_and_a_scope(ring: KeyRing, name: str) -> None:
    """A name that can be shown."""
    with pytest.raises(InputError, match="name"):
        ring.create(name, READ)
    with pytest.raises(InputError, match="scope"):
        ring.create("Ann", frozenset())
    assert ring.all() == []
