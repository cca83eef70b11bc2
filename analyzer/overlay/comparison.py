"""Before and after in one picture: both photos, both outlines, and what changed."""

from __future__ import annotations

from typing import Final

import numpy as np

from analyzer.compare.changes import Change, Comparison
from analyzer.compare.words import Goals, reason_words, verdict_words
from analyzer.language import tr, translated, within_sentence
from analyzer.meaning import measure_words as wording
from analyzer.meaning.number_words import difference_span, tenths
from analyzer.overlay import picture_words as said
from analyzer.overlay import style
from analyzer.overlay.aligned import Aligned, Image, align, ankle_place
from analyzer.overlay.brush_cv import Brush, Window
from analyzer.overlay.primitives import Align, Color, Fill, Polygon, Polyline, Shape, Stroke, Text, frozen
from analyzer.overlay.text import fitted, text_size, wrap
from analyzer.types import Analysis
from analyzer.types.codes import Facing

BEFORE: Final[Color] = (0, 114, 178)
AFTER: Final[Color] = (213, 94, 0)
PHOTO_SIZE: Final = (560, 1000)
"""Width and height of each photo."""
_GAP: Final = 24
_TOP: Final = 84
_SIZE: Final = (3 * PHOTO_SIZE[0] + 4 * _GAP, 1640)
_ROW: Final = 46
_COLUMNS: Final = (_GAP, 590.0, 720.0, 1120.0, 1180.0)
_ROOMS: Final = dict(zip(_COLUMNS, (470.0, 110.0, 120.0, 385.0, 548.0), strict=True))
"""How wide what stands in a column may be."""
_ALIGNS: Final[tuple[Align, ...]] = ("start", "end", "end", "end", "start")


def paint_comparison(
    comparison: Comparison,
    before: tuple[Analysis, Image],
    after: tuple[Analysis, Image],
    *,
    cover_face: bool = True,
    goals: Goals | None = None,
) -> Image:
    """Both photos, level and of one size, their outlines on top of each other, and a table of changes.

    Parameters
    ----------
    comparison : Comparison
    before, after : (Analysis, ndarray of uint8, shape (height, width, 3))
        Analysis and photo to show for each side.
    cover_face : bool
        Whether to cover the faces, so that the picture can be shared.
    goals : mapping of str to {"less", "more"}, optional
        Which way is wanted, by measure; without it the words stay neutral.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
    """
    facing = before[0].view.facing
    sides = [
        align(*side, PHOTO_SIZE, facing=facing, cover_face=cover_face, beyond=style.HAIR)
        for side in (before, after)
    ]
    canvas: Image = np.full((_SIZE[1], _SIZE[0], 3), style.PAPER, dtype=np.uint8)
    brush = Brush(Window(canvas, np.zeros(2), 1.0, 1.0))
    lefts = [_GAP + index * (PHOTO_SIZE[0] + _GAP) for index in range(3)]
    for left, title, color in zip(lefts, translated(said.SIDES), (BEFORE, AFTER, style.INK), strict=True):
        brush.draw(_text(title, left, 58, 32, color=color, weight=700))
    for left, side, color in zip(lefts, sides, (BEFORE, AFTER), strict=False):
        canvas[_TOP : _TOP + PHOTO_SIZE[1], left : left + PHOTO_SIZE[0]] = side.rgb
        panel = _panel(canvas, left)
        _back(panel, side, color)
        if side.mirrored:
            _chip(panel, tr(said.MIRRORED))
    _outlines(_panel(canvas, lefts[2]), facing, *sides)
    for shape in _table(comparison, _TOP + PHOTO_SIZE[1] + 44, goals or {}):
        brush.draw(shape)
    return canvas


def _panel(canvas: Image, left: int) -> Brush:
    part = canvas[_TOP : _TOP + PHOTO_SIZE[1], left : left + PHOTO_SIZE[0]]
    return Brush(Window(part, np.zeros(2), 1.0, 1.0))


def _back(brush: Brush, side: Aligned, color: Color) -> None:
    if side.back is not None:
        stroke = Stroke(color, 4.0, casing=style.WHITE, casing_u=2.0)
        brush.draw(Polyline(points=side.back, stroke=stroke))


