"""Outlines of a dressed body from the side: bare, clothed, the top alone, and the arms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES
from calibration.cloth.cut import Cut
from calibration.cloth.figure import DressModel, Figure, vertex_normals
from calibration.cloth.lower import Lower, falling
from calibration.contour import posterior_outline

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Projection = Callable[[FloatArray], FloatArray]
"""Points of a body, shape (n, 3), to [posterior, up] in a picture, shape (n, 2)."""


@dataclass(frozen=True, slots=True, eq=False)
class Dressed:
    """A body with what it wears.

    Attributes
    ----------
    figure : Figure
    top : ndarray, shape (n, 3)
        Outside of the top's cloth.
    cut : Cut
    sleeve : ndarray, shape (n,)
        Which points of the top are sleeve.
    skin : ndarray, shape (SKIN_VERTICES, 3)
        With the lower garment on it.
    lower : Lower
    long_sleeve_m : float
        Thickness of a sleeve on the forearm; 0 = none there.
    """

    figure: Figure
    top: FloatArray
    cut: Cut
    sleeve: BoolArray
    skin: FloatArray
    lower: Lower
    long_sleeve_m: float


def outside(hung: FloatArray, cut: Cut, thickness_m: float) -> FloatArray:
    """The outer face of cloth whose middle is known."""
    return np.asarray(hung + vertex_normals(hung, cut.fine) * 0.5 * thickness_m)


def outlines(
    model: DressModel, dressed: Dressed, view: Projection, levels: FloatArray
) -> dict[str, FloatArray]:
    """All outlines in a picture, each as [posterior] at levels, NaN where there is nothing.

    ``bare_back``, ``bare_front``: skin of trunk and legs. ``back``, ``front``: the outermost of skin, lower
    garment and top, without arms and sleeves. ``top_back``, ``top_front``: the top alone, without sleeves.
    ``arm_back``, ``arm_front``, shape (2, n): left and right arm with their sleeves.
    """
    bare, worn, top = view(dressed.figure.body.skin), view(dressed.skin), view(dressed.top)
    trunk = model.trunk_edges
    edges = dressed.cut.fine_edges
    body_edges = edges[~dressed.sleeve[edges].any(axis=1)]
    waist = float(view(_at_height(dressed, dressed.lower.waist_m))[0, 1])
    arms = [_arm(model, dressed, view, which) for which in (1.0, -1.0)]
    result: dict[str, FloatArray] = {}
    for side, sign in (("back", 1.0), ("front", -1.0)):
        mirror = np.array([sign, 1.0])
        skin = posterior_outline(worn * mirror, trunk, levels)
        skin = falling(skin, levels, waist, dressed.lower.fall)
        cloth = posterior_outline(top * mirror, body_edges, levels)
        result[f"bare_{side}"] = sign * posterior_outline(bare * mirror, trunk, levels)
        result[f"top_{side}"] = sign * cloth
        result[side] = sign * np.fmax(skin, cloth)
        result[f"arm_{side}"] = sign * np.array(
            [posterior_outline(points * mirror, lines, levels) for points, lines in arms]
        )
    return result


def _at_height(dressed: Dressed, above_sacrum_m: float) -> FloatArray:
    hip = dressed.figure.body.hip.mean(axis=0)
    return np.array([[hip[0], hip[1], dressed.figure.sacrum_m + above_sacrum_m]])


def _arm(model: DressModel, dressed: Dressed, view: Projection, side: float) -> tuple[FloatArray, IntArray]:
    """Points in the picture and edges of an arm with its sleeve."""
    skin = dressed.figure.body.skin
    arm = (model.arm > 0.5) & (skin[:, 0] * side > 0)
    normals = vertex_normals(skin, model.quads)
    upper = skin[:, 2] > dressed.figure.wrist[0 if side > 0 else 1, 2]
    sleeved = skin + normals * (dressed.long_sleeve_m * (arm & upper))[:, None]
    skin_edges = model.edges[arm[model.edges].all(axis=1)]
    own = dressed.sleeve & (dressed.top[:, 0] * side > 0)
    own &= dressed.top[:, 2] > dressed.figure.elbow[0 if side > 0 else 1, 2] - 0.05
    fine = dressed.cut.fine_edges
    cloth_edges = fine[own[fine].all(axis=1)] + SKIN_VERTICES
    return view(np.concatenate([sleeved, dressed.top])), np.concatenate([skin_edges, cloth_edges])
