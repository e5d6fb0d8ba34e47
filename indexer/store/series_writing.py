"""Series inside a writing transaction: rows of the installation's own, and bound codes."""

from typing import Any

from sqlmodel import Session, col, select

from indexer.errors import Conflict, InputError, NotFound
from indexer.models import ChangeKind, Digest, LedgerHead, Series, Subject, now
from indexer.normalise.series import SeriesProfile
from indexer.store.corrections import CorrectionWriting
from indexer.store.ledger import Ledger

_OF_ROW = {"id", "code", "title", "titles"}


class SeriesWriting(CorrectionWriting):
    """What can be done with series."""

    def __init__(self, session: Session, head: LedgerHead) -> None:
        super().__init__(session)
        self._ledger = Ledger(session, head)

    def put_series(
        self, profile: SeriesProfile, *, reason: str, editor: str | None = None
    ) -> ChangeKind | None:
        """Make a profile the installation's own, in the place of the one that it had.

        Returns:
            What happened; None where it was so already.

        Raises:
            InputError: its code is not the one that is bound to it, or is bound to another series.
        """
        row = self._bound(profile)
        before = profile_of(row) if row is not None and row.added else None
        if before == profile:
            return None
        if row is None:
            row = Series(id=profile.id, code=profile.code, title=profile.title)
            self._session.add(row)
        _fill(row, profile, added=True)
        self._session.flush()
        kind = ChangeKind.CREATED if before is None else ChangeKind.UPDATED
        self._ledger.record(
            *(Subject.SERIES, profile.id, kind, reason),
            before=None if before is None else before.model_dump_json(),
            after=profile.model_dump_json(),
            at=row.updated_at,
            editor=editor,
        )
        return kind

    def bind_series(self, profile: SeriesProfile) -> None:
        """Bind a series' code where an issue of it is filed; its row keeps the profile.

        Raises:
            InputError: another code is bound to it, or this one to another series.
        """
        row = self._bound(profile)
        if row is not None and (row.added or profile_of(row) == profile):
            return
        if row is None:
            row = Series(id=profile.id, code=profile.code, title=profile.title)
            self._session.add(row)
        _fill(row, profile, added=False)
        self._session.flush()

    def remove_series(self, series_id: str, *, reason: str, editor: str | None = None) -> None:
        """Take away a profile of the installation's own.

        Raises:
            NotFound: the installation has no such profile of its own.
            Conflict: issues are held.
        """
        row = self._session.get(Series, series_id)
        if row is None or not row.added:
            raise NotFound(f"no series {series_id!r} was added here, so none can be removed")
        issues = self._session.exec(select(Digest).where(col(Digest.series) == series_id)).all()
        if held := sum(issue.deleted_at is None for issue in issues):
            raise held_back(row.title, held)
        before, at = profile_of(row), now()
        # Ids are never given out again: where an issue was ever filed its code stays bound.
        if issues:
            row.added, row.updated_at = False, at
        else:
            self._session.delete(row)
        self._session.flush()
        self._ledger.record(
            *(Subject.SERIES, series_id, ChangeKind.DELETED, reason),
            before=None if before is None else before.model_dump_json(),
            after=None,
            at=at,
            editor=editor,
        )

    def _bound(self, profile: SeriesProfile) -> Series | None:
        """The row of a series, whose code is this profile's."""
        row = self._session.get(Series, profile.id)
        if row is not None and row.code != profile.code:
            raise InputError(
                f"the code of the series {profile.id!r} is {row.code!r} and never changes; "
                f"{profile.code!r} was given"
            )
        other = self._session.exec(select(Series).where(col(Series.code) == profile.code)).first()
        if other is not None and other.id != profile.id:
            raise InputError(
                f"the code {profile.code!r} is that of the series {other.id!r}; give another"
            )
        return row


def held_back(title: str, issues: int) -> Conflict:
    """The refusal to remove a series of which issues are held."""
    held = "1 issue is" if issues == 1 else f"{issues} issues are"
    return Conflict(f"{held} held of {title}: delete them first, if they are to go")


def profile_of(row: Series) -> SeriesProfile | None:
    """The profile that a row keeps; None where it only binds a code."""
    if not row.profile:
        return None
    told = {"id": row.id, "code": row.code, "title": row.title, "titles": row.other_titles}
    return SeriesProfile.model_validate(told | row.profile)


def _fill(row: Series, profile: SeriesProfile, *, added: bool) -> None:
    rest: dict[str, Any] = profile.model_dump(mode="json", exclude=_OF_ROW)
    row.title, row.other_titles = profile.title, list(profile.titles)
    row.profile, row.added, row.updated_at = rest, added, now()
