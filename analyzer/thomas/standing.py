"""The person's own standing photo as zero: what it says about the pelvis and the thigh."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from analyzer.pipeline import Observation, conclude
from analyzer.thomas.angles import pelvic_tilt_supine_deg, pelvis_constant_deg, thigh_angle_deg
from analyzer.types import Reason
from analyzer.types.landmarks import Side
from analyzer.types.texts import reason

_CONSTANT_SD_DEG: Final = 3.8
"""Dots in two photos, skin over bone, and the trochanter that moves with the femur about the joint's centre:
so far the constant differs between standing and lying on rendered people."""
_KNEE_TO_EPICONDYLE: Final = (-0.066, -0.04)
"""From the knee as it is measured in standing to the lateral epicondyle, [anterior, superior], trunk lengths:
mean of 12 rendered people."""
_EXTENSION_SD_DEG: Final = 2.2


@dataclass(frozen=True, slots=True)
class StandingReference:
    """What a standing photo with dots on ASIS, PSIS and greater trochanter gives the direct test.

    Attributes
    ----------
    side : {"left", "right"}
    constant_deg, constant_sd_deg : float
        From the direction ASIS to trochanter to that of ASIS to PSIS, see `pelvis_constant_deg`.
    extension_deg, extension_sd_deg : float
        Thigh against the pelvis in standing, between the same points as lying.
    """

    side: Side
    constant_deg: float
    constant_sd_deg: float
    extension_deg: float
    extension_sd_deg: float


Standing = StandingReference | Mapping[Side, StandingReference] | None
"""Of one side, or of both."""


def of_side(standing: Standing, side: Side) -> StandingReference | None:
    """The reference of the tested side, if there is one."""
    if isinstance(standing, StandingReference):
        return standing if standing.side == side else None
    return None if standing is None else standing.get(side)


def standing_reference(observation: Observation) -> StandingReference | Reason:
    """Pelvis and thigh of a person who stands, or why they cannot be had.

    Parameters
    ----------
    observation : Observation
        Of a standing photo, see `analyzer.pipeline.observe`.
    """
    bones, trochanter = observation.bones, observation.trochanter_px
    if trochanter is None or not {"asis", "psis"} <= bones.keys():
        return reason("no_standing_photo")
    frame = observation.level.frame
    scale = observation.photo.scale
    asis, psis, hip = (frame.to_body(at * scale) for at in (bones["asis"], bones["psis"], trochanter))
    knee = observation.level.joints.knee + np.array(_KNEE_TO_EPICONDYLE)
    tilt = conclude(observation).measures["pelvic_tilt"]
    assert tilt.sd_within is not None
    thigh = thigh_angle_deg(hip, knee)
    return StandingReference(
        observation.facing,
        pelvis_constant_deg(asis, psis, hip),
        _CONSTANT_SD_DEG,
        thigh - pelvic_tilt_supine_deg(asis, psis),
        math.hypot(tilt.sd_within, _EXTENSION_SD_DEG),
    )
