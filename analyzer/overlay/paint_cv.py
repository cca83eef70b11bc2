"""Painting a scene with OpenCV."""

from __future__ import annotations

import math
from pathlib import Path
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
    # Shrink by area first: a single warp would skip pixels of large photos.
    if scale < 0.9:
        size = [max(round(side * scale), 1) for side in (part.shape[1], part.shape[0])]
        shrunk = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        step_x, step_y = size[0] / part.shape[1], size[1] / part.shape[0]
        part = shrunk
    else:
        step_x = step_y = 1.0
    to_window = np.array(
        [
            [scale / step_x, 0.0, (inside[0] - box[0]) * scale + 0.5 * scale / step_x - 0.5],
            [0.0, scale / step_y, (inside[1] - box[1]) * scale + 0.5 * scale / step_y - 0.5],
        ]
    )
    interpolation = cv2.INTER_CUBIC if scale > 1.2 else cv2.INTER_LINEAR
    # Beyond the photo's edge the background stays, unless that edge is the window's own.
    whole = inside[0] <= max(box[0], 0) + 1 and box[0] >= 0 and box[1] >= 0
    whole = whole and box[2] <= rgb.shape[1] and box[3] <= rgb.shape[0]
    border = cv2.BORDER_REPLICATE if whole else cv2.BORDER_CONSTANT
    placed = cv2.warpAffine(
        part, to_window, (wide, high), flags=interpolation, borderMode=border, borderValue=scene.background
    )
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
    white = np.full_like(image, 250)
    if not scene.outline_px:
        mean = (look.wash_outside + look.wash_inside) / 2.0
        return np.asarray(cv2.addWeighted(image, 1.0 - mean, white, mean, 0.0), dtype=np.uint8)
    outside = cv2.addWeighted(image, 1.0 - look.wash_outside, white, look.wash_outside, 0.0)
    inside = cv2.addWeighted(image, 1.0 - look.wash_inside, white, look.wash_inside, 0.0)
    mask = np.zeros(image.shape[:2], np.uint8)
    polygons = [fixed(window.pixels(polygon)) for polygon in scene.outline_px]
    cv2.fillPoly(mask, polygons, 255, cv2.LINE_8, SHIFT)
    soft = 2 * round(2.0 * window.per_unit) + 1
    mask = cv2.blur(mask, (soft, soft))
    weight = cv2.merge([mask, mask, mask])
    mixed = cv2.add(
        cv2.multiply(inside, weight, scale=1 / 255), cv2.multiply(outside, 255 - weight, scale=1 / 255)
    )
    return np.asarray(mixed, dtype=np.uint8)


def encode_png(rgb: Image) -> bytes:
    """A painted picture as the bytes of a PNG file."""
    done, data = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 4])
    if not done:
        raise ValueError("the picture could not be encoded as PNG")
    return bytes(data)


def save_overlay(path: str | Path, rgb: Image) -> Path:
    """Write a painted picture as PNG. OpenCV's own writer fails on some paths; this one does not."""
    target = Path(path)
    target.write_bytes(encode_png(rgb))
    return target
