"""The width of the tilt's intervals, by the analyzer itself on rendered pictures; changes ``pelvis.npz``.

Run from the top of the project, after ``pelvis``::

    python -m calibration spread --validation validation

Simulated people cannot tell everything that a picture does. The parts of the interval are scaled so that, in
the folders `pelvis.ERROR_FOLDERS` and in the half of ``builds`` that may be looked at (never in what is held
out), 95 % of the truths lie inside. For the differences between the two pictures of a person no one factor
serves a camera that is put up as before and one that is not: it is the mean of the one for the former and the
one for both (``retakes_wide``, ``pairs_wide``: people of even numbers).
``landmarks`` and ``model`` differ between
people more than between pictures of one person, so the two factors are not the same.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
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
AGAIN: Final = ("retakes_wide", "pairs_wide")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--file", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Analyse the pictures with factors of 0 and of 1, then write the factors that are needed."""
    usual = [item for name in ERROR_FOLDERS for item in load_phantoms(arguments.validation / name)]
    phantoms = {item.key: item for item in [*usual, *_unlike(arguments.validation / "builds")]}
    again = [item for name in AGAIN for item in load_phantoms(arguments.validation / name)]
    people = {item.key: item for item in again if not _held_out(item.key)}
    single, same, anew = [], [], []
    for value in (0.0, 1.0):
        write_factors(arguments.file, value, value)
        results = analyse((key, item.path, "", None) for key, item in (phantoms | people).items())
        items = tilt.estimates(phantoms, results, [key for key, item in phantoms.items() if item.tight])
        single.append(np.array([item.sd for item in items]))
        near = _differences(phantoms, results, ("pairs", "retakes"))
        both = near + _differences(people, results, AGAIN)
        same.append(np.array([item.half for item in near]) / Z95)
        anew.append(np.array([item.half for item in both]) / Z95)
    value = factor(tilt.errors(items), *single)
    within = [
        factor(np.array([item.error for item in found]), *spreads)
        for found, spreads in ((near, same), (both, anew))
    ]
    write_factors(arguments.file, value, float(np.mean(within)))
    sys.stderr.write(
        f"{len(items)} pictures: {value:.3f}; {len(near)} differences with the camera as before: "
        f"{within[0]:.3f}; {len(both)} also with another distance, height and turn: {within[1]:.3f}\n"
    )


def _differences(
    phantoms: dict[str, Phantom], results: tilt.Results, folders: Sequence[str]
) -> list[tilt.Difference]:
    return [item for folder in folders for item in tilt.differences(phantoms, results, folder, "pelvic_tilt")]


def _held_out(key: str) -> bool:
    """Whether accuracy is told from this person, as in `validation.again`."""
    return int(key.rsplit("/", 1)[1][:-1]) % 2 == 1


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
