"""What a person may correct in a photo: the points, where they are now, and what depends on them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analyzer.corrections.pelvis_place import NEUTRAL_TILT_DEG, locate_pelvis
from analyzer.errors import CorrectionError
from analyzer.language import Table
from analyzer.outline.describe import find_curve_landmarks
from analyzer.outline.learned_curve import back_shapes
from analyzer.person.joints import find_centres
from analyzer.types import Analysis, Corrections, Measure, Photo, PointName, SagittalFrame
from analyzer.types.codes import MeasureName
from analyzer.types.corrections import BACK_POINTS, JOINTS, Point
from analyzer.types.geometry import Points

PointSource = Literal["model", "estimate", "marker", "person"]


@dataclass(frozen=True, slots=True)
class EditablePoint:
    """A point that a person may move.

    Attributes
    ----------
    name : PointName
    title : str
        For people.
    point_px : tuple of float
        Where it is now, [x, y] in photo pixels (upright, full size).
    source : {"model", "estimate", "marker", "person"}
        Where that comes from: seen in the photo by the model, supposed from other bodies, a found marker, or
        placed by a person.
    help : str
        One sentence that says where it belongs.
    """

    name: PointName
    title: str
    point_px: Point
    source: PointSource
    help: str


# From head to foot. The joints are those of the rendered people that all measures are set on: how far they
# lie from the bone that can be felt is the mean of 84 of them, on an adult of 1.70 m.
_WRITTEN: Final[Mapping[PointName, tuple[str, str]]] = {
    "ear": ("Ear", "Place it on the small flap in front of the opening of the ear (tragus)."),
    "c7": (
        "Base of the neck (C7)",
        "Place it on the edge of the back, at the bony point that stands out most when the head is bowed.",
    ),
    "shoulder": (
        "Shoulder joint",
        "Place it about 4 cm below and 2 cm in front of the corner of the bony roof of the shoulder.",
    ),
    "thoracic_apex": (
        "Upper back",
        "Place it on the edge of the back where the upper back reaches farthest behind.",
    ),
    "lumbar_apex": (
        "Hollow of the low back",
        "Place it on the edge of the back at the deepest point of the hollow.",
    ),
    "asis": (
        "Front hip bone (ASIS)",
        "Place it on the bony tip at the front of the pelvis, below the belt, at the side of the belly.",
    ),
    "psis": (
        "Back hip bone (PSIS)",
        "Place it on the bony tip at the back of the pelvis, where many people have a dimple.",
    ),
    "gluteal_apex": (
        "Buttocks",
        "Place it on the edge of the back where the buttocks reach farthest behind.",
    ),
    "hip": (
        "Hip joint",
        "Place it about 2 cm above and 1 to 2 cm behind the bony knob at the side of the hip.",
    ),
    "knee": (
        "Knee joint",
        "Place it about 2 cm in front of the bony knob at the outer side of the knee, at the same height.",
    ),
    "ankle": ("Ankle joint", "Place it just above and behind the tip of the outer ankle bone."),
}
_WORDS: Final[Mapping[PointName, tuple[str, str]]] = Table(_WRITTEN)

_USUAL_C7: Final = np.array([-0.19, 0.20])
"""From the shoulder joint, trunk lengths (mean of rendered people)."""
_MOST_LEANING_DEG: Final = 35.0
"""A line that leans more could be meant as vertical or as horizontal."""
_SHORTEST_LINE_PX: Final = 20.0


def editable_points(analysis: Analysis) -> tuple[EditablePoint, ...]:
    """The points that a person may move, from head to foot, where they are in this analysis.

    ASIS and PSIS are where the drawn pelvis has them until a marker or a person says where they are.
    """
    places = _model_places(analysis)
    points = []
    for name, (title, text) in _WORDS.items():
        place, source = places[name]
        placed = analysis.corrections.points.get(name)
        if placed is not None:
            points.append(EditablePoint(name, title, placed, "person", text))
        else:
            points.append(EditablePoint(name, title, (float(place[0]), float(place[1])), source, text))
    return tuple(points)


def _model_places(analysis: Analysis) -> dict[PointName, tuple[Points, PointSource]]:
    """Where the points are in the photo without a person's help, and by what."""
    geometry, frame = analysis.geometry, analysis.geometry.frame
    places: dict[PointName, tuple[Points, PointSource]] = {}
    centres = find_centres(frame, geometry.landmarks)
    for joint in JOINTS:
        places[joint] = frame.to_picture(centres[joint]), "model"
    places["c7"] = _c7_place(frame, geometry.c7_px, centres["shoulder"])
    profile = geometry.profile
    usual = _usual_back() if profile is None else None
    slope = analysis.measures["sacral_slope"]
    seen = profile is not None and bool(slope) and not slope.estimated
    for name in BACK_POINTS:
        point = getattr(profile, name) if usual is None else usual[name]
        places[name] = frame.to_picture(point), "model" if seen else "estimate"
    tilt = analysis.measures["pelvic_tilt"].value
    pelvis = locate_pelvis(geometry, NEUTRAL_TILT_DEG if tilt is None else tilt)
    places["asis"] = _bone_place(frame, geometry.asis_px, pelvis.asis)
    places["psis"] = _bone_place(frame, geometry.psis_px, pelvis.psis)
    return places


