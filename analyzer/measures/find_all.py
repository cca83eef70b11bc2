"""The numbers of one photo, from what was observed in it and what a person corrected."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from analyzer import measures as m
from analyzer.corrections.points import find_corrected
from analyzer.corrections.redrawn_back import correct_back, suppose_back
from analyzer.markers import DOT_SD, dot_view_sd_deg
from analyzer.measures.back_values import read_outline, shifted
from analyzer.measures.learned_rotation import LARGEST_YAW_DEG
from analyzer.measures.learned_upper_back import UpperBack
from analyzer.measures.pelvic_tilt import estimate_pelvic_tilt, measure_pelvic_tilt
from analyzer.measures.under_clothes import UnderClothes, mix_measure, profile_under_clothes, slopes_of
from analyzer.measures.upper_back import (
    C7,
    Below,
    compute_craniovertebral_angle,
    compute_offsets,
    compute_thoracic_kyphosis,
    find_c7,
)
from analyzer.outline.describe import TracedBack, covered_share, with_slopes
from analyzer.outline.front import FrontOutline
from analyzer.person.joints import Joints, place_joints
from analyzer.types import BackProfile, Corrections, Measure, PointName, Reason, SagittalFrame
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import MeasureName, ReasonCode
from analyzer.types.corrections import BACK_POINTS, JOINTS, BackPointName
from analyzer.types.texts import reason

_FLAT_SD_DEG: Final = 2.0
"""Added to the tilt of a back without a hollow, which is rare among the simulated people (our assumption)."""
_CLOTH_SD_DEG: Final = 6.0
"""Of the slopes of a back that hangs in cloth and was corrected at some points (our assumption)."""
_NEEDS: Final[Mapping[PointName, ReasonCode]] = {"asis": "place_asis", "psis": "place_psis"}


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """What depends on what is level in the photo. Pixels are working pixels.

    Attributes
    ----------
    frame : SagittalFrame
    joints : Joints
        As the model has them.
    rotation_deg : float
        How far the trunk is turned out of the side view.
    traced : TracedBack or Reason
        The edge of the back, whether or not clothes hide the back itself.
    back : TracedBack or Reason
        The back to be measured: as traced, or why it cannot be.
    front : FrontOutline
    joint_points : ndarray, shape (5, 2)
        Landmarks as `analyzer.measures.learned_rotation.features_of` wants them.
    under : UnderClothes or None
        The back inside the traced edge, which may be that of hanging cloth; `None` when none was traced.
    upper : UpperBack or Reason
        What the edge says about upper back and C7, or why it says nothing.
    """

    frame: SagittalFrame
    joints: Joints
    rotation_deg: float
    traced: TracedBack | Reason
    back: TracedBack | Reason
    front: FrontOutline
    joint_points: FloatArray
    under: UnderClothes | None = None
    upper: UpperBack | Reason = field(default_factory=lambda: reason("back_not_visible"))


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What is measured, with or without corrections.

    Attributes
    ----------
    measures : mapping of MeasureName to Measure
        In the order of the table.
    joints : Joints
    profile : BackProfile or None
    c7 : C7 or Reason
    corrected : frozenset of MeasureName
        Names of the measures that depend on corrections.
    notes : tuple of Reason
        What corrections still need.
    """

    measures: Mapping[MeasureName, Measure]
    joints: Joints
    profile: BackProfile | None
    c7: C7 | Reason
    corrected: frozenset[MeasureName]
    notes: tuple[Reason, ...]


