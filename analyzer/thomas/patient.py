"""Find the person who lies on the table, and turn the picture so that the head is up.

The pose model looks for people as they stand. It turns its own window along the body it finds, but its
answers for the picture as it is and for one that is turned and mirrored still differ: the mean of both is
better than either, and their distance says how sure each landmark is. With the head up, everything else of
this library that knows people upright can be used as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.errors import NoPersonError, SeveralPeopleError
from analyzer.geometry import inclination_deg
from analyzer.person.agree import merge
from analyzer.person.detector import Detector, body_length_px, distance_px, mask_of
from analyzer.person.frame import build_frame
from analyzer.person.others import is_person
from analyzer.person.standing import estimate_trunk_rotation
from analyzer.person.turned import turned_clockwise
from analyzer.thomas.errors import SEVERAL_LIE, NotSupineError
from analyzer.types import LandmarkName, Landmarks, Pose
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Facing

_MODEL_SIDE_PX: Final = 1024
_LYING_DEG: Final = 55.0
"""Trunk against the vertical from which somebody may lie; one that is propped up more does not."""
_SAME: Final = 0.12
"""Answers whose trunks are nearer than this, in body lengths, are of one person."""
_AS_LARGE: Final = 0.5
_BODY: Final = 0.4
_BORDER: Final = 0.012
"""Kept around a person who is covered, body lengths."""
_COVERED: Final = 0.5
"""What is taken for a person is less than this the one who was covered."""
_WHOLE: Final = 1.4
"""An answer with a body so many times longer than the first is believed instead."""
_ALONG: Final = 0.7
"""Cosine of the angle between trunks of one person in two answers."""
_FLAT_DEG: Final = 70.0
"""Trunk against the vertical of a second patient; who bends over a patient to hold a leg does not lie."""
_LEGS: Final = np.arange(LandmarkName.LEFT_KNEE, LandmarkName.RIGHT_FOOT_INDEX + 1)
_LEGS_APART: Final = 0.12
"""Knees of a leg that hangs and one that is held are farther apart, trunk lengths."""
_SIDE_DEG: Final = 45.0
"""Trunk out of the side view: 0 on the back, 90 on the side; a camera from above makes it some 20."""
_GREY: Final = 127
_TURN: Final[dict[Facing, int]] = {"left": 90, "right": 270}
"""By how much a picture is turned clockwise to bring the head up, by the side where the head lies."""


@dataclass(frozen=True, slots=True, eq=False)
class Patient:
    """The person on the table, in pixels of the picture turned by ``turn_deg`` so that the head is up.

    Attributes
    ----------
    landmarks : Landmarks
    spread_px : ndarray, shape (33,)
        Distance between the two answers of the model.
    mask : ndarray of float32, shape (height, width)
    head : {"left", "right"}
        The side of the picture, as it was given, where the head lies.
    turn_deg : int
    helpers : int
        Other people in the picture.
    """

    landmarks: Landmarks
    spread_px: FloatArray
    mask: NDArray[np.float32]
    head: Facing
    turn_deg: int
    helpers: int


def find_patient(rgb: NDArray[np.uint8], detector: Detector) -> Patient:
    """The one person who lies in the picture.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    detector : Detector

    Raises
    ------
    NoPersonError, SeveralPeopleError
        Nobody is found; two lie, or stand as large as each other beside nobody who lies.
    NotSupineError
        Nobody lies on the back.
    """
    height, width = rgb.shape[:2]
    factor = min(1.0, _MODEL_SIDE_PX / max(height, width))
    small = rgb
    if factor < 1.0:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    poses = _notice(small, detector)
    lying = [pose for pose in poses if _lies(pose.landmarks)]
    if not lying:
        # Somebody who stands before the table may be all that was noticed.
        behind = detector.detect(_without(small, poses))
        lying = [pose for pose in behind if _lies(pose.landmarks) and is_person(pose)]
    if not lying:
        raise NotSupineError()
    main = max(lying, key=lambda pose: (_lies(pose.landmarks, _FLAT_DEG), body_length_px(pose.landmarks)))
    length = body_length_px(main.landmarks)
    others = _others(small, main, poses, detector)
    if any(
        _lies(pose.landmarks, _FLAT_DEG) and body_length_px(pose.landmarks) > _AS_LARGE * length
        for pose in others
    ):
        raise SeveralPeopleError(SEVERAL_LIE)
    head: Facing = "left" if _trunk(main.landmarks)[0] < 0 else "right"
    turn = _TURN[head]
    landmarks, mask, spread = _twice(small, main, turn, detector)
    if factor < 1.0:
        landmarks, spread = landmarks.scaled(1.0 / factor), spread / factor
        turned_size = (width, height) if turn % 180 == 0 else (height, width)
        mask = cv2.resize(mask, turned_size, interpolation=cv2.INTER_LINEAR)
    patient = Patient(landmarks, spread, np.asarray(mask, dtype=np.float32), head, turn, len(others))
    if not _face_up(patient) or _on_the_side(patient):
        raise NotSupineError()
    return patient


def turn_points(points_px: FloatArray, turn_deg: int, width: float, height: float) -> FloatArray:
    """Pixels of a picture, shape (..., 2), in the picture turned clockwise by quarters.

    Parameters
    ----------
    width, height : float
        Of the picture before it is turned.

    Examples
    --------
    >>> turn_points(np.array([10.0, 0.0]), 90, 100, 50).tolist()
    [50.0, 10.0]
    """
    x, y = points_px[..., 0], points_px[..., 1]
    turned = {
        0: (x, y),
        90: (height - y, x),
        180: (width - x, height - y),
        270: (y, width - x),
    }[turn_deg % 360]
    return np.stack(turned, axis=-1)


def _notice(small: NDArray[np.uint8], detector: Detector) -> list[Pose]:
    """People in the picture, looked for again in turned copies when nobody, or nobody lying, is noticed."""
    height, width = small.shape[:2]
    found: list[Pose] = []
    for turn in (0, 90, 270):
        turned = turned_clockwise(small, turn)
        size = (width, height) if turn == 0 else (height, width)
        found += [_turned_pose(pose, -turn % 360, *size) for pose in detector.detect(turned)]
        if any(_lies(pose.landmarks) for pose in found):
            return found
    if not found:
        raise NoPersonError()
    return found


def _others(small: NDArray[np.uint8], main: Pose, found: list[Pose], detector: Detector) -> list[Pose]:
    """Other people. Who is partly behind the first is often missed, so the rest is looked at alone."""
    length = body_length_px(main.landmarks)
    apart = [pose for pose in found if distance_px(pose.landmarks, main.landmarks) > _SAME * length]
    others = [pose for pose in apart if is_person(pose)]
    if others:
        return others
    own = mask_of(main) > _BODY
    seen = [pose for pose in detector.detect(_without(small, [main])) if is_person(pose)]
    return [pose for pose in seen if own[mask_of(pose) > _BODY].mean() < _COVERED]


def _without(small: NDArray[np.uint8], people: list[Pose]) -> NDArray[np.uint8]:
    """The picture with people covered in grey."""
    rest = small.copy()
    for pose in people:
        reach = 2 * max(1, round(_BORDER * body_length_px(pose.landmarks))) + 1
        own = cv2.dilate((mask_of(pose) > _BODY).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
        rest[own] = _GREY
    return rest


def _turned_pose(pose: Pose, turn_deg: int, width: int, height: int) -> Pose:
    """The pose in the picture turned clockwise, from one of this size."""
    if turn_deg == 0:
        return pose
    mask = np.ascontiguousarray(np.rot90(mask_of(pose), -turn_deg // 90 % 4))
    return Pose(_turned(pose.landmarks, turn_deg, width, height), pose.world_m, mask, pose.probability)


def _turned(landmarks: Landmarks, turn_deg: int, width: int, height: int) -> Landmarks:
    points = turn_points(landmarks.xy_px, turn_deg, width, height)
    return Landmarks(points, landmarks.z, landmarks.visibility, landmarks.presence)


def _twice(
    small: NDArray[np.uint8], main: Pose, turn_deg: int, detector: Detector
) -> tuple[Landmarks, NDArray[np.float32], FloatArray]:
    """Landmarks, mask and distance of the answers for the picture and for it turned and mirrored."""
    height, width = small.shape[:2]
    upright = _turned_pose(main, turn_deg, width, height)
    one, length = upright.landmarks, body_length_px(upright.landmarks)
    turned = turned_clockwise(small, turn_deg)
    best: Pose | None = None
    mirrored_best, nearest = one, 0.3 * length
    answers = [
        (pose, pose.landmarks.mirrored(turned.shape[1]))
        for pose in detector.detect(np.ascontiguousarray(turned[:, ::-1]))
    ]
    for pose, mirrored in answers:
        directions = [
            _trunk(item) / max(float(np.linalg.norm(_trunk(item))), 1.0) for item in (mirrored, one)
        ]
        if float(directions[0] @ directions[1]) < _ALONG:
            continue  # head and feet exchanged, or somebody who stands
        near = distance_px(mirrored, one) < 0.5 * body_length_px(mirrored)
        if body_length_px(mirrored) > _WHOLE * length and near and is_person(pose):
            # The first answer was no whole body.
            mask = np.ascontiguousarray(mask_of(pose)[:, ::-1])
            return mirrored, mask, np.full(len(one.xy_px), 0.02 * body_length_px(mirrored))
        if (away := distance_px(mirrored, one)) < nearest:
            best, mirrored_best, nearest = pose, mirrored, away
    if best is None:
        return one, mask_of(upright), np.full(len(one.xy_px), 0.02 * length)
    mask = np.asarray((mask_of(upright) + mask_of(best)[:, ::-1]) / 2, dtype=np.float32)
    mean, spread = merge(one, mirrored_best, mask)
    return _with_both_legs(mean, (one, mirrored_best), mask), mask, spread


def _with_both_legs(
    mean: Landmarks, answers: tuple[Landmarks, Landmarks], mask: NDArray[np.float32]
) -> Landmarks:
    """The mean of both answers, with the legs of one of them where the mean took one leg for both.

    Legs that lie over each other in standing are the same place; in this test they never are.
    """
    unit = float(np.linalg.norm(_trunk(mean)))
    if _apart(mean) > _LEGS_APART * unit:
        return mean
    whole = [item for item in answers if _apart(item) > _LEGS_APART * unit]
    if not whole:
        return mean
    best = max(whole, key=lambda item: _on_body(item, mask))
    parts = {name: getattr(mean, name).copy() for name in ("xy_px", "z", "visibility", "presence")}
    for name, values in parts.items():
        values[_LEGS] = getattr(best, name)[_LEGS]
    return Landmarks(**parts)


def _apart(landmarks: Landmarks) -> float:
    """Distance between both knees, pixels."""
    return float(np.linalg.norm(landmarks.on("left", "knee") - landmarks.on("right", "knee")))


def _on_body(landmarks: Landmarks, mask: NDArray[np.float32]) -> float:
    """Mean of the mask at knees, ankles and feet."""
    points = landmarks.xy_px[_LEGS]
    x = np.clip(points[:, 0].astype(int), 0, mask.shape[1] - 1)
    y = np.clip(points[:, 1].astype(int), 0, mask.shape[0] - 1)
    return float(mask[y, x].mean())


def _trunk(landmarks: Landmarks) -> FloatArray:
    """From the hips to the shoulders, pixels."""
    result: FloatArray = landmarks.middle("shoulder") - landmarks.middle("hip")
    return result


def _lies(landmarks: Landmarks, least_deg: float = _LYING_DEG) -> bool:
    x, y = _trunk(landmarks)
    return abs(inclination_deg([0.0, 0.0], [x, -y])) > least_deg


def _face_up(patient: Patient) -> bool:
    """Whether the nose is above the ears: on the back, not prone."""
    landmarks = patient.landmarks
    sign = 1.0 if patient.head == "left" else -1.0  # head left: turned clockwise, up is to the right
    nose = landmarks.xy_px[0, 0] - landmarks.middle("ear")[0]
    shoulder = float(np.linalg.norm(_trunk(landmarks)))
    return bool(sign * nose > -0.05 * shoulder)


def _on_the_side(patient: Patient) -> bool:
    """Whether the shoulders, or the hips, lie one above the other, as of somebody on the side."""
    facing: Facing = "right" if patient.head == "left" else "left"
    return estimate_trunk_rotation(patient.landmarks, build_frame(patient.landmarks, facing)) > _SIDE_DEG
