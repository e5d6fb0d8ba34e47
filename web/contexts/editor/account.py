"""Who a page of the editor's corner is for."""

from dataclasses import dataclass

from indexer.sign_ins import SignedIn

EDITOR = "/editor"


@dataclass(frozen=True, slots=True)
class Account:
    """Who a page is for.

    Attributes:
        key_id: of the key that they signed in with.
        name: of the key; it stands in corrections as editor.
        token: what their forms carry.
    """

    key_id: str
    name: str
    token: str

    @classmethod
    def of(cls, who: SignedIn) -> "Account":
        """Of somebody who is signed in."""
        return cls(who.key.id, who.key.name, who.form_token)
