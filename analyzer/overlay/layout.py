"""Which part of the photo is shown where on the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from analyzer.overlay.drawn import around_drawings, unit_of
from analyzer.overlay.primitives import HEIGHT_U, Box
from analyzer.overlay.tags import body_polygons
from analyzer.types import BodyGeometry, Drawing

MARGIN_U: Final = 36.0
CLOSE_UP_U: Final = (660.0, 842.0)
CLOSE_UP_TOP_U: Final = 108.0
TEXT_U: Final = 520.0
_PHOTO_WIDTH_U: Final = 860.0
_CLOSE_UP_TRUNKS: Final = 1.36
"""Height of the close-up, in trunk lengths."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes in photo pixels (``..._source``) and in units (the rest)."""

    size_u: tuple[float, float]
    photo_source: Box
    photo: Box
    close_up_source: Box | None
    close_up: Box | None
    legend: Box
    text_left: float
    text_width: float


def photo_box(geometry: BodyGeometry, width_px: int, height_px: int) -> Box:
    """The part of the photo around the person, with air, never beyond the photo.

    People stand small or large in their photos; shown like this they are equally large in every picture,
    and two pictures can be compared.
    """
    points = np.vstack([*body_polygons(geometry), geometry.landmarks.xy_px])
    points = points[np.isfinite(points).all(axis=1)]
    size = np.array([width_px, height_px], dtype=np.float64)
    low = np.clip(points.min(axis=0), 0.0, size - 1.0)
    high = np.clip(points.max(axis=0), low + 1.0, size)
    tall = max(float(high[1] - low[1]), 8.0)
    top, bottom = max(low[1] - 0.07 * tall, 0.0), min(high[1] + 0.06 * tall, size[1])
    height = bottom - top
    wanted = np.clip(high[0] - low[0] + 0.16 * tall, 0.6 * height, height * _PHOTO_WIDTH_U / HEIGHT_U)
    width = min(float(wanted), float(size[0]))
    left = float(np.clip((low[0] + high[0] - width) / 2.0, 0.0, size[0] - width))
    return left, float(top), left + width, float(bottom)


def close_up_box(geometry: BodyGeometry) -> Box:
    """From the middle of the thigh to the shoulder blades, with room for tags on both sides."""
    frame = geometry.frame
    height = _CLOSE_UP_TRUNKS * frame.trunk_length_px
    width = height * CLOSE_UP_U[0] / CLOSE_UP_U[1]
    center = frame.to_picture([-0.045, 0.26])
    left, top = float(center[0] - width / 2.0), float(center[1] - height / 2.0)
    return left, top, left + width, top + height


def with_drawings(box: Box, drawings: tuple[Drawing, ...], width_px: int, height_px: int) -> Box:
    """A part of the photo, larger where somebody drew beyond it: what they drew has to be seen."""
    taken = around_drawings(drawings, unit_of(box))
    if taken is None:
        return box
    return (
        max(min(box[0], taken[0]), 0.0),
        max(min(box[1], taken[1]), 0.0),
        min(max(box[2], taken[2]), float(width_px)),
        min(max(box[3], taken[3]), float(height_px)),
    )


def make_layout(
    geometry: BodyGeometry,
    width_px: int,
    height_px: int,
    *,
    panel: bool,
    drawings: tuple[Drawing, ...] = (),
) -> Layout:
    """Photo left, close-up with legend in the middle, words right; without a panel only the photo."""
    source: Box = (0.0, 0.0, float(width_px), float(height_px))
    if panel:
        source = with_drawings(photo_box(geometry, width_px, height_px), drawings, width_px, height_px)
    photo = (0.0, 0.0, HEIGHT_U * (source[2] - source[0]) / (source[3] - source[1]), HEIGHT_U)
    nothing = (0.0, 0.0, 0.0, 0.0)
    if not panel:
        return Layout((photo[2], HEIGHT_U), source, photo, None, None, nothing, 0.0, 0.0)
    left = photo[2] + MARGIN_U
    close_up = close_up_source = None
    if geometry.profile is not None:
        close_up = (left, CLOSE_UP_TOP_U, left + CLOSE_UP_U[0], CLOSE_UP_TOP_U + CLOSE_UP_U[1])
        close_up_source = close_up_box(geometry)
        legend = (left, close_up[3] + 38.0, close_up[2], HEIGHT_U - 16.0)
        left = close_up[2] + MARGIN_U + 8.0
    else:
        legend = nothing
    size = (left + TEXT_U + MARGIN_U + 8.0, HEIGHT_U)
    return Layout(size, source, photo, close_up_source, close_up, legend, left, TEXT_U)
