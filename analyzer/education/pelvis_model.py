"""How the pelvis, the low back and the psoas move together: a small model in the side view, for teaching.

Millimetres, ``[anterior, superior]``, from the hip joint of an adult of 1.73 m who stands with the typical
tilt. Angles in degrees; a turn is positive when the upper end goes forward.

What it assumes, and no more: the pelvis is rigid and turns about the hip joints; the upper body stays upright
and nearly over the feet, so the low back bends by as much as the pelvis turns (PubMed 8866271: +11.4° of tilt
came with +10.8° of curve, −8.7° with −9.0°); the bend is shared out over the joints, more at the lower ones;
the psoas runs straight from each vertebra to the front of the pelvis and round the femoral head. It says
nothing of how a muscle is made longer or shorter, only how far apart its ends are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from analyzer.types.arrays import FloatArray

TYPICAL_TILT_DEG: Final = 10.0
"""Pelvic tilt at which the figure is at rest; "8 to 12°" is often quoted."""
TYPICAL_CURVE_DEG: Final = 31.6
"""Published mean of the surface lumbar curve (183 people, measured with an inclinometer)."""
MIN_TILT_DEG: Final = -10.0
MAX_TILT_DEG: Final = 30.0

LEVELS: Final = ("L5", "L4", "L3", "L2", "L1", "T12")
_LEAN_DEG: Final = (25.0, 14.0, 5.0, -3.0, -9.0, -13.0)
"""Forward lean of each vertebra at the typical tilt."""
_SHARES: Final = (0.22, 0.22, 0.19, 0.16, 0.12, 0.09)
"""Share of the bend in the joint below each vertebra, from L5/S1 up."""
_STEPS_MM: Final = (35.5, 36.0, 35.5, 35.0, 34.0, 32.0)
"""From the joint below a vertebra to the joint above it."""
_LOWEST_JOINT_MM: Final = (-24.0, 104.0)
_OVER_FEET: Final = 0.65
"""How much of the upper body's way forward the hips make up for by giving way backward."""
_ANKLE_DEPTH_MM: Final = 860.0
_BRIM_MM: Final = (31.0, 25.0)
"""Where the psoas crosses the front of the pelvis; moves with the pelvis."""
_HEAD_RADIUS_MM: Final = 24.0
_LESSER_TROCHANTER_MM: Final = (-15.0, -58.0)
"""Moves with the thigh."""
_ORIGIN_MM: Final = (9.0, 3.0)
"""Of each part of the muscle, from the middle of its vertebra."""
_ASIDE_MM: Final = {"origin": 24.0, "brim": 56.0, "end": 66.0}
"""Distance from the middle of the body: the side view does not show it, but it makes the muscle longer."""


def turned(points: ArrayLike, degrees: float) -> FloatArray:
    """Points turned about the origin, upper end forward when positive, shape (..., 2).

    >>> turned([0.0, 1.0], 90.0).round(3).tolist()
    [1.0, 0.0]
    """
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    result: FloatArray = np.asarray(points, dtype=np.float64) @ np.array([[cos, -sin], [sin, cos]])
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Rigid:
    """A turn about the origin, then a shift."""

    turn_deg: float
    shift: FloatArray

    def __call__(self, points: ArrayLike) -> FloatArray:
        return turned(points, self.turn_deg) + self.shift


@dataclass(frozen=True, slots=True, eq=False)
class PelvisState:
    """Where everything is at one tilt.

    Attributes
    ----------
    tilt_deg, curve_deg : float
        Pelvic tilt, and the lumbar curve that goes with it.
    hip : ndarray, shape (2,)
    pelvis, thigh : Rigid
        Of points that are given for the typical tilt.
    joints : ndarray, shape (7, 2)
        L5/S1 up to T12/T11.
    leans_deg : tuple of float
        Forward lean of the sacrum's upper end (as a turn from the typical tilt) and of each of `LEVELS`.
    centers : ndarray, shape (6, 2)
        Middles of the vertebrae, in the order of `LEVELS`.
    psoas_paths : tuple of ndarray, shape (n, 2)
        One for each of `LEVELS`.
    psoas_length_mm : float
        Mean over the paths, in space.
    """

    tilt_deg: float
    curve_deg: float
    hip: FloatArray
    pelvis: Rigid
    thigh: Rigid
    joints: FloatArray
    leans_deg: tuple[float, ...]
    centers: FloatArray
    psoas_paths: tuple[FloatArray, ...]
    psoas_length_mm: float


