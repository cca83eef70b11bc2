"""The width of the tilt's intervals, by the analyzer itself on rendered pictures; changes ``pelvis.npz``.

Run from the top of the project, after ``pelvis``::

    python -m calibration spread --validation validation

Simulated people cannot tell everything that a picture does. The parts of the interval are scaled so that, in
the folders `pelvis.ERROR_FOLDERS` and in the half of ``builds`` that may be looked at (never in what is held
out), 95 % of the truths lie inside, and likewise for the differences between the two pictures of a person.
``landmarks`` and ``model`` differ between
people more than between pictures of one person, so the two factors are not the same.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import rotation_model
from calibration.pelvis import ERROR_FOLDERS, TARGET
from validation import tilt
from validation.run import run as analyse
from validation.truth import Phantom, load_phantoms

FloatArray = NDArray[np.float64]

Z95: Final = 1.96
SHARE: Final = 95.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--file", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Analyse the pictures with factors of 0 and of 1, then write the factors that are needed."""
    usual = [item for name in ERROR_FOLDERS for item in load_phantoms(arguments.validation / name)]
    phantoms = {item.key: item for item in [*usual, *_unlike(arguments.validation / "builds")]}
    spreads = []
    for value in (0.0, 1.0):
        write_factors(arguments.file, value, value)
        results = analyse((key, item.path, "", None) for key, item in phantoms.items())
        items = tilt.estimates(phantoms, results, [key for key, item in phantoms.items() if item.tight])
        changes = [
            item
            for folder in ("pairs", "retakes")
            for item in tilt.differences(phantoms, results, folder, "pelvic_tilt")
        ]
        spreads.append(
            (np.array([item.sd for item in items]), np.array([item.half for item in changes]) / Z95)
        )
    value = factor(tilt.errors(items), spreads[0][0], spreads[1][0])
    within = factor(np.array([item.error for item in changes]), spreads[0][1], spreads[1][1])
    write_factors(arguments.file, value, within)
    sys.stderr.write(f"{len(items)} pictures: {value:.3f}; {len(changes)} differences: {within:.3f}\n")


def _unlike(folder: Path) -> list[Phantom]:
    """Other builds, stances and cameras, in tight clothes: those that may be looked at."""
    return [
        item
        for item in load_phantoms(folder)
        if item.data["split"] == "dev" and item.data["kind"] not in ("cloth", "light")
    ]


def factor(error: FloatArray, fixed: FloatArray, whole: FloatArray) -> float:
    """What the parts of the standard deviations that have a factor must be multiplied by, so that 95 % of the
    errors lie inside.

    The quantile of split conformal prediction, which allows for the small number of pictures.

    Parameters
    ----------
    error : ndarray, shape (n,)
    fixed, whole : ndarray, shape (n,)
        Standard deviations with a factor of 0 and of 1. What has no factor is known: the camera's roll, and
        what setting it up anew adds.
    """
    left = np.maximum((error / Z95) ** 2 - fixed**2, 0.0)
    return float(np.sqrt(np.percentile(left / (whole**2 - fixed**2), SHARE, method="weibull")))


def write_factors(path: Path, value: float, within: float) -> None:
    """Change the factors in a data file, and nothing else."""
    with np.load(path, allow_pickle=False) as data:
        arrays: dict[str, Any] = {name: data[name] for name in data.files}
    description = json.loads(str(arrays["description"]))
    description["uncertainty"] |= {"scale": round(value, 3), "scale_within": round(within, 3)}
    np.savez_compressed(path, **(arrays | {"description": json.dumps(description)}))
    rotation_model.cache_clear()
