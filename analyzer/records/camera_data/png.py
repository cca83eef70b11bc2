"""PNG: chunks one after another, each with a name and a checksum."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from analyzer.records.camera_data.exif import UPRIGHT, UnusualError, find_orientation, minimal_exif

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_NEEDED: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split()
)
_TEXTS: Final = (b"tEXt", b"zTXt", b"iTXt")
_TURNING_TEXTS: Final = (b"Raw profile type exif", b"XML:com.adobe.xmp")


def clean(data: bytes) -> bytes:
    """The picture with its colours, without texts, times and what follows the end."""
    chunks, exif, started = [], None, False
    for name, content, chunk in _chunks(data):
        if name == b"eXIf":
            exif = content
        elif name in _TEXTS and content.startswith(_TURNING_TEXTS):
            raise UnusualError  # metadata of another format in a text, which may turn the picture
        if name == b"IDAT" and not started:
            started = True
            chunks.append(b"")  # room for the orientation, before the picture
        if name in _NEEDED:
            chunks.append(chunk)
    if not started or not chunks[-1][4:8] == b"IEND":
        raise UnusualError
    orientation = find_orientation(exif, None)
    if orientation != UPRIGHT:
        chunks[chunks.index(b"")] = _chunk(b"eXIf", minimal_exif(orientation))
    return _SIGNATURE + b"".join(chunks)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise UnusualError
        yield name, data[at + 8 : end - 4], data[at:end]
        if name == b"IEND":
            return
        at = end


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
