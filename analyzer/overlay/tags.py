"""Finding room for tags in the background: never on the person, never on each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.overlay import style
from analyzer.overlay.angles import Note
from analyzer.overlay.curves import rounded_box
from analyzer.overlay.primitives import (
    Arc,
    Box,
    Fill,
    Points,
    Polygon,
    Polyline,
    Shape,
    Stroke,
    Text,
    frozen,
)
from analyzer.overlay.text import text_size
from analyzer.types import BodyGeometry
from analyzer.types.arrays import FloatArray
from analyzer.types.landmarks import Side

_CELL_U: Final = 3.0
"""Room is looked for on a raster this fine, in units."""
_GAP_U: Final = 7.0
_OTHER_SIDE_U: Final = 90.0
"""How much nearer the other side of the body has to be, to be chosen."""
_LEADER_U: Final = 230.0
"""Longest leader line; a tag farther away would no longer be read together with its part."""
_CROSSING_U: Final = 400.0
"""So much farther away a place counts whose leader would cross another tag: it is the last choice."""
_LABEL_U: Final = 16.0
_VALUE_U: Final = 30.0
_PAD_U: Final = (10.0, 7.0)
_VALUE_GROWS: Final = 0.6
"""Values are large already: they grow by this share of what the words grow."""

_BONES: Final = (
    ("shoulder", "hip", 0.42),
    ("hip", "knee", 0.26),
    ("knee", "ankle", 0.2),
    ("shoulder", "elbow", 0.2),
    ("elbow", "wrist", 0.18),
    ("ear", "shoulder", 0.3),
    ("ankle", "foot_index", 0.16),
)


def body_polygons(geometry: BodyGeometry) -> tuple[Points, ...]:
    """The outline; without one, generous boxes along the limbs, so that nothing is written on the person."""
    outline = tuple(polygon for polygon in geometry.outline_px if len(polygon) > 2)
    if outline:
        return outline
    marks, unit = geometry.landmarks, geometry.frame.trunk_length_px
    boxes = []
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        for first, second, width in _BONES:
            start, end = (marks.on(side, part) for part in (first, second))
            along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
            across = np.array([-along[1], along[0]]) * width * unit / 2
            reach = along * width * unit / 2
            boxes.append(
                frozen(
                    [
                        start - reach + across,
                        end + reach + across,
                        end + reach - across,
                        start - reach - across,
                    ]
                )
            )
    return tuple(boxes)


class Room:
    """Which parts of a view are taken, on a raster of its own."""

    def __init__(self, source: Box, scale: float) -> None:
        """``scale`` is units per photo pixel."""
        self._source, self._factor = source, scale / _CELL_U
        shape = [max(int((source[i + 2] - source[i]) * self._factor), 1) for i in (1, 0)]
        self._taken: NDArray[np.uint8] = np.zeros(shape, np.uint8)
        self._tags: list[FloatArray] = []

    def _cells(self, points: Points) -> NDArray[np.int32]:
        cells = (np.asarray(points) - self._source[:2]) * self._factor
        return np.asarray(np.rint(np.clip(cells, -4000, 8000)), dtype=np.int32)

    def take_polygon(self, points: Points, margin_u: float) -> None:
        cells = self._cells(points)
        cv2.fillPoly(self._taken, [cells], 1)
        cv2.polylines(self._taken, [cells], True, 1, max(1, round(2 * margin_u / _CELL_U)))

    def take_line(self, points: Points, margin_u: float) -> None:
        cv2.polylines(self._taken, [self._cells(points)], False, 1, max(1, round(2 * margin_u / _CELL_U)))

    def take_tag(self, box: Box) -> None:
        """The place of a tag: nothing else goes there, and no leader across it."""
        self.take_polygon(rounded_box(box, 0.0), 2.0)
        corners = np.array([[box[0], box[1]], [box[2], box[3]]])
        self._tags.append((corners - self._source[:2]) * self._factor)

    def find(self, width_u: float, height_u: float, target: Points, side: int) -> tuple[Box, float] | None:
        """The free place nearest to ``target``, as a box in photo pixels, and its distance in units.

        ``side`` is -1 when the place has to be left of the target, +1 right of it.
        """
        wide, high = (int(np.ceil((size + 2 * _GAP_U) / _CELL_U)) for size in (width_u, height_u))
        rows, columns = self._taken.shape
        if rows <= high or columns <= wide:
            return None
        total = cv2.integral(self._taken)
        free = (
            total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
        ) == 0
        spot = (np.asarray(target) - self._source[:2]) * self._factor
        # Only where a leader may reach.
        leader = _LEADER_U / _CELL_U + 1
        first = [max(int(spot[1] - high - leader), 0), max(int(spot[0] - wide - leader), 0)]
        last = [max(int(spot[1] + leader) + 1, 0), max(int(spot[0] + leader) + 1, 0)]
        near_by = free[first[0] : last[0], first[1] : last[1]]
        top, left = (found + start for found, start in zip(np.nonzero(near_by), first, strict=True))
        across = left + wide / 2 - spot[0]
        down = top + high / 2 - spot[1]
        aside = np.maximum(np.abs(across) - wide / 2, 0)
        reach = np.hypot(aside, np.maximum(np.abs(down) - high / 2, 0))
        may = (across * side >= 0) & (reach * _CELL_U <= _LEADER_U)
        if not may.any():
            return None
        top, left = top[may], left[may]
        cost = np.hypot(aside[may], 1.3 * down[may])
        near = np.stack([np.clip(spot[0], left, left + wide), np.clip(spot[1], top, top + high)], axis=1)
        for tag in self._tags:
            cost[_crosses(near, spot, tag)] += _CROSSING_U
        best = int(np.argmin(cost))
        gap = _GAP_U / _CELL_U
        corner = np.array([left[best] + gap, top[best] + gap]) / self._factor + self._source[:2]
        far = corner + np.array([width_u, height_u]) / (self._factor * _CELL_U)
        box = (float(corner[0]), float(corner[1]), float(far[0]), float(far[1]))
        return box, float(cost[best]) * _CELL_U


def _crosses(starts: FloatArray, end: FloatArray, box: FloatArray) -> NDArray[np.bool_]:
    """Which of the lines from ``starts``, shape (n, 2), to ``end`` go through a box of two corners."""
    along = end - starts
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (box[:, None, :] - starts) / along
    enter = np.nan_to_num(shares.min(axis=0), nan=-np.inf).max(axis=1)
    leave = np.nan_to_num(shares.max(axis=0), nan=np.inf).min(axis=1)
    through: NDArray[np.bool_] = (enter < leave) & (leave > 0.0) & (enter < 1.0)
    return through


def _letters_u(times: float) -> tuple[float, float]:
    """Sizes of words and values."""
    return _LABEL_U * times, _VALUE_U * (1.0 + _VALUE_GROWS * (times - 1.0))


def note_size(note: Note, times: float = 1.0) -> tuple[float, float]:
    """Width and height of a tag in units, with letters so many times as large as usual."""
    label_u, value_u = _letters_u(times)
    widths = [text_size(line, label_u, 500)[0] for line in note.lines]
    height = len(note.lines) * label_u * 1.2
    if note.value:
        widths.append(text_size(note.value, value_u, 700)[0])
        height += value_u * 1.02
    return max(widths) + 2 * _PAD_U[0], height + 2 * _PAD_U[1]


def tag_shapes(note: Note, target: Points, box: Box, scale: float, times: float = 1.0) -> list[Shape]:
    """Plate, leader line and text of one tag. ``scale`` is units per photo pixel."""
    label_u, value_u = _letters_u(times)
    left, top, right, bottom = box
    name = f"tag_{note.name}"
    nearest = np.array([min(max(target[0], left), right), min(max(target[1], top), bottom)])
    leader = Stroke(note.color, 2.5, casing=style.WHITE, casing_u=1.5)
    shapes: list[Shape] = [
        Polyline(
            name=f"leader_{note.name}", measure=note.measure, points=frozen([nearest, target]), stroke=leader
        ),
        Polygon(
            name=name,
            measure=note.measure,
            points=rounded_box(box, 8.0 / scale),
            fill=Fill(style.WHITE, 0.94),
            stroke=Stroke(note.color, 1.8),
        ),
    ]
    x, y = left + _PAD_U[0] / scale, top + _PAD_U[1] / scale
    rows = [(line, label_u, 500, style.INK, 1.2) for line in note.lines]
    if note.value:
        rows.append((note.value, value_u, 700, note.color, 1.02))
    for text, size, weight, color, leading in rows:
        y += size * leading / scale
        baseline = frozen([x, y - size * 0.2 / scale])
        shapes.append(
            Text(
                name=name,
                measure=note.measure,
                position=baseline,
                text=text,
                size_u=size,
                color=color,
                weight=weight,
            )
        )
    return shapes


def leaders_first(shapes: list[Shape]) -> list[Shape]:
    """Shapes of several tags, in the order of painting: a leader that has to pass a tag goes behind it."""
    return sorted(shapes, key=lambda shape: not shape.name.startswith("leader_"))


def place_tags(
    notes: list[Note],
    geometry: BodyGeometry,
    lines: list[Shape],
    source: Box,
    scale: float,
    *,
    sizes: tuple[float, ...] = (1.0,),
) -> list[Shape]:
    """Tags with leader lines for those notes that find room; the panel tells all of them anyway.

    ``lines`` is what they must not cover: lines, and tags that have their place already. ``sizes`` says how
    many times as large as usual the letters are. With several there is a set of tags of each, and
    `Primitive.size` says of which.
    """
    if len(sizes) == 1:
        return _one_size(notes, geometry, lines, source, scale, times=sizes[0])
    tags = []
    for size, times in enumerate(sizes):
        there = [shape for shape in lines if shape.size in (None, size)]
        placed = _one_size(notes, geometry, there, source, scale, times=times)
        tags += [replace(shape, size=size) for shape in placed]
    return tags


def _one_size(
    notes: list[Note],
    geometry: BodyGeometry,
    lines: list[Shape],
    source: Box,
    scale: float,
    *,
    times: float,
) -> list[Shape]:
    room = Room(source, scale)
    for polygon in body_polygons(geometry):
        room.take_polygon(polygon, _GAP_U)
    for shape in lines:
        if isinstance(shape, Polyline):
            room.take_line(shape.points, 3.0)
        elif isinstance(shape, Arc):
            room.take_line(shape.points(), 3.0)
        elif isinstance(shape, Polygon) and shape.name.startswith("tag_"):
            room.take_polygon(shape.points, 2.0)
    shapes: list[Shape] = []
    # Those behind first: the others can do with what is left there.
    for note in sorted(notes, key=lambda item: not item.behind):
        if not (source[0] <= note.target[0] <= source[2] and source[1] <= note.target[1] <= source[3]):
            continue
        side = geometry.frame.anterior_sign * (-1 if note.behind else 1)
        # Where large words find no room, the value may.
        for shown in (note, replace(note, lines=())) if note.value and times > 1.0 else (note,):
            size = note_size(shown, times)
            places = [(room.find(*size, note.target, side), note.target, 0.0)]
            if note.other_target is not None:
                places.append((room.find(*size, note.other_target, -side), note.other_target, _OTHER_SIDE_U))
            found = [
                (place[1] + extra, place[0], target) for place, target, extra in places if place is not None
            ]
            if found:
                _, box, target = min(found, key=lambda item: item[0])
                tag = tag_shapes(shown, target, box, scale, times)
                room.take_tag(box)
                shapes.extend(replace(shape, needs=note.needs) for shape in tag)
                break
    return leaders_first(shapes)
