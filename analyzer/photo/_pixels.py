"""Arithmetic on pixel arrays: depth, white background, reduction, orientation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzer.photo import _source

RGB = NDArray[np.uint8]

_STRIP_PIXELS = 2_000_000
"""Work on this many pixels at a time, so that intermediate results stay small beside the picture."""


def strips(height: int, width: int, multiple: int = 1) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) rows of horizontal strips; all but the last a multiple of some rows."""
    rows = max(_STRIP_PIXELS // max(width, 1) // multiple, 1) * multiple
    for top in range(0, height, rows):
        yield top, min(top + rows, height)


def digest(array: NDArray[Any]) -> str:
    """SHA-256 (hex) of an array's type, shape and pixels."""
    sha256 = hashlib.sha256(f"{array.dtype.str}{array.shape}".encode())
    sha256.update(np.ascontiguousarray(array).data)
    return sha256.hexdigest()


def as_uint8(array: NDArray[Any]) -> RGB:
    """Pixels of an accepted type, same shape, as 8 bits per channel; UnreadableImageError for others."""
    if not _source.is_picture_array(array):
        _source.bad_frame()
    if array.dtype == np.uint8:
        return array
    if array.dtype == np.uint16:
        return np.asarray(array >> 8, dtype=np.uint8)
    # A little overshoot is rounding. More (or NaN) means that 0..1 is not the range, and white is unknown.
    if array.size and not (array.min() >= -0.01 and array.max() <= 1.01):
        _source.bad_frame()
    return _to_bytes(array * np.float32(255.0))


def stretch_to_uint8(values: NDArray[Any]) -> RGB:
    """Grey values of unknown range (32-bit integers or floats), shape (height, width), as 8 bits.

    Values within 0..255 are kept, floats within 0..1 are taken as black to white, anything else is
    stretched from its least to its greatest finite value.
    """
    finite = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    if values.dtype.kind == "f" and low >= 0.0 and 0.0 < high <= 1.0:
        return _to_bytes(finite * np.float32(255.0))
    if low >= 0.0 and high <= 255.0:
        return _to_bytes(finite)
    # Halved, because the distance between two finite numbers can be infinite.
    span = max(high / 2 - low / 2, 1e-30)
    return _to_bytes((finite / 2 - np.float32(low / 2)) / np.float32(span) * np.float32(255.0))


def _to_bytes(values: NDArray[Any]) -> RGB:
    return np.asarray(np.clip(np.rint(values), 0, 255), dtype=np.uint8)


def on_white(pixels: RGB) -> RGB:
    """Grey, RGB or RGBA pixels as RGB, shape (height, width, 3), transparency on white.

    White, because viewers show it so, and because invisible pixels hide any colour, mostly black: a person
    cut out of a picture would get a hard, dark background of accidental shape. May return its argument.
    """
    if pixels.ndim == 2:
        pixels = pixels[:, :, np.newaxis]
    channels = pixels.shape[2]
    if channels == 3:
        return pixels
    if channels == 1:
        return np.repeat(pixels, 3, axis=2)
    height, width = pixels.shape[:2]
    rgb = np.empty((height, width, 3), np.uint8)
    for top, bottom in strips(height, width):
        alpha = pixels[top:bottom, :, 3:].astype(np.uint16)
        colour = pixels[top:bottom, :, :3] * alpha + (255 - alpha) * np.uint16(255)
        rgb[top:bottom] = (colour + np.uint16(127)) // np.uint16(255)
    return rgb


def scale_for(width: int, height: int, max_side_px: int | None) -> float:
    """Working pixels per photo pixel, at most 1."""
    return 1.0 if max_side_px is None else min(1.0, max_side_px / max(width, height))


def shrink(rgb: RGB, width: int, height: int, *, have: float, want: float) -> RGB:
    """Reduce pixels by area averaging, with the same factor on both axes.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (rows, columns, 3)
        The photo at scale ``have``. Partial pixels at the right and lower edge may have been rounded up,
        as decoders do, which is why the size cannot tell the scale.
    width, height : int
        Size of the photo itself in pixels.
    have, want : float
        Scales (pixels per photo pixel) of ``rgb`` and of the result.

    Returns
    -------
    ndarray of uint8, shape (round(height * want), round(width * want), 3)
    """
    if want >= have:
        return rgb
    import cv2  # noqa: PLC0415 (slow to import, and not needed for small pictures)

    columns, rows = max(round(width * want), 1), max(round(height * want), 1)
    factor = want / have
    if min(rgb.shape[0] * factor, rgb.shape[1] * factor) < 1:  # a line: nothing to keep in proportion
        return np.asarray(cv2.resize(rgb, (columns, rows), interpolation=cv2.INTER_AREA))
    if round(rgb.shape[0] * factor) == rgb.shape[0] and round(rgb.shape[1] * factor) == rgb.shape[1]:
        # Less than one pixel to lose, as after decoding 4099 pixels at half size. OpenCV would only copy.
        inverse = np.array([[1, 0, 0.5], [0, 1, 0.5]]) / factor - [[0, 0, 0.5], [0, 0, 0.5]]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(rgb, inverse, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        )
    # Given factors, OpenCV keeps them exactly; given a size it would round them, differently on each axis.
    small = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small[:rows, :columns])


def turn_upright(rgb: RGB, orientation: int) -> RGB:
    """Undo one of the eight EXIF orientations (1 to 8); contiguous, possibly the argument itself."""
    if orientation >= 5:
        rgb = rgb.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        rgb = rgb[:, ::-1]
    if orientation in (3, 4, 7, 8):
        rgb = rgb[::-1]
    return np.ascontiguousarray(rgb)
