"""Tables of the accuracy report."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np

from validation import clothes, tilt
from validation.truth import Phantom

Results = dict[str, dict[str, Any]]

LIMITS = {
    "sacral_slope": "≤ 2.0°",
    "lumbar_lordosis": "≤ 3.0°",
    "thoracic_kyphosis": "≤ 3.0°",
    "craniovertebral_angle": "≤ 3.0°",
}
CHANGE_LIMITS = {"mirrored": 0.7, "turned 3° clockwise": 0.7, "turned 3° counter-clockwise": 0.7}
OTHER_CHANGE_LIMIT = 1.0
ANGLES = (
    "pelvic_tilt",
    "sacral_slope",
    "lumbar_lordosis",
    "trunk_inclination",
    "hip_extension_angle",
    "knee_angle",
    "ear_shoulder_angle",
)


def write_report(
    phantoms: dict[str, Phantom],
    results: Results,
    changed: dict[str, Results],
    levelled: Results,
    more: list[str],
) -> str:
    """The report as Markdown; ``more`` are sections for its end."""
    dev = [key for key in phantoms if key.startswith("dev/")]
    tight = [key for key in dev if phantoms[key].tight]
    loose = [key for key in dev if not phantoms[key].tight]
    lines = [
        "# Accuracy",
        "",
        "Written by `python -m calibration report` (the same command for anyone, with "
        "`requirements-dev.txt` installed). The people are rendered: their posture is known exactly, but "
        "they are not a population, and only those of `cloth` have wrinkles. The figures say how well the "
        "measurement works, not how people stand. The folder `dev` was used for nothing but this report, "
        "for looking at what goes wrong, and for choosing the rules that recognise loose clothes; the other "
        "folders set the spreads of the intervals and the offsets. No truth of a picture teaches the "
        "estimate of pelvic tilt: that is learned on simulated people.",
        "",
        *_tilt(phantoms, results, tight),
        "",
        f"## All measures, tight clothing ({len(tight)} pictures in `dev`)",
        "",
        *_overview(phantoms, results, tight),
        "",
        *_accuracy_table(phantoms, results, tight),
        "",
        f"## Loose clothing ({len(loose)} pictures in `dev`)",
        "",
        "Smooth shirts that stand off the body all around. Here the rules for clothes were looked at.",
        "",
        *clothes.table(phantoms, results, loose),
        "",
        *_simulated_cloth(phantoms, results),
        "## What is told",
        "",
        *clothes.levels(phantoms, results),
        "",
        "## The same person again",
        "",
        "`retakes`: same stance, camera set up anew (14 people). `pairs`: the same person in another stance "
        "(20 people). The error is that of the difference between the two photos.",
        "",
        *_differences(phantoms, results),
        "",
        "Verdicts of `python -m analyzer compare` on the pelvic tilt:",
        "",
        *tilt.verdicts(phantoms, results),
    ]
    if changed:
        lines += ["", "## The same photo, changed", "", *_changes(results, changed, levelled)]
    return "\n".join([*lines, *more]) + "\n"


def _tilt(phantoms: dict[str, Phantom], results: Results, tight: list[str]) -> list[str]:
    """The section on pelvic tilt."""
    return [
        "## Pelvic tilt, estimated",
        "",
        "Compared with the true rotation of the pelvis, in tight clothing (`dev`). Tilt and rotation differ "
        "by one constant, which is taken out; see [method.md](method.md#pelvic-tilt).",
        "",
        *tilt.summary(phantoms, results, tight),
        "",
        "![Left: estimated against true pelvic tilt, close to the diagonal. Right: the difference against "
        "the mean.](images/accuracy_tilt.png)",
        "",
        "![Left: measured against true change of pelvic tilt between two stances. Right: the measured change "
        "where nothing changed.](images/accuracy_change.png)",
        "",
        "Intervals without the part for the shape of the bone, which differs between people (5°) but not "
        "between these bodies:",
        "",
        *tilt.coverage_table(phantoms, results, tight),
        "",
        "What the error depends on:",
        "",
        *tilt.by_group(phantoms, results, tight),
        "",
        "Models that were compared when the estimate was made, by their mean absolute error on simulated "
        "people they had not seen, with the errors of real tracing. The simplest within 5 % of the best is "
        "used:",
        "",
        *tilt.families(),
    ]


def figures(phantoms: dict[str, Phantom], results: Results) -> dict[str, Any]:
    """The main figures for the app, by id."""
    tight = [key for key in phantoms if key.startswith("dev/") and phantoms[key].tight]
    items = tilt.estimates(phantoms, results, tight)
    rows = [
        _figure("tilt_error", "Pelvic tilt, estimated: usual error", np.abs(tilt.errors(items)).mean(), 2.8),
    ]
    for name, what, limit in (
        ("sacral_slope", "Slope of the sacrum: usual error", 2.0),
        ("lumbar_lordosis", "Curve of the low back: usual error", 3.0),
    ):
        found, _ = _pairs(phantoms, results, tight, name)
        error = float(np.mean([abs(measure["value"] - truth) for measure, truth in found]))
        rows.append(_figure(f"{name}_error", what, error, limit))
    for folder, what in (
        ("pairs", "change of pelvic tilt between two stances of a person: usual error"),
        ("retakes", "change of pelvic tilt when only the camera was set up anew"),
    ):
        wrong = [abs(item.error) for item in tilt.differences(phantoms, results, folder, "pelvic_tilt")]
        limit = 1.4 if folder == "pairs" else 1.3
        rows.append(_figure(f"tilt_{folder}", what[0].upper() + what[1:], float(np.mean(wrong)), limit))
    return {"photos": len(items), "rows": rows}


def _figure(name: str, what: str, value: float, limit: float) -> dict[str, Any]:
    return {"id": name, "what": what, "value": round(float(value), 2), "unit": "deg", "limit": limit}


def _overview(phantoms: dict[str, Phantom], results: Results, keys: list[str]) -> list[str]:
    done = [key for key in keys if not results[key]["error"]]
    right = sum(results[key]["view"]["facing"] == phantoms[key].facing for key in done)
    rolls = [abs(results[key]["roll_deg"] - phantoms[key].roll_deg) for key in done]
    before = [abs(phantoms[key].roll_deg) for key in done]
    codes = Counter(issue["code"] for key in done for issue in results[key]["view"]["issues"])
    return [
        f"- analysed: {len(done)} of {len(keys)}; facing right in {right}",
        f"- camera roll: mean absolute {np.mean(before):.2f}° in the pictures, {np.mean(rolls):.2f}° left "
        "after levelling by the lines of the room",
        _c7(phantoms, results, done),
        "- warnings: " + ", ".join(f"`{code}` {count}" for code, count in codes.most_common()),
    ]


def _c7(phantoms: dict[str, Phantom], results: Results, keys: list[str]) -> str:
    """How near the seventh cervical vertebra is found."""
    away = []
    for key in keys:
        if results[key]["c7_px"] is not None:
            phantom = phantoms[key]
            pixels = float(np.hypot(*(np.array(results[key]["c7_px"]) - phantom.c7_px())))
            away.append(100.0 * pixels / float(phantom.data["body_height_px"]))
    within = 100.0 * float(np.mean(np.array(away) <= 1.5)) if away else 0.0
    return (
        f"- C7 found on {len(away)} (hair or a collar hides the neck of the others): mean "
        f"{np.mean(away) if away else 0.0:.2f} % of body height away, within 1.5 % on {within:.0f} %"
    )


def _pairs(
    phantoms: dict[str, Phantom], results: Results, keys: list[str], name: str
) -> tuple[list[tuple[dict[str, Any], float]], Counter[str]]:
    """Measures that have a value with their truth, and the reasons of the others."""
    found, reasons = [], Counter[str]()
    for key in keys:
        if results[key]["error"]:
            reasons[results[key]["error"]["code"]] += 1
            continue
        measure = results[key]["measures"][name]
        if measure["value"] is None:
            reasons[measure["reason"]["code"]] += 1
        else:
            found.append((measure, phantoms[key].measures()[name]))
    return found, reasons


def _accuracy_table(phantoms: dict[str, Phantom], results: Results, keys: list[str]) -> list[str]:
    rows = [
        "| measure | photos | mean absolute error | limit | bias | 95 % interval holds the truth | "
        "mean half-width | no value |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in results[keys[0]]["measures"]:
        found, reasons = _pairs(phantoms, results, keys, name)
        error = np.array([measure["value"] - truth for measure, truth in found])
        inside = [measure["ci95"][0] <= truth <= measure["ci95"][1] for measure, truth in found]
        half = [(measure["ci95"][1] - measure["ci95"][0]) / 2 for measure, _ in found]
        unit = "°" if found[0][0]["unit"] == "deg" else " %"
        missing = ", ".join(f"`{code}` {count}" for code, count in reasons.items()) or "0"
        rows.append(
            f"| {name} | {len(found)} | {np.abs(error).mean():.2f}{unit} | {LIMITS.get(name, '')} | "
            f"{error.mean():+.2f}{unit} | {100 * np.mean(inside):.1f} % | {np.mean(half):.1f}{unit} | "
            f"{missing} |"
        )
    rows += [
        "",
        "The interval of the pelvic tilt includes 5° for the shape of the bone, so it holds more often here.",
    ]
    return rows


def _simulated_cloth(phantoms: dict[str, Phantom], results: Results) -> list[str]:
    """The section on people in simulated cloth, when there are any."""
    keys = [key for key in phantoms if key.startswith("cloth/")]
    if not keys:
        return []
    kinds = Counter(str(phantoms[key].data["params"]["garment"]["kind"]) for key in keys)
    return [
        f"## Simulated cloth ({len(keys)} pictures in `cloth`)",
        "",
        "Tops whose cloth hangs by physics, on people that taught nothing (the width of the intervals was "
        "chosen with a look at some of them): "
        + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        + ".",
        "",
        *clothes.table(phantoms, results, keys),
        "",
    ]


def _differences(phantoms: dict[str, Phantom], results: Results) -> list[str]:
    rows = [
        "| measure | retakes: mean absolute error | interval holds it | pairs: mean absolute error | "
        "interval holds it |",
        "|---|---|---|---|---|",
    ]
    first = next(key for key in phantoms if not results[key]["error"])
    for name in results[first]["measures"]:
        cells = []
        for folder in ("retakes", "pairs"):
            errors, inside = [], []
            for key in sorted(phantoms):
                if not (key.startswith(f"{folder}/") and key.endswith("a")):
                    continue
                other = key[:-1] + "b"
                if results[key]["error"] or results[other]["error"]:
                    continue
                one, two = results[key]["measures"][name], results[other]["measures"][name]
                if one["value"] is None or two["value"] is None:
                    continue
                true = phantoms[other].measures()[name] - phantoms[key].measures()[name]
                error = two["value"] - one["value"] - true
                errors.append(abs(error))
                inside.append(abs(error) < 1.96 * math.hypot(one["sd_within"], two["sd_within"]))
            cells += [f"{np.mean(errors):.2f}", f"{100 * np.mean(inside):.0f} % of {len(errors)}"]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


def _changes(results: Results, changed: dict[str, Results], levelled: Results) -> list[str]:
    rows = [
        "Mean absolute difference from the photo as it was, degrees (all tight photos of `dev`). Turned "
        "photos are given their camera roll as `roll_deg`, and are compared with the unturned photo with its "
        "roll given. The pose model sees them turned, so its own unsteadiness from picture to picture is in "
        "these rows as in those below.",
        "",
        "| change | limit | " + " | ".join(ANGLES) + " | not analysed |",
        "|---|---|" + "---|" * (len(ANGLES) + 1),
    ]
    for change, answers in changed.items():
        if change.startswith("held askew"):  # turned without telling: a question of verdicts
            continue
        cells = []
        base = levelled if change.startswith("turned") else results
        for name in ANGLES:
            differences = [
                abs(answer["measures"][name]["value"] - base[key]["measures"][name]["value"])
                for key, answer in answers.items()
                if not answer["error"]
                and answer["measures"][name]["value"] is not None
                and base[key]["measures"][name]["value"] is not None
            ]
            cells.append(f"{np.mean(differences):.2f}")
        failed = sum(bool(answer["error"]) for answer in answers.values())
        limit = CHANGE_LIMITS.get(change, OTHER_CHANGE_LIMIT)
        rows.append(f"| {change} | ≤ {limit} | " + " | ".join(cells) + f" | {failed} |")
    return rows
