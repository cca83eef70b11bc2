"""One function per published definition, and the table that names unit, reference and uncertainty."""

from analyzer.measures.back import (
    EDGE_SCALE,
    ROTATION_SD,
    TRUNK_TO_C7,
    WORRYING_LEAK,
    compute_back_measures,
)
from analyzer.measures.joints import (
    compute_ear_shoulder_angle,
    compute_hip_extension,
    compute_knee_angle,
    compute_leg_length,
    compute_pelvic_shift,
    compute_trunk_inclination,
)
from analyzer.measures.table import EDGE_WITHIN, TABLE, Z95, Spec, measured, missing

__all__ = [
    "EDGE_SCALE",
    "EDGE_WITHIN",
    "ROTATION_SD",
    "TABLE",
    "TRUNK_TO_C7",
    "WORRYING_LEAK",
    "Z95",
    "Spec",
    "compute_back_measures",
    "compute_ear_shoulder_angle",
    "compute_hip_extension",
    "compute_knee_angle",
    "compute_leg_length",
    "compute_pelvic_shift",
    "compute_trunk_inclination",
    "measured",
    "missing",
]
