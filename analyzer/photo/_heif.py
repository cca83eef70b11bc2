"""What has to be put right in a HEIC file before libheif and its Python part are given it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_FULL: Final = 4
"""Version and flags, with which some boxes begin."""
_INSIDE: Final = {b"meta": _FULL, b"iprp": 0, b"ipco": 0}
_NOT_ASCII: Final = bytes(range(128)) + b"?" * 128
_MOST_BOXES: Final = 20_000


def plain_texts(data: bytes) -> bytes:
    """The same file with ASCII alone in names and kinds of its items.

    pi-heif 1.4.0 makes Python texts of them without looking whether that worked, and takes the whole process
    down when it did not. No name of an item is of any use here.
    """
    result = bytearray(data)
    try:
        for start, end in _texts(data):
            result[start:end] = result[start:end].translate(_NOT_ASCII)
    except struct.error:  # a box that is cut off: libheif refuses the file, or does not read so far
        pass
    return bytes(result) if result != data else data


def _texts(data: bytes) -> Iterator[tuple[int, int]]:
    """From where to where texts are."""
    for name, content, end in _boxes(data, 0, len(data)):
        if name == b"iinf":
            # A count of two or four bytes comes before the entries.
            entries = content + _FULL + (2 if data[content : content + 1] == b"\0" else 4)
            for inner, start, stop in _boxes(data, entries, end):
                if inner == b"infe":
                    yield start + 8, stop  # after version, flags, number and protection
        elif name == b"auxC":
            yield content + _FULL, end


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, beginning of the content and end of boxes, those within others too."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", data, at)
        content = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, content)
            content += 8
        stop = min(end, at + size) if size else end
        if stop <= at:
            return
        yield name, content, stop
        if name in _INSIDE:
            yield from _boxes(data, content + _INSIDE[name], stop)
        at = stop
