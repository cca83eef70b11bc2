"""Find the person to be analysed: landmarks and mask, from the photo and its mirror image.

The pose model is not quite symmetric: a mirrored photo gives slightly other landmarks, and its mask leaks
into other parts of the background. The mean of both is better than either, and the same for a person who
faces left or right; their difference says how sure each landmark is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.errors import NoPersonError, SeveralPeopleError
from analyzer.types import Landmarks, Pose
from analyzer.types.arrays import FloatArray

Scalar = TypeVar("Scalar", np.uint8, np.float32)

_MODEL_SIDE_PX: Final = 1024
"""Larger pictures do not help the model, which sees 256 by 256 pixels of the person."""
_LEVEL_ENOUGH_DEG: Final = 0.25
_PAD: Final = 0.25
"""Grey room added above a photo whose head may be cut off, in parts of its height."""
_CANDIDATE: Final = 0.6
"""Another person at least this large, compared with the first, could be meant as well."""
_SURE: Final = 0.7
_BESIDE: Final = 0.25
"""Somebody may stand beside the person where there is so much room, in body heights."""


class Detector(Protocol):
    """What finds people in a picture: `analyzer.pose.PoseModel`, or a stand-in."""

    def detect(self, rgb: NDArray[np.uint8], *, with_mask: bool = True) -> tuple[Pose, ...]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """The person to be analysed.

    Attributes
    ----------
    landmarks : Landmarks
        In pixels of the picture given.
    spread_px : ndarray, shape (33,)
        Distance between the landmarks of the picture and of its mirror image.
    mask : ndarray of float32, shape (height, width)
        Probability of being the person.
    bystanders : int
        Smaller people elsewhere in the picture.
    head_cut : bool
        Whether the person was only found after room was added above the picture.
    """

    landmarks: Landmarks
    spread_px: FloatArray
    mask: NDArray[np.float32]
    bystanders: int
    head_cut: bool


def find_person(rgb: NDArray[np.uint8], detector: Detector, *, roll_deg: float = 0.0) -> Person:
    """The one person in the picture.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    detector : Detector
    roll_deg : float
        How far the content is known to be turned clockwise. The model gets a levelled picture then, as its
        landmarks depend a little on how upright a person is.

    Raises
    ------
    NoPersonError
        When nobody is found.
    SeveralPeopleError
        When two or more could be meant.
    """
    height, width = rgb.shape[:2]
    factor = min(1.0, _MODEL_SIDE_PX / max(height, width))
    small = rgb
    if factor < 1.0:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    level = _levelling(small, roll_deg)
    if level is not None:
        small = _warped(small, level)
    pad = 0
    poses = detector.detect(small)
    if not poses:
        pad = round(_PAD * small.shape[0])
        small = cv2.copyMakeBorder(small, pad, 0, 0, 0, cv2.BORDER_CONSTANT, value=(127, 127, 127))
        poses = tuple(pose for pose in detector.detect(small) if _head_above(pose, pad))
        if not poses:
            raise NoPersonError()
    main = poses[0]
    bystanders = _count_others(small, main, poses[1:], detector)
    landmarks, mask, spread = _with_mirror(small, main, detector)
    landmarks = landmarks.shifted(0.0, -float(pad))
    mask = np.ascontiguousarray(mask[pad:])
    if level is not None:
        back = cv2.invertAffineTransform(level)
        landmarks = _mapped(landmarks, back)
        mask = _warped(mask, back)
    landmarks = landmarks.scaled(1.0 / factor)
    if factor < 1.0:
        mask = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    return Person(landmarks, spread / factor, mask, bystanders, head_cut=pad > 0)


def _levelling(picture: NDArray[np.uint8], roll_deg: float) -> FloatArray | None:
    """Affine map, shape (2, 3), that turns the content upright about the middle; None when it is."""
    if abs(roll_deg) < _LEVEL_ENOUGH_DEG:
        return None
    height, width = picture.shape[:2]
    # OpenCV counts from the middle of the first pixel, and turns counter-clockwise.
    return np.asarray(cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), roll_deg, 1.0))


def _warped(picture: NDArray[Scalar], matrix: FloatArray) -> NDArray[Scalar]:
    size = (picture.shape[1], picture.shape[0])
    border = cv2.BORDER_REPLICATE if picture.ndim == 3 else cv2.BORDER_CONSTANT
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=border))


def _mapped(landmarks: Landmarks, matrix: FloatArray) -> Landmarks:
    points = (landmarks.xy_px - 0.5) @ matrix[:, :2].T + matrix[:, 2] + 0.5
    return Landmarks(points, landmarks.z, landmarks.visibility, landmarks.presence)


def _head_above(pose: Pose, pad: int) -> bool:
    """Whether the head lies in the room added above: else the picture holds no cut-off person."""
    return bool(pose.landmarks.middle("ear")[1] < pad * 1.05)


def _with_mirror(
    picture: NDArray[np.uint8], pose: Pose, detector: Detector
) -> tuple[Landmarks, NDArray[np.float32], FloatArray]:
    """Means of landmarks and masks of picture and mirror image, and the landmarks' distance."""
    width = picture.shape[1]
    size = _size(pose.landmarks)
    one = pose.landmarks
    best: tuple[Landmarks, NDArray[np.float32]] | None = None
    nearest = 0.15 * size
    for item in detector.detect(np.ascontiguousarray(picture[:, ::-1])):
        mirrored = item.landmarks.mirrored(width)
        away = _distance(mirrored, one)
        if away < nearest:
            best, nearest = (mirrored, _mask(item)[:, ::-1]), away
    if best is None:
        return one, _mask(pose), np.full(len(one.xy_px), 0.03 * size)
    two, mask = best
    mean = Landmarks(
        (one.xy_px + two.xy_px) / 2,
        (one.z + two.z) / 2,
        (one.visibility + two.visibility) / 2,
        (one.presence + two.presence) / 2,
    )
    spread: FloatArray = np.linalg.norm(one.xy_px - two.xy_px, axis=1)
    return mean, np.asarray((_mask(pose) + mask) / 2, dtype=np.float32), spread


