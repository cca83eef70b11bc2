"""How measures without a full drawing are taken: shown only for the one that a person looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from analyzer.overlay import style
from analyzer.overlay.angles import arc_between, upward
from analyzer.overlay.joints import joint_places
from analyzer.overlay.primitives import Circle, Fill, Points, Polyline, Shape, Stroke, frozen
from analyzer.types import Analysis
from analyzer.types.codes import MeasureName, ShownName

DETAILED: Final[tuple[MeasureName, ...]] = (
    "lumbar_depth",
    "trunk_inclination",
    "hip_extension_angle",
    "pelvic_shift",
    "knee_angle",
    "ear_shoulder_angle",
    "thoracic_kyphosis",
    "craniovertebral_angle",
    "c7_offset",
    "shoulder_offset",
    "hip_offset",
    "knee_offset",
    "trunk_balance",
)
"""Measures that have such a drawing."""
_UP: Final = upward(0.0)
_OFFSETS: Final[Mapping[MeasureName, tuple[str, str]]] = {
    "pelvic_shift": ("ankle", "hip"),
    "c7_offset": ("ankle", "c7"),
    "shoulder_offset": ("ankle", "shoulder"),
    "hip_offset": ("ankle", "hip"),
    "knee_offset": ("ankle", "knee"),
    "trunk_balance": ("hip", "c7"),
}
"""Measures of how far one point is in front of another."""
_TANGENT: Final = 0.16
"""Half of a drawn tangent, trunk lengths."""


def detail_shapes(analysis: Analysis) -> tuple[Shape, ...]:
    """Lines, arcs and points for each of ``DETAILED`` that has a value, in pixels of the photo.

    The first line of each is where a pointer may look for it.
    """
    places = joint_places(analysis)
    shapes: list[Shape] = []
    for name in DETAILED:
        if analysis.measures.get(name):
            shapes += _taken(analysis, name, places)
    return tuple(shapes)


def _taken(analysis: Analysis, name: MeasureName, places: Mapping[str, Points]) -> list[Shape]:
    if name == "lumbar_depth":
        return _depth(analysis)
    if name in _OFFSETS:
        foot, point = _OFFSETS[name]
        return _shift(analysis, name, places[foot], places[point]) if point in places else []
    if name == "thoracic_kyphosis":
        return _kyphosis(analysis)
    if name == "craniovertebral_angle" and "c7" not in places:
        return []
    return _angle(analysis, name, places)


def _angle(analysis: Analysis, name: MeasureName, places: Mapping[str, Points]) -> list[Shape]:
    """Two directions from a joint, and the arc between them."""
    hip, knee = places["hip"], places["knee"]
    thigh_up = (hip - knee) / max(float(np.linalg.norm(hip - knee)), 1e-6)
    at, reference, end, radius = {
        "trunk_inclination": (hip, _UP, places["shoulder"], 0.6),
        "hip_extension_angle": (hip, thigh_up, hip + _hip_direction(analysis, places), 0.42),
        "knee_angle": (knee, hip - knee, places["ankle"], 0.16),
        "ear_shoulder_angle": (places["shoulder"], _UP, places["ear"], 0.3),
        "craniovertebral_angle": (places.get("c7", hip), np.array([1.0, 0.0]), places["ear"], 0.2),
    }[name]
    shapes: list[Shape] = [_line(analysis, name, (at, end))]
    if name == "hip_extension_angle":
        shapes.insert(0, _line(analysis, name, (knee, hip)))
    if name == "knee_angle":
        shapes.append(_line(analysis, name, (at, hip)))
    else:
        reach = max(float(np.linalg.norm(end - at)), 0.5)
        shapes.append(_line(analysis, name, (at, at + reference * reach), dashed=True))
    shapes.append(
        arc_between(
            analysis.geometry.frame,
            at,
            reference,
            end - at,
            radius,
            name=f"{name}_arc",
            measure=name,
            color=style.LUMBAR,
        )
    )
    ends = {"knee_angle": (hip, knee, end), "hip_extension_angle": (knee, hip)}.get(name, (at, end))
    return shapes + [_dot(analysis, name, spot) for spot in ends]


def _hip_direction(analysis: Analysis, places: Mapping[str, Points]) -> Points:
    """What the thigh is compared with: the trunk, or upright on the line between the bony points."""
    tilt, hip = analysis.measures["pelvic_tilt"], analysis.measures["hip_extension_angle"]
    if hip.method == "thigh_to_pelvis" and tilt.value is not None:
        return upward(tilt.value) * 0.6
    result: Points = places["shoulder"] - places["hip"]
    return result


def _shift(analysis: Analysis, name: MeasureName, foot: Points, point: Points) -> list[Shape]:
    """The vertical from a joint up, and a point's distance from it."""
    above = np.array([foot[0], point[1]])
    shapes: list[Shape] = [
        _line(analysis, name, (above, point), width_u=5.0),
        _line(analysis, name, (foot, above), dashed=True),
    ]
    return shapes + [_dot(analysis, name, spot) for spot in (foot, point)]


def _kyphosis(analysis: Analysis) -> list[Shape]:
    """The two tangents of the upper back."""
    profile, upper = analysis.geometry.profile, analysis.geometry.cervicothoracic
    if profile is None or upper is None:
        return []
    name: MeasureName = "thoracic_kyphosis"
    shapes: list[Shape] = []
    for tangent in (upper, profile.thoracolumbar):
        along = upward(tangent.inclination_deg) * _TANGENT
        shapes.append(_line(analysis, name, (tangent.point - along, tangent.point + along)))
    return shapes + [_dot(analysis, name, spot) for spot in (profile.thoracolumbar.point, upper.point)]


def _depth(analysis: Analysis) -> list[Shape]:
    """The straight line between upper back and buttocks, and the hollow's distance from it."""
    profile = analysis.geometry.profile
    if profile is None:
        return []
    lower, upper, hollow = profile.gluteal_apex, profile.thoracic_apex, profile.lumbar_apex
    along = (upper - lower) / max(float(np.linalg.norm(upper - lower)), 1e-6)
    foot = lower + along * float((hollow - lower) @ along)
    name: MeasureName = "lumbar_depth"
    shapes: list[Shape] = [
        _line(analysis, name, (lower, upper), dashed=True),
        _line(analysis, name, (foot, hollow), width_u=5.0),
    ]
    return shapes + [_dot(analysis, name, spot) for spot in (lower, upper, hollow)]


def _line(
    analysis: Analysis,
    measure: ShownName,
    ends: tuple[Points, Points],
    *,
    dashed: bool = False,
    width_u: float = 3.4,
) -> Polyline:
    stroke = style.cased(style.INK, width_u, dash_u=(7.0, 7.0) if dashed else None)
    points = frozen(analysis.geometry.frame.to_picture(np.vstack(ends)))
    return Polyline(name=f"{measure}_line", measure=measure, points=points, stroke=stroke)


def _dot(analysis: Analysis, measure: ShownName, spot: Points) -> Circle:
    return Circle(
        name=f"{measure}_point",
        measure=measure,
        center=frozen(analysis.geometry.frame.to_picture(spot)),
        radius_u=5.0,
        fill=Fill(style.WHITE),
        stroke=Stroke(style.LUMBAR, 3.0),
    )
