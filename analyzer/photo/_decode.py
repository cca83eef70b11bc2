"""Picture bytes to RGB pixels, reduced while decoding where the format allows it.

Everything here goes to the class of one format, chosen by the first bytes, and not through
``PIL.Image.open``: that one tries all formats (some start other programs), and checks sizes against
``Image.MAX_IMAGE_PIXELS``, a global that may belong to the calling application. Changing it, or the warning
filters, even for a moment, would not be safe with threads. The classes only read the header, so the size
can be checked here before any pixel is decoded.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from PIL import Image, ImageFile

from analyzer.errors import ImageTooLargeError, UnreadableImageError
from analyzer.photo import _heif, _pixels, _source
from analyzer.photo._pixels import RGB
from analyzer.photo._source import PictureKind

_CLASSES: dict[str, tuple[str, str]] = {
    # Not ``jpeg_factory``: of several pictures in one JPEG (depth, gain map) the first is the photo.
    "jpeg": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "png": ("PIL.PngImagePlugin", "PngImageFile"),
    "webp": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "tiff": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "bmp": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "gif": ("PIL.GifImagePlugin", "GifImageFile"),
    "avif": ("PIL.AvifImagePlugin", "AvifImageFile"),
}

_ENOUGH = 0.9
"""A JPEG decoded at 1/2, 1/4 or 1/8 may fall this much short of the working size. Phones take 4032 or 4000
pixels: half of it, 2016 or 2000, is as good as 2048, and takes a third of the time."""

_PLAIN_PIXELS = 8_000_000
_MAX_STRIP_PIXELS = 16_000_000
_MAX_PROFILE_BYTES = 4_000_000  # real colour profiles have up to 2 MB

_TIFF_SUBFILE, _TIFF_BITS, _TIFF_SUB_IFDS, _TIFF_DNG_VERSION = 254, 258, 330, 50706
EXIF_ORIENTATION = 274


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded pixels, possibly reduced, not yet turned upright.

    Attributes
    ----------
    rgb : ndarray of uint8, shape (rows, columns, 3)
    width, height : int
        Size of the stored picture in pixels, before orientation and reduction.
    scale : float
        Pixels of ``rgb`` per stored pixel.
    final : bool
        No further reduction is wanted.
    orientation : int
        EXIF orientation that is still to be undone, 1 to 8.
    icc_profile : bytes or None
        Colour profile of ``rgb``, None if it is sRGB.
    """

    rgb: RGB
    width: int
    height: int
    scale: float = 1.0
    final: bool = False
    orientation: int = 1
    icc_profile: bytes | None = None


def decode(data: bytes, kind: PictureKind, max_side_px: int | None) -> Decoded:
    """Decode a picture, raising PhotoError for sizes out of limits and anything at all for damaged data."""
    _ignore_metadata_warnings()
    if kind == "heif":
        return _decode_heif(data)
    try:
        with open_picture(data, kind) as image:
            return _decode_pillow(image, kind, max_side_px)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLargeError from error


def open_picture(data: bytes, kind: PictureKind) -> ImageFile.ImageFile:
    """A picture whose header was read, by the class of its kind alone."""
    module, name = _CLASSES[kind]
    image: ImageFile.ImageFile = getattr(import_module(module), name)(io.BytesIO(data))
    return image


def _decode_pillow(image: ImageFile.ImageFile, kind: PictureKind, max_side_px: int | None) -> Decoded:
    width, height = image.size
    _source.check_size(width, height, _source.MAX_PIXELS_OF.get(kind, _source.MAX_PIXELS))
    shift = _check_tiff(image) if kind == "tiff" else 8
    longer = max(width, height)
    target = longer if max_side_px is None else max_side_px
    draft = _draft(image, longer, target) if kind == "jpeg" else 1
    image.load()
    final = longer <= target * draft  # at the working size, or near enough below
    factor = 1 if final else _box_factor(image.size, target)
    rgb = _to_rgb(image, factor, shift)
    return Decoded(
        rgb=rgb,
        width=width,
        height=height,
        scale=1.0 / (draft * factor),
        final=final,
        orientation=orientation(image),
        icc_profile=rgb_profile(image.info.get("icc_profile")),
    )