def _c7_place(frame: SagittalFrame, known_px: Points | None, shoulder: Points) -> tuple[Points, PointSource]:
    """Where the edge says C7 is; else where it usually lies from the shoulder joint."""
    if known_px is not None:
        return known_px, "model"
    return frame.to_picture(shoulder + _USUAL_C7), "estimate"


def _bone_place(frame: SagittalFrame, known_px: Points | None, drawn: Points) -> tuple[Points, PointSource]:
    return (frame.to_picture(drawn), "estimate") if known_px is None else (known_px, "marker")


def _usual_back() -> dict[str, Points]:
    """The three points on the mean of all backs, body coordinates."""
    shapes = back_shapes()
    found = find_curve_landmarks(shapes.mean)
    indices = {"gluteal_apex": found.gluteal, "lumbar_apex": found.lumbar, "thoracic_apex": found.thoracic}
    return {name: np.array([-shapes.mean[i], shapes.heights[i]]) for name, i in indices.items()}


def title_of(name: PointName) -> str:
    """What a point is called, for people."""
    return _WORDS[name][0]


def find_corrected(
    corrections: Corrections, measures: Mapping[MeasureName, Measure], *, back: bool, pelvis: bool
) -> frozenset[MeasureName]:
    """Names of the measures that depend on corrections.

    Parameters
    ----------
    measures : mapping of MeasureName to Measure
        With the corrections.
    back, pelvis : bool
        Whether the placed points of the back, and those of the pelvis, were used.
    """
    if corrections.roll_deg is not None:
        return frozenset(measures)  # everything is measured in the levelled frame
    placed = set(corrections.points)
    measured_tilt = measures["hip_extension_angle"].method == "thigh_to_pelvis"
    rest_on: dict[MeasureName, set[PointName]] = {
        "trunk_inclination": {"hip", "shoulder"},
        "hip_extension_angle": {"hip", "knee"} if measured_tilt else {"hip", "knee", "shoulder"},
        "pelvic_shift": {"hip", "knee", "ankle"},
        "knee_angle": {"hip", "knee", "ankle"},
        "ear_shoulder_angle": {"ear", "shoulder"},
        "craniovertebral_angle": {"ear", "c7"},
        "c7_offset": {"c7", "ankle"},
        "shoulder_offset": {"shoulder", "ankle"},
        "hip_offset": {"hip", "ankle"},
        "knee_offset": {"knee", "ankle"},
        "trunk_balance": {"c7", "hip"},
    }
    found = {name for name, points in rest_on.items() if points & placed and measures[name]}
    if back:
        found |= {"sacral_slope", "lumbar_lordosis", "lumbar_depth", "thoracic_kyphosis"}
    tilt = measures["pelvic_tilt"]
    if pelvis or (back and (tilt.estimated or not tilt)):
        found.add("pelvic_tilt")
    if pelvis and measured_tilt:
        found.add("hip_extension_angle")
    return frozenset(found)


def level_from_line(p: Point, q: Point) -> float:
    """How far the content of a photo is turned clockwise, from a line along something vertical or horizontal.

    Parameters
    ----------
    p, q : (x, y)
        The ends, in photo pixels (upright, full size). The line is taken for what it is nearer to.

    Returns
    -------
    float
        Degrees, for ``Corrections.roll_deg``.

    Raises
    ------
    CorrectionError
        The line is too short, or nearly as far from vertical as from horizontal.

    Examples
    --------
    >>> level_from_line((100, 50), (100, 450))
    0.0
    >>> round(level_from_line((100, 50), (500, 57)), 2)  # the right end is lower: turned clockwise
    1.0
    """
    right, down = float(q[0]) - float(p[0]), float(q[1]) - float(p[1])
    if not math.hypot(right, down) >= _SHORTEST_LINE_PX:
        raise CorrectionError.of("bad_correction.line_short")
    angle = math.degrees(math.atan2(down, right))
    roll = (angle + 45.0) % 90.0 - 45.0
    if abs(roll) > _MOST_LEANING_DEG:
        raise CorrectionError.of("bad_correction.line_leans")
    return roll


def require_inside(corrections: Corrections, photo: Photo) -> None:
    """Refuse points that lie outside the photo."""
    for name, (x, y) in corrections.points.items():
        if not (0.0 <= x <= photo.width_px and 0.0 <= y <= photo.height_px):
            raise CorrectionError.of("bad_correction.outside", point=title_of(name))
