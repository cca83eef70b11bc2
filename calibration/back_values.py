"""What the outline says about slope, lordosis and depth; makes ``analyzer/data/back_values.npz``.

Run from the top of the project, after ``pelvis``::

    python -m calibration back-values --bodies bodies.npz unusual.npz --validation validation

The row of features is that of `analyzer.measures.learned_rotation`, the people are those of
``calibration/pelvis.py``, seen with the same errors, and no truth of a picture is used. The file holds the
arrays of `analyzer.measures.posterior.Posterior` and, as JSON text, ``description``: version, names of
features and targets, provenance with the errors on people never seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.back_values import QUANTITIES, VERSION
from analyzer.measures.learned_rotation import FEATURES, find_hidden
from analyzer.measures.posterior import Posterior
from calibration.bodies import load_people, today, versions
from calibration.pelvis import ERROR_FOLDERS
from calibration.posterior_fit import (
    arrays_of,
    describe_errors,
    errors_on,
    fill_rows,
    learn_features,
    save_arrays,
    split,
    teach,
    widened,
)
from calibration.posterior_networks import Training
from calibration.seen import Errors, learn_errors, seen_rows

FloatArray = NDArray[np.float64]

DRAWS: Final = 4
TRAINING: Final = Training(hidden=48, epochs=50, batch=256, decay=0.02)
TARGET: Final = Path("analyzer/data/back_values.npz")
_TRUTH: Final = ("pelvis_rotation_deg", "sacral_slope_deg", "lordosis_deg", "depth_pct_trunk")


def draw(bodies: Mapping[str, Any], errors: Errors, draws: int, jobs: int) -> FloatArray:
    """Features of bodies, each seen several times, shape (draws, n, p)."""
    with ProcessPoolExecutor(jobs) as pool:
        futures = [pool.submit(seen_rows, bodies, errors, seed) for seed in range(1, draws + 1)]
        return np.array([future.result() for future in futures])


def fit(rows: FloatArray, truth: FloatArray) -> tuple[Posterior, dict[str, Any]]:
    """The posterior, and its errors on people never seen.

    Parameters
    ----------
    rows : ndarray, shape (draws, n, p)
    truth : ndarray, shape (n, t)
    """
    teaching, held = split(rows.shape[1] // 2)
    mean, covariance = learn_features(rows[:, teaching])
    filled = np.array([fill_rows(item, mean, covariance, find_hidden) for item in rows])
    targets = np.repeat(truth[None], len(rows), axis=0)
    model = teach(filled[:, teaching], targets[:, teaching], (mean, covariance), TRAINING)
    error, sd = (
        item.reshape(-1, len(QUANTITIES)) for item in errors_on(model, filled[:, held], targets[:, held])
    )
    model = widened(model, error, sd)
    flat = targets[:, held].reshape(-1, len(QUANTITIES))
    return model, describe_errors(QUANTITIES, error, sd * model.spread, flat)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bodies", type=Path, nargs="+", default=[Path("bodies.npz")])
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Trace the pictures, fit, write the file."""
    from calibration.pictures import trace_folders  # noqa: PLC0415 - heavy

    bodies, origin = load_people(arguments.bodies)
    errors = learn_errors(trace_folders(arguments.validation, ERROR_FOLDERS))
    rows = draw(bodies, errors, DRAWS, arguments.jobs)
    fit_and_save(arguments.out, rows, np.stack([bodies[name] for name in _TRUTH], axis=1), origin)


def fit_and_save(path: Path, rows: FloatArray, truth: FloatArray, origin: Mapping[str, Any]) -> None:
    model, found = fit(rows, truth)
    provenance = {
        "command": "python -m calibration back-values --bodies bodies.npz unusual.npz "
        "--validation validation",
        "bodies": origin,
        "pictures_for_errors": list(ERROR_FOLDERS),
        "held_out": found,
        "versions": versions("numpy", "torch"),
        "date": today(),
    }
    description = {"version": VERSION, "features": FEATURES, "targets": QUANTITIES, "provenance": provenance}
    save_arrays(path, arrays_of(model), description)
    sys.stderr.write(json.dumps(found, indent=1) + "\n")
