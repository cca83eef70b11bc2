"""The boxes that explain a measure, laid out beforehand: all of them in the one place that covers least."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np

from analyzer.language import tr
from analyzer.overlay import style
from analyzer.overlay.column import Column
from analyzer.overlay.curves import rounded_box
from analyzer.overlay.primitives import (
    Box,
    Explanation,
    Fill,
    Polygon,
    Scene,
    Shape,
    Stroke,
    View,
)
from analyzer.overlay.text import text_size, wrap

_SIZES: Final = (15.0, 14.0, 13.0)
_SMALL_U: Final = 13.5
_PAD_U: Final = 18.0
_WIDTH_U: Final = 430.0
_EDGE_U: Final = 14.0
_CELL_U: Final = 4.0


def explanation_boxes(scene: Scene, views: Iterable[View]) -> dict[str, list[Shape]]:
    """Shapes of a box for each measure that the scene explains, in units of the canvas."""
    shown = {view.id: view for view in views}
    place = _legend_place(scene) if "panel" in shown else None
    if place is not None:
        return {name: _fitted(words, place) for name, words in scene.explanations.items()}
    view = shown.get("photo") or next(iter(shown.values()), None)
    if view is None or not scene.explanations:
        return {}
    width = min(_WIDTH_U, view.target[2] - view.target[0] - 2 * _EDGE_U)
    heights = {name: _height(words, width, _SIZES[0]) for name, words in scene.explanations.items()}
    left, top, right, bottom = _corner(scene, view, width, max(heights.values()))
    at_top = top - view.target[1] < view.target[3] - bottom
    boxes = {}
    for name, words in scene.explanations.items():
        height = heights[name]
        place = (left, top, right, top + height) if at_top else (left, bottom - height, right, bottom)
        boxes[name] = _box(words, place, _SIZES[0])
    return boxes


def _legend_place(scene: Scene) -> Box | None:
    """Below the close-up, over the legend: never on the drawing."""
    view = scene.view("close_up")
    if view is None:
        return None
    left, _, right, bottom = view.target
    return left, bottom + 12.0, right, scene.size_u[1] - 10.0


def _corner(scene: Scene, view: View, width: float, height: float) -> Box:
    """The corner of a view where a box covers least of the person and of the drawing."""
    left, top, right, bottom = view.target
    size = [max(int(length / _CELL_U), 1) for length in (bottom - top, right - left)]
    covered = np.zeros(size, np.uint8)
    for polygon in scene.outline_px:
        cells = (view.to_units(polygon) - (left, top)) / _CELL_U
        cv2.fillPoly(covered, [np.rint(np.clip(cells, -8000, 8000)).astype(np.int32)], 1)
    for shape in view.shapes():
        if isinstance(shape, Polygon) and shape.name.startswith("tag_"):
            cells = (view.to_units(shape.points) - (left, top)) / _CELL_U
            cv2.fillPoly(covered, [np.rint(cells).astype(np.int32)], 2)
    places = [
        (x, y, x + width, y + height)
        for y in (bottom - _EDGE_U - height, top + _EDGE_U)
        for x in (left + _EDGE_U, right - _EDGE_U - width)
    ]

    def cost(place: Box) -> int:
        x, y, far_x, far_y = (
            max(int((side - start) / _CELL_U), 0)
            for side, start in zip(place, (left, top, left, top), strict=True)
        )
        return int(covered[y:far_y, x:far_x].sum())

    return min(places, key=cost)


def _fitted(words: Explanation, place: Box) -> list[Shape]:
    """In the largest letters with which everything fits; the source is left out when nothing helps."""
    width, height = place[2] - place[0], place[3] - place[1]
    for size in _SIZES:
        if _height(words, width, size) <= height:
            return _box(words, place, size)
    return _box(words, place, _SIZES[-1], source=False)


def _height(words: Explanation, width: float, size: float) -> float:
    room = width - 2 * _PAD_U
    lines = sum(len(wrap(text, room, size)) for text in words.sentences)
    source = len(wrap(_source(words), room, size - 2.0)) * (size - 2.0) * 1.3
    return (
        2 * _PAD_U
        + 33.0
        + 17.0 * len(_technical(words, room))
        + lines * size * 1.32
        + 4.0 * len(words.sentences)
        + source
    )


def _technical(words: Explanation, room: float) -> list[str]:
    """The technical name, beside the interval."""
    return wrap(words.technical, room - text_size(words.interval, _SMALL_U)[0] - 16.0, _SMALL_U)


def _source(words: Explanation) -> str:
    return tr("Source: {source}.", source=words.source) if words.source else ""


def _box(words: Explanation, place: Box, size: float, *, source: bool = True) -> list[Shape]:
    left, top, right, _ = place
    column = Column(left + _PAD_U, right - left - 2 * _PAD_U, top + _PAD_U + 16.0)
    missing = not words.interval
    value_size = 16.0 if missing else 26.0
    beside = text_size(words.title, 19.0, 600)[0] + text_size(words.value, value_size, 600)[0] + 16.0
    column.text(words.title, 19.0, weight=600)
    if beside <= column.width:
        color = style.MUTED if missing else style.INK
        column.text(
            words.value, value_size, weight=600, x=column.right, align="end", color=color, name="value"
        )
    column.y += 22.0
    if words.interval:
        column.text(words.interval, _SMALL_U, x=column.right, align="end", name="interval")
    for index, line in enumerate(_technical(words, column.width)):
        column.y += 17.0 if index else 0.0
        column.text(line, _SMALL_U, color=style.MUTED)
    column.y += 8.0
    for text in words.sentences:
        column.y += size * 1.32
        column.paragraph(text, size)
        column.y += 4.0
    if source and words.source:
        column.y += size * 1.25
        column.paragraph(_source(words), size - 2.0, color=style.MUTED, leading=1.3)
    bottom = max(column.y + _PAD_U - 2.0, place[3])
    plate = Polygon(
        name="box",
        points=rounded_box((left, top, right, bottom), 10.0),
        fill=Fill(style.PAPER),
        stroke=Stroke(style.LUMBAR, 2.0),
    )
    return [plate, *column.shapes]
