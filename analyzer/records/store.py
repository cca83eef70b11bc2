"""Records: the one door to clients, visits and photos."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType
from typing import Self

from analyzer.records import cipher, clients, place, schema, summaries, visits
from analyzer.records.database import Database
from analyzer.records.errors import NoRecordsError, NotRecordsError, RecordsExistError
from analyzer.records.failures import explained
from analyzer.records.place import Place
from analyzer.records.types import Client, TimelinePoint, Visit, VisitDraft, VisitLine


class Records:
    """Clients, visits and photos in an encrypted file, or in a PostgreSQL database.

    Made by `Records.create` or `Records.open`; a context manager that closes itself. May be used from several
    threads. Every method raises a `RecordsError` that says what to do, and then nothing was changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @staticmethod
    def exists(where: Place) -> bool:
        """Whether there are records at this place. Of a server's address that is taken for granted."""
        if place.is_url(where):
            return True
        with suppress(OSError):
            file = place.file_at(where)
            return file.is_file() and file.stat().st_size > 0
        return False

    @classmethod
    def create(cls, where: Place, passphrase: str = "") -> Self:
        """New records. A passphrase cannot be recovered. A server needs none: its tables are made if missing.

        Raises
        ------
        WeakPassphraseError, RecordsExistError
        """
        if place.is_url(where):
            return cls._opened(Database.of_server(str(where)))
        key = cipher.FileKey.fresh(passphrase)
        with explained():
            file = place.file_at(where)
            if cls.exists(file):
                raise RecordsExistError
            place.prepare_folder(file)
            file.unlink(missing_ok=True)
            place.make_private(file)
        return cls._opened(Database.of_file(file, key))

    @classmethod
    def open(cls, where: Place, passphrase: str = "") -> Self:
        """Records that are there; tables of an older version are brought up to date.

        Raises
        ------
        NoRecordsError, WrongPassphraseError, NewerSchemaError, NotRecordsError, DamagedError,
        RecordsBusyError
        """
        if place.is_url(where):
            return cls._opened(Database.of_server(str(where)))
        with explained():
            file = place.file_at(where)
            if not cls.exists(file):
                raise NotRecordsError if file.exists() and not file.is_file() else NoRecordsError
            key = cipher.FileKey.derive(passphrase, cipher.read_salt(file))
        return cls._opened(Database.of_file(file, key))

    @classmethod
    def _opened(cls, database: Database) -> Self:
        try:
            with database.connection(writes=False) as connection:
                ready = schema.current(connection) == schema.newest()
            if not ready:
                with database.writing() as session:
                    connection = session.connection()
                    schema.current(connection)
                    schema.upgrade(connection)
                    visits.summarize_missing(session)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase protects the file; on a server its own rules protect."""
        return self._database.encrypted

    def close(self) -> None:
        """Forget the key. Everything else raises `RecordsClosedError` from then on."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # clients

    def clients(self, search: str = "", limit: int = 200, offset: int = 0) -> tuple[Client, ...]:
        """Clients whose code or name holds every word of the search; the newest visit comes first."""
        with self._database.reading() as session:
            return clients.find(session, search, limit, offset)

    def count_clients(self, search: str = "") -> int:
        """How many `clients` would find without a limit."""
        with self._database.reading() as session:
            return clients.count(session, search)

    def client(self, client_id: int) -> Client:
        """One client. Raises `NotFoundError`, as all methods do that take an id."""
        with self._database.reading() as session:
            return clients.get(session, client_id)

    def add_client(self, code: str, name: str = "", note: str = "") -> Client:
        """A new client. Raises `CodeTakenError`, `BadEntryError`."""
        with self._database.writing() as session:
            return clients.add(session, code, name, note)

    def change_client(
        self, client_id: int, *, code: str | None = None, name: str | None = None, note: str | None = None
    ) -> Client:
        """Change what is given. Raises `CodeTakenError`, `BadEntryError`."""
        with self._database.writing() as session:
            return clients.change(session, client_id, code, name, note)

    def erase_client(self, client_id: int) -> None:
        """Erase a client with all visits and photos; no trace stays in the file."""
        with self._database.writing() as session:
            session.delete(clients.require(session, client_id))

    # visits

    def visits(self, client_id: int) -> tuple[VisitLine, ...]:
        """The visits of a client for a list, the newest first."""
        with self._database.reading() as session:
            return visits.lines(session, client_id)

    def visit(self, visit_id: int) -> Visit:
        """A visit with its analyses, without the bytes of its photos."""
        with self._database.reading() as session:
            return visits.get(session, visit_id)

    def save_visit(self, client_id: int, draft: VisitDraft, visit_id: int | None = None) -> Visit:
        """Save a new visit, or all of a changed one, in one transaction. Raises `BadEntryError`."""
        with self._database.writing() as session:
            return visits.save(session, client_id, draft, visit_id)

    def erase_visit(self, visit_id: int) -> None:
        """Erase a visit with its photos; no trace stays in the file."""
        with self._database.writing() as session:
            visits.erase(session, visit_id)

    def photo_data(self, photo_id: int) -> bytes:
        """The bytes of a photo as they are stored."""
        with self._database.reading() as session:
            return visits.photo_data(session, photo_id)

    def timeline(self, client_id: int) -> tuple[TimelinePoint, ...]:
        """The medians of each side of each visit, the oldest first."""
        with self._database.reading() as session:
            clients.require(session, client_id)
            return summaries.timeline(session, client_id)
