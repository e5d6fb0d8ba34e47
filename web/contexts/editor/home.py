"""Signing in, and where an editor begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.access import Scope
from indexer.models import Change, Digest
from indexer.sign_ins import SignedIn
from web.contexts.cards import Link
from web.contexts.editor.account import EDITOR, Account
from web.contexts.editor.ledger import LedgerLine, ledger_line


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where to sign in, and what went wrong."""

    title: str
    next: str
    error: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What there is to do, by what the key allows.

    Attributes:
        tasks: each with a word on what it is.
        lacking: scopes that the key does not have, in words.
        stored: the issue that was just stored; None where none was.
    """

    title: str
    by: Account
    tasks: tuple[tuple[Link, str], ...]
    lacking: str
    stored: Link | None
    latest: tuple[LedgerLine, ...]


def sign_in_page(target: str, error: str = "") -> SignInPage:
    """Where to sign in, to go on to ``target``."""
    return SignInPage("Editors – Entente", target, error)


def home_page(
    who: SignedIn, digests: Sequence[Digest], latest: Sequence[Change], stored: str = ""
) -> HomePage:
    """What there is to do.

    Args:
        who: is signed in.
        digests: every issue.
        latest: the last rows of the ledger.
        stored: id of an issue that was just stored.
    """
    doubts = sum(len(digest.remarks) for digest in digests)
    tasks = [
        (
            Scope.INGEST,
            Link("New issue", f"{EDITOR}/new"),
            "Paste it, upload it or give its address; see what it changes",
        ),
        (
            Scope.READ,
            Link("Doubts", f"{EDITOR}/doubts"),
            _doubts_in_words(doubts),
        ),
        (Scope.READ, Link("Ledger", f"{EDITOR}/ledger"), "Every change, who made it, and why"),
        (Scope.ADMIN, Link("Keys", f"{EDITOR}/keys"), "Who may do what"),
        (Scope.ADMIN, Link("Series", f"{EDITOR}/series"), "The publications that are known"),
    ]
    lacking = [scope for scope in (Scope.INGEST, Scope.CURATE, Scope.ADMIN) if not who.may(scope)]
    new = next((digest for digest in digests if digest.id == stored), None)
    return HomePage(
        title="Editors – Entente",
        by=Account.of(who),
        tasks=tuple((link, words) for scope, link, words in tasks if who.may(scope)),
        lacking=" or ".join(_WITHOUT[scope] for scope in lacking),
        stored=Link(new.title, f"/digests/{new.id}") if new else None,
        latest=tuple(ledger_line(change) for change in latest),
    )


_WITHOUT = {
    Scope.INGEST: "take in issues",
    Scope.CURATE: "correct events",
    Scope.ADMIN: "manage keys",
}


def _doubts_in_words(count: int) -> str:
    if not count:
        return "Nothing that a reader was unsure of"
    return f"{count:,} thing{'' if count == 1 else 's'} that readers were unsure of"
