"""An open database: one encrypted file, or a PostgreSQL server. The rest of the records need not know."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from analyzer.records import cipher
from analyzer.records.cipher import FileKey
from analyzer.records.errors import RecordsClosedError
from analyzer.records.failures import explained
from analyzer.records.server import server_engine

_WRITES: Final = "posture_writes"


class Database:
    """Transactions on one database, from any thread.

    A file has one connection, and a transaction waits for the one before it. A server has several.

    Parameters
    ----------
    engine : Engine
    file : Path or None
        ``None`` for a server.
    key : FileKey or None
    """

    def __init__(self, engine: Engine, file: Path | None = None, key: FileKey | None = None) -> None:
        self._engine: Engine | None = engine
        self._key = key
        self.file = file
        self.lock = threading.RLock()

    @classmethod
    def of_file(cls, file: Path, key: FileKey) -> Database:
        """The encrypted file, which has to be there."""
        engine = create_engine(
            "sqlite://",
            module=sqlcipher3,
            creator=lambda: cipher.connect(file, key),
            poolclass=StaticPool,
            # What is stored must not get into errors and logs.
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        return cls(engine, file, key)

    @classmethod
    def of_server(cls, url: str) -> Database:
        """A PostgreSQL database."""
        return cls(server_engine(url))

    @property
    def encrypted(self) -> bool:
        return self.file is not None

    @property
    def key(self) -> FileKey:
        """Of the file."""
        if self._key is None:
            raise RecordsClosedError
        return self._key

    @contextmanager
    def connection(self, *, writes: bool) -> Iterator[Connection]:
        """A transaction: all of it is kept, or nothing when an exception leaves it."""
        with explained(), self.lock if self.encrypted else nullcontext():
            if self._engine is None:
                raise RecordsClosedError
            with self._engine.execution_options(**{_WRITES: writes}).begin() as connection:
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database."""
        with self.connection(writes=False) as connection, Session(connection) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept when it ends well."""
        with self.connection(writes=True) as connection, Session(connection) as session:
            yield session
            session.flush()

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """The DB-API connection to the file, outside of any transaction."""
        with explained(), self.lock:
            if self._engine is None:
                raise RecordsClosedError
            pooled = self._engine.raw_connection()
            try:
                yield pooled.driver_connection
            finally:
                pooled.close()

    def close(self) -> None:
        """Close everything and forget the key."""
        with self.lock:
            engine, self._engine, self._key = self._engine, None, None
            if engine is not None:
                engine.dispose()


def _begin(connection: Connection) -> None:
    # Python's module begins transactions at moments of its own, so that is switched off (isolation_level).
    # IMMEDIATE: who is going to write waits for others now, and not when it is too late to wait.
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
