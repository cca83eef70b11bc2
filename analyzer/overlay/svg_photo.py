"""The photo inside an SVG: cut to what is shown, as JPEG, and bleached as the OpenCV painter does it."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.overlay.primitives import Box, PhotoStyle, Points, Scene, View
from analyzer.overlay.svg_theme import Theme
from analyzer.overlay.svg_write import rings_data
from analyzer.svg import element, number, rgb

Image = NDArray[np.uint8]
MAX_PHOTO_SIDE_PX: Final = 1800
MAX_PHOTO_BYTES: Final = 300_000
"""Of the JPEG. As text in the SVG it takes a third more."""
_QUALITIES: Final = (86, 78, 70)
_SHRINK: Final = 0.8
_WASH: Final = (250, 250, 250)
_SOFT_U: Final = 1.4
"""Standard deviation of the soft edge between person and surroundings."""
_BEYOND_U: Final = 12.0
_GREY: Final = (0.299, 0.587, 0.114)
_DETAIL_U: Final = 0.2
"""Corners of the outline that stand out less are left out: it only says where to bleach."""


@dataclass(frozen=True, slots=True)
class EncodedPhoto:
    """A JPEG file, and which part of the photo it shows (left, top, right, bottom in photo pixels)."""

    jpeg: bytes
    box: Box

    def data_uri(self) -> str:
        """The file as text."""
        return "data:image/jpeg;base64," + base64.b64encode(self.jpeg).decode("ascii")


def encode_photo(
    scene: Scene,
    rgb: Image,
    *,
    views: Iterable[str] | None = None,
    max_side_px: int = MAX_PHOTO_SIDE_PX,
    max_bytes: int = MAX_PHOTO_BYTES,
) -> EncodedPhoto:
    """The visible part of the photo as JPEG without any metadata.

    Parameters
    ----------
    scene : Scene
    rgb : ndarray of uint8, shape (height, width, 3)
        The photo, at full size or smaller (same proportions).
    views : iterable of str, optional
        Ids of the views that will be painted; all by default.
    max_side_px, max_bytes : int
        Limits. Quality is lowered first, then the size.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
        raise ValueError(f"expected RGB bytes of shape (height, width, 3), got {rgb.dtype} {rgb.shape}")
    ratio = rgb.shape[1] / scene.photo_px[0]
    chosen = None if views is None else set(views)
    boxes = [
        view.source
        for view in scene.views
        if view.photo is not None and (chosen is None or view.id in chosen)
    ]
    low = np.min([box[:2] for box in boxes], axis=0) * ratio if boxes else np.zeros(2)
    far = np.max([box[2:] for box in boxes], axis=0) * ratio if boxes else np.array(rgb.shape[1::-1])
    left, top = (max(math.floor(side), 0) for side in low)
    right, bottom = (min(math.ceil(side), most) for side, most in zip(far, rgb.shape[1::-1], strict=True))
    if right <= left or bottom <= top:
        left, top, right, bottom = 0, 0, rgb.shape[1], rgb.shape[0]
    part = cv2.cvtColor(rgb[top:bottom, left:right], cv2.COLOR_RGB2BGR)
    box = (left / ratio, top / ratio, right / ratio, bottom / ratio)
    return EncodedPhoto(_jpeg(part, max_side_px, max_bytes), box)


def _jpeg(bgr: Image, max_side_px: int, max_bytes: int) -> bytes:
    side = float(min(max_side_px, max(bgr.shape[:2])))
    while True:
        factor = side / max(bgr.shape[:2])
        size = [max(round(length * factor), 1) for length in bgr.shape[1::-1]]
        small = bgr if factor >= 1.0 else cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
        for quality in _QUALITIES:
            done, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if not done:
                raise ValueError("the photo could not be encoded as JPEG")
            if len(data) <= max_bytes or (side < 64.0 and quality == _QUALITIES[-1]):
                return bytes(data)
        side *= _SHRINK


def image_element(image_id: str, scene: Scene, photo: EncodedPhoto | None) -> str:
    """The photo, once, in photo pixels. Without a file it is empty, and a page can set its ``href``."""
    left, top, right, bottom = photo.box if photo is not None else (0.0, 0.0, *map(float, scene.photo_px))
    return element(
        "image",
        id=image_id,
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        preserveAspectRatio="none",
        href=None if photo is None else photo.data_uri(),
    )


