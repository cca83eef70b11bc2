"""Simulated bodies, and how a photo from the side shows their backs; makes ``bodies.npz``.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration bodies --count 6000 --seed 2 --out bodies.npz

Simulated: build (sex, age, weight, muscle, height, proportions, buttocks), stance (pelvis -12 to 26 degrees,
extra lordosis, kyphosis, lean, knees, neck, arms), a camera 2.2 to 5 m away near hip height with the person
turned by up to 12 degrees, and a pose model that finds hip and shoulder with its usual error. Everything is
drawn evenly over a range that is wider than usual, so the bodies are no population.

Not simulated: clothes, hair, arms in front of or behind the back, camera roll, soft tissue that shifts,
scoliosis or other asymmetry, and backs that no healthy adult model reaches. In the picture the person looks
to the left; everything is symmetric, so the other way gives the same.

The file holds one row per body: ``contour`` (posterior distance of the skin from the hip landmark at
``heights``, in trunk lengths), the truth (``pelvis_rotation_deg``, ``sacral_slope_deg``,
``thoracolumbar_slope_deg``, ``lordosis_deg``, ``depth_pct_trunk`` of the length hip to C7), ``yaw_deg``,
``male``, and ``provenance`` as JSON text.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import Arm, BodyModel, PosedBody, Stance

FloatArray = NDArray[np.float64]

STEP: Final = 0.01
LOWEST: Final = -0.49
HIGHEST: Final = 1.05
HEIGHTS: Final[FloatArray] = np.round(np.arange(round(LOWEST / STEP), round(HIGHEST / STEP) + 1) * STEP, 2)
"""Heights of a contour above the hip landmark, trunk lengths; those of `analyzer.back_shape`."""


@dataclass(frozen=True, slots=True)
class LandmarkError:
    """Landmark of the pose model minus true joint, percent of body height.

    Measured on the phantoms with MediaPipe's full pose landmarker.
    """

    forward: float
    up: float
    forward_sd: float
    up_sd: float

    def draw(self, rng: np.random.Generator) -> FloatArray:
        """One error as [posterior, up], in body heights, shape (2,)."""
        forward = rng.normal(self.forward, self.forward_sd)
        return np.array([-forward, rng.normal(self.up, self.up_sd)]) / 100.0


HIP_ERROR: Final = LandmarkError(1.29, 0.47, 0.84, 0.73)
SHOULDER_ERROR: Final = LandmarkError(0.32, 2.42, 0.66, 0.72)


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera stands.

    Attributes
    ----------
    distance_m : float
        From the middle of the hip joints.
    height_m : float
        Above the floor.
    yaw_deg : float
        How far the person is turned out of the side view.
    """

    distance_m: float
    height_m: float
    yaw_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Everything that is drawn for one body, except the landmark errors and the camera's height."""

    phenotype: dict[str, float]
    buttocks: float
    stance: Stance
    distance_m: float
    yaw_deg: float


def draw_sample(rng: np.random.Generator) -> Sample:
    """A body, its stance and the view."""
    u = rng.uniform
    phenotype = {
        "gender": 0.02 if rng.random() < 0.5 else 0.98,
        "age": u(0.42, 0.95),
        "muscle": u(0.2, 0.95),
        "weight": u(0.15, 0.95),
        "height": u(0.15, 0.85),
        "proportions": u(0.2, 0.95),
    }
    stance = Stance(
        pelvis=u(-12.0, 26.0),
        lordosis=sometimes(rng, 2 / 3, lambda: u(-10.0, 16.0)),
        kyphosis=u(-6.0, 14.0),
        lean=u(-2.0, 5.0),
        knee=sometimes(rng, 1 / 2, lambda: u(0.0, 10.0)),
        neck=u(-6.0, 14.0),
        head=u(-6.0, 6.0),
        leg_adduction=u(3.0, 5.5),
        left_arm=_draw_arm(rng),
        right_arm=_draw_arm(rng),
    )
    yaw = sometimes(rng, 1 / 2, lambda: u(-12.0, 12.0))
    return Sample(phenotype, u(-0.5, 0.8), stance, u(2.2, 5.0), yaw)


def sometimes(rng: np.random.Generator, chance: float, value: Callable[[], float]) -> float:
    """A value with some chance, else 0."""
    return value() if rng.random() < chance else 0.0


