"""A photo file without what the camera wrote beside the picture: place, time, device, owner, previews.

JPEG, HEIC and AVIF are not touched where the picture is: encoding them anew would lose some of it, and no
maintained library with a permissive licence takes the rest out and leaves them as they are. So in JPEG the
parts that hold the picture are copied, and in HEIC and AVIF everything else is overwritten where it lies, by
keeping what is known to be needed, and not by removing what is known to be private. PNG and WebP are encoded
anew by Pillow, without loss. Which way is up stays known. All other kinds, and files that are built in an
unusual way, become a PNG of the same pixels, which loses nothing that is analysed: the analyzer works with 8
bits per colour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from analyzer.errors import UnreadableImageError
from analyzer.photo.profile import NoProfileError
from analyzer.photo.resave import resave
from analyzer.records.camera_data import heif, jpeg
from analyzer.records.camera_data.exif import UnusualError

__all__ = ["PNG", "without_camera_data"]

PNG: Final = b"\x89PNG\r\n\x1a\n"

_KINDS: Final[tuple[tuple[int, bytes, Callable[[bytes], bytes]], ...]] = (
    (0, b"\xff\xd8\xff", jpeg.clean),
    (0, PNG, lambda data: resave(data, "png")),
    (8, b"WEBP", lambda data: resave(data, "webp")),
    (4, b"ftyp", heif.clean),
)


def without_camera_data(data: bytes) -> bytes:
    """The same picture without metadata; colour profile and orientation stay.

    Raises
    ------
    PhotoError
        It is of an unusual kind and cannot be read as a picture either.
    """
    for offset, magic, clean in _KINDS:
        if data.startswith(magic, offset):
            try:
                return clean(data)
            except (UnusualError, NoProfileError, IndexError, UnreadableImageError):
                break
    return _as_png(data)


def _as_png(data: bytes) -> bytes:
    import cv2  # noqa: PLC0415 (slow to import, and rarely needed here)

    from analyzer.photo import load_photo  # noqa: PLC0415

    rgb = load_photo(data, max_side_px=None).rgb
    done, encoded = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    if not done:
        raise MemoryError
    return bytes(encoded)
