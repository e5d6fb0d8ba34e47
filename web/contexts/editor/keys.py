"""Keys, for admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.access import Scope
from indexer.models import ApiKey
from web.contexts.editor.account import Account

SCOPES = (
    (Scope.INGEST, "take in issues"),
    (Scope.CURATE, "correct events"),
    (Scope.ADMIN, "everything, keys and deletions too"),
)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key.

    Attributes:
        mine: it is the one that the admin is signed in with.
    """

    id: str
    name: str
    scopes: str
    made: date
    used: date | None
    revoked: date | None
    mine: bool


@dataclass(frozen=True, slots=True)
class KeysPage:
    """Every key, and the form for another.

    Attributes:
        made: the text of a key that was just made; it cannot be shown again.
    """

    title: str
    by: Account
    keys: tuple[KeyLine, ...]
    scopes: tuple[tuple[Scope, str], ...]
    made: str
    name: str
    error: str


def keys_page(
    by: Account, keys: Sequence[ApiKey], *, made: str = "", name: str = "", error: str = ""
) -> KeysPage:
    """Every key; with the text of one that was just made, or why it was not."""
    own = by.key_id
    return KeysPage(
        title="Keys – Entente",
        by=by,
        keys=tuple(
            KeyLine(
                key.id,
                key.name,
                ", ".join(key.scopes),
                key.created_at.date(),
                key.last_used_on,
                key.revoked_at.date() if key.revoked_at else None,
                key.id == own,
            )
            for key in sorted(keys, key=lambda key: key.revoked_at is not None)
        ),
        scopes=SCOPES,
        made=made,
        name=name,
        error=error,
    )
