"""Measures of the upper back and the neck, and of how body parts stand over the ankle.

C7 and the tangent above the upper back's apex come from `analyzer.measures.learned_upper_back`; a person may
place C7. Shares of body height are those of the mean body: the head may be outside the photo.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from analyzer.geometry import moving_mean
from analyzer.measures.joints import PLACING_SD
from analyzer.measures.learned_upper_back import UpperBack, read_upper_back, upper_features
from analyzer.measures.table import measured, missing
from analyzer.outline.describe import BODY_HEIGHT, TracedBack
from analyzer.outline.edge import ROWS
from analyzer.person.joints import Joints
from analyzer.types import Measure, Reason, TangentPoint
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import MeasureName, Method
from analyzer.types.geometry import frozen_points
from analyzer.types.texts import reason

_HIDDEN: Final = 0.5
"""With more of the neck's edge hidden, nothing is said of the upper back."""
_PLACED_C7_SD: Final = 0.0106
"""A person places C7 on a photo to about 5 mm, trunk lengths (our assumption)."""
_WITHIN: Final = 0.42
"""Share of the learned standard deviations that differs between photos of one person (retakes of rendered
people, docs/method.md)."""
_BELOW_C7: Final = 0.05
"""How far the steepest point lies below C7, trunk lengths (simulated people: 0.049 ± 0.027)."""
_HIP_UNDER_CLOTH_SD: Final = 0.022
"""How much further the hip may lie from where the pose model has it when loose cloth hangs over it: 10 mm, in
trunk lengths (our assumption)."""
OFFSETS: Final[tuple[MeasureName, ...]] = (
    "c7_offset",
    "shoulder_offset",
    "hip_offset",
    "knee_offset",
    "trunk_balance",
)
_OVER_ANKLE: Final[tuple[tuple[MeasureName, str], ...]] = (
    ("shoulder_offset", "shoulder"),
    ("hip_offset", "hip"),
    ("knee_offset", "knee"),
)


@dataclass(frozen=True, slots=True, eq=False)
class C7:
    """Where the seventh cervical vertebra lies.

    Attributes
    ----------
    point : ndarray, shape (2,)
        Body coordinates, [anterior, up] in trunk lengths.
    sd : (float, float)
        Of both coordinates.
    placed : bool
        Whether a person placed it.
    """

    point: FloatArray
    sd: tuple[float, float]
    placed: bool


@dataclass(frozen=True, slots=True)
class Below:
    """The slope below the apex of the upper back, where it is known in another way than from the edge.

    Attributes
    ----------
    chance : float
        Probability that this is the slope, and not what the edge shows: that cloth hangs over it. 1 where a
        person placed the back.
    deg, sd : float
        Thoraco-lumbar slope, + = leaning backward going up.
    method : Method
    """

    chance: float
    deg: float
    sd: float
    method: Method


def see_upper_back(traced: TracedBack | Reason, joint_points: FloatArray) -> UpperBack | Reason:
    """What the edge of a traced back says about upper back and C7, or why it says nothing."""
    if isinstance(traced, Reason):
        return traced
    edge = traced.edge
    read = read_upper_back(
        upper_features(edge.back, edge.trust * traced.visible, traced.cover.any, joint_points)
    )
    return reason("neck_hidden") if read.hidden > _HIDDEN else read


def find_c7(read: UpperBack | Reason, placed: FloatArray | None) -> C7 | Reason:
    """C7 where a person placed it, else where the edge says it is."""
    if placed is not None:
        return C7(placed, (_PLACED_C7_SD, _PLACED_C7_SD), placed=True)
    if isinstance(read, Reason):
        return read
    return C7(np.array([-read.c7[0], read.c7[1]]), (read.sd[2], read.sd[3]), placed=False)


def upper_tangent(traced: TracedBack | Reason, read: UpperBack | Reason) -> TangentPoint | None:
    """Where the contour leans forward most above the apex of the upper back, to be drawn."""
    if isinstance(traced, Reason) or isinstance(read, Reason):
        return None
    height = read.c7[1] - _BELOW_C7
    posterior = float(np.interp(height, ROWS, moving_mean(traced.edge.back, 3)))
    return TangentPoint(frozen_points([-posterior, height]), read.cervicothoracic_deg)


def compute_thoracic_kyphosis(
    read: UpperBack | Reason, below: Below | Reason | None, turned_sd_deg: float
) -> Measure:
    """Angle between the tangents at the cervico-thoracic and the thoraco-lumbar inflection point.

    The same construction as the curve of the low back (Lippold et al. 2012, BMC Musculoskeletal Disorders
    13:151). Camera roll cancels.

    Parameters
    ----------
    read : UpperBack or Reason
    below : Below, Reason or None
        A reason where cloth hides the slope below.
    turned_sd_deg : float
        What the turn of the trunk adds.
    """
    name: MeasureName = "thoracic_kyphosis"
    for why in (read, below):
        if isinstance(why, Reason):
            return missing(name, why)
    assert not isinstance(read, Reason)
    value, sd = read.kyphosis_deg, read.sd[0]
    method: Method = "back_profile"
    if isinstance(below, Below):
        inside, inside_sd = read.cervicothoracic_deg + below.deg, math.hypot(read.sd[1], below.sd)
        chance = below.chance
        apart = chance * (1.0 - chance) * (inside - value) ** 2
        value = chance * inside + (1.0 - chance) * value
        sd = math.sqrt(chance * inside_sd**2 + (1.0 - chance) * sd**2 + apart)
        method = below.method
    return _learned(name, value, sd, method, known_sd=turned_sd_deg)


