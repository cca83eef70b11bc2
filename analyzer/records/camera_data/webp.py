"""WebP: a RIFF file of chunks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from analyzer.records.camera_data.exif import UPRIGHT, UnusualError, find_orientation, minimal_exif

_NEEDED: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"))
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def clean(data: bytes) -> bytes:
    """The picture with its colour profile, without EXIF and XMP."""
    chunks: list[tuple[bytes, bytes]] = []
    exif = xmp = None
    for name, content in _chunks(data):
        if name == b"EXIF":
            exif = content
        elif name == b"XMP ":
            xmp = content
        elif name in _NEEDED:
            chunks.append((name, content))
    if not chunks:
        raise UnusualError
    orientation = find_orientation(exif, xmp)
    if chunks[0][0] == b"VP8X":
        header = bytearray(chunks[0][1])
        header[0] &= ~(_HAS_EXIF | _HAS_XMP) & 0xFF
        if orientation != UPRIGHT:
            header[0] |= _HAS_EXIF
            chunks.append((b"EXIF", minimal_exif(orientation)))
        chunks[0] = (b"VP8X", bytes(header))
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(b"RIFF"):
        raise UnusualError
    (size,) = struct.unpack_from("<I", data, 4)
    at, last = 12, min(8 + size, len(data))
    while at + 8 <= last:
        name, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > len(data):
            raise UnusualError
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
