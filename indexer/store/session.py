"""Sessions: the only place that opens one, for reading or for one writing transaction."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel

from indexer.errors import StoreError
from indexer.models import LedgerHead
from indexer.store.database import connect, migrate, reason, shown
from indexer.store.locks import held
from indexer.store.writer import StoreWriter

_HEAD = SQLModel.metadata.tables["ledger_head"]


def _migrated(url: str) -> Engine:
    """An engine on tables of the newest version; its connections are closed where that fails."""
    engine = connect(url)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


class Sessions:
    """An open database.

    Args:
        url: SQLAlchemy address. The database is created and migrated when it is opened.

    Raises:
        StoreError: the database cannot be opened or migrated.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = _migrated(url)
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"cannot open the store {shown(url)}: {reason(error)}") from error

    def close(self) -> None:
        """Release every connection."""
        self._engine.dispose()

    def ping(self) -> None:
        """Make sure that the database answers.

        Raises:
            StoreError: it does not.
        """
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            raise StoreError(f"the store does not answer: {reason(error)}") from error

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """Whether nobody else over this database does what has a name; nobody does meanwhile.

        Raises:
            StoreError: the database cannot be asked.
        """
        with ExitStack() as stack:
            try:
                mine = stack.enter_context(held(self._engine, name))
            except (SQLAlchemyError, OSError) as error:
                raise StoreError(f"the store does not answer: {reason(error)}") from error
            yield mine

    @contextmanager
    def writing(self) -> Iterator[StoreWriter]:
        """One transaction: all of it is stored, with its ledger rows, or none.

        Raises:
            StoreError: the database refused.
        """
        with self._locked() as (session, head):
            writer = StoreWriter(session, head)
            yield writer
            writer.finish()

    @contextmanager
    def filling_tables(self) -> Iterator[Connection]:
        """One transaction on tables that are worked out from events; no other writes meanwhile.

        Raises:
            StoreError: the database refused.
        """
        with self._locked() as (session, _):
            yield session.connection()

    @contextmanager
    def tables(self) -> Iterator[Connection]:
        """A connection that reads tables row by row; it costs a third of what a session does.

        Raises:
            StoreError: the database cannot be read.
        """
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(f"the store cannot be read: {reason(error)}") from error

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees everything as it is at one moment, whoever writes meanwhile.

        Raises:
            StoreError: the database cannot be read.
        """
        engine = self._engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            with engine.connect() as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise StoreError(f"the store cannot be read: {reason(error)}") from error

    @contextmanager
    def _beside(self) -> Iterator[Session]:
        """One transaction on what is no part of the truth; the store's version stays.

        Raises:
            StoreError: the database refused.
        """
        engine = self._engine.execution_options(entente_write=True)
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"nothing was stored: {reason(error)}") from error

    @contextmanager
    def _locked(self) -> Iterator[tuple[Session, LedgerHead]]:
        engine = self._engine.execution_options(entente_write=True)
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                connection = session.connection()
                row = connection.execute(select(_HEAD).with_for_update()).one()
                head = LedgerHead(**row._mapping)  # noqa: SLF001
                yield session, head
                head.revision += 1
                session.flush()
                connection.execute(update(_HEAD).values(head.model_dump(exclude={"id"})))
        except SQLAlchemyError as error:
            raise StoreError(f"nothing was stored: {reason(error)}") from error

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with Session(self._engine, expire_on_commit=False) as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"the store cannot be read: {reason(error)}") from error
