"""Find the person to be analysed: landmarks and mask, from the photo and its mirror image.

The pose model is not quite symmetric: a mirrored photo gives slightly other landmarks, and its mask leaks
into other parts of the background. The mean of both is better than either, and the same for a person who
faces left or right; their difference says how sure each landmark is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.errors import NoPersonError
from analyzer.person.agree import merge
from analyzer.person.detector import Detector, distance_px, height_px, look_beside, mask_of
from analyzer.person.others import find_others
from analyzer.person.small import Window, find_small
from analyzer.types import Landmarks, Pose
from analyzer.types.arrays import FloatArray
from analyzer.types.geometry import no_heads

_MODEL_SIDE_PX: Final = 1024
"""Larger pictures do not help the model, which sees 256 by 256 pixels of the person."""
_PAD: Final = 0.25
"""Grey room added above a photo whose head may be cut off, in parts of its height."""


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
    other_heads_px : ndarray, shape (n, 3)
        Middle and radius of the heads of everybody else who was found.
    """

    landmarks: Landmarks
    spread_px: FloatArray
    mask: NDArray[np.float32]
    bystanders: int
    head_cut: bool
    other_heads_px: FloatArray = field(default_factory=no_heads)


def find_person(rgb: NDArray[np.uint8], detector: Detector) -> Person:
    """The one person in the picture. What is level is taken into account later, from landmarks and mask.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    detector : Detector

    Raises
    ------
    NoPersonError
        When nobody is found.
    SeveralPeopleError
        When two or more could be meant.
    """
    person = _look(rgb, detector)
    if person is None:
        window = find_small(rgb, detector)
        if window is not None:
            person = _look(np.ascontiguousarray(rgb[window]), detector)
        if window is None or person is None:
            raise NoPersonError()
        person = _put_back(person, window, rgb.shape[:2])
    return person


def _put_back(person: Person, window: Window, shape: tuple[int, int]) -> Person:
    """The same person in the whole picture."""
    rows, columns = window
    mask = np.zeros(shape, np.float32)
    mask[window] = person.mask
    landmarks = person.landmarks.shifted(columns.start, rows.start)
    heads = person.other_heads_px + np.array([columns.start, rows.start, 0.0])
    return replace(person, landmarks=landmarks, mask=mask, other_heads_px=heads)


def _look(rgb: NDArray[np.uint8], detector: Detector) -> Person | None:
    """The one person that the model notices in a picture, if any."""
    height, width = rgb.shape[:2]
    factor = min(1.0, _MODEL_SIDE_PX / max(height, width))
    small = rgb
    if factor < 1.0:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    pad = 0
    mirrored = look_beside(detector, _flipped(small))
    poses = detector.detect(small)
    if not poses:
        pad = round(_PAD * small.shape[0])
        small = cv2.copyMakeBorder(small, pad, 0, 0, 0, cv2.BORDER_CONSTANT, value=(127, 127, 127))
        poses = tuple(pose for pose in detector.detect(small) if _head_above(pose, pad))
        if not poses:
            return None
        mirrored = look_beside(detector, _flipped(small))
    main = poses[0]
    others = find_others(small, main, poses[1:], detector)
    landmarks, mask, spread = _with_mirror(main, mirrored(), small.shape[1])
    landmarks = landmarks.shifted(0.0, -float(pad))
    mask = np.ascontiguousarray(mask[pad:])
    landmarks = landmarks.scaled(1.0 / factor)
    if factor < 1.0:
        mask = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    heads = (others.heads_px - np.array([0.0, pad, 0.0])) / factor
    return Person(landmarks, spread / factor, mask, others.count, head_cut=pad > 0, other_heads_px=heads)


def _head_above(pose: Pose, pad: int) -> bool:
    """Whether the head lies in the room added above: else the picture holds no cut-off person."""
    return bool(pose.landmarks.middle("ear")[1] < pad * 1.05)


def _flipped(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.flip(picture, 1))


def _with_mirror(
    pose: Pose, mirrored: tuple[Pose, ...], width: int
) -> tuple[Landmarks, NDArray[np.float32], FloatArray]:
    """Means of landmarks and masks of picture and mirror image, and the landmarks' distance."""
    size = height_px(pose.landmarks)
    one = pose.landmarks
    best: tuple[Landmarks, Pose] | None = None
    nearest = 0.15 * size
    for item in mirrored:
        landmarks = item.landmarks.mirrored(width)
        away = distance_px(landmarks, one)
        if away < nearest:
            best, nearest = (landmarks, item), away
    if best is None:
        return one, mask_of(pose), np.full(len(one.xy_px), 0.03 * size)
    two, other = best
    mask = np.asarray(cv2.addWeighted(mask_of(pose), 0.5, cv2.flip(mask_of(other), 1), 0.5, 0.0))
    mean, spread = merge(one, two, mask)
    return mean, mask, spread
