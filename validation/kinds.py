"""How accurate the analyzer is on people unlike those of ``dev``: other builds, stances, cameras and light.

``python -m validation.kinds`` prints the tables; the report holds them too. The pictures are those of
``validation/builds``, made by ``python -m calibration build-people``. Every second picture of a kind
(``held``) was left out when anything was chosen.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from validation.run import run
from validation.truth import Phantom, load_phantoms

Results = dict[str, dict[str, Any]]

HERE: Final = Path(__file__).parent
GROUPS: Final = {
    "builds": ("heavy", "very_thin", "older", "broad_hips", "pregnant", "adolescent", "own_shape"),
    "stances": ("one_leg", "scoliosis", "arms_crossed"),
    "cameras": ("near_24mm", "far_85mm", "wide_far", "chest_height", "knee_height"),
    "light": ("light",),
    "simulated cloth": ("cloth",),
}
WORDS: Final = {
    "heavy": "heavy",
    "very_thin": "very thin",
    "older": "older, round back",
    "broad_hips": "broad hips",
    "pregnant": "pregnant",
    "adolescent": "13 to 17 years",
    "own_shape": "shapes and spines outside the model",
    "one_leg": "weight on one leg",
    "scoliosis": "scoliosis of 10 to 24°",
    "arms_crossed": "arms crossed",
    "near_24mm": "wide lens, 1.5 to 1.8 m",
    "far_85mm": "long lens, 4.4 to 5 m",
    "wide_far": "wide lens from 3 m, person small",
    "chest_height": "camera at chest height",
    "knee_height": "camera at knee height",
    "light": "dark, glaring, against the light; skin like the wall",
    "cloth": "simulated cloth, all builds",
}
MEASURES: Final = (
    "pelvic_tilt",
    "sacral_slope",
    "lumbar_lordosis",
    "thoracic_kyphosis",
    "craniovertebral_angle",
)
RATIO_LIMIT: Final = 1.3


@dataclass(frozen=True)
class Error:
    """Of one value, degrees.

    Attributes
    ----------
    error : float
        Value minus truth; of the tilt without its constant.
    half : float
        Half the width of the 95 % interval; of the tilt without the part for the shape of the bone, which
        no body here has.
    """

    error: float
    half: float

    @property
    def holds(self) -> bool:
        return abs(self.error) <= self.half


def errors(phantoms: Iterable[Phantom], results: Results, name: str, constant: float = 0.0) -> list[Error]:
    """Errors of the pictures in which a measure has a value."""
    found = []
    for phantom in phantoms:
        result = results[phantom.key]
        measure = None if result["error"] else result["measures"][name]
        truth = phantom.measures()[name]
        if measure is not None and measure["value"] is not None and math.isfinite(truth):
            half = (measure["ci95"][1] - measure["ci95"][0]) / 2
            if name == "pelvic_tilt":
                half = 1.96 * math.hypot(measure["sd_parts"]["photo"], measure["sd_parts"]["model"])
            found.append(Error(measure["value"] - truth - constant, half))
    return found


def tilt_constant(phantoms: Iterable[Phantom], results: Results) -> float:
    """What tilt is off on all bodies of ``dev`` alike."""
    return float(np.median([item.error for item in errors(phantoms, results, "pelvic_tilt")]))


def section(
    like: Sequence[Phantom], like_results: Results, unlike: Sequence[Phantom], results: Results
) -> list[str]:
    """The section of the report.

    Parameters
    ----------
    like : sequence of Phantom
        Tight pictures of ``dev``.
    unlike : sequence of Phantom
        Those of ``builds``.
    """
    constant = tilt_constant(like, like_results)
    usual = {name: _mean(errors(like, like_results, name, _of(name, constant))) for name in MEASURES}
    held = [item for item in unlike if item.data["split"] == "held"]
    return [
        f"## People unlike those of `dev` ({len(unlike)} pictures in `builds`)",
        "",
        "Made by `python -m calibration build-people`: one thing at a time is unlike `dev`, and clothing is "
        "tight but where said. The bodies are from the same model, stretched to its ends; *shapes and spines "
        "outside the model* are bodies whose surface was moved off by bumps that no setting of the model "
        "gives, and whose lumbar spine shares its bend in another way. A body model of another maker whose "
        "licence lets its pictures be passed on was not found in the package registries. Every second "
        "picture (`held`) was left out when anything was chosen.",
        "",
        *_groups(unlike, results, constant, usual),
        "",
        "The same on the `held` half:",
        "",
        *_groups(held, results, constant, usual),
        "",
        "Mean absolute error by kind, and how often the 95 % interval holds the truth:",
        "",
        *_kinds(unlike, results, constant),
        "",
        *_refusals(unlike, results),
    ]


def _groups(
    phantoms: Sequence[Phantom], results: Results, constant: float, usual: dict[str, float]
) -> list[str]:
    """Error divided by that on ``dev``, and coverage, by group."""
    rows = [
        "| | pictures | "
        + " | ".join(f"{name} ÷ `dev`" for name in MEASURES)
        + " | intervals hold the truth (90 to 99 %) |",
        "|---|---|" + "---|" * (len(MEASURES) + 1),
    ]
    wanted = {
        "builds, stances, cameras": (*GROUPS["builds"], *GROUPS["stances"], *GROUPS["cameras"]),
        **GROUPS,
    }
    for group, kinds in wanted.items():
        chosen = [item for item in phantoms if item.data["kind"] in kinds]
        if not chosen:
            continue
        cells, inside = [], []
        for name in MEASURES:
            found = errors(chosen, results, name, _of(name, constant))
            inside += [item.holds for item in found]
            error = f"{_mean(found):.2f}°"
            # What hangs is to be compared with the folder `cloth`, not with tight clothes.
            ratio = group != "simulated cloth"
            cells.append(
                "" if not found else f"{_mean(found) / usual[name]:.2f} ({error})" if ratio else error
            )
        share = f"{100 * np.mean(inside):.0f} % of {len(inside)}" if inside else ""
        rows.append(f"| {group} | {len(chosen)} | " + " | ".join(cells) + f" | {share} |")
    return [
        *rows,
        "",
        f"Limit of the first row: ≤ {RATIO_LIMIT}. The tilt's intervals are those without the part for the "
        "shape of the bone. `dev`: " + ", ".join(f"{name} {usual[name]:.2f}°" for name in MEASURES) + ".",
    ]


def _kinds(phantoms: Sequence[Phantom], results: Results, constant: float) -> list[str]:
    rows = [
        "| | pictures | " + " | ".join(MEASURES) + " |",
        "|---|---|" + "---|" * len(MEASURES),
    ]
    for kind, words in WORDS.items():
        chosen = [item for item in phantoms if item.data["kind"] == kind]
        if not chosen:
            continue
        cells = []
        for name in MEASURES:
            found = errors(chosen, results, name, _of(name, constant))
            cells.append(
                f"{_mean(found):.1f}° ({np.mean([item.error for item in found]):+.1f}°), "
                f"{sum(item.holds for item in found)} of {len(found)}"
                if found
                else "0 with a value"
            )
        rows.append(f"| {words} | {len(chosen)} | " + " | ".join(cells) + " |")
    return [
        *rows,
        "",
        "In brackets the mean error; then how many intervals hold the truth, of those with a value.",
    ]


def _refusals(phantoms: Sequence[Phantom], results: Results) -> list[str]:
    """Why there is no tilt, by kind."""
    found: dict[str, Counter[str]] = {}
    for item in phantoms:
        result = results[item.key]
        code = ""
        if result["error"]:
            code = result["error"]["code"]
        elif result["measures"]["pelvic_tilt"]["value"] is None:
            code = result["measures"]["pelvic_tilt"]["reason"]["code"]
        if code:
            found.setdefault(WORDS[item.data["kind"]], Counter())[code] += 1
    said = [
        f"{kind}: " + ", ".join(f"`{code}` {count}" for code, count in codes.most_common())
        for kind, codes in found.items()
    ]
    return ["No pelvic tilt: " + ("; ".join(said) if said else "none") + "."]


def _of(name: str, constant: float) -> float:
    return constant if name == "pelvic_tilt" else 0.0


def _mean(found: Sequence[Error]) -> float:
    return float(np.mean([abs(item.error) for item in found])) if found else math.nan


def make_section(like: Sequence[Phantom], like_results: Results) -> list[str]:
    """Analyse ``builds`` and write the section."""
    unlike = load_phantoms(HERE / "builds")
    results = run((item.key, item.path, "", None) for item in unlike)
    return section([item for item in like if item.tight], like_results, unlike, results)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m validation.kinds", description=__doc__)
    parser.parse_args()
    like = [item for item in load_phantoms(HERE / "dev") if item.tight]
    print("\n".join(make_section(like, run((item.key, item.path, "", None) for item in like))))


if __name__ == "__main__":
    main()
