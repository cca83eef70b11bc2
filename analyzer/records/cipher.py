"""The encrypted file: SQLCipher with its usual settings, so that the passphrase opens it elsewhere, too.

Every page is encrypted with AES-256 and signed (HMAC-SHA512), also those of the rollback journal. The key is
made from the passphrase with PBKDF2-HMAC-SHA512 and 256,000 rounds. That takes a quarter of a second on
purpose; we do it ourselves, once, so that further connections need not, and the passphrase is not kept.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlcipher3

from analyzer.records.errors import NotRecordsError, WeakPassphraseError, WrongPassphraseError

ROUNDS: Final = 256_000
SALT_BYTES: Final = 16
PAGE_BYTES: Final = 4096
KEY_BYTES: Final = 32
SHORTEST_PASSPHRASE: Final = 10
BUSY_SECONDS: Final = 5.0

_PLAIN_HEADER: Final = b"SQLite format 3\0"
_SETTINGS: Final = (
    "PRAGMA foreign_keys = ON",
    # Deleted rows are overwritten, see tables.LEAD_BYTES.
    "PRAGMA secure_delete = ON",
    # One file that can be copied whenever nothing is being saved. With a log beside it (WAL), a photo would
    # be written twice, and whoever copies only the file would lose what was saved last.
    "PRAGMA journal_mode = DELETE",
    # Three photos fit, so that saving a visit writes to the disk once.
    "PRAGMA cache_size = -32000",
    # When saving returns, it is on the disk, and so is the end of the journal.
    "PRAGMA synchronous = EXTRA",
    # Nothing is ever put into temporary files, which would not be encrypted.
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)


@dataclass(frozen=True, slots=True)
class FileKey:
    """What opens one file. Never printed."""

    salt: bytes = field(repr=False)
    key: bytes = field(repr=False)

    @classmethod
    def derive(cls, passphrase: str, salt: bytes) -> FileKey:
        """The key that SQLCipher makes from a passphrase and the salt of the file."""
        # The same letters can be written in several ways, depending on the keyboard's system.
        given = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
        return cls(salt, hashlib.pbkdf2_hmac("sha512", given, salt, ROUNDS, KEY_BYTES))

    @classmethod
    def fresh(cls, passphrase: str) -> FileKey:
        """For a new file.

        Raises
        ------
        WeakPassphraseError
            The passphrase is short.
        """
        if len(unicodedata.normalize("NFC", passphrase)) < SHORTEST_PASSPHRASE:
            raise WeakPassphraseError
        return cls.derive(passphrase, secrets.token_bytes(SALT_BYTES))

    def same_as(self, other: FileKey) -> bool:
        return secrets.compare_digest(self.key, other.key)

    @property
    def literal(self) -> str:
        """As SQLCipher wants it."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"


def read_salt(file: Path) -> bytes:
    """The first bytes of the file, read by SQLCipher.

    Not with ``open``: when a program closes a file, POSIX systems take all its locks on that file away, also
    those of SQLite's own connections.

    Raises
    ------
    NotRecordsError
        It is an unencrypted database.
    """
    connection = _connection(file)
    try:
        connection.execute(f"PRAGMA key = \"x'{bytes(KEY_BYTES).hex()}'\"")
        salt = bytes.fromhex(connection.execute("PRAGMA cipher_salt").fetchone()[0])
    finally:
        connection.close()
    if salt == _PLAIN_HEADER:
        raise NotRecordsError
    return salt


def connect(file: Path, key: FileKey) -> Any:
    """A DB-API connection to an encrypted file, with all settings; transactions are up to the caller.

    Raises
    ------
    WrongPassphraseError
        The key is not that of the file (or the first page is damaged, which looks the same).
    """
    connection = _connection(file)
    try:
        connection.execute(f'PRAGMA key = "{key.literal}"')
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
    except sqlcipher3.DatabaseError as error:
        connection.close()
        if "not a database" in str(error):
            raise WrongPassphraseError from None
        raise
    return connection


def _uri(file: Path) -> str:
    """Address of a file for SQLite, which takes no name of a server in it (as ``Path.as_uri`` gives)."""
    path = quote(file.as_posix())
    return f"file://{path}" if path.startswith("/") else f"file:///{path}"


def _connection(file: Path) -> Any:
    # mode=rw: a file that is not there is not made.
    connection = sqlcipher3.connect(
        f"{_uri(file)}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    return connection
