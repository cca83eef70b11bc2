"""Before and after in one picture: both photos, both outlines, and what changed."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.compare import Change, Comparison, Verdict
from analyzer.overlay import style
from analyzer.overlay.aligned import Aligned, Image, align
from analyzer.overlay.brush_cv import Brush, Window
from analyzer.overlay.primitives import Align, Color, Fill, Polygon, Polyline, Shape, Stroke, Text, frozen
from analyzer.overlay.text import wrap
from analyzer.types import Analysis

BEFORE: Final[Color] = (0, 114, 178)
AFTER: Final[Color] = (213, 94, 0)
PHOTO_SIZE: Final = (560, 1000)
"""Width and height of each photo."""
VERDICTS: Final[dict[Verdict, str]] = {
    "changed": "changed",
    "within_measurement_error": "within measurement error",
    "not_comparable": "not comparable",
}
_GAP: Final = 24
_TOP: Final = 84
_SIZE: Final = (3 * PHOTO_SIZE[0] + 4 * _GAP, 1640)
_ROW: Final = 46
_TITLES: Final = ("Before", "After", "Both outlines")


def paint_comparison(
    comparison: Comparison,
    before: tuple[Analysis, Image],
    after: tuple[Analysis, Image],
    *,
    cover_face: bool = True,
) -> Image:
    """Both photos, level and of one size, their outlines on top of each other, and a table of changes.

    Parameters
    ----------
    comparison : Comparison
    before, after : (Analysis, ndarray of uint8, shape (height, width, 3))
        Analysis and photo to show for each side.
    cover_face : bool
        Whether to cover the faces, so that the picture can be shared.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
    """
    facing = before[0].view.facing
    sides = [align(*side, PHOTO_SIZE, facing=facing, cover_face=cover_face) for side in (before, after)]
    canvas: Image = np.full((_SIZE[1], _SIZE[0], 3), style.PAPER, dtype=np.uint8)
    brush = Brush(Window(canvas, np.zeros(2), 1.0, 1.0))
    lefts = [_GAP + index * (PHOTO_SIZE[0] + _GAP) for index in range(3)]
    for left, title, color in zip(lefts, _TITLES, (BEFORE, AFTER, style.INK), strict=True):
        brush.draw(_text(title, left, 58, 32, color=color, weight=700))
    for left, side, color in zip(lefts, sides, (BEFORE, AFTER), strict=False):
        canvas[_TOP : _TOP + PHOTO_SIZE[1], left : left + PHOTO_SIZE[0]] = side.rgb
        panel = _panel(canvas, left)
        _back(panel, side, color)
        if side.mirrored:
            panel.draw(_text("mirrored to match the other side", 12, PHOTO_SIZE[1] - 14, 20))
    _outlines(_panel(canvas, lefts[2]), *sides)
    for shape in _table(comparison, _TOP + PHOTO_SIZE[1] + 44):
        brush.draw(shape)
    return canvas


def _panel(canvas: Image, left: int) -> Brush:
    part = canvas[_TOP : _TOP + PHOTO_SIZE[1], left : left + PHOTO_SIZE[0]]
    return Brush(Window(part, np.zeros(2), 1.0, 1.0))


def _back(brush: Brush, side: Aligned, color: Color) -> None:
    if side.back is not None:
        stroke = Stroke(color, 4.0, casing=style.WHITE, casing_u=2.0)
        brush.draw(Polyline(points=side.back, stroke=stroke))


def _outlines(brush: Brush, before: Aligned, after: Aligned) -> None:
    """Both people as outlines, on the same ankle, with a plumb line."""
    width, height = PHOTO_SIZE
    brush.draw(
        Polygon(points=frozen([[0, 0], [width, 0], [width, height], [0, height]]), fill=Fill(style.WHITE))
    )
    plumb = np.array([[width / 2, 20.0], [width / 2, height - 20.0]])
    brush.draw(Polyline(points=frozen(plumb), stroke=Stroke(style.FAINT, 1.5, dash_u=(8.0, 6.0))))
    for side, color, alpha in ((before, BEFORE, 0.10), (after, AFTER, 0.10)):
        for ring in side.outline[:1]:
            brush.draw(Polygon(points=frozen(ring), fill=Fill(color, alpha), stroke=Stroke(color, 2.0)))
        _back(brush, side, color)
    brush.draw(_text("before", 16, height - 44, 20, color=BEFORE, weight=700))
    brush.draw(_text("after", 16, height - 18, 20, color=AFTER, weight=700))


def _table(comparison: Comparison, top: float) -> list[Shape]:
    """Value before, value after, difference with interval, and verdict, one row per measure."""
    columns = (_GAP, 600.0, 750.0, 1110.0, 1260.0)
    heads = ("", "before", "after", "difference (95 % interval)", "")
    aligns: tuple[Align, ...] = ("start", "end", "end", "end", "start")
    shapes: list[Shape] = [
        _text(head, x if align_ == "start" else x + 70, top, 20, color=style.MUTED, align=align_)
        for head, x, align_ in zip(heads, columns, aligns, strict=True)
    ]
    y = top + _ROW - 6
    for change in comparison.changes.values():
        line = frozen([[_GAP, y - 32], [_SIZE[0] - _GAP, y - 32]])
        shapes.append(Polyline(points=line, stroke=Stroke(style.HAIR, 1.5)))
        bold = 700 if change.verdict == "changed" else 400
        for text, x, align_ in zip(_cells(change), columns, aligns, strict=True):
            place = x if align_ == "start" else x + 70
            shapes.append(_text(text, place, y, 22, weight=bold, align=align_))
        y += _ROW
    note = (
        "Changed means: by more than the error of measurement. People also stand a little differently each "
        "time."
    )
    if comparison.reasons:
        note = " ".join(reason.message for reason in comparison.reasons)
    for text in wrap(note, _SIZE[0] - 2 * _GAP, 20, max_lines=3):
        shapes.append(_text(text, _GAP, y + 6, 20, color=style.MUTED))
        y += 28
    return shapes


def _cells(change: Change) -> tuple[str, str, str, str, str]:
    unit = change.before.unit
    values = [
        "no value" if item.value is None else style.number(item.value, unit)
        for item in (change.before, change.after)
    ]
    difference = ""
    if change.difference is not None and change.ci95 is not None:
        low, high = (f"{end:+.1f}".replace("-", "−") for end in change.ci95)
        sign = "+" if change.difference >= 0 else "−"
        ending = "°" if unit == "deg" else " mm" if unit == "mm" else " %"
        difference = f"{sign}{abs(change.difference):.1f}{ending} ({low} to {high})"
    words = style.measure_text(change.name).plain
    return words, values[0], values[1], difference, VERDICTS[change.verdict]


def _text(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    color: Color = style.INK,
    weight: int = 400,
    align: Align = "start",
) -> Text:
    return Text(position=frozen([x, y]), text=text, size_u=size, color=color, weight=weight, align=align)
