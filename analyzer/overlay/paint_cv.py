"""Painting a scene with OpenCV."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from analyzer.overlay.brush_cv import SHIFT, Brush, Image, Window, fixed
from analyzer.overlay.primitives import HEIGHT_U, Scene, View

MAX_SIDE_PX: Final = 2600
MIN_HEIGHT_PX: Final = 1200


def output_size(
    scene: Scene, *, max_side_px: int = MAX_SIDE_PX, min_height_px: int = MIN_HEIGHT_PX
) -> tuple[int, int]:
    """Width and height of the painted picture in pixels.

    The photo keeps its own pixels when that gives a picture between the two limits. The upper limit wins.
    """
    view = scene.view("photo")
    assert view is not None
    per_unit = 1.0 / view.units_per_coordinate
    per_unit = max(per_unit, min_height_px / scene.size_u[1])
    per_unit = min(per_unit, max_side_px / max(scene.size_u))
    width, height = (max(round(size * per_unit), 1) for size in scene.size_u)
    return width, height


def paint(
    scene: Scene, rgb: Image, *, max_side_px: int = MAX_SIDE_PX, min_height_px: int = MIN_HEIGHT_PX
) -> Image:
    """Paint a scene.

    Parameters
    ----------
    scene : Scene
    rgb : ndarray of uint8, shape (height, width, 3)
        The photo, at full size or smaller (same proportions). It is not changed.
    max_side_px, min_height_px : int
        Limits of the result's size.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
        raise ValueError(f"expected RGB bytes of shape (height, width, 3), got {rgb.dtype} {rgb.shape}")
    width, height = output_size(scene, max_side_px=max_side_px, min_height_px=min_height_px)
    canvas: Image = np.empty((height, width, 3), dtype=np.uint8)
    # Several times as fast as numpy at this.
    cv2.rectangle(canvas, (0, 0), (width, height), scene.background, cv2.FILLED)
    per_unit = height / HEIGHT_U
    for view in scene.views:
        window = _window(view, canvas, per_unit)
        if window.image.size == 0:
            continue
        if view.photo is not None:
            _place_photo(scene, view, window, rgb)
        brush = Brush(window)
        for shape in view.shapes():
            brush.draw(shape)
    return canvas


def paint_ground(scene: Scene, view: View, rgb: Image, *, per_unit: float) -> Image:
    """What lies below the drawing in one view of the photo: its part of the photo, bleached.

    ``per_unit`` is the number of pixels for each unit of the drawing.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
    """
    left, top, right, bottom = view.target
    shape = (max(round((bottom - top) * per_unit), 1), max(round((right - left) * per_unit), 1), 3)
    canvas: Image = np.full(shape, scene.background, dtype=np.uint8)
    window = Window(canvas, np.array(view.source[:2]), view.units_per_coordinate * per_unit, per_unit)
    _place_photo(scene, view, window, rgb)
    return canvas


def _window(view: View, canvas: Image, per_unit: float) -> Window:
    left, top, right, bottom = (round(side * per_unit) for side in view.target)
    scale = view.units_per_coordinate * per_unit
    return Window(canvas[top:bottom, left:right], np.array(view.source[:2]), scale, per_unit)


def _place_photo(scene: Scene, view: View, window: Window, rgb: Image) -> None:
    """Resample the visible part of the photo into the window, and bleach it."""
    assert view.photo is not None
    ratio = rgb.shape[1] / scene.photo_px[0]
    high, wide = window.image.shape[:2]
    box = [side * ratio for side in view.source]
    scale = window.scale / ratio
    inside = [
        max(math.floor(box[0]), 0),
        max(math.floor(box[1]), 0),
        min(math.ceil(box[2]), rgb.shape[1]),
        min(math.ceil(box[3]), rgb.shape[0]),
    ]
    if inside[2] <= inside[0] or inside[3] <= inside[1]:
        return
    part = rgb[inside[1] : inside[3], inside[0] : inside[2]]
    # Its sides lie on whole pixels of the window: half of one is less than any line is wide.
    left, right = (round((inside[side] - box[0]) * scale) for side in (0, 2))
    top, bottom = (round((inside[side] - box[1]) * scale) for side in (1, 3))
    size = max(right - left, 1), max(bottom - top, 1)
    if size != (part.shape[1], part.shape[0]):
        how = cv2.INTER_AREA if scale < 0.9 else cv2.INTER_CUBIC if scale > 1.2 else cv2.INTER_LINEAR
        part = cv2.resize(part, size, interpolation=how)
    visible = part[max(-top, 0) : high - top, max(-left, 0) : wide - left]
    placed = np.asarray(visible, dtype=np.uint8)
    if visible.shape != window.image.shape:
        # Beyond the photo's edge the background stays, unless that edge is the window's own.
        whole = inside[0] <= max(box[0], 0) + 1 and box[0] >= 0 and box[1] >= 0
        whole = whole and box[2] <= rgb.shape[1] and box[3] <= rgb.shape[0]
        border = cv2.BORDER_REPLICATE if whole else cv2.BORDER_CONSTANT
        above, before = max(top, 0), max(left, 0)
        below, behind = high - above - visible.shape[0], wide - before - visible.shape[1]
        placed = cv2.copyMakeBorder(
            visible, above, below, before, behind, border, value=scene.background
        )  # fmt: skip
    window.image[:] = _bleached(np.asarray(placed, dtype=np.uint8), scene, view, window)


def _bleached(image: Image, scene: Scene, view: View, window: Window) -> Image:
    """Pale surroundings and a paler body, so that drawing and person stand out."""
    look = view.photo
    assert look is not None
    if look.wash_outside == look.wash_inside == 0.0 and look.saturation == 1.0:
        return image
    if look.saturation < 1.0:
        grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        image = cv2.addWeighted(image, look.saturation, grey, 1.0 - look.saturation, 0.0)
    outside = _washed(image, look.wash_outside)
    if not scene.outline_px:
        return _washed(image, (look.wash_outside + look.wash_inside) / 2.0)
    mask = np.zeros(image.shape[:2], np.uint8)
    polygons = [fixed(window.pixels(polygon)) for polygon in scene.outline_px]
    cv2.fillPoly(mask, polygons, 255, cv2.LINE_8, SHIFT)
    soft = 2 * round(2.0 * window.per_unit) + 1
    # Most of a picture is room: only around the person the two are mixed.
    left, top, wide, high = cv2.boundingRect(mask)
    body = np.s_[max(top - soft, 0) : top + high + soft, max(left - soft, 0) : left + wide + soft]
    if high == 0:
        return outside
    weight = cv2.cvtColor(cv2.blur(mask[body], (soft, soft)), cv2.COLOR_GRAY2RGB)
    outside[body] = cv2.add(
        cv2.multiply(_washed(image[body], look.wash_inside), weight, scale=1 / 255),
        cv2.multiply(outside[body], cv2.bitwise_not(weight), scale=1 / 255),
    )
    return outside


def _washed(image: Image, share: float) -> Image:
    """Mixed with a share of nearly white."""
    return np.asarray(cv2.convertScaleAbs(image, alpha=1.0 - share, beta=250.0 * share), dtype=np.uint8)
