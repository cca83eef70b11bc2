"""Evidence for and against a shortened psoas, weighed with the intervals, in plain words.

What counts for and against rests on the method's sources (docs/method.md). A standing photo gives
indicators and never a diagnosis: between people, the length of the hip flexors hardly shows in how they
stand (Heino 1990, r = -.04 with pelvic tilt).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analyzer.types import Evidence, Indicator, Measure
from analyzer.types.codes import Level, MeasureName

CAVEAT: Final = (
    "This is an indicator from one photo, not a diagnosis. People stand differently from minute to minute, "
    "the shape of the pelvic bone differs between people, and a tight psoas is only one of several reasons "
    "for such a pattern. A change within the same person says more than one value."
)
DIRECT_TEST: Final = (
    "The modified Thomas test, done by a physiotherapist who keeps the pelvis from moving, shows directly "
    "how far the hip flexors let the thigh go back."
)
SUMMARIES: Final[dict[Level, str]] = {
    "suggested": "This photo shows a pattern often seen with a shortened psoas.",
    "not_suggested": "This photo shows no pattern that points to a shortened psoas.",
    "inconclusive": "This photo speaks neither clearly for nor clearly against a shortened psoas.",
    "cannot_say": "This photo does not show enough of the low back to say anything about the psoas.",
}

_SWAY_SHIFT_PCT: Final = (3.0, 7.0)
"""Hips surely beyond the first and at least at the second, per cent of leg length in front of the ankles, are
a sway-back stance. Our choice: the phantoms stand at 2 ± 4, the sway-back sample at 9."""
_STRAIGHT_KNEE_DEG: Final = 170.0
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
    tilt = _against_reference(
        measures["pelvic_tilt"],
        more="The pelvis tips further forward than in most people.",
        less="The pelvis does not tip forward more than usual.",
        unclear="It is not sure that the pelvis tips more than usual.",
    )
    slope = _against_reference(
        measures["sacral_slope"],
        more="The back of the pelvis slopes more than in most people.",
        less="The back of the pelvis does not slope more than usual.",
        unclear="The slope at the back of the pelvis is within the usual range.",
    )
    curve = _against_reference(
        measures["lumbar_lordosis"],
        more="The low back is more hollow than in most people.",
        less=_less_hollow(measures["lumbar_lordosis"]),
        unclear="The hollow of the low back is within the usual range.",
    )
    sway = _sway(measures["pelvic_shift"])
    evidence = [item for item in (tilt, slope, curve, sway, _hip(measures), _knee(measures)) if item]
    clear = any(
        _clearly_beyond(measures[name]) for name in ("pelvic_tilt", "sacral_slope", "lumbar_lordosis")
    )
    # The interval of the tilt already holds the shape of the bone: beyond it, nothing usual explains it.
    clear = clear or (tilt is not None and tilt.direction == "for")
    level = _level(tilt, slope, curve, sway, clear=clear)
    return Indicator(level, SUMMARIES[level], tuple(evidence), CAVEAT, DIRECT_TEST)


def _against_reference(measure: Measure, *, more: str, less: str, unclear: str) -> Evidence | None:
    """For when surely above the mean and beyond one sd, against when surely below that and not above."""
    if measure.value is None or measure.ci95 is None or measure.reference is None:
        return None
    mean, sd = measure.reference.mean, measure.reference.sd
    low, high = measure.ci95
    if low > mean and measure.value > mean + sd:
        return Evidence(measure.name, "for", more)
    if high < mean + sd and measure.value <= mean + 0.5 * sd:
        return Evidence(measure.name, "against", less)
    return Evidence(measure.name, "neutral", unclear)


def _less_hollow(curve: Measure) -> str:
    """The words for a low back that is not more hollow than usual: a flat one is a finding of its own."""
    if curve.value is None or curve.value > _FLAT_DEG:
        return "The low back is not more hollow than usual."
    if curve.value >= 0.0:
        return "The low back is flat: it has hardly any hollow."
    return "The low back is flat, and even curves slightly backward where most people have a hollow."


def _clearly_beyond(measure: Measure) -> bool:
    """Whether the whole interval lies beyond one standard deviation above the mean."""
    if measure.ci95 is None or measure.reference is None:
        return False
    return measure.ci95[0] > measure.reference.mean + measure.reference.sd


def _sway(shift: Measure) -> Evidence | None:
    if shift.value is None or shift.ci95 is None:
        return None
    if shift.ci95[0] > _SWAY_SHIFT_PCT[0] and shift.value >= _SWAY_SHIFT_PCT[1]:
        text = "The hips stand well in front of the ankles. This sway-back stance is another pattern."
        return Evidence(shift.name, "against", text)
    return Evidence(shift.name, "neutral", "The hips do not stand clearly too far in front of the ankles.")


def _hip(measures: Mapping[MeasureName, Measure]) -> Evidence | None:
    hip = measures["hip_extension_angle"]
    if hip.value is None or hip.ci95 is None:
        return None
    # Against the pelvis a usual tilt already flexes the hip; against the trunk the phantoms stand at -9.
    usual = -10.0 if hip.method == "thigh_to_pelvis" else -9.0
    if hip.ci95[1] < usual - 5.0:
        return Evidence(hip.name, "for", "The hips are bent more than usual while standing.")
    if hip.ci95[0] > usual + 5.0:
        return Evidence(
            hip.name, "against", "The hips are stretched while standing, which needs a long psoas."
        )
    return Evidence(hip.name, "neutral", "The hips are neither clearly bent nor clearly stretched.")


def _knee(measures: Mapping[MeasureName, Measure]) -> Evidence | None:
    knee = measures["knee_angle"]
    if knee.ci95 is None or knee.ci95[1] > _STRAIGHT_KNEE_DEG:
        return None
    text = "The knees are bent, which changes the tilt of the pelvis. A photo with straight knees says more."
    return Evidence(knee.name, "neutral", text)


def _level(
    tilt: Evidence | None,
    slope: Evidence | None,
    curve: Evidence | None,
    sway: Evidence | None,
    *,
    clear: bool,
) -> Level:
    """Pelvis and curve together decide, one of them clearly; a sway-back stance speaks against."""
    pelvis = [item.direction for item in (tilt, slope) if item]
    if not pelvis or (curve is None and tilt is None):
        return "cannot_say"
    forward = "for" in pelvis
    hollow = curve.direction if curve else "neutral"
    swaying = sway is not None and sway.direction == "against"
    if forward and hollow == "for" and clear and not swaying:
        return "suggested"
    if not forward and hollow != "for" and ("against" in pelvis or hollow == "against"):
        return "not_suggested"
    return "inconclusive"
