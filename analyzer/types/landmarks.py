"""The 33 body landmarks of one person, and what else the pose model says about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analyzer.types.arrays import FloatArray
from analyzer.types.frozen import Frozen

Side = Literal["left", "right"]
"""A side of the *person*."""


class LandmarkName(IntEnum):
    """BlazePose's landmarks. Left and right are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32

    @property
    def opposite(self) -> LandmarkName:
        """The same landmark on the other side of the body (the nose is its own)."""
        return LandmarkName(_OPPOSITE[self])

    @classmethod
    def of(cls, side: Side, part: str) -> LandmarkName:
        """``LandmarkName.of("left", "hip")`` is ``LandmarkName.LEFT_HIP``.

        Raises
        ------
        ValueError
            When there is no such landmark.
        """
        known = _KNOWN.get((side, part))
        if known is not None:
            return known
        name = f"{side}_{part}".upper()
        if name.startswith(("LEFT_MOUTH", "RIGHT_MOUTH")):
            name = f"MOUTH_{side}".upper()
        try:
            return cls[name]
        except KeyError:
            raise ValueError(f"there is no landmark {part!r} on side {side!r}") from None


COUNT: Final = len(LandmarkName)


def _opposite_indices() -> tuple[int, ...]:
    other = {"LEFT": "RIGHT", "RIGHT": "LEFT"}
    names = ["_".join(other.get(word, word) for word in item.name.split("_")) for item in LandmarkName]
    return tuple(LandmarkName[name].value for name in names)


_OPPOSITE: Final = _opposite_indices()


def read_only(values: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """A read-only float64 copy of ``values``, whose shape must be ``shape``."""
    array = np.array(values, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"expected an array of shape {shape}, got {array.shape}")
    array.setflags(write=False)
    return array


_PARTS: Final = (
    *("ear", "eye", "eye_inner", "eye_outer", "mouth", "shoulder", "elbow", "wrist"),
    *("pinky", "index", "thumb", "hip", "knee", "ankle", "heel", "foot_index"),
)
_KNOWN: Final[dict[tuple[str, str], LandmarkName]] = {}
_KNOWN.update({(side, part): LandmarkName.of(side, part) for side in ("left", "right") for part in _PARTS})


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks(Frozen):
    """Where the landmarks of one person are in a picture.

    The coordinates are continuous: (0, 0) is the *corner* of the picture and the centre of its first
    pixel is (0.5, 0.5), x to the right, y down. OpenCV's drawing and sampling functions count from the
    centre of the first pixel: subtract 0.5 for them. Points may lie outside the picture.

    Arrays are copied and made read-only.

    Attributes
    ----------
    xy_px : ndarray of float64, shape (33, 2)
        Pixels of the picture that was given.
    z : ndarray of float64, shape (33,)
        Depth relative to the middle of the hips, in the same scale as ``xy_px``; smaller is closer to
        the camera. Rough.
    visibility : ndarray of float64, shape (33,)
        Model's probability, 0 to 1, that the point is in the picture and not hidden.
    presence : ndarray of float64, shape (33,)
        Model's probability, 0 to 1, that the point is in the picture, hidden or not.
    """

    xy_px: FloatArray
    z: FloatArray
    visibility: FloatArray
    presence: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "xy_px", read_only(self.xy_px, (COUNT, 2)))
        for name in ("z", "visibility", "presence"):
            object.__setattr__(self, name, read_only(getattr(self, name), (COUNT,)))

    def point(self, name: LandmarkName) -> FloatArray:
        """One landmark in pixels, shape (2,), read-only."""
        point: FloatArray = self.xy_px[name]
        return point

    def on(self, side: Side, part: str) -> FloatArray:
        """One landmark by side and part in pixels, shape (2,): ``on("left", "hip")``.

        ``part`` is one of ear, eye, eye_inner, eye_outer, mouth, shoulder, elbow, wrist, pinky, index,
        thumb, hip, knee, ankle, heel, foot_index.
        """
        point: FloatArray = self.xy_px[LandmarkName.of(side, part)]
        return point

    def middle(self, part: str) -> FloatArray:
        """Middle between the left and the right ``part`` in pixels, shape (2,)."""
        xy = self.xy_px
        middle: FloatArray = (xy[LandmarkName.of("left", part)] + xy[LandmarkName.of("right", part)]) / 2.0
        return middle

    @property
    def near_side(self) -> Side:
        """The side of the person that is turned to the camera.

        The sign of the depth difference between the sides, over shoulders, hips and knees. Means nothing
        in a front or back view.
        """
        parts = ("shoulder", "hip", "knee")
        left, right = (
            sum(float(self.z[LandmarkName.of(side, part)]) for part in parts) for side in ("left", "right")
        )
        return "left" if left < right else "right"

    @property
    def extent_px(self) -> tuple[float, float, float, float]:
        """Smallest upright box around all landmarks: left, top, right, bottom, in pixels."""
        left, top = self.xy_px.min(axis=0)
        right, bottom = self.xy_px.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def mirrored(self, width_px: float) -> Landmarks:
        """What the landmarks are in the same picture mirrored left to right.

        The body's sides change places too: in a mirror, a right hand is a left hand, and that is what the
        model would say about the mirrored picture.

        Parameters
        ----------
        width_px : float
            Width of the picture.
        """
        order = list(_OPPOSITE)
        xy = self.xy_px[order].copy()
        xy[:, 0] = width_px - xy[:, 0]
        return Landmarks(xy, self.z[order], self.visibility[order], self.presence[order])

    def scaled(self, factor: float) -> Landmarks:
        """The landmarks in a picture ``factor`` times as large."""
        return Landmarks(self.xy_px * factor, self.z * factor, self.visibility, self.presence)

    def shifted(self, dx: float, dy: float) -> Landmarks:
        """The landmarks moved by ``dx`` to the right and ``dy`` down, in pixels."""
        return Landmarks(self.xy_px + np.array([dx, dy]), self.z, self.visibility, self.presence)

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """JSON form: for each landmark's name in lower case, x and y in pixels, and visibility."""
        return {
            name.name.lower(): {
                "x": round(float(self.xy_px[name, 0]), 2),
                "y": round(float(self.xy_px[name, 1]), 2),
                "visibility": round(float(self.visibility[name]), 3),
            }
            for name in LandmarkName
        }


@dataclass(frozen=True, slots=True, eq=False)
class Pose(Frozen):
    """What the pose model says about one person in a picture.

    Attributes
    ----------
    landmarks : Landmarks
        In pixels of the picture given.
    world_m : ndarray of float64, shape (33, 3)
        The landmarks in metres, origin in the middle of the hips, x to the right and y down in the
        picture, z away from the camera. The model's guess, of a person of average size. Read-only.
    mask : ndarray of float32, shape (height, width), or None
        Probability, 0 to 1, that a pixel shows the person. Read-only. ``None`` when it was not asked for.
    probability : float
        How sure the model is, 0 to 1, that this is a person: mean presence of head, trunk and legs.
    """

    landmarks: Landmarks
    world_m: FloatArray
    mask: NDArray[np.float32] | None
    probability: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "world_m", read_only(self.world_m, (COUNT, 3)))
        if self.mask is not None:
            if self.mask.ndim != 2:
                raise ValueError(f"expected a mask of shape (height, width), got {self.mask.shape}")
            mask = self.mask.astype(np.float32, copy=False).view()
            mask.setflags(write=False)
            object.__setattr__(self, "mask", mask)
