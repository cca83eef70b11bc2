"""Lengths in millimetres, when the scale of the photo is known or the person's height is given.

The height of the body in the picture goes from the top of the outline of the head to the middle between the
soles: the foot that is nearer to the camera appears lower, by as much as the landmarks of the feet differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from analyzer.measures import TRUNK_TO_C7, Z95, compute_leg_length
from analyzer.person.joints import Joints
from analyzer.types import BodyGeometry, Measure, Reason
from analyzer.types.codes import LengthName, MeasureName
from analyzer.types.texts import reason

_OUTLINE_PER_HEIGHT: Final = 1.0216
"""Hair, soles and the blur of the mask make the outline longer than the body (mean of 84 rendered people in
shoes, standard deviation 0.005)."""
_HEIGHT_SHARE_SD: Final = 0.02
"""Standard deviation of the scale by body height: hair, shoes, stance, and how well the height is known (our
assumption)."""
_GIVEN_SHARE_SD: Final = 0.01
"""Standard deviation of a scale that is given (our assumption)."""
_HEAD_REACH: Final = 0.35
_ABOVE_EAR: Final = (0.17, 0.42)
_BELOW_FEET: Final = (0.02, 0.17)
_FEET_APART: Final = 0.10
"""Where head and feet usually end beyond their landmarks, and half the height between the feet at most,
trunk lengths (rendered people: 0.20 to 0.37, 0.04 to 0.16, at most 0.08)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Millimetres per photo pixel at the person, and its standard deviation as a share of it."""

    mm_per_px: float
    share_sd: float


def given_scale(mm_per_px: float) -> Scale:
    """A scale that is known."""
    return Scale(mm_per_px, _GIVEN_SHARE_SD)


def check_scale(mm_per_px: float | None) -> None:
    """Refuse a given scale that is none."""
    if mm_per_px is not None and not (np.isfinite(mm_per_px) and mm_per_px > 0):
        raise ValueError(f"mm_per_px must be a number above 0, not {mm_per_px}")


def scale_of(
    geometry: BodyGeometry, joints: Joints, body_height_m: float | None, mm_per_px: float | None
) -> Scale | Reason | None:
    """Of the photo: by the body height where that can be used, otherwise as given."""
    given = None if mm_per_px is None else given_scale(mm_per_px)
    if body_height_m is None:
        return given
    scale: Scale | Reason = reason("body_height_unclear")
    if joints.feet_seen:
        scale = estimate_scale(geometry, body_height_m, head_seen=joints.head_seen)
    return given if given is not None and isinstance(scale, Reason) else scale


def estimate_scale(geometry: BodyGeometry, body_height_m: float, *, head_seen: bool) -> Scale | Reason:
    """The scale from the person's height, or why it cannot be had.

    Parameters
    ----------
    geometry : BodyGeometry
    body_height_m : float
    head_seen : bool
        False when the head is outside the photo.
    """
    frame, landmarks, outline_px = geometry.frame, geometry.landmarks, geometry.outline_px
    if not head_seen:
        return reason("head_out_of_frame.scale")
    if not outline_px:
        return reason("body_height_unclear")
    outline = frame.to_body(np.concatenate(outline_px))
    ear = frame.to_body(landmarks.middle("ear"))
    head = outline[np.abs(outline[:, 0] - ear[0]) < _HEAD_REACH, 1]
    if head.size == 0:
        return reason("body_height_unclear")
    parts = ("ankle", "heel", "foot_index")
    sides = np.array([[frame.to_body(landmarks.on(s, part))[1] for part in parts] for s in ("left", "right")])
    apart = float(np.median(np.abs(sides[0] - sides[1]))) / 2.0
    above_ear = float(head.max() - ear[1])
    below_feet = float(sides[:, 1:].mean(axis=1).min() - outline[:, 1].min())
    believable = (
        _ABOVE_EAR[0] <= above_ear <= _ABOVE_EAR[1]
        and _BELOW_FEET[0] <= below_feet <= _BELOW_FEET[1]
        and apart <= _FEET_APART
    )
    if not believable:
        return reason("body_height_unclear")
    height = float(head.max() - outline[:, 1].min()) - apart
    in_mm = 1000.0 * _OUTLINE_PER_HEIGHT * body_height_m
    return Scale(in_mm / (height * frame.trunk_length_px), _HEIGHT_SHARE_SD)


def with_scale(geometry: BodyGeometry, scale: Scale | Reason | None) -> BodyGeometry:
    """The geometry with the scale in its frame, when there is one."""
    if not isinstance(scale, Scale):
        return geometry
    return replace(geometry, frame=replace(geometry.frame, mm_per_px=scale.mm_per_px))


def compute_lengths(
    measures: Mapping[MeasureName, Measure],
    joints: Joints,
    trunk_length_px: float,
    scale: Scale | Reason | None,
) -> dict[LengthName, Measure]:
    """Lengths by name, in millimetres, each with the interval of its measure and of the scale.

    ``lumbar_depth`` and ``pelvic_shift`` are the measures of these names; ``ear_shoulder_offset`` is how far
    the ear is in front of the shoulder.

    Parameters
    ----------
    measures : mapping of MeasureName to Measure
    joints : Joints
    trunk_length_px : float
        Photo pixels.
    scale : Scale, Reason or None
        Per photo pixel. Without one, nobody asked for lengths and there are none.
    """
    if scale is None:
        return {}
    neck = joints.ear - joints.shoulder
    depth, shift, ear = (measures[name] for name in ("lumbar_depth", "pelvic_shift", "ear_shoulder_angle"))
    # Each with its length for one unit of the measure, trunk lengths.
    found: tuple[tuple[LengthName, Measure, float, float | None], ...] = (
        ("lumbar_depth", depth, TRUNK_TO_C7 / 100.0, None),
        ("pelvic_shift", shift, compute_leg_length(joints) / 100.0, None),
        ("ear_shoulder_offset", ear, math.radians(1.0) * float(neck[1]), float(neck[0])),
    )
    lengths = {}
    for name, measure, per_unit, value in found:
        why = scale if isinstance(scale, Reason) else measure.reason
        if why is not None:
            lengths[name] = Measure(name, "mm", reason=why)
            continue
        assert isinstance(scale, Scale) and measure.value is not None
        in_mm = trunk_length_px * scale.mm_per_px
        exact = measure.value * per_unit if value is None else value
        lengths[name] = _in_mm(name, measure, exact * in_mm, per_unit * in_mm, scale.share_sd)
    return lengths


def _in_mm(name: LengthName, measure: Measure, value: float, mm_per_unit: float, share_sd: float) -> Measure:
    """A length, as uncertain as its measure and the scale together."""
    assert measure.ci95 is not None and measure.sd_within is not None
    by_scale = abs(value) * share_sd
    half = math.hypot((measure.ci95[1] - measure.ci95[0]) / 2.0 * mm_per_unit, Z95 * by_scale)
    return Measure(
        name,
        "mm",
        value=value,
        ci95=(value - half, value + half),
        sd_within=math.hypot(measure.sd_within * mm_per_unit, by_scale),
        method=measure.method,
    )
