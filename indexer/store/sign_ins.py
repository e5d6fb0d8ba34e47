"""Who is signed in, and the drafts that editors look at: beside the truth, gone within a day."""

from datetime import datetime

from sqlmodel import col, delete

from indexer.models import Draft, SignIn
from indexer.store.session import Sessions


class SignInKeeping(Sessions):
    """Sign-ins and drafts."""

    def sign_in(self, token_hash: str) -> SignIn | None:
        """The sign-in with this token, over or not."""
        with self._reading() as session:
            return session.get(SignIn, token_hash)

    def add_sign_in(self, row: SignIn, *, over_before: datetime) -> None:
        """Keep a sign-in; those that ended before are forgotten."""
        with self._beside() as session:
            session.exec(delete(SignIn).where(col(SignIn.ends_at) < over_before))
            session.add(row)

    def drop_sign_in(self, token_hash: str) -> None:
        """Forget a sign-in."""
        with self._beside() as session:
            session.exec(delete(SignIn).where(col(SignIn.token_hash) == token_hash))

    def draft(self, draft_id: str, key_id: str) -> Draft | None:
        """A draft of the one who has this key."""
        with self._reading() as session:
            found = session.get(Draft, draft_id)
        return found if found is not None and found.key_id == key_id else None

    def add_draft(self, draft: Draft, *, over_before: datetime) -> None:
        """Keep a draft; older ones than that are forgotten."""
        with self._beside() as session:
            session.exec(delete(Draft).where(col(Draft.created_at) < over_before))
            session.add(draft)

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        with self._beside() as session:
            session.exec(delete(Draft).where(col(Draft.id) == draft_id))
