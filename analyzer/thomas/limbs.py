"""Thigh and shank of the tested leg from both edges of their outline.

A landmark of the pose model is off by centimetres, and a centimetre at the hip is 1.4 degrees of the thigh.
The two edges of a limb are seen over most of its length; the line midway between them has the limb's own
direction, and the lines of thigh and shank cross at the knee. Landmarks only say where to look first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_median
from analyzer.thomas.edges import Lines, find_limb_edge
from analyzer.thomas.patient import Patient
from analyzer.thomas.points import SupinePoints
from analyzer.types import SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.frozen import FrozenMapping
from analyzer.types.geometry import frozen_points
from analyzer.types.landmarks import Side
from analyzer.types.thomas import SupinePoint

_JOINTS: Final = ("hip", "knee", "ankle")
_SAMPLES: Final = 56
_PART: Final = {"thigh": (0.36, 0.84), "shank": (0.24, 0.80)}
"""Which part of a limb is looked at, from its upper to its lower joint: away from the buttocks and the other
thigh, from the round of the knee, and from the shoe."""
_HALF_WIDTH: Final = {"thigh": (0.05, 0.30), "shank": (0.03, 0.22)}
"""From the middle of a limb to its edge, trunk lengths."""
_LEAST: Final = 0.40
"""Both edges have to be seen along so much of that part."""
_TAPER_DEG: Final = {"thigh": 5.6, "shank": 4.0}
_USUAL_HALF_WIDTH: Final = {"thigh": 0.15, "shank": 0.09}
"""Each edge of a limb leans so much towards its middle line, and is so far away, trunk lengths."""
_DOUBTFUL: Final = {"thigh": 0.28, "shank": 0.22}
"""Farther out the mask may end with the other leg, trunk lengths."""
_ROUGH: Final = {"thigh_front": 0.013, "thigh_back": 0.013, "shank_front": 0.013, "shank_back": 0.021}
"""An edge of the leg is straight to that, root mean square, trunk lengths; the calf curves more."""
_ONE_EDGE_SD_DEG: Final = 2.0
_STEADY: Final = 0.03
"""An edge does not jump by more from its neighbours, trunk lengths."""
_BENT_DEG: Final = 20.0
"""A knee that is straighter is not found where the lines cross."""
_MOVED: Final = 0.30
"""The crossing is believed up to so far from the knee of the model, trunk lengths."""
_ROUNDS: Final = 2
_REACH: Final = 0.9
_TIP: Final = 0.13
"""From the middle of a bent knee to its front, trunk lengths."""
_SHORT: Final = 0.14
"""A knee of the model that is farther from there is not believed, trunk lengths."""
_OFFSET_DEG: Final = (2.5, -2.5)
"""From the middle lines to the lines between bony points, degrees: of the thigh, of the knee."""
_KNEE_PER_DEG: Final = 0.068
_USUAL_KNEE_DEG: Final = 70.0
"""How much the offset of the knee grows with its bend, and around which: a straight one looks more bent than
it is, to the lines and to the model alike (81 rendered people)."""

_OF_LANDMARKS_DEG: Final = (2.5, -3.4)
"""From the landmarks to the middle lines: of the thigh, of the knee; where no outline is seen."""
_KNEE_LANDMARKS: Final = 0.5
"""How much the landmarks count for the bend of the knee: they err as much as the lines, and otherwise."""
_USUAL_DEG: Final = (11.0, 62.0)
_PER_DEG: Final = (-0.15, 0.03)
"""How much the offset of the thigh changes with the angle between its edges and with the bend of the knee,
and around which values: a thigh that tapers more has more muscle in front, a bent knee presses the back."""
_TO_EPICONDYLE: Final = (0.094, -0.072)
"""From where the middle lines cross to the lateral epicondyle: on along the thigh, and to its front."""


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """The middle line of a limb, pixels of the turned picture.

    Attributes
    ----------
    point, direction : ndarray, shape (2,)
        A point on it, and the unit vector from the upper to the lower joint.
    sd_deg : float
        How exactly the samples show its direction.
    """

    point: FloatArray
    direction: FloatArray
    sd_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class Limbs:
    """What the outline says about the leg.

    Attributes
    ----------
    thigh, shank : Axis or None
        ``None`` where their edges cannot be seen.
    knee_px : ndarray, shape (2,)
        Where the middle lines cross, or the landmark.
    turned_deg : (float, float)
        How far outline and landmarks disagree about the direction of the thigh, and the bend of the knee.
    edges_px : mapping of str to ndarray, shape (n, 2)
        Pixels of the turned picture.
    """

    thigh: Axis | None
    shank: Axis | None
    knee_px: FloatArray
    turned_deg: tuple[float, float] = (0.0, 0.0)
    edges_px: Mapping[str, FloatArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "edges_px", FrozenMapping(self.edges_px))


def find_limbs(turned: NDArray[np.uint8], patient: Patient, frame: SagittalFrame, side: Side) -> Limbs:
    """Middle lines of thigh and shank of one side.

    Parameters
    ----------
    turned : ndarray of uint8, shape (height, width, 3)
        The picture, turned so that the head is up.
    patient : Patient
    frame : SagittalFrame
    side : {"left", "right"}
    """
    hip, knee, ankle = (patient.landmarks.on(side, part) for part in _JOINTS)
    given, trunk = knee, frame.trunk_length_px
    corner, pictures = _around(turned, patient.mask, np.array([hip, knee, ankle]), 0.5 * trunk)
    hip, knee, ankle, given = (point - corner for point in (hip, knee, ankle, given))
    thigh: Axis | None = None
    shank: Axis | None = None
    edges: dict[str, FloatArray] = {}
    for turn in range(_ROUNDS):
        edges = {}
        thigh = _axis(pictures, frame, (hip, knee), "thigh", edges)
        shank = _axis(pictures, frame, (knee, ankle), "shank", edges)
        crossing = _crossing(thigh, shank)
        if turn == 0 and thigh is not None:
            tip = _knee_from_tip(thigh, pictures[1], trunk)
            if tip is not None and float(np.linalg.norm(tip - given)) > _SHORT * trunk:
                # The model put the knee too far up the thigh; where the thigh ends, it is.
                crossing = tip
        if crossing is not None and float(np.linalg.norm(crossing - given)) < _MOVED * trunk:
            knee = crossing
        hip = hip if thigh is None else _onto(thigh, hip)
        ankle = ankle if shank is None else _onto(shank, ankle)
    edges = {name: frozen_points(edge + corner) for name, edge in edges.items()}
    thigh, shank = _shifted(thigh, corner), _shifted(shank, corner)
    turned_deg = _disagreement(thigh, shank, [patient.landmarks.on(side, part) for part in _JOINTS], frame)
    return Limbs(thigh, shank, frozen_points(knee + corner), turned_deg, edges)


def _disagreement(
    thigh: Axis | None, shank: Axis | None, joints: list[FloatArray], frame: SagittalFrame
) -> tuple[float, float]:
    hip, knee, ankle = (frame.to_body(joint) for joint in joints)
    first = 0.0 if thigh is None else _axis_deg(thigh, frame) - _below_deg(hip, knee)
    second = 0.0 if shank is None else _axis_deg(shank, frame) - _below_deg(knee, ankle)
    return first, second - first


def roughness(limbs: Limbs, edge: str) -> float:
    """How far an edge is from straight, root mean square, pixels; 0 where it was not seen."""
    return _roughness(limbs.edges_px[edge]) if edge in limbs.edges_px else 0.0


def _roughness(points: FloatArray) -> float:
    centred = points - points.mean(axis=0)
    return float(np.linalg.svd(centred, compute_uv=False)[1]) / math.sqrt(len(points))


def _around(
    turned: NDArray[np.uint8], mask: NDArray[np.float32], points: FloatArray, margin: float
) -> tuple[FloatArray, tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """The part of the picture around points: its corner, and its CIE Lab and mask."""
    size = np.array(mask.shape[::-1])
    low = np.clip(np.floor(points.min(axis=0) - margin).astype(int), 0, size - 2)
    high = np.clip(np.ceil(points.max(axis=0) + margin).astype(int), low + 2, size)
    part = slice(low[1], high[1]), slice(low[0], high[0])
    lab = cv2.cvtColor(turned[part].astype(np.float32) / np.float32(255.0), cv2.COLOR_RGB2Lab)
    return low.astype(np.float64), (np.asarray(lab, dtype=np.float32), mask[part])


def _shifted(axis: Axis | None, by: FloatArray) -> Axis | None:
    return None if axis is None else replace(axis, point=frozen_points(axis.point + by))


def along_limbs(points: SupinePoints, limbs: Limbs, frame: SagittalFrame) -> SupinePoints:
    """The points of the leg where its outline has them; landmarks where that cannot be seen."""
    at = points.at
    crossing = frame.to_body(limbs.knee_px)
    lengths = [float(np.linalg.norm(at[end] - at["knee"])) for end in ("hip", "ankle")]
    bent = _below_deg(at["knee"], at["ankle"]) - _below_deg(at["hip"], at["knee"]) + _OF_LANDMARKS_DEG[1]
    thigh, shank = (
        _axis_deg(axis, frame) if axis is not None else None for axis in (limbs.thigh, limbs.shank)
    )
    if thigh is None:
        thigh = _below_deg(at["hip"], at["knee"]) + _OF_LANDMARKS_DEG[0]
    if shank is None:
        shank = thigh + bent
    front = np.array([math.cos(math.radians(thigh)), -math.sin(math.radians(thigh))])
    knee = crossing + _TO_EPICONDYLE[0] * _towards(thigh) + _TO_EPICONDYLE[1] * front
    seen_deg = shank - thigh
    bend = seen_deg + _KNEE_LANDMARKS * (bent - seen_deg)
    knee_deg = bend + _OFFSET_DEG[1] + _KNEE_PER_DEG * (bend - _USUAL_KNEE_DEG)
    thigh += _OFFSET_DEG[0] + _PER_DEG[1] * (knee_deg - _USUAL_DEG[1])
    taper = _taper_deg(limbs, frame)
    if taper is not None:
        thigh += _PER_DEG[0] * (taper - _USUAL_DEG[0])
    shank = thigh + knee_deg
    moved: dict[SupinePoint, FloatArray] = {
        "hip": knee - lengths[0] * _towards(thigh),
        "knee": knee,
        "ankle": knee + lengths[1] * _towards(shank),
    }
    return points.moved(moved)


def _taper_deg(limbs: Limbs, frame: SagittalFrame) -> float | None:
    """Angle between both edges of the thigh; ``None`` where one was not seen."""
    angles = []
    for name in ("thigh_front", "thigh_back"):
        if name not in limbs.edges_px:
            return None
        points = limbs.edges_px[name]
        along = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)[2][0]
        along = along * np.sign(float((points[-1] - points[0]) @ along))
        angles.append(_axis_deg(Axis(points[0], along, 0.0), frame))
    return angles[0] - angles[1]


def _knee_from_tip(thigh: Axis, mask: NDArray[np.float32], trunk: float) -> FloatArray | None:
    """The knee of a bent leg, from where the line of the thigh leaves the person."""
    steps = thigh.point + np.arange(0.0, _REACH * trunk)[:, None] * thigh.direction
    height, width = mask.shape
    inside = (steps[:, 0] >= 0) & (steps[:, 0] < width) & (steps[:, 1] >= 0) & (steps[:, 1] < height)
    x = np.clip(steps[:, 0].astype(int), 0, width - 1)
    y = np.clip(steps[:, 1].astype(int), 0, height - 1)
    out = np.flatnonzero(~inside | (mask[y, x] < 0.5))
    if len(out) == 0 or not inside[out[0]]:
        return None
    result: FloatArray = thigh.point + max(float(out[0]) - _TIP * trunk, 0.0) * thigh.direction
    return result


def _below_deg(upper: FloatArray, lower: FloatArray) -> float:
    """Direction of a line below the table's direction towards the feet, body coordinates."""
    up, headward = lower - upper
    return math.degrees(math.atan2(-float(up), -float(headward)))


