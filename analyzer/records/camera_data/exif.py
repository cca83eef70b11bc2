"""Which way is up: the one thing in a camera's metadata that the picture needs."""

from __future__ import annotations

import struct
from typing import Final

UPRIGHT: Final = 1
_ORIENTATION: Final = 0x0112
_SHORT: Final = 3


class UnusualError(Exception):
    """A file is built in a way that is not known here."""


def minimal_exif(orientation: int) -> bytes:
    """A TIFF structure that holds an orientation and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
