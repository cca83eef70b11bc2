"""Which way is up: the one thing in a camera's metadata that the picture needs."""

from __future__ import annotations

import re
import struct
from typing import Final

UPRIGHT: Final = 1
_ORIENTATION: Final = 0x0112
_SHORT, _LONG = 3, 4
# As Pillow looks for it, which turns the photos of the analyzer upright.
_IN_XMP: Final = re.compile(rb'tiff:Orientation(="|>)([0-9])')


class UnusualError(Exception):
    """A file is built in a way that is not known here."""


def find_orientation(exif: bytes | None, xmp: bytes | None) -> int:
    """Orientation, 1 to 8, from EXIF (a TIFF structure), otherwise from XMP; 1 when neither says."""
    found = _in_exif(exif.removeprefix(b"Exif\0\0")) if exif else None
    if found is None and xmp:
        match = _IN_XMP.search(xmp)
        found = int(match[2]) if match else None
    return found if found is not None and 1 <= found <= 8 else UPRIGHT


def minimal_exif(orientation: int) -> bytes:
    """A TIFF structure that holds an orientation and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)


def _in_exif(tiff: bytes) -> int | None:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for index in range(count):
            at = start + 2 + 12 * index
            tag, kind, number = struct.unpack_from(order + "HHI", tiff, at)
            if tag == _ORIENTATION and number == 1 and kind in (_SHORT, _LONG):
                (value,) = struct.unpack_from(order + ("H" if kind == _SHORT else "I"), tiff, at + 8)
                return int(value)
    except struct.error:  # broken metadata; the decoder does not believe it either
        return None
    return None
