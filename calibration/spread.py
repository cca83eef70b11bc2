"""The width of the tilt's intervals, by the analyzer itself on rendered pictures; changes ``pelvis.npz``.

Run from the top of the project, after ``pelvis``::

    python -m calibration spread --validation validation

Simulated people cannot tell everything that a picture does. The parts of the interval are scaled so that, in
the folders `pelvis.ERROR_FOLDERS` (never in those that are held out), 95 % of the truths lie inside, and
likewise for the differences between the two pictures of a person. ``landmarks`` and ``model`` differ between
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
from validation.truth import load_phantoms

FloatArray = NDArray[np.float64]

Z95: Final = 1.96
SHARE: Final = 95.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--file", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Analyse the pictures with factors of 1, then write the factors that are needed."""
    write_factors(arguments.file, 1.0, 1.0)
    phantoms = {
        item.key: item for name in ERROR_FOLDERS for item in load_phantoms(arguments.validation / name)
    }
    results = analyse((key, item.path, "", None) for key, item in phantoms.items())
    items = tilt.estimates(phantoms, results, [key for key, item in phantoms.items() if item.tight])
    value = factor(tilt.errors(items), np.array([item.sd for item in items]))
    changes = [
        item
        for folder in ("pairs", "retakes")
        for item in tilt.differences(phantoms, results, folder, "pelvic_tilt")
    ]
    within = factor(
        np.array([item.error for item in changes]), np.array([item.half for item in changes]) / Z95
    )
    write_factors(arguments.file, value, within)
    sys.stderr.write(f"{len(items)} pictures: {value:.3f}; {len(changes)} differences: {within:.3f}\n")


def factor(error: FloatArray, sd: FloatArray) -> float:
    """What the standard deviations have to be multiplied by, so that 95 % of the errors lie inside.

    The quantile of split conformal prediction, which allows for the small number of pictures.
    """
    return float(np.percentile(np.abs(error) / sd, SHARE, method="weibull") / Z95)


def write_factors(path: Path, value: float, within: float) -> None:
    """Change the factors in a data file, and nothing else."""
    with np.load(path, allow_pickle=False) as data:
        arrays: dict[str, Any] = {name: data[name] for name in data.files}
    description = json.loads(str(arrays["description"]))
    description["uncertainty"] |= {"scale": round(value, 3), "scale_within": round(within, 3)}
    np.savez_compressed(path, **(arrays | {"description": json.dumps(description)}))
    rotation_model.cache_clear()
