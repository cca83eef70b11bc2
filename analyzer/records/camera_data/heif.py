"""HEIC and AVIF: boxes in boxes (ISO/IEC 23008-12). A table says where in the file the parts of pictures are.

Nothing is moved, as the table holds places in the file. What is not a part of a picture is overwritten.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzer.photo.resave import orientation_of
from analyzer.records.camera_data.exif import UPRIGHT, UnusualError

_TOP_LEVEL: Final = (b"ftyp", b"meta", b"mdat", b"free", b"skip")
_NO_PICTURE: Final = (b"Exif", b"mime", b"uri ")
_EMPTY_EXIF: Final = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
"""Where the TIFF structure begins, and one without entries."""


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int
    content: int
    end: int


def clean(data: bytes) -> bytes:
    """The same file, in which EXIF, XMP, and all that belongs to no picture are zeros."""
    try:
        return _clean(data)
    except struct.error as error:
        raise UnusualError from error


def _clean(data: bytes) -> bytes:
    top = list(_boxes(data, 0, len(data)))
    if any(box.name == b"moov" for box in top):  # a film, which has metadata of its own
        raise UnusualError
    meta = _only(top, b"meta")
    inside = list(_boxes(data, meta.content + 4, meta.end))
    kinds = _kinds(data, _only(inside, b"iinf"))
    idat = next((box for box in inside if box.name == b"idat"), None)
    places = _places(data, _only(inside, b"iloc"), idat)
    # HEIC is turned by a box of the picture alone; of AVIF, Pillow asks XMP too.
    turned = orientation_of(data, "avif") if b"avif" in data[top[0].content : top[0].end] else UPRIGHT
    result = bytearray(data)
    pictures = []
    for item, extents in places.items():
        kind = kinds.get(item)
        if kind is None:
            raise UnusualError
        if kind in _NO_PICTURE:
            for start, end in extents:
                result[start:end] = bytes(end - start)
            if extents:
                pictures.append(_leave(result, kind, extents[0], turned))
        else:
            pictures += extents
    for box in top:
        if box.name == b"mdat":
            _blank_between(result, box.content, box.end, pictures)
        elif box.name not in _TOP_LEVEL:
            result[box.start + 4 : box.start + 8] = b"free"
            result[box.content : box.end] = bytes(box.end - box.content)
        elif box.name in (b"free", b"skip"):
            result[box.content : box.end] = bytes(box.end - box.content)
    return bytes(result)


def _leave(result: bytearray, kind: bytes, place: tuple[int, int], turned: int) -> tuple[int, int]:
    """An EXIF structure without entries, and in XMP which way is up, where only that said it."""
    start, end = place
    left = _EMPTY_EXIF if kind == b"Exif" else b""
    if kind == b"mime" and turned != UPRIGHT:
        left = b'tiff:Orientation="%d"' % turned
    if start + len(left) > end:
        left = b""
    result[start : start + len(left)] = left
    return start, start + len(left)


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, name = struct.unpack_from(">I4s", data, at)
        content = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, content)
            content += 8
        elif size == 0:
            size = end - at
        if size < content - at or at + size > end:
            raise UnusualError
        yield _Box(name, at, content, at + size)
        at += size


def _only(boxes: list[_Box], name: bytes) -> _Box:
    found = [box for box in boxes if box.name == name]
    if len(found) != 1:
        raise UnusualError
    return found[0]


def _kinds(data: bytes, iinf: _Box) -> dict[int, bytes]:
    """Four letters for each item: hvc1, grid, Exif, mime..."""
    entries = iinf.content + (6 if data[iinf.content] == 0 else 8)
    kinds = {}
    for box in _boxes(data, entries, iinf.end):
        version = data[box.content]
        if box.name != b"infe" or version not in (2, 3):
            raise UnusualError
        item, _, kind = struct.unpack_from(">HH4s" if version == 2 else ">IH4s", data, box.content + 4)
        kinds[item] = kind
    return kinds


def _places(data: bytes, iloc: _Box, idat: _Box | None) -> dict[int, list[tuple[int, int]]]:
    """From where to where each item lies in the file."""
    version = data[iloc.content]
    sizes, more = data[iloc.content + 4], data[iloc.content + 5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version in (1, 2) else 0
    reader = _Reader(data, iloc.content + 6)
    wide = 4 if version == 2 else 2
    if version > 2:
        raise UnusualError
    places: dict[int, list[tuple[int, int]]] = {}
    for _ in range(reader.number(wide)):
        item = reader.number(wide)
        method = reader.number(2) & 15 if version in (1, 2) else 0
        reader.number(2)  # in this file
        origin = reader.number(base_size)
        if method == 1 and idat is not None:
            origin += idat.content
        elif method != 0:
            raise UnusualError
        extents = []
        for _ in range(reader.number(2)):
            reader.number(index_size)
            start = origin + reader.number(offset_size)
            length = reader.number(length_size)
            if length == 0 or start + length > len(data):
                raise UnusualError
            extents.append((start, start + length))
        places[item] = extents
    return places


class _Reader:
    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def number(self, size: int) -> int:
        value = self._data[self._at : self._at + size]
        if len(value) != size:
            raise UnusualError
        self._at += size
        return int.from_bytes(value, "big")


def _blank_between(result: bytearray, start: int, end: int, kept: list[tuple[int, int]]) -> None:
    """Zeros wherever nothing is kept."""
    for first, last in sorted(kept):
        if first > start:
            stop = min(first, end)
            result[start:stop] = bytes(max(0, stop - start))
        start = max(start, last)
    if start < end:
        result[start:end] = bytes(end - start)
