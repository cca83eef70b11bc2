"""Two analyses of one person: what changed, and what is within the error of measurement.

What is particular to a body cancels when a person is compared with themself, so a difference has an interval
of its own, from ``sd_within`` of both sides: MDC95 = 1.96 · √(sd₁² + sd₂²), the smallest change that is more
than measurement error. That people stand a little differently each time is not in it (Schmidt 2018, PubMed
28683929): several photos on each occasion show that. Directions are neutral: more or less, not better or
worse.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from analyzer.compare.occasion import (
    UNKNOWN_SETUP,
    Occasion,
    Setup,
    common_sides,
    mirror,
    occasion_from_dict,
    occasion_of,
)
from analyzer.compare.same_meaning import BACK_MEASURES, definition, reasons_between
from analyzer.measures import TABLE, Z95
from analyzer.types import Measure, Reason
from analyzer.types.codes import MEASURE_OF, MeasureName, ThomasName, Verdict
from analyzer.types.forms import Rounded2, contract_fields, language_field
from analyzer.types.frozen import FrozenMapping
from analyzer.types.texts import reason

__all__ = [
    "BACK_MEASURES",
    "SCHEMA",
    "UNKNOWN_SETUP",
    "Change",
    "Comparison",
    "Occasion",
    "Setup",
    "Verdict",
    "common_sides",
    "compare",
    "mirror",
    "occasion_from_dict",
    "occasion_of",
]

SCHEMA: Final = "posture-comparison/1"


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
    difference: Rounded2 | None
    ci95: tuple[Rounded2, Rounded2] | None
    mdc95: Rounded2 | None
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def name(self) -> MeasureName | ThomasName:
        """Of the measure; lengths are not compared."""
        own = self.before.name
        return MEASURE_OF[own] if own in MEASURE_OF else cast(ThomasName, own)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract."""
        own = contract_fields(self)
        values = {side: own[side]["value"] for side in ("before", "after")}
        said = {name: own[name] for name in ("difference", "ci95", "mdc95", "verdict", "reasons")}
        return values | {"unit": self.before.unit} | said


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two occasions.

    Attributes
    ----------
    before, after : Occasion
    changes : mapping of MeasureName to Change
        Read-only, in the order of the table of measures.
    reasons : tuple of Reason
        Why some or all measures cannot be compared.
    """

    before: Occasion
    after: Occasion
    changes: Mapping[MeasureName, Change]
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", FrozenMapping(self.changes))

    @property
    def comparable(self) -> bool:
        """Whether at least one measure can be compared."""
        return any(change.verdict != "not_comparable" for change in self.changes.values())

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        own = contract_fields(self)
        return {
            "schema": SCHEMA,
            **language_field(),
            "before": self.before.name,
            "after": self.after.name,
            "error": None,
            "comparable": self.comparable,
            "reasons": own["reasons"],
            "occasions": {"before": own["before"], "after": own["after"]},
            "changes": own["changes"],
        }


def compare(before: Occasion, after: Occasion) -> Comparison:
    """What changed from one occasion to the other, each measure against its own error of measurement."""
    everything, single = reasons_between(before, after)
    changes = {
        name: change_between(before.measures[name], after.measures[name], [*everything, *single[name]])
        for name in TABLE
    }
    said = dict.fromkeys(reason for name in TABLE for reason in single[name])
    return Comparison(before, after, changes, (*everything, *said))


def change_between(before: Measure, after: Measure, reasons: Sequence[Reason]) -> Change:
    if not before or not after:
        return Change(before, after, None, None, None, "not_comparable", (*reasons, reason("not_measured")))
    assert before.value is not None and after.value is not None
    assert before.sd_within is not None and after.sd_within is not None
    difference = after.value - before.value
    mdc = Z95 * math.hypot(before.sd_within, after.sd_within)
    if definition(before) != definition(after):
        reasons = (*reasons, reason("other_method"))
    verdict: Verdict = "changed" if abs(difference) > mdc else "within_measurement_error"
    if reasons:
        verdict = "not_comparable"
    return Change(
        before, after, difference, (difference - mdc, difference + mdc), mdc, verdict, tuple(reasons)
    )
