"""A colour profile (ICC.1) without what it says of people and devices: the colours alone."""

from __future__ import annotations

import struct
from typing import Final

_HEADER: Final = 128
_KEPT: Final = frozenset(
    {b"wtpt", b"bkpt", b"chad", b"chrm", b"lumi", b"cicp", b"gamt", b"kTRC", b"A2M0"}
    | {colour + kind for colour in (b"r", b"g", b"b") for kind in (b"XYZ", b"TRC")}
    | {way + number for way in (b"A2B", b"B2A", b"B2D", b"D2B") for number in (b"0", b"1", b"2", b"3")}
)
"""What colours are computed from. All other tags are texts, devices, viewing conditions and private ones."""
_TEXTS: Final = (b"desc", b"cprt")
"""Every profile has to have them."""
_SAYS: Final = "photo"
_SIGNATURE: Final = slice(36, 40)
_BLANK: Final = ((4, 8), (24, 36), (40, 44), (48, 64), (80, 128))
"""In the header: maker of the software, date, system, device, author, sum, and what is reserved."""
_MOST_TAGS: Final = 100


class NoProfileError(ValueError):
    """These bytes are no colour profile."""


def plain_profile(profile: bytes, room: int | None = None) -> bytes:
    """The same colours, with texts that say nothing.

    Parameters
    ----------
    profile : bytes
    room : int, optional
        The result has exactly so many bytes, the last of them zeros.

    Raises
    ------
    NoProfileError
        It is none, or does not fit.
    """
    try:
        tags = _tags(profile)
    except struct.error:
        raise NoProfileError from None
    plain = _assembled(profile, tags)
    if room is not None and len(plain) > room:
        plain = _assembled(profile, {name: part for name, part in tags.items() if name not in _TEXTS})
    if room is not None:
        if len(plain) > room:
            raise NoProfileError
        plain = struct.pack(">I", room) + plain[4:] + bytes(room - len(plain))
    return plain


def _tags(profile: bytes) -> dict[bytes, bytes]:
    if len(profile) < _HEADER + 4 or profile[_SIGNATURE] != b"acsp":
        raise NoProfileError
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    if count > _MOST_TAGS:
        raise NoProfileError
    found = {}
    for index in range(count):
        name, start, size = struct.unpack_from(">4sII", profile, _HEADER + 4 + 12 * index)
        if start + size > len(profile):
            raise NoProfileError
        if name in _TEXTS:
            found[name] = _text(name, profile[8])
        elif name in _KEPT:
            found[name] = _trimmed(profile[start : start + size])
    return found


def _trimmed(part: bytes) -> bytes:
    """Without what stands behind the numbers of the usual kinds."""
    kind = part[:4]
    size = len(part)
    if kind == b"XYZ ":
        size = 20
    elif kind == b"curv" and size >= 12:
        size = 12 + 2 * int(struct.unpack_from(">I", part, 8)[0])
    elif kind == b"para" and size >= 12:
        size = 12 + 4 * {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}.get(int(struct.unpack_from(">H", part, 8)[0]), 7)
    elif kind == b"sf32":
        size = min(size, 8 + 4 * 9)
    return kind + bytes(4) + part[8:size]


def _text(name: bytes, version: int) -> bytes:
    if version >= 4:
        said = _SAYS.encode("utf-16-be")
        return b"mluc" + struct.pack(">III2s2sII", 0, 1, 12, b"en", b"US", len(said), 28) + said
    said = _SAYS.encode("ascii") + b"\0"
    if name == b"cprt":
        return b"text" + bytes(4) + said
    # Without the forms for Unicode and for the Macintosh, whose places have a fixed size.
    return b"desc" + struct.pack(">II", 0, len(said)) + said + bytes(8 + 3 + 67)


def _assembled(profile: bytes, tags: dict[bytes, bytes]) -> bytes:
    table, body, places = b"", b"", {}
    start = _HEADER + 4 + 12 * len(tags)
    for name, part in tags.items():
        if part not in places:  # red, green and blue often share a curve
            places[part] = start + len(body)
            body += part + bytes(-len(part) % 4)
        table += struct.pack(">4sII", name, places[part], len(part))
    header = bytearray(profile[:_HEADER])
    for first, last in _BLANK:
        header[first:last] = bytes(last - first)
    header[:4] = struct.pack(">I", start + len(body))
    return bytes(header) + struct.pack(">I", len(tags)) + table + body
