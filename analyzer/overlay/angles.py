"""The angles of the back and of the pelvis, as lines and arcs, and what to write beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from analyzer.language import tr
from analyzer.meaning import measure_words as wording
from analyzer.meaning.number_words import number
from analyzer.overlay import picture_words as said
from analyzer.overlay import style
from analyzer.overlay.anatomy import Anatomy, Pelvis
from analyzer.overlay.primitives import Arc, Circle, Color, Fill, Points, Polyline, Shape, Stroke, frozen
from analyzer.types import Analysis, Measure, SagittalFrame
from analyzer.types.codes import MeasureName, ShownName


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """A tag that wants a place beside the body: its text, and where its leader line ends (photo pixels)."""

    name: str
    measure: ShownName | None
    lines: tuple[str, ...]
    value: str
    color: Color
    target: Points
    behind: bool
    """Whether it belongs behind the person rather than in front."""
    other_target: Points | None = None
    """Where the leader line ends when there is only room on the other side."""
    needs: str | None = None
    """The layer that it speaks of, when that is another one than its own."""


def tag_lines(tag: str) -> tuple[str, ...]:
    """The lines of a tag."""
    return tuple(tag.split("\n")) if tag else ()


_ARROW_FROM_DEG: Final = 2.5
"""Below this an arrow head would be longer than its arc."""


def upward(inclination_deg: float) -> Points:
    """Unit vector of an inclination from the vertical, in body coordinates."""
    angle = math.radians(inclination_deg)
    return np.array([math.sin(angle), math.cos(angle)])


def arc_between(
    frame: SagittalFrame,
    center: Points,
    first: Points,
    second: Points,
    radius: float,
    *,
    name: str,
    measure: ShownName,
    color: Color,
    arrow: bool = False,
    fill: bool = True,
) -> Arc:
    """The short arc from one direction to another, all in body coordinates, for the picture."""
    middle = frame.to_picture(center)
    ends = frame.to_picture(np.vstack((center + first, center + second))) - middle
    start, stop = np.degrees(np.arctan2(ends[:, 1], ends[:, 0]))
    sweep = (stop - start + 180.0) % 360.0 - 180.0
    return Arc(
        name=name,
        measure=measure,
        center=frozen(middle),
        radius=radius * frame.trunk_length_px,
        start_deg=float(start),
        sweep_deg=float(sweep),
        stroke=style.cased(color, 3.4),
        fill=Fill(color, 0.22) if fill else None,
        arrow=arrow,
    )


def _line(
    frame: SagittalFrame, ends: list[Points], name: str, measure: ShownName | None, stroke: Stroke
) -> Polyline:
    return Polyline(
        name=name, measure=measure, points=frozen(frame.to_picture(np.vstack(ends))), stroke=stroke
    )


def _crossing(first: Points, along1: Points, second: Points, along2: Points) -> Points | None:
    """Where two lines cross, ``None`` when they are almost parallel."""
    matrix = np.column_stack((along1, -along2))
    if abs(np.linalg.det(matrix)) < math.sin(math.radians(4.0)):
        return None
    along = np.linalg.solve(matrix, second - first)[0]
    result: Points = first + along * along1
    return result


def back_angles(analysis: Analysis) -> tuple[list[Shape], list[Note]]:
    """The two tangents with the curve between them, and the slope of the sacrum against the vertical."""
    profile, frame = analysis.geometry.profile, analysis.geometry.frame
    if profile is None:
        return [], []
    lower, upper = profile.lumbosacral, profile.thoracolumbar
    up1, up2 = upward(lower.inclination_deg), upward(upper.inclination_deg)
    shapes: list[Shape] = []
    notes: list[Note] = []
    solid = style.cased(style.INK, 3.0)
    crossing = _crossing(lower.point, up1, upper.point, up2)
    between = crossing is not None and lower.point[1] < crossing[1] < upper.point[1]
    lordosis, slope = analysis.measures.get("lumbar_lordosis"), analysis.measures.get("sacral_slope")
    if lordosis and crossing is not None and between:
        dashed = style.cased(style.INK, 2.5, dash_u=(7.0, 7.0))
        reach = 0.30
        shapes.append(
            _line(frame, [crossing, crossing + up1 * reach], "tangent_extension", "lumbar_lordosis", dashed)
        )
        radius = 0.24
        shapes.append(
            arc_between(
                frame,
                crossing,
                up1,
                up2,
                radius,
                name="lordosis_arc",
                measure="lumbar_lordosis",
                color=style.LUMBAR,
            )
        )
        top = crossing
    else:
        top = lower.point + up1 * 0.2
    bottom = top if between and crossing is not None else upper.point - up2 * 0.2
    shapes.append(
        _line(frame, [lower.point - up1 * 0.27, top], "lumbosacral_tangent", "lumbar_lordosis", solid)
    )
    shapes.append(
        _line(frame, [bottom, upper.point + up2 * 0.27], "thoracolumbar_tangent", "lumbar_lordosis", solid)
    )
    if slope:
        shapes.extend(_slope_shapes(frame, lower.point, up1))
        notes.append(_note("sacral_slope", slope, style.INK, frame.to_picture(lower.point - up1 * 0.2)))
    if lordosis:
        notes.append(_note("lumbar_lordosis", lordosis, style.LUMBAR, frame.to_picture(profile.lumbar_apex)))
    for name, spot in (("lumbosacral_point", lower.point), ("thoracolumbar_point", upper.point)):
        shapes.append(
            Circle(
                name=name,
                measure="lumbar_lordosis",
                center=frozen(frame.to_picture(spot)),
                radius_u=5.5,
                fill=Fill(style.WHITE),
                stroke=Stroke(style.INK, 3.0),
            )
        )
    return shapes, notes


def _slope_shapes(frame: SagittalFrame, point: Points, up: Points) -> list[Shape]:
    """The vertical below the sacral point, and the arc from it to the tangent."""
    down = np.array([0.0, -1.0])
    dashed = style.cased(style.INK, 2.5, dash_u=(7.0, 7.0))
    arc = arc_between(frame, point, down, -up, 0.2, name="slope_arc", measure="sacral_slope", color=style.INK)
    solid = style.cased(style.INK, 3.0)
    return [
        _line(frame, [point, point + down * 0.27], "slope_vertical", "sacral_slope", dashed),
        arc,
        # Once more, because this part of the tangent belongs to both measures.
        _line(frame, [point, point - up * 0.27], "slope_tangent", "sacral_slope", solid),
    ]


def _note(name: MeasureName, measure: Measure, color: Color, target: Points) -> Note:
    assert measure.value is not None
    lines = tag_lines(wording.measure_text(name).tag)
    return Note(name, name, lines, number_for_tag(name, measure), color, frozen(target), True)


def number_for_tag(name: MeasureName, measure: Measure) -> str:
    """The value as written beside the body; a backward tilt says so in words, not by a sign."""
    assert measure.value is not None
    value = abs(measure.value) if name == "pelvic_tilt" else measure.value
    return number(value, measure.unit)


def _tilt_shapes(
    frame: SagittalFrame, pelvis: Pelvis, directions: Sequence[Points], *, arrow: bool
) -> list[Shape]:
    """A horizontal, the tilt's line from it, its interval, and the two bony points."""
    ahead = np.array([1.0, 0.0])
    length = float(np.linalg.norm(pelvis.asis - pelvis.psis))
    sector = arc_between(
        frame,
        pelvis.psis,
        directions[1],
        directions[2],
        length * 1.28,
        name="tilt_interval",
        measure="pelvic_tilt",
        color=style.TILT,
    )
    sector = replace(sector, stroke=None, fill=Fill(style.TILT, 0.13))
    arc = arc_between(
        frame,
        pelvis.psis,
        ahead,
        directions[0],
        length * 1.28,
        name="tilt_arrow",
        measure="pelvic_tilt",
        color=style.TILT,
        arrow=arrow,
        fill=False,
    )
    level = style.cased(style.INK, 2.5, dash_u=(7.0, 7.0))
    shapes: list[Shape] = [
        sector,
        _line(
            frame, [pelvis.psis, pelvis.psis + ahead * length * 1.4], "tilt_horizontal", "pelvic_tilt", level
        ),
        _line(
            frame,
            [pelvis.asis, pelvis.psis + directions[0] * length * 1.4],
            "tilt_line",
            "pelvic_tilt",
            style.cased(style.TILT, 2.6),
        ),
        arc,
    ]
    for name, spot in (("psis", pelvis.psis), ("asis", pelvis.asis)):
        shapes.append(
            Circle(
                name=name,
                measure="pelvic_tilt",
                center=frozen(frame.to_picture(spot)),
                radius_u=5.0,
                fill=Fill(style.WHITE),
                stroke=Stroke(style.TILT, 3.0),
            )
        )
    return shapes


