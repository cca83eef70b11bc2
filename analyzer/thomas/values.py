"""The measures of the direct test with their intervals, or the reason why one is missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from analyzer.language import mark
from analyzer.measures import Z95
from analyzer.thomas.angles import (
    hip_extension_true_deg,
    knee_flexion_deg,
    pelvic_tilt_supine_deg,
    thigh_angle_deg,
    tilt_from_trochanter_deg,
    trunk_to_table_deg,
)
from analyzer.thomas.points import SupinePoints
from analyzer.thomas.standing import StandingReference
from analyzer.types import Measure, Reason, Reference, SdParts
from analyzer.types.codes import Method, ThomasName
from analyzer.types.texts import reason
from analyzer.types.thomas import PelvisControl, SupinePoint

FERBER: Final = mark("Ferber 2010, 600 legs of recreational athletes, PMC2902027")
JUDGED_FREE: Final = Reference(15.5, 5.8, f"judged free, 392 legs; {FERBER}")
JUDGED_SHORT: Final = Reference(-0.3, 7.0, f"judged short, 208 legs; {FERBER}")
ALL_LEGS: Final = Reference(10.6, 9.6, FERBER)
mark((JUDGED_FREE.source, JUDGED_SHORT.source))


@dataclass(frozen=True, slots=True)
class Spec:
    """How uncertain a measure is beyond its own photo, standard deviations in degrees.

    Attributes
    ----------
    model_sd : float
        Between bodies: cancels when a person is compared with themself.
    repeat_sd : float
        Between photos of one person.
    """

    model_sd: float
    repeat_sd: float
    reference: Reference | None = None


TABLE: Final[Mapping[ThomasName, Spec]] = {
    "thigh_angle": Spec(1.9, 1.0, ALL_LEGS),
    "knee_flexion": Spec(2.9, 1.5),
    "other_thigh_flexion": Spec(6.0, 3.0),
    "trunk_to_table": Spec(2.5, 1.5),
    "pelvic_tilt_supine": Spec(0.0, 1.0),
    "hip_extension_true": Spec(0.0, 1.0),
    "hip_extension_from_standing": Spec(0.0, 1.0),
}
PLACED_SD: Final[Mapping[SupinePoint, float]] = {
    "hip": 0.0127,
    "knee": 0.0106,
    "ankle": 0.0106,
    "shoulder": 0.0149,
    "other_knee": 0.0149,
    "asis": 0.009,
    "psis": 0.015,
}
"""A person places a point to about 5 mm, the hidden PSIS worse; trunk lengths (our assumption)."""
DOT_SD: Final = 0.005
_NUDGE: Final = 1e-4


def find_values(
    points: SupinePoints,
    roll_sd_deg: float,
    pelvis: PelvisControl,
    standing: StandingReference | None,
) -> dict[ThomasName, Measure]:
    """All measures, in the order of their names.

    Parameters
    ----------
    points : SupinePoints
    roll_sd_deg : float
        How well it is known what is level.
    pelvis : PelvisControl
    standing : StandingReference or None
        Of the same person's standing photo.
    """
    tilt = _tilt(points, roll_sd_deg, standing)
    true = _true_extension(points, tilt, pelvis)
    return {
        "thigh_angle": _measured(
            "thigh_angle", points, lambda it: thigh_angle_deg(it["hip"], it["knee"]), roll_sd_deg
        ),
        "knee_flexion": _measured(
            "knee_flexion", points, lambda it: knee_flexion_deg(it["hip"], it["knee"], it["ankle"])
        ),
        "other_thigh_flexion": _measured(
            "other_thigh_flexion",
            points,
            lambda it: other_flexion_deg(points.other_hip, it["other_knee"]),
            roll_sd_deg,
        ),
        "trunk_to_table": _measured(
            "trunk_to_table",
            points,
            lambda it: trunk_to_table_deg(points.trunk_hip, it["shoulder"]),
            roll_sd_deg,
        ),
        "pelvic_tilt_supine": tilt,
        "hip_extension_true": true,
        "hip_extension_from_standing": _from_standing(true, standing),
    }


def other_flexion_deg(hip: FloatPoint, knee: FloatPoint) -> float:
    """Flexion of the other thigh against the table, degrees, -90 to 270; 90 = straight up."""
    flexion = -thigh_angle_deg(hip, knee)
    return flexion + 360.0 if flexion < -90.0 else flexion


FloatPoint = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Formula = Callable[[Mapping[SupinePoint, FloatPoint]], float]


def _measured(name: ThomasName, points: SupinePoints, formula: Formula, roll_sd_deg: float = 0.0) -> Measure:
    """The value of a formula; its landmarks' share of the uncertainty is that of those not placed by hand."""
    spec, value = TABLE[name], formula(points.at)
    slopes = {part: _slope(points.at, formula, part) for part in points.at}
    known = points.placed | points.dots
    total = sum(slope**2 for slope in slopes.values())
    share = sum(slope**2 for part, slope in slopes.items() if part not in known) / total
    by_hand = math.hypot(*(slopes[part] * _point_sd(points, part) for part in known if part in slopes), 0.0)
    landmarks = points.sd * math.sqrt(share * total)
    within = math.hypot(by_hand, landmarks, spec.repeat_sd * math.sqrt(share), roll_sd_deg)
    method: Method = "landmarks"
    if any(slopes.get(part, 0.0) > 0.0 for part in points.placed):
        method = "corrected_landmarks"
    elif name in ("thigh_angle", "knee_flexion"):
        method = "limb_outline"
    model = spec.model_sd * math.sqrt(share)
    return _value(name, value, within, model, method)


