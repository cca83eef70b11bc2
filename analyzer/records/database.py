"""An open database: one encrypted file, or a PostgreSQL server. The rest of the records need not know."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from analyzer.records import cipher
from analyzer.records.cipher import FileKey
from analyzer.records.erasure import write_small_tables_anew
from analyzer.records.errors import DamagedError, NotAllowedError, RecordsClosedError, RecordsMovedError
from analyzer.records.failures import explained
from analyzer.records.server import server_engine
from analyzer.types.roles import Deed, Role, may

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

    Attributes
    ----------
    role : Role
        Of whoever uses it. Nothing is written beyond what it allows, whatever asks for it.
    """

    def __init__(self, engine: Engine, file: Path | None = None, key: FileKey | None = None) -> None:
        self._engine: Engine | None = engine
        self._key = key
        self.file = file
        self._identity = None if file is None else _identity(file)
        self.lock = threading.RLock()
        self.role: Role = "owner"

    def require(self, deed: Deed) -> None:
        """Raise `NotAllowedError` unless the role allows a deed."""
        if not may(self.role, deed):
            raise NotAllowedError

    @classmethod
    def of_file(cls, file: Path, key: FileKey) -> Database:
        """The encrypted file, which has to be there."""
        return cls(_file_engine(file, key), file, key)

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
    def connection(self, *, writes: bool, deed: Deed = "write") -> Iterator[Connection]:
        """A transaction: all of it is kept, or nothing when an exception leaves it.

        One that writes is for ``deed``, which the role has to allow.
        """
        if writes:
            self.require(deed)
        with self._locked(), explained(), self._open().execution_options(**{_WRITES: writes}).begin() as one:
            try:
                yield one
            except SQLAlchemyError:
                raise
            except Exception:
                self._ask_again(one)
                raise
            self._ask_again(one)

    def _ask_again(self, connection: Connection) -> None:
        """SQLCipher gives zeros for a page whose signature is wrong, and refuses only what comes next."""
        if self.encrypted:
            # Past SQLAlchemy, which refuses to ask after something else has failed.
            asked: Any = connection.connection.driver_connection
            asked.execute("SELECT count(*) FROM sqlite_master").fetchone()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """A file's connection for one thread at a time."""
        with self.lock if self.encrypted else nullcontext():
            try:
                yield
            except DamagedError:
                # A connection that has met a damaged page refuses everything; a new one reads the rest.
                if self._engine is not None:
                    self._engine.dispose()
                raise

    def _open(self) -> Engine:
        if self._engine is None:
            raise RecordsClosedError
        if self.file is not None and _identity(self.file) != self._identity:
            raise RecordsMovedError
        return self._engine

    def require_whole_pages(self) -> None:
        """Raise `DamagedError` when the end of the file is missing; within a transaction, so at rest."""
        if self.file is not None and self.file.stat().st_size % cipher.PAGE_BYTES:
            raise DamagedError

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database."""
        with self.connection(writes=False) as connection, Session(connection) as session:
            yield session

    @contextmanager
    def writing(self, deed: Deed = "write") -> Iterator[Session]:
        """A session whose changes are kept when it ends well."""
        with self.connection(writes=True, deed=deed) as connection, Session(connection) as session:
            yield session
            session.flush()

    @contextmanager
    def erasing(self, deed: Deed = "manage") -> Iterator[Session]:
        """Like `writing`; afterwards nothing of the rows that were deleted is in the file any more.

        References are not watched: rows that refer to deleted ones have to be deleted, too.
        """
        self.require(deed)
        if not self.encrypted:
            with self.writing(deed) as session:
                yield session
            return
        with self.lock:
            self._watch_references(on=False)
            try:
                with self.writing(deed) as session:
                    yield session
                    session.flush()
                    write_small_tables_anew(session.connection())
            finally:
                self._watch_references(on=True)

    def _watch_references(self, *, on: bool) -> None:
        """SQLite can change this only outside of transactions."""
        with explained():
            pooled = self._open().raw_connection()
            try:
                pooled.cursor().execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
            finally:
                pooled.close()

    @contextmanager
    def held(self) -> Iterator[tuple[Path, FileKey]]:
        """Nobody changes the file meanwhile, in this program or another; it can be read."""
        assert self.file is not None
        self.require("manage")
        with self.lock, explained():
            self._open()
            holding = cipher.connect(self.file, self.key)
            try:
                holding.execute("BEGIN IMMEDIATE")
                yield self.file, self.key
            finally:
                holding.close()

    def replaced(self, key: FileKey) -> None:
        """Another file with another key is now in the place of the file; go on with that."""
        assert self.file is not None
        with self.lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine, self._key = _file_engine(self.file, key), key
            self._identity = _identity(self.file)

    def close(self) -> None:
        """Close everything and forget the key."""
        with self.lock:
            engine, self._engine, self._key = self._engine, None, None
            if engine is not None:
                engine.dispose()


def _file_engine(file: Path, key: FileKey) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3,
        creator=lambda: cipher.connect(file, key),
        poolclass=StaticPool,
        # What is stored must not get into errors and logs.
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _identity(file: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name; ``None`` when there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _begin(connection: Connection) -> None:
    # Python's module begins transactions at moments of its own, so that is switched off (isolation_level).
    # IMMEDIATE: who is going to write waits for others now, and not when it is too late to wait.
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