def _draw_arm(rng: np.random.Generator) -> Arm:
    return Arm(rng.uniform(-5.0, 60.0), rng.uniform(0.0, 8.0), rng.uniform(0.0, 35.0))


def project(points: FloatArray, body: PosedBody, camera: Camera) -> FloatArray:
    """Perspective picture of a person who looks to the left.

    Parameters
    ----------
    points : ndarray, shape (n, 3)
        Body coordinates.

    Returns
    -------
    ndarray, shape (n, 2)
        [posterior, up] in metres at the distance of the hips; up from the height of the camera.
    """
    middle = body.hip.mean(axis=0)
    cos, sin = math.cos(math.radians(camera.yaw_deg)), math.sin(math.radians(camera.yaw_deg))
    left, posterior = (points[:, :2] - middle[:2]).T
    scale = camera.distance_m / (camera.distance_m - cos * left + sin * posterior)
    across = sin * left + cos * posterior
    return np.stack([across * scale, (points[:, 2] - camera.height_m) * scale], axis=1)


def photographed_contour(
    model: BodyModel, body: PosedBody, camera: Camera, rng: np.random.Generator
) -> FloatArray:
    """The back as the product sees it, in trunk lengths from the hip landmark, at `HEIGHTS`."""
    size = body.height_m
    hip = project(body.hip, body, camera).mean(axis=0) + size * HIP_ERROR.draw(rng)
    shoulder = project(body.shoulder, body, camera).mean(axis=0) + size * SHOULDER_ERROR.draw(rng)
    trunk = float(np.linalg.norm(shoulder - hip))
    outline = model.outline(project(body.skin, body, camera), hip[1] + HEIGHTS * trunk)
    result: FloatArray = (outline - hip[0]) / trunk
    return result


def simulate(model: BodyModel, seed: int, index: int) -> dict[str, Any]:
    """One row of the file. The same seed and index give the same body, whatever the count."""
    rng = np.random.default_rng([seed, index])
    sample = draw_sample(rng)
    body = model.posed(sample.phenotype, sample.buttocks, sample.stance)
    above_hip = rng.uniform(-0.25, 0.35)
    camera = Camera(sample.distance_m, float(body.hip[0, 2]) + above_hip, sample.yaw_deg)
    truth = model.truth(body)
    return {
        "contour": photographed_contour(model, body, camera, rng),
        "pelvis_rotation_deg": body.pelvis_rotation_deg,
        "sacral_slope_deg": truth.sacral_slope_deg,
        "thoracolumbar_slope_deg": truth.thoracolumbar_slope_deg,
        "lordosis_deg": truth.lordosis_deg,
        "depth_pct_trunk": 100.0 * truth.depth_m / body.trunk_length_m,
        "yaw_deg": sample.yaw_deg,
        "male": sample.phenotype["gender"] < 0.5,
    }


def versions(*packages: str) -> dict[str, str]:
    """Versions of Python and of installed packages."""
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def save_bodies(path: Path, rows: list[dict[str, Any]], provenance: dict[str, Any]) -> None:
    """Write the rows as columns."""
    columns: dict[str, Any] = {"heights": HEIGHTS, "provenance": json.dumps(provenance)}
    for key in rows[0]:
        values = np.array([row[key] for row in rows])
        columns[key] = values if values.dtype == bool else values.astype(np.float32)
    np.savez_compressed(path, **columns)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("bodies.npz"))


def run(arguments: argparse.Namespace) -> None:
    """Simulate and save; reports progress on standard error."""
    model = BodyModel()
    rows = []
    for index in range(arguments.count):
        rows.append(simulate(model, arguments.seed, index))
        if (index + 1) % 500 == 0:
            sys.stderr.write(f"{index + 1} of {arguments.count} bodies\n")
    complete = [row for row in rows if np.isfinite(row["contour"]).all()]
    provenance = {
        "command": f"python -m calibration bodies --count {arguments.count} --seed {arguments.seed}",
        "seed": arguments.seed,
        "bodies": len(complete),
        "dropped": len(rows) - len(complete),
        "versions": versions("anny", "torch", "numpy"),
        "date": today(),
    }
    save_bodies(arguments.out, complete, provenance)
