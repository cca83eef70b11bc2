"""A painted picture as a file: PNG by default, JPEG or WebP where that is wanted."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Final, Literal, get_args

import cv2
import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

Image = NDArray[np.uint8]
PictureFormat = Literal["png", "jpeg", "webp"]
FORMATS: Final[tuple[PictureFormat, ...]] = get_args(PictureFormat)
_JPEG_QUALITY: Final = 92
_WEBP_QUALITY: Final = 88
_UP: Final = 2
"""PNG's filter that keeps the difference to the row above: large even areas become zeros."""


def encode(rgb: Image, kind: PictureFormat = "png") -> bytes:
    """A picture as the bytes of a file.

    PNG keeps every pixel. JPEG takes a quarter of the room and half of the time, WebP a sixth of the room and
    several times as long.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    kind : {"png", "jpeg", "webp"}

    Raises
    ------
    ValueError
        The picture cannot be encoded, or ``kind`` is none of these.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
        raise ValueError(f"expected RGB bytes of shape (height, width, 3), got {rgb.dtype} {rgb.shape}")
    match kind:
        case "png":
            return encode_png(rgb)
        case "jpeg":
            return _by_opencv(rgb, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        case "webp":
            return _by_opencv(rgb, ".webp", [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY])
    raise ValueError(f"the format of a picture is one of {', '.join(FORMATS)}, not {kind!r}")


def encode_png(rgb: Image) -> bytes:
    """A painted picture, shape (height, width, 3), as the bytes of a PNG file.

    One filter for all rows, and ISA-L's deflate: a tenth of the time of OpenCV's writer, a tenth more bytes.
    """
    height, width = rgb.shape[:2]
    flat = np.ascontiguousarray(rgb).reshape(height, -1)
    rows = np.empty((height, 1 + flat.shape[1]), np.uint8)
    rows[:, 0] = _UP
    rows[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    packed = isal_zlib.compress(rows, 1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    return b"".join((b"\x89PNG\r\n\x1a\n", *parts))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return b"".join(
        (struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(kind))))
    )


def _by_opencv(rgb: Image, suffix: str, settings: list[int]) -> bytes:
    done, data = cv2.imencode(suffix, cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), settings)
    if not done:
        raise ValueError(f"the picture could not be encoded as {suffix[1:]}")
    return bytes(data)


def save_overlay(path: str | Path, rgb: Image) -> Path:
    """Write a painted picture as PNG. OpenCV's own writer fails on some paths; this one does not."""
    target = Path(path)
    target.write_bytes(encode_png(rgb))
    return target
