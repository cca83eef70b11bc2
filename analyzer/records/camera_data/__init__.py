"""A photo file without what the camera wrote beside the picture: place, time, device, owner, previews.

The picture itself is not touched: in JPEG, PNG and WebP the parts that hold it are copied as they are, in
HEIC and AVIF everything else is overwritten where it lies. Which way is up stays known. All other kinds, and
files that are built in an unusual way, become a PNG of the same pixels, which loses nothing that is analysed:
the analyzer works with 8 bits per colour.

No maintained library with a permissive licence does this without encoding the picture anew, so it is done
here, by keeping what is known to be needed, and not by removing what is known to be private.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from analyzer.records.camera_data import heif, jpeg, png, webp
from analyzer.records.camera_data.exif import UnusualError

__all__ = ["PNG", "without_camera_data"]

PNG: Final = b"\x89PNG\r\n\x1a\n"

_KINDS: Final[tuple[tuple[int, bytes, Callable[[bytes], bytes]], ...]] = (
    (0, b"\xff\xd8\xff", jpeg.clean),
    (0, PNG, png.clean),
    (8, b"WEBP", webp.clean),
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
            except (UnusualError, IndexError):
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
