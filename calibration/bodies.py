"""Simulated people, and their outlines as a camera at their side sees them; makes ``bodies.npz``.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration bodies --count 24000 --seed 2 --out bodies.npz

Simulated: build (sex, age, weight, muscle, height, proportions, and changes of buttocks, belly, waist and
depth of the trunk), stance (pelvis -12 to 30 degrees, extra lordosis, kyphosis, lean, knees, neck, arms), and
a camera 2 to 5 m away near hip height with the person turned by up to 12 degrees. Everything is drawn evenly
over a range that is wider than usual, so the bodies are no population. Every person stands twice, in
two stances before two cameras: rows 2 i and 2 i + 1.

What the pose model, the tracing of the edge, clothes and the camera's roll add comes later, see
`calibration.seen`. Not simulated at all: soft tissue that shifts, scoliosis or other asymmetry, and backs
that no healthy adult model reaches. In the picture the person looks to the left; everything is symmetric, so
the other way gives the same.

The file holds one row per stance. Lengths are in true trunk lengths (hip to shoulder joint in the picture)
from the middle of the hip joints, as [posterior, up]:

``back``, ``front``     outline of the trunk and thighs without arms, posterior position at ``levels``
``joints``              middle of left and right of `JOINTS`, shape (5, 2)
``body_height``         from sole to crown
``pelvis_rotation_deg``, ``sacral_slope_deg``, ``thoracolumbar_slope_deg``, ``lordosis_deg``,
``depth_pct_trunk`` (of the length hip to C7)       the truth
``yaw_deg``, ``distance_m``, ``camera_height_m`` (above the hip)      the view
``male``, ``age``, ``muscle``, ``weight``           build
``person``              which person
``provenance``          as JSON text
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import Arm, BodyModel, PosedBody, Stance

FloatArray = NDArray[np.float64]

STEP: Final = 0.01
LEVELS: Final[FloatArray] = np.round(np.arange(-65, 123) * STEP, 2)
"""Heights of an outline above the hip joints, trunk lengths."""
JOINTS: Final = ("ear", "shoulder", "hip", "knee", "ankle")
STANCES: Final = 2
"""Of each person."""


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
class Build:
    """Shape of a body: what `BodyModel.shape` takes."""

    phenotype: dict[str, float]
    local: dict[str, float]


def draw_build(rng: np.random.Generator) -> Build:
    u = rng.uniform
    phenotype = {
        "gender": 0.02 if rng.random() < 0.5 else 0.98,
        "age": u(0.42, 0.95),
        "muscle": u(0.2, 0.95),
        "weight": u(0.15, 0.95),
        "height": u(0.15, 0.85),
        "proportions": u(0.2, 0.95),
    }
    local = {
        "buttocks-volume-incr": u(-0.5, 0.8),
        "stomach-tone-incr": sometimes(rng, 1 / 3, lambda: u(-0.4, 0.4)),
        "stomach-pregnant-incr": sometimes(rng, 1 / 3, lambda: u(-0.2, 0.3)),
        "hip-scale-depth-incr": sometimes(rng, 1 / 3, lambda: u(-0.3, 0.3)),
        "torso-scale-depth-incr": sometimes(rng, 1 / 3, lambda: u(-0.3, 0.3)),
        "hip-waist-up": sometimes(rng, 1 / 3, lambda: u(-0.4, 0.4)),
    }
    return Build(phenotype, local)


def draw_stance(rng: np.random.Generator) -> Stance:
    u = rng.uniform
    return Stance(
        pelvis=u(-12.0, 30.0),
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


def draw_camera(rng: np.random.Generator, hip_m: float) -> Camera:
    yaw = sometimes(rng, 1 / 2, lambda: rng.uniform(-12.0, 12.0))
    return Camera(rng.uniform(2.0, 5.0), hip_m + rng.uniform(-0.25, 0.35), yaw)


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


def simulate(model: BodyModel, seed: int, person: int) -> list[dict[str, Any]]:
    """Rows of one person. The same seed and number give the same person, whatever the count."""
    rng = np.random.default_rng([seed, person])
    build = draw_build(rng)
    shape = model.shape(build.phenotype, build.local)
    rows = []
    for _ in range(STANCES):
        body = model.posed(shape, draw_stance(rng))
        rows.append(row_of(model, body, draw_camera(rng, float(body.hip[0, 2])), build, person))
    return rows


def row_of(model: BodyModel, body: PosedBody, camera: Camera, build: Build, person: int) -> dict[str, Any]:
    """One row: what a camera sees of a body, and what is true."""
    return {**_picture(model, body, camera), **_truth(model, body), **_build(build), "person": person}


def _picture(model: BodyModel, body: PosedBody, camera: Camera) -> dict[str, Any]:
    joints = np.array([project(getattr(body, name), body, camera).mean(axis=0) for name in JOINTS])
    hip, shoulder = joints[JOINTS.index("hip")], joints[JOINTS.index("shoulder")]
    trunk = float(np.linalg.norm(shoulder - hip))
    skin = project(body.skin, body, camera)
    levels = hip[1] + LEVELS * trunk
    return {
        "back": (model.outline(skin, levels) - hip[0]) / trunk,
        "front": (model.front_outline(skin, levels) - hip[0]) / trunk,
        "joints": (joints - hip) / trunk,
        "body_height": float(np.ptp(skin[:, 1])) / trunk,
        "yaw_deg": camera.yaw_deg,
        "distance_m": camera.distance_m,
        "camera_height_m": camera.height_m - float(body.hip[:, 2].mean()),
    }


def _truth(model: BodyModel, body: PosedBody) -> dict[str, float]:
    truth = model.truth(body)
    return {
        "pelvis_rotation_deg": body.pelvis_rotation_deg,
        "sacral_slope_deg": truth.sacral_slope_deg,
        "thoracolumbar_slope_deg": truth.thoracolumbar_slope_deg,
        "lordosis_deg": truth.lordosis_deg,
        "depth_pct_trunk": 100.0 * truth.depth_m / body.trunk_length_m,
    }


def _build(build: Build) -> dict[str, Any]:
    kept = {name: build.phenotype[name] for name in ("age", "muscle", "weight")}
    return {"male": build.phenotype["gender"] < 0.5, **kept}


def versions(*packages: str) -> dict[str, str]:
    """Versions of Python and of installed packages."""
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def save_bodies(
    path: Path, rows: list[dict[str, Any]], provenance: dict[str, Any], levels: FloatArray = LEVELS
) -> None:
    """Write the rows as columns."""
    columns: dict[str, Any] = {"levels": levels, "provenance": json.dumps(provenance)}
    for key in rows[0]:
        values = np.array([row[key] for row in rows])
        columns[key] = values.astype(np.float32) if values.dtype == np.float64 else values
    np.savez_compressed(path, **columns)


def load_people(paths: Sequence[Path]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of all files together, mixed person by person, and where they come from.

    Whoever takes the first share of the people gets the same share of each file.
    """
    files = [load_bodies(path) for path in paths]
    counts = [len(columns["person"]) // STANCES for columns, _ in files]
    place = np.concatenate([(np.arange(count) + 0.5) / count for count in counts])
    order = np.argsort(place, kind="stable")
    rows = (order[:, None] * STANCES + np.arange(STANCES)).ravel()
    names = [name for name in files[0][0] if name not in ("levels", "person")]
    together = {name: np.concatenate([columns[name] for columns, _ in files])[rows] for name in names}
    together |= {"levels": files[0][0]["levels"], "person": np.repeat(np.arange(len(order)), STANCES)}
    origins = [origin for _, origin in files]
    return together, origins[0] if len(files) == 1 else {"files": origins}


def load_bodies(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns and provenance of a file."""
    with np.load(path, allow_pickle=False) as data:
        provenance = json.loads(str(data["provenance"]))
        columns = {key: data[key] for key in data.files if key != "provenance"}
    doubled = {
        key: value.astype(np.float64) if value.dtype == np.float32 else value
        for key, value in columns.items()
    }
    return doubled, provenance


def complete(row: dict[str, Any]) -> bool:
    """Whether the outlines reach from mid-thigh to the neck."""
    needed = (LEVELS >= -0.6) & (LEVELS <= 1.12)
    return bool(np.isfinite(row["back"][needed]).all() and np.isfinite(row["front"][needed]).all())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=24000, help="rows; two of each person")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("bodies.npz"))


_worker: list[BodyModel] = []


def _start_worker() -> None:
    import torch  # noqa: PLC0415 - heavy

    torch.set_num_threads(1)
    _worker.append(BodyModel())


def _work(job: tuple[int, int]) -> list[dict[str, Any]]:
    return simulate(_worker[0], *job)


def run(arguments: argparse.Namespace) -> None:
    """Simulate and save; reports progress on standard error."""
    simulate_all(arguments, "bodies", _start_worker, _work)


def simulate_all(
    arguments: argparse.Namespace,
    command: str,
    start: Callable[[], None],
    work: Callable[[tuple[int, int]], list[dict[str, Any]]],
) -> None:
    """Simulate people in several processes and save them.

    Parameters
    ----------
    arguments : argparse.Namespace
        Those of `add_arguments`.
    command : str
        Of ``python -m calibration``.
    start, work : callable
        What a process does at its start, and for a person's seed and number: the person's rows.
    """
    people = arguments.count // STANCES
    jobs = ((arguments.seed, person) for person in range(people))
    rows, dropped = [], 0
    with ProcessPoolExecutor(arguments.jobs, get_context("spawn"), start) as pool:
        for person, found in enumerate(pool.map(work, jobs, chunksize=20), start=1):
            # Both or neither, so that the rows of a person stay neighbours.
            if all(complete(row) for row in found):
                rows += found
            else:
                dropped += len(found)
            if person % 500 == 0:
                sys.stderr.write(f"{person} of {people} people\n")
    provenance = {
        "command": f"python -m calibration {command} --count {arguments.count} --seed {arguments.seed}",
        "seed": arguments.seed,
        "bodies": len(rows),
        "dropped": dropped,
        "versions": versions("anny", "torch", "numpy"),
        "date": today(),
    }
    save_bodies(arguments.out, rows, provenance)
