"""Whole files: creating, backup, restoring, another passphrase.

All of them make a new file beside the old one and put it in its place in one step, when it is complete and
was read again. A program that is killed in between leaves the old file as it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from analyzer.records import cipher
from analyzer.records.cipher import FileKey
from analyzer.records.database import Database
from analyzer.records.errors import DamagedError, RecordsBusyError, RecordsExistError, WrongPassphraseError
from analyzer.records.place import make_private, prepare_folder

_LOCK_SECONDS: Final = 5.0
_COPY_BYTES: Final = 1 << 20


def change_passphrase(database: Database, old: str, new: str) -> None:
    """The same records in a file with another key."""
    if not FileKey.derive(old, database.key.salt).same_as(database.key):
        raise WrongPassphraseError
    key = FileKey.fresh(new)
    with database.held() as (file, old_key), _new_file(file) as fresh:
        _copy(file, old_key, fresh, key)
        os.replace(fresh, file)  # noqa: PTH105 - the name says that a file there is replaced
        _keep_folder(file)
        database.replaced(key)


def backup_to(database: Database, target: Path) -> Path:
    """A copy with the same passphrase, read again before it gets its name.

    ``target`` is a file that is not there yet, or a folder, in which it is named by the time.

    Raises
    ------
    RecordsExistError
        There is a file of that name.
    """
    assert database.file is not None
    if target.is_dir():
        target = target / backup_name(database.file)
    if target.exists():
        raise RecordsExistError.of("records_exist.file")
    prepare_folder(target)
    with _new_file(target) as fresh:
        _copy(database.file, database.key, fresh, database.key)
        _put(fresh, target)
    with suppress(OSError):  # nobody else makes the same backup
        _lock_of(target).unlink()
    return target


def backup(database: Database) -> bytes:
    """The bytes of a backup; for records that fit into memory."""
    assert database.file is not None
    with _new_file(database.file, "backup") as fresh:
        _copy(database.file, database.key, fresh, database.key)
        return fresh.read_bytes()


def backup_name(file: Path) -> str:
    """A name with the time, such as ``clients-2026-01-31-0915.records``."""
    return f"{file.stem}-{datetime.now():%Y-%m-%d-%H%M}{file.suffix}"


def restore(
    source: Path | bytes, file: Path, passphrase: str, check: Callable[[Path, FileKey], None]
) -> tuple[FileKey, Path | None]:
    """Put a backup in the place of the records; what is there is kept beside it under another name.

    Parameters
    ----------
    source : Path or bytes
    file : Path
    passphrase : str
        Of the backup.
    check : callable
        Raises when the copied backup cannot be used.

    Returns
    -------
    key : FileKey
    kept : Path or None
        Where the records are that were there before.
    """
    prepare_folder(file)
    if isinstance(source, Path) and file.exists() and source.samefile(file):
        raise RecordsExistError.of("records_exist.themselves")
    with _new_file(file) as fresh:
        if isinstance(source, bytes | bytearray | memoryview):
            fresh.write_bytes(source)
        else:
            with source.open("rb") as given, fresh.open("wb") as taken:
                while block := given.read(_COPY_BYTES):
                    taken.write(block)
        if fresh.stat().st_size == 0:
            raise DamagedError.of("damaged.empty_backup")
        key = FileKey.derive(passphrase, cipher.read_salt(fresh))
        _check(fresh, key)
        check(fresh, key)
        _keep(fresh)
        kept = _move_aside(file)
        os.replace(fresh, file)  # noqa: PTH105
        _keep_folder(file)
    return key, kept


def create(file: Path, key: FileKey) -> None:
    """An empty encrypted file, unless there is one."""
    prepare_folder(file)
    with _new_file(file) as fresh:
        connection = cipher.connect(fresh, key)
        try:
            connection.execute("VACUUM")  # writes the first page
        finally:
            connection.close()
        if file.exists() and file.stat().st_size == 0:  # left by somebody who was interrupted
            file.unlink()
        _put(fresh, file)


def _copy(file: Path, key: FileKey, target: Path, target_key: FileKey) -> None:
    """One state of the file, page by page and encrypted, whoever writes to it meanwhile."""
    source = cipher.connect(file, key)
    try:
        copy = cipher.connect(target, target_key)
        try:
            # Nobody else has this file, and if we are interrupted it is thrown away.
            copy.execute("PRAGMA journal_mode = OFF").fetchall()
            copy.execute("PRAGMA synchronous = OFF")
            # Every signature first: SQLCipher would copy zeros for a last page that is damaged.
            source.execute("BEGIN")
            _require_signed(source)
            source.backup(copy)
        finally:
            copy.close()
    finally:
        source.close()
    _check(target, target_key)
    _keep(target)


def _check(file: Path, key: FileKey) -> None:
    """Read every page, and whether its signature is right."""
    connection = cipher.connect(file, key)
    try:
        _require_signed(connection)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise DamagedError
    finally:
        connection.close()


def _require_signed(connection: Any) -> None:
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        raise DamagedError


@contextmanager
def _new_file(file: Path, what: str = "new") -> Iterator[Path]:
    """An empty private file beside another, that is gone afterwards unless it was renamed.

    One at a time, so that what an interrupted program has left can be removed.
    """
    fresh = file.with_name(f".{file.name}.{what}")
    try:
        with FileLock(_lock_of(file), timeout=_LOCK_SECONDS, mode=0o600):
            _remove(fresh)
            make_private(fresh)
            try:
                yield fresh
            finally:
                _remove(fresh)
    except Timeout:
        raise RecordsBusyError from None


def remove_leftovers(file: Path) -> None:
    """What an interrupted program has left beside the file; not while another one is at work."""
    leftovers = [file.with_name(f".{file.name}.{what}") for what in ("new", "backup")]
    if any(leftover.exists() for leftover in leftovers):
        with (
            suppress(Timeout, OSError),
            FileLock(_lock_of(file), timeout=0, mode=0o600),
        ):
            for leftover in leftovers:
                _remove(leftover)


def _lock_of(file: Path) -> Path:
    return file.with_name(f".{file.name}.lock")


def _remove(fresh: Path) -> None:
    fresh.unlink(missing_ok=True)
    fresh.with_name(f"{fresh.name}-journal").unlink(missing_ok=True)


def _put(fresh: Path, file: Path) -> None:
    """Give a finished file its name, unless that is taken meanwhile."""
    try:
        file.hardlink_to(fresh)
    except FileExistsError:
        raise RecordsExistError from None
    except OSError:  # a drive without links
        if file.exists():
            raise RecordsExistError from None
        fresh.rename(file)
    _keep_folder(file)


def _move_aside(file: Path) -> Path | None:
    """Give the records a second name beside; they keep the first until it is given to others."""
    if not file.exists():
        return None
    kept = file.with_name(f"{file.stem}-before-restore-{datetime.now():%Y-%m-%d-%H%M%S}{file.suffix}")
    journal = file.with_name(f"{file.name}-journal")
    try:
        kept.hardlink_to(file)
    except FileExistsError:
        raise RecordsBusyError from None
    except OSError:  # a drive without links
        file.rename(kept)
    if journal.exists():
        # Somebody was interrupted while saving: with it the file is as it was before that.
        journal.rename(kept.with_name(f"{kept.name}-journal"))
    return kept


def _keep(file: Path) -> None:
    """On the disk, not only in the memory of the system."""
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_folder(file: Path) -> None:
    with suppress(OSError):  # Windows has no such thing
        descriptor = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
