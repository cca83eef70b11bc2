"""Tables of the head to head, from readings and truths. Numbers only."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from validation.rivals.readings import MEASURES, METHODS, OURS, Reading, Readings

FloatArray = NDArray[np.float64]
Truths = Mapping[str, Mapping[str, float]]
"""By measure and key of the picture."""

WORDS: Final = {"pelvic_tilt": "pelvic tilt", "lumbar_lordosis": "low back curve"}
BEST_SHARE: Final = (1 / 2, 1 / 3)
"""Limit and aim of our error of the change over that of the best other method."""


@dataclass(frozen=True, slots=True)
class Line:
    """Offset and scale from a reading to the truth: ``offset + scale * value``."""

    offset: float = 0.0
    scale: float = 1.0

    def of(self, values: FloatArray) -> FloatArray:
        return self.offset + self.scale * values


@dataclass(frozen=True, slots=True)
class Score:
    """How one method does at one measure.

    Attributes
    ----------
    answered, asked : int
        Pictures.
    raw, level, scaled : float
        Mean absolute error of the value: as it is; without the method's own constant; with offset and scale
        fitted. NaN where nothing was answered.
    held : float or None
        Share of truths within stated 95 % intervals (the constant taken out).
    """

    answered: int
    asked: int
    raw: float
    level: float
    scaled: float
    held: float | None


def constant(values: FloatArray, truths: FloatArray) -> Line:
    """The constant that brings values nearest to the truth: the median difference."""
    return Line(offset=float(np.median(truths - values)))


def fitted(values: FloatArray, truths: FloatArray) -> Line:
    """Offset and scale by least squares; a method that does not vary keeps scale 0."""
    spread = float(np.var(values))
    scale = float(np.cov(values, truths, bias=True)[0, 1]) / spread if spread > 1e-12 else 0.0
    return Line(float(truths.mean() - scale * values.mean()), scale)


def halves(keys: Sequence[str]) -> tuple[list[str], list[str]]:
    """Every second picture: what is fitted on one half is used on the other."""
    ordered = sorted(keys)
    return ordered[::2], ordered[1::2]


def score(found: Mapping[str, Reading], truth: Mapping[str, float], keys: Sequence[str]) -> Score:
    """Errors of the value. Constant, and offset with scale, come from the other half each time."""
    known = [key for key in sorted(keys) if key in found]
    if len(known) < 4:
        return Score(len(known), len(keys), math.nan, math.nan, math.nan, None)
    level: dict[str, float] = {}
    scaled: dict[str, float] = {}
    for taught, tested in (halves(known), halves(known)[::-1]):
        given, true = _arrays(found, truth, taught)
        values, wanted = _arrays(found, truth, tested)
        level |= dict(zip(tested, constant(given, true).of(values) - wanted, strict=True))
        scaled |= dict(zip(tested, fitted(given, true).of(values) - wanted, strict=True))
    values, wanted = _arrays(found, truth, known)
    halfs = {key: half for key in known if (half := found[key].half) is not None}
    held = float(np.mean([abs(level[key]) <= half for key, half in halfs.items()])) if halfs else None
    return Score(
        len(known),
        len(keys),
        float(np.abs(values - wanted).mean()),
        float(np.abs(list(level.values())).mean()),
        float(np.abs(list(scaled.values())).mean()),
        held,
    )


def _arrays(
    found: Mapping[str, Reading], truth: Mapping[str, float], keys: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    return np.array([found[key].value for key in keys]), np.array([truth[key] for key in keys])


@dataclass(frozen=True, slots=True)
class ChangeScore:
    """How well one method tells what differs between two photos of a person.

    Attributes
    ----------
    answered, asked : int
        People.
    error : float
        Mean absolute error of the change.
    scaled : float
        The same with a scale of the method's own, fitted on the other half of the people.
    slope : float
        Degrees that it moves for a true degree; NaN where nothing changed.
    held : float or None
        Share of true changes within stated 95 % intervals.
    """

    answered: int
    asked: int
    error: float
    scaled: float
    slope: float
    held: float | None


def score_change(
    found: Mapping[str, Reading], truth: Mapping[str, float], keys: Sequence[str]
) -> ChangeScore:
    """Errors of the change from picture ``…a`` to picture ``…b`` of each person among the keys."""
    people = sorted(key[:-1] for key in keys if key.endswith("a") and key[:-1] + "b" in truth)
    known = [item for item in people if item + "a" in found and item + "b" in found]
    if not known:
        return ChangeScore(0, len(people), math.nan, math.nan, math.nan, None)
    change = np.array([found[item + "b"].value - found[item + "a"].value for item in known])
    true = np.array([truth[item + "b"] - truth[item + "a"] for item in known])
    inside = []
    for item, error in zip(known, change - true, strict=True):
        before, after = (found[item + end].sd_within for end in "ab")
        if before is not None and after is not None:
            inside.append(abs(error) <= 1.96 * math.hypot(before, after))
    scaled = change * _other_half_scale(change, true)
    return ChangeScore(
        len(known),
        len(people),
        float(np.abs(change - true).mean()),
        float(np.abs(scaled - true).mean()) if len(known) >= 4 else math.nan,
        float(change @ true / (true @ true)) if np.any(true) else math.nan,
        float(np.mean(inside)) if inside else None,
    )


def _other_half_scale(change: FloatArray, true: FloatArray) -> FloatArray:
    """For each person the scale that fits the people of the other half best, shape (n,)."""
    even = np.arange(len(change)) % 2 == 0
    scales = np.ones(len(change))
    for half in (even, ~even):
        given = change[half]
        square = float(given @ given)
        scales[~half] = float(given @ true[half]) / square if square > 1e-12 else 0.0
    return scales


def no_change(truth: Mapping[str, float], keys: Sequence[str]) -> float:
    """Mean absolute error of whoever says that nothing changed."""
    people = sorted(key[:-1] for key in keys if key.endswith("a") and key[:-1] + "b" in truth)
    return float(np.mean([abs(truth[item + "b"] - truth[item + "a"]) for item in people]))


def value_table(readings: Readings, truths: Truths, keys: Sequence[str], measure: str) -> list[str]:
    """Errors of the value of each method."""
    rows = [
        "| method | answered | as it is | its constant taken out | its offset and scale fitted | "
        "95 % interval holds the truth |",
        "|---|---|---|---|---|---|",
    ]
    for method in METHODS:
        found = score(readings[method][measure], truths[measure], keys)
        errors = " | ".join(_degrees(item) for item in (found.raw, found.level, found.scaled))
        rows.append(
            f"| {_name(method)} | {found.answered} of {found.asked} | {errors} | {_share(found.held)} |"
        )
    guess = score({key: Reading(0.0) for key in keys}, truths[measure], keys)
    return [*rows, f"| guessing the middle | | | {_degrees(guess.level)} | {_degrees(guess.scaled)} | |"]


def change_table(
    readings: Readings,
    truths: Truths,
    measure: str,
    *,
    pairs: Sequence[str],
    retakes: Sequence[str],
) -> list[str]:
    """Errors of the change of each method.

    Of retakes no scale is fitted: who does not see the pelvis at all would be best there.
    """
    rows = [
        "| method | answered | error of the change | its scale fitted | moves for a true degree | "
        "interval holds it | error where nothing changed (`retakes`) | interval holds it |",
        "|---|---|---|---|---|---|---|---|",
    ]
    truth = truths[measure]
    for method in METHODS:
        found = readings[method][measure]
        stance, camera = (score_change(found, truth, keys) for keys in (pairs, retakes))
        rows.append(
            f"| {_name(method)} | {stance.answered} of {stance.asked} | {_degrees(stance.error)} | "
            f"{_degrees(stance.scaled)} | {_number(stance.slope)} | {_share(stance.held)} | "
            f"{_degrees(camera.error)} | {_share(camera.held)} |"
        )
    nothing = no_change(truth, pairs)
    return [*rows, f"| saying that nothing changed | | {_degrees(nothing)} | | 0 | | 0.0° | |"]


def against_best(
    readings: Readings, truths: Truths, keys: Sequence[str], measure: str
) -> tuple[float, str, float]:
    """Our error of the change, the best other method, and its error, with or without its scale fitted."""
    found = {method: score_change(readings[method][measure], truths[measure], keys) for method in METHODS}
    others = {
        method: float(np.nanmin([result.error, result.scaled]))
        for method, result in found.items()
        if method != OURS and result.answered
    }
    best = min(others, key=lambda item: others[item])
    return found[OURS].error, best, others[best]


def summary(readings: Readings, truths: Truths, keys: Sequence[str]) -> list[str]:
    """Ours against the best other method, the change between two stances."""
    limit, aim = BEST_SHARE
    rows = ["| change between two stances (`pairs`) | ours | best other method | ours ÷ best | limit | aim |"]
    rows.append("|---|---|---|---|---|---|")
    for measure in MEASURES:
        ours, best, error = against_best(readings, truths, keys, measure)
        rows.append(
            f"| {WORDS[measure]} | {ours:.2f}° | {error:.2f}° ({best}) | **{ours / error:.2f}** | "
            f"≤ {limit:.2f} | {aim:.2f} |"
        )
    return rows


def _name(method: str) -> str:
    return f"**{method}**" if method == OURS else method


def _degrees(value: float) -> str:
    return f"{value:.1f}°" if math.isfinite(value) else "none"


def _number(value: float) -> str:
    return f"{value:.2f}°" if math.isfinite(value) else "none"


def _share(value: float | None) -> str:
    return "states none" if value is None else f"{100 * value:.0f} %"
