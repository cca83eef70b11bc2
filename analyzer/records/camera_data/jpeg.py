"""JPEG: segments one after another, each with a marker."""

from __future__ import annotations

import struct

import numpy as np

from analyzer.photo.resave import orientation_of
from analyzer.records.camera_data.exif import UPRIGHT, UnusualError, minimal_exif

_START, _END, _SCAN, _COMMENT, _APP0, _APP1, _APP2, _APP14, _APP15 = (
    0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF,
)  # fmt: skip
_JFIF, _EXIF, _PROFILE, _ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"


def clean(data: bytes) -> bytes:
    """The first picture of the file, without comments and without what applications wrote.

    What follows the picture goes too: previews, depth, the film of a moving picture.
    """
    segments = []
    for marker, segment, scan in _segments(data):
        payload = segment[4:]
        if _needed(marker, payload):
            segments.append(_plain_jfif(segment) if marker == _APP0 else segment)
        segments.append(scan)
    orientation = orientation_of(data, "jpeg")
    if orientation != UPRIGHT:
        content = _EXIF + minimal_exif(orientation)
        # After JFIF, which has to be the first.
        first = 2 if segments and segments[0][:2] == b"\xff\xe0" else 0
        segments.insert(first, struct.pack(">BBH", 0xFF, _APP1, len(content) + 2) + content)
    return b"\xff\xd8" + b"".join(segments) + b"\xff\xd9"


def _needed(marker: int, payload: bytes) -> bool:
    if marker == _APP0:
        return payload.startswith(_JFIF)
    if marker == _APP2:
        return payload.startswith(_PROFILE)
    if marker == _APP14:
        return payload.startswith(_ADOBE)
    return not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


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