def _mask(pose: Pose) -> NDArray[np.float32]:
    if pose.mask is None:
        raise ValueError("the detector has to give masks")
    return pose.mask


def _size(landmarks: Landmarks) -> float:
    """Height of the body in the picture, pixels."""
    _, top, _, bottom = landmarks.extent_px
    return bottom - top


def _distance(one: Landmarks, two: Landmarks) -> float:
    """Between the middles of the trunks, pixels."""
    middles = [(item.middle("shoulder") + item.middle("hip")) / 2 for item in (one, two)]
    return float(np.linalg.norm(middles[0] - middles[1]))


def _count_others(picture: NDArray[np.uint8], main: Pose, found: tuple[Pose, ...], detector: Detector) -> int:
    """Number of smaller people; raises when another one could be meant.

    The detector often misses a second, smaller person in the whole picture, so what lies beside the first
    is looked at on its own.
    """
    size = _size(main.landmarks)
    apart = [item for item in found if _distance(item.landmarks, main.landmarks) > 0.25 * size]
    others = [_size(item.landmarks) for item in apart if _is_person(item)]
    if not others:
        for part in _parts_beside(picture, main):
            people = [item for item in detector.detect(part) if _is_person(item)]
            others += [_size(item.landmarks) for item in people[:1]]
    if any(other > _CANDIDATE * size for other in others):
        raise SeveralPeopleError()
    return len(others)


def _is_person(pose: Pose) -> bool:
    """Whether the model is sure, and enough of the picture really is that person."""
    return pose.probability > _SURE and bool((_mask(pose) > 0.6).sum() > 0.02 * _size(pose.landmarks) ** 2)


def _parts_beside(picture: NDArray[np.uint8], pose: Pose) -> list[NDArray[np.uint8]]:
    """The picture to the left and right of the person, where there is room for somebody."""
    columns = np.flatnonzero((_mask(pose) > 0.3).any(axis=0))
    rows = np.flatnonzero((_mask(pose) > 0.3).any(axis=1))
    if len(columns) == 0:
        return []
    needed = _BESIDE * _size(pose.landmarks)
    top, bottom = rows[0], min(picture.shape[0], rows[-1] + 1)
    sides = (slice(0, columns[0]), slice(columns[-1] + 1, picture.shape[1]))
    return [
        np.ascontiguousarray(picture[top:bottom, side]) for side in sides if side.stop - side.start > needed
    ]
