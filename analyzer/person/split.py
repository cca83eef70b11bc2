"""A file that holds several photos, taken apart."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.errors import SeveralPhotosError, ViewError
from analyzer.person.detector import Detector
from analyzer.person.scene import look
from analyzer.photo import Source, cut_photo, load_photo
from analyzer.pose import shared_model
from analyzer.types import Photo


def split_photo(
    source: Source | Photo, *, model: Detector | None = None, name: str | None = None
) -> tuple[Photo, ...]:
    """The photos that were put together in one file, as before-and-after sheets are.

    Parameters
    ----------
    source : path, bytes, ndarray or Photo
        As for `analyzer.analyze`.
    model : Detector, optional
        A pose model to use instead of the shared one.
    name : str, optional
        Name of the file in the results.

    Returns
    -------
    tuple of Photo
        From left to right or from top to bottom, ready for `analyzer.analyze`; their names are that of the
        file with ``#1``, ``#2`` behind it. The photo alone when it is one.

    Raises
    ------
    PhotoError
        The file cannot be read or is too large.
    ModelUnavailableError
        The pose model cannot be had.
    """
    if isinstance(source, Photo):
        whole = small = source
    else:
        # Each part is worth its own working size, so they are cut out of all pixels.
        whole, small = load_photo(source, max_side_px=None, name=name), load_photo(source, name=name)
    try:
        look(small.rgb, model or shared_model(), may_turn=False)
    except SeveralPhotosError as error:
        factor = 1.0 / small.scale
        return cut_parts(
            whole, [(x0 * factor, y0 * factor, x1 * factor, y1 * factor) for x0, y0, x1, y1 in error.parts_px]
        )
    except ViewError:
        pass
    return (small,)


def cut_parts(photo: Photo, parts_px: Sequence[tuple[float, float, float, float]]) -> tuple[Photo, ...]:
    """The parts of a photo as photos of their own, from places in photo pixels: left, top, right, bottom."""
    return tuple(cut_photo(photo, part, number) for number, part in enumerate(parts_px, start=1))
