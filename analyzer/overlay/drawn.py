"""What a person drew on the photo, as shapes: the same in the picture, the report and the records."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from analyzer.language import Table, tr
from analyzer.meaning.number_words import number
from analyzer.overlay import style
from analyzer.overlay.curves import rounded_box, smooth
from analyzer.overlay.primitives import (
    HEIGHT_U,
    Arc,
    Box,
    Color,
    Fill,
    Points,
    Polygon,
    Polyline,
    Shape,
    Stroke,
    Text,
    frozen,
)
from analyzer.overlay.text import ASCENT, DESCENT, text_size
from analyzer.types.drawings import Drawing, DrawingColor, DrawingKind, DrawingWidth


@dataclass(frozen=True, slots=True)
class Pen:
    """How a drawing of one width looks, in units: its line, arrow head, letters, and arc of an angle."""

    line_u: float
    head_u: float
    letters_u: float
    arc_u: float


PENS: Final[Mapping[DrawingWidth, Pen]] = {
    "thin": Pen(3.5, 24.0, 24.0, 62.0),
    "thick": Pen(7.0, 38.0, 36.0, 84.0),
}
COLORS: Final[Mapping[DrawingColor, Color]] = {
    "purple": (150, 30, 130),
    "blue": (0, 90, 160),
    "orange": (196, 72, 0),
    "yellow": (250, 214, 30),
    "black": style.INK,
}
"""Dark ones lie in a white casing, yellow in a dark one, so that each shows on light and dark photos."""
MOST_IN_LINE: Final = 22
"""Characters in one line of a text. Counted, not measured, so that it breaks alike wherever it is shown."""
LINE_HEIGHT: Final = 1.25
PAD: Final = 0.32
"""Room around letters, in their size."""
CASING_U: Final = 1.8
_NAMES: Final = Table[DrawingKind, str](
    {
        "arrow": "An arrow",
        "line": "A line",
        "angle": "An angle of {angle}",
        "freehand": "A freehand line",
        "text": "The words “{text}”",
    }
)


def drawn_shapes(drawings: Iterable[Drawing], source: Box, scale: float) -> list[Shape]:
    """All drawings that are not hidden, in a view.

    Parameters
    ----------
    drawings : iterable of Drawing
    source : Box
        The part of the photo that the view shows, in photo pixels.
    scale : float
        Units per photo pixel.
    """
    shapes: list[Shape] = []
    for drawing in visible(drawings):
        shapes += _SHAPES[drawing.kind](drawing, source, scale)
    return shapes


def visible(drawings: Iterable[Drawing]) -> list[Drawing]:
    """Those that are not hidden."""
    return [drawing for drawing in drawings if not drawing.hidden]


def describe_drawings(drawings: Iterable[Drawing]) -> str:
    """What is drawn, in words, for people who cannot see it; empty when nothing is."""
    names = [name_of(drawing) for drawing in visible(drawings)]
    if not names:
        return ""
    return tr("Drawn on the photo by a person: {drawings}.", drawings="; ".join(names))


def name_of(drawing: Drawing) -> str:
    """A drawing in a few words."""
    angle = drawing.angle_deg
    return _NAMES[drawing.kind].format(text=drawing.text, angle="" if angle is None else number(angle, "deg"))


def around_drawings(drawings: Iterable[Drawing], unit_px: float) -> Box | None:
    """The part of the photo that they take, in photo pixels; ``unit_px`` is photo pixels per unit."""
    boxes = [_taken(drawing, unit_px) for drawing in visible(drawings)]
    if not boxes:
        return None
    sides = np.array(boxes)
    low, high = sides[:, :2].min(axis=0), sides[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def text_lines(text: str) -> list[str]:
    """A text in lines of at most `MOST_IN_LINE` characters, broken at spaces where it can be."""
    lines: list[str] = []
    for word in text.split(" "):
        pieces = [word[at : at + MOST_IN_LINE] for at in range(0, len(word), MOST_IN_LINE)] or [""]
        for piece in pieces:
            if lines and len(lines[-1]) + 1 + len(piece) <= MOST_IN_LINE:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


# --- Kinds ----------------------------------------------------------------------------------------------


def _line(drawing: Drawing, source: Box, scale: float) -> list[Shape]:
    del source, scale
    points = frozen(drawing.points)
    return [Polyline(name="drawn", points=points, stroke=_stroke(drawing))]


def _freehand(drawing: Drawing, source: Box, scale: float) -> list[Shape]:
    del source, scale
    points = smooth(drawing.points, closed=False, steps=4)
    return [Polyline(name="drawn", points=points, stroke=_stroke(drawing))]


def _arrow(drawing: Drawing, source: Box, scale: float) -> list[Shape]:
    """A line with a head whose tip is the second point."""
    del source
    start, tip = np.array(drawing.points)
    length = float(np.hypot(*(tip - start)))
    along = (tip - start) / length
    side = np.array([-along[1], along[0]])
    head = min(PENS[drawing.width].head_u / scale, length)
    base = tip - along * head
    corners = frozen([tip, base + side * head * 0.46, tip - along * head * 0.8, base - side * head * 0.46])
    color = COLORS[drawing.color]
    around = Stroke(_casing(drawing), 2.0 * CASING_U, 0.9)
    shaft = frozen([start, tip - along * head * 0.75])
    return [
        Polyline(name="drawn", points=shaft, stroke=_stroke(drawing)),
        Polygon(name="drawn", points=corners, stroke=around),
        Polygon(name="drawn", points=corners, fill=Fill(color)),
        Polyline(name="drawn", points=shaft, stroke=Stroke(color, PENS[drawing.width].line_u)),
    ]


def _angle(drawing: Drawing, source: Box, scale: float) -> list[Shape]:
    """Both arms, an arc between them, and its degrees beyond the arc."""
    first, corner, second = np.array(drawing.points)
    shapes: list[Shape] = [
        Polyline(name="drawn", points=frozen([first, corner, second]), stroke=_stroke(drawing))
    ]
    arms = [arm / np.hypot(*arm) for arm in (first - corner, second - corner)]
    angle = drawing.angle_deg
    assert angle is not None
    shortest = min(float(np.hypot(*(end - corner))) for end in (first, second))
    radius = min(PENS[drawing.width].arc_u / scale, 0.7 * shortest)
    start = math.degrees(math.atan2(arms[0][1], arms[0][0]))
    turn = arms[0][0] * arms[1][1] - arms[0][1] * arms[1][0]
    sweep = angle if turn >= 0.0 else -angle
    stroke = Stroke(COLORS[drawing.color], 2.4, casing=_casing(drawing), casing_u=1.2, casing_alpha=0.8)
    shapes.append(
        Arc(
            name="drawn",
            center=frozen(corner),
            radius=radius,
            start_deg=start,
            sweep_deg=sweep,
            stroke=stroke,
        )
    )
    middle = math.radians(start + sweep / 2.0)
    letters = PENS[drawing.width].letters_u
    away = radius + (0.95 * letters + 8.0) / scale
    center = corner + away * np.array([math.cos(middle), math.sin(middle)])
    words = [number(angle, "deg")]
    return shapes + _label(drawing, words, _box_around(center, words, letters, scale), source, scale)


def _text(drawing: Drawing, source: Box, scale: float) -> list[Shape]:
    words = text_lines(drawing.text)
    return _label(drawing, words, _text_box(drawing, words, scale), source, scale)


_SHAPES: Final = {"line": _line, "arrow": _arrow, "freehand": _freehand, "angle": _angle, "text": _text}


# --- Parts ----------------------------------------------------------------------------------------------


def _stroke(drawing: Drawing) -> Stroke:
    return Stroke(
        COLORS[drawing.color],
        PENS[drawing.width].line_u,
        casing=_casing(drawing),
        casing_u=CASING_U,
        casing_alpha=0.9,
    )


def _casing(drawing: Drawing) -> Color:
    return style.INK if drawing.color == "yellow" else style.WHITE


def _label(drawing: Drawing, words: list[str], box: Box, source: Box, scale: float) -> list[Shape]:
    """Words in a box, moved into the part that is shown if its place is in there."""
    letters = PENS[drawing.width].letters_u
    left, top, right, bottom = _moved_inside(box, source)
    color = COLORS[drawing.color]
    shapes: list[Shape] = [
        Polygon(
            name="drawn",
            points=rounded_box((left, top, right, bottom), 0.3 * letters / scale),
            fill=Fill(_casing(drawing), 0.88),
            stroke=Stroke(color, 1.6),
        )
    ]
    first = top + (PAD + (LINE_HEIGHT + ASCENT - DESCENT) / 2.0) * letters / scale
    for row, line in enumerate(words):
        place = frozen([left + PAD * letters / scale, first + row * LINE_HEIGHT * letters / scale])
        shapes.append(Text(name="drawn", position=place, text=line, size_u=letters, color=color, weight=600))
    return shapes


def _size(words: list[str], letters: float, scale: float) -> Points:
    """Width and height of words with the room around them, in photo pixels."""
    wide = max(text_size(line, letters, 600)[0] for line in words) + 2.0 * PAD * letters
    return np.array([wide, (LINE_HEIGHT * len(words) + 2.0 * PAD) * letters]) / scale


def _box_around(center: Points, words: list[str], letters: float, scale: float) -> Box:
    low = center - _size(words, letters, scale) / 2.0
    high = center + _size(words, letters, scale) / 2.0
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _text_box(drawing: Drawing, words: list[str], scale: float) -> Box:
    (x, y), (wide, high) = drawing.points[0], _size(words, PENS[drawing.width].letters_u, scale)
    return x, y - float(high) / 2.0, x + float(wide), y + float(high) / 2.0


def _moved_inside(box: Box, source: Box) -> Box:
    """A box that begins in a part of the photo, moved so that it ends there, too, when it can."""
    left, top, right, bottom = box
    if not (source[0] <= left <= source[2] and source[1] <= (top + bottom) / 2.0 <= source[3]):
        return box
    across = max(min(0.0, source[2] - right), source[0] - left)
    down = max(min(0.0, source[3] - bottom), source[1] - top)
    return left + across, top + down, right + across, bottom + down


def _taken(drawing: Drawing, unit_px: float) -> Box:
    scale = 1.0 / unit_px
    points = np.array(drawing.points)
    room = (PENS[drawing.width].line_u + 2.0 * CASING_U) * unit_px
    low, high = points.min(axis=0) - room, points.max(axis=0) + room
    if drawing.kind == "text":
        box = _text_box(drawing, text_lines(drawing.text), scale)
        return box[0] - room, box[1] - room, box[2] + room, box[3] + room
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def unit_of(box: Box) -> float:
    """Photo pixels per unit where a part of the photo is shown as high as a picture is."""
    return (box[3] - box[1]) / HEIGHT_U
