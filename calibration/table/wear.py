"""Clothes cut from the body's own surface: tight ones, and trousers whose legs hang."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES
from calibration.table.rig import Rig

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_RANGES: Final = {
    "shorts": (-0.30, 0.105),
    "long_shorts": (-0.40, 0.105),
    "briefs": (-0.085, 0.085),
    "leggings": (-0.74, 0.115),
    "trousers": (-0.76, 0.115),
    "bra": (0.27, 0.41),
    "tank": (0.085, 0.45),
    "tee": (0.06, 0.49),
}
"""From where to where above the sacrum's joint, on the average body."""
THICKNESS_M: Final = {
    "briefs": 0.003,
    "shorts": 0.006,
    "long_shorts": 0.009,
    "leggings": 0.003,
    "trousers": 0.010,
    "bra": 0.003,
    "tank": 0.005,
    "tee": 0.007,
}
_HANGING: Final = {"trousers": 0.020, "long_shorts": 0.014}
"""Room inside the legs of trousers; the cloth sinks by as much."""
_DOWN: Final = np.array([0.0, 0.0, -1.0])


def region(rig: Rig, kind: str) -> NDArray[np.bool_]:
    """Which vertices a garment covers."""
    place = rig.mean.vertices - rig.mean.heads[rig.index("spine05")]
    aside, back, up = np.abs(place[:, 0]), place[:, 1], place[:, 2]
    low, high = _RANGES[kind]
    inside = (up > low) & (up < high) & (np.arange(len(place)) < SKIN_VERTICES)
    if kind in ("tank", "bra"):
        inside &= (aside < 0.16) & (rig.arm_part < 0.5)
        inside &= ~((up > 0.40) & (aside < 0.05) & (back < 0)) & ~((up > 0.43) & (aside < 0.06))
    elif kind == "tee":
        inside &= (aside < 0.25) & (rig.head_part < 0.25)
    else:
        inside &= (aside < 0.30) & (rig.arm_part < 0.3)
    return np.asarray(inside)


def garment(rig: Rig, skin: FloatArray, kind: str) -> tuple[FloatArray, IntArray]:
    """Points and faces of a garment on a posed body in world coordinates."""
    covered = region(rig, kind)
    faces = rig.faces[covered[rig.faces].all(axis=1)]
    used = np.unique(faces)
    number = np.full(len(skin), -1)
    number[used] = np.arange(len(used))
    faces = number[faces]
    outwards = normals(skin, rig.faces)[used]
    base = skin[used]
    thick = np.full(len(used), THICKNESS_M[kind])
    if kind in _HANGING:
        place = rig.mean.vertices[used, 2] - rig.mean.heads[rig.index("spine05"), 2]
        loose = np.clip((-0.10 - place) / 0.2, 0.0, 1.0) * _HANGING[kind]
        cloth = base + outwards * (thick + 0.6 * loose)[:, None] + _DOWN * (0.4 * loose)[:, None]
    else:
        cloth = base + outwards * thick[:, None]
    cloth = smoothed(cloth, faces, 14 if kind in _HANGING else 8)
    inside = ((cloth - base) * outwards).sum(axis=1)
    return cloth + outwards * np.clip(0.6 * THICKNESS_M[kind] - inside, 0.0, None)[:, None], faces


def normals(points: FloatArray, faces: IntArray) -> FloatArray:
    result = np.zeros_like(points)
    across = np.cross(points[faces[:, 2]] - points[faces[:, 0]], points[faces[:, 3]] - points[faces[:, 1]])
    for corner in range(4):
        np.add.at(result, faces[:, corner], across)
    return np.asarray(result / (np.linalg.norm(result, axis=1, keepdims=True) + 1e-12))


def smoothed(points: FloatArray, faces: IntArray, times: int) -> FloatArray:
    """Points drawn towards their neighbours; hems only along themselves."""
    sides = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    edges, counts = np.unique(sides[sides[:, 0] != sides[:, 1]], axis=0, return_counts=True)
    hem = np.zeros(len(points), bool)
    hem[edges[counts == 1]] = True
    allowed = edges[(counts == 1) | ~hem[edges].any(axis=1) | (hem[edges].sum(axis=1) == 1)]
    result = points
    for _ in range(times):
        total, number = np.zeros_like(points), np.zeros(len(points))
        for one, other in ((0, 1), (1, 0)):
            # A point of the hem follows the hem, the others follow everything.
            takes = ~hem[allowed[:, one]] | hem[allowed[:, other]]
            np.add.at(total, allowed[takes, one], result[allowed[takes, other]])
            np.add.at(number, allowed[takes, one], 1.0)
        mean = total / np.maximum(number, 1.0)[:, None]
        result = np.where(number[:, None] > 0, result + 0.5 * (mean - result), result)
    return result


__all__ = ["THICKNESS_M", "garment", "normals", "region", "smoothed"]
