"""Boxes in boxes (ISO/IEC 14496-12, 23008-12): what a HEIC or AVIF file says of its items."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzer.records.camera_data.exif import UnusualError

FULL: Final = 4
"""Version and flags, with which many boxes begin."""


@dataclass(frozen=True, slots=True)
class Box:
    """From where to where a box goes, and where its content begins."""

    name: bytes
    start: int
    content: int
    end: int


@dataclass(slots=True)
class Item:
    """One item.

    Attributes
    ----------
    kind : bytes
        Four letters: hvc1, av01, grid, Exif, mime...
    entry : Box
        The one that describes it.
    extents : list of (int, int)
        From where to where it lies in the file.
    properties : list of int
        Numbers of its properties, from 1 on.
    """

    kind: bytes
    entry: Box
    extents: list[tuple[int, int]] = field(default_factory=list)
    properties: list[int] = field(default_factory=list)


def boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    """One after another; an `UnusualError` where they do not fill their place."""
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
        yield Box(name, at, content, at + size)
        at += size


def only(found: list[Box], name: bytes) -> Box:
    """The one of a name."""
    named = [box for box in found if box.name == name]
    if len(named) != 1:
        raise UnusualError
    return named[0]


def items(data: bytes, iinf: Box) -> dict[int, Item]:
    """The items by their number."""
    entries = iinf.content + (6 if data[iinf.content] == 0 else 8)
    found = {}
    for box in boxes(data, entries, iinf.end):
        version = data[box.content]
        if box.name != b"infe" or version not in (2, 3):
            raise UnusualError
        item, _, kind = struct.unpack_from(">HH4s" if version == 2 else ">IH4s", data, box.content + FULL)
        found[item] = Item(kind, box)
    return found


def kind_end(data: bytes, entry: Box) -> int:
    """Where the texts of an item begin: its name, and what its content is called."""
    return entry.content + FULL + (8 if data[entry.content] == 2 else 10)


def primary(data: bytes, pitm: Box) -> int:
    """The number of the item that is the photo."""
    size = 2 if data[pitm.content] == 0 else 4
    return Reader(data, pitm.content + FULL).number(size)


def references(data: bytes, iref: Box) -> Iterator[tuple[Box, int, list[int]]]:
    """Box, from which item, to which items."""
    size = 2 if data[iref.content] == 0 else 4
    for box in boxes(data, iref.content + FULL, iref.end):
        reader = Reader(data, box.content)
        source = reader.number(size)
        yield box, source, [reader.number(size) for _ in range(reader.number(2))]


def read_properties(data: bytes, ipma: Box, found: dict[int, Item]) -> None:
    """Which properties the items have."""
    version, flags = data[ipma.content], data[ipma.content + 3]
    reader = Reader(data, ipma.content + FULL)
    for _ in range(reader.number(4)):
        item = reader.number(2 if version == 0 else 4)
        size = 2 if flags & 1 else 1
        numbers = [reader.number(size) & (0x7FFF if size == 2 else 0x7F) for _ in range(reader.number(1))]
        if item in found:
            found[item].properties += numbers


def read_places(data: bytes, iloc: Box, idat: Box | None, found: dict[int, Item]) -> None:
    """From where to where each item lies in the file."""
    version = data[iloc.content]
    sizes, more = data[iloc.content + 4], data[iloc.content + 5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version in (1, 2) else 0
    reader = Reader(data, iloc.content + 6)
    wide = 4 if version == 2 else 2
    if version > 2:
        raise UnusualError
    for _ in range(reader.number(wide)):
        item = reader.number(wide)
        method = reader.number(2) & 15 if version in (1, 2) else 0
        reader.number(2)  # in this file
        origin = reader.number(base_size)
        if method == 1 and idat is not None:
            origin += idat.content
        elif method != 0:
            raise UnusualError
        if item not in found:
            raise UnusualError
        for _ in range(reader.number(2)):
            reader.number(index_size)
            start = origin + reader.number(offset_size)
            length = reader.number(length_size)
            if length == 0 or start + length > len(data):
                raise UnusualError
            found[item].extents.append((start, start + length))


class Reader:
    """Numbers one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def number(self, size: int) -> int:
        value = self._data[self._at : self._at + size]
        if len(value) != size:
            raise UnusualError
        self._at += size
        return int.from_bytes(value, "big")
