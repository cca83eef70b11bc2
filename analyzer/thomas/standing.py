"""The person's own standing photo as zero: what it says about the pelvis and the thigh."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analyzer.measures import Z95
from analyzer.pipeline import Observation, conclude
from analyzer.thomas.angles import pelvis_constant_deg
from analyzer.types import Reason
from analyzer.types.landmarks import Side
from analyzer.types.texts import reason

_CONSTANT_SD_DEG: Final = 2.0
"""Dots in two photos, and the trochanter that moves with the femur about the joint's centre."""
_JOINTS_TO_BONES_DEG: Final = 5.0
"""How much farther back the thigh points between trochanter and epicondyle than between the joint centres of
the rendered people, which lie 15 mm behind the one and 22 mm in front of the other (docs/method.md)."""
_EXTENSION_SD_DEG: Final = 1.5


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
    analysis = conclude(observation)
    extension = analysis.measures["hip_extension_angle"]
    bones = observation.bones
    trochanter = observation.trochanter_px
    if extension.method != "thigh_to_pelvis" or trochanter is None or extension.value is None:
        return reason("no_standing_photo")
    frame = analysis.geometry.frame
    asis, psis, hip = (frame.to_body(at) for at in (bones["asis"], bones["psis"], trochanter))
    assert extension.sd_within is not None and extension.ci95 is not None
    half = (extension.ci95[1] - extension.ci95[0]) / 2.0 / Z95
    return StandingReference(
        observation.facing,
        pelvis_constant_deg(asis, psis, hip),
        _CONSTANT_SD_DEG,
        extension.value + _JOINTS_TO_BONES_DEG,
        math.hypot(half, _EXTENSION_SD_DEG),
    )
