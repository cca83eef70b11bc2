"""Both sides and several photos: medians, the difference of the sides, what changed since an earlier test.

Legs relax, and pelves slip, so a few photos say more than one. Only photos that show the pelvis held are put
together, when there are any: the others would let the thigh hang too low. A person's two sides are compared
with the error of measurement alone, as what is particular to a body is on both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np

from analyzer.compare.changes import Change, change_between
from analyzer.compare.several_photos import Spread, median_of
from analyzer.language import speaks, spoken
from analyzer.meaning.number_words import tenths
from analyzer.meaning.thomas_words import SIDES
from analyzer.thomas.finding import find_meaning
from analyzer.types import Issue, Measure, PhotoInfo, Reason
from analyzer.types.codes import THOMAS, ThomasName
from analyzer.types.forms import contract_fields, language_field
from analyzer.types.frozen import FrozenMapping
from analyzer.types.landmarks import Side
from analyzer.types.texts import listed, reason, warning
from analyzer.types.thomas import PelvisControl, ThomasFinding, ThomasView

SCHEMA: Final = "thomas-summary/1"


@dataclass(frozen=True, slots=True)
class ThomasSide:
    """What one or several photos of one side say.

    Attributes
    ----------
    side : {"left", "right"}
    used : tuple of int
        Which of the photos that were given.
    spreads : mapping of ThomasName to Spread
        Read-only, in the order of the measures.
    pelvis : PelvisControl
        Of the photo that is nearest to the medians.
    finding : ThomasFinding
        Of the medians.
    nearest : int
        The photo whose thigh is nearest to the median: the one to show.
    warnings : tuple of Issue
    """

    side: Side
    used: tuple[int, ...]
    spreads: Mapping[ThomasName, Spread]
    pelvis: PelvisControl
    finding: ThomasFinding
    nearest: int
    warnings: tuple[Issue, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "spreads", FrozenMapping(self.spreads))

    @property
    def measures(self) -> dict[ThomasName, Measure]:
        """The medians by name."""
        return {name: spread.median for name, spread in self.spreads.items()}

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        own = contract_fields(self)
        return {name: own[name] for name in own if name != "spreads"} | {"measures": own["spreads"]}


@speaks("summary")
@dataclass(frozen=True, slots=True)
class ThomasTest:
    """The direct test of one occasion, of one side or both.

    Attributes
    ----------
    left, right : ThomasSide or None
    differences : mapping of ThomasName to Change
        Right less left; empty when only one side was tested. Read-only.
    summary : str
        The difference of the thighs as a sentence; empty when only one side was tested.
    """

    left: ThomasSide | None
    right: ThomasSide | None
    differences: Mapping[ThomasName, Change]
    summary: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "differences", FrozenMapping(self.differences))

    def of(self, side: Side) -> ThomasSide | None:
        """One side."""
        return self.left if side == "left" else self.right

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        own = contract_fields(self)
        differences = {
            name: {key: value for key, value in item.items() if key not in ("before", "after")}
            | {"left": item["before"], "right": item["after"]}
            for name, item in own["differences"].items()
        }
        return {
            "schema": SCHEMA,
            **language_field(),
            "sides": {side: own[side] for side in ("left", "right") if own[side] is not None},
            "differences": differences,
            "summary": self.summary,
        }


class MeasuredPhoto(Protocol):
    """What it takes to put photos together: a `ThomasAnalysis` has it, and one read from its JSON."""

    @property
    def photo(self) -> PhotoInfo: ...
    @property
    def view(self) -> ThomasView: ...
    @property
    def measures(self) -> Mapping[ThomasName, Measure]: ...


def summarize_thomas(analyses: Sequence[MeasuredPhoto]) -> ThomasTest:
    """Both sides of one person, each from up to five photos.

    Parameters
    ----------
    analyses : sequence of ThomasAnalysis
        At least one, all of the same person on one occasion. A photo that is given twice counts once.

    Raises
    ------
    ValueError
        There is no photo.
    """
    if not analyses:
        raise ValueError("there are no photos to summarize")
    left, right = (_side(analyses, side) for side in ("left", "right"))
    differences: dict[ThomasName, Change] = {}
    if left is not None and right is not None:
        differences = compare_sides(left, right)
    return ThomasTest(left, right, differences, spoken(_words, differences.get("thigh_angle")))


class MeasuredSide(Protocol):
    """What it takes to compare one side with itself: a `ThomasSide` has it, and one in the records too."""

    @property
    def measures(self) -> Mapping[ThomasName, Measure]: ...
    @property
    def pelvis(self) -> PelvisControl: ...


def compare_sides(before: MeasuredSide, after: MeasuredSide) -> dict[ThomasName, Change]:
    """Each measure, after less before; the thigh only if the pelvis was shown to be held both times."""
    loose = [] if before.pelvis.controlled and after.pelvis.controlled else [reason("pelvis_not_controlled")]
    return {
        name: change_between(before.measures[name], after.measures[name], _reasons(name, loose))
        for name in THOMAS
    }


def compare_thomas(before: ThomasTest, after: ThomasTest) -> dict[Side, dict[ThomasName, Change]]:
    """What changed since an earlier test, for each side that both have, after less before.

    Measures that rest on the pelvis are not comparable when it was not shown to be held both times.
    """
    found: dict[Side, dict[ThomasName, Change]] = {}
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        one, two = before.of(side), after.of(side)
        if one is not None and two is not None:
            found[side] = compare_sides(one, two)
    return found


def _reasons(name: ThomasName, loose: Sequence[Reason]) -> Sequence[Reason]:
    """Only the thigh means something else without a held pelvis; the others say what they say."""
    return loose if name == "thigh_angle" else ()


def _side(analyses: Sequence[MeasuredPhoto], side: Side) -> ThomasSide | None:
    """One side, from the photos that show the pelvis held, if any do."""
    own, warnings = _different(analyses, side)
    if not own:
        return None
    held = [index for index in own if analyses[index].view.pelvis.controlled]
    if held and len(held) < len(own):
        left_out = listed([str(index + 1) for index in own if index not in held])
        warnings.append(warning("pelvis_not_held_in_some", photos=left_out))
    used = held or own
    spreads = {name: _spread([item.measures[name] for item in analyses], used) for name in THOMAS}
    nearest = min(used, key=lambda index: _away(analyses[index], spreads["thigh_angle"]))
    pelvis = analyses[nearest].view.pelvis
    finding = find_meaning({name: spread.median for name, spread in spreads.items()}, pelvis)
    return ThomasSide(side, tuple(used), spreads, pelvis, finding, nearest, tuple(warnings))


def _different(analyses: Sequence[MeasuredPhoto], side: Side) -> tuple[list[int], list[Issue]]:
    """Photos of one side, each picture once."""
    first: dict[str, int] = {}
    found, warnings = [], []
    for index, analysis in enumerate(analyses):
        if analysis.view.side != side:
            continue
        key = analysis.photo.sha256
        if key is not None and key in first:
            warnings.append(warning("same_photo", photo=index + 1, first=first[key] + 1))
            continue
        if key is not None:
            first[key] = index
        found.append(index)
    return found, warnings


def _spread(measures: Sequence[Measure], used: Sequence[int]) -> Spread:
    """One measure over the photos that were used."""
    there = [index for index in used if measures[index]]
    values = tuple(measures[index].value if index in there else None for index in range(len(measures)))
    if not there:
        return Spread(measures[used[0]], values, None, None, None)
    numbers = np.array([measures[index].value for index in there], dtype=np.float64)
    sd = float(numbers.std(ddof=1)) if len(numbers) > 1 else None
    median = median_of([measures[index] for index in there], numbers, sd)
    return Spread(median, values, float(numbers.min()), float(numbers.max()), sd)


def _away(analysis: MeasuredPhoto, spread: Spread) -> float:
    value, median = analysis.measures["thigh_angle"].value, spread.median.value
    return abs(value - median) if value is not None and median is not None else float("inf")


def _words(change: Change | None) -> str:
    """The difference of the thighs as a sentence."""
    if change is None:
        return ""
    if change.difference is None or change.mdc95 is None:
        return SIDES["not_comparable"]
    difference, mdc = tenths(abs(change.difference), "deg"), tenths(change.mdc95, "deg")
    return SIDES[change.verdict].format(difference=difference, mdc=mdc)
