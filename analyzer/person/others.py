"""Other people in the picture: who stands small in the background, and who could be meant as well."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import SeveralPeopleError
from analyzer.person.detector import Detector, body_length_px, distance_px, height_px, mask_of
from analyzer.types import LandmarkName, Landmarks, Pose
from analyzer.types.arrays import FloatArray

_CANDIDATE: Final = 0.6
"""Another person whose body is at least this long, compared with the first, could be meant as well."""
_SURE: Final = 0.7
_SEEN: Final = 0.5
"""Mean visibility of head, trunk and legs of somebody who is really there."""
_AGREE: Final = 0.08
"""Answers for a picture and its mirror image differ by no more for a person, in body heights; what is taken
for a person by chance (a punch bag, clothes on a hook) looks different to the model each time."""
_BESIDE: Final = 0.25
"""Somebody may be beside the person where there is so much room, in body heights."""
_ROOM: Final = 0.2
"""Kept around somebody who is looked at again, in body lengths."""
_TOGETHER: Final = 1.3
"""Width by height up to which both sides are looked at together."""
_GREY: Final = 127
_BODY_MARGIN: Final = 0.1
"""Head and trunk reach so far beyond their landmarks, in body heights."""
_CORE: Final = np.array(
    [LandmarkName.NOSE]
    + [
        LandmarkName.of(side, part)
        for side in ("left", "right")
        for part in ("ear", "shoulder", "hip", "knee", "ankle")
    ]
)
_TRUNK: Final = np.array(
    [LandmarkName.NOSE]
    + [LandmarkName.of(side, part) for side in ("left", "right") for part in ("ear", "shoulder", "hip")]
)


def count_others(picture: NDArray[np.uint8], main: Pose, found: tuple[Pose, ...], detector: Detector) -> int:
    """Number of people in the background.

    The detector often misses a second person in the whole picture, so what lies beside the first is looked
    at on its own.

    Raises
    ------
    SeveralPeopleError
        When another one is as large as the first: as one who holds, helps, or is photographed too. Compared
        is the length of the body, as one may stand and the other lie.
    """
    length = body_length_px(main.landmarks)
    apart = 0.25 * height_px(main.landmarks)
    away = [item for item in found if distance_px(item.landmarks, main.landmarks) > apart]
    others = [(picture, item) for item in away if is_person(item)]
    if not others:
        for rows, columns, own in _beside(picture, main):
            part = picture[rows, columns].copy()
            part[:, own] = _GREY
            mask = mask_of(main)[rows, columns]
            people = [
                item for item in detector.detect(part) if is_person(item) and _is_other(item, mask, own)
            ]
            others += [(part, item) for item in people]
    real = [item for part, item in others if seen_again(part, item, detector)]
    if any(body_length_px(item.landmarks) > _CANDIDATE * length for item in real):
        raise SeveralPeopleError()
    return len(real)


def is_person(pose: Pose) -> bool:
    """Whether the model is sure, and enough of the picture really is that person."""
    enough = (mask_of(pose) > 0.6).sum() > 0.02 * height_px(pose.landmarks) * body_length_px(pose.landmarks)
    return pose.probability > _SURE and bool(enough)


def seen_again(picture: NDArray[np.uint8], pose: Pose, detector: Detector) -> bool:
    """Whether a closer look, at the mirror image, shows the same person."""
    if float(pose.landmarks.visibility[_CORE].mean()) < _SEEN:
        return False
    size = body_length_px(pose.landmarks)
    left, top, right, bottom = pose.landmarks.extent_px
    room = _ROOM * size
    rows = slice(max(0, int(top - room)), max(1, int(bottom + room)))
    columns = slice(max(0, int(left - room)), max(1, int(right + room)))
    near = picture[rows, columns]
    for item in detector.detect(np.ascontiguousarray(near[:, ::-1])):
        mirrored = item.landmarks.mirrored(near.shape[1]).shifted(columns.start, rows.start)
        middles = [_middles(landmarks) for landmarks in (pose.landmarks, mirrored)]
        if float(np.linalg.norm(middles[0] - middles[1], axis=1).mean()) < _AGREE * size:
            return True
    return False


def _middles(landmarks: Landmarks) -> FloatArray:
    """Middles of the sides, which hold whichever leg is called left."""
    return np.array([landmarks.middle(part) for part in ("ear", "shoulder", "hip", "knee", "ankle")])


def _is_other(pose: Pose, mask: NDArray[np.float32], own: slice) -> bool:
    """Whether the trunk is in this part of the picture, and not on the first person: not a body that was
    thought up around an arm.

    Parameters
    ----------
    mask : ndarray of float32, shape (height, width)
        The first person's, in this part.
    own : slice
        Columns that were covered.
    """
    x, y = (int(value) for value in (pose.landmarks.middle("shoulder") + pose.landmarks.middle("hip")) / 2)
    height, width = mask.shape
    inside = 0 <= x < width and 0 <= y < height and not own.start <= x < own.stop
    return inside and bool(mask[y, x] < 0.5)


def _beside(picture: NDArray[np.uint8], pose: Pose) -> list[tuple[slice, slice, slice]]:
    """Where somebody may be beside the person: rows and columns, and which of those columns to cover.

    Head and trunk are covered, and both sides looked at together; one by one in a wide picture, where people
    would be too small otherwise. The mask is not asked for the sides: it may reach over to whoever is held or
    touched.
    """
    size = height_px(pose.landmarks)
    seen = np.flatnonzero((mask_of(pose) > 0.3).any(axis=1))
    if len(seen) == 0:
        return []
    width = picture.shape[1]
    trunk = pose.landmarks.xy_px[_TRUNK, 0]
    left = min(width, max(0, round(float(trunk.min()) - _BODY_MARGIN * size)))
    right = max(0, min(width, round(float(trunk.max()) + _BODY_MARGIN * size)))
    rows = slice(int(seen[0]), min(picture.shape[0], int(seen[-1]) + 1))
    room = _BESIDE * size
    first, last = (0 if left > room else left), (width if width - right > room else right)
    if first == left and last == right:
        return []
    if last - first <= _TOGETHER * (rows.stop - rows.start):
        return [(rows, slice(first, last), slice(left - first, right - first))]
    sides = (slice(first, left), slice(right, last))
    return [(rows, side, slice(0, 0)) for side in sides if side.stop > side.start]
