"""Local accounts: names and argon2id hashes in one file that only its owner can read.

The hashes are made with argon2-cffi's defaults, the second choice of RFC 9106 (64 MiB, 3 rounds): a guess
costs some 50 ms and the memory. A name that does not exist costs the same.
"""

from __future__ import annotations

import functools
import json
import os
import stat
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout
from platformdirs import user_config_path

from analyzer.language import tr
from analyzer.types.roles import ROLES, Role

if TYPE_CHECKING:
    from argon2 import PasswordHasher

VARIABLE: Final = "POSTURE_ACCOUNTS"
PROVIDED: Final = "provider"
"""Stands for the hash of who has no password here: an identity provider says who it is."""
SHORTEST: Final = 12
LONGEST: Final = 256
_LONGEST_NAME: Final = 64
_VERSION: Final = 1
_WITH_ROLES: Final = 2
"""A file in which somebody is no owner: programs that know no roles must not let people in by it."""
_WAIT_S: Final = 10.0


class AccountsError(Exception):
    """Accounts cannot be read or changed; its text says what to do."""


def accounts_file() -> Path:
    """What ``POSTURE_ACCOUNTS`` names; otherwise a file in the user's configuration folder."""
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        return Path(given).expanduser().absolute()
    return user_config_path("posture-analyzer", appauthor=False) / "accounts.json"


def clean_name(name: str) -> str:
    """A name as it is kept: without case, accents composed, no spaces around it.

    Raises
    ------
    AccountsError
        It is empty, too long, or holds what cannot be printed.
    """
    clean = unicodedata.normalize("NFKC", name).strip().casefold()
    if not 0 < len(clean) <= _LONGEST_NAME or not clean.isprintable():
        raise AccountsError(
            tr("Please give a name of 1 to {most} letters, digits or signs.", most=_LONGEST_NAME)
        )
    return clean


