"""What the edge says about upper back and C7; makes ``analyzer/data/upper_back.npz``.

Run from the top of the project, after ``upper-people``::

    python -m calibration upper-back --people upper.npz --validation validation

The row of features is that of `analyzer.measures.learned_upper_back`. The simulated people are seen with the
errors of rendered pictures (tight clothes, no hair behind the neck); hair hides a part of every fourth neck.
No truth of a picture is used. The file holds the arrays of `analyzer.measures.posterior.Posterior` and, as
JSON text, ``description``: version, names of features and targets, provenance with the errors on people
never seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.measures.learned_upper_back import FEATURES, QUANTITIES, UPPER_HEIGHTS, VERSION, complete_row
from analyzer.measures.posterior import Posterior
from calibration.bodies import JOINTS, load_bodies, today, versions
from calibration.frame import LandmarkFrame
from calibration.posterior_fit import (
    arrays_of,
    describe_errors,
    errors_on,
    learn_features,
    save_arrays,
    split,
    teach,
    widened,
)
from calibration.posterior_networks import Training
from calibration.upper_people import UPPER_LEVELS
from calibration.upper_pictures import UpperPicture, upper_pictures

FloatArray = NDArray[np.float64]

DRAWS: Final = 3
TRAINING: Final = Training(hidden=48, epochs=24, batch=256, decay=0.02)
TARGET: Final = Path("analyzer/data/upper_back.npz")
ERROR_FOLDERS: Final = ("pairs", "retakes", "markers")
_HAIR_SHARE: Final = 1 / 4
_COLLAR_SHARE: Final = 1 / 4
_COLLAR: Final = 0.008
"""Thickness of a collar or a shirt over the neck, trunk lengths (4 mm on an adult)."""
_HIP, _SHOULDER = JOINTS.index("hip"), JOINTS.index("shoulder")


def usable(pictures: Sequence[UpperPicture]) -> list[UpperPicture]:
    """Those whose errors are those of tracing, and not of clothes or hair."""
    return [item for item in pictures if item.tight and not item.hair]


def seen_row(
    people: Mapping[str, Any], row: int, pictures: Sequence[UpperPicture], rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Features and targets of a person as the product sees them, shapes (p,) and (t,)."""
    joints = people["joints"][row]
    own, other = (pictures[int(rng.integers(len(pictures)))] for _ in range(2))
    landmarks = joints + own.joint_error
    frame = LandmarkFrame(landmarks[_HIP], landmarks[_SHOULDER], other.roll_error_deg)
    known = np.isfinite(people["back"][row])
    outline = frame.place(np.stack([people["back"][row][known], UPPER_LEVELS[known]], axis=1))
    edge = np.interp(UPPER_HEIGHTS, outline[:, 1], outline[:, 0]) + other.edge_error
    if rng.random() < _COLLAR_SHARE:
        edge[rng.uniform(0.95, 1.15) > UPPER_HEIGHTS] += rng.uniform(0.0, _COLLAR)
    if rng.random() < _HAIR_SHARE:
        edge[rng.uniform(0.9, 1.2) < UPPER_HEIGHTS] = np.nan
    at = frame.place(np.stack([landmarks[JOINTS.index("ear")], landmarks[_SHOULDER], people["c7"][row]]))
    targets = np.array([people["kyphosis_deg"][row], people["cervicothoracic_deg"][row], *at[2]])
    hidden = np.isnan(edge)[UPPER_HEIGHTS > 0.9].mean()
    return np.concatenate([edge, at[0], at[1, :1], [hidden]]), targets


def draw(
    people: Mapping[str, Any], pictures: Sequence[UpperPicture], draws: int
) -> tuple[FloatArray, FloatArray]:
    """Rows and targets of all people, each seen several times, shapes (draws, n, p) and (draws, n, t)."""
    rng = np.random.default_rng(1)
    count = len(people["joints"])
    items = [[seen_row(people, row, pictures, rng) for row in range(count)] for _ in range(draws)]
    rows, targets = (np.array([[item[part] for item in group] for group in items]) for part in (0, 1))
    return rows, targets


def fit(rows: FloatArray, targets: FloatArray) -> tuple[Posterior, dict[str, Any]]:
    """The posterior, and its errors on people never seen."""
    teaching, held = split(rows.shape[1] // 2)
    mean, covariance = learn_features(rows[:, teaching])
    filled = np.array([[complete_row(row, mean, covariance) for row in item] for item in rows])
    model = teach(filled[:, teaching], targets[:, teaching], (mean, covariance), TRAINING)
    error, sd = (
        item.reshape(-1, len(QUANTITIES)) for item in errors_on(model, filled[:, held], targets[:, held])
    )
    model = widened(model, error, sd)
    flat = targets[:, held].reshape(-1, len(QUANTITIES))
    return model, describe_errors(QUANTITIES, error, sd * model.spread, flat)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=Path, default=Path("upper.npz"))
    parser.add_argument("--validation", type=Path, default=Path("validation"))
    parser.add_argument("--out", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Trace the pictures, fit, write the file."""
    people, origin = load_bodies(arguments.people)
    pictures = usable(list(upper_pictures(arguments.validation, ERROR_FOLDERS)))
    fit_and_save(arguments.out, *draw(people, pictures, DRAWS), origin)


def fit_and_save(path: Path, rows: FloatArray, targets: FloatArray, origin: Mapping[str, Any]) -> None:
    model, found = fit(rows, targets)
    provenance = {
        "command": "python -m calibration upper-back --people upper.npz --validation validation",
        "people": origin,
        "pictures_for_errors": list(ERROR_FOLDERS),
        "held_out": found,
        "versions": versions("numpy", "torch"),
        "date": today(),
    }
    description = {"version": VERSION, "features": FEATURES, "targets": QUANTITIES, "provenance": provenance}
    save_arrays(path, arrays_of(model), description)
    sys.stderr.write(json.dumps(found, indent=1) + "\n")
