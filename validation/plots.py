"""Pictures for the accuracy report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from analyzer.compare.how_many import Repeat
from analyzer.types.codes import MeasureName
from validation.tilt import LEVELS, Difference, Estimate, constant, coverage, errors

mpl.use("Agg")
from matplotlib import pyplot as plt

BLUE, ORANGE, INK, GREY = "#0072B2", "#D55E00", "#182430", "#8A96A0"
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "figure.dpi": 110,
    "savefig.bbox": "tight",
}


def draw_all(folder: Path, items: list[Estimate], pairs: list[Difference], retakes: list[Difference]) -> None:
    """Write the pictures ``accuracy_*.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    with plt.rc_context(_STYLE):
        _save(folder / "accuracy_tilt.png", lambda axes: _tilt(axes, items), 2)
        _save(folder / "accuracy_change.png", lambda axes: _change(axes, pairs, retakes), 2)


def _save(path: Path, draw: Any, columns: int) -> None:
    figure, axes = plt.subplots(1, columns, figsize=(4.4 * columns, 3.9), layout="constrained")
    draw(axes)
    # Without a date, so that the same figures give the same file.
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def draw_photos(path: Path, repeats: Mapping[MeasureName, Repeat]) -> None:
    """Write the picture about how many photos a change needs."""
    with plt.rc_context(_STYLE):
        _save(path, lambda axes: _photos(axes, repeats), 2)


_PHOTOS_SHOWN: dict[MeasureName, tuple[str, str]] = {
    "pelvic_tilt": ("pelvic tilt", BLUE),
    "sacral_slope": ("sacral slope", "#009E73"),
    "lumbar_lordosis": ("low back curve", ORANGE),
    "thoracic_kyphosis": ("upper back curve", "#CC79A7"),
}


def _photos(axes: Any, repeats: Mapping[MeasureName, Repeat]) -> None:
    left, right = axes
    counts = np.arange(1, 9)
    for name, (words, colour) in _PHOTOS_SHOWN.items():
        same = [repeats[name].smallest_change(int(count), int(count)) for count in counts]
        new = [repeats[name].smallest_change(int(count), int(count), new_set_up=True) for count in counts]
        left.plot(counts, same, "o-", ms=4, color=colour, label=words)
        left.plot(counts, new, "o--", ms=3, lw=1, color=colour, alpha=0.6)
    left.set(xlabel="photos on each occasion", ylabel="smallest detectable change, degrees", xticks=counts)
    left.set_ylim(bottom=0)
    left.set_title("Smallest detectable change, 95 %\n(dashed: camera put up anew)", loc="left", fontsize=9)
    left.legend(frameon=False, fontsize=8)
    names = list(repeats)[::-1]
    squares = np.array(
        [[getattr(repeats[name], part) ** 2 for part in ("stance", "photo", "set_up")] for name in names]
    )
    shares = 100.0 * squares / squares.sum(axis=1, keepdims=True)
    start = np.zeros(len(names))
    for column, (words, colour) in enumerate(
        (("stance (averages out)", BLUE), ("photo (averages out)", "#56B4E9"), ("set-up (stays)", ORANGE))
    ):
        right.barh(names, shares[:, column], left=start, color=colour, label=words)
        start += shares[:, column]
    right.set(xlabel="share of the variance of one photo, %", xlim=(0, 100))
    right.tick_params(axis="y", labelsize=7)
    right.set_title("What several photos help against\n(camera put up as before)", loc="left", fontsize=9)
    right.legend(frameon=False, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3)


def _tilt(axes: Any, items: list[Estimate]) -> None:
    truth = np.array([item.truth for item in items]) + constant(items)
    value = np.array([item.value for item in items])
    half = 1.96 * np.array([item.sd for item in items])
    left, right = axes
    ends = [min(truth.min(), value.min()) - 4, max(truth.max(), value.max()) + 4]
    left.plot(ends, ends, color=GREY, lw=1)
    left.errorbar(
        truth, value, yerr=half, fmt="o", ms=3.5, color=BLUE, ecolor=BLUE, elinewidth=0.7, alpha=0.8
    )
    left.set(
        xlim=ends, ylim=ends, xlabel="true pelvic tilt, degrees", ylabel="estimated pelvic tilt, degrees"
    )
    left.set_title("Estimate and truth\n(bars: 95 % interval without bone shape)", loc="left", fontsize=9)
    left.set_aspect("equal")
    wrong = errors(items)
    levels = np.array(LEVELS) * 100
    held = [100 * coverage(items, level) for level in LEVELS]
    right.axhspan(-1.96 * wrong.std(), 1.96 * wrong.std(), color=BLUE, alpha=0.08)
    for level, style in ((wrong.mean(), "-"), (-1.96 * wrong.std(), "--"), (1.96 * wrong.std(), "--")):
        right.axhline(level, color=BLUE, lw=1, ls=style)
    right.scatter((truth + value) / 2, wrong, s=14, color=BLUE, alpha=0.8)
    right.set(
        xlabel="mean of estimate and truth, degrees", ylabel="estimate minus truth, degrees", ylim=(-8, 8)
    )
    right.set_title("Bland-Altman\n(dashed: 95 % limits of agreement)", loc="left", fontsize=9)
    text = "intervals hold the truth:\n" + "\n".join(
        f"{level:.0f} % level: {share:.0f} %" for level, share in zip(levels, held, strict=True)
    )
    right.text(0.98, 0.02, text, transform=right.transAxes, ha="right", va="bottom", fontsize=7.5)


def _change(axes: Any, pairs: list[Difference], retakes: list[Difference]) -> None:
    left, right = axes
    truth, value = (np.array([getattr(item, name) for item in pairs]) for name in ("truth", "value"))
    ends = [min(truth.min(), value.min()) - 3, max(truth.max(), value.max()) + 3]
    left.plot(ends, ends, color=GREY, lw=1)
    left.errorbar(
        truth, value, yerr=[item.half for item in pairs], fmt="o", ms=3.5, color=ORANGE, elinewidth=0.7
    )
    left.set(xlim=ends, ylim=ends, xlabel="true change, degrees", ylabel="measured change, degrees")
    left.set_title("Same person, two stances\n(bars: 95 % interval of the change)", loc="left", fontsize=9)
    left.set_aspect("equal")
    order = np.argsort([item.value for item in retakes])
    right.axhline(0.0, color=GREY, lw=1)
    right.errorbar(
        np.arange(len(order)),
        [retakes[index].value for index in order],
        yerr=[retakes[index].half for index in order],
        fmt="o",
        ms=3.5,
        color=ORANGE,
        elinewidth=0.7,
    )
    right.set(xlabel="person", ylabel="measured change, degrees", ylim=(-8, 8), xticks=[])
    right.set_title("Same stance, camera set up anew\n(the truth is no change)", loc="left", fontsize=9)
