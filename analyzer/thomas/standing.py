"""The person's own standing photo as zero: what it says about the pelvis and the thigh."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.types.landmarks import Side


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
