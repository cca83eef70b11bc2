"""The table of measures: name, unit, published reference, and how uncertain each is beyond its own photo."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from analyzer.measures.references import DEFAULT, REFERENCES
from analyzer.types import Measure, Reason, Reference, SdParts
from analyzer.types.codes import MeasureName, Method, Unit

Z95: Final = 1.96
EDGE_WITHIN: Final = 0.4
"""Share of the edge's uncertainty that differs between photos of one person in the same clothes."""

_USUAL: Final = REFERENCES[DEFAULT].of


@dataclass(frozen=True, slots=True)
class Spec:
    """One row of the table.

    Attributes
    ----------
    name : MeasureName
    unit : {"deg", "pct_trunk", "pct_leg", "pct_height"}
    model_sd : float
        What differs between bodies that look alike: part of the interval, cancels within a person.
    repeat_sd : float
        What differs between photos of the same stance beyond what one photo can tell about itself.
    within : float
        Factor with which the differences between two photos of one stance are as large as the spread says
        (docs/method.md, "Intervals").
    reference : Reference or None
    """

    name: MeasureName
    unit: Unit
    model_sd: float
    repeat_sd: float
    within: float = 1.0
    reference: Reference | None = None


def _rows() -> tuple[Spec, ...]:
    return (
        Spec(
            "pelvic_tilt",
            "deg",
            model_sd=0.0,  # stated by the estimate itself
            repeat_sd=0.6,
            reference=_USUAL["pelvic_tilt"],
        ),
        Spec(
            "sacral_slope",
            "deg",
            model_sd=1.0,
            repeat_sd=0.4,
            within=0.75,
            reference=_USUAL["sacral_slope"],
        ),
        Spec(
            "lumbar_lordosis",
            "deg",
            model_sd=1.5,
            repeat_sd=0.6,
            within=0.95,
            reference=_USUAL["lumbar_lordosis"],
        ),
        Spec("lumbar_depth", "pct_trunk", model_sd=0.5, repeat_sd=0.25),
        Spec("trunk_inclination", "deg", model_sd=1.35, repeat_sd=0.4, within=0.66),
        Spec("hip_extension_angle", "deg", model_sd=3.2, repeat_sd=0.75, within=0.76),
        Spec("pelvic_shift", "pct_leg", model_sd=1.9, repeat_sd=0.4, within=0.4),
        Spec("knee_angle", "deg", model_sd=2.6, repeat_sd=0.65, within=0.77),
        Spec("ear_shoulder_angle", "deg", model_sd=2.7, repeat_sd=0.75, within=0.71),
        Spec("thoracic_kyphosis", "deg", model_sd=0.0, repeat_sd=0.6),
        Spec("craniovertebral_angle", "deg", model_sd=1.5, repeat_sd=0.6),
        Spec("c7_offset", "pct_height", model_sd=0.2, repeat_sd=0.2),
        Spec("shoulder_offset", "pct_height", model_sd=0.45, repeat_sd=0.2),
        Spec("hip_offset", "pct_height", model_sd=0.55, repeat_sd=0.2),
        Spec("knee_offset", "pct_height", model_sd=0.25, repeat_sd=0.2),
        Spec("trunk_balance", "pct_height", model_sd=0.45, repeat_sd=0.2),
    )


TABLE: Final[Mapping[MeasureName, Spec]] = MappingProxyType({row.name: row for row in _rows()})


def measured(
    name: MeasureName,
    value: float,
    photo_sd: float,
    method: Method,
    *,
    known_sd: float = 0.0,
    body_sd: float = 0.0,
    bone_sd: float = 0.0,
    edge_sd: float = 0.0,
    within_sd: float | None = None,
    model_share: float = 1.0,
) -> Measure:
    """A value with its interval from the table and this photo's own uncertainty.

    Parameters
    ----------
    photo_sd : float
        Standard deviation that belongs to this photo alone, as far as it is a model's (landmarks, trunk
        rotation). Within a person it counts with the table's ``within``.
    known_sd : float
        The rest of it, which is in full in every comparison: camera roll, doubts about cloth and contrast,
        points that were placed.
    body_sd : float
        Further uncertainty between bodies that cancels within a person.
    bone_sd : float
        What the shape of the bone adds between people, which no photo can show.
    edge_sd : float
        Uncertainty of the traced edge. Most of it comes from clothes and the body's own shape, which are
        the same in the next photo: `EDGE_WITHIN` of it remains within a person.
    within_sd : float, optional
        What remains within a person, where that is known better than by the parts above.
    model_share : float
        Share of the variance ``model_sd**2`` that is left, 0 to 1, where a person placed landmarks.
    """
    row = TABLE[name]
    if within_sd is None:
        within_sd = math.hypot(
            known_sd, row.within * math.hypot(photo_sd, row.repeat_sd, EDGE_WITHIN * edge_sd)
        )
    photo = math.hypot(known_sd, photo_sd, row.repeat_sd, edge_sd)
    model = math.hypot(math.sqrt(model_share) * row.model_sd, body_sd)
    half = Z95 * math.hypot(photo, model, bone_sd)
    return Measure(
        name,
        row.unit,
        value=value,
        ci95=(value - half, value + half),
        sd_within=within_sd,
        method=method,
        reference=row.reference,
        sd_parts=SdParts(photo, model, bone_sd),
    )


def missing(name: MeasureName, why: Reason) -> Measure:
    """The measure without a value, and why."""
    return Measure(name, TABLE[name].unit, reason=why)
