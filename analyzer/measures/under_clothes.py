"""Measures of a back that cloth may hide: both readings of the edge, each as likely as the clothes say.

Either the edge is that of the body (skin or tight cloth), and the traced back is measured; or cloth hangs,
and the edge says only that the body is inside (`analyzer.measures.learned_clothes`). What is reported is the
mean of the mixture of both, with its whole spread: it goes over from one to the other without a step, as the
probability does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import moving_mean
from analyzer.measures.learned_clothes import Clothed, clothes_model
from analyzer.measures.learned_rotation import rotation_model
from analyzer.measures.pelvic_tilt import BONE_SHAPE_SD_DEG
from analyzer.measures.table import EDGE_WITHIN, TABLE, Z95, missing
from analyzer.outline.clothing import LIKELY
from analyzer.outline.describe import TracedBack, profile_of
from analyzer.outline.edge import ROWS
from analyzer.outline.learned_curve import back_shapes
from analyzer.outline.trace import Trace
from analyzer.types import BackProfile, Measure, SdParts
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import MeasureName
from analyzer.types.texts import reason

_ROOM: Final = 0.012
"""Cloth with more room under it hangs, trunk lengths (6 mm on an adult)."""
_SAYS_NOTHING: Final = 0.9
"""An estimate whose standard deviation is more than this share of that between the simulated people says
hardly more than no photo would."""
_PLACE: Final[dict[MeasureName, int]] = {
    "pelvic_tilt": 0,
    "sacral_slope": 1,
    "lumbar_lordosis": 2,
    "lumbar_depth": 3,
}
_TURNS: Final = ("pelvic_tilt", "sacral_slope")
"""Measures to which the camera's roll adds one to one."""
_INDEX: Final = np.linspace(-8.0, 8.0, 3201)
_CDF: Final = np.array([0.5 * (1.0 + math.erf(z / math.sqrt(2.0))) for z in _INDEX.tolist()])


@dataclass(frozen=True, slots=True, eq=False)
class UnderClothes:
    """The back inside an outline that may be that of hanging cloth.

    Attributes
    ----------
    probability : float
        That cloth hangs over the low back.
    clothed : Clothed
        The body inside, supposing that it does; its curve nowhere behind the traced edge.
    hanging : ndarray, shape (n,)
        Probability at the heights of `back_shapes` that what is seen there is hanging cloth.
    curve, curve_sd : ndarray, shape (n,)
        The most probable back of both readings together, trunk lengths.
    """

    probability: float
    clothed: Clothed
    hanging: FloatArray
    curve: FloatArray
    curve_sd: FloatArray

    @property
    def likely(self) -> bool:
        return self.probability > LIKELY


def see_under_clothes(trace: Trace, clothed: Clothed, probability: float) -> UnderClothes:
    """Put both readings of a traced edge together.

    Parameters
    ----------
    trace : Trace
    clothed : Clothed
    probability : float
        That cloth hangs.
    """
    heights = back_shapes().heights
    seen = (trace.visible & (trace.cover.any < 0.5)).astype(np.float64)
    edge = np.interp(heights, ROWS, moving_mean(trace.edge.back, 2))
    known = np.interp(heights, ROWS, seen) > 0.5
    curve, sd = _inside(clothed.curve, clothed.curve_sd, edge, known)
    fitted = trace.fitted
    away = curve - fitted.posterior
    mean = fitted.posterior + probability * away
    variance = (
        probability * sd**2 + (1.0 - probability) * fitted.sd**2 + probability * (1.0 - probability) * away**2
    )
    room = (edge - curve - _ROOM) / np.maximum(sd, 1e-4)
    hanging = np.where(known, probability * np.interp(room, _INDEX, _CDF), 0.0)
    return UnderClothes(
        probability,
        replace(clothed, curve=curve, curve_sd=sd),
        hanging,
        mean,
        np.sqrt(variance),
    )