def tilt_angle(analysis: Analysis, anatomy: Anatomy) -> tuple[list[Shape], list[Note]]:
    """The tilt against a true horizontal, its interval as a sector, and an arrow the way the pelvis tips."""
    tilt, frame = analysis.measures.get("pelvic_tilt"), analysis.geometry.frame
    pelvis = anatomy.pelvis
    if tilt is None or tilt.value is None or tilt.ci95 is None:
        target = frame.to_picture(pelvis.asis)
        lines = tag_lines(tr(said.NO_TILT_TAG))
        return [], [Note("pelvic_tilt", "pelvic_tilt", lines, "", style.MUTED, frozen(target), False)]
    directions = [
        np.array([math.cos(math.radians(a)), -math.sin(math.radians(a))]) for a in (tilt.value, *tilt.ci95)
    ]
    shapes = _tilt_shapes(frame, pelvis, directions, arrow=abs(tilt.value) >= _ARROW_FROM_DEG)
    length = float(np.linalg.norm(pelvis.asis - pelvis.psis))
    target = frame.to_picture(pelvis.psis + directions[0] * length * 1.36)
    words = tr(said.LEVEL_TAG) if round(tilt.value) == 0 else wording.measure_text("pelvic_tilt").tag
    if round(tilt.value) < 0:
        words = tr(said.BACKWARD_TAG)
    value = number_for_tag("pelvic_tilt", tilt)
    if tilt.estimated:
        value = f"≈ {value}"
    other = frozen(frame.to_picture(pelvis.psis))
    note = Note(
        "pelvic_tilt", "pelvic_tilt", tag_lines(words), value, style.TILT, frozen(target), False, other
    )
    return shapes, [note]
