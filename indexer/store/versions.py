"""The form of the tables, brought forward or taken back on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, event, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from indexer.errors import Conflict, InputError, StoreError
from indexer.store.database import connect, downgrade, newest, reason, shown, version_of, versions
from indexer.store.store import EventStore

# Below it there is no chain of the ledger, and one cannot be taken apart.
OLDEST = "0004"
# What is worked out again from the rest, or passes anyway.
_NOT_THE_TRUTH = ("projection", "story", "related_", "sign_in", "draft", "ledger_head", "alembic_")
_NOTHING: tuple[object, ...] = (None, "", "{}", "[]", 0, {}, [])


def version_at(url: str) -> str | None:
    """The version of the tables at an address; None where there are none.

    Raises:
        StoreError: the database cannot be opened.
    """
    with _opened(url) as engine:
        return version_of(engine)


def upgrade_store(url: str) -> str:
    """Bring a store to the newest version, in one transaction; the version is given back.

    Raises:
        StoreError: it cannot be opened, or is of a newer version than this program.
    """
    EventStore(url).close()
    return newest()


def downgrade_store(url: str, version: str) -> None:
    """Take the tables back to an earlier version, in one transaction.

    Nothing is lost by it: where the earlier tables have no place for something that is stored, they
    are left as they are.

    Raises:
        InputError: there was no such version, or there is no way back to it.
        Conflict: something that is stored would be lost; the message names it.
        StoreError: the database refused.
    """
    if version not in versions():
        raise InputError(f"{version!r} is no version of the tables: {', '.join(versions())}")
    if version < OLDEST:
        raise InputError(
            f"tables {version} hold no chain of the ledger, which cannot be taken apart: restore "
            "the backup that was made before the upgrade, with the version that made it"
        )
    with _opened(url) as engine:
        found = version_of(engine)
        if found is None or found > newest():
            raise StoreError(f"{shown(url)}: its tables are not of a version that is known here")
        if version >= found:
            raise Conflict(f"{shown(url)}: its tables are of version {found}")
        if engine.dialect.name == "sqlite":
            # Tables are made anew and renamed; what refers to them must not notice.
            event.listen(engine, "connect", _without_references)
            engine.dispose()
        with engine.execution_options(entente_write=True).begin() as connection:
            if lost := _lost(connection, version):
                raise Conflict(
                    f"tables {version} have no place for {', '.join(lost)}: nothing was changed; "
                    "restore the backup that was made before the upgrade, with the version that "
                    "made it"
                )
            downgrade(connection, version)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    try:
        engine = connect(url)
        try:
            yield engine
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"cannot open the store {shown(url)}: {reason(error)}") from error


def _without_references(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.execute("PRAGMA foreign_keys=OFF")


def _lost(connection: Connection, version: str) -> list[str]:
    """What earlier tables have no place for, found out by trying."""
    before, rows = _tables(connection), _counted(connection)
    trial = connection.begin_nested()
    downgrade(connection, version)
    after, left = _tables(connection), _counted(connection)
    trial.rollback()
    # Codes of series are bound by the issues that are held, and are bound by them again.
    lost = [
        f"{count - left.get(name, 0)} rows of {name}"
        for name, count in rows.items()
        if count > left.get(name, 0) and name != "series"
    ]
    for name, table in before.tables.items():
        if name not in after.tables:
            continue
        for column in table.columns:
            if column.name not in after.tables[name].columns:
                values = connection.execute(select(column).where(column.is_not(None))).scalars()
                if count := sum(value not in _NOTHING for value in values):
                    lost.append(f"{count} values of {name}.{column.name}")
    return lost


def _counted(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in _tables(connection).tables.items()
    }


def _tables(connection: Connection) -> MetaData:
    found = MetaData()
    names = [one for one in inspect(connection).get_table_names() if _is_truth(one)]
    found.reflect(connection, only=names, resolve_fks=False)
    return found


def _is_truth(name: str) -> bool:
    return not name.startswith(_NOT_THE_TRUTH)
