"""What people wear below: as room between skin and outside, and as how it falls from buttocks and belly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.cloth.figure import DressModel, Figure, vertex_normals

FloatArray = NDArray[np.float64]

KINDS: Final = {"leggings": 0.35, "shorts": 0.1, "jeans": 0.25, "trousers": 0.2, "skirt": 0.1}
_RISE_M: Final = 0.03
"""Over which the waistband comes in."""


@dataclass(frozen=True, slots=True)
class Lower:
    """A lower garment.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    thickness_m : float
        From skin to outside where it lies on.
    waist_m : float
        Height of its upper edge above the sacrum's joint.
    fall : float
        Slope of the outline below buttocks and belly, forward (back) or backward (front) per metre down: 0
        falls straight, negative flares, large follows the thigh.
    """

    kind: str
    thickness_m: float
    waist_m: float
    fall: float


def draw_lower(rng: np.random.Generator) -> Lower:
    u = rng.uniform
    kind = list(KINDS)[int(rng.choice(len(KINDS), p=list(KINDS.values())))]
    waist = u(0.03, 0.13)
    thickness, fall = {
        "leggings": (u(0.001, 0.004), 9.0),
        "shorts": (u(0.002, 0.008), u(0.1, 1.0)),
        "jeans": (u(0.003, 0.008), u(0.15, 1.0)),
        "trousers": (u(0.003, 0.015), u(0.0, 0.5)),
        "skirt": (u(0.002, 0.008), u(-0.3, 0.2)),
    }[kind]
    return Lower(kind, thickness, waist, fall)


def worn(model: DressModel, figure: Figure, lower: Lower) -> FloatArray:
    """The skin with the lower garment on it, shape (SKIN_VERTICES, 3)."""
    skin = figure.body.skin
    below = (figure.sacrum_m + lower.waist_m - skin[:, 2]) / _RISE_M
    part = np.clip(below, 0.0, 1.0) * np.clip(1.0 - 2.0 * model.arm, 0.0, 1.0)
    return np.asarray(skin + vertex_normals(skin, model.quads) * (part * lower.thickness_m)[:, None])


def falling(posterior: FloatArray, levels: FloatArray, below: float, fall: float) -> FloatArray:
    """An outline below a level as cloth falls from it: never farther in than a line from any point above.

    Parameters
    ----------
    posterior, levels : ndarray, shape (n,)
        Going up; outwards is positive, so a front comes negated.
    below : float
        Level where the garment begins.
    fall : float
        As in `Lower`.
    """
    result = posterior.copy()
    for index in range(len(levels) - 2, -1, -1):
        if levels[index] < below and np.isfinite(result[index + 1]):
            least = result[index + 1] - fall * (levels[index + 1] - levels[index])
            result[index] = max(result[index], least)
    return result
