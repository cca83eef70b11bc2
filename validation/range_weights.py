"""How much tilt and sacral slope tell of a rotation of the pelvis: least squares on pairs of stances.

The pairs are the rendered people of ``validation/pairs`` and ``validation/pairs_wide``, two photos each,
whose rotation is known. Run from the top of the project; takes a minute::

    python -m validation.range_weights

It prints the weights of `analyzer.pelvic_range.checks`, and the error of a pair with them and with one alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer import PostureError
from analyzer.pelvic_range import read_sample
from analyzer.pipeline import conclude, observe
from analyzer.types.pelvic_range import TiltSample

FOLDERS: Final = ("pairs", "pairs_wide")


def changes(root: Path = Path(__file__).parent) -> NDArray[np.float64]:
    """True rotation, change of the tilt and of the slope of each pair, degrees, shape (n, 3)."""
    rows = []
    for name in FOLDERS:
        for first in sorted((root / name).glob("*a.json")):
            pair = list(_measured(first))
            if len(pair) == 2:
                rows.append(np.subtract(pair[1], pair[0]))
    return np.array(rows).reshape(-1, 3)


def _measured(first: Path) -> Iterator[tuple[float, float, float]]:
    """True rotation, tilt and slope of both photos, as far as the low back is seen in them."""
    for path in (first, first.with_name(first.name.replace("a.json", "b.json"))):
        told = json.loads(path.read_text("utf-8"))
        try:
            photo, roll = path.with_suffix(".jpg"), told["params"]["roll"]
            sample = read_sample(conclude(observe(photo, markers="off", roll_deg=roll, feet="optional")), 0.0)
        except PostureError:
            continue
        if not sample.hidden and _known(sample):
            yield told["ground_truth"]["pelvis_rotation_deg"], sample.tilt_deg, sample.slope_deg  # type: ignore[misc]


def _known(sample: TiltSample) -> bool:
    return sample.tilt_deg is not None and sample.slope_deg is not None


def table(found: NDArray[np.float64]) -> Iterator[str]:
    """Weights and root mean square errors, in words."""
    true = found[:, 0]
    for name, columns in (("tilt and slope", [1, 2]), ("tilt", [1]), ("slope", [2])):
        part = found[:, columns]
        weights = np.linalg.lstsq(part, true, rcond=None)[0]
        error = float(np.sqrt(np.mean((true - part @ weights) ** 2)))
        told = " and ".join(f"{weight:.2f}" for weight in weights)
        yield f"{name}: {told}, error of a pair {error:.2f}° ({len(found)} pairs)"


if __name__ == "__main__":
    for line in table(changes()):
        print(line)
