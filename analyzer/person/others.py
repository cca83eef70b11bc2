"""Other people in the picture: who stands small in the background, and who could be meant as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
_HEAD: Final = 1.3
"""Of what is covered of a head, in distances from the shoulder to the middle of the face,"""
_HEAD_OF_TRUNK: Final = 0.5
_HEAD_OF_FACE: Final = 3.3
"""and at least, in trunk lengths and in distances from the eyes to the mouth: a chin on the chest brings
shoulder and face near, and shoulders behind something else are guessed."""
_OWN: Final = 0.5
_FACE: Final = np.arange(LandmarkName.NOSE, LandmarkName.MOUTH_RIGHT + 1)
_FACE_LIKELY: Final = 0.45
_FACE_SEEN: Final = 0.9
"""An answer holds a face that can be seen: how probable it is, and the mean visibility of the face's points.
Chosen on rendered therapists beside a table; by chance the model is less sure of either."""
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


@dataclass(frozen=True, slots=True, eq=False)
class Others:
    """Who else is in the picture.

    Attributes
    ----------
    count : int
        How many are surely there.
    heads_px : ndarray, shape (n, 3)
        Middle and radius of the head of everybody who may be there: rather one too many is covered.
    """

    count: int
    heads_px: FloatArray


def head_circle(landmarks: Landmarks) -> FloatArray:
    """Middle and radius of a head, ``[x, y, radius]``, wherever the person looks; it holds all of it."""
    shoulder, ear, eye, mouth = (landmarks.middle(part) for part in ("shoulder", "ear", "eye", "mouth"))
    middle = (ear + eye + mouth) / 3.0
    trunk = float(np.linalg.norm(shoulder - landmarks.middle("hip")))
    away = float(np.linalg.norm(shoulder - middle))
    face = float(np.linalg.norm(mouth - eye))
    return np.array([*middle, max(_HEAD * away, _HEAD_OF_TRUNK * trunk, _HEAD_OF_FACE * face)])


def heads_beside(people: Sequence[Pose], own: NDArray[np.bool_]) -> FloatArray:
    """`head_circle` of all whose face may be seen, shape (n, 3): to cover them, so rather one too many.

    Parameters
    ----------
    people : sequence of Pose
        Answers of the model, several of one person too. Those whose head lies on the person to be measured
        are left out: that face is known, and what is measured must not be covered.
    own : ndarray of bool, shape (height, width)
        The mask of that person.
    """
    faces = [
        item.landmarks
        for item in people
        if item.probability >= _FACE_LIKELY and float(item.landmarks.visibility[_FACE].mean()) >= _FACE_SEEN
    ]
    heads = np.array([head_circle(landmarks) for landmarks in faces]).reshape(-1, 3)
    x = np.clip(heads[:, 0].astype(int), 0, own.shape[1] - 1)
    y = np.clip(heads[:, 1].astype(int), 0, own.shape[0] - 1)
    result: FloatArray = heads[~own[y, x]]
    return result


def find_others(
    picture: NDArray[np.uint8], main: Pose, found: tuple[Pose, ...], detector: Detector
) -> Others:
    """People in the background.

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
    seen = list(away)
    if not others:
        for rows, columns, own in _beside(picture, main):
            part = picture[rows, columns].copy()
            part[:, own] = _GREY
            mask = mask_of(main)[rows, columns]
            answers = detector.detect(part)
            others += [(part, item) for item in answers if is_person(item) and _is_other(item, mask, own)]
            seen += [
                replace(item, landmarks=item.landmarks.shifted(columns.start, rows.start)) for item in answers
            ]
    real = [item for part, item in others if seen_again(part, item, detector)]
    if any(body_length_px(item.landmarks) > _CANDIDATE * length for item in real):
        raise SeveralPeopleError()
    return Others(len(real), heads_beside(seen, mask_of(main) > _OWN))


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