class Accounts:
    """The accounts of a file, read again whenever it changed.

    Parameters
    ----------
    file : Path, optional
        `accounts_file` when it is left out, asked anew each time.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._given = file
        self._read: tuple[object, dict[str, str], dict[str, Role]] | None = None

    @property
    def file(self) -> Path:
        return self._given or accounts_file()

    @property
    def configured(self) -> bool:
        """Whether people have to sign in. A file that cannot be read counts: then nobody can."""
        try:
            return bool(self.hashes())
        except AccountsError:
            return True

    def hashes(self) -> Mapping[str, str]:
        """Hash by name.

        Raises
        ------
        AccountsError
            The file cannot be read, is damaged, or can be read by others.
        """
        return self._kept()[0]

    def role_of(self, name: str) -> Role:
        """What somebody may do with the records: what was said with the account, everything otherwise.

        Raises
        ------
        AccountsError
            As for `hashes`.
        """
        return self._kept()[1].get(name, "owner")

    def seal_of(self, name: str) -> str | None:
        """Another one with another password or role: sessions that began with an old one are over."""
        hashes, roles = self._kept()
        return f"{roles.get(name, 'owner')} {hashes[name]}" if name in hashes else None

    def _kept(self) -> tuple[dict[str, str], dict[str, Role]]:
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return {}, {}
        except OSError as error:
            raise AccountsError(self._unreadable()) from error
        state = (self.file, found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode)
        if self._read is None or self._read[0] != state:
            if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
                raise AccountsError(
                    tr(
                        "Other users of this computer can read or change {file}. Please run: chmod 600 "
                        "{file}",
                        file=self.file,
                    )
                )
            self._read = (state, *self._parse())
        return self._read[1:]

    def verify(self, name: str, password: str) -> str | None:
        """The name as it is kept if the password is right. Takes as long for names that do not exist."""
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - heavy

        try:
            clean = clean_name(name)
        except AccountsError:
            clean = ""
        kept = self.hashes().get(clean)
        if kept == PROVIDED:
            kept = None
        try:
            _hasher().verify(kept or _nobody(), password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return None
        return clean if kept is not None and len(password) <= LONGEST else None

    def add(self, name: str, password: str, role: Role | None = None) -> str:
        """Make an account, or give one that is there another password; its name as it is kept.

        Without a ``role`` it keeps its own; a new one is an owner.

        Raises
        ------
        AccountsError
            The name or password cannot be used, or the file cannot be changed.
        """
        clean = clean_name(name)
        check_password(clean, password)
        self._change(clean, _hasher().hash(password), role)
        return clean

    def add_provided(self, name: str, role: Role | None = None) -> str:
        """Make an account for somebody whom an identity provider knows, without a password; its name.

        Raises
        ------
        AccountsError
            The name cannot be used, or the file cannot be changed.
        """
        clean = clean_name(name)
        self._change(clean, PROVIDED, role)
        return clean

    def set_role(self, name: str, role: Role) -> bool:
        """Say what somebody may do; whether there is such an account. Their sessions end.

        Raises
        ------
        AccountsError
            The file cannot be changed.
        """
        clean = clean_name(name)
        hashed = self.hashes().get(clean)
        if hashed is None:
            return False
        self._change(clean, hashed, role)
        return True

    def remove(self, name: str) -> bool:
        """Remove an account; whether there was one."""
        clean = clean_name(name)
        there = clean in self.hashes()
        if there:
            self._change(clean, None)
        return there

    def _change(self, name: str, hashed: str | None, role: Role | None = None) -> None:
        try:
            if not self.file.parent.exists():
                self.file.parent.mkdir(parents=True, mode=0o700)
            with FileLock(f"{self.file}.lock", timeout=_WAIT_S, mode=0o600):
                known = self._kept()
                hashes, roles = dict(known[0]), dict(known[1])
                if hashed is None:
                    hashes.pop(name, None)
                    roles.pop(name, None)
                else:
                    hashes[name] = hashed
                    roles[name] = role or roles.get(name, "owner")
                self._write(hashes, roles)
        except Timeout as error:
            raise AccountsError(
                tr("Another program is changing the accounts. Please try again in a moment.")
            ) from error
        except OSError as error:
            raise AccountsError(
                tr(
                    "The accounts could not be saved in {file}. Please check that the folder can be "
                    "written to and that the disk is not full. The accounts are as they were.",
                    file=self.file,
                )
            ) from error

    def _write(self, hashes: Mapping[str, str], roles: Mapping[str, str]) -> None:
        limited = {name: role for name, role in sorted(roles.items()) if role != "owner"}
        record = {
            "version": _WITH_ROLES if limited else _VERSION,
            "changed": date.today().isoformat(),
            "accounts": dict(sorted(hashes.items())),
        }
        if limited:
            record["roles"] = limited
        fresh = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        try:
            with os.fdopen(
                os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8"
            ) as out:
                json.dump(record, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(self.file)
        finally:
            fresh.unlink(missing_ok=True)
        self._read = None

    def _parse(self) -> tuple[dict[str, str], dict[str, Role]]:
        from analyzer.types.outside import read_json  # noqa: PLC0415 - heavy

        try:
            record = read_json(self.file.read_bytes())
            if record["version"] not in (_VERSION, _WITH_ROLES):
                raise ValueError("another version")
            kept = dict(record["accounts"].items())
            if not all(isinstance(hashed, str) and hashed.isascii() for hashed in kept.values()):
                raise ValueError("no hashes")
            roles = dict(record.get("roles", {}).items())
            if (record["version"] == _WITH_ROLES) != bool(roles):
                raise ValueError("roles of another version")
            if any(role not in ROLES for role in roles.values()):
                raise ValueError("no roles")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise AccountsError(self._unreadable()) from error
        return kept, roles

    def _unreadable(self) -> str:
        return tr(
            "The accounts in {file} cannot be read, so nobody can sign in. Please bring the file back from a "
            "backup, or move it away and add the accounts again.",
            file=self.file,
        )


def check_password(name: str, password: str) -> None:
    """Whether a password can be used.

    Raises
    ------
    AccountsError
        It is too short, too long, or the name.
    """
    if len(password) < SHORTEST:
        raise AccountsError(
            tr(
                "Please choose a password of at least {least} characters. Four words that have nothing to do "
                "with each other are easy to remember.",
                least=SHORTEST,
            )
        )
    if len(password) > LONGEST:
        raise AccountsError(tr("Please choose a password of at most {most} characters.", most=LONGEST))
    if len(set(password)) < 4 or len(password.casefold().replace(name, "")) < SHORTEST // 2:
        raise AccountsError(tr("That password is easy to guess. Please choose another one."))


@functools.cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - only where there are accounts

    return PasswordHasher()


@functools.cache
def _nobody() -> str:
    """A hash that no password has, made like the others."""
    return _hasher().hash(os.urandom(32))