def _axis_deg(axis: Axis, frame: SagittalFrame) -> float:
    ends = frame.to_body(np.array([axis.point, axis.point + 100.0 * axis.direction]))
    return _below_deg(ends[0], ends[1])


def _towards(below_deg: float) -> FloatArray:
    angle = math.radians(below_deg)
    return np.array([-math.sin(angle), -math.cos(angle)])


def _crossing(one: Axis | None, two: Axis | None) -> FloatArray | None:
    """Where two lines cross, unless they are nearly parallel."""
    if one is None or two is None:
        return None
    matrix = np.column_stack([one.direction, -two.direction])
    if abs(float(np.linalg.det(matrix))) < math.sin(math.radians(_BENT_DEG)):
        return None
    along = float(np.linalg.solve(matrix, two.point - one.point)[0])
    result: FloatArray = one.point + along * one.direction
    return result


def _onto(axis: Axis, point: FloatArray) -> FloatArray:
    """The nearest point on a line."""
    result: FloatArray = axis.point + float((point - axis.point) @ axis.direction) * axis.direction
    return result


def _axis(
    pictures: tuple[NDArray[np.float32], NDArray[np.float32]],
    frame: SagittalFrame,
    ends: tuple[FloatArray, FloatArray],
    name: str,
    edges: dict[str, FloatArray],
) -> Axis | None:
    """The middle line of the limb from one joint to the next, and its edges."""
    lab, mask = pictures
    upper, lower = ends
    along = lower - upper
    length = float(np.linalg.norm(along))
    trunk = frame.trunk_length_px
    if length < 0.15 * trunk:
        return None
    direction = along / length
    # To the front of the limb, as seen in the picture.
    across = np.array([direction[1], -direction[0]]) * frame.anterior_sign
    shares = np.linspace(*_PART[name], _SAMPLES)
    middle = upper + shares[:, None] * along
    nearest, farthest = (value * trunk for value in _HALF_WIDTH[name])
    usual, doubtful = _USUAL_HALF_WIDTH[name] * trunk, _DOUBTFUL[name] * trunk
    front, back = (
        _steady(
            find_limb_edge(
                lab, mask, Lines(middle, sign * across, nearest, farthest, usual, doubtful, trunk)
            ),
            trunk,
        )
        for sign in (1.0, -1.0)
    )
    for label, side, sign in (("front", front, 1.0), ("back", back, -1.0)):
        seen = np.isfinite(side)
        if seen.mean() < _LEAST:
            continue
        edge = frozen_points((middle + sign * side[:, None] * across)[seen])
        edges[f"{name}_{label}"] = edge
        if _roughness(edge) > _ROUGH[f"{name}_{label}"] * trunk:
            side[:] = np.nan  # of something else: the other leg, a cloth
    off, taper = _middle_of(front, back, name, trunk)
    good = np.isfinite(off)
    if good.mean() < _LEAST:
        return None
    level, slope, sd = _line(shares[good] * length, off[good])
    slope += math.tan(math.radians(taper))
    turned = direction + slope * across
    centre = float(shares[good].mean())
    return Axis(
        frozen_points(upper + centre * along + level * across),
        frozen_points(turned / float(np.linalg.norm(turned))),
        math.hypot(math.degrees(sd), _ONE_EDGE_SD_DEG if taper else 0.0),
    )