def find_measures(
    level: Levelled, bones: Mapping[PointName, FloatArray], corrections: Corrections, scale: float
) -> Findings:
    """All measures.

    Parameters
    ----------
    level : Levelled
    bones : mapping of name to ndarray, shape (2,)
        ASIS and PSIS as far as markers show them, photo pixels.
    corrections : Corrections
        Their points come before markers and model. Their roll is already in ``level``.
    scale : float
        Working pixels per photo pixel.
    """
    placed = {name: np.array(point) * scale for name, point in corrections.points.items()}
    in_body = {name: level.frame.to_body(point) for name, point in placed.items()}
    joints = place_joints(level.joints, {name: in_body[name] for name in JOINTS if name in in_body})
    points = {name: in_body[name] for name in BACK_POINTS if name in in_body}
    back = _place_back(level.back, points)
    tips = {**{name: point * scale for name, point in bones.items()}, **placed}
    known = "asis" in tips and "psis" in tips

    tilt = _find_tilt(level, back, tips, by_dots={"asis", "psis"}.isdisjoint(placed))
    roll_sd_deg = level.frame.roll_sd_deg
    curve = _measure_back(level, back)
    if back is level.back and level.under is not None:
        tilt, *curve = (_with_cloth(level, measure) for measure in (tilt, *curve))
    c7 = find_c7(level.upper, in_body.get("c7"))
    found = (
        tilt,
        *curve,
        _measure_kyphosis(level, back, curve),
        compute_craniovertebral_angle(c7, joints, roll_sd_deg),
        *compute_offsets(c7, joints, roll_sd_deg, level.under.probability if level.under else 0.0),
        m.compute_trunk_inclination(joints, roll_sd_deg),
        m.compute_hip_extension(joints, tilt),
        m.compute_pelvic_shift(joints, roll_sd_deg),
        m.compute_knee_angle(joints),
        m.compute_ear_shoulder_angle(joints, roll_sd_deg),
    )
    by_name = {measure.name: measure for measure in found}
    measures = {name: by_name[name] for name in m.TABLE}
    used = {
        "back": back is not level.back,
        "pelvis": known and not {"asis", "psis"}.isdisjoint(placed),
    }
    notes = [
        reason(note) for bone, note in _NEEDS.items() if bone not in tips and tips.keys() & {"asis", "psis"}
    ]
    if points and not used["back"]:
        notes.append(reason("place_back_points"))
    return Findings(
        measures,
        joints,
        _profile(level, back, measures),
        c7,
        find_corrected(corrections, measures, **used),
        tuple(notes),
    )


def _find_tilt(
    level: Levelled, back: TracedBack | Reason, tips: Mapping[PointName, FloatArray], *, by_dots: bool
) -> Measure:
    """Measured where both tips of the pelvis are known, by dots alone or by a person; estimated otherwise."""
    if "asis" not in tips or "psis" not in tips:
        return _estimate_tilt(level, back)
    if not by_dots:
        return measure_pelvic_tilt(level.frame, tips["asis"], tips["psis"])
    return measure_pelvic_tilt(
        level.frame,
        tips["asis"],
        tips["psis"],
        method="markers",
        point_sd=DOT_SD,
        view_sd_deg=dot_view_sd_deg(level.rotation_deg),
    )


def _place_back(back: TracedBack | Reason, points: Mapping[BackPointName, FloatArray]) -> TracedBack | Reason:
    """The back through the points that were placed; as it was when they are none, or too few."""
    if points and isinstance(back, TracedBack):
        return correct_back(back, points)
    return suppose_back(points) if len(points) == len(BACK_POINTS) else back


def _profile(
    level: Levelled, back: TracedBack | Reason, measures: Mapping[MeasureName, Measure]
) -> BackProfile | None:
    """The back to be drawn: as corrected, else the most probable one inside what is worn."""
    if back is not level.back and isinstance(back, TracedBack):
        return with_slopes(back.profile, slopes_of(measures))
    if not isinstance(level.traced, TracedBack):
        return None
    if level.under is None:
        return with_slopes(level.traced.profile, slopes_of(measures))
    return profile_under_clothes(level.traced, level.under, slopes_of(measures))


def _with_cloth(level: Levelled, measure: Measure) -> Measure:
    """A measure of the traced edge, as far as clothes let it be that of the body."""
    assert level.under is not None
    if measure.value is not None and not measure.estimated and measure.name == "pelvic_tilt":
        return measure
    turned = m.ROTATION_SD * max(0.0, level.rotation_deg - LARGEST_YAW_DEG)
    return mix_measure(measure, level.under, roll_sd_deg=level.frame.roll_sd_deg, other_sd_deg=turned)