def _chip(brush: Brush, text: str) -> None:
    """A text in the upper left corner, where nothing of the person is, that can be read on any photo."""
    width = text_size(text, 20)[0] + 24
    box = frozen([[10.0, 10.0], [10.0 + width, 10.0], [10.0 + width, 44.0], [10.0, 44.0]])
    brush.draw(Polygon(points=box, fill=Fill(style.WHITE, 0.88)))
    brush.draw(_text(text, 22, 34, 20))


def _outlines(brush: Brush, facing: Facing, before: Aligned, after: Aligned) -> None:
    """Both people as outlines, on the same ankle, with a plumb line."""
    width, height = PHOTO_SIZE
    brush.draw(
        Polygon(points=frozen([[0, 0], [width, 0], [width, height], [0, height]]), fill=Fill(style.WHITE))
    )
    across = float(ankle_place(PHOTO_SIZE, facing)[0])
    plumb = np.array([[across, 20.0], [across, height - 20.0]])
    brush.draw(Polyline(points=frozen(plumb), stroke=Stroke(style.FAINT, 1.5, dash_u=(8.0, 6.0))))
    for side, color, alpha in ((before, BEFORE, 0.10), (after, AFTER, 0.10)):
        for ring in side.outline[:1]:
            brush.draw(Polygon(points=frozen(ring), fill=Fill(color, alpha), stroke=Stroke(color, 2.0)))
        _back(brush, side, color)
    _, before_words, after_words, *_ = translated(said.TABLE_HEADS)
    brush.draw(_text(before_words, 16, height - 44, 20, color=BEFORE, weight=700))
    brush.draw(_text(after_words, 16, height - 18, 20, color=AFTER, weight=700))


def _table(comparison: Comparison, top: float, goals: Goals) -> list[Shape]:
    """Value before, value after, difference with interval, and verdict, one row per measure."""
    shapes: list[Shape] = [
        _text(head, x, top, 20, color=style.MUTED, align=align_)
        for head, x, align_ in zip(translated(said.TABLE_HEADS), _COLUMNS, _ALIGNS, strict=True)
    ]
    y = top + _ROW - 6
    for change in comparison.changes.values():
        line = frozen([[_GAP, y - 32], [_SIZE[0] - _GAP, y - 32]])
        shapes.append(Polyline(points=line, stroke=Stroke(style.HAIR, 1.5)))
        weight = 700 if change.verdict == "changed" else 400
        # What means nothing should not look like a finding.
        color = style.MUTED if change.verdict == "not_comparable" else style.INK
        for text, x, align_ in zip(_cells(change, goals), _COLUMNS, _ALIGNS, strict=True):
            size = fitted(text, _ROOMS[x], 22, weight, least=14.0)
            shapes.append(_text(text, x, y, size, color=color, weight=weight, align=align_))
        y += _ROW
    color, note = style.MUTED, tr(said.CHANGED_NOTE)
    if comparison.reasons:
        color, note = style.INK, " ".join(reason.message for reason in comparison.reasons)
        if not comparison.comparable:
            note = tr(said.NOT_COMPARED, reasons=note)
    for text in wrap(note, _SIZE[0] - 2 * _GAP, 20, max_lines=3):
        shapes.append(_text(text, _GAP, y + 6, 20, color=color))
        y += 28
    return shapes


def _cells(change: Change, goals: Goals) -> tuple[str, str, str, str, str]:
    unit = change.before.unit
    values = [
        tr(said.NO_VALUE) if item.value is None else tenths(item.value, unit)
        for item in (change.before, change.after)
    ]
    difference = ""
    verdict = verdict_words(change, goals)
    if change.verdict == "not_comparable":  # a number that means nothing would be passed on all the same
        verdict = tr("{verdict}: {reason}", verdict=verdict, reason=within_sentence(reason_words(change)))
    elif change.difference is not None and change.ci95 is not None:
        difference = f"{tenths(change.difference, unit, signed=True)} ({difference_span(change.ci95, unit)})"
    words = wording.measure_text(change.name).plain
    return words, values[0], values[1], difference, verdict


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
