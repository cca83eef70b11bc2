"""Drawing single shapes with OpenCV, smooth-edged and to fractions of a pixel."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.overlay.curves import arrow_head, arrow_size
from analyzer.overlay.primitives import (
    Arc,
    Circle,
    Color,
    Fill,
    Points,
    Polygon,
    Polyline,
    Shape,
    Stroke,
    Text,
)
from analyzer.overlay.text import QUICK_SIZE, font, text_size

Image = NDArray[np.uint8]
SHIFT: Final = 5
"""Binary places of a pixel that OpenCV is given for positions."""
_TEXT_ZOOM: Final = 3.0
_LINE_ZOOM: Final = 2
_WHITE: Final = (255, 255, 255)
_Draw = Callable[[Image, Points], None]
_Look = tuple[Color, float, float]
"""Colour, width and opacity of a line."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Pixels of one view, and how its coordinates map to them."""

    image: Image
    origin: Points
    scale: float
    per_unit: float

    def pixels(self, points: Points) -> Points:
        """Continuous coordinates of the window; OpenCV counts from pixel centres, hence the half."""
        result: Points = (points - self.origin) * self.scale - 0.5
        return result


def fixed(pixels: Points) -> NDArray[np.int32]:
    """Fixed-point positions for OpenCV, kept within what its 32 bits can hold."""
    inside = np.minimum(np.maximum(pixels, -20000.0), 20000.0)
    return np.asarray(np.rint(inside * 2**SHIFT), dtype=np.int32)


def dashes(pixels: Points, on: float, off: float) -> list[Points]:
    """Cut a line, shape (n, 2), into pieces of length ``on`` with gaps of length ``off``."""
    steps = np.linalg.norm(np.diff(pixels, axis=0), axis=1)
    length = np.concatenate(([0.0], np.cumsum(steps)))
    total = float(length[-1])
    if total <= 0.0 or not np.isfinite(total) or total > 1e6 * (on + off):
        return [pixels]
    starts = np.arange(0.0, total, on + off)
    stops = np.minimum(starts + on, total)
    ends = np.stack(
        [
            np.column_stack([np.interp(places, length, pixels[:, axis]) for axis in (0, 1)])
            for places in (starts, stops)
        ],
        axis=1,
    )
    first, last = np.searchsorted(length, starts, side="right"), np.searchsorted(length, stops)
    return [
        np.concatenate((end[:1], pixels[low:high], end[1:])) if high > low else end
        for end, low, high in zip(ends, first.tolist(), last.tolist(), strict=True)
    ]


def thickness(width_px: float) -> int:
    """What to ask OpenCV for: its smooth lines are 1.4 px wide for 1, 3.4 for 2, 5.4 for 3, 7.4 for 5."""
    steps = max(round((width_px - 1.4) / 2.0), 0)
    return steps + 1 if steps < 2 else 2 * steps - 1


