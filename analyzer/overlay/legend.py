"""What the colours and lines mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from analyzer.language import tr
from analyzer.meaning import measure_words as wording
from analyzer.overlay import picture_words as said
from analyzer.overlay import style
from analyzer.overlay.column import Column
from analyzer.overlay.curves import rounded_box
from analyzer.overlay.drawn import COLORS, visible
from analyzer.overlay.primitives import (
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
from analyzer.overlay.text import fitted, wrap
from analyzer.types import Analysis

_ROW_U: Final = 41.0
_LEAST_ROW_U: Final = 34.8
"""Two lines of text need as much."""
_SWATCH_U: Final = 44.0
_TEXT_U: Final = 14.5


_LAYER_OF: Final = {
    "contour": "contour",
    "bridged": "contour",
    "tangent": "angles",
    "bone": "pelvis",
    "tilt": "pelvis",
    "ghost": "pelvis",
    "psoas": "psoas",
    "plumb_line": "plumb_line",
    "landmarks": "landmarks",
    "drawings": "drawings",
}
"""What each row of the legend explains."""


def legend_height(analysis: Analysis, layers: Iterable[str]) -> float:
    """Height of the legend in one column, in units."""
    return 46.0 + _ROW_U * len(_entries(analysis, set(layers)))


def legend_shapes(
    analysis: Analysis,
    layers: Iterable[str],
    place: Box,
    *,
    columns: int,
) -> list[Shape]:
    """Swatches with words in ``columns`` columns inside ``place``, in units of the canvas."""
    left, top, right, bottom = place
    width = right - left
    column = Column(left, width, top)
    column.text(tr(said.LEGEND_HEADING), 15.0, weight=600, color=style.MUTED, name="heading")
    entries = _entries(analysis, set(layers))
    room = bottom - top - 20.0
    pitch = min(_ROW_U, max(room / max(-(-len(entries) // columns), 1), _LEAST_ROW_U))
    rows = max(int(room // pitch), 1)
    entries = entries[: rows * columns]
    per_column = -(-len(entries) // columns) if entries else 1
    wide = (width - 24.0 * (columns - 1)) / columns
    for index, (name, swatch, text) in enumerate(entries):
        x = left + (index // per_column) * (wide + 24.0)
        y = top + 36.0 + (index % per_column) * pitch
        first_shape = len(column.shapes)
        column.shapes.extend(_swatch(name, swatch, x, y))
        room = wide - _SWATCH_U - 12.0
        size = fitted(text, room, _TEXT_U, max_lines=2)
        lines = wrap(text, room, size, max_lines=2 if size > 12.0 else 3)
        first = y + 5.0 - (len(lines) - 1) * size * 0.6
        for number, line in enumerate(lines):
            where = frozen([x + _SWATCH_U + 12.0, first + number * size * 1.2])
            column.shapes.append(Text(name=name, position=where, text=line, size_u=size, color=style.INK))
        row = column.shapes[first_shape:]
        column.shapes[first_shape:] = [replace(shape, needs=_LAYER_OF[name]) for shape in row]
    return column.shapes


def close_up_title(left: float, width: float) -> list[Shape]:
    """What the close-up shows, and why it matters, above it."""
    column = Column(left, width, 46.0)
    column.text(tr(said.CLOSE_UP), 16.5, color=style.MUTED, weight=600, name="heading")
    column.y += 24.0
    story = tr(wording.STORY)
    column.paragraph(story, fitted(story, width, 15.0, max_lines=2), name="story", max_lines=2)
    return column.shapes


def _entries(analysis: Analysis, layers: set[str]) -> list[tuple[str, object, str]]:
    """Name, look and words, only for what is in the picture."""
    known = analysis.geometry.profile is not None
    entries: list[tuple[str, object, str]] = []
    if "contour" in layers and known:
        colors = [color for _, _, color in style.REGIONS]
        entries.append(("contour", colors, said.LEGEND["contour"]))
        assert analysis.geometry.profile is not None
        if not analysis.geometry.profile.seen.all():
            dashed = style.cased(style.LUMBAR, 5.0, dash_u=(8.0, 12.0))
            entries.append(("bridged", dashed, said.LEGEND["bridged"]))
    if "angles" in layers and known:
        entries.append(("tangent", style.cased(style.INK, 3.0), said.LEGEND["tangent"]))
    if "pelvis" in layers and known:
        tilt = analysis.measures.get("pelvic_tilt")
        if tilt:
            how = "bone.estimated" if tilt.estimated else "bone.measured"
            entries.append(("bone", Fill(style.BONE), said.LEGEND[how]))
            entries.append(("tilt", style.cased(style.TILT, 3.8), said.LEGEND["tilt"]))
        if tilt is None or tilt.value is None or tilt.reference is not None:
            ghost = Stroke(style.MUTED, 2.5, dash_u=(6.0, 5.0), casing=style.WHITE, casing_u=1.5)
            words = said.LEGEND["ghost" if tilt else "ghost.no_tilt"]
            entries.append(("ghost", ghost, words))
    if "psoas" in layers and known:
        level = style.LEVELS[analysis.shortened_psoas.level]
        entries.append(("psoas", level, said.LEGEND["psoas"].format(level=level.tag, line=level.line)))
    if "plumb_line" in layers:
        plumb = Stroke(style.INK, 2.8, dash_u=(8.0, 6.0), casing=style.WHITE, casing_u=1.8)
        entries.append(("plumb_line", plumb, said.LEGEND["plumb_line"]))
    if "landmarks" in layers:
        entries.append(("landmarks", Stroke(style.FAINT, 5.0, dash_u=(1.0, 9.0)), said.LEGEND["landmarks"]))
    if "drawings" in layers and visible(analysis.drawings):
        colors = [COLORS[name] for name in ("purple", "blue", "orange")]
        entries.append(("drawings", colors, said.LEGEND["drawings"]))
    return entries


def _swatch(name: str, look: object, x: float, y: float) -> list[Shape]:
    """A small sample of a line, an area or the three regions."""
    ends: Points = frozen([[x + 2.0, y], [x + _SWATCH_U - 2.0, y]])
    box = rounded_box((x + 2.0, y - 9.0, x + _SWATCH_U - 2.0, y + 9.0), 8.0)
    if isinstance(look, Stroke):
        return [Polyline(name=name, points=ends, stroke=look)]
    if isinstance(look, Fill):
        return [Polygon(name=name, points=box, fill=look, stroke=Stroke(style.BONE_EDGE, 2.5))]
    if isinstance(look, style.LevelStyle):
        hatch = look.edge if look.hatch else None
        return [
            Polygon(
                name=name,
                points=box,
                fill=Fill(look.color, 0.86, hatch),
                stroke=Stroke(look.edge, 3.0, dash_u=look.dash_u),
            )
        ]
    assert isinstance(look, list)
    third = (_SWATCH_U - 4.0) / 3.0
    return [
        Polyline(
            name=name,
            points=frozen([[x + 2.0 + i * third, y], [x + 2.0 + (i + 1) * third, y]]),
            stroke=Stroke(color, 7.0),
        )
        for i, color in enumerate(look)
    ]
