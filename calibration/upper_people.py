"""Simulated people from the low back to the head; makes ``upper.npz`` for ``upper-back``.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration upper-people --count 12000 --seed 7 --out upper.npz

Builds and cameras are those of ``bodies``. Upper back, neck and head bend over a wider range than there, as
people with a round back and a poked head are those whom these measures are for. Every person stands twice.

The file holds one row per stance, in true trunk lengths from the middle of the hip joints as [posterior, up]:

``back``      outline of trunk, neck and head without arms, posterior position at ``levels``
``joints``    middle of left and right of `calibration.bodies.JOINTS`, shape (5, 2)
``c7``        the seventh cervical vertebra on the skin, shape (2,)
``kyphosis_deg``, ``cervicothoracic_deg``, ``thoracolumbar_deg``      the truth, see `measure_upper_back`
``body_height``      from sole to crown
``provenance``       as JSON text
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import gaussian_smooth
from calibration.bodies import (
    JOINTS,
    STANCES,
    STEP,
    Camera,
    draw_build,
    draw_camera,
    draw_stance,
    project,
    save_bodies,
    today,
    versions,
)
from calibration.body_model import C7_VERTEX, BodyModel, PosedBody
from calibration.contour import LEVEL_STEP_M

FloatArray = NDArray[np.float64]

UPPER_LEVELS: Final[FloatArray] = np.round(np.arange(10, 165) * STEP, 2)
"""Heights of an outline above the hip joints, trunk lengths."""
_SMOOTHING_M: Final = 0.012
_KYPHOSIS_DEG: Final = (-10.0, 24.0)
_NECK_DEG: Final = (-10.0, 22.0)
_HEAD_DEG: Final = (-8.0, 8.0)


@dataclass(frozen=True, slots=True)
class UpperTruth:
    """The upper back of a body whose whole outline is known.

    Attributes
    ----------
    cervicothoracic_deg : float
        Steepest slope from the apex of the upper back to just above C7, + = leaning forward going up.
    thoracolumbar_deg : float
        Steepest slope below that apex, + = leaning backward going up.
    """

    cervicothoracic_deg: float
    thoracolumbar_deg: float

    @property
    def kyphosis_deg(self) -> float:
        """Angle between the two tangents (Lippold et al. 2012, BMC Musculoskeletal Disorders 13:151)."""
        return self.cervicothoracic_deg + self.thoracolumbar_deg


def measure_upper_back(model: BodyModel, body: PosedBody) -> UpperTruth:
    """The truth, on the outline seen straight from the side and from far away."""
    hip, c7, height = float(body.hip[:, 2].mean()), float(body.skin[C7_VERTEX, 2]), body.height_m
    levels = np.arange(hip + 0.08 * height, c7 + 0.05 * height, LEVEL_STEP_M)
    smooth = gaussian_smooth(model.upper_outline(body.skin[:, 1:], levels), _SMOOTHING_M / LEVEL_STEP_M)
    slope = np.degrees(np.arctan(np.gradient(smooth, levels)))
    apexes = np.flatnonzero((levels > hip + 0.17 * height) & (levels < c7 - 0.02 * height))
    apex = int(apexes[np.argmax(smooth[apexes])])
    above = (np.arange(len(levels)) >= apex) & (levels <= c7 + 0.02 * height)
    return UpperTruth(
        float(-slope[above].min()),
        # A back without a hollow has no lumbar apex above which to look; a quarter of the height is enough.
        float(slope[(np.arange(len(levels)) <= apex) & (levels > levels[apex] - 0.25 * height)].max()),
    )


def picture_upper_back(model: BodyModel, body: PosedBody, camera: Camera) -> dict[str, Any]:
    """Outline, joints and C7 as a camera sees them, in true trunk lengths from the hip joints."""
    joints = np.array([project(getattr(body, name), body, camera).mean(axis=0) for name in JOINTS])
    hip, shoulder = joints[JOINTS.index("hip")], joints[JOINTS.index("shoulder")]
    trunk = float(np.linalg.norm(shoulder - hip))
    skin = project(body.skin, body, camera)
    return {
        "back": (model.upper_outline(skin, hip[1] + UPPER_LEVELS * trunk) - hip[0]) / trunk,
        "joints": (joints - hip) / trunk,
        "c7": (skin[C7_VERTEX] - hip) / trunk,
        "body_height": float(np.ptp(skin[:, 1])) / trunk,
    }


def simulate_upper(model: BodyModel, seed: int, person: int) -> list[dict[str, Any]]:
    """Rows of one person. The same seed and number give the same person, whatever the count."""
    rng = np.random.default_rng([seed, person])
    build = draw_build(rng)
    shape = model.shape(build.phenotype, build.local)
    rows = []
    for _ in range(STANCES):
        stance = replace(
            draw_stance(rng),
            kyphosis=rng.uniform(*_KYPHOSIS_DEG),
            neck=rng.uniform(*_NECK_DEG),
            head=rng.uniform(*_HEAD_DEG),
        )
        body = model.posed(shape, stance)
        camera = draw_camera(rng, float(body.hip[0, 2]))
        rows.append(picture_upper_back(model, body, camera) | truth_columns(model, body))
    return rows


def truth_columns(model: BodyModel, body: PosedBody) -> dict[str, float]:
    truth = measure_upper_back(model, body)
    return {
        "kyphosis_deg": truth.kyphosis_deg,
        "cervicothoracic_deg": truth.cervicothoracic_deg,
        "thoracolumbar_deg": truth.thoracolumbar_deg,
    }


def complete(row: Mapping[str, Any]) -> bool:
    """Whether the outline reaches the head, and there is a tangent to measure."""
    known = np.isfinite(row["back"][UPPER_LEVELS <= 1.45]).all()
    return bool(known and math.isfinite(row["kyphosis_deg"]))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=12000, help="rows; two of each person")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("upper.npz"))


_worker: list[BodyModel] = []


def _start_worker() -> None:
    import torch  # noqa: PLC0415 - heavy

    torch.set_num_threads(1)
    _worker.append(BodyModel())


def _work(job: tuple[int, int]) -> list[dict[str, Any]]:
    return simulate_upper(_worker[0], *job)


def run(arguments: argparse.Namespace) -> None:
    """Simulate and save."""
    jobs = ((arguments.seed, person) for person in range(arguments.count // STANCES))
    with ProcessPoolExecutor(arguments.jobs, get_context("spawn"), _start_worker) as pool:
        people = [found for found in pool.map(_work, jobs, chunksize=20) if all(map(complete, found))]
    rows = [row for found in people for row in found]
    provenance = {
        "command": f"python -m calibration upper-people --count {arguments.count} --seed {arguments.seed}",
        "seed": arguments.seed,
        "bodies": len(rows),
        "versions": versions("anny", "torch", "numpy"),
        "date": today(),
    }
    save_bodies(arguments.out, rows, provenance, UPPER_LEVELS)
