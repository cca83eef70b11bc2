"""Every word that programs compare, once: measures, methods, issues, reasons, verdicts, levels and units.

They are part of the JSON contract: a code is never renamed, only added. mypy finds a code that is written
wrongly, and ``tests/unit/test_codes.py`` a table of words in which one is missing. A stored result may hold a
code that another version knows and this one does not; whoever reads it keeps it as it is.

``ErrorCode`` is written down in `analyzer.errors`, below this package.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from analyzer.errors.codes import ErrorCode

__all__ = [
    "DIRECTIONS",
    "ERRORS",
    "FINDINGS",
    "GROUNDS",
    "ISSUES",
    "LENGTHS",
    "LENGTH_OF",
    "LEVELS",
    "MEASURES",
    "MEASURE_OF",
    "METHODS",
    "REASONS",
    "THOMAS",
    "THOMAS_LEVELS",
    "TROUBLES",
    "UNITS",
    "VERDICTS",
    "Direction",
    "ErrorCode",
    "Facing",
    "FindingCode",
    "Ground",
    "IndicatorName",
    "IssueCode",
    "LengthName",
    "Level",
    "MeasureName",
    "Method",
    "QuantityName",
    "ReasonCode",
    "ReferenceName",
    "Severity",
    "ShownName",
    "StanceName",
    "ThomasLevel",
    "ThomasName",
    "TroubleCode",
    "Unit",
    "Verdict",
    "Way",
]

MeasureName = Literal[
    "pelvic_tilt",
    "sacral_slope",
    "lumbar_lordosis",
    "lumbar_depth",
    "trunk_inclination",
    "hip_extension_angle",
    "pelvic_shift",
    "knee_angle",
    "ear_shoulder_angle",
    "thoracic_kyphosis",
    "craniovertebral_angle",
    "c7_offset",
    "shoulder_offset",
    "hip_offset",
    "knee_offset",
    "trunk_balance",
]
"""In the order of the table of measures; their definitions are in ``docs/method.md``."""
LengthName = Literal["lumbar_depth", "pelvic_shift", "ear_shoulder_offset"]
"""Lengths in millimetres."""
ThomasName = Literal[
    "thigh_angle",
    "knee_flexion",
    "other_thigh_flexion",
    "trunk_to_table",
    "pelvic_tilt_supine",
    "hip_extension_true",
    "hip_extension_from_standing",
]
"""Measures of the direct test, the modified Thomas test; their definitions are in ``docs/thomas.md``."""
QuantityName = MeasureName | LengthName | ThomasName
IndicatorName = Literal["shortened_psoas"]
ShownName = QuantityName | IndicatorName
"""What a shape in a picture can belong to."""

Unit = Literal["deg", "pct_trunk", "pct_leg", "pct_height", "mm"]
"""Degrees, per cent of trunk length, of leg length and of body height, millimetres."""

Method = Literal[
    "points",
    "markers",
    "estimated_from_back_profile",
    "estimated_from_corrected_back_profile",
    "estimated_under_clothes",
    "back_profile",
    "corrected_back_profile",
    "landmarks",
    "corrected_landmarks",
    "thigh_to_trunk",
    "thigh_to_pelvis",
    # of the direct test
    "limb_outline",
    "markers_and_standing",
    "against_standing",
]
"""Where a value comes from."""

ReasonCode = Literal[
    # of this photo
    "back_not_visible",
    "body_height_unclear",
    "feet_out_of_frame",
    "head_out_of_frame",
    "legs_not_visible",
    "loose_clothing",
    "neck_hidden",
    "low_contrast",
    "points_implausible",
    "unusual_outline",
    # of stored results; the first only of versions before 0.4, which measured no flat back
    "no_lumbar_hollow",
    "not_measured",
    "not_measured_then",
    # what a correction still needs
    "place_asis",
    "place_back_points",
    "place_psis",
    # of the direct test
    "no_standing_photo",
    "pelvis_not_controlled",
    "pelvis_points_missing",
    # why two values cannot be compared, beside "not_measured"
    "other_camera_height",
    "other_clothing",
    "other_method",
    "other_protocol",
    "other_side",
    "other_version",
    "other_view",
]
"""Why there is no value, or none that can be compared."""

IssueCode = Literal[
    # of one photo
    "arm_over_back",
    "bystander",
    "camera_tilted",
    "feet_out_of_frame",
    "hair_over_back",
    "head_out_of_frame",
    "knees_bent",
    "loose_clothing",
    "low_contrast",
    "low_resolution",
    "markers_ambiguous",
    "object_over_back",
    "one_marker_found",
    "photo_turned",
    "trunk_rotated",
    # of a photo of the direct test
    "back_not_flat",
    "other_knee_not_held",
    "table_end_not_seen",
    # of several photos
    "mixed_methods",
    "mixed_sides",
    "pelvis_not_held_in_some",
    "photo_differs",
    "same_photo",
]
"""What spoils a photo, or several of them together."""
Severity = Literal["warn"]

Level = Literal["not_suggested", "inconclusive", "suggested", "cannot_say"]
"""What a photo says about a shortened psoas."""
StanceName = Literal["neutral", "lordosis", "kyphosis_lordosis", "flat_back", "sway_back", "between_types"]
"""What a stance is called, as it is taught."""
ReferenceName = Literal[
    "all",
    "women",
    "men",
    "inclinometer",
    "inclinometer_women",
    "inclinometer_men",
    "scans",
    "scans_women",
    "scans_men",
    "none",
]
"""What values are set beside: which sources, and of whom (`analyzer.measures.references`)."""
Direction = Literal["for", "against", "neutral"]
"""What one measure says about it."""
Ground = Literal[
    # suggested
    "pelvis_and_hollow",
    "slope_and_hollow",
    # not suggested
    "usual",
    "pelvis_backward",
    "back_flat",
    # inconclusive
    "sway_back",
    "clothes",
    "contradiction",
    "doubtful",
    "pelvis_only",
    "hollow_only",
    "back_unseen",
    "not_ruled_out",
    # cannot say
    "not_seen",
    "no_reference",
]
"""What a level rests on: the sentences that go with it are those of its ground."""
FindingCode = Literal[
    "pelvis_backward",
    "pelvis_perhaps_backward",
    "back_flat",
    "sway_back",
    "under_clothes",
]
"""What was seen besides: it decides what is said, and which exercises do not fit."""
Verdict = Literal["changed", "within_measurement_error", "not_comparable"]
"""What a difference between two occasions means."""
Way = Literal["less", "more"]
"""The two ends of a measure."""
Facing = Literal["left", "right"]
"""The side of the *picture* that a person looks to."""

ThomasLevel = Literal["extension_usual", "borderline", "extension_limited", "cannot_say"]
"""What the direct test says of one hip."""

TroubleCode = Literal["part_failed", "logo_failed"]
"""What could not be made of a report."""

MEASURES: Final[tuple[MeasureName, ...]] = get_args(MeasureName)
LENGTHS: Final[tuple[LengthName, ...]] = get_args(LengthName)
METHODS: Final[tuple[Method, ...]] = get_args(Method)
REASONS: Final[tuple[ReasonCode, ...]] = get_args(ReasonCode)
ISSUES: Final[tuple[IssueCode, ...]] = get_args(IssueCode)
ERRORS: Final[tuple[ErrorCode, ...]] = get_args(ErrorCode)
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
GROUNDS: Final[tuple[Ground, ...]] = get_args(Ground)
FINDINGS: Final[tuple[FindingCode, ...]] = get_args(FindingCode)
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
THOMAS: Final[tuple[ThomasName, ...]] = get_args(ThomasName)
THOMAS_LEVELS: Final[tuple[ThomasLevel, ...]] = get_args(ThomasLevel)
TROUBLES: Final[tuple[TroubleCode, ...]] = get_args(TroubleCode)
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)

LENGTH_OF: Final[dict[MeasureName, LengthName]] = {
    "lumbar_depth": "lumbar_depth",
    "pelvic_shift": "pelvic_shift",
    "ear_shoulder_angle": "ear_shoulder_offset",
}
"""The length that says the same as a measure."""
MEASURE_OF: Final[dict[QuantityName, MeasureName]] = {
    **{measure: measure for measure in MEASURES},
    **{length: measure for measure, length in LENGTH_OF.items()},
}
"""The measure that says the same as a length, and each measure itself."""
