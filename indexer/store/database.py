"""Connections to the database, and its migrations."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
_BUSY_TIMEOUT_MS = 15_000


def connect(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; folders of a SQLite file are made."""
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_pre_ping=not sqlite)
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


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
    if _is_newest(engine):
        return
    with engine.execution_options(entente_write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that start together must not both create the tables.
            connection.execute(text("SELECT pg_advisory_xact_lock(5075501)"))
        upgrade(connection)


def upgrade(connection: Connection, version: str = "head") -> None:
    """Bring the tables to a version, inside the caller's transaction."""
    # Loading Alembic takes longer than most commands run, and is hardly ever needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def newest() -> str:
    """The version of the tables that the last migration makes."""
    return max(path.name.partition("_")[0] for path in _MIGRATIONS.glob("versions/[0-9]*.py"))


def _is_newest(engine: Engine) -> bool:
    """Whether the tables are of the version that the last migration makes."""
    with engine.connect() as connection:
        try:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except (OperationalError, ProgrammingError):
            return False  # there are no tables yet, or the migration will say what is wrong
    return found == newest()
