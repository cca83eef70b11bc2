"""The distribution of back curves; makes ``analyzer/data/back_shape.npz``.

Run from the top of the project, after ``bodies``::

    python -m calibration back-shape --bodies bodies.npz

The file holds ``heights`` (n,), ``mean`` (n,), ``components`` (k, n) and ``component_sd`` (k,) of the
simulated backs (principal components) in the frame of the pose model's landmarks, whose usual errors are
added, in trunk lengths; and ``provenance`` as JSON text. What the bodies are, and what they are not, says
`calibration.bodies`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analyzer.outline.learned_curve import STEP, curve_modes
from calibration.bodies import JOINTS, load_bodies, today, versions
from calibration.frame import LandmarkFrame

FloatArray = NDArray[np.float64]

COMPONENTS: Final = 24
"""The rest varies less than 0.1 mm on an adult."""
SEED: Final = 0
TARGET: Final = Path("analyzer/data/back_shape.npz")


HEIGHTS: Final[FloatArray] = np.round(np.arange(-49, 106) * STEP, 2)
"""Above the hip landmark, trunk lengths."""


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


def photographed_backs(bodies: Mapping[str, Any], seed: int) -> FloatArray:
    """The backs of all bodies in the frame of landmarks with usual errors, at `HEIGHTS`, shape (m, n)."""
    rng = np.random.default_rng(seed)
    hip, shoulder = JOINTS.index("hip"), JOINTS.index("shoulder")
    result = np.empty((len(bodies["back"]), len(HEIGHTS)))
    for row, (back, joints, height) in enumerate(
        zip(bodies["back"], bodies["joints"], bodies["body_height"], strict=True)
    ):
        frame = LandmarkFrame(
            joints[hip] + height * HIP_ERROR.draw(rng), joints[shoulder] + height * SHOULDER_ERROR.draw(rng)
        )
        result[row] = frame.outline(back, HEIGHTS)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class PrincipalComponents:
    """Mean, shape (n,), unit directions, shape (k, n), and standard deviations along them, shape (k,)."""

    mean: FloatArray
    directions: FloatArray
    sd: FloatArray


def principal_components(curves: FloatArray, count: int) -> PrincipalComponents:
    """The ``count`` directions in which curves, shape (m, n), vary most.

    The sign of a direction is free; here its largest element is positive, so that results repeat.
    """
    mean = curves.mean(axis=0)
    _, values, directions = np.linalg.svd(curves - mean, full_matrices=False)
    directions = directions[:count]
    largest = np.abs(directions).argmax(axis=1)
    directions = directions * np.sign(directions[np.arange(count), largest])[:, None]
    return PrincipalComponents(mean, directions, values[:count] / np.sqrt(len(curves) - 1))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bodies", type=Path, default=Path("bodies.npz"))
    parser.add_argument("--out", type=Path, default=TARGET)


def run(arguments: argparse.Namespace) -> None:
    """Read the bodies, write the distribution."""
    bodies, origin = load_bodies(arguments.bodies)
    found = principal_components(photographed_backs(bodies, SEED), COMPONENTS)
    provenance = {
        "command": "python -m calibration back-shape --bodies bodies.npz",
        "seed": SEED,
        "bodies": origin,
        "versions": versions("numpy"),
        "date": today(),
    }
    components, sd = found.directions.astype(np.float32), found.sd.astype(np.float32)
    np.savez_compressed(
        arguments.out,
        heights=HEIGHTS,
        mean=found.mean.astype(np.float32),
        modes=curve_modes(HEIGHTS, components.astype(np.float64), sd.astype(np.float64)),
        components=components,
        component_sd=sd,
        provenance=json.dumps(provenance),
    )
