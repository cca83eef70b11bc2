"""Tables on the estimated pelvic tilt: error, coverage, what it depends on, and differences."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzer.compare.changes import compare, occasion_from_dict
from validation.truth import Phantom

FloatArray = NDArray[np.float64]
Results = dict[str, dict[str, Any]]

LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True)
class Estimate:
    """One estimated tilt and its truth.

    Attributes
    ----------
    value, truth : float
        Degrees, on the same scale up to one constant.
    sd : float
        Of photo and model, without the shape of the bone.
    """

    phantom: Phantom
    value: float
    truth: float
    sd: float


def estimates(phantoms: dict[str, Phantom], results: Results, keys: Iterable[str]) -> list[Estimate]:
    """All estimates among some pictures."""
    found = []
    for key in keys:
        if results[key]["error"]:
            continue
        measure = results[key]["measures"]["pelvic_tilt"]
        if measure["value"] is not None and measure["method"].startswith("estimated"):
            parts = measure["sd_parts"]
            sd = math.hypot(parts["photo"], parts["model"])
            truth = phantoms[key].measures()["pelvic_tilt"]
            found.append(Estimate(phantoms[key], measure["value"], truth, sd))
    return found


def constant(items: list[Estimate]) -> float:
    """The one constant by which the estimates differ from the truth: the median."""
    return float(np.median([item.value - item.truth for item in items]))


def errors(items: list[Estimate]) -> FloatArray:
    """Estimate minus truth without the constant, degrees."""
    middle = constant(items)
    return np.array([item.value - item.truth - middle for item in items])


def coverage(items: list[Estimate], level: float) -> float:
    """Share of the truths inside the interval of a level, without bone shape and constant."""
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    return float(np.mean(np.abs(errors(items)) <= z * np.array([item.sd for item in items])))


def half_width(items: list[Estimate]) -> float:
    """Mean half-width of the 95 % interval without bone shape."""
    return 1.96 * float(np.mean([item.sd for item in items]))


@dataclass(frozen=True)
class Difference:
    """Between the two photos of a person: second minus first."""

    key: str
    value: float
    truth: float
    half: float

    @property
    def error(self) -> float:
        return self.value - self.truth


def differences(phantoms: dict[str, Phantom], results: Results, folder: str, name: str) -> list[Difference]:
    """Differences of a measure where both photos have it."""
    found = []
    for key in sorted(phantoms):
        other = key[:-1] + "b"
        if not (key.startswith(f"{folder}/") and key.endswith("a")):
            continue
        if results[key]["error"] or results[other]["error"]:
            continue
        one, two = (results[item]["measures"][name] for item in (key, other))
        if one["value"] is None or two["value"] is None:
            continue
        truth = phantoms[other].measures()[name] - phantoms[key].measures()[name]
        half = 1.96 * math.hypot(one["sd_within"], two["sd_within"])
        found.append(Difference(key[:-1], two["value"] - one["value"], truth, half))
    return found


def summary(phantoms: dict[str, Phantom], results: Results, tight: list[str]) -> list[str]:
    """Against the limits that were set."""
    items = estimates(phantoms, results, tight)
    error = errors(items)
    rows = [
        "| | limit | found |",
        "|---|---|---|",
        f"| mean absolute error, without the constant {constant(items):+.2f}° | ≤ 2.8° | "
        f"**{np.abs(error).mean():.2f}°** ({len(items)} photos; largest {np.abs(error).max():.1f}°) |",
        "| 95 % interval without bone shape holds the truth | 90 to 99 % | "
        f"{100 * coverage(items, 0.95):.1f} % |",
        f"| its mean half-width | ≤ 8° | {half_width(items):.1f}° |",
    ]
    for folder, limit, what in (
        ("pairs", "≤ 1.4°", "difference between two stances of a person (`pairs`)"),
        ("retakes", "≤ 1.3°", "difference between two photos of one stance (`retakes`)"),
    ):
        found = differences(phantoms, results, folder, "pelvic_tilt")
        wrong = np.abs([item.error for item in found])
        held = np.mean(wrong <= [item.half for item in found])
        rows += [
            f"| {what}: mean absolute error | {limit} | **{wrong.mean():.2f}°** ({len(found)} people) |",
            f"| its 95 % interval, from `sd_within`, holds the truth | 88 to 99 % | {100 * held:.0f} % "
            f"(± {np.mean([item.half for item in found]):.1f}°) |",
        ]
    return rows


def verdicts(phantoms: dict[str, Phantom], results: Results) -> list[str]:
    """How often the comparison says that the tilt has changed; what it cannot compare counts as not said."""
    rows = ["| | limit | found |", "|---|---|---|"]
    for what, limit, folder, least_deg in (
        ("pairs that differ by 5° or more: *changed*", "≥ 90 %", "pairs", 5.0),
        ("retakes of one stance: *changed*", "≤ 5 %", "retakes", 0.0),
    ):
        keys = [
            key[:-1]
            for key in sorted(phantoms)
            if key.startswith(f"{folder}/") and key.endswith("a") and _true_change(phantoms, key) >= least_deg
        ]
        changed = [_verdict(results, key) == "changed" for key in keys]
        rows.append(f"| {what} | {limit} | {100 * np.mean(changed):.0f} % of {len(changed)} |")
    return rows


def _true_change(phantoms: dict[str, Phantom], key: str) -> float:
    before, after = (phantoms[key[:-1] + end].measures()["pelvic_tilt"] for end in "ab")
    return abs(after - before)


def _verdict(results: Results, key: str) -> str:
    """As ``python -m analyzer compare`` gives it."""
    pair = [results[key + end] for end in "ab"]
    if any(item["error"] for item in pair):
        return "not_comparable"
    return compare(*map(occasion_from_dict, pair)).changes["pelvic_tilt"].verdict


def by_group(phantoms: dict[str, Phantom], results: Results, tight: list[str]) -> list[str]:
    """Error by clothing, arms, trunk rotation, sex and build."""
    items = estimates(phantoms, results, tight)
    error = errors(items)
    rows = [
        "| | photos | mean absolute error | mean error | interval holds the truth |",
        "|---|---|---|---|---|",
    ]
    for title, group in _GROUPS.items():
        names = sorted({group(item.phantom) for item in items})
        for name in names:
            chosen = np.array([group(item.phantom) == name for item in items])
            part = error[chosen]
            inside = np.abs(part) <= 1.96 * np.array([item.sd for item in items])[chosen]
            rows.append(
                f"| {title}: {name} | {chosen.sum()} | {np.abs(part).mean():.2f}° | {part.mean():+.2f}° | "
                f"{100 * inside.mean():.0f} % |"
            )
    return rows


def _yaw(phantom: Phantom) -> str:
    yaw = abs(phantom.data["params"]["yaw_error"])
    return "0°" if yaw == 0 else "5 to 10°" if yaw < 10 else "more than 10°"


def _weight(phantom: Phantom) -> str:
    weight = phantom.data["params"]["phenotype"]["weight"]
    return "light" if weight < 0.45 else "heavy" if weight > 0.65 else "middle"


_GROUPS: dict[str, Callable[[Phantom], str]] = {
    "clothing": lambda item: str(item.data["params"]["clothing"]),
    "arms": lambda item: str(item.data["params"]["arms"]),
    "turned out of the side view": _yaw,
    "sex": lambda item: {"m": "male", "f": "female"}[item.data["params"]["sex"]],
    "build": _weight,
}


def coverage_table(phantoms: dict[str, Phantom], results: Results, tight: list[str]) -> list[str]:
    """Share of truths inside intervals of several levels."""
    items = estimates(phantoms, results, tight)
    return [
        "| level of the interval | " + " | ".join(f"{100 * level:.0f} %" for level in LEVELS) + " |",
        "|---|" + "---|" * len(LEVELS),
        "| holds the truth | " + " | ".join(f"{100 * coverage(items, x):.0f} %" for x in LEVELS) + " |",
    ]


def families() -> list[str]:
    """How the families of models compared when the estimate was made, from its data file."""
    from analyzer.measures.learned_rotation import rotation_model  # noqa: PLC0415 - only for this table

    found = rotation_model().provenance["families"]
    rows = ["| model | single photo | difference within a person |", "|---|---|---|"]
    return rows + [
        f"| {name} | {item['single_deg']:.2f}° | {item['difference_deg']:.2f}° |"
        for name, item in found.items()
    ]