def _inside(
    curve: FloatArray, sd: FloatArray, edge: FloatArray, known: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of normal values that are known to be no larger than an edge.

    Cloth is a bound and no more: a body far inside it is not moved.
    """
    z = np.clip((edge - curve) / sd, -6.0, 8.0)
    ratio = np.exp(-0.5 * z**2) / math.sqrt(2.0 * math.pi) / np.maximum(np.interp(z, _INDEX, _CDF), 1e-12)
    mean = curve - sd * ratio
    left = np.sqrt(np.clip(1.0 - z * ratio - ratio**2, 0.01, 1.0)) * sd
    return np.where(known, np.minimum(mean, edge), curve), np.where(known, left, sd)


def mix_measure(tight: Measure, under: UnderClothes, *, roll_sd_deg: float, other_sd_deg: float) -> Measure:
    """A measure of the traced back, with what it is if cloth hangs.

    Parameters
    ----------
    tight : Measure
        Supposing that the edge is the body's; it may be missing.
    roll_sd_deg : float
        Standard deviation of the camera's roll.
    other_sd_deg : float
        What else belongs to this photo.
    """
    name, chance = _name(tight), under.probability
    place = _PLACE[name]
    value = float(under.clothed.mean[place])
    extra = math.hypot(roll_sd_deg, other_sd_deg) if name in _TURNS else 0.0
    sd = math.hypot(float(under.clothed.sd[place]), extra)
    within = math.hypot(float(under.clothed.within_sd[place]), extra)
    bone = 0.0
    if name == "pelvic_tilt":
        value, bone = value + rotation_model().anchor_deg, BONE_SHAPE_SD_DEG
    if tight.value is None or tight.sd_parts is None or tight.sd_within is None:
        if not under.likely:
            return tight
        chance, own, own_sd, own_within = 1.0, value, sd, within
    else:
        own, own_within = tight.value, tight.sd_within
        own_sd = math.hypot(tight.sd_parts.photo, tight.sd_parts.model)
        bone = tight.sd_parts.bone_shape
    apart = chance * (1.0 - chance) * (value - own) ** 2
    total = math.sqrt(chance * sd**2 + (1.0 - chance) * own_sd**2 + apart)
    if under.likely and total > _SAYS_NOTHING * clothes_model().posterior.target_scale[place]:
        return missing(name, reason("loose_clothing"))
    mean = chance * value + (1.0 - chance) * own
    repeated = math.sqrt(chance * within**2 + (1.0 - chance) * own_within**2 + EDGE_WITHIN**2 * apart)
    own_photo = 0.0 if tight.sd_parts is None else tight.sd_parts.photo
    photo = min(math.sqrt(chance * within**2 + (1.0 - chance) * own_photo**2), total)
    half = Z95 * math.hypot(total, bone)
    return Measure(
        name,
        TABLE[name].unit,
        value=mean,
        ci95=(mean - half, mean + half),
        sd_within=repeated,
        method="estimated_under_clothes" if under.likely else tight.method,
        reference=TABLE[name].reference,
        sd_parts=SdParts(photo, math.sqrt(max(total**2 - photo**2, 0.0)), bone),
    )


def _name(measure: Measure) -> MeasureName:
    for name in _PLACE:
        if name == measure.name:
            return name
    raise ValueError(f"{measure.name} is not measured on the back")


def slopes_of(measures: Mapping[MeasureName, Measure]) -> tuple[float, float] | None:
    """Slopes of the tangents below and above the hollow that slope and lordosis stand for."""
    slope, curve = measures["sacral_slope"].value, measures["lumbar_lordosis"].value
    return None if slope is None or curve is None else (slope, curve - slope)


def profile_under_clothes(
    traced: TracedBack, under: UnderClothes, slopes_deg: tuple[float, float] | None
) -> BackProfile:
    """The profile to be drawn: the most probable back, with the tangents that the measures have."""
    seen = traced.profile.seen & (under.hanging < LIKELY)
    return profile_of(under.curve, under.curve_sd, seen, slopes_deg)