def _tilt(points: SupinePoints, roll_sd_deg: float, standing: StandingReference | None) -> Measure:
    """The pelvis from both its points, or from dots on ASIS and trochanter and the own standing photo."""
    name: ThomasName = "pelvic_tilt_supine"
    if {"asis", "psis"} <= points.at.keys():
        angle = pelvic_tilt_supine_deg(points.at["asis"], points.at["psis"])
        length = float(np.linalg.norm(points.at["asis"] - points.at["psis"]))
        sd = math.hypot(_point_sd(points, "asis"), _point_sd(points, "psis")) / max(length, 0.1)
        method: Method = "points" if points.placed & {"asis", "psis"} else "markers"
        return _value(name, angle, math.hypot(math.degrees(sd), roll_sd_deg), 0.0, method)
    if "asis" not in points.at or "hip" not in points.dots | points.placed:
        return _missing(name, reason("pelvis_points_missing"))
    if standing is None:
        return _missing(name, reason("no_standing_photo"))
    angle = tilt_from_trochanter_deg(points.at["asis"], points.at["hip"], standing.constant_deg)
    length = float(np.linalg.norm(points.at["asis"] - points.at["hip"]))
    sd = math.hypot(_point_sd(points, "asis"), _point_sd(points, "hip")) / max(length, 0.1)
    within = math.hypot(math.degrees(sd), roll_sd_deg, standing.constant_sd_deg)
    return _value(name, angle, within, 0.0, "markers_and_standing")


def _true_extension(points: SupinePoints, tilt: Measure, pelvis: PelvisControl) -> Measure:
    """Thigh against the pelvis. Camera roll cancels; without points nothing is said of a loose pelvis."""
    name: ThomasName = "hip_extension_true"
    if tilt.value is None:
        assert tilt.reason is not None
        missing = tilt.reason if pelvis.controlled else reason("pelvis_not_controlled")
        return _missing(name, missing)
    assert tilt.sd_within is not None
    thigh = _measured("thigh_angle", points, lambda it: thigh_angle_deg(it["hip"], it["knee"]))
    assert thigh.value is not None and thigh.sd_within is not None and thigh.sd_parts is not None
    value = hip_extension_true_deg(thigh.value, tilt.value)
    within = math.hypot(thigh.sd_within, tilt.sd_within)
    return _value(name, value, within, thigh.sd_parts.model, "thigh_to_pelvis")


def _from_standing(true: Measure, standing: StandingReference | None) -> Measure:
    """True extension less that of the own standing photo: bone shape cancels."""
    name: ThomasName = "hip_extension_from_standing"
    if true.value is None:
        assert true.reason is not None
        return _missing(name, true.reason)
    if standing is None:
        return _missing(name, reason("no_standing_photo"))
    assert true.sd_within is not None and true.sd_parts is not None
    value = true.value - standing.extension_deg
    within = math.hypot(true.sd_within, standing.extension_sd_deg)
    return _value(name, value, within, true.sd_parts.model, "against_standing")


def _value(name: ThomasName, value: float, within: float, model: float, method: Method) -> Measure:
    half = Z95 * math.hypot(within, model)
    return Measure(
        name,
        "deg",
        value=value,
        ci95=(value - half, value + half),
        sd_within=within,
        method=method,
        reference=TABLE[name].reference,
        sd_parts=SdParts(within, model, 0.0),
    )


def _missing(name: ThomasName, why: Reason) -> Measure:
    return Measure(name, "deg", reason=why)


def _point_sd(points: SupinePoints, part: SupinePoint) -> float:
    return PLACED_SD[part] if part in points.placed else DOT_SD


def _slope(at: Mapping[SupinePoint, FloatPoint], formula: Formula, part: SupinePoint) -> float:
    """How much the value changes at most, degrees per trunk length that a point moves."""
    value = formula(at)
    # Both ways: a straight knee is at the end of its scale, and changes the same way for either.
    steps = [sign * _NUDGE * axis for axis in np.eye(2) for sign in (1.0, -1.0)]
    changes = [abs(formula({**at, part: at[part] + step}) - value) / _NUDGE for step in steps]
    return math.hypot(max(changes[:2]), max(changes[2:]))
