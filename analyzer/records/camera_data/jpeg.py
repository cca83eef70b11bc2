"""JPEG: segments one after another, each with a marker."""

from __future__ import annotations

import struct
from typing import Final

import numpy as np

from analyzer.photo.profile import NoProfileError
from analyzer.photo.resave import orientation_of, same_colours
from analyzer.records.camera_data.exif import UPRIGHT, UnusualError, minimal_exif

_START, _END, _SCAN, _APP0, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_PICTURE: Final = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD} - {0xC8})
"""Frames, tables of codes, scans, tables of numbers, restarts. Decoders check their sizes."""
_MOST: Final = 65_000
_JFIF, _EXIF, _PROFILE, _ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"


def clean(data: bytes) -> bytes:
    """The first picture of the file, without comments and without what applications wrote.

    What follows the picture goes too: previews, depth, the film of a moving picture.
    """
    segments = []
    found = _segments(data)
    for marker, segment, scan in found:
        payload = segment[4:]
        if marker == _APP0 and payload.startswith(_JFIF):
            segments.append(_plain_jfif(segment))
        elif marker == _APP14 and payload.startswith(_ADOBE):
            segments.append(segment[:2] + struct.pack(">H", 14) + segment[4:16])
        elif marker in _PICTURE:
            segments.append(segment)
        segments.append(scan)
    # After JFIF, which has to be the first.
    first = 2 if segments and segments[0][:2] == b"\xff\xe0" else 0
    orientation = orientation_of(data, "jpeg")
    if orientation != UPRIGHT:
        content = _EXIF + minimal_exif(orientation)
        segments.insert(first, struct.pack(">BBH", 0xFF, _APP1, len(content) + 2) + content)
    segments[first:first] = _profile(found)
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def _profile(found: list[tuple[int, bytes, bytes]]) -> list[bytes]:
    """The colour profile, which may be in several segments, without its texts."""
    parts = sorted(
        segment[4:] for marker, segment, _ in found if marker == _APP2 and segment[4:].startswith(_PROFILE)
    )
    if not parts:
        return []
    head = len(_PROFILE) + 2  # its number, and how many there are
    try:
        plain = same_colours(b"".join(part[head:] for part in parts))
    except NoProfileError:
        raise UnusualError from None
    blocks = [plain[at : at + _MOST] for at in range(0, len(plain), _MOST)]
    return [
        struct.pack(">BBH", 0xFF, _APP2, len(block) + head + 2)
        + _PROFILE
        + bytes([number, len(blocks)])
        + block
        for number, block in enumerate(blocks, 1)
    ]


def _plain_jfif(segment: bytes) -> bytes:
    """Without its preview picture."""
    if len(segment) < 18:
        raise UnusualError
    return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"


def _segments(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """Marker, segment with its marker and length, and the compressed data that follows it."""
    found: list[tuple[int, bytes, bytes]] = []
    at = 2
    while True:
        if data[at] != 0xFF:
            raise UnusualError
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == _END:
            return found
        if marker in (0x00, 0x01, _START) or 0xD0 <= marker <= 0xD7:
            raise UnusualError
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data):
            raise UnusualError
        segment, scan = b"\xff" + data[at - 1 : at + length], b""
        at += length
        if marker == _SCAN:
            end = _end_of_scan(data, at)
            scan = data[at:end]
            at = end
        found.append((marker, segment, scan))


def _end_of_scan(data: bytes, at: int) -> int:
    """Where compressed data ends: with the first marker that is neither a restart nor an escaped byte."""
    rest = np.frombuffer(data, dtype=np.uint8, offset=at)
    places = np.flatnonzero(rest[:-1] == 0xFF)
    following = rest[places + 1]
    inside = (following == 0x00) | (following == 0xFF) | ((following >= 0xD0) & (following <= 0xD7))
    markers = places[~inside]
    if len(markers) == 0:
        raise UnusualError
    return at + int(markers[0])
