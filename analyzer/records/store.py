"""Records: the one door to clients, visits and photos."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, Self

from analyzer.exchange.course import course_file
from analyzer.records import (
    accesses,
    answers,
    cipher,
    clients,
    consents,
    copies,
    course,
    export,
    place,
    plans,
    ranges,
    reports,
    schema,
    summaries,
    visits,
)
from analyzer.records.cipher import FileKey
from analyzer.records.database import Database
from analyzer.records.errors import NoRecordsError, NotRecordsError, RecordsExistError
from analyzer.records.failures import explained
from analyzer.records.place import Place
from analyzer.records.rights import require_file, require_manager
from analyzer.records.soundness import check_backup
from analyzer.records.types import (
    Access,
    AccessKind,
    Answers,
    Client,
    ClientDetails,
    Consent,
    HandedOver,
    RangePoint,
    ThomasPoint,
    TimelinePoint,
    Visit,
    VisitDraft,
    VisitLine,
)
from analyzer.types.roles import Deed, Role, may

NOTHING: Final[Mapping[str, bytes]] = MappingProxyType({})
NO_DETAILS: Final = clients.NO_DETAILS


class Records:
    """Clients, visits and photos in an encrypted file, or in a PostgreSQL database.

    Made by `Records.create` or `Records.open`; a context manager that closes itself. May be used from several
    threads. Every method raises a `RecordsError` that says what to do, and then nothing was changed.

    Whoever opens them for somebody says in which ``role``: what it does not allow raises `NotAllowedError`.
    That binds programs that open them so; who has the passphrase and writes programs is the owner.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._measures, self._tests = summaries.MeasuresRead(), summaries.ThomasRead()
        self.replaced: Path | None = None
        """After `restore`: the file of the records that were there before."""

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
    def create(cls, where: Place, passphrase: str = "", *, role: Role = "owner") -> Self:
        """New records. A passphrase cannot be recovered. A server needs none: its tables are made if missing.

        Raises
        ------
        WeakPassphraseError, RecordsExistError, NotAllowedError
        """
        if place.is_url(where):
            return cls._opened(Database.of_server(str(where)), role)
        require_manager(role)
        with explained():
            file = place.file_at(where)
            if cls.exists(file):
                raise RecordsExistError
            key = FileKey.fresh(passphrase)
            copies.create(file, key)
        return cls._opened(Database.of_file(file, key), role)

    @classmethod
    def open(cls, where: Place, passphrase: str = "", *, role: Role = "owner") -> Self:
        """Records that are there; tables of an older version are brought up to date.

        Raises
        ------
        NoRecordsError, WrongPassphraseError, NewerSchemaError, NotRecordsError, DamagedError,
        RecordsBusyError
        """
        if place.is_url(where):
            return cls._opened(Database.of_server(str(where)), role)
        with explained():
            file = place.file_at(where)
            if not cls.exists(file):
                raise NotRecordsError if file.exists() and not file.is_file() else NoRecordsError
            copies.remove_leftovers(file)
            key = FileKey.derive(passphrase, cipher.read_salt(file))
        return cls._opened(Database.of_file(file, key), role)

    @classmethod
    def restore(cls, backup: Path | bytes, where: Place, passphrase: str, *, role: Role = "owner") -> Self:
        """Put a backup in the place of the records, and open it; `replaced` says where the old ones are kept.

        Raises
        ------
        WrongPassphraseError, NewerSchemaError, NotRecordsError, DamagedError, DiskFullError, NotAllowedError
            The records are as they were.
        """
        require_file(where, role)
        with explained():
            key, kept = copies.restore(backup, place.file_at(where), passphrase, check_backup)
            records = cls._opened(Database.of_file(place.file_at(where), key), role)
        records.replaced = kept
        return records

    @classmethod
    def _opened(cls, database: Database, role: Role) -> Self:
        """Tables are brought up to date whoever opens them; from then on the role counts."""
        try:
            with database.connection(writes=False) as connection:
                database.require_whole_pages()
                schema.take_turns(connection)
                ready = schema.current(connection) == schema.newest()
            if not ready:
                with database.writing() as session:
                    connection = session.connection()
                    schema.take_turns(connection)
                    schema.current(connection)
                    schema.upgrade(connection)
                    visits.summarize_missing(session)
        except BaseException:
            database.close()
            raise
        database.role = role
        return cls(database)

    def may(self, deed: Deed) -> bool:
        """Whether the role allows a deed."""
        return may(self._database.role, deed)

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase protects the file; on a server its own rules protect."""
        return self._database.encrypted

    def close(self) -> None:
        """Forget the key. Everything else raises `RecordsClosedError` from then on."""
        self._database.close()
        self._measures.forget()
        self._tests.forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # the file

    def change_passphrase(self, old: str, new: str) -> None:
        """Encrypt everything anew. Backups that were made before keep the old passphrase.

        Raises
        ------
        WrongPassphraseError, WeakPassphraseError, RecordsBusyError, DiskFullError
        """
        require_file(self._database.file, self._database.role)
        with explained():
            copies.change_passphrase(self._database, old, new)

    def backup(self) -> bytes:
        """An encrypted copy with the same passphrase, for a download; `backup_to` needs less memory."""
        require_file(self._database.file, self._database.role)
        with explained():
            return copies.backup(self._database)

    def backup_to(self, target: Path) -> Path:
        """An encrypted copy with the same passphrase, as a new file or in a folder; it is read again.

        Raises
        ------
        RecordsExistError, DiskFullError, NotWritableError
        """
        require_file(self._database.file, self._database.role)
        with explained():
            return copies.backup_to(self._database, target.expanduser().resolve())

    def backup_name(self) -> str:
        """A name for a backup made now."""
        return copies.backup_name(self._database.file or Path(place.FILE_NAME))

    def size_bytes(self) -> int | None:
        """Of the file; ``None`` on a server."""
        with explained():
            return None if self._database.file is None else self._database.file.stat().st_size

    # clients

    def clients(self, search: str = "", limit: int = 200, offset: int = 0) -> tuple[Client, ...]:
        """Clients in whose code, name, note or notes of visits every word of the search is, or who had a
        visit on the day (month) that it names. Those of today come first, then the newest visit.
        """
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

    def add_client(
        self, code: str, name: str = "", note: str = "", details: ClientDetails = NO_DETAILS
    ) -> Client:
        """A new client. Raises `CodeTakenError`, `BadEntryError`."""
        with self._database.writing() as session:
            return clients.add(session, code, name, note, details)

    def change_client(
        self,
        client_id: int,
        *,
        code: str | None = None,
        name: str | None = None,
        note: str | None = None,
        details: ClientDetails | None = None,
    ) -> Client:
        """Change what is given. Raises `CodeTakenError`, `BadEntryError`."""
        with self._database.writing() as session:
            return clients.change(session, client_id, code=code, name=name, note=note, details=details)

    def add_consent(self, client_id: int, consent: Consent) -> Consent:
        """Store what a client agreed to. Raises `BadEntryError`."""
        with self._database.writing() as session:
            return consents.add(session, client_id, consent)

    def withdraw_consent(self, consent_id: int, day: date | None) -> Consent:
        """Since when a consent does not hold any more; ``None`` takes that back. Raises `BadEntryError`."""
        with self._database.writing() as session:
            return consents.withdraw(session, consent_id, day)

    def consents(self, client_id: int) -> tuple[Consent, ...]:
        """What a client agreed to, the newest first."""
        with self._database.reading() as session:
            return consents.lines(session, client_id)

    @property
    def plans(self) -> plans.Plans:
        """What clients do at home, and how it went."""
        return plans.Plans(self._database)

    def erase_client(self, client_id: int) -> None:
        """Erase a client with all visits and photos; no trace stays in the file."""
        with self._database.erasing() as session:
            clients.erase(session, client_id)

    # visits

    def visits(self, client_id: int) -> tuple[VisitLine, ...]:
        """The visits of a client for a list, the newest first."""
        with self._database.reading() as session:
            return visits.lines(session, client_id)

    def visit(self, visit_id: int) -> Visit:
        """A visit with its analyses, without the bytes of its photos."""
        with self._database.reading() as session:
            return visits.get(session, visit_id)

    def save_visit(
        self,
        client_id: int,
        draft: VisitDraft,
        visit_id: int | None = None,
        *,
        unchanged_since: datetime | None = None,
    ) -> Visit:
        """Save a new visit, or all of a changed one, in one transaction.

        Raises
        ------
        BadEntryError
        ChangedMeanwhileError
            The visit was saved after ``unchanged_since``, its `Visit.changed_utc` when it was read.
        """
        with self._database.writing() as session:
            return visits.save(session, client_id, draft, visit_id, unchanged_since)

    def erase_visit(self, visit_id: int) -> None:
        """Erase a visit with its photos; no trace stays in the file."""
        with self._database.erasing() as session:
            visits.erase(session, visit_id)

    def photo_data(self, photo_id: int) -> bytes:
        """The bytes of a photo as they are stored."""
        with self._database.reading() as session:
            return visits.photo_data(session, photo_id)

    def keep_report(self, visit_id: int, kind: reports.Kind, data: bytes, words: str = "") -> HandedOver:
        """Keep a report as it is handed over, with the words to the client in it; the newest dozen stay."""
        with self._database.writing() as session:
            return reports.add(session, visit_id, kind, data, words)

    def reports(self, visit_id: int) -> tuple[HandedOver, ...]:
        """The reports of a visit that were handed over, the newest first."""
        with self._database.reading() as session:
            return reports.lines(session, visit_id)

    def report_data(self, report_id: int) -> bytes:
        """A report as it was handed over."""
        with self._database.reading() as session:
            return reports.data(session, report_id)

    def timeline(self, client_id: int) -> tuple[TimelinePoint, ...]:
        """The medians of each side of each visit, the oldest first."""
        with self._database.reading() as session:
            clients.require(session, client_id)
            return summaries.timeline(session, client_id, self._measures)

    def thomas_timeline(self, client_id: int) -> tuple[ThomasPoint, ...]:
        """The medians of each side of the direct test of each visit, the oldest first."""
        with self._database.reading() as session:
            clients.require(session, client_id)
            return summaries.thomas_timeline(session, client_id, self._tests)

    def range_timeline(self, client_id: int) -> tuple[RangePoint, ...]:
        """The ranges of the pelvis of each visit, the oldest first."""
        with self._database.reading() as session:
            clients.require(session, client_id)
            return ranges.timeline(session, client_id)

    def answers(self, client_id: int) -> tuple[Answers, ...]:
        """What was answered about daily life at each visit, the oldest first."""
        with self._database.reading() as session:
            return answers.lines(session, client_id)

    def note_access(self, client_id: int, who: str, what: AccessKind = "opened") -> Access:
        """Note that somebody opened a client, or took something out; the app does, not the library."""
        with self._database.writing("note") as session:
            return accesses.add(session, client_id, who, what)

    def accesses(self, client_id: int, limit: int | None = None) -> tuple[Access, ...]:
        """Who opened a client and when, the newest first."""
        with self._database.reading() as session:
            return accesses.lines(session, client_id, limit)

    def course(self, client_id: int, suffix: str = ".csv") -> bytes:
        """The course of a client as one table, a row for each visit, side and measure, with the answers:
        ``.csv`` or ``.parquet`` (`analyzer.exchange.course`). It is not encrypted.
        """
        with self._database.reading() as session:
            clients.require(session, client_id)
            found = course.rows(session, client_id)
        return course_file(found, suffix)

    def export_client(self, client_id: int, extra: Mapping[str, bytes] = NOTHING) -> bytes:
        """All of a client as a ZIP: photos, JSON for programs, CSV for tables, and ``extra`` files by name.

        The ZIP is not encrypted.
        """
        with self._database.reading() as session:
            return export.export_client(session, client_id, extra)
