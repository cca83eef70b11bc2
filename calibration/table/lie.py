"""A body laid on a table: how trunk, head and limbs come to rest.

The trunk is turned until buttocks and chest touch the table, the pelvis is rotated until the low back does,
and soft parts that would be in the table are pressed flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.body_model import SKIN_VERTICES
from calibration.table.pose import Pose, arm_aims, foot_turns, leg_aims, spine_turns
from calibration.table.rig import Rig, Shape

FloatArray = NDArray[np.float64]

PRESS_M: Final = 0.014
"""How far the table presses soft parts of buttocks and upper back in."""
FLAT_M: Final = 0.005
"""A back with no more room under it than this is flat: skin and fat sag into it."""
_SAG_M: Final = 0.012
_STEPS: Final = 22
_CURL_DEG: Final = {"shin": 32.0, "thigh": 32.0}
_SLICE_M: Final = 0.012


@dataclass(frozen=True, slots=True, eq=False)
class Lying:
    """A body in table coordinates (`calibration.table.pose`), not yet pressed.

    Attributes
    ----------
    transforms : ndarray, shape (bones, 4, 4)
    bed : float
        Where the table is: the second of the table coordinates, metres.
    hip : ndarray, shape (3,)
        Middle of the hip joints.
    gap_m : float
        Largest free height under the low back, seen from the side.
    arch_deg : float
        Anterior rotation of the pelvis beyond the low back lying flat.
    pelvis_deg : float
        Rotation of the pelvis against the chest, + = anterior, from the model's neutral stance.
    head_gap_m : float
        Between head and table: as thick is the pillow.
    """

    transforms: FloatArray
    bed: float
    hip: FloatArray
    gap_m: float
    arch_deg: float
    pelvis_deg: float
    head_gap_m: float


class TrunkOnTable:
    """Finds how a trunk lies; keeps what does not change between tries."""

    def __init__(self, rig: Rig, shape: Shape) -> None:
        self.rig, self.shape = rig, shape
        skin = np.arange(len(shape.vertices)) < SKIN_VERTICES
        trunk = skin & (rig.arm_part < 0.35) & (rig.head_part < 0.3) & (rig.leg_part < 0.5)
        self._ids = np.flatnonzero(trunk)
        self._head = np.flatnonzero(skin & (rig.head_part > 0.8))
        # Which vertices are chest and which are pelvis is a matter of the body at rest.
        height = shape.vertices[self._ids, 2]
        self._chest = height > shape.heads[rig.index("spine02"), 2]
        self._pelvis = height < shape.heads[rig.index("spine04"), 2]
        self._low_back = ~self._chest & ~self._pelvis

    def _points(self, pelvis: float, tilt: float, kyphosis: float) -> FloatArray:
        transforms = self.rig.chain(self.shape, spine_turns(pelvis, tilt, kyphosis, 0.0))
        return self.rig.skinned(self.shape.vertices[self._ids], self.rig.weights[self._ids], transforms)

    def tilt(self, pelvis: float, kyphosis: float) -> float:
        """How the trunk turns to lie on both chest and buttocks, degrees."""
        low, high = -30.0, 30.0
        for _ in range(_STEPS):
            middle = 0.5 * (low + high)
            down = self._points(pelvis, middle, kyphosis)[:, 1]
            # A turn forwards lifts the chest off the table.
            if down[self._chest].max() > down[self._pelvis].max():
                low = middle
            else:
                high = middle
        return 0.5 * (low + high)

    def rest(self, pelvis: float, kyphosis: float) -> tuple[float, float, float]:
        """Tilt in degrees, place of the table and largest gap under the low back, metres."""
        tilt = self.tilt(pelvis, kyphosis)
        points = self._points(pelvis, tilt, kyphosis)
        along, down = points[:, 2], points[:, 1]
        bed = float(down[self._pelvis | self._chest].max()) - PRESS_M
        first = along[self._pelvis][down[self._pelvis].argmax()]
        last = along[self._chest][down[self._chest].argmax()]
        # Broad shoulders and a bent upper back leave room, too: only that under the low back counts.
        low_back = along[self._low_back]
        slices = np.arange(max(first, low_back.min()), min(last, low_back.max()), _SLICE_M)
        if len(slices) == 0:
            return tilt, bed, 0.0
        lowest = [down[(along >= z - _SLICE_M) & (along < z + _SLICE_M)].max(initial=-1.0) for z in slices]
        return tilt, bed, max(0.0, bed - float(min(lowest)))

    def flat(self, kyphosis: float) -> float:
        """The most anterior rotation of the pelvis with which the low back lies flat, degrees."""
        low, high = -50.0, 15.0
        for _ in range(_STEPS // 2):
            middle = 0.5 * (low + high)
            if self.rest(middle, kyphosis)[2] > FLAT_M:
                high = middle
            else:
                low = middle
        return low

    def head_gap(self, pelvis: float, tilt: float, kyphosis: float, neck: float, bed: float) -> float:
        """Between the head and the table, metres."""
        transforms = self.rig.chain(self.shape, spine_turns(pelvis, tilt, kyphosis, neck))
        head = self.rig.skinned(self.shape.vertices[self._head], self.rig.weights[self._head], transforms)
        return bed - float(head[:, 1].max())


def lie_down(rig: Rig, shape: Shape, pose: Pose) -> Lying:
    """Lay a body on its back. The legs go where the pose says, whatever is in their way."""
    trunk = TrunkOnTable(rig, shape)
    pelvis = trunk.flat(pose.kyphosis_deg) + pose.arch_deg
    tilt, bed, gap = trunk.rest(pelvis, pose.kyphosis_deg)
    neck = pose.neck_deg
    while (head := trunk.head_gap(pelvis, tilt, pose.kyphosis_deg, neck, bed)) < 0.0:
        neck += 1.0
    turns = spine_turns(pelvis, tilt, pose.kyphosis_deg, neck) | foot_turns(pose)
    for side, way in pose.arms.items():
        turns |= rig.curled_fingers(shape, side, _CURL_DEG.get(way, 12.0))
    aims = leg_aims(rig, shape, pose)
    aims |= arm_aims(rig, shape, rig.chain(shape, turns, aims), pose, bed)
    hips = [rig.index(f"upperleg01.{side}") for side in "LR"]
    hip = shape.heads[hips].mean(axis=0)
    return Lying(rig.chain(shape, turns, aims), bed, hip, gap, pose.arch_deg, pelvis, head)


def pressed(points: FloatArray, lying: Lying, edge_m: float) -> FloatArray:
    """Points with what is in the table pressed onto it, and with what is close to it sagging towards it.

    Parameters
    ----------
    edge_m : float
        From the hip axis to the end of the table, towards the feet.
    """
    over = lying.hip[2] - points[:, 2] < edge_m
    free = np.maximum(lying.bed - points[:, 1], 0.0)
    sagged = np.where(free < _SAG_M, free**2 / _SAG_M, free)
    result = points.copy()
    result[over, 1] = lying.bed - sagged[over]
    return result
