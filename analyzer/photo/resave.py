"""PNG and WebP encoded anew without loss, so that nothing comes along that stood beside the picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from analyzer.errors import ImageTooLargeError, PhotoError, UnreadableImageError
from analyzer.photo._pixels import RGB
from analyzer.photo.profile import NoProfileError, plain_profile

if TYPE_CHECKING:
    from PIL import Image

Kind = Literal["png", "webp"]

_OPTIONS: Final[dict[Kind, dict[str, Any]]] = {
    "png": {"compress_level": 1},  # four times as fast as 6, and hardly larger
    # As fast as it goes; "exact" keeps the colours beneath what is transparent.
    "webp": {"lossless": True, "exact": True, "method": 0, "quality": 20},
}

_STEPS: Final = np.linspace(0, 255, 9).astype(np.uint8)
_COLOURS: Final = np.stack(np.meshgrid(_STEPS, _STEPS, _STEPS), axis=-1).reshape(1, -1, 3)
"""Colours from everywhere, shape (1, 729, 3)."""


def orientation_of(data: bytes, kind: Literal["jpeg", "avif"]) -> int:
    """The orientation, 1 to 8, by which `analyzer.photo.load_photo` turns this picture."""
    from analyzer.photo import _decode  # noqa: PLC0415 (imports Pillow)

    try:
        with _decode.open_picture(data, kind) as image:
            return _decode.orientation(image)
    except Exception:  # a damaged picture
        return 1


def same_colours(profile: bytes, room: int | None = None) -> bytes:
    """A colour profile without its texts, by which `analyzer.photo.load_photo` gives the very same colours.

    A damaged profile may change colours, or none: what is left of it has to do the same.

    Parameters
    ----------
    profile : bytes
    room : int, optional
        As of `analyzer.photo.profile.plain_profile`.

    Raises
    ------
    NoProfileError
        There is no such profile.
    """
    plain = plain_profile(profile, room)
    if not np.array_equal(_shown(profile), _shown(plain)):
        raise NoProfileError
    return plain


def _shown(profile: bytes) -> RGB:
    """How `analyzer.photo.load_photo` shows `_COLOURS` because of a profile."""
    from analyzer.photo import _decode  # noqa: PLC0415 (imports Pillow)

    used = _decode.rgb_profile(profile)
    return _COLOURS if used is None else _decode.to_srgb(_COLOURS, used)


def resave(data: bytes, kind: Kind) -> bytes:
    """The same pixels as a new file of the same kind, with its colours and orientation and nothing else.

    Of animations the first picture is kept, which is the one that is analysed. A WebP picture that was
    stored with loss takes more bytes without. A palette goes: it has room for bytes that no pixel shows.

    Raises
    ------
    NoProfileError
        Its colours depend on a damaged colour profile.
    UnreadableImageError
        It is damaged.
    ImageTooLargeError
        It has more pixels than can be analysed.
    """
    from PIL import Image  # noqa: PLC0415 (slow to import)

    from analyzer.photo import _decode, _source  # noqa: PLC0415 (imports Pillow)

    try:
        with _decode.open_picture(data, kind) as image:
            _source.check_size(*image.size, _source.MAX_PIXELS_OF.get(kind, _source.MAX_PIXELS))
            image.load()
            options = dict(_OPTIONS[kind])
            if profile := image.info.get("icc_profile"):
                try:
                    options["icc_profile"] = same_colours(profile)
                except NoProfileError:
                    if not np.array_equal(_shown(profile), _COLOURS):
                        raise
                    options["icc_profile"] = None
            orientation = _decode.orientation(image)
            if orientation != 1:
                exif = Image.Exif()
                exif[_decode.EXIF_ORIENTATION] = orientation
                options["exif"] = exif.tobytes()
            packed = io.BytesIO()
            _without_palette(image).save(packed, kind, **options)
            return packed.getvalue()
    except (PhotoError, NoProfileError):
        raise
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLargeError from error
    except Exception as error:  # as in `load_photo`: decoders meet damaged bytes with all sorts of exceptions
        raise UnreadableImageError(_source.DAMAGED) from error


def _without_palette(image: Image.Image) -> Image.Image:
    if image.mode not in ("P", "PA"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
