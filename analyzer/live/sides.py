"""Do the two sides of a person agree? The pelvis is one bone: what differs is mostly how the person stood."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from analyzer.compare.several_photos import Summary
from analyzer.language import tr
from analyzer.live.words import SIDES_AGREE, SIDES_DIFFER, SIDES_NOT_COMPARED
from analyzer.meaning.measure_words import measure_text
from analyzer.measures import Z95
from analyzer.types.codes import MeasureName
from analyzer.types.texts import listed

_COMPARED: Final[tuple[MeasureName, ...]] = (
    "pelvic_tilt",
    "sacral_slope",
    "lumbar_lordosis",
    "trunk_inclination",
)


@dataclass(frozen=True, slots=True)
class SidesCheck:
    """How two sides compare.

    Attributes
    ----------
    differences : tuple of (str, float, float)
        Name of the measure, second side minus first, and the largest difference that errors explain, in the
        measure's unit; those that both sides have.
    differing : tuple of str
        Measures that differ by more.
    text : str
        The verdict, for people.
    """

    differences: tuple[tuple[MeasureName, float, float], ...]
    differing: tuple[MeasureName, ...]
    text: str

    @property
    def agree(self) -> bool:
        return bool(self.differences) and not self.differing


def compare_sides(first: Summary, second: Summary) -> SidesCheck:
    """Compare the medians of two sides, each difference with what errors of measurement explain (95 %)."""
    differences = []
    for name in _COMPARED:
        one, two = first.measures[name], second.measures[name]
        if one and two:
            assert one.value is not None and two.value is not None
            assert one.sd_within is not None and two.sd_within is not None
            limit = Z95 * math.hypot(one.sd_within, two.sd_within)
            differences.append((name, two.value - one.value, limit))
    differing = tuple(name for name, difference, limit in differences if abs(difference) > limit)
    return SidesCheck(tuple(differences), differing, _text(len(differences), differing))


def _text(count: int, differing: tuple[MeasureName, ...]) -> str:
    if count == 0:
        return tr(SIDES_NOT_COMPARED)
    if not differing:
        return tr(SIDES_AGREE)
    return tr(SIDES_DIFFER, measures=listed([measure_text(name).phrase for name in differing]))
