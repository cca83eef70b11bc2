"""How pelvic rotation shows in the outline of a body; makes ``analyzer/data/pelvis.npz``.

Run from the top of the project, after ``bodies`` and ``back-shape``::

    python -m calibration pelvis --bodies bodies.npz unusual.npz --validation validation

The file holds the arrays of `analyzer.measures.learned_rotation.RotationModel` (``mean``, ``covariance``,
``scale``, ``weights_i``, ``bias_i``, ``direct``) and, as JSON text, ``description``: version, names of the
features, uncertainty, anchor, the comparison of model families, errors on pictures, and provenance.

Simulated people (`calibration.bodies`) are seen with the errors of rendered pictures (`calibration.seen`) in
the folders `ERROR_FOLDERS`; the truth of those pictures is not used for the fit, and those in
`HELD_OUT_FOLDERS` are only reported. 70 % of the people teach, 15 % set the intervals, 15 % test.

"Rotation" counts from the body model's neutral stance, which nobody measured. The scale of pelvic tilt is
anchored on published norms instead, see `anchor`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_rotation import FEATURES, RotationModel, Uncertainty, filling, find_hidden
from analyzer.pose import PoseModel
from calibration.bodies import load_people, today, versions
from calibration.body_model import BodyModel
from calibration.families import FAMILIES, People, compare
from calibration.gaussian import fit_gaussian, group_rows
from calibration.intervals import learn_uncertainty
from calibration.network import train_network
from calibration.pictures import TracedPicture, trace_folder
from calibration.seen import Errors, feature_row, learn_errors, seen_rows

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

DRAWS: Final = 4
"""How often every stance is seen, each time with the errors of another picture."""
SHARES: Final = (0.70, 0.15)
"""Of the people: for the fit and for the intervals. The rest tests."""
WITHIN_BEST: Final = 1.05
VERSION: Final = 2

ERROR_FOLDERS: Final = ("pairs", "retakes", "markers")
HELD_OUT_FOLDERS: Final = ("dev",)
TARGET: Final = Path("analyzer/data/pelvis.npz")

PUBLISHED_SACRAL_SLOPE_DEG: Final = 20.6
"""Mean surface sacral slope by inclinometer, n = 183 (Advances in Orthopedics 2016, 3817270)."""
PUBLISHED_TILT_DEG: Final = 10.0
"""Pelvic tilt (PSIS-ASIS line against the horizontal) usually given for standing adults."""


@dataclass(frozen=True, slots=True, eq=False)
class Gaussian:
    """Mean, shape (p,), and covariance, shape (p, p), of the features."""

    mean: FloatArray
    covariance: FloatArray


def fill_rows(rows: FloatArray, gaussian: Gaussian) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Rows with their gaps filled as the product does it, and what was hidden; each shape (n, p)."""
    hidden = np.array([find_hidden(row, gaussian.mean, gaussian.covariance) for row in rows])
    filled = rows.copy()
    for pattern, members in group_rows(hidden):
        filled[members] = filling(pattern, gaussian.mean, gaussian.covariance).fill(rows[members])
    return filled, hidden


def split(persons: IntArray, share: tuple[float, float] = SHARES) -> tuple[IntArray, IntArray, IntArray]:
    """Rows of the people who teach, set the intervals and test; a person's two rows stay together."""
    order = np.unique(persons)
    ends = np.round(np.cumsum(share) * len(order)).astype(int)
    bounds = order[np.minimum(ends, len(order) - 1)]
    rows = np.arange(len(persons))
    return (
        rows[persons < bounds[0]],
        rows[(persons >= bounds[0]) & (persons < bounds[1])],
        rows[persons >= bounds[1]],
    )


def people_of(standard: FloatArray, rotation_deg: FloatArray, rows: IntArray) -> People:
    """Some rows as people; rows come in neighbouring pairs."""
    return People(standard[:, rows], rotation_deg[rows], np.arange(0, len(rows), 2))


def choose(errors: Mapping[str, Mapping[str, float]]) -> str:
    """The simplest family whose errors together are within 5 % of the best."""
    total = {name: sum(values.values()) for name, values in errors.items()}
    return next(name for name in FAMILIES if total[name] <= WITHIN_BEST * min(total.values()))


def anchor(pictures: Sequence[TracedPicture]) -> dict[str, float]:
    """What to add to a rotation so that a usual sacral slope gives the usual pelvic tilt.

    The slope of the body model's skin over the sacrum, as an inclinometer would read it, is known; a body
    whose slope is the published mean gets the published tilt.
    """
    rotation = np.array([picture.truth["pelvis_rotation_deg"] for picture in pictures])
    slope = np.array([picture.truth["midline_slope_deg"] for picture in pictures])
    gain, level = np.polyfit(rotation, slope, 1)
    usual = (PUBLISHED_SACRAL_SLOPE_DEG - level) / gain
    return {
        "tilt_minus_rotation_deg": round(float(PUBLISHED_TILT_DEG - usual), 2),
        "slope_at_zero_rotation_deg": round(float(level), 2),
        "slope_per_rotation": round(float(gain), 3),
        "published_sacral_slope_deg": PUBLISHED_SACRAL_SLOPE_DEG,
        "published_tilt_deg": PUBLISHED_TILT_DEG,
    }