def _spine(tilt_deg: float) -> tuple[FloatArray, tuple[float, ...]]:
    """Joints from L5/S1 up with the hip joint at the origin, and the lean of each vertebra."""
    change = tilt_deg - TYPICAL_TILT_DEG
    joints = [turned(_LOWEST_JOINT_MM, change)]
    leans = []
    left = change
    for lean, share, step in zip(_LEAN_DEG, _SHARES, _STEPS_MM, strict=True):
        left -= share * change
        leans.append(lean + left)
        joints.append(joints[-1] + turned([0.0, step], leans[-1]))
    return np.array(joints), tuple(leans)


def _around_head(start: FloatArray, end: FloatArray) -> FloatArray:
    """The shortest way from start to end that passes in front of a circle about the origin."""
    along = end - start
    nearest = float(abs(along[0] * start[1] - along[1] * start[0]) / np.linalg.norm(along))
    if nearest >= _HEAD_RADIUS_MM:
        return np.array([start, end])
    from_deg, to_deg = (
        math.degrees(math.atan2(point[1], point[0]))
        + side * math.degrees(math.acos(_HEAD_RADIUS_MM / float(np.linalg.norm(point))))
        for point, side in ((start, -1.0), (end, 1.0))
    )
    arc = np.radians(np.linspace(from_deg, to_deg, 7))
    bend = _HEAD_RADIUS_MM * np.column_stack((np.cos(arc), np.sin(arc)))
    return np.vstack((start, bend, end))


def _length_in_space(path: FloatArray) -> float:
    """Length of a path that also runs away from the middle of the body."""
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    aside = np.array([_ASIDE_MM["brim"] - _ASIDE_MM["origin"], _ASIDE_MM["end"] - _ASIDE_MM["brim"]])
    return float(math.hypot(steps[0], aside[0]) + math.hypot(steps[1:].sum(), aside[1]))


def pelvis_state(tilt_deg: float) -> PelvisState:
    """The model at one pelvic tilt.

    Parameters
    ----------
    tilt_deg : float
        + = anterior, from -10 to 30; values outside are taken to the nearer end.

    >>> state = pelvis_state(20.0)
    >>> round(state.curve_deg, 1), state.psoas_length_mm < pelvis_state(10.0).psoas_length_mm
    (41.6, True)
    """
    tilt = min(max(tilt_deg, MIN_TILT_DEG), MAX_TILT_DEG)
    joints, leans = _spine(tilt)
    rest, _ = _spine(TYPICAL_TILT_DEG)
    # The hips give way, so that the upper body stays over the feet; the thigh then leans about the ankle.
    hip = np.array([_OVER_FEET * (rest[-1][0] - joints[-1][0]), 0.0])
    lean = math.degrees(math.asin(hip[0] / _ANKLE_DEPTH_MM))
    pelvis, thigh = Rigid(tilt - TYPICAL_TILT_DEG, hip), Rigid(lean, hip)
    joints = joints + hip
    centers = (joints[:-1] + joints[1:]) / 2.0
    brim, end = pelvis(_BRIM_MM) - hip, thigh(_LESSER_TROCHANTER_MM) - hip
    lower = _around_head(brim, end) + hip
    paths = tuple(
        np.vstack((center + turned(_ORIGIN_MM, lean_deg), lower))
        for center, lean_deg in zip(centers, leans, strict=True)
    )
    return PelvisState(
        tilt_deg=tilt,
        curve_deg=TYPICAL_CURVE_DEG + tilt - TYPICAL_TILT_DEG,
        hip=hip,
        pelvis=pelvis,
        thigh=thigh,
        joints=joints,
        leans_deg=leans,
        centers=centers,
        psoas_paths=paths,
        psoas_length_mm=float(np.mean([_length_in_space(path) for path in paths])),
    )


def psoas_length_pct(tilt_deg: float) -> float:
    """Length of the psoas' way at a tilt, in per cent of that at the typical tilt."""
    return 100.0 * pelvis_state(tilt_deg).psoas_length_mm / pelvis_state(TYPICAL_TILT_DEG).psoas_length_mm


def bends_deg(tilt_deg: float) -> tuple[float, ...]:
    """How far each joint, from L5/S1 up, bends back from where it is at the typical tilt."""
    return tuple(share * (tilt_deg - TYPICAL_TILT_DEG) for share in _SHARES)
