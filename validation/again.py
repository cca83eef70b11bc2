"""The same person or the very same photo again: what may not be called a change, and what has to be.

``retakes_wide`` and ``pairs_wide`` are people whose camera was set up anew in every way that people do: other
distances, heights, rolls and turns, sometimes other arms, light, or room. Every second person of them (even
numbers) sets the spreads within a person; these tables are about the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analyzer.compare import compare, occasion_from_dict
from validation.truth import Phantom

Results = dict[str, dict[str, Any]]

WIDE = ("retakes_wide", "pairs_wide")
CHANGED_DEG = 5.0
COPIES = (
    "JPEG quality 60",
    "half size",
    "25 % brighter",
    "25 % darker",
    "blurred",
    "noisy",
    "margins cut",
    "held askew by 3°",
)
"""Of `validation.run.CHANGES`."""


def section(phantoms: Mapping[str, Phantom], results: Results, changed: Mapping[str, Results]) -> list[str]:
    """What is said of the same person, or the very same photo, again."""
    lines = [
        "## Set up differently, and the same photo again",
        "",
        "`retakes_wide` (60 people in one stance) and `pairs_wide` (40 in two): distance 2 to 4.5 m, height, "
        "roll up to 3° and turn up to 8° differ from photo to photo, and sometimes arms, light or the room. "
        "Every second of them was used to set the spreads within a person; the table is about the others. "
        "Whoever sets up the camera as before has the errors of `retakes` and `pairs` above.",
        "",
        *wide_tables(phantoms, results),
    ]
    copies = [name for name in COPIES if name in changed]
    if copies:
        lines += [
            "",
            "Copies of the tight photos of `dev`, each compared with its original as two visits are. Nothing "
            "may have changed.",
            "",
            *copy_rows(results, changed, copies),
        ]
    return lines


def wide_tables(phantoms: Mapping[str, Phantom], results: Results) -> list[str]:
    """Differences of the people that set no spread: their error, by what they say of themselves."""
    rows = [
        "| measure | retakes: mean absolute error | rms of error ÷ its standard deviation (0.8 to 1.2) | "
        "*changed* (≤ 5 %) | pairs: mean absolute error | rms of error ÷ its standard deviation |",
        "|---|---|---|---|---|---|",
    ]
    for name in next(item for item in results.values() if not item["error"])["measures"]:
        cells = []
        for folder in WIDE:
            found = _errors(phantoms, results, folder, name)
            if not found:
                cells += [""] * (3 if folder == WIDE[0] else 2)
                continue
            error, sd = np.array(found).T
            cells += [
                f"{np.abs(error).mean():.2f} ({len(error)})",
                f"{np.sqrt(np.mean((error / sd) ** 2)):.2f}",
            ]
            if folder == WIDE[0]:
                cells.append(f"{100 * np.mean(np.abs(error) > 1.96 * sd):.0f} %")
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    changes = [
        _verdicts(results, key)["pelvic_tilt"] == "changed"
        for key in _people(phantoms, WIDE[1])
        if abs(_true(phantoms, key, "pelvic_tilt")) >= CHANGED_DEG and _both(results, key)
    ]
    share = 100 * float(np.mean(changes)) if changes else math.nan
    return [
        *rows,
        "",
        f"Pairs whose tilt differs by 5° or more, *changed* (≥ 95 %): {share:.0f} % of {len(changes)}.",
    ]


def copy_rows(results: Results, changed: Mapping[str, Results], names: Sequence[str]) -> list[str]:
    """Another copy of the same photo, compared with it as two visits are: verdicts and levels."""
    rows = [
        "| another copy | compared | any measure *changed* (≤ 2 %) | pelvic tilt *changed* | other level |",
        "|---|---|---|---|---|",
    ]
    for name in names:
        compared, any_changed, tilt, level = 0, 0, 0, 0
        for key, answer in changed[name].items():
            before = results[key]
            if before["error"] or answer["error"]:
                continue
            found = compare(occasion_from_dict(before), occasion_from_dict(answer)).changes
            compared += 1
            any_changed += any(change.verdict == "changed" for change in found.values())
            tilt += found["pelvic_tilt"].verdict == "changed"
            level += _level(before) != _level(answer)
        share = 100 * any_changed / max(compared, 1)
        rows.append(f"| {name} | {compared} | {any_changed} ({share:.1f} %) | {tilt} | {level} |")
    return rows


def _level(result: Mapping[str, Any]) -> str:
    return str(result["indicators"]["shortened_psoas"]["level"])


def _people(phantoms: Mapping[str, Phantom], folder: str) -> list[str]:
    """Keys without their last letter, of the people that set no spread."""
    keys = [key[:-1] for key in sorted(phantoms) if key.startswith(f"{folder}/") and key.endswith("a")]
    return [key for key in keys if int(key.rsplit("/", 1)[1]) % 2]


def _both(results: Results, key: str) -> bool:
    return not (results[key + "a"]["error"] or results[key + "b"]["error"])


def _true(phantoms: Mapping[str, Phantom], key: str, name: str) -> float:
    return phantoms[key + "b"].measures()[name] - phantoms[key + "a"].measures()[name]


def _verdicts(results: Results, key: str) -> dict[str, str]:
    before, after = (occasion_from_dict(results[key + end]) for end in "ab")
    return {name: change.verdict for name, change in compare(before, after).changes.items()}


def _errors(
    phantoms: Mapping[str, Phantom], results: Results, folder: str, name: str
) -> list[tuple[float, float]]:
    """Error of the difference between the two photos, and the standard deviation that it claims.

    Of retakes nothing differs but the camera; the joints of pairs are moved by it in the picture.
    """
    found = []
    for key in _people(phantoms, folder):
        if not _both(results, key):
            continue
        one, two = (results[key + end]["measures"][name] for end in "ab")
        if one["value"] is None or two["value"] is None:
            continue
        error = two["value"] - one["value"] - (0.0 if folder == WIDE[0] else _true(phantoms, key, name))
        found.append((error, math.hypot(one["sd_within"], two["sd_within"])))
    return found