class Ground:
    """What lies below the drawing in the views of the photo."""

    def __init__(self, scene: Scene, prefix: str, theme: Theme) -> None:
        self._scene = scene
        self._prefix = prefix
        self._theme = theme

    def definitions(self, view: View) -> str:
        """Filters that `shown` uses."""
        look = view.photo
        if look is None:
            return ""
        left, top, right, bottom = view.target
        region: dict[str, object] = {
            "x": left - _BEYOND_U,
            "y": top - _BEYOND_U,
            "width": right - left + 2 * _BEYOND_U,
            "height": bottom - top + 2 * _BEYOND_U,
            "filterUnits": "userSpaceOnUse",
            "color_interpolation_filters": "sRGB",
        }
        parts = []
        if look.saturation < 1.0:
            matrix = element("feColorMatrix", type="matrix", values=_grey_matrix(look.saturation))
            parts.append(element("filter", matrix, id=f"{self._prefix}-pale-{view.id}", **region))
        if self._scene.outline_px and look.wash_inside != look.wash_outside:
            soft = element("feGaussianBlur", stdDeviation=_SOFT_U)
            parts.append(element("filter", soft, id=f"{self._prefix}-soft-{view.id}", **region))
        return "".join(parts)

    def shown(self, view: View) -> str:
        """The photo in a view, bleached."""
        look = view.photo
        assert look is not None
        scale = repr(round(view.units_per_coordinate, 6))
        place = f"translate({number(view.target[0])} {number(view.target[1])}) scale({scale})"
        place += f" translate({number(-view.source[0])} {number(-view.source[1])})"
        photo = element("use", href=f"#{self._prefix}-image", transform=place)
        if look.saturation < 1.0:
            photo = element("g", photo, filter=f"url(#{self._prefix}-pale-{view.id})")
        return photo + self._wash(view, look)

    def silhouette(self, view: View) -> str:
        """The body as a plain shape, for a scene without its photo."""
        body = rings_data(self._outline(view))
        ground = element("path", d=_box_data(view.target), fill=rgb(self._theme.ground))
        if not body:
            return ground
        return ground + element("path", d=body, fill=rgb(self._theme.silhouette), fill_rule="evenodd")

    def _wash(self, view: View, look: PhotoStyle) -> str:
        """White over everything as much as the less bleached part needs, then more over the other part."""
        outline = self._outline(view)
        if not outline:
            mean = (look.wash_outside + look.wash_inside) / 2.0
            return _white(_box_data(view.target), mean)
        less, more = sorted((look.wash_inside, look.wash_outside))
        everywhere = _white(_box_data(view.target), less)
        if more <= less:
            return everywhere
        left, top, right, bottom = view.target
        around = (left - _BEYOND_U, top - _BEYOND_U, right + _BEYOND_U, bottom + _BEYOND_U)
        body = rings_data(outline)
        data = (_box_data(around) if look.wash_outside > look.wash_inside else "") + body
        rest = 1.0 - (1.0 - more) / (1.0 - less)
        soft = f"url(#{self._prefix}-soft-{view.id})"
        return everywhere + _white(data, rest, filter=soft, fill_rule="evenodd")

    def _outline(self, view: View) -> list[Points]:
        rings = []
        for polygon in self._scene.outline_px:
            points = np.asarray(view.to_units(polygon), dtype=np.float32)
            simple = cv2.approxPolyDP(points[:, None], _DETAIL_U, True)[:, 0]
            if len(simple) > 2:
                rings.append(np.asarray(simple, dtype=np.float64))
        return rings


def _white(data: str, alpha: float, **attributes: object) -> str:
    if alpha <= 0.0:
        return ""
    return element("path", d=data, fill=rgb(_WASH), fill_opacity=f"{alpha:.3f}", **attributes)


def _box_data(box: Box) -> str:
    left, top, right, bottom = (number(side) for side in box)
    return f"M{left} {top}H{right}V{bottom}H{left}Z"


def _grey_matrix(saturation: float) -> str:
    """Colours mixed with their grey of the same luma (ITU-R BT.601, as OpenCV has it)."""
    rows = []
    for row in range(3):
        mixed = [
            (1.0 - saturation) * part + (saturation if row == i else 0.0) for i, part in enumerate(_GREY)
        ]
        rows.append(" ".join(f"{value:.4f}" for value in mixed) + " 0 0")
    return " ".join((*rows, "0 0 0 1 0"))