class Brush:
    """Draws shapes into one window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._image = window.image
        self._per_unit = window.per_unit

    def draw(self, shape: Shape) -> None:
        """Draw one shape of any kind."""
        match shape:
            case Polyline():
                self._line(self._window.pixels(shape.points), shape.stroke, closed=False, arrow=shape.arrow)
            case Polygon():
                self._polygon(shape)
            case Circle():
                self._circle(shape)
            case Arc():
                self._arc(shape)
            case Text():
                self._text(shape)

    def _region(self, pixels: Points, margin: float) -> tuple[int, int, int, int] | None:
        """Left, top, right, bottom of what points touch of the picture, ``None`` when that is nothing."""
        high, wide = self._image.shape[:2]
        low, far = np.minimum.reduce(pixels).tolist(), np.maximum.reduce(pixels).tolist()
        left, top = (max(math.floor(side - margin - 2.0), 0) for side in low)
        right, bottom = (
            math.ceil(min(side + margin + 3.0, end)) for side, end in zip(far, (wide, high), strict=True)
        )
        return None if right <= left or bottom <= top else (left, top, right, bottom)

    def _blend(self, pixels: Points, margin: float, alpha: float, draw: _Draw) -> None:
        """Draw opaquely on a copy of the smallest region needed, and mix that in."""
        box = self._region(pixels, margin)
        if box is None or alpha <= 0.0:
            return
        left, top, right, bottom = box
        region = self._image[top:bottom, left:right]
        copy = region.copy()
        draw(copy, pixels - np.array([left, top]))
        region[:] = copy if alpha >= 1.0 else cv2.addWeighted(copy, alpha, region, 1.0 - alpha, 0.0)

    def _strokes(self, pixels: Points, pieces: list[Points], looks: list[_Look], *, closed: bool) -> None:
        """Lines over each other, drawn large and shrunk: OpenCV's own widths are coarse, its joints show."""
        looks = [(color, width_u * self._per_unit, alpha) for color, width_u, alpha in looks if alpha > 0.0]
        box = self._region(pixels, max((width for _, width, _ in looks), default=0.0))
        if box is None:
            return
        left, top, right, bottom = box
        # Positions count from pixel centres, in either picture.
        large = fixed((np.concatenate(pieces) - (left, top) + 0.5) * _LINE_ZOOM - 0.5)
        ends = [0, *accumulate(len(piece) for piece in pieces)]
        lines = [large[start:end] for start, end in pairwise(ends)]
        for color, width, alpha in looks:
            sheet = np.zeros(((bottom - top) * _LINE_ZOOM, (right - left) * _LINE_ZOOM), np.uint8)
            cv2.polylines(sheet, lines, closed, 255, thickness(width * _LINE_ZOOM), cv2.LINE_AA, SHIFT)
            mask = cv2.resize(sheet, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
            if alpha < 1.0:
                mask = cv2.convertScaleAbs(mask, alpha=alpha)
            self._stencil(cv2.cvtColor(mask, cv2.COLOR_GRAY2RGB), (left, top), color)

    def _line(self, pixels: Points, stroke: Stroke, *, closed: bool, arrow: bool = False) -> None:
        """A line with its casing, dashed when asked for."""
        path = np.vstack((pixels, pixels[:1])) if closed else pixels
        pieces = [path]
        if stroke.dash_u is not None:
            on, off = (max(part * self._per_unit, 1.0) for part in stroke.dash_u)
            pieces = dashes(path, on, off)
        whole = closed and stroke.dash_u is None
        if whole:
            pieces = [pixels]
        looks: list[_Look] = [(stroke.color, stroke.width_u, stroke.alpha)]
        if stroke.casing is not None:
            edge = stroke.width_u + 2.0 * stroke.casing_u
            looks.insert(0, (stroke.casing, edge, stroke.casing_alpha * stroke.alpha))
        self._strokes(path, pieces, looks, closed=whole)
        if arrow:
            self._arrow(path, stroke)

    def _arrow(self, path: Points, stroke: Stroke) -> None:
        """A head at the end, along the last bit of the line."""
        head = arrow_head(path, arrow_size(stroke) * self._per_unit)
        if head is None:
            return
        if stroke.casing is not None:
            self._line(head, Stroke(stroke.casing, 2 * stroke.casing_u, stroke.casing_alpha), closed=True)
        self._area(head, Fill(stroke.color, stroke.alpha))

    def _area(self, pixels: Points, fill: Fill, holes: tuple[Points, ...] = ()) -> None:
        """A filled area; hatching is cut out by the area itself."""

        def draw(image: Image, shifted: Points) -> None:
            move = shifted[0] - pixels[0]
            rings = [fixed(shifted), *(fixed(hole + move) for hole in holes)]
            cv2.fillPoly(image, rings, fill.color, cv2.LINE_AA, SHIFT)
            if fill.hatch is not None:
                self._hatch(image, rings, fill.hatch)

        self._blend(pixels, 1.0, fill.alpha, draw)

    def _hatch(self, image: Image, rings: list[NDArray[np.int32]], color: Color) -> None:
        mask = np.zeros(image.shape[:2], np.uint8)
        cv2.fillPoly(mask, rings, 255, cv2.LINE_8, SHIFT)
        lines = image.copy()
        gap = max(round(9.0 * self._per_unit), 4)
        high, wide = image.shape[:2]
        for start in range(-high, wide, gap):
            cv2.line(
                lines, (start, high), (start + high, 0), color, thickness(1.4 * self._per_unit), cv2.LINE_AA
            )
        image[mask > 0] = lines[mask > 0]

    def _polygon(self, shape: Polygon) -> None:
        pixels = self._window.pixels(shape.points)
        holes = tuple(self._window.pixels(hole) for hole in shape.holes)
        if shape.fill is not None:
            self._area(pixels, shape.fill, holes)
        if shape.stroke is not None:
            for ring in (pixels, *holes):
                self._line(ring, shape.stroke, closed=True)

    def _circle(self, shape: Circle) -> None:
        center = self._window.pixels(shape.center)
        radius = shape.radius_u * self._per_unit
        turn = np.linspace(0.0, 2.0 * np.pi, 33)[:-1]
        ring = center + radius * np.column_stack((np.cos(turn), np.sin(turn)))
        if shape.fill is not None:
            self._area(ring, shape.fill)
        if shape.stroke is not None:
            self._line(ring, shape.stroke, closed=True)

    def _arc(self, shape: Arc) -> None:
        points = shape.points()
        pixels = self._window.pixels(points)
        if shape.fill is not None:
            self._area(np.vstack((self._window.pixels(shape.center), pixels)), shape.fill)
        if shape.stroke is not None:
            self._line(pixels, shape.stroke, closed=False, arrow=shape.arrow)

    def _text(self, shape: Text) -> None:
        """Letters, drawn large and shrunk: small ones would be spaced by whole pixels."""
        size = max(shape.size_u * self._per_unit, 5.0)
        large = max(min(round(size * _TEXT_ZOOM), QUICK_SIZE), round(size))
        zoom = large / size
        width, ascent, descent = text_size(shape.text, size, shape.weight)
        start = self._window.pixels(shape.position) + 0.5
        start = start - np.array([width * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.align], 0.0])
        corner = (math.floor(start[0] - 2.0), math.floor(start[1] - 1.3 * ascent))
        high, wide = int(1.3 * ascent + 1.6 * descent) + 3, int(width) + 6
        where = (start - corner) * zoom
        place = (round(float(where[0])), round(float(where[1])))
        mask, around = _letters(shape.text, shape.weight, large, zoom=zoom, place=place, size_px=(wide, high))
        if shape.halo is not None:
            self._stencil(around, corner, shape.halo)
        self._stencil(mask, corner, shape.color)

    def _stencil(self, mask: Image, corner: tuple[int, int], color: Color) -> None:
        """Lay a colour over the picture where ``mask`` is white, shape (height, width, 3)."""
        left, top = corner
        x0, y0 = max(left, 0), max(top, 0)
        x1 = min(left + mask.shape[1], self._image.shape[1])
        y1 = min(top + mask.shape[0], self._image.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        part = mask[y0 - top : y1 - top, x0 - left : x1 - left]
        region = self._image[y0:y1, x0:x1]
        left_over = cv2.multiply(region, cv2.bitwise_not(part), scale=1 / 255)
        if any(color):
            # White, as most casings are, is the mask itself.
            cv2.add(left_over, part if color == _WHITE else cv2.LUT(part, _shades(color)), dst=left_over)
        region[:] = left_over


@lru_cache(maxsize=256)
def _shades(color: Color) -> NDArray[np.uint8]:
    """A colour times 0 to 1 in 256 steps, shape (256, 1, 3)."""
    return np.asarray(np.rint(np.arange(256)[:, None, None] * np.array(color) / 255.0), dtype=np.uint8)


@lru_cache(maxsize=256)
def _letters(
    text: str, weight: int, size: int, *, zoom: float, place: tuple[int, int], size_px: tuple[int, int]
) -> tuple[Image, Image]:
    """A line of text, and the same one pixel wider, as stencils; most pictures have the same words."""
    wide, high = size_px
    sheet = np.zeros((round(high * zoom), round(wide * zoom)), np.uint8)
    cv2.putText(sheet, text, place, 255, font(), size, weight)
    mask = cv2.cvtColor(cv2.resize(sheet, size_px, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2RGB)
    return mask, np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)))
