"""Photos and results that lie elsewhere: any URL that fsspec knows, such as ``s3://bucket/folder``.

fsspec comes with the extra ``cluster``; the packages of the single services (s3fs, gcsfs, adlfs...) do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from analyzer.errors import ImageTooLargeError, UnreadableImageError, require_packages
from analyzer.language import tr
from analyzer.photo import MAX_BYTES
from analyzer.photo._source import FOLDER, MISSING

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(::|://)")


def is_url(path: str) -> bool:
    """Whether this is a URL, and no path. A drive of Windows has one letter, a scheme at least two."""
    return _URL.match(path) is not None


def file_system(url: str) -> tuple[Any, str]:
    """fsspec's file system of a URL, and the path in it.

    Raises
    ------
    NotInstalledError
        fsspec is not there.
    UnreadableImageError
        fsspec does not know this kind of URL, or wants another package for it.
    """
    require_packages("cluster", "fsspec")
    from fsspec.core import url_to_fs  # noqa: PLC0415 - heavy, and an extra

    try:
        found: tuple[Any, str] = url_to_fs(url)
    except (ImportError, ValueError) as error:
        scheme = url.partition(":")[0]
        raise UnreadableImageError(
            tr(
                "Addresses that begin with {scheme} cannot be opened here. Please install the package for "
                "them (s3fs, gcsfs, adlfs...), or give a folder.",
                scheme=f"{scheme}://",
            )
        ) from error
    return found


def listing(url: str, *, recursive: bool) -> Iterator[tuple[str, str]]:
    """URLs of the files in a folder, each with the folder within it; nothing when it is no folder."""
    system, root = file_system(url)
    root = root.rstrip("/")
    if not system.isdir(root):
        return
    for path in system.find(root, maxdepth=None if recursive else 1):
        inside, _, _ = path[len(root) :].lstrip("/").rpartition("/")
        if not any(part.startswith(".") for part in inside.split("/")):
            yield system.unstrip_protocol(path), inside


def read(url: str) -> bytes:
    """The bytes of a photo.

    Raises
    ------
    UnreadableImageError, ImageTooLargeError
        There is none, or it is larger than any photo.
    """
    system, path = file_system(url)
    try:
        info = system.info(path)
        if info.get("type") == "directory":
            raise UnreadableImageError(FOLDER)
        if (info.get("size") or 0) > MAX_BYTES:
            raise ImageTooLargeError
        data: bytes = system.cat_file(path)
    except FileNotFoundError as error:
        raise UnreadableImageError(MISSING) from error
    return data