def errors_on(pictures: Sequence[TracedPicture], model: RotationModel) -> dict[str, float]:
    """Predicted minus true rotation on pictures: the constant part, and the mean size of the rest."""
    rows = np.array([feature_row(picture.seen) for picture in pictures])
    filled, _ = fill_rows(rows, Gaussian(model.mean, model.covariance))
    error = model.rotation_deg(filled) - np.array([item.truth["pelvis_rotation_deg"] for item in pictures])
    constant = float(np.median(error))
    return {
        "pictures": len(error),
        "median_error_deg": round(constant, 2),
        "mean_absolute_error_without_constant_deg": round(float(np.abs(error - constant).mean()), 2),
        "sd_deg": round(float(error.std()), 2),
    }


def calibrate(
    bodies: Mapping[str, Any], errors: Errors, *, draws: int = DRAWS, jobs: int = 1
) -> tuple[RotationModel, dict[str, dict[str, float]]]:
    """The model, without anchor and provenance, and the comparison of families."""
    rotation, persons = bodies["pelvis_rotation_deg"], bodies["person"]
    rows = _seen(bodies, errors, draws, jobs)
    teach, measure, test = split(persons)
    gaussian = Gaussian(*fit_gaussian(rows[:, teach].reshape(-1, len(FEATURES))))
    _say("features learned")
    filled, hidden = (np.array(item) for item in zip(*(fill_rows(r, gaussian) for r in rows), strict=True))
    scale = np.sqrt(np.diag(gaussian.covariance))
    standard = (filled - gaussian.mean) / scale
    train, held_out = (people_of(standard, rotation, part) for part in (teach, test))
    found = compare(train, held_out)
    _say(json.dumps(found))
    if not choose(found).startswith("network"):
        raise SystemExit(f"a simpler family is as good ({choose(found)}): ship that one")
    network = train_network(train.standard, train.rotation_deg, train.first, seed=0)
    blank = Uncertainty(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0)
    model = RotationModel(
        gaussian.mean, gaussian.covariance, scale, network.layers, network.direct, blank, 0.0, {}
    )
    _say("network trained")
    return learn_uncertainty(model, bodies, errors, filled=filled, hidden=hidden, rows=measure), found


def _seen(bodies: Mapping[str, Any], errors: Errors, draws: int, jobs: int) -> FloatArray:
    with ProcessPoolExecutor(jobs) as pool:
        futures = [pool.submit(seen_rows, bodies, errors, seed) for seed in range(1, draws + 1)]
        return np.array([future.result() for future in futures])


def save_model(path: Path, model: RotationModel, description: Mapping[str, Any]) -> None:
    """Write the data file."""
    uncertainty = {name: getattr(model.uncertainty, name) for name in Uncertainty.__slots__}
    arrays: dict[str, Any] = {
        "mean": model.mean,
        "covariance": model.covariance,
        "scale": model.scale,
        "direct": model.direct,
    }
    for index, (weights, bias) in enumerate(model.layers):
        arrays |= {f"weights_{index}": weights, f"bias_{index}": bias}
    text = {
        "version": VERSION,
        "features": FEATURES,
        "layers": len(model.layers),
        "uncertainty": uncertainty,
        **description,
    }
    np.savez_compressed(path, description=json.dumps(text), **arrays)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bodies", type=Path, nargs="+", default=[Path("bodies.npz")])
    parser.add_argument(
        "--validation",
        type=Path,
        default=Path("validation"),
        help="folder with the rendered pictures in " + ", ".join((*ERROR_FOLDERS, *HELD_OUT_FOLDERS)),
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Trace the pictures, fit, write the file."""
    bodies, origin = load_people(arguments.bodies)
    body_model = BodyModel()
    with PoseModel() as detector:
        for_errors, held_out = (
            [
                item
                for name in names
                for item in trace_folder(arguments.validation / name, detector, body_model)
            ]
            for names in (ERROR_FOLDERS, HELD_OUT_FOLDERS)
        )
    _say(f"{len(for_errors)} and {len(held_out)} pictures traced")
    model, found = calibrate(bodies, learn_errors(for_errors), jobs=arguments.jobs)
    check = {
        "pictures_for_errors": errors_on(for_errors, model),
        "held_out_pictures": errors_on(held_out, model),
    }
    provenance = {
        "command": "python -m calibration pelvis --bodies bodies.npz unusual.npz --validation validation",
        "seeds": {"errors": list(range(1, DRAWS + 1)), "network": 0},
        "bodies": origin,
        "pictures": {"for_errors": list(ERROR_FOLDERS), "held_out": list(HELD_OUT_FOLDERS)},
        "families": found,
        "check": check,
        "versions": versions("numpy", "torch", "scikit-learn", "mediapipe"),
        "date": today(),
    }
    save_model(arguments.out, model, {"anchor": anchor(for_errors), "provenance": provenance})
    _say(json.dumps({"check": check, "uncertainty": str(model.uncertainty)}, indent=1))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
