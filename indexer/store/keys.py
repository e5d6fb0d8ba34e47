"""Reading keys."""

from sqlmodel import col, select

from indexer.models import ApiKey
from indexer.store.session import Sessions


class KeyReading(Sessions):
    """Keys that may write."""

    def key(self, key_id: str) -> ApiKey | None:
        """The key with this id, revoked or not."""
        with self._reading() as session:
            return session.get(ApiKey, key_id)

    def keys(self) -> list[ApiKey]:
        """Every key that was ever made, oldest first."""
        with self._reading() as session:
            return list(
                session.exec(select(ApiKey).order_by(col(ApiKey.created_at), col(ApiKey.id))).all()
            )