def _readable(level: Levelled, back: TracedBack | Reason) -> TracedBack | Reason:
    """The back that was placed, or the traced one whether or not cloth hides it."""
    return level.traced if back is level.back else back


def _measure_back(level: Levelled, back: TracedBack | Reason) -> list[Measure]:
    """Measures of the back, or the reason why they are missing."""
    read = _readable(level, back)
    if isinstance(read, Reason):
        names: tuple[MeasureName, ...] = ("sacral_slope", "lumbar_lordosis", "lumbar_depth")
        return [m.missing(name, read) for name in names]
    found = _by_tangents(level, read)
    if not isinstance(level.traced, TracedBack) or (
        isinstance(level.back, Reason) and read is not level.traced
    ):
        return found
    own = found if read is level.traced else _by_tangents(level, level.traced)
    shifts = read_outline(level.traced.fitted, level.front, level.joint_points, own)
    return [shifted(measure, shifts) for measure in found]


def _measure_kyphosis(level: Levelled, back: TracedBack | Reason, curve: Sequence[Measure]) -> Measure:
    """The curve of the upper back, with the slope of the measures where the edge below is not the back."""
    chance = level.under.probability if level.under is not None else 0.0
    below = _slope_below(curve, chance) if chance > 0.0 else None
    if back is not level.back:
        below = _slope_below(curve, 1.0)
        own = _slope_below(_measure_back(level, level.back), 1.0)
        if isinstance(below, Below) and isinstance(own, Below) and isinstance(level.upper, UpperBack):
            # Only what the person changed: the edge says more about that slope than a tangent does.
            read = level.upper.kyphosis_deg - level.upper.cervicothoracic_deg
            below = replace(below, deg=below.deg + read - own.deg)
    turned = m.ROTATION_SD * max(0.0, level.rotation_deg - LARGEST_YAW_DEG)
    return compute_thoracic_kyphosis(level.upper, below, turned)


def _slope_below(curve: Sequence[Measure], chance: float) -> Below | Reason | None:
    """The thoraco-lumbar slope that slope and lordosis stand for."""
    slope, lordosis, *_ = curve
    if slope.value is None or lordosis.value is None or lordosis.sd_parts is None:
        return lordosis.reason or slope.reason
    sd = math.hypot(lordosis.sd_parts.photo, lordosis.sd_parts.model)
    return Below(chance, lordosis.value - slope.value, sd, lordosis.method or "back_profile")


def _by_tangents(level: Levelled, back: TracedBack) -> list[Measure]:
    return m.compute_back_measures(back, level.frame.roll_sd_deg, level.rotation_deg, _cloth_sd(level, back))


def _cloth_sd(level: Levelled, back: TracedBack) -> float:
    """What clothes add to the standard deviation of slopes of a corrected back, degrees.

    A back without corrections is read both ways instead, see `analyzer.measures.under_clothes`.
    """
    if back is level.traced or level.under is None:
        return 0.0
    return _CLOTH_SD_DEG * level.under.probability


def _estimate_tilt(level: Levelled, back: TracedBack | Reason) -> Measure:
    """The tilt from the outline of the body; where a person corrected that, as uncertain as they place."""
    back = _readable(level, back)
    if isinstance(back, Reason):
        return m.missing("pelvic_tilt", back)
    cloth = (1.0 - back.confirmed) * _cloth_sd(level, back)
    flat = 0.0 if back.landmarks.hollow else _FLAT_SD_DEG
    return estimate_pelvic_tilt(
        back.fitted,
        level.front,
        level.joint_points,
        roll_sd_deg=level.frame.roll_sd_deg,
        other_sd_deg=math.hypot(cloth, flat, m.ROTATION_SD * max(0.0, level.rotation_deg - LARGEST_YAW_DEG)),
        covered=(1.0 - back.confirmed) * covered_share(back),
        moved=back.moved,
    )
