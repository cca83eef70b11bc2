"""Evidence for and against a shortened psoas, weighed with the intervals.

What counts for and against rests on the method's sources (docs/method.md). A standing photo gives
indicators and never a diagnosis: between people, the length of the hip flexors hardly shows in how they
stand (Heino 1990, r = -.04 with pelvic tilt).
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Final

from analyzer.meaning.level_words import DIRECT_TEST, EVIDENCE, LEVELS, EvidenceCase, caveat
from analyzer.types import Evidence, Indicator, Measure
from analyzer.types.codes import Direction, Level, MeasureName

_Z95: Final = 1.96
_SWAY_SHIFT_PCT: Final = (3.0, 7.0)
"""Hips surely beyond the first and at least at the second, per cent of leg length in front of the ankles, are
a sway-back stance. Our choice: the phantoms stand at 2 ± 4, the sway-back sample at 9."""
_STRAIGHT_KNEE_DEG: Final = 170.0
_STRONG: Final[dict[MeasureName, float]] = {"pelvic_tilt": 2.0, "lumbar_lordosis": 0.75}
"""A strong pattern is a tilt and a curve beyond the reference mean by so many of its standard deviations (20°
and 48°). Our choice: nobody who stands like that may be told that the photo shows no such pattern."""
_LIKELY: Final = 0.5
_RULED_OUT: Final = 0.025
"""A pattern less probable than this is ruled out: it lies outside the 95 % interval."""
_FLAT_DEG: Final = 20.0
"""A curve of the outline below this is called flat: two standard deviations below the mean (our choice)."""


def assess_shortened_psoas(measures: Mapping[MeasureName, Measure]) -> Indicator:
    """Weigh the evidence.

    Parameters
    ----------
    measures : mapping of MeasureName to Measure

    Returns
    -------
    Indicator
    """
    tilt = _against_reference("pelvic_tilt", measures)
    slope = _against_reference("sacral_slope", measures)
    curve = _against_reference("lumbar_lordosis", measures)
    sway = _sway(measures["pelvic_shift"])
    evidence = [item for item in (tilt, slope, curve, sway, _hip(measures), _knee(measures)) if item]
    clear = any(
        _clearly_beyond(measures[name]) for name in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis")
    )
    # The interval of the tilt already holds the shape of the bone: beyond it, nothing usual explains it.
    clear = clear or (tilt is not None and tilt.direction == "for")
    strong = [_probability_beyond(measures[name], spread) for name, spread in _STRONG.items()]
    # The pattern needs both, so it is at most as probable as either. What is likely by itself is not denied.
    ruled_out = min(strong) < _RULED_OUT and not any(_LIKELY < chance < 1.0 for chance in strong)
    level = _level(tilt, slope, curve, sway, clear=clear, ruled_out=ruled_out)
    return Indicator(level, LEVELS[level].summary, tuple(evidence), caveat(), DIRECT_TEST)


def sways_back(indicator: Indicator) -> bool:
    """Whether the evidence holds a sway-back stance."""
    return any(item.measure == "pelvic_shift" and item.direction == "against" for item in indicator.evidence)


def _said(name: MeasureName, direction: Direction, case: EvidenceCase | None = None) -> Evidence:
    return Evidence(name, direction, EVIDENCE[name][case or direction])


def _against_reference(name: MeasureName, measures: Mapping[MeasureName, Measure]) -> Evidence | None:
    """For when surely above the mean and beyond one sd, against when surely below that and not above."""
    measure = measures[name]
    if measure.value is None or measure.ci95 is None or measure.reference is None:
        return None
    mean, sd = measure.reference.mean, measure.reference.sd
    low, high = measure.ci95
    if low > mean and measure.value > mean + sd:
        return _said(name, "for")
    if high < mean + sd and measure.value <= mean + 0.5 * sd:
        return _said(name, "against", _flatness(measure) if name == "lumbar_lordosis" else None)
    return _said(name, "neutral", "hidden" if measure.method == "estimated_under_clothes" else None)


def _flatness(curve: Measure) -> EvidenceCase | None:
    """What to say of a low back that is not more hollow than usual: a flat one is a finding of its own."""
    if curve.value is None or curve.value > _FLAT_DEG:
        return None
    return "flat" if curve.value >= 0.0 else "reversed"


def _clearly_beyond(measure: Measure) -> bool:
    """Whether the whole interval lies beyond one standard deviation above the mean."""
    if measure.ci95 is None or measure.reference is None:
        return False
    return measure.ci95[0] > measure.reference.mean + measure.reference.sd


def _probability_beyond(measure: Measure, spread: float) -> float:
    """Probability that the true value is more than ``spread`` reference deviations above the mean.

    1 where there is no value: what was not measured rules nothing out.
    """
    if measure.value is None or measure.ci95 is None or measure.reference is None:
        return 1.0
    limit = measure.reference.mean + spread * measure.reference.sd
    sd = (measure.ci95[1] - measure.ci95[0]) / (2.0 * _Z95)
    if sd <= 0.0:
        return float(measure.value > limit)
    return 1.0 - NormalDist(measure.value, sd).cdf(limit)


def _sway(shift: Measure) -> Evidence | None:
    if shift.value is None or shift.ci95 is None:
        return None
    if shift.ci95[0] > _SWAY_SHIFT_PCT[0] and shift.value >= _SWAY_SHIFT_PCT[1]:
        return _said("pelvic_shift", "against")
    return _said("pelvic_shift", "neutral")


def _hip(measures: Mapping[MeasureName, Measure]) -> Evidence | None:
    hip = measures["hip_extension_angle"]
    if hip.value is None or hip.ci95 is None:
        return None
    # Against the pelvis a usual tilt already flexes the hip; against the trunk the phantoms stand at -9.
    usual = -10.0 if hip.method == "thigh_to_pelvis" else -9.0
    if hip.ci95[1] < usual - 5.0:
        return _said("hip_extension_angle", "for")
    if hip.ci95[0] > usual + 5.0:
        return _said("hip_extension_angle", "against")
    return _said("hip_extension_angle", "neutral")


def _knee(measures: Mapping[MeasureName, Measure]) -> Evidence | None:
    knee = measures["knee_angle"]
    if knee.ci95 is None or knee.ci95[1] > _STRAIGHT_KNEE_DEG:
        return None
    return _said("knee_angle", "neutral")


def _level(
    tilt: Evidence | None,
    slope: Evidence | None,
    curve: Evidence | None,
    sway: Evidence | None,
    *,
    clear: bool,
    ruled_out: bool,
) -> Level:
    """Pelvis and curve together decide, one of them clearly; a sway-back stance speaks against.

    That nothing speaks for the pattern is not enough to deny it: it has to be ruled out.
    """
    pelvis = [item.direction for item in (tilt, slope) if item]
    if not pelvis or (curve is None and tilt is None):
        return "cannot_say"
    forward = "for" in pelvis
    hollow = curve.direction if curve else "neutral"
    swaying = sway is not None and sway.direction == "against"
    if forward and hollow == "for" and clear and not swaying:
        return "suggested"
    if ruled_out and not forward and hollow != "for" and ("against" in pelvis or hollow == "against"):
        return "not_suggested"
    return "inconclusive"