def decode_image(image: Image.Image, max_side_px: int | None) -> Decoded:
    """A picture that somebody has opened with Pillow, which stays as it is."""
    width, height = image.size
    _source.check_size(width, height)
    image.load()
    target = max(width, height) if max_side_px is None else max_side_px
    final = max(width, height) <= target
    factor = 1 if final else _box_factor(image.size, target)
    return Decoded(
        rgb=_to_rgb(image, factor, 8),
        width=width,
        height=height,
        scale=1.0 / factor,
        final=final,
        orientation=orientation(image),
        icc_profile=rgb_profile(image.info.get("icc_profile")),
    )


def _draft(image: ImageFile.ImageFile, longer: int, target: int) -> int:
    """Let the JPEG decoder reduce by 8, 4, 2 or 1, whichever is the most that leaves enough pixels."""
    for factor in (8, 4, 2):
        if longer / factor >= _ENOUGH * target:
            image.draft(None, (image.width // factor, image.height // factor))
            return factor
    return 1


def _box_factor(size: tuple[int, int], target: int) -> int:
    """Whole-number reduction that leaves at least ``target`` pixels, for strips of bounded size."""
    return max(min(max(size) // target, _MAX_STRIP_PIXELS // size[0]), 1)


def _to_rgb(image: Image.Image, factor: int, shift: int) -> RGB:
    """Pixels in any mode as 8-bit RGB, averaged over boxes of ``factor`` x ``factor``.

    Strip by strip, because conversion makes copies: a 48 MP picture needs 200 MB for each.
    """
    width, height = image.size
    if _is_plain(image) and factor == 1 and width * height <= _PLAIN_PIXELS:
        return np.asarray(image)  # the usual JPEG; three times faster than below
    stretched = None
    if image.mode in ("I", "F"):  # needs the range of the whole picture
        stretched = _pixels.stretch_to_uint8(np.asarray(image))
    rgb = np.empty((-(-height // factor), -(-width // factor), 3), np.uint8)
    for top, bottom in _pixels.strips(height, width, factor):
        if stretched is not None:
            strip = Image.fromarray(stretched[top:bottom])
        elif top == 0 and bottom == height:
            strip = image
        else:
            strip = image.crop((0, top, width, bottom))
        strip = _strip_to_rgb(strip, shift)
        if factor > 1:
            strip = strip.reduce(factor)
        rgb[top // factor : top // factor + strip.height] = np.asarray(strip)
    return rgb


def _is_plain(image: Image.Image) -> bool:
    return image.mode == "RGB" and "transparency" not in image.info


def _strip_to_rgb(strip: Image.Image, shift: int) -> Image.Image:
    if _is_plain(strip):
        return strip
    if strip.mode.startswith("I;16"):
        grey = np.minimum(np.asarray(strip) >> shift, 255).astype(np.uint8)
        return Image.fromarray(grey).convert("RGB")
    if strip.has_transparency_data:
        if strip.mode == "La":
            strip = strip.convert("LA")
        strip = strip.convert("RGBA")
        white = Image.new("RGB", strip.size, "white")  # see on_white for the reason
        white.paste(strip, mask=strip.getchannel("A"))
        return white
    return strip.convert("RGB")


def _check_tiff(image: Any) -> int:
    """Refuse raw files, which begin with a tiny preview; return how far to shift 16-bit values to 8 bits."""
    tags = image.tag_v2
    if _TIFF_DNG_VERSION in tags or (_TIFF_SUB_IFDS in tags and tags.get(_TIFF_SUBFILE) == 1):
        raise UnreadableImageError(_source.NO_PICTURE["raw"])
    return 4 if tags.get(_TIFF_BITS) == (12,) else 8


def orientation(image: Image.Image) -> int:
    """EXIF (or XMP) orientation. To be asked after loading: Pillow itself turns TIFFs when it loads them."""
    try:
        value = image.getexif().get(EXIF_ORIENTATION, 1)
    except Exception:  # broken metadata is no reason to refuse a good picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _decode_heif(data: bytes) -> Decoded:
    """HEIC through libheif, which has already turned it upright."""
    import pi_heif  # noqa: PLC0415 (slow to import, and rarely needed)

    file = pi_heif.open_heif(_heif.plain_texts(data), convert_hdr_to_8bit=True)
    image = file[file.primary_index]
    _source.check_size(*image.size)
    pixels = np.array(image)  # a copy: the library frees its own pixels with the image
    width, height = image.size  # decoding may correct it
    pixels = _pixels.as_uint8(pixels[:height, :width])
    if pixels.ndim == 3 and pixels.shape[2] == 2:  # grey with transparency
        pixels = pixels[:, :, [0, 0, 0, 1]]
    return Decoded(
        rgb=_pixels.on_white(pixels),
        width=width,
        height=height,
        icc_profile=rgb_profile(image.info.get("icc_profile")),
    )


def rgb_profile(profile: bytes | None) -> bytes | None:
    """The profile if it is one for RGB and not sRGB itself. Others (CMYK, grey) no longer fit the pixels."""
    if not profile or not 128 <= len(profile) <= _MAX_PROFILE_BYTES or profile[16:20] != b"RGB ":
        return None
    return profile


def to_srgb(rgb: RGB, profile: bytes) -> RGB:
    """Convert pixels from the colours of an ICC profile to sRGB, where it makes a difference.

    Judged by what the profile does to skin and grey. Display P3, which iPhones store, moves these by a few
    levels only: not worth 80 ms for every photo. Adobe RGB and wider spaces are converted. A broken profile
    leaves the pixels as they are.
    """
    from PIL import ImageCms  # noqa: PLC0415 (only some photos have a profile)

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), "RGB", "RGB")
        shown = np.asarray(transform.apply(Image.fromarray(_SKIN_AND_GREY)), dtype=np.int16)
        if np.abs(shown - _SKIN_AND_GREY).max() <= _SAME_COLOUR:
            return rgb
        converted = Image.fromarray(rgb)
        transform.apply_in_place(converted)
    except Exception:  # lcms says no in several ways; colours are not worth a refusal
        return rgb
    return np.asarray(converted)


_SKIN_AND_GREY = np.array(
    [[(244, 208, 177), (224, 172, 140), (198, 134, 102), (141, 85, 54), (74, 46, 32)]
     + [(grey, grey, grey) for grey in (32, 96, 128, 192, 255)]],
    dtype=np.uint8,
)  # fmt: skip
_SAME_COLOUR = 12  # levels of 255


_SILENCE = logging.NullHandler()
_METADATA_WARNING = (
    "Possibly corrupt EXIF|Corrupt EXIF|Truncated File|Metadata Warning|Tag (data|offset)|Invalid APNG"
)


def _ignore_metadata_warnings() -> None:
    """Silence what Pillow has to say about broken metadata, which has no consequence here.

    ``warnings.catch_warnings`` would exchange the filters of the whole process, and with threads might
    bring back the wrong ones. One narrow filter that stays harms nobody. It is looked for at each call,
    because others (pytest) do exchange the filters.
    """
    for _, message, _, _, _ in warnings.filters:
        if isinstance(message, re.Pattern) and message.pattern == _METADATA_WARNING:
            return
    module = r"PIL\.(Image|TiffImagePlugin|PngImagePlugin)$"
    warnings.filterwarnings("ignore", message=_METADATA_WARNING, category=UserWarning, module=module)
    # Of TIFFs with impossible samples it writes to its log, which ends on the console if nobody listens.
    logging.getLogger("PIL.TiffImagePlugin").addHandler(_SILENCE)
