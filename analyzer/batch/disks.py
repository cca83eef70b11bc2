"""Where results are written to: a folder on a disk, or any URL that fsspec knows."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Final, Protocol

from analyzer.batch import urls

_PART: Final = re.compile(r"\.posture-(?P<host>.+)-(?P<pid>\d+)-\d+-\d+\.part")
_FORGOTTEN_S: Final = 86_400.0
"""A half-written file of another computer is believed to be in work for a day."""


class Disk(Protocol):
    """Files by names relative to the folder, with ``/`` between folders. Errors are ``OSError``."""

    def prepare(self) -> None:
        """Make the folder, and see whether it can be written to."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, ``None`` when there is none."""

    def write(self, name: str, data: bytes) -> None:
        """A file is there completely or not at all, and what was there before stays until then."""

    def remove(self, name: str) -> None:
        """Of a file that may not be there."""

    def remove_all(self, name: str) -> None:
        """Of a file, or of a folder with all that is in it, that may not be there."""

    def has(self, name: str) -> bool:
        """Whether there is a file, or anything else, of that name."""


def disk_at(place: str) -> Disk:
    """The folder at a path or URL."""
    return UrlDisk(place) if urls.is_url(place) else LocalDisk(Path(place))


class LocalDisk:
    """A folder that the system itself knows, on this computer or shared with others."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._numbers = count()

    def prepare(self) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        self._clear_away()
        part = self._part()
        part.write_bytes(b"{}")
        part.unlink()

    def read(self, name: str) -> bytes | None:
        with suppress(FileNotFoundError, NotADirectoryError):
            return (self._root / name).read_bytes()
        return None

    def write(self, name: str, data: bytes) -> None:
        path, part = self._root / name, self._part()
        try:
            part.write_bytes(data)
            try:
                part.replace(path)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def remove(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    def remove_all(self, name: str) -> None:
        path = self._root / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        return os.path.lexists(self._root / name)

    def _part(self) -> Path:
        """A name that nobody else uses for a file in work, whichever computer shares the folder."""
        own = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}-{next(self._numbers)}"
        return self._root / f".posture-{own}.part"

    def _clear_away(self) -> None:
        """Remove files in work of processes that were killed."""
        for path in self._left_over():
            with suppress(OSError):
                path.unlink()

    def _left_over(self) -> Iterator[Path]:
        for path in self._root.glob(".posture-*.part"):
            name = _PART.fullmatch(path.name)
            if name is None:
                continue
            if name["host"] == socket.gethostname():
                if not _lives(int(name["pid"])):
                    yield path
            else:
                with suppress(OSError):
                    if time.time() - path.stat().st_mtime > _FORGOTTEN_S:
                        yield path


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class UrlDisk:
    """A folder elsewhere. Object stores show a file when it is complete; other services may do so earlier."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    @property
    def _at(self) -> tuple[Any, str]:
        # Looked up each time, which is cheap: fsspec keeps file systems, and this travels between processes.
        return urls.file_system(self._url)

    def _call(self, method: str, name: str, *more: object) -> Any:
        system, root = self._at
        try:
            return getattr(system, method)(f"{root}/{name}", *more)
        except OSError:
            raise
        except Exception as error:  # every service has exceptions of its own
            raise OSError(type(error).__name__) from error

    def prepare(self) -> None:
        system, root = self._at
        try:
            system.makedirs(root, exist_ok=True)
        except OSError:
            raise
        except Exception as error:
            raise OSError(type(error).__name__) from error
        part = f".posture-{socket.gethostname()}-{os.getpid()}.part"
        self.write(part, b"{}")
        self.remove(part)

    def read(self, name: str) -> bytes | None:
        with suppress(FileNotFoundError):
            data: bytes = self._call("cat_file", name)
            return data
        return None

    def write(self, name: str, data: bytes) -> None:
        system, root = self._at
        folder = name.rpartition("/")[0]
        if folder:
            system.makedirs(f"{root}/{folder}", exist_ok=True)
        self._call("pipe_file", name, data)

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._call("rm_file", name)

    def remove_all(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self._call("rm", name, True)

    def has(self, name: str) -> bool:
        return bool(self._call("exists", name))
