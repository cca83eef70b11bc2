"""Which files are photos, and what to call them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from analyzer.batch import urls
from analyzer.photo import MAX_BYTES
from analyzer.photo._source import clean_name

if TYPE_CHECKING:
    from analyzer.overlay import PictureFormat

PathLike: TypeAlias = str | os.PathLike[str]

PHOTO_SUFFIXES: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".bmp", ".dib", ".gif"}
    | {".heic", ".heif", ".hif", ".avif"}
)
OVERLAY_SUFFIX: Final = ".overlay.png"
OVERLAY_SUFFIXES: Final[Mapping[PictureFormat, str]] = {
    "png": OVERLAY_SUFFIX,
    "jpeg": ".overlay.jpg",
    "webp": ".overlay.webp",
}
"""How the overlay of a photo is called, by its format."""
SVG_SUFFIX: Final = ".overlay.svg"


class Found(NamedTuple):
    """A photo that was found: its path or URL, and the folder within what was named, ``""`` at its top."""

    path: str
    folder: str = ""


def find_photos(path: PathLike, *, recursive: bool = False) -> list[Path]:
    """The photos that a path means: those in the folder, in the order people count, or the file itself.

    Not in folders inside it, unless that is wanted; no hidden files, no overlays. A file that is named is
    always tried. A folder without photos stands for itself: its result says what is wrong.
    """
    return [Path(found.path) for found in find_all([path], recursive=recursive)]


def find_all(paths: Iterable[PathLike], *, recursive: bool = False) -> Iterator[Found]:
    """The photos that several paths or URLs mean, see `find_photos`, with the folders they were found in.

    Links to folders are not followed below what was named: they may lead in circles.
    """
    for given in paths:
        path = os.fspath(given)
        if urls.is_url(path):
            found = ((name, folder) for name, folder in urls.listing(path, recursive=recursive))
            kept = [Found(*item) for item in found if is_photo_name(item[0].rpartition("/")[2])]
            kept.sort(key=lambda item: (_natural_order(item.folder), _natural_order(item.path)))
            yield from kept or [Found(path)]
            continue
        any_found = False
        for found_here in _in_folder(path, "", recursive):
            any_found = True
            yield found_here
        if not any_found:
            yield Found(path)


def listed(paths: Sequence[str]) -> list[Found]:
    """Photos that a list names, in folders as they lie below the deepest folder that holds them all."""
    local = [os.path.dirname(path) for path in paths if not urls.is_url(path)]  # noqa: PTH120 - many
    top = ""
    with suppress(ValueError):  # some are absolute and some not
        top = os.path.commonpath(local) if local else ""
    above = len(top.rstrip("/")) + 1 if top else 0

    def folder_of(path: str) -> str:
        folder = "" if urls.is_url(path) else os.path.dirname(path)[above:]  # noqa: PTH120
        return "/".join(part for part in Path(folder).parts if part not in ("", ".", "..", os.sep))

    return [Found(path, folder_of(path)) for path in paths]


def _in_folder(path: str, folder: str, recursive: bool) -> Iterator[Found]:
    try:
        with os.scandir(path) as entries:
            here = list(entries)
    except (OSError, ValueError):
        if folder:  # its result says that it cannot be opened
            yield Found(path, folder)
        return
    names = [entry.name for entry in here if is_photo_name(entry.name) and _is_file(entry)]
    for name in sorted(names, key=_natural_order):
        yield Found(os.path.join(path, name), folder)  # noqa: PTH118 - three times faster, for many
    if recursive:
        inside = [entry.name for entry in here if not entry.name.startswith(".") and _is_folder(entry)]
        for name in sorted(inside, key=_natural_order):
            yield from _in_folder(
                os.path.join(path, name),  # noqa: PTH118
                f"{folder}/{name}" if folder else name,
                recursive,
            )


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def is_photo_name(name: str) -> bool:
    """Whether a file of this name is taken for a photo, and not for something that this program drew."""
    stem, dot, suffix = name.lower().rpartition(".")
    return dot + suffix in PHOTO_SUFFIXES and not name.startswith(".") and not stem.endswith(".overlay")


_DIGITS: Final = re.compile(r"(\d+)")


def _natural_order(name: str) -> tuple[list[str | int], str]:
    """photo2 before photo10. Words and numbers take turns, so that like is compared with like."""
    parts: list[str | int] = list(_DIGITS.split(name.casefold()))
    parts[1::2] = map(int, parts[1::2])
    return parts, name


def shown_name(path: PathLike) -> str:
    """Name of a file or folder for people, never with the folders that lead there."""
    name = os.fspath(path)
    last = os.path.basename(name)  # noqa: PTH119 - fast, for many
    if last.isprintable() and "\\" not in last and last not in ("", ".", "..") and ":" not in name:
        return last
    if urls.is_url(name):
        return clean_name(name.rstrip("/").rpartition("/")[2]) or "photo"
    return clean_name(last if last not in ("", ".", "..") else Path(name).resolve().name) or "photo"


class Signature(NamedTuple):
    """What a file system says of a file; as long as it is the same, so are its bytes."""

    size: int
    modified_ns: int
    changed_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Signature:
        """From what the system says."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def signature(path: PathLike) -> Signature | None:
    """Of a file on a disk; ``None`` for others, and where there is none."""
    with suppress(OSError, ValueError):
        return None if urls.is_url(os.fspath(path)) else Signature.of(os.stat(path))  # noqa: PTH116
    return None


def file_sha256(path: PathLike) -> str | None:
    """SHA-256 of a file, ``None`` for anything that is no readable file of a photo's size."""
    if urls.is_url(os.fspath(path)):
        with suppress(Exception):  # what it is, is said by the attempt to analyse it
            return hashlib.sha256(urls.read(os.fspath(path))).hexdigest()
        return None
    path = Path(path)
    with suppress(OSError, ValueError):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    return None
