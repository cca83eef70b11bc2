"""PNG and WebP encoded anew without loss, so that nothing comes along that stood beside the picture."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any, Final, Literal

from analyzer.errors import ImageTooLargeError, PhotoError, UnreadableImageError
from analyzer.photo.profile import NoProfileError, plain_profile

Kind = Literal["png", "webp"]

_OPTIONS: Final[dict[Kind, dict[str, Any]]] = {
    "png": {"compress_level": 1},  # four times as fast as 6, and hardly larger
    # As fast as it goes; "exact" keeps the colours beneath what is transparent.
    "webp": {"lossless": True, "exact": True, "method": 0, "quality": 20},
}


def orientation_of(data: bytes, kind: Literal["jpeg", "avif"]) -> int:
    """The orientation, 1 to 8, by which `analyzer.photo.load_photo` turns this picture."""
    from analyzer.photo import _decode  # noqa: PLC0415 (imports Pillow)

    try:
        with _decode.open_picture(data, kind) as image:
            return _decode.orientation(image)
    except Exception:  # a damaged picture
        return 1


def resave(data: bytes, kind: Kind) -> bytes:
    """The same pixels as a new file of the same kind, with its colours and orientation and nothing else.

    Of animations the first picture is kept, which is the one that is analysed. A WebP picture that was
    stored with loss takes more bytes without.

    Raises
    ------
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
                with suppress(NoProfileError):  # a broken one changes no colours
                    options["icc_profile"] = plain_profile(profile)
            orientation = _decode.orientation(image)
            if orientation != 1:
                exif = Image.Exif()
                exif[_decode.EXIF_ORIENTATION] = orientation
                options["exif"] = exif.tobytes()
            packed = io.BytesIO()
            image.save(packed, kind, **options)
            return packed.getvalue()
    except PhotoError:
        raise
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLargeError from error
    except Exception as error:  # as in `load_photo`: decoders meet damaged bytes with all sorts of exceptions
        raise UnreadableImageError(_source.DAMAGED) from error
