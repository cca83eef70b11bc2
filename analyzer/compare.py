"""Two analyses of one person: what changed, and what is within the error of measurement.

What is particular to a body cancels when a person is compared with themself, so a difference has an interval
of its own, from ``sd_within`` of both sides: MDC95 = 1.96 · √(sd₁² + sd₂²), the smallest change that is more
than measurement error. That people stand a little differently each time is not in it (Schmidt 2018, PubMed
28683929): several photos on each occasion show that. Directions are neutral: more or less, not better or
worse.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from analyzer.measures import TABLE, Z95
from analyzer.several import Summary, summarize
from analyzer.types import Analysis, Issue, Measure, Reason
from analyzer.types.view import Facing

SCHEMA: Final = "posture-comparison/1"
Verdict = Literal["changed", "within_measurement_error", "not_comparable"]

BACK_MEASURES: Final = ("pelvic_tilt", "sacral_slope", "lumbar_lordosis", "lumbar_depth")
LARGEST_TURN_DEG: Final = 15.0
"""Photos whose trunk rotation differs by more than this show the body from different sides (our choice)."""
LARGEST_HEIGHT_CM: Final = 15.0
"""Camera heights that differ by more than this change a tilt by over 1 degree at 3 m (our arithmetic)."""

_OTHER_SIDE: Final = Reason(
    "other_side",
    "The photos show different sides of the body. Left and right differ a little in everybody, so please "
    "take both photos from the same side.",
)
_OTHER_VIEW: Final = Reason(
    "other_view",
    "In one photo the person is turned much farther out of the side view than in the other. Please take both "
    "exactly from the side.",
)
_OTHER_CLOTHING: Final = Reason(
    "other_clothing",
    "Loose clothing lies over the low back in one photo and not in the other. Please wear the same tight "
    "clothes in both.",
)
_OTHER_HEIGHT: Final = Reason(
    "other_camera_height",
    "The camera stood at different heights, which changes angles. Please put it at the height of the pelvis "
    "both times.",
)
_OTHER_PROTOCOL: Final = Reason(
    "other_protocol",
    "The photos were taken in different ways. Please use the same stance and arms both times.",
)
_OTHER_METHOD: Final = Reason(
    "other_method",
    "This was measured from marked points in one photo and estimated in the other. Please mark the points in "
    "both.",
)
_MISSING: Final = Reason("not_measured", "This could not be measured in both photos.")


@dataclass(frozen=True, slots=True)
class Setup:
    """How photos were taken, as far as a person said so; a photo does not show it.

    Attributes
    ----------
    camera_height_cm : float or None
        Of the lens above the floor.
    protocol : str or None
        A short name for stance and arms.
    mirrored : bool
        Whether the photo is a mirror image, as some phones save those of the front camera: it then shows the
        other side of the body than it seems.
    """

    camera_height_cm: float | None = None
    protocol: str | None = None
    mirrored: bool = False

    def to_dict(self) -> dict[str, Any]:
        return {
            "camera_height_cm": self.camera_height_cm,
            "protocol": self.protocol,
            "mirrored": self.mirrored,
        }


UNKNOWN_SETUP: Final = Setup()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One side of a comparison: one photo, or the medians of several of the same stance.

    Attributes
    ----------
    name : str
        Of the photo, or of the first of several.
    facing : {"left", "right"}
    trunk_rotation_deg : float
        The largest of the photos.
    issues : frozenset of str
        Codes of what spoils at least one photo.
    measures : mapping of str to Measure
        Read-only.
    setup : Setup
    photos : int
    warnings : tuple of Issue
        What was left out of several photos, and which of them disagree.
    """

    name: str
    facing: Facing
    trunk_rotation_deg: float
    issues: frozenset[str]
    measures: Mapping[str, Measure]
    setup: Setup = UNKNOWN_SETUP
    photos: int = 1
    warnings: tuple[Issue, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", MappingProxyType(dict(self.measures)))

    @property
    def side(self) -> Facing:
        """The side of the body that is seen: who looks to the left shows the left one, unless mirrored."""
        return mirror(self.facing) if self.setup.mirrored else self.facing

    def to_dict(self) -> dict[str, Any]:
        return {
            "photos": self.photos,
            "facing": self.facing,
            "side": self.side,
            "setup": self.setup.to_dict(),
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure differs, after minus before.

    ``difference``, ``ci95`` and ``mdc95`` are ``None`` when one side has no value. They are there even when
    the verdict is ``"not_comparable"``; ``reasons`` then says why they mean nothing.

    Attributes
    ----------
    before, after : Measure
    difference : float or None
    ci95 : tuple of float or None
        95 % interval of the difference.
    mdc95 : float or None
        Smallest difference that is more than measurement error.
    verdict : {"changed", "within_measurement_error", "not_comparable"}
    reasons : tuple of Reason
    """

    before: Measure
    after: Measure
    difference: float | None
    ci95: tuple[float, float] | None
    mdc95: float | None
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        return self.before.name

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        return {
            "before": _rounded(self.before.value),
            "after": _rounded(self.after.value),
            "unit": self.before.unit,
            "difference": _rounded(self.difference),
            "ci95": None if self.ci95 is None else [round(end, 2) for end in self.ci95],
            "mdc95": _rounded(self.mdc95),
            "verdict": self.verdict,
            "reasons": [_reason_dict(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two occasions.

    Attributes
    ----------
    before, after : Occasion
    changes : mapping of str to Change
        Read-only, in the order of the table of measures.
    reasons : tuple of Reason
        Why some or all measures cannot be compared.
    """

    before: Occasion
    after: Occasion
    changes: Mapping[str, Change]
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", MappingProxyType(dict(self.changes)))

    @property
    def comparable(self) -> bool:
        """Whether at least one measure can be compared."""
        return any(change.verdict != "not_comparable" for change in self.changes.values())

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        return {
            "schema": SCHEMA,
            "before": self.before.name,
            "after": self.after.name,
            "error": None,
            "comparable": self.comparable,
            "reasons": [_reason_dict(reason) for reason in self.reasons],
            "occasions": {"before": self.before.to_dict(), "after": self.after.to_dict()},
            "changes": {name: change.to_dict() for name, change in self.changes.items()},
        }


def mirror(facing: Facing) -> Facing:
    """The other side."""
    return "left" if facing == "right" else "right"


def common_sides(
    before: Sequence[Analysis], after: Sequence[Analysis], *, mirrored: bool = False
) -> tuple[Facing, ...]:
    """The sides that both occasions show, as ``before`` faces: the one with most pairs of photos first.

    ``mirrored`` says that the photos of one of the two are mirror images.
    """
    first = Counter(item.view.facing for item in before)
    second = Counter(mirror(item.view.facing) if mirrored else item.view.facing for item in after)
    both = [side for side in first if second[side]]
    return tuple(sorted(both, key=lambda side: -min(first[side], second[side])))


def occasion_of(
    photos: Analysis | Sequence[Analysis], setup: Setup = UNKNOWN_SETUP, facing: Facing | None = None
) -> Occasion:
    """One side of a comparison, from one photo or several of the same stance.

    Photos of the other side than most are left out, as in `analyzer.several.summarize`; ``facing`` says which
    side to take instead.

    Raises
    ------
    ValueError
        There is no photo, or none of that side.
    """
    analyses = [photos] if isinstance(photos, Analysis) else list(photos)
    warnings: tuple[Issue, ...] = ()
    if len(analyses) == 1 and facing in (None, analyses[0].view.facing):
        used, measures, facing = analyses, analyses[0].measures, analyses[0].view.facing
    else:
        summary: Summary = summarize(analyses, facing)
        used = [analyses[index] for index in summary.used]
        measures, facing, warnings = summary.measures, summary.facing, summary.warnings
    return Occasion(
        used[0].photo.name,
        facing,
        max(item.view.trunk_rotation_deg for item in used),
        frozenset(issue.code for item in used for issue in item.view.issues),
        measures,
        setup,
        len(used),
        warnings,
    )


def occasion_from_dict(record: Mapping[str, Any], setup: Setup = UNKNOWN_SETUP) -> Occasion:
    """One side of a comparison, from the JSON object of an analysis.

    Raises
    ------
    ValueError
        It is no such object, or that of a photo that could not be analysed.
    """
    try:
        if record["error"] is not None:
            raise ValueError("the photo could not be analysed")
        view = record["view"]
        if view["facing"] not in ("left", "right"):
            raise ValueError("unknown side")
        measures = {name: Measure.from_dict(name, record["measures"][name]) for name in TABLE}
        return Occasion(
            str(record["photo"]["name"]),
            view["facing"],
            float(view["trunk_rotation_deg"]),
            frozenset(str(issue["code"]) for issue in view["issues"]),
            measures,
            setup,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no result of an analysis") from error


def compare(before: Occasion, after: Occasion) -> Comparison:
    """What changed from one occasion to the other, each measure against its own error of measurement."""
    everything, back = _reasons(before, after)
    changes = {}
    for name in TABLE:
        reasons = everything + (back if name in BACK_MEASURES else [])
        changes[name] = _change(before.measures[name], after.measures[name], reasons)
    return Comparison(before, after, changes, (*everything, *back))


def _reasons(before: Occasion, after: Occasion) -> tuple[list[Reason], list[Reason]]:
    """Why nothing can be compared, and why the measures of the back cannot."""
    everything = []
    if before.side != after.side:
        everything.append(_OTHER_SIDE)
    if abs(before.trunk_rotation_deg - after.trunk_rotation_deg) > LARGEST_TURN_DEG:
        everything.append(_OTHER_VIEW)
    heights = before.setup.camera_height_cm, after.setup.camera_height_cm
    if heights[0] is not None and heights[1] is not None and abs(heights[0] - heights[1]) > LARGEST_HEIGHT_CM:
        everything.append(_OTHER_HEIGHT)
    protocols = before.setup.protocol, after.setup.protocol
    if None not in protocols and protocols[0] != protocols[1]:
        everything.append(_OTHER_PROTOCOL)
    loose = ["loose_clothing" in side.issues for side in (before, after)]
    return everything, [_OTHER_CLOTHING] if loose[0] != loose[1] else []


def _change(before: Measure, after: Measure, reasons: Sequence[Reason]) -> Change:
    if not before or not after:
        return Change(before, after, None, None, None, "not_comparable", (*reasons, _MISSING))
    assert before.value is not None and after.value is not None
    assert before.sd_within is not None and after.sd_within is not None
    difference = after.value - before.value
    mdc = Z95 * math.hypot(before.sd_within, after.sd_within)
    if _definition(before) != _definition(after):
        reasons = (*reasons, _OTHER_METHOD)
    verdict: Verdict = "changed" if abs(difference) > mdc else "within_measurement_error"
    if reasons:
        verdict = "not_comparable"
    return Change(
        before, after, difference, (difference - mdc, difference + mdc), mdc, verdict, tuple(reasons)
    )


def _definition(measure: Measure) -> str:
    """What tells apart values that may not be mixed: an estimate, an angle that stands in for another."""
    assert measure.method is not None
    if measure.estimated:
        return "estimated"
    return measure.method if measure.method in ("thigh_to_trunk", "thigh_to_pelvis") else "measured"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _reason_dict(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "message": reason.message}
