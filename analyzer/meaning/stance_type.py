"""The name of a stance, as it is taught: lordosis, kyphosis-lordosis, flat back, sway-back or neutral.

The names are those that physiotherapists learn (Kendall, Muscles: Testing and Function). They describe how
somebody stands in one photo. They are no diagnosis, and "between types" is an answer.

Each type is a region of the values: curve of the low back, curve of the upper back, and how far the hips are
in front of the ankles. The intervals of the values give a probability of each; a type that is clearly more
likely than all others together is named. Where the upper back cannot be seen, what depends on it stays open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

from analyzer.language import Table, mark, spoken, tr
from analyzer.meaning.number_words import interval, number
from analyzer.types import Measure, Stance
from analyzer.types.codes import MeasureName, StanceName

HOLLOW_DEG: Final = 48.0
"""A low back with more curve is hollow: 0.75 standard deviations above the reference (our choice)."""
FLAT_DEG: Final = 30.0
"""One with less is flat: one standard deviation below (our choice)."""
ROUND_DEG: Final = 55.0
"""An upper back with more curve is round (our choice: no study of the outline was read)."""
SWAY_PCT: Final = 5.5
"""Hips further in front of the ankles, per cent of leg length, sway (73 photos of standing people had
0.5 ± 5)."""
_ROUND_UNSEEN: Final = 0.5
"""An upper back that cannot be seen is as likely round as not: nothing is said of it, so that no type which
needs it is named."""
_LEAST: Final = 0.55
"""A type is named from this probability on: below it, it is a toss of a coin (our choice)."""
_OPEN: Final = 0.25
"""A type of at least this probability is said to be possible as well (our choice)."""
_REST: Final = 0.25
"""Two types are named together where all others have no more than this: one of them would be possible as
well otherwise (our choice)."""
_SURE: Final = 0.025
"""Less probable than this is ruled out: it lies outside the 95 % interval."""


@dataclass(frozen=True, slots=True)
class StanceText:
    """Words of a type: its name, what it is, in plain words, and its name within a sentence."""

    title: str
    meaning: str
    within: str


_STANCES: Final[Mapping[StanceName, StanceText]] = {
    "neutral": StanceText(
        "Neutral", "No curve deep, the low back not flat, and hips over the feet.", "neutral"
    ),
    "lordosis": StanceText(
        "Lordosis", "A hollow low back, and an upper back that is not very round.", "lordosis"
    ),
    "kyphosis_lordosis": StanceText(
        "Kyphosis-lordosis",
        "A hollow low back and a round upper back: both curves are deep.",
        "kyphosis-lordosis",
    ),
    "flat_back": StanceText(
        "Flat back", "A low back with little curve, and hips over the feet.", "flat back"
    ),
    "sway_back": StanceText(
        "Sway-back", "Hips in front of the feet, and a low back without a deep hollow.", "sway-back"
    ),
    "between_types": StanceText(
        "Between types", "The values fit no single type well enough to name one.", "between types"
    ),
}
STANCES: Final[Mapping[StanceName, StanceText]] = Table(_STANCES)
CAVEAT: Final = mark(
    "A name for how somebody stands in this photo, as it is taught. It is no diagnosis, and says nothing "
    "about why."
)


AS_FAR: Final = mark("Neutral, as far as it is seen")
UNSEEN: Final = mark("The upper back could not be measured, and the name depends on it.")
HOLLOW_UNSEEN: Final = mark("Both have a hollow low back.")
USUAL_UNSEEN: Final = mark("Low back and hips fit a neutral stance better than any other.")
BETWEEN: Final = mark("The values are not sure enough to tell which of the two it is.")
NEAREST: Final = mark("{type} comes nearest, but the values are not sure enough to name it.")
NO_UPPER_BACK: Final = mark("The upper back could not be measured.")
NOT_SURE: Final = mark("It fits best, but the values are not sure enough to rule out others.")
Said = Literal[
    "low_back_flat",
    "low_back_perhaps_flat",
    "low_back_not_hollow",
    "low_back_hollow",
    "low_back_perhaps_hollow",
    "upper_back_not_round",
    "upper_back_round",
    "upper_back_perhaps_round",
    "hips_not_in_front",
    "hips_in_front",
    "hips_perhaps_in_front",
]
SPEAKS: Final[Mapping[Said, str]] = Table(
    {
        "low_back_flat": "The low back is flat: {value}, {interval}.",
        "low_back_perhaps_flat": "The low back may be flat: {value}, {interval}.",
        "low_back_not_hollow": "The hollow of the low back is not deep: {value}, {interval}.",
        "low_back_hollow": "The hollow of the low back is deep: {value}, {interval}.",
        "low_back_perhaps_hollow": "The hollow of the low back may be deep: {value}, {interval}.",
        "upper_back_not_round": "The upper back is not round: {value}, {interval}.",
        "upper_back_round": "The upper back is round: {value}, {interval}.",
        "upper_back_perhaps_round": "The upper back may be round: {value}, {interval}.",
        "hips_not_in_front": "The hips are not far in front of the ankles: {value}, {interval}.",
        "hips_in_front": "The hips are in front of the ankles: {value}, {interval}.",
        "hips_perhaps_in_front": "The hips may be in front of the ankles: {value}, {interval}.",
    }
)
"""What speaks for a type, each as sure as the interval of its value."""


def describe_stance(measures: Mapping[MeasureName, Measure]) -> Stance | None:
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
    order = sorted(found, key=lambda name: -found[name])
    possible = tuple(name for name in order if found[name] >= _OPEN)
    rest = sum(found[name] for name in order[2:])
    given = order[0], found[order[0]], rest, possible, bool(upper)
    named = found[order[0]] >= _LEAST
    return Stance(
        name=order[0] if named else "between_types",
        title=spoken(_title, *given),
        meaning=spoken(_meaning, *given),
        possible=possible,
        probabilities=found,
        speaks=_speaks(curve, upper, shift),
        caveat=spoken(tr, CAVEAT),
    )


def _title(best: StanceName, chance: float, rest: float, possible: tuple[StanceName, ...], seen: bool) -> str:
    return _words(best, chance, rest, possible, seen)[0]


def _meaning(
    best: StanceName, chance: float, rest: float, possible: tuple[StanceName, ...], seen: bool
) -> str:
    return _words(best, chance, rest, possible, seen)[1]


def _words(
    best: StanceName, chance: float, rest: float, possible: tuple[StanceName, ...], seen: bool
) -> tuple[str, str]:
    """Title and meaning; ``rest`` is the chance of all but the best two, ``seen`` whether the upper back was
    measured.
    """
    if chance >= _LEAST:
        text = STANCES[best]
        others = [STANCES[name].title for name in possible if name != best]
        also = [tr("{other} is nearly as likely.", other=other) for other in others]
        unsure = [tr(NOT_SURE)] if chance < 1.0 - _SURE and not also else []
        return text.title, " ".join([text.meaning, *unsure, *also])
    if len(possible) == 2 and rest <= _REST:
        first, second = (STANCES[name] for name in possible)
        title = tr("{first} or {second}", first=first.title, second=second.within)
        alike = set(possible) == {"lordosis", "kyphosis_lordosis"} and not seen
        return title, f"{tr(HOLLOW_UNSEEN)} {tr(UNSEEN)}" if alike else tr(BETWEEN)
    if possible == ("neutral",) and not seen:
        return tr(AS_FAR), f"{tr(USUAL_UNSEEN)} {tr(UNSEEN)}"
    between = STANCES["between_types"]
    if len(possible) == 1:
        return between.title, tr(NEAREST, type=STANCES[best].title)
    return between.title, between.meaning


def _above(measure: Measure, limit: float) -> float:
    """Probability that the true value is above a limit."""
    assert measure.value is not None and measure.ci95 is not None
    sd = (measure.ci95[1] - measure.ci95[0]) / 3.92
    return float(measure.value > limit) if sd <= 0.0 else 1.0 - NormalDist(measure.value, sd).cdf(limit)


def _speaks(curve: Measure, upper: Measure | None, shift: Measure) -> tuple[str, ...]:
    """The values as sentences, each as sure as its interval is."""
    low_back = _said(curve, HOLLOW_DEG, "low_back_not_hollow", "low_back_perhaps_hollow", "low_back_hollow")
    if _above(curve, FLAT_DEG) <= _SURE:
        low_back = _with_value("low_back_flat", curve)
    elif _above(curve, HOLLOW_DEG) <= _SURE and _above(curve, FLAT_DEG) <= 1.0 - _OPEN:
        low_back = _with_value("low_back_perhaps_flat", curve)
    upper_back = (
        _said(upper, ROUND_DEG, "upper_back_not_round", "upper_back_perhaps_round", "upper_back_round")
        if upper
        else spoken(tr, NO_UPPER_BACK)
    )
    hips = _said(shift, SWAY_PCT, "hips_not_in_front", "hips_perhaps_in_front", "hips_in_front")
    return low_back, upper_back, hips


def _said(measure: Measure, limit: float, below: Said, perhaps: Said, above: Said) -> str:
    chance = _above(measure, limit)
    if chance <= _SURE:
        return _with_value(below, measure)
    return _with_value(above if chance >= 1.0 - _SURE else perhaps, measure)


def _with_value(key: Said, measure: Measure) -> str:
    return spoken(_say, key, measure)


def _say(key: Said, measure: Measure) -> str:
    assert measure.value is not None
    return SPEAKS[key].format(value=number(measure.value, measure.unit), interval=interval(measure))
