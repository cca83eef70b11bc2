"""Thigh and shank of the tested leg from both edges of their outline.

A landmark of the pose model is off by centimetres, and a centimetre at the hip is 1.4 degrees of the thigh.
The two edges of a limb are seen over most of its length; the line midway between them has the limb's own
direction. Landmarks only say where the limb is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_median
from analyzer.thomas.patient import Patient
from analyzer.thomas.points import SupinePoints, rotated
from analyzer.types import SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.frozen import FrozenMapping
from analyzer.types.geometry import frozen_points
from analyzer.types.landmarks import Side
from analyzer.types.thomas import SupinePoint

_SAMPLES: Final = 28
_PART: Final = {"thigh": (0.38, 0.90), "shank": (0.22, 0.82)}
"""Which part of a limb is looked at, from its upper to its lower joint: away from the buttocks and the other
thigh, from the round of the knee, and from the shoe."""
_HALF_WIDTH: Final = {"thigh": (0.05, 0.30), "shank": (0.03, 0.22)}
"""From the middle of a limb to its edge, trunk lengths."""
_LEAST: Final = 0.45
"""Both edges have to be seen along so much of that part."""
_STEADY: Final = 0.03
"""An edge does not jump by more from its neighbours, trunk lengths."""
_FITTED: Final = (0.75, 0.75)
"""How much the edges count for the direction of thigh and shank, against the landmarks."""
_OFFSET_DEG: Final = (0.0, 0.0)
"""From the middle line of thigh and shank to the line between the bony points, degrees of extension."""


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """The middle line of a limb.

    Attributes
    ----------
    turn_deg : float
        How far it is turned from the line between the landmarks, degrees from anterior towards superior.
    sd_deg : float
        How exactly the samples show that.
    """

    turn_deg: float
    sd_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class Limbs:
    """What the outline says about the leg.

    Attributes
    ----------
    thigh, shank : Axis or None
        ``None`` where their edges cannot be seen.
    edges_px : mapping of str to ndarray, shape (n, 2)
        Pixels of the picture.
    """

    thigh: Axis | None
    shank: Axis | None
    edges_px: Mapping[str, FloatArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "edges_px", FrozenMapping(self.edges_px))


def find_limbs(rgb: NDArray[np.uint8], patient: Patient, frame: SagittalFrame, side: Side) -> Limbs:
    """Middle lines of thigh and shank of one side.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
        The picture as it was given.
    patient : Patient
    frame : SagittalFrame
    side : {"left", "right"}
    """
    hip, knee, ankle = (patient.landmarks.on(side, part) for part in ("hip", "knee", "ankle"))
    edges: dict[str, FloatArray] = {}
    thigh = _axis(patient.mask, frame, (hip, knee), "thigh", edges)
    shank = _axis(patient.mask, frame, (knee, ankle), "shank", edges)
    return Limbs(thigh, shank, edges)


def along_limbs(points: SupinePoints, limbs: Limbs, frame: SagittalFrame) -> SupinePoints:
    """The points with hip and ankle turned about the knee, as far as the outline says so."""
    at = points.at
    moved: dict[SupinePoint, FloatArray] = {}
    ends: tuple[tuple[SupinePoint, Axis | None], ...] = (("hip", limbs.thigh), ("ankle", limbs.shank))
    for (name, axis), weight, offset in zip(ends, _FITTED, _OFFSET_DEG, strict=True):
        turn = offset + (weight * axis.turn_deg if axis is not None else 0.0)
        moved[name] = at["knee"] + rotated(at[name] - at["knee"], turn)
    return points.moved(moved)


def _axis(
    mask: NDArray[np.float32],
    frame: SagittalFrame,
    ends: tuple[FloatArray, FloatArray],
    name: str,
    edges: dict[str, FloatArray],
) -> Axis | None:
    """The middle line of the limb from one joint to the next, and its edges."""
    upper, lower = ends
    along = lower - upper
    length = float(np.linalg.norm(along))
    trunk = frame.trunk_length_px
    if length < 0.15 * trunk:
        return None
    direction = along / length
    # To the anterior side of the limb, as seen in the picture.
    across = np.array([-direction[1], direction[0]]) * -frame.anterior_sign
    shares = np.linspace(*_PART[name], _SAMPLES)
    middle = upper + shares[:, None] * along
    sides = [_edge(mask, middle, sign * across, name, trunk) for sign in (1.0, -1.0)]
    good = np.isfinite(sides[0]) & np.isfinite(sides[1])
    if good.mean() < _LEAST:
        return None
    off = (sides[0] - sides[1])[good] / 2.0
    slope, sd = _slope(shares[good] * length, off)
    for label, side, sign in (("front", sides[0], 1.0), ("back", sides[1], -1.0)):
        edges[f"{name}_{label}"] = frozen_points((middle + sign * side[:, None] * across)[good])
    # A middle line that moves to the anterior side on its way down turns the limb about its lower joint.
    turn = math.degrees(math.atan(slope))
    return Axis(_sense(frame, direction, across) * turn, math.degrees(sd))


def _sense(frame: SagittalFrame, direction: FloatArray, across: FloatArray) -> float:
    """+1 when turning the limb's direction towards ``across`` turns from anterior towards superior."""
    along, side = frame.to_body(np.array([direction, across]) * 100.0 + frame.origin_px)
    return 1.0 if along[0] * side[1] - along[1] * side[0] > 0 else -1.0


def _edge(
    mask: NDArray[np.float32], middle: FloatArray, across: FloatArray, name: str, trunk: float
) -> FloatArray:
    """Distance of the outline from each middle point, pixels; not finite where there is none."""
    low, high = (value * trunk for value in _HALF_WIDTH[name])
    reach = np.arange(0.0, high + 1.0, 0.5)
    places = middle[:, None] + reach[None, :, None] * across
    x = np.clip(np.round(places[..., 0] - 0.5).astype(int), 0, mask.shape[1] - 1)
    y = np.clip(np.round(places[..., 1] - 0.5).astype(int), 0, mask.shape[0] - 1)
    outside = mask[y, x] < 0.5
    first = np.where(outside.any(axis=1), outside.argmax(axis=1), -1)
    distance = np.where(first > 0, reach[first], np.nan)
    distance[(distance < low) | (distance > high)] = np.nan
    if not np.isfinite(distance).any():
        return distance
    steady = np.where(np.isfinite(distance), distance, np.nanmedian(distance))
    distance[np.abs(distance - moving_median(steady, 3)) > _STEADY * trunk] = np.nan
    return distance


def _slope(along: FloatArray, off: FloatArray) -> tuple[float, float]:
    """Slope of a line through the samples, little moved by a few that are wrong, and its deviation."""
    weight = np.ones(len(along))
    design = np.stack([np.ones(len(along)), along - along.mean()], axis=1)
    for _ in range(5):
        scaled = design * weight[:, None]
        fit = np.linalg.solve(design.T @ scaled, scaled.T @ off)
        residual = off - design @ fit
        scale = max(1.4826 * float(np.median(np.abs(residual))), 0.3)
        weight = 1.0 / (1.0 + (residual / (2.0 * scale)) ** 2)
    spread = float(np.sqrt((weight * residual**2).sum() / weight.sum()))
    # Neighbours err together: a quarter of the samples count.
    sd = 2.0 * spread / math.sqrt(float((design[:, 1] ** 2).sum()))
    return float(fit[1]), sd
