"""Several photos of the same person: the median of each measure, how far they spread, and what disagrees.

People do not stand the same way twice, and every photo has its own error. The median of a few photos, taken
after stepping away in between, says more than any one of them. Left and right sides are never mixed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from analyzer.language import spoken, tr
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.meaning.measure_words import measure_text
from analyzer.measures import TABLE, Z95
from analyzer.types import Analysis, Indicator, Issue, Measure
from analyzer.types.codes import Facing, IssueCode, MeasureName
from analyzer.types.forms import Rounded2, contract_fields
from analyzer.types.frozen import FrozenMapping
from analyzer.types.texts import IssueText, listed, warning

_MEDIAN_SD: Final = (1.0, 0.7071, 0.6698, 0.5461, 0.5356, 0.4634, 0.4587, 0.4101, 0.4076, 0.3719)
"""Standard deviation of the median of 1, 2, ... normal values with a standard deviation of 1 (our own
arithmetic, from the density of the middle order statistics)."""
_COMPARED: Final[tuple[MeasureName, ...]] = (
    "pelvic_tilt",
    "sacral_slope",
    "lumbar_lordosis",
    "trunk_inclination",
    "pelvic_shift",
    "knee_angle",
)
"""What is compared to find a photo that disagrees."""
_DISAGREES: Final = 3.0
"""The error of photos of one stance does not explain a value so many standard deviations from the others."""
_NOT_MEASURED: Final = 2.0
"""How far from the median a missing value counts, when the most typical photo is chosen, in its sds."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One measure over several photos.

    Attributes
    ----------
    median : Measure
        The median as a measure: ``sd_within`` is that of the median, so smaller than that of one photo, and
        ``ci95`` still holds what does not cancel by repeating. Missing, with a reason, when no photo has it.
    values : tuple of float or None
        For each photo that was given; ``None`` when it is missing or was left out.
    minimum, maximum : float or None
    sd : float or None
        Standard deviation over the photos, ``None`` for fewer than two.
    """

    median: Measure
    values: tuple[Rounded2 | None, ...]
    minimum: Rounded2 | None
    maximum: Rounded2 | None
    sd: Rounded2 | None

    @property
    def count(self) -> int:
        """How many photos the median is taken over."""
        return sum(value is not None for value in self.values)

    def to_dict(self) -> dict[str, Any]:
        """The median in the JSON form of measures, with what the photos say beside it."""
        own = contract_fields(self)
        said = {name: own[name] for name in ("minimum", "maximum", "sd")}
        return {**own["median"], **said, "count": self.count, "values": own["values"]}


@dataclass(frozen=True, slots=True)
class Summary:
    """What several photos of the same person say together.

    Attributes
    ----------
    facing : {"left", "right"}
        The side of the picture that the person looks to, in all photos that were used.
    used : tuple of int
        Which of the photos that were given.
    spreads : mapping of MeasureName to Spread
        Read-only, in the order of the table of measures.
    shortened_psoas : Indicator
        The evidence weighed with the medians.
    nearest : int
        The photo that is nearest to the medians: the one to show.
    warnings : tuple of Issue
    """

    facing: Facing
    used: tuple[int, ...]
    spreads: Mapping[MeasureName, Spread]
    shortened_psoas: Indicator
    nearest: int
    warnings: tuple[Issue, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "spreads", FrozenMapping(self.spreads))

    @property
    def measures(self) -> dict[MeasureName, Measure]:
        """The medians by name."""
        return {name: spread.median for name, spread in self.spreads.items()}

    def to_dict(self) -> dict[str, Any]:
        own = contract_fields(self)
        said = {name: own[name] for name in ("facing", "used", "nearest", "warnings")}
        return said | {
            "measures": own["spreads"],
            "indicators": {"shortened_psoas": own["shortened_psoas"]},
        }


def summarize(analyses: Sequence[Analysis], facing: Facing | None = None) -> Summary:
    """Median and spread of each measure over photos of the same person.

    Photos of the other side than most are left out, and so is a photo that is given twice; ``warnings`` says
    so, and which photo disagrees with the others. Photos are counted from 1 in sentences, from 0 elsewhere.

    Parameters
    ----------
    analyses : sequence of Analysis
        At least one, all of the same person.
    facing : {"left", "right"}, optional
        Which side to summarize, when it is not to be the one that most photos show.

    Raises
    ------
    ValueError
        There is no photo, or none of that side.
    """
    if not analyses:
        raise ValueError("there are no photos to summarize")
    if facing is not None and all(item.view.facing != facing for item in analyses):
        raise ValueError(f"no photo shows a person who looks to the {facing}")
    used, facing, warnings = _choose(analyses, facing)
    spreads = {}
    for name in TABLE:
        spreads[name], mixed = _spread(name, [item.measures[name] for item in analyses], used)
        warnings += mixed
    warnings += _disagreements(analyses, used, spreads)
    return Summary(
        facing,
        tuple(used),
        spreads,
        assess_shortened_psoas(
            {name: spread.median for name, spread in spreads.items()},
            issues_of_most(analyses, used),
            len(used),
        ),
        _nearest(analyses, used, spreads),
        tuple(warnings),
    )


def _choose(analyses: Sequence[Analysis], wanted: Facing | None) -> tuple[list[int], Facing, list[Issue]]:
    """The photos that go together, the side they show, and what was left out."""
    warnings = []
    first: dict[str, int] = {}
    different = []
    for index, analysis in enumerate(analyses):
        key = analysis.photo.sha256
        if key is not None and key in first:
            warnings.append(warning("same_photo", photo=index + 1, first=first[key] + 1))
            continue
        if key is not None:
            first[key] = index
        different.append(index)
    sides = Counter(analyses[index].view.facing for index in different)
    # The first photo's side, when they are as many.
    most = max(sides, key=lambda side: sides[side])
    facing: Facing = most if wanted is None else wanted
    others = [index for index in different if analyses[index].view.facing != facing]
    if others:
        left_out = listed([str(index + 1) for index in others])
        which: IssueText = "mixed_sides" if len(others) > 1 else "mixed_sides.one"
        warnings.append(warning(which, facing=spoken(_towards, facing), left_out=left_out))
    return [index for index in different if index not in others], facing, warnings


def _towards(facing: Facing) -> str:
    return tr("to the left") if facing == "left" else tr("to the right")


def _phrase(name: MeasureName) -> str:
    return measure_text(name).phrase


def issues_of_most(analyses: Sequence[Analysis], used: Sequence[int]) -> tuple[IssueCode, ...]:
    """What was found in at least half of the photos."""
    found = Counter(code for index in used for code in {issue.code for issue in analyses[index].view.issues})
    return tuple(code for code, count in found.items() if 2 * count >= len(used))


def _spread(
    name: MeasureName, measures: Sequence[Measure], used: Sequence[int]
) -> tuple[Spread, list[Issue]]:
    """One measure over the photos used. Values by different definitions are not mixed: the better counts."""
    there = [index for index in used if measures[index]]
    best = min((_rank(measures[index]) for index in there), default=0)
    same = [index for index in there if _rank(measures[index]) == best]
    warnings = []
    if len(same) < len(there):
        said = {"measured": len(same), "count": len(there), "measure": spoken(_phrase, name)}
        warnings.append(warning("mixed_methods", **said))
    values = tuple(measures[index].value if index in same else None for index in range(len(measures)))
    if not same:
        return Spread(measures[used[0]], values, None, None, None), warnings
    chosen = [measures[index] for index in same]
    numbers = np.array([measure.value for measure in chosen], dtype=np.float64)
    sd = float(numbers.std(ddof=1)) if len(numbers) > 1 else None
    median = median_of(chosen, numbers, sd)
    return Spread(median, values, float(numbers.min()), float(numbers.max()), sd), warnings


def _rank(measure: Measure) -> int:
    """0 for what is measured, 1 for an estimate and for the angle that stands in for another."""
    return int(measure.estimated or measure.method == "thigh_to_trunk")


def median_share(count: int) -> float:
    """Standard deviation of the median of so many normal values, over that of one.

    >>> median_share(1), median_share(3)
    (1.0, 0.6698)

    Raises
    ------
    ValueError
        When there is none.
    """
    if count < 1:
        raise ValueError("there has to be a photo")
    # Beyond the table the limit for many, shifted to meet the odd numbers of it; even ones are calmer by 3 %.
    return _MEDIAN_SD[count - 1] if count <= len(_MEDIAN_SD) else math.sqrt(math.pi / (2 * (count + 0.45)))


def median_of(measures: Sequence[Measure], numbers: np.ndarray[Any, Any], sd: float | None) -> Measure:
    """The median as a measure.

    What differs between photos shrinks with their number. For it the larger one counts of what the photos say
    of themselves and of how far they really spread. What belongs to the body stays.
    """
    within = float(np.sqrt(np.mean([_within(measure) ** 2 for measure in measures])))
    count = len(numbers)
    of_median = median_share(count) * max(within, sd or 0.0)
    body = np.mean([max(0.0, _half(measure) ** 2 / Z95**2 - _within(measure) ** 2) for measure in measures])
    half = Z95 * math.hypot(math.sqrt(float(body)), of_median)
    value = float(np.median(numbers))
    first = measures[0]
    methods = Counter(measure.method for measure in measures)
    return Measure(
        first.name,
        first.unit,
        value=value,
        ci95=(value - half, value + half),
        sd_within=of_median,
        method=max(methods, key=lambda method: methods[method]),
        reference=first.reference,
    )


def _within(measure: Measure) -> float:
    assert measure.sd_within is not None
    return measure.sd_within


def _half(measure: Measure) -> float:
    assert measure.ci95 is not None
    return (measure.ci95[1] - measure.ci95[0]) / 2.0


def _disagreements(
    analyses: Sequence[Analysis], used: Sequence[int], spreads: Mapping[MeasureName, Spread]
) -> list[Issue]:
    """Photos whose values are farther from the others than errors of photos of one stance explain."""
    found: dict[int, list[str]] = {}
    for name in _COMPARED:
        values = {i: value for i in used if (value := spreads[name].values[i]) is not None}
        away = {i: _away(name, i, values, analyses) for i in values if len(values) > 1}
        worst = max(away, key=lambda i: away[i], default=None)
        if worst is not None and away[worst] > _DISAGREES:
            found.setdefault(-1 if len(values) == 2 else worst, []).append(spoken(_phrase, name))
    return [_disagreement(index, words) for index, words in sorted(found.items())]


def _away(name: MeasureName, index: int, values: Mapping[int, float], analyses: Sequence[Analysis]) -> float:
    """Distance from the median of the other photos, in standard deviations."""
    others = [i for i in values if i != index]
    share = _MEDIAN_SD[min(len(others), len(_MEDIAN_SD)) - 1]
    square = np.mean([_within(analyses[i].measures[name]) ** 2 for i in others])
    sd = math.hypot(_within(analyses[index].measures[name]), share * math.sqrt(float(square)))
    return abs(values[index] - float(np.median([values[i] for i in others]))) / sd


def _disagreement(index: int, words: Sequence[str]) -> Issue:
    if index < 0:
        return warning("photo_differs.two", measures=listed(words))
    return warning("photo_differs", photo=index + 1, measures=listed(words))


def _nearest(analyses: Sequence[Analysis], used: Sequence[int], spreads: Mapping[MeasureName, Spread]) -> int:
    """The photo whose values are nearest to the medians, each in its own standard deviations."""

    def distance(index: int) -> float:
        total = 0.0
        for name, spread in spreads.items():
            value, median = spread.values[index], spread.median.value
            if median is None:
                continue
            if value is None:
                total += _NOT_MEASURED**2
            else:
                sd = max(_within(analyses[index].measures[name]), spread.sd or 0.0)
                total += ((value - median) / sd) ** 2
        return total

    return min(used, key=distance)
