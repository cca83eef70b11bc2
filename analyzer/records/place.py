"""Where records are: a file of the user's, or a database server that an address names."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

from platformdirs import user_data_path

Place: TypeAlias = str | Path
"""A file, or the address (URL) of a PostgreSQL database."""

VARIABLE: Final = "POSTURE_RECORDS"
FILE_NAME: Final = "clients.records"


def default_place() -> Place:
    """What ``POSTURE_RECORDS`` names, a file or an address; otherwise a file in the user's data folder."""
    given = os.environ.get(VARIABLE, "").strip()
    if is_url(given):
        return given
    if given:
        return Path(given).expanduser()
    return user_data_path("posture-analyzer", appauthor=False) / FILE_NAME


def is_url(place: Place) -> bool:
    """Whether it is the address of a server."""
    return isinstance(place, str) and "://" in place


def file_at(place: Place) -> Path:
    """The file as an absolute path; links are followed, so that a replaced file is replaced where it is."""
    return Path(place).expanduser().resolve()


def prepare_folder(file: Path) -> None:
    """Make the folder of a file, for its owner alone. A folder that is there already stays as it is."""
    missing = [folder for folder in (file.parent, *file.parent.parents) if not folder.exists()]
    file.parent.mkdir(parents=True, exist_ok=True)
    if missing:
        with suppress(OSError):  # no such permissions on some drives
            file.parent.chmod(0o700)


def make_private(file: Path) -> None:
    """An empty file that only its owner can read. Files that SQLite puts beside it get the same permissions.

    Raises
    ------
    FileExistsError
        There is a file already.
    """
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
