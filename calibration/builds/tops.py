"""Tops that hang by simulation on a body of any build and stance."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import moved
from calibration.builds.case import Case
from calibration.builds.stance import BuildRig, Standing
from calibration.cloth.dress import Wardrobe, dress
from calibration.cloth.figure import Figure
from calibration.cloth.garment import Garment, draw_garment
from calibration.cloth.lower import Lower
from calibration.table.rig import SIDES

FloatArray = NDArray[np.float64]

_CHEST: Final = 0.19
_ARMPIT_ROOM_M: Final = 0.012
_LOWER_M: Final = {"leggings": 0.003, "trousers": 0.010}


def hung(
    wardrobe: Wardrobe, rig: BuildRig, standing: Standing, case: Case
) -> tuple[FloatArray, NDArray[np.int64], Garment]:
    """Points and faces of a top on a body in body coordinates, and what it is."""
    rng = np.random.default_rng([*case.seed, 5])
    garment = dataclasses.replace(draw_garment(rng, case.top), sleeve="short")
    thickness = _LOWER_M[case.garments[0]]
    lower = Lower(case.garments[0], thickness, float(rng.uniform(0.05, 0.10)), 9.0)
    dressed = dress(wardrobe, _figure(wardrobe, rig, standing), garment, lower, blender=False)
    return dressed.top, np.asarray(dressed.cut.fine), garment


def _figure(wardrobe: Wardrobe, rig: BuildRig, standing: Standing) -> Figure:
    """As `DressModel.figure`, for a body that is posed already."""
    model, body = wardrobe.model, standing.body
    bone = rig.index("spine05")
    sacrum = float(moved(standing.transforms[bone], standing.shape.heads[bone])[2])
    height = body.height_m
    trunk = body.skin[model.trunk]
    chest = trunk[(trunk[:, 2] > sacrum + 0.10 * height) & (trunk[:, 2] < sacrum + 0.17 * height)]

    def both(name: str) -> FloatArray:
        return np.array([standing.points[f"{name}_{side}"] for side in SIDES])

    return Figure(
        body,
        sacrum,
        sacrum + _CHEST * height,
        float(np.percentile(np.abs(chest[:, 0]), 99) + _ARMPIT_ROOM_M),
        both("elbow_joint"),
        both("wrist_joint"),
    )
