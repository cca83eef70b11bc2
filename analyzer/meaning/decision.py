"""What the measures of one stance say, each in one word, and the level that follows from those words alone.

Every sentence of a result is made from a `Decision`: the headline, the evidence and what it may mean cannot
say different things. Nothing else decides, so the same evidence always has the same level.

What counts for and against rests on the method's sources (docs/method.md). A standing photo gives
indicators and never a diagnosis: between people, the length of the hip flexors hardly shows in how they
stand (Heino 1990, r = -.04 with pelvic tilt).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

from analyzer.types import Measure, Reason
from analyzer.types.codes import Direction, FindingCode, Ground, Level, MeasureName

_Z95: Final = 1.96
_SWAY_SHIFT_PCT: Final = (3.0, 7.0)
"""Hips surely beyond the first and at least at the second, per cent of leg length in front of the ankles, are
a sway-back stance. Our choice: the phantoms stand at 2 ± 4, the sway-back sample at 9."""
_STRONG_DEG: Final[dict[MeasureName, float]] = {"pelvic_tilt": 20.0, "lumbar_lordosis": 48.0}
"""A strong pattern is a tilt and a curve beyond these, whatever the reference. Our choice: nobody who stands
like that may be told that the photo shows no such pattern."""
_BACKWARD_DEG: Final = -0.5
"""A tilt that is written as less than 0°."""
_RULED_OUT: Final = 0.025
"""A pattern less probable than this is ruled out: it lies outside the 95 % interval."""
_FLAT_DEG: Final = 20.0
"""A curve of the outline below this is called flat (our choice)."""
_OF_BACK: Final[tuple[MeasureName, ...]] = ("sacral_slope", "lumbar_lordosis", "pelvic_tilt")
_BENT_KNEE_DEG: Final = (162.0, 170.0)
"""A knee at most at the first, and surely below the second, is called bent (our choice)."""
_HIP_TO_TRUNK_DEG: Final = (-11.0, 3.0)
"""A thigh that is surely beyond one of these against the trunk is clearly bent or clearly stretched: 73
photos of standing people had -4 ± 7."""
_HIP_TO_PELVIS_DEG: Final = (-15.0, -5.0)
"""The same against the pelvis: a usual tilt of 10° bends the hip by as much (our choice of ± 5°)."""

Case = Literal[
    "surely_more",
    "more",
    "looks_far_more",
    "looks_more",
    "upper_end",
    "unsure",
    "not_far",
    "within",
    "not_more",
    "not_more_upper_end",
    "looks_backward",
    "looks_backward_unsure",
    "perhaps_backward",
    "backward",
    "flat",
    "reversed",
    "far_in_front",
    "not_in_front",
    "not_at_all_in_front",
    "bent",
    "rather_bent",
    "neither",
    "rather_stretched",
    "stretched",
    "bent_to_pelvis",
    "usual_to_pelvis",
    "stretched_to_pelvis",
]
"""What one measure says, whatever its number is."""

_DIRECTIONS: Final[Mapping[Case, Direction]] = {
    "surely_more": "for",
    "more": "for",
    "not_more": "against",
    "not_more_upper_end": "against",
    "perhaps_backward": "against",
    "backward": "against",
    "flat": "against",
    "reversed": "against",
    "far_in_front": "against",
    "stretched": "against",
    "bent_to_pelvis": "for",
    "stretched_to_pelvis": "against",
}
"""All others say neither, also bent knees; a bent hip speaks for."""
_STRONG_OPEN: Final = frozenset({"unsure", "looks_more", "looks_backward_unsure", "not_more_upper_end"})
"""Of tilt and curve: a strong pattern is possible."""
_STRONG_LIKELY: Final = frozenset({"looks_far_more", "upper_end", "surely_more", "more"})
"""Of tilt and curve: a strong pattern is more likely than not."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one measure says.

    Attributes
    ----------
    measure : MeasureName
    case : Case
    hidden : bool
        Whether clothes lie over what it is read from.
    """

    measure: MeasureName
    case: Case
    hidden: bool = False

    @property
    def direction(self) -> Direction:
        """Whether that speaks for a shortened psoas."""
        if self.measure == "hip_extension_angle" and self.case == "bent":
            return "for"
        return _DIRECTIONS.get(self.case, "neutral")


@dataclass(frozen=True, slots=True)
class Decision:
    """The level, and all that it rests on.

    Attributes
    ----------
    level : Level
    ground : Ground
    seen : tuple of Seen
        In the order of their weight.
    findings : tuple of FindingCode
    unseen : Reason or None
        Why a measure is missing that would be needed.
    """

    level: Level
    ground: Ground
    seen: tuple[Seen, ...]
    findings: tuple[FindingCode, ...]
    unseen: Reason | None = None

    def of(self, name: MeasureName) -> Seen | None:
        """What this measure says, if it does."""
        return next((item for item in self.seen if item.measure == name), None)


def decide(measures: Mapping[MeasureName, Measure]) -> Decision:
    """Weigh the measures with their intervals.

    Parameters
    ----------
    measures : mapping of MeasureName to Measure

    Returns
    -------
    Decision
    """
    referred = _referred(measures)
    found = (
        _tilt(measures["pelvic_tilt"]),
        _slope(measures["sacral_slope"]),
        _curve(measures["lumbar_lordosis"]),
        _sway(measures["pelvic_shift"]),
        _hip(measures["hip_extension_angle"]) if referred else None,
        Seen("knee_angle", "bent") if knees_bent(measures["knee_angle"]) else None,
    )
    tilt, slope, curve, sway = found[:4]
    swaying = sway is not None and sway.direction == "against"
    level, ground = (
        _weigh(tilt, slope, curve, swaying=swaying) if referred else ("cannot_say", "no_reference")
    )
    missing = [measures[name].reason for name in _OF_BACK]
    return Decision(
        level,
        ground,
        tuple(item for item in found if item),
        _findings(tilt, curve, sway, measures),
        next((reason for reason in missing if reason), None),
    )


def _referred(measures: Mapping[MeasureName, Measure]) -> bool:
    """Whether there is anything to set the back beside: without, nothing is said about what is usual."""
    there = [measures[name] for name in _OF_BACK if measures[name]]
    return not there or any(measure.reference is not None for measure in there)


def knees_bent(knee: Measure) -> bool:
    """Whether the knees are bent: said of the photo, and said among the evidence, or in neither place."""
    if knee.value is None or knee.ci95 is None:
        return False
    return knee.value <= _BENT_KNEE_DEG[0] and knee.ci95[1] <= _BENT_KNEE_DEG[1]


# --- What one measure says ------------------------------------------------------------------------------


def _tilt(measure: Measure) -> Seen | None:
    """For when surely above the mean and beyond one sd, against when surely below that and not above.

    Where sources disagree, the highest of their means counts above, and the lowest below: what is usual by
    one of them is not called unusual. Without a reference, only what needs none is said.
    """
    if measure.value is None or measure.ci95 is None:
        return None
    (low, high), value = measure.ci95, measure.value
    if measure.reference is None:
        return Seen("pelvic_tilt", "backward") if high < 0.0 else None
    mean, sd = measure.reference.highest, measure.reference.sd
    if low > mean and value > mean + sd:
        # The interval already holds the shape of the bone: beyond it, nothing usual explains it.
        return Seen("pelvic_tilt", "surely_more")
    if high < mean + sd and value <= mean + 0.5 * sd:
        if high < 0.0:
            return Seen("pelvic_tilt", "backward")
        return Seen("pelvic_tilt", "perhaps_backward" if value < _BACKWARD_DEG else "not_more")
    strong = _probability_strong(measure, "pelvic_tilt")
    case: Case = "unsure" if strong >= _RULED_OUT else "not_far"
    if value < _BACKWARD_DEG:
        case = "looks_backward_unsure" if strong >= _RULED_OUT else "looks_backward"
    elif value > mean + sd:
        case = "looks_far_more" if strong > 0.5 else "looks_more"
    return Seen("pelvic_tilt", case, _under_clothes(measure))


def _slope(measure: Measure) -> Seen | None:
    if measure.value is None or measure.ci95 is None or measure.reference is None:
        return None
    mean, sd = measure.reference.highest, measure.reference.sd
    (low, high), value = measure.ci95, measure.value
    if low > mean and value > mean + sd:
        return Seen("sacral_slope", "surely_more" if low > mean + sd else "more")
    if high < mean + sd and value <= mean + 0.5 * sd:
        return Seen("sacral_slope", "not_more")
    hidden = _under_clothes(measure)
    usual = measure.reference.lowest - sd <= value and high <= mean + 2.0 * sd and not hidden
    case: Case = "within" if usual else "unsure"
    return Seen("sacral_slope", "looks_more" if value > mean + sd else case, hidden)


def _curve(measure: Measure) -> Seen | None:
    """As for the slope; a flat low back is a finding of its own."""
    if measure.value is None or measure.ci95 is None:
        return None
    (low, high), value = measure.ci95, measure.value
    if measure.reference is None:
        flat = high <= _FLAT_DEG
        return Seen("lumbar_lordosis", "flat" if value >= 0.0 else "reversed") if flat else None
    mean, sd = measure.reference.highest, measure.reference.sd
    if low > mean and value > mean + sd:
        return Seen("lumbar_lordosis", "surely_more" if low > mean + sd else "more")
    strong = _probability_strong(measure, "lumbar_lordosis")
    if high < mean + sd and value <= mean + 0.5 * sd:
        case: Case = "not_more" if strong < _RULED_OUT else "not_more_upper_end"
        if value <= _FLAT_DEG and high < measure.reference.lowest:
            case = "flat" if value >= 0.0 else "reversed"
        return Seen("lumbar_lordosis", case)
    case = "unsure" if strong >= _RULED_OUT else "within"
    if strong > 0.5:
        case = "looks_far_more" if value > mean + sd else "upper_end"
    return Seen("lumbar_lordosis", case, _under_clothes(measure))


def _sway(shift: Measure) -> Seen | None:
    if shift.value is None or shift.ci95 is None:
        return None
    far = shift.ci95[0] > _SWAY_SHIFT_PCT[0] and shift.value >= _SWAY_SHIFT_PCT[1]
    case: Case = "not_at_all_in_front" if shift.ci95[1] < 0.0 else "not_in_front"
    return Seen("pelvic_shift", "far_in_front" if far else case)


def _hip(hip: Measure) -> Seen | None:
    if hip.value is None or hip.ci95 is None:
        return None
    low, high = hip.ci95
    case: Case
    if hip.method == "thigh_to_pelvis":
        bent, stretched = _HIP_TO_PELVIS_DEG
        case = "bent_to_pelvis" if high < bent else "usual_to_pelvis"
        return Seen("hip_extension_angle", "stretched_to_pelvis" if low > stretched else case)
    bent, stretched = _HIP_TO_TRUNK_DEG
    if high < 0.0:
        case = "bent" if high < bent else "rather_bent"
    elif low > 0.0:
        case = "stretched" if low > stretched else "rather_stretched"
    else:
        case = "neither"
    return Seen("hip_extension_angle", case)


def _under_clothes(measure: Measure) -> bool:
    return measure.method == "estimated_under_clothes"


def _probability_strong(measure: Measure, name: MeasureName) -> float:
    """Probability that the true value is that of a strong pattern."""
    assert measure.value is not None and measure.ci95 is not None
    limit = _STRONG_DEG[name]
    sd = (measure.ci95[1] - measure.ci95[0]) / (2.0 * _Z95)
    if sd <= 0.0:
        return float(measure.value > limit)
    return 1.0 - NormalDist(measure.value, sd).cdf(limit)


# --- What they say together -----------------------------------------------------------------------------


def _weigh(
    tilt: Seen | None, slope: Seen | None, curve: Seen | None, *, swaying: bool
) -> tuple[Level, Ground]:
    """Pelvis and curve together decide, one of them clearly; a sway-back stance speaks against.

    That nothing speaks for the pattern is not enough to deny it: it has to be ruled out, and the low back
    has to be seen.
    """
    pelvis = [item.direction for item in (tilt, slope) if item]
    if not pelvis or (curve is None and tilt is None):
        return "cannot_say", "not_seen"
    forward, hollow = "for" in pelvis, curve is not None and curve.direction == "for"
    clear = any(item is not None and item.case == "surely_more" for item in (tilt, slope, curve))
    if forward and hollow and clear and not swaying and not _speaks_against(tilt):
        return "suggested", _suggesting(tilt)
    denied = "against" in pelvis or (curve is not None and curve.direction == "against")
    if curve is not None and not forward and not hollow and denied and _strong_ruled_out(tilt, curve):
        return "not_suggested", _denying(tilt, curve)
    return "inconclusive", _doubt(tilt, slope, curve, swaying=swaying)


def _suggesting(tilt: Seen | None) -> Ground:
    return "pelvis_and_hollow" if tilt is not None and tilt.direction == "for" else "slope_and_hollow"


def _denying(tilt: Seen | None, curve: Seen) -> Ground:
    if tilt is not None and tilt.case == "backward":
        return "pelvis_backward"
    return "back_flat" if curve.case in ("flat", "reversed") else "usual"


def _doubt(tilt: Seen | None, slope: Seen | None, curve: Seen | None, *, swaying: bool) -> Ground:
    """Why nothing clear can be said, the most telling reason first."""
    forward = any(item is not None and item.direction == "for" for item in (tilt, slope))
    hollow = curve is not None and curve.direction == "for"
    grounds: dict[Ground, bool] = {
        "sway_back": swaying and (forward or hollow),
        "clothes": any(item is not None and item.hidden for item in (tilt, slope, curve)),
        "back_unseen": curve is None,
        "contradiction": _speaks_against(tilt) and (forward or hollow),
        "doubtful": forward and hollow,
        "pelvis_only": forward,
        "hollow_only": hollow,
        "not_ruled_out": True,
    }
    return next(ground for ground, holds in grounds.items() if holds)


def _speaks_against(tilt: Seen | None) -> bool:
    """Whether the tilt is not, or does not look, forward at all."""
    if tilt is None:
        return False
    return tilt.direction == "against" or tilt.case in ("looks_backward", "looks_backward_unsure")


def _strong_ruled_out(tilt: Seen | None, curve: Seen) -> bool:
    """Whether a strong pattern is ruled out: it needs both, so it is at most as probable as either.

    What is likely by itself is not denied.
    """
    cases = [item.case for item in (tilt, curve) if item]
    if any(case in _STRONG_LIKELY for case in cases):
        return False
    return any(case not in _STRONG_OPEN for case in cases)


def _findings(
    tilt: Seen | None, curve: Seen | None, sway: Seen | None, measures: Mapping[MeasureName, Measure]
) -> tuple[FindingCode, ...]:
    pelvis = measures["pelvic_tilt"].value
    surely = tilt is not None and tilt.case == "backward"
    found: dict[FindingCode, bool] = {
        "pelvis_backward": surely,
        "pelvis_perhaps_backward": not surely and pelvis is not None and pelvis < _BACKWARD_DEG,
        "back_flat": curve is not None and curve.case in ("flat", "reversed"),
        "sway_back": sway is not None and sway.direction == "against",
        "under_clothes": any(_under_clothes(measures[name]) for name in _OF_BACK),
    }
    return tuple(name for name, there in found.items() if there)
