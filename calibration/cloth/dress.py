"""Puts garments on a body and lets them hang."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.cloth.collider import make_collider
from calibration.cloth.cut import CUTS, Cut, make_cut
from calibration.cloth.drape import Cloth, Physics, drape
from calibration.cloth.figure import DressModel, Figure
from calibration.cloth.garment import Garment
from calibration.cloth.lower import Lower, worn
from calibration.cloth.outline import Dressed, outside
from calibration.cloth.pattern import Pattern, make_pattern

FloatArray = NDArray[np.float64]

_BODY_GAP_M: Final = 0.004
"""Cloth keeps that and its thickness from the skin."""
_DRAG: Final = 0.03
_CREASE_M: Final = 0.002


@dataclass(frozen=True, slots=True, eq=False)
class Wardrobe:
    """The body model and the cuts made from it."""

    model: DressModel
    cuts: dict[str, Cut]


def open_wardrobe() -> Wardrobe:
    model = DressModel()
    return Wardrobe(model, {name: make_cut(model, name) for name in CUTS})


def dress(wardrobe: Wardrobe, figure: Figure, garment: Garment, lower: Lower, *, blender: bool) -> Dressed:
    """A body in a top and a lower garment."""
    model, cut = wardrobe.model, wardrobe.cuts[garment.cut]
    pattern = make_pattern(model, cut, figure, garment)
    skin = worn(model, figure, lower)
    quads = model.in_shirt(figure, pattern.hem_m, arms=garment.arms_push)
    if garment.stretch > 0:
        hung = pattern.cloth.start  # tight clothes lie where they are laid
    elif blender:
        from calibration.cloth.blender import hang  # noqa: PLC0415 - heavy

        hung = hang(pattern.cloth, cut.fine, skin, quads, garment)
    else:
        physics = Physics(
            garment.thickness_m + _BODY_GAP_M, _DRAG / garment.mass, garment.friction, garment.ride_m
        )
        hung = drape(
            creased(pattern.cloth, garment), make_collider(skin, quads), physics, pushed(pattern, garment)
        )
    return Dressed(
        figure,
        outside(hung, cut, garment.thickness_m),
        cut,
        pattern.sleeve,
        skin,
        lower,
        garment.thickness_m + 0.004 if garment.sleeve == "long" else 0.0,
    )


def pushed(pattern: Pattern, garment: Garment) -> FloatArray:
    """What pushes each vertex beside gravity, in units of gravity, shape (n, 3); sleeves are left alone."""
    across = pattern.cloth.start[:, :2] - pattern.axis
    inwards = -across[:, 1] / np.maximum(np.linalg.norm(across, axis=1), 1e-6)
    result = np.zeros_like(pattern.cloth.start)
    result[:, 0] = garment.sway_left
    result[:, 1] = garment.pull * inwards + garment.sway_back
    result[pattern.sleeve] = 0.0
    return result


def creased(cloth: Cloth, garment: Garment) -> Cloth:
    """Cloth whose free points are a little off, as no shirt is ironed so well; lengths stay as they are."""
    rng = np.random.default_rng(garment.creases)
    uneven = rng.normal(0.0, _CREASE_M, cloth.start.shape) * cloth.free[:, None]
    return replace(cloth, start=cloth.start + uneven)
