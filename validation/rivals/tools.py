"""The other programs, loaded only where they are installed (``requirements-rivals.txt``)."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from analyzer.types.landmarks import LandmarkName
from validation.rivals.angles import FloatArray, augmenter_input

REQUIREMENTS: Final = "requirements-rivals.txt"
NEEDED: Final = ("onnxruntime", "Pose2Sim", "myogait")
_MODEL: Final = "Pose2Sim/MarkerAugmenter/LSTM/v0.3_lower/model.onnx"


class NotInstalledError(RuntimeError):
    """Something of `REQUIREMENTS` is missing; the message says how to install it."""


def missing() -> list[str]:
    """Which of the other programs are not installed. Nothing is imported."""
    return [name for name in NEEDED if find_spec(name) is None]


def require() -> None:
    """Raise `NotInstalledError` unless all other programs are installed."""
    lacking = missing()
    if lacking:
        raise NotInstalledError(
            f"Not installed: {', '.join(lacking)}. The other methods are development requirements of their "
            f"own: pip install --no-deps -r {REQUIREMENTS}"
        )


def load_augmenter() -> Callable[[FloatArray], FloatArray]:
    """Pose2Sim's marker augmenter of the lower body, from the files in its wheel.

    Returns
    -------
    callable
        From points of `angles.upright_world`, shape (33, 3), to 35 markers, shape (35, 3), about the middle
        of the hips, metres.
    """
    folder = _augmenter_folder()
    mean, sd = (np.load(folder / name, allow_pickle=True) for name in ("mean.npy", "std.npy"))
    runtime: Any = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    session = runtime.InferenceSession(str(folder / "model.onnx"), options)

    def augment(points: FloatArray) -> FloatArray:
        given = augmenter_input(points)
        # One photo is a film of one frame.
        rows = ((given - mean) / sd).astype(np.float32)[None, None]
        markers = session.run(["output_0"], {"inputs": rows})[0][0, 0].reshape(-1, 3)
        return np.asarray(markers * given[-2], dtype=np.float64)

    return augment


def _augmenter_folder() -> Path:
    """Where the wheel put its model; the package is not imported, as that needs OpenSim."""
    try:
        found = [item for item in files("pose2sim") or [] if item.as_posix() == _MODEL]
    except PackageNotFoundError:
        found = []
    if not found:
        raise NotInstalledError(f"This pose2sim has no {_MODEL}. Please install {REQUIREMENTS}.")
    return Path(os.fspath(found[0].locate())).parent


def load_myogait() -> Callable[[FloatArray], float]:
    """myogait's sagittal tilt of the pelvis, from points of `angles.side_view`, shape (33, 2)."""
    package: Any = import_module("myogait")

    def tilt(points: FloatArray) -> float:
        # Its y points down, as in a picture.
        landmarks = {
            name.name: {"x": float(points[name, 0]), "y": -float(points[name, 1])} for name in LandmarkName
        }
        data = {"frames": [{"landmarks": landmarks}], "angles": {"frames": [{}]}}
        return float(package.compute_extended_angles(data)["angles"]["frames"][0]["pelvis_sagittal_tilt"])

    return tilt
