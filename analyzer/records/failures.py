"""From what a database says to what a person can do about it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlcipher3
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from analyzer.records.errors import (
    DamagedError,
    DiskError,
    DiskFullError,
    NoConnectionError,
    NotWritableError,
    RecordsBusyError,
    RecordsError,
)

# Result codes of SQLite (sqlite.org/rescode.html).
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_SQLITE: Final[dict[int, type[RecordsError]]] = {
    _BUSY: RecordsBusyError,
    _LOCKED: RecordsBusyError,
    _READONLY: NotWritableError,
    _IOERR: DiskError,
    _CORRUPT: DamagedError,
    _FULL: DiskFullError,
    _CANTOPEN: NotWritableError,
    _NOTADB: DamagedError,
}
# Copying a database comes without codes.
_WORDS: Final[dict[str, type[RecordsError]]] = {
    "disk I/O error": DiskError,
    "disk is full": DiskFullError,
    "is locked": RecordsBusyError,
    "malformed": DamagedError,
    "not a database": DamagedError,
    "readonly": NotWritableError,
}
# Classes and codes of PostgreSQL (Appendix A of its manual).
_POSTGRES: Final[dict[str, type[RecordsError]]] = {
    "08": NoConnectionError,
    "28": NoConnectionError,
    "3D": NoConnectionError,
    "57": NoConnectionError,
    "40": RecordsBusyError,
    "55": RecordsBusyError,
    "53": DiskFullError,
    "42501": NotWritableError,
    "25006": NotWritableError,
    "XX001": DamagedError,
    "XX002": DamagedError,
}
_OS: Final[dict[int, type[RecordsError]]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EFBIG: DiskFullError,
    errno.EIO: DiskError,
    errno.EACCES: NotWritableError,
    errno.EPERM: NotWritableError,
    errno.EROFS: NotWritableError,
}


@contextmanager
def explained() -> Iterator[None]:
    """Errors of databases and files become a `RecordsError`.

    The original is dropped on purpose: it can hold names, notes, an address with a password or a path.
    """
    try:
        yield
    except RecordsError:
        raise
    except (SQLAlchemyError, sqlcipher3.Error) as error:
        raise _of_database(error)() from None
    except (ConnectionError, TimeoutError):
        raise NoConnectionError from None
    except OSError as error:
        raise _OS.get(error.errno or 0, RecordsError)() from None


def _of_database(error: Exception) -> type[RecordsError]:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, RecordsError):
        return type(cause)
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _SQLITE.get(code & 0xFF, RecordsError)
    if isinstance(cause, sqlcipher3.Error):
        return next((kind for words, kind in _WORDS.items() if words in str(cause)), RecordsError)
    if isinstance(error, DBAPIError):
        return _of_server(error)
    return RecordsError


def _of_server(error: DBAPIError) -> type[RecordsError]:
    said = error.orig.args[0] if error.orig is not None and error.orig.args else None
    state = str(said.get("C", "")) if isinstance(said, dict) else ""
    if not state:  # pg8000 has no code for what happens to the connection
        return NoConnectionError
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or RecordsError
