"""The name of a stance, as it is taught: lordosis, kyphosis-lordosis, flat back, sway-back or neutral.

The names are those that physiotherapists learn (Kendall, Muscles: Testing and Function). They describe how
somebody stands in one photo. They are no diagnosis, and "between types" is an answer.

Each type is a region of the values: curve of the low back, curve of the upper back, and how far the hips are
in front of the ankles. The intervals of the values give a probability of each; a type that is more likely
than all others together is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from analyzer.meaning.number_words import interval, number
from analyzer.types import Measure
from analyzer.types.codes import MeasureName, StanceName
from analyzer.types.frozen import FrozenMapping

HOLLOW_DEG: Final = 48.0
"""A low back with more curve is hollow: 0.75 standard deviations above the reference (our choice)."""
FLAT_DEG: Final = 30.0
"""One with less is flat: one standard deviation below (our choice)."""
ROUND_DEG: Final = 55.0
"""An upper back with more curve is round (our choice: no study of the outline was read)."""
SWAY_PCT: Final = 5.5
"""Hips further in front of the ankles, per cent of leg length, sway (73 photos of standing people had
0.5 ± 5)."""
_ROUND_UNSEEN: Final = 0.25
"""How likely a round upper back is where it cannot be seen (our assumption)."""
_LEAST: Final = 0.5
_SURE: Final = 0.025
"""Less probable than this is ruled out: it lies outside the 95 % interval."""


@dataclass(frozen=True, slots=True)
class StanceText:
    """Words of a type: its name, what it is, in plain words."""

    title: str
    meaning: str


STANCES: Final[Mapping[StanceName, StanceText]] = {
    "neutral": StanceText("Neutral", "No curve is far from what is usual, and the hips stand over the feet."),
    "lordosis": StanceText("Lordosis", "The low back is hollow; the upper back is not very round."),
    "kyphosis_lordosis": StanceText(
        "Kyphosis-lordosis", "The low back is hollow and the upper back is round: both curves are deep."
    ),
    "flat_back": StanceText("Flat back", "The low back has little curve, and the hips stand over the feet."),
    "sway_back": StanceText(
        "Sway-back", "The hips stand in front of the feet, and the low back is not hollow."
    ),
    "between_types": StanceText("Between types", "The values fit no single type well enough to name one."),
}
CAVEAT: Final = (
    "A name for how somebody stands in this photo, as it is taught. It is no diagnosis, and says nothing "
    "about why."
)


@dataclass(frozen=True, slots=True)
class StanceType:
    """The type of a stance.

    Attributes
    ----------
    name : StanceName
    probabilities : mapping of StanceName to float
        Of each type; what is left over fits none. Read-only.
    speaks : tuple of str
        The values that it was made from, as sentences.
    """

    name: StanceName
    probabilities: Mapping[StanceName, float]
    speaks: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "probabilities", FrozenMapping(self.probabilities))

    @property
    def title(self) -> str:
        return STANCES[self.name].title

    @property
    def meaning(self) -> str:
        return STANCES[self.name].meaning


def describe_stance(measures: Mapping[MeasureName, Measure]) -> StanceType | None:
    """The type of a stance; `None` where the low back or the hips over the feet were not measured."""
    curve, shift = measures.get("lumbar_lordosis"), measures.get("pelvic_shift")
    upper = measures.get("thoracic_kyphosis")
    if not curve or not shift:
        return None
    hollow, not_flat = _above(curve, HOLLOW_DEG), _above(curve, FLAT_DEG)
    round_ = _above(upper, ROUND_DEG) if upper else _ROUND_UNSEEN
    sway = _above(shift, SWAY_PCT)
    found: dict[StanceName, float] = {
        "neutral": (not_flat - hollow) * (1.0 - sway) * (1.0 - round_),
        "lordosis": hollow * (1.0 - round_),
        "kyphosis_lordosis": hollow * round_,
        "flat_back": (1.0 - not_flat) * (1.0 - sway),
        "sway_back": (1.0 - hollow) * sway,
    }
    best = max(found, key=found.__getitem__)
    name: StanceName = best if found[best] > _LEAST else "between_types"
    return StanceType(name, found, _speaks(curve, upper, shift))


def _above(measure: Measure, limit: float) -> float:
    """Probability that the true value is above a limit."""
    assert measure.value is not None and measure.ci95 is not None
    sd = (measure.ci95[1] - measure.ci95[0]) / 3.92
    return float(measure.value > limit) if sd <= 0.0 else 1.0 - NormalDist(measure.value, sd).cdf(limit)


def _speaks(curve: Measure, upper: Measure | None, shift: Measure) -> tuple[str, ...]:
    """The values as sentences, each as sure as its interval is."""
    low_back = _said("The low back", curve, "hollow", HOLLOW_DEG)
    if _above(curve, FLAT_DEG) <= _SURE:
        low_back = _with_value("The low back is flat", curve)
    upper_back = (
        _said("The upper back", upper, "round", ROUND_DEG)
        if upper
        else "The upper back could not be measured."
    )
    hips = _above(shift, SWAY_PCT)
    where = "may be in front of" if _SURE < hips < 1.0 - _SURE else "are in front of"
    where = "are not far in front of" if hips <= _SURE else where
    return low_back, upper_back, _with_value(f"The hips {where} the ankles", shift)


def _said(what: str, measure: Measure, word: str, limit: float) -> str:
    chance = _above(measure, limit)
    if chance <= _SURE:
        return _with_value(f"{what} is not {word}", measure)
    verb = "is" if chance >= 1.0 - _SURE else "may be"
    return _with_value(f"{what} {verb} {word}", measure)


def _with_value(text: str, measure: Measure) -> str:
    assert measure.value is not None
    return f"{text}: {number(measure.value, measure.unit)}, {interval(measure)}."
