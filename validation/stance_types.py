"""How often the name of a stance is right, on rendered people whose posture is known.

Run from the top of the project::

    python -m validation.stance_types

The true name is that of the true values, by the limits of `analyzer.meaning.stance_type`. It is *clear* where
each of the three values lies away from its limits by more than these measures err at most in tight clothes
(`CLEAR_DEG`, `CLEAR_PCT`). This was set down before any answer was looked at, and has not been changed since.
A round upper back over a usual low back is none of the types that are taught: its true name is
``between_types``.
"""

from __future__ import annotations

import argparse
import math
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from analyzer.meaning.stance_type import FLAT_DEG, HOLLOW_DEG, ROUND_DEG, SWAY_PCT
from analyzer.types.codes import StanceName
from validation import again
from validation.run import run
from validation.truth import Phantom, load_phantoms

Results = dict[str, dict[str, Any]]

FOLDERS: Final = ("dev", "pairs", "retakes", "markers", *again.WIDE, "cloth")
UNLIKE: Final = ("builds", "stands")
"""People unlike the others, on whom nothing was chosen: counted apart."""
CLEAR_DEG: Final = 4.0
CLEAR_PCT: Final = 2.0
ANSWERS: Final = ("right", "open", "between", "wrong", "none")
_TITLES: Final = {
    "right": "right",
    "open": "left open because the upper back is hidden, the true one among what is left",
    "between": "between types",
    "wrong": "another type named",
    "none": "no answer",
}


def true_name(truth: Mapping[str, float]) -> StanceName | None:
    """The name by the true values; ``None`` where one of them is near a limit, or not known."""
    curve, upper, shift = (truth[n] for n in ("lumbar_lordosis", "thoracic_kyphosis", "pelvic_shift"))
    away = min(abs(curve - HOLLOW_DEG), abs(curve - FLAT_DEG), abs(upper - ROUND_DEG))
    if math.isnan(curve + upper + shift) or away < CLEAR_DEG or abs(shift - SWAY_PCT) < CLEAR_PCT:
        return None
    if curve > HOLLOW_DEG:
        return "kyphosis_lordosis" if upper > ROUND_DEG else "lordosis"
    if shift > SWAY_PCT:
        return "sway_back"
    if curve < FLAT_DEG:
        return "flat_back"
    return "between_types" if upper > ROUND_DEG else "neutral"


def judge(result: Mapping[str, Any], true: StanceName) -> str:
    """What an answer is worth, one of `ANSWERS`."""
    stance = None if result["error"] else result.get("stance")
    if stance is None:
        return "none"
    hidden = result["measures"]["thoracic_kyphosis"]["value"] is None
    if hidden and stance["name"] == "between_types":
        return "open" if true in stance["possible"] or _round_alone(stance, true) else "between"
    if stance["name"] == true:
        return "right"
    return "between" if stance["name"] == "between_types" else "wrong"


def _round_alone(stance: Mapping[str, Any], true: StanceName) -> bool:
    """Whether only the upper back, which is hidden, tells this from the neutral stance that was left open."""
    return true == "between_types" and stance["possible"] == ["neutral"]


def section(phantoms: Mapping[str, Phantom], results: Results) -> list[str]:
    """The section of the accuracy report."""
    lines = [
        "## What a stance is called",
        "",
        f"Where the truth is clear: each true value at least {CLEAR_DEG:.0f}° ({CLEAR_PCT:.0f} % for the "
        "hips) from its limits, set down before looking. Tight clothing.",
        "",
        "| true name | clear | " + " | ".join(_TITLES[answer] for answer in ANSWERS) + " |",
        "|---|---|" + "---|" * len(ANSWERS),
    ]
    unlike = [key for key in phantoms if key.split("/")[0] in UNLIKE]
    like = [key for key in phantoms if key not in unlike]
    tight = [key for key in like if phantoms[key].tight and not key.startswith("cloth/")]
    counts = _count(phantoms, results, tight)
    for name, found in sorted(counts.items()):
        lines.append(_row(name, found))
    every = sum(counts.values(), Counter[str]())
    lines += [_row("**all**", every), "", _summary(every)]
    others = {
        "Loose clothing": [key for key in like if key not in tight],
        "People unlike these (`builds` and `stands`, tight clothing; nothing was chosen on them)": [
            key for key in unlike if phantoms[key].tight
        ],
    }
    for title, keys in others.items():
        if counts := _count(phantoms, results, keys):
            found = sum(counts.values(), Counter[str]())
            lines += ["", f"{title}: " + ", ".join(f"{answer} {found[answer]}" for answer in ANSWERS) + "."]
    return lines


def make_section(phantoms: Mapping[str, Phantom], results: Results) -> list[str]:
    """The section of these and of people unlike them, who are analysed for it."""
    here = Path(__file__).parent
    unlike = {item.key: item for folder in UNLIKE for item in load_phantoms(here / folder)}
    theirs = run((key, item.path, "", None) for key, item in unlike.items())
    return section({**phantoms, **unlike}, {**results, **theirs})


def _count(
    phantoms: Mapping[str, Phantom], results: Results, keys: Sequence[str]
) -> dict[StanceName, Counter[str]]:
    counts: dict[StanceName, Counter[str]] = {}
    for key in keys:
        true = true_name(phantoms[key].measures())
        if true is not None and key in results:
            counts.setdefault(true, Counter())[judge(results[key], true)] += 1
    return counts


def _row(name: str, found: Counter[str]) -> str:
    return f"| {name} | {found.total()} | " + " | ".join(str(found[answer]) for answer in ANSWERS) + " |"


def _summary(found: Counter[str]) -> str:
    seen = found.total() - found["open"] - found["none"]
    named = found["right"] + found["wrong"]
    if not seen or not named:
        return "None of them could be named."
    return (
        f"Right where all three values were measured: **{100 * found['right'] / seen:.0f} %** of {seen} "
        f"(limit 90 %). Of the types that were named, {100 * found['right'] / named:.0f} % are right; right, "
        f"or left open with the true one among what is left: "
        f"{100 * (found['right'] + found['open']) / found.total():.0f} % of all {found.total()}."
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m validation.stance_types", description=__doc__)
    parser.add_argument("--folders", nargs="+", metavar="NAME", help="folders of validation (default: all)")
    chosen = parser.parse_args().folders or (*FOLDERS, *UNLIKE)
    here = Path(__file__).parent
    phantoms = {item.key: item for folder in chosen for item in load_phantoms(here / folder)}
    results = run((key, item.path, "", None) for key, item in phantoms.items())
    print("\n".join(section(phantoms, results)))
    return os.EX_OK


if __name__ == "__main__":
    raise SystemExit(main())
