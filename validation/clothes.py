"""Tables on clothes: what is said under loose ones, and how the level goes with the true pattern."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from analyzer.measures.upper_back import OFFSETS
from validation.truth import Phantom

Results = dict[str, dict[str, Any]]

MEASURES = (
    "pelvic_tilt",
    "sacral_slope",
    "lumbar_lordosis",
    "lumbar_depth",
    "thoracic_kyphosis",
    "craniovertebral_angle",
    *OFFSETS,
)
LIMITS = {"pelvic_tilt": "≤ 4.5°", "sacral_slope": "≤ 5°", "lumbar_lordosis": "≤ 7°"}
STRONG_TILT_DEG, STRONG_LORDOSIS_DEG = 22.0, 50.0
"""From both on, a true pattern is strong: nobody like that may be told that there is none."""
ABSENT_TILT_DEG, ABSENT_LORDOSIS_DEG = 15.0, 45.0
"""Below both, there is none."""


def table(phantoms: dict[str, Phantom], results: Results, keys: Sequence[str]) -> list[str]:
    """Error, share with a value, and intervals of the measures of the back."""
    done = [key for key in keys if not results[key]["error"]]
    warned = sum(
        any(issue["code"] == "loose_clothing" for issue in results[key]["view"]["issues"]) for key in done
    )
    rows = [
        f"Analysed: {len(done)} of {len(keys)}; `loose_clothing` warning on {warned}.",
        "",
        "| measure | with a value | mean absolute error | limit | bias | guessing their mean | "
        "95 % interval holds the truth | mean half-width |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in MEASURES:
        found = [
            (results[key]["measures"][name], phantoms[key].measures()[name])
            for key in done
            if results[key]["measures"][name]["value"] is not None
            and not math.isnan(phantoms[key].measures()[name])
        ]
        if not found:
            rows.append(f"| {name} | 0 of {len(keys)} |  |  |  |  |  |  |")
            continue
        error = np.array([measure["value"] - truth for measure, truth in found])
        # Tilt is known up to one constant, and no body here has another bone.
        middle = float(np.median(error)) if name == "pelvic_tilt" else 0.0
        sd = np.array([_sd(measure) for measure, _ in found])
        truths = np.array([truth for _, truth in found])
        unit = "°" if found[0][0]["unit"] == "deg" else " %"
        rows.append(
            f"| {name} | {len(found)} of {len(keys)} | {np.abs(error - middle).mean():.1f}{unit} | "
            f"{LIMITS.get(name, '')} | {error.mean():+.1f}{unit} | "
            f"{np.abs(truths - truths.mean()).mean():.1f}{unit} | "
            f"{100 * np.mean(np.abs(error - middle) <= 1.96 * sd):.0f} % | {1.96 * sd.mean():.1f}{unit} |"
        )
    return rows


def _sd(measure: dict[str, Any]) -> float:
    """Standard deviation without the part for the shape of the bone."""
    parts = measure.get("sd_parts")
    if parts is None:
        low, high = measure["ci95"]
        return float(high - low) / 3.92
    return math.hypot(parts["photo"], parts["model"])


def levels(phantoms: dict[str, Phantom], results: Results) -> list[str]:
    """What is told to people with a strong pattern, and to people without one, in all pictures."""
    rows = [
        "| true pattern | clothes | " + " | ".join(f"`{level}`" for level in _ORDER) + " |",
        "|---|---|" + "---|" * len(_ORDER),
    ]
    groups: dict[tuple[str, str], Counter[str]] = {}
    for key, phantom in phantoms.items():
        pattern = _pattern(phantom)
        if pattern and not results[key]["error"]:
            group = pattern, "tight" if phantom.tight else "loose"
            level = results[key]["indicators"]["shortened_psoas"]["level"]
            groups.setdefault(group, Counter())[level] += 1
    for (pattern, clothes), counts in sorted(groups.items(), reverse=True):
        rows.append(f"| {pattern} | {clothes} | " + " | ".join(str(counts[x]) for x in _ORDER) + " |")
    return [
        *rows,
        "",
        f"Strong: tilt of {STRONG_TILT_DEG:.0f}° and lordosis of {STRONG_LORDOSIS_DEG:.0f}° or more. Absent: "
        f"tilt below {ABSENT_TILT_DEG:.0f}° and lordosis below {ABSENT_LORDOSIS_DEG:.0f}°. Limits: strong "
        "and `not_suggested` 0; absent, tight and `suggested` 0.",
    ]


_ORDER = ("suggested", "inconclusive", "cannot_say", "not_suggested")


def _pattern(phantom: Phantom) -> str:
    truth = phantom.measures()
    tilt, curve = truth["pelvic_tilt"], truth["lumbar_lordosis"]
    if tilt >= STRONG_TILT_DEG and curve >= STRONG_LORDOSIS_DEG:
        return "strong"
    return "absent" if tilt < ABSENT_TILT_DEG and curve < ABSENT_LORDOSIS_DEG else ""