def compute_craniovertebral_angle(c7: C7 | Reason, joints: Joints, roll_sd_deg: float) -> Measure:
    """Line from C7 to the tragus against the horizontal; smaller = head further forward (Lau 2009)."""
    name: MeasureName = "craniovertebral_angle"
    if isinstance(c7, Reason):
        return missing(name, c7)
    if not joints.head_seen:
        return missing(name, reason("head_out_of_frame"))
    away = joints.ear - c7.point
    reach = float(np.hypot(*away))
    across = np.array([-away[1], away[0]]) / reach
    own = math.degrees(math.hypot(*(across * np.array(c7.sd))) / reach)
    ear_placed = "ear" in joints.placed
    ear = math.degrees((PLACING_SD["ear"] if ear_placed else 1.4 * joints.sd) / reach)
    known = math.hypot(roll_sd_deg, ear if ear_placed else 0.0, own if c7.placed else 0.0)
    return _learned(
        name,
        math.degrees(math.atan2(away[1], away[0])),
        math.hypot(0.0 if ear_placed else ear, 0.0 if c7.placed else own),
        "corrected_landmarks" if c7.placed or ear_placed else "back_profile",
        known_sd=known,
    )


def compute_offsets(
    c7: C7 | Reason, joints: Joints, roll_sd_deg: float, clothed: float = 0.0
) -> tuple[Measure, ...]:
    """How far C7, shoulder, hip and knee are in front of the ankle, and C7 in front of the hip (`OFFSETS`).

    Per cent of body height; + = in front. Against the vertical through the ankle joint. ``clothed`` is the
    probability that loose cloth hangs over the hips.
    """
    doubt_sd = _pct(_HIP_UNDER_CLOTH_SD) * math.sqrt(clothed)
    balance = _balance(c7, joints, roll_sd_deg, doubt_sd)
    if not joints.ankle_known:
        return *_without_feet(joints), balance
    if joints.ankle[1] > -0.5:
        return tuple(missing(name, reason("legs_not_visible")) for name in OFFSETS)
    over_ankle = tuple(
        _offset(name, part, joints, roll_sd_deg, doubt_sd if part == "hip" else 0.0)
        for name, part in _OVER_ANKLE
    )
    if isinstance(c7, Reason):
        return missing("c7_offset", c7), *over_ankle, balance
    return _c7_offset("c7_offset", c7, "ankle", joints, roll_sd_deg), *over_ankle, balance


def _balance(c7: C7 | Reason, joints: Joints, roll_sd_deg: float, doubt_sd: float) -> Measure:
    if isinstance(c7, Reason):
        return missing("trunk_balance", c7)
    return _c7_offset("trunk_balance", c7, "hip", joints, roll_sd_deg, doubt_sd=doubt_sd)


def _without_feet(joints: Joints) -> tuple[Measure, ...]:
    """What is told against the ankle, where that is only guessed."""
    return tuple(missing(name, joints.why_no_ankle) for name in OFFSETS if name != "trunk_balance")


def _offset(name: MeasureName, part: str, joints: Joints, roll_sd_deg: float, doubt_sd: float) -> Measure:
    """How far a joint is in front of the ankle; ``doubt_sd`` is what cloth over it adds, in per cent."""
    point: FloatArray = getattr(joints, part)
    by_model = [joint for joint in (part, "ankle") if joint not in joints.placed]
    placing = math.hypot(*(PLACING_SD[joint] for joint in (part, "ankle") if joint in joints.placed))
    share = len(by_model) / 2.0
    return measured(
        name,
        _pct(point[0] - joints.ankle[0]),
        math.sqrt(share) * _pct(1.4 * joints.sd),
        "landmarks" if len(by_model) == 2 else "corrected_landmarks",
        known_sd=math.hypot(_pct(placing), _roll(point, joints.ankle, roll_sd_deg)),
        body_sd=0.0 if part in joints.placed else doubt_sd,
        model_share=share,
    )


def _c7_offset(
    name: MeasureName, c7: C7, foot: str, joints: Joints, roll_sd_deg: float, *, doubt_sd: float = 0.0
) -> Measure:
    """How far C7 is in front of a joint; ``doubt_sd`` as in `_offset`."""
    below: FloatArray = getattr(joints, foot)
    foot_placed = foot in joints.placed
    known = math.hypot(
        _roll(c7.point, below, roll_sd_deg),
        _pct(c7.sd[0]) if c7.placed else 0.0,
        _pct(PLACING_SD[foot]) if foot_placed else 0.0,
    )
    own = 0.0 if c7.placed else _pct(c7.sd[0])
    return measured(
        name,
        _pct(c7.point[0] - below[0]),
        math.hypot(_WITHIN * own, 0.0 if foot_placed else _pct(1.4 * joints.sd)),
        "corrected_landmarks" if c7.placed or foot_placed else "back_profile",
        known_sd=known,
        body_sd=math.hypot(math.sqrt(1.0 - _WITHIN**2) * own, 0.0 if foot_placed else doubt_sd),
        model_share=0.0 if foot_placed else 1.0,
    )


def _pct(trunks: float) -> float:
    """Trunk lengths as per cent of body height."""
    return 100.0 * float(trunks) / BODY_HEIGHT


def _roll(point: FloatArray, below: FloatArray, roll_sd_deg: float) -> float:
    return _pct(math.radians(roll_sd_deg) * float(point[1] - below[1]))


def _learned(name: MeasureName, value: float, sd: float, method: Method, *, known_sd: float) -> Measure:
    """A learned value: most of what is uncertain about it belongs to the body and comes again."""
    return measured(
        name,
        value,
        _WITHIN * sd,
        method,
        known_sd=known_sd,
        body_sd=math.sqrt(1.0 - _WITHIN**2) * sd,
    )