def _steady(distance: FloatArray, trunk: float) -> FloatArray:
    """Without places that jump away from their neighbours."""
    if not np.isfinite(distance).any():
        return distance
    filled = np.where(np.isfinite(distance), distance, np.nanmedian(distance))
    jumps = np.abs(distance - moving_median(filled, 6)) > _STEADY * trunk
    result: FloatArray = np.where(jumps, np.nan, distance)
    return result


def _middle_of(front: FloatArray, back: FloatArray, name: str, trunk: float) -> tuple[FloatArray, float]:
    """How far in front the middle of a limb lies, and what is to be added to its slope, degrees.

    Where one edge is not seen, the other has to do, with the usual width and taper of the limb.
    """
    both = (front - back) / 2.0
    if np.isfinite(both).mean() >= _LEAST:
        return both, 0.0
    usual = _USUAL_HALF_WIDTH[name] * trunk
    if np.isfinite(back).mean() >= np.isfinite(front).mean():
        return usual - back, -_TAPER_DEG[name]
    return front - usual, _TAPER_DEG[name]


def _line(along: FloatArray, off: FloatArray) -> tuple[float, float, float]:
    """Mean and slope of a line through the samples, little moved by a few wrong ones, and its deviation."""
    centred = along - along.mean()
    level, slope = float(np.median(off)), 0.0
    residual: FloatArray = off - level
    weight: FloatArray = np.ones(len(along))
    for _ in range(6):
        matrix = np.array(
            [[weight.sum(), weight @ centred], [weight @ centred, weight @ (centred * centred)]]
        )
        level, slope = np.linalg.solve(matrix, [weight @ off, weight @ (centred * off)]).tolist()
        residual = off - level - slope * centred
        scale = max(1.4826 * float(np.median(np.abs(residual))), 0.3)
        weight = 1.0 / (1.0 + (residual / (2.0 * scale)) ** 2)
    spread = float(np.sqrt(weight @ (residual * residual) / weight.sum()))
    # Neighbours err together: an eighth of the samples count.
    return level, slope, 2.8 * spread / math.sqrt(float(centred @ centred))
