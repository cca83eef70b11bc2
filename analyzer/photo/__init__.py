"""Photos in: any common picture file, bytes or a video frame become one upright 8-bit RGB ``Photo``.

``load_photo`` is the only way in, and `analyzer.photo.resave` makes clean files of PNG and WebP ones.
Inside, three private modules share the work:

* ``_source``: get the bytes safely and tell by their first bytes what they are
* ``_decode``: picture bytes to pixels, already reduced while decoding where that saves memory
* ``_pixels``: arithmetic on pixel arrays (white background, reduction, orientation, colours)

Pillow, OpenCV and pi-heif are imported where they are used, so that importing this module is cheap.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

import numpy as np

from analyzer.errors import ImageTooLargeError, PhotoError, UnreadableImageError
from analyzer.photo import _pixels, _source
from analyzer.photo._source import Pixels
from analyzer.types.photo import Photo

if TYPE_CHECKING:
    from PIL.Image import Image

    from analyzer.photo._decode import Decoded

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE_PX",
    "MIN_SIDE_PX",
    "Source",
    "cut_photo",
    "jpeg_pixels",
    "load_photo",
]

MAX_BYTES = _source.MAX_BYTES
MAX_PIXELS = _source.MAX_PIXELS
MIN_SIDE_PX = _source.MIN_SIDE_PX

MAX_SIDE_PX = 2048
"""Working size. A standing person fills most of it, so 1 working pixel is about 1 mm of body: finer than
posture can be read from skin or clothes, and small enough to keep the whole analysis quick."""

if TYPE_CHECKING:
    Source = str | os.PathLike[str] | bytes | bytearray | memoryview | Pixels | Image
else:  # Pillow is not imported for a name
    Source = str | os.PathLike[str] | bytes | bytearray | memoryview | Pixels


@dataclass(frozen=True, slots=True)
class _Upright:
    """Upright working pixels and the size of the upright photo they stand for."""

    rgb: Pixels
    width_px: int
    height_px: int
    scale: float


def load_photo(source: Source, *, max_side_px: int | None = MAX_SIDE_PX, name: str | None = None) -> Photo:
    """Read a photo, turn it upright and reduce it to working size.

    Parameters
    ----------
    source : path, bytes, ndarray or PIL.Image.Image
        A picture file (JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF), the bytes of one, or pixels: shape
        (height, width), (height, width, 1), (height, width, 3) in RGB order or (height, width, 4) in RGBA
        order; uint8, uint16, or float in 0..1. Or an image of Pillow; its EXIF orientation and colour profile
        count. Files are only read, arrays and images are only copied.
    max_side_px : int or None
        The longer side of the working pixels is at most this many pixels. Photos are never enlarged.
        None keeps the full size.
    name : str, optional
        File name for people; folders are cut off. Default: the name of the file, "photo" for bytes and
        "frame" for arrays and images that come from no file.

    Returns
    -------
    Photo
        ``rgb`` is a read-only, contiguous uint8 array of shape (height, width, 3) in sRGB. Of animations
        and of files with several pages it shows the first.

    Raises
    ------
    UnreadableImageError
        The source is no picture, is damaged or too small, or cannot be read.
    ImageTooLargeError
        More than ``MAX_BYTES`` or ``MAX_PIXELS``, or more than this computer's memory.
    ValueError
        ``max_side_px`` is less than 1.
    TypeError
        The source is something else; the message says what is accepted.

    Notes
    -----
    The reduction averages areas and keeps both axes at exactly ``scale``: a point at ``(x, y)`` in the
    photo, with the corner of the picture at ``(0, 0)``, is at ``(x * scale, y * scale)`` in ``rgb``.
    A JPEG whose half (quarter, eighth) size is within 10 % of ``max_side_px`` is used at that size, which
    the decoder delivers three times faster than full size; ``scale`` is then 1/2 (1/4, 1/8).
    """
    if max_side_px is not None and max_side_px < 1:
        raise ValueError("max_side_px must be at least 1, or None")
    _source.require_source(source, image=_is_image(source))
    try:
        return _load(source, max_side_px, name)
    except PhotoError:
        raise
    except MemoryError as error:
        raise ImageTooLargeError from error
    except Exception as error:
        # Picture decoders meet hostile bytes with all sorts of exceptions (struct.error, SyntaxError,
        # zlib.error, KeyError, cv2.error...). For the person it is one thing: the picture is damaged.
        raise UnreadableImageError(_source.DAMAGED) from error


def jpeg_pixels(data: bytes) -> int | None:
    """How many pixels a JPEG file says it has; ``None`` for what is none. No pixel is decoded for it."""
    from analyzer.photo import _decode  # noqa: PLC0415 (imports Pillow: keep analyzer.photo cheap to import)

    try:
        with _decode.open_picture(data, "jpeg") as image:
            return image.width * image.height
    except Exception:  # whatever hostile bytes lead to, see `load_photo`
        return None


def cut_photo(photo: Photo, box_px: tuple[float, float, float, float], number: int) -> Photo:
    """A part of a photo as a photo of its own, at most at working size.

    Parameters
    ----------
    photo : Photo
    box_px : (left, top, right, bottom)
        Photo pixels.
    number : int
        Is added to the name, as in ``a.jpg#1``.

    Raises
    ------
    UnreadableImageError
        The part is too small for a picture.
    """
    left, top, right, bottom = (round(value * photo.scale) for value in box_px)
    part = _from_frame(photo.rgb[max(0, top) : bottom, max(0, left) : right], MAX_SIDE_PX)
    part.rgb.flags.writeable = False
    return Photo(
        rgb=part.rgb,
        name=f"{photo.name}#{number}",
        sha256=_pixels.digest(part.rgb),
        width_px=part.width_px,
        height_px=part.height_px,
        scale=part.scale,
    )


def _load(source: Source, max_side_px: int | None, name: str | None) -> Photo:
    if isinstance(source, np.ndarray):
        upright = _from_frame(source, max_side_px)
        sha256 = _pixels.digest(source)
        default_name = "frame"
    elif _is_image(source):
        from analyzer.photo import _decode  # noqa: PLC0415 (imports Pillow, which is there by now)

        upright = _upright(_decode.decode_image(source, max_side_px), max_side_px)
        sha256 = _pixels.digest(upright.rgb)
        default_name = _source.clean_name(str(getattr(source, "filename", "")) or "frame")
    else:
        data, default_name = _source.read(source)
        sha256 = hashlib.sha256(data).hexdigest()
        upright = _from_bytes(data, max_side_px)
    upright.rgb.flags.writeable = False
    return Photo(
        rgb=upright.rgb,
        name=_source.clean_name(name or default_name) or default_name,
        sha256=sha256,
        width_px=upright.width_px,
        height_px=upright.height_px,
        scale=upright.scale,
    )


def _from_frame(frame: Pixels, max_side_px: int | None) -> _Upright:
    pixels = _pixels.as_uint8(frame)
    height, width = pixels.shape[:2]
    _source.check_size(width, height)
    rgb = _pixels.on_white(pixels)
    scale = _pixels.scale_for(width, height, max_side_px)
    rgb = _pixels.shrink(rgb, width, height, have=1.0, want=scale)
    # The frame stays the caller's: without a copy it would become read-only, or change under the photo.
    rgb = rgb.copy() if np.shares_memory(rgb, frame) else np.ascontiguousarray(rgb)
    return _Upright(rgb, width, height, scale)


def _from_bytes(data: bytes, max_side_px: int | None) -> _Upright:
    kind = _source.picture_kind(data)
    from analyzer.photo import _decode  # noqa: PLC0415 (imports Pillow: keep analyzer.photo cheap to import)

    return _upright(_decode.decode(data, kind, max_side_px), max_side_px)


def _upright(decoded: Decoded, max_side_px: int | None) -> _Upright:
    from analyzer.photo import _decode  # noqa: PLC0415 (as above)

    scale = decoded.scale if decoded.final else _pixels.scale_for(decoded.width, decoded.height, max_side_px)
    rgb = _pixels.shrink(decoded.rgb, decoded.width, decoded.height, have=decoded.scale, want=scale)
    if decoded.icc_profile:
        rgb = _decode.to_srgb(rgb, decoded.icc_profile)
    rgb = _pixels.turn_upright(rgb, decoded.orientation)
    width, height = decoded.width, decoded.height
    if decoded.orientation >= 5:  # these four exchange the axes
        width, height = height, width
    return _Upright(rgb, width, height, scale)


def _is_image(source: object) -> TypeGuard[Image]:
    """Whether this is an image of Pillow; nobody has one who has not imported Pillow."""
    pillow = sys.modules.get("PIL.Image")
    return pillow is not None and isinstance(source, pillow.Image)
