"""The series that an installation knows: its store's over its files' over the shipped ones."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Self

from indexer.errors import InputError
from indexer.models import Series
from indexer.normalise.series import Rights, SeriesProfile, SeriesRegistry, shipped
from indexer.normalise.series_files import profiles_in
from indexer.settings import Settings
from indexer.store import EventStore
from indexer.store.series_writing import profile_of


class KeptIn(StrEnum):
    """Where the profile of a series comes from."""

    STORE = "store"
    FILE = "file"
    PACKAGE = "package"


class SeriesBook:
    """Knows the series of a store, and notices when they change.

    Args:
        store: where the installation's own profiles are, and the codes that are bound.
        files: profiles that `ENTENTE_SERIES` names.

    Raises:
        InputError: a file gives a series another code than the one that its issues have.
    """

    def __init__(self, store: EventStore, files: Iterable[SeriesProfile] = ()) -> None:
        self._store = store
        self._files = tuple(files)
        self._kept: _Kept | None = None
        bound = store.bound_codes()
        for profile in self._files:
            code = bound.get(profile.id, profile.code)
            if code != profile.code:
                raise InputError(
                    f"ENTENTE_SERIES: the series {profile.id!r} has the code {code!r} in this "
                    f"store, which never changes; the file says {profile.code!r}"
                )

    @cached_property
    def files_version(self) -> str:
        """Changes whenever the files' profiles do; empty without any."""
        told = "".join(profile.model_dump_json() for profile in self._files)
        return hashlib.sha256(told.encode()).hexdigest()[:16] if told else ""

    @classmethod
    def of(cls, store: EventStore, settings: Settings) -> Self:
        """The series of a store and of the files that the settings name.

        Raises:
            InputError: a file cannot be read, holds a faulty profile, or changes a code.
        """
        return cls(store, profiles_in(settings.series) if settings.series else ())

    def registry(self) -> SeriesRegistry:
        """What is known now."""
        return self._current().registry

    def kept_in(self, series_id: str) -> KeptIn | None:
        """Where a known series' profile comes from; None where it is only known by its issues."""
        return self._current().where.get(series_id)

    def restricted(self) -> Mapping[str, Rights]:
        """What may be shown of the series that may not be shown whole, by short code.

        Series that are no longer known are among them: the ledger still tells of their issues.
        """
        return self._current().restricted

    def restricted_series(self) -> tuple[str, ...]:
        """The ids of the same series, as far as they are known."""
        current = self._current()
        return tuple(one.id for one in current.registry if one.code in current.restricted)

    def _current(self) -> "_Kept":
        version = self._store.version()
        kept = self._kept
        if kept is None or kept.version != version:
            self._kept = kept = self._read(version)
        return kept

    def _read(self, version: str) -> "_Kept":
        rows, bound = self._store.series_rows(), self._store.bound_codes()
        own = [_profile(row) for row in rows if row.added]
        held = [_profile(row) for row in rows if not row.added]
        files = list(_free(self._files, bound, own))
        package = list(_free(shipped(), bound, own))
        where = {profile.id: KeptIn.PACKAGE for profile in package}
        where |= {profile.id: KeptIn.FILE for profile in files}
        where |= {profile.id: KeptIn.STORE for profile in own}
        registry = SeriesRegistry(own, files, package, held, bound=bound)
        rights = {row.code: _profile(row).rights for row in self._store.known_once()}
        rights |= {profile.code: profile.rights for profile in registry}
        restricted = {code: right for code, right in rights.items() if right is not Rights.FULL}
        return _Kept(version, registry, where, restricted)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is known of series at one state of the store."""

    version: str
    registry: SeriesRegistry
    where: Mapping[str, KeptIn]
    restricted: Mapping[str, Rights]


def _profile(row: Series) -> SeriesProfile:
    return profile_of(row) or SeriesProfile(id=row.id, code=row.code, title=row.title)


def _free(
    profiles: Iterable[SeriesProfile], bound: Mapping[str, str], stronger: Iterable[SeriesProfile]
) -> Iterator[SeriesProfile]:
    """Profiles under the codes that are bound to them, without those whose code another series has.

    A later version of the package, or another process's file, may bring a code that is taken here;
    what stands in the store stays.
    """
    taken = {code: series_id for series_id, code in bound.items()}
    taken |= {profile.code: profile.id for profile in stronger}
    for profile in profiles:
        code = bound.get(profile.id, profile.code)
        if taken.get(code, profile.id) == profile.id:
            yield profile if code == profile.code else profile.model_copy(update={"code": code})
