"""Which files are photos, and what to call them."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

from analyzer.photo import MAX_BYTES
from analyzer.photo._source import clean_name

PathLike: TypeAlias = str | os.PathLike[str]

PHOTO_SUFFIXES: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".bmp", ".dib", ".gif"}
    | {".heic", ".heif", ".hif", ".avif"}
)
OVERLAY_SUFFIX: Final = ".overlay.png"
SVG_SUFFIX: Final = ".overlay.svg"


def find_photos(path: PathLike) -> list[Path]:
    """The photos that a path means: those in the folder, in the order people count, or the file itself.

    Not in folders inside it; no hidden files, no overlays. A file that is named is always tried. A folder
    without photos stands for itself: its result says what is wrong.
    """
    folder = Path(path)
    found: list[Path] = []
    with suppress(OSError, ValueError):
        if folder.is_dir():
            found = [file for file in folder.iterdir() if _is_photo_name(file.name) and file.is_file()]
    return sorted(found, key=lambda file: _natural_order(file.name)) or [folder]


def _is_photo_name(name: str) -> bool:
    lower = name.lower()
    return (
        Path(lower).suffix in PHOTO_SUFFIXES
        and not lower.startswith(".")
        and not lower.endswith(OVERLAY_SUFFIX)
    )


def _natural_order(name: str) -> tuple[list[str | int], str]:
    """photo2 before photo10. Words and numbers take turns, so that like is compared with like."""
    parts: list[str | int] = list(re.split(r"(\d+)", name.casefold()))
    parts[1::2] = map(int, parts[1::2])
    return parts, name


def shown_name(path: Path) -> str:
    """Name of a file or folder for people, never with the folders that lead there."""
    return clean_name(path.name or path.resolve().name) or "photo"


def file_sha256(path: Path) -> str | None:
    """SHA-256 of a file, ``None`` for anything that is no readable file of a photo's size."""
    with suppress(OSError, ValueError):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    return None
