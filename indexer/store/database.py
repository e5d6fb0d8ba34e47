"""Connections to the database, and its migrations."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from indexer.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
_BUSY_TIMEOUT_MS = 15_000
# Connections of one process to a server: PostgreSQL allows 100 unless told otherwise.
_POOL = 20
_POOL_SECONDS = 5
_RECYCLE_SECONDS = 1800


def connect(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; folders of a SQLite file are made."""
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    if not sqlite:
        return _connect_server(parsed)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_server(url: URL) -> Engine:
    """A bounded pool; a request that finds none free is told so instead of waiting its turn."""
    engine = create_engine(
        url,
        pool_pre_ping=True,  # a server that was restarted is noticed before the question is put
        pool_size=_POOL // 2,
        max_overflow=_POOL - _POOL // 2,
        pool_timeout=_POOL_SECONDS,
        pool_recycle=_RECYCLE_SECONDS,
    )
    if url.get_driver_name() == "psycopg":
        event.listen(engine, "do_connect", _open_patient)
    return engine


def _open_patient(_dialect: object, _record: object, _args: object, parameters: Any) -> Any:
    from indexer.store.postgres import open_connection  # noqa: PLC0415  (an extra)

    return open_connection(parameters)


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # The driver's own transaction handling is switched off: it would start write transactions
    # late, and two writers could then fail on each other instead of waiting.
    dbapi_connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("entente_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def shown(url: str) -> str:
    """The address, its password hidden."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(the address cannot be read)"


def reason(error: Exception) -> str:
    """The first line of what the database said."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0]


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest version, creating them where there are none."""
    if (found := version_of(engine)) == newest():
        return
    if found is not None and found > newest():
        raise StoreError(
            f"the store {shown(str(engine.url))} was written by a newer Entente (tables {found}, "
            f"this one knows {newest()}): install that version, or restore a backup"
        )
    with engine.execution_options(entente_write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that start together must not both create the tables.
            connection.execute(text("SELECT pg_advisory_xact_lock(5075501)"))
        upgrade(connection)


def upgrade(connection: Connection, version: str = "head") -> None:
    """Bring the tables to a version, inside the caller's transaction."""
    from alembic import command  # noqa: PLC0415  (see `_config`)

    command.upgrade(_config(connection), version)


def downgrade(connection: Connection, version: str) -> None:
    """Take the tables back to a version, inside the caller's transaction."""
    from alembic import command  # noqa: PLC0415  (see `_config`)

    command.downgrade(_config(connection), version)


def _config(connection: Connection) -> "Config":
    # Loading Alembic takes longer than most commands run, and is hardly ever needed.
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The version of the tables that the last migration makes."""
    return versions()[-1]


def versions() -> list[str]:
    """Every version that there was, in order."""
    return sorted(path.name.partition("_")[0] for path in _MIGRATIONS.glob("versions/[0-9]*.py"))


def version_of(engine: Engine) -> str | None:
    """The version that the tables are of; None where there are none yet."""
    with engine.connect() as connection:
        try:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except (OperationalError, ProgrammingError):
            return None  # there are no tables yet, or the migration will say what is wrong
    return None if found is None else str(found)
