"""Find the person who lies on the table, and turn the picture so that the head is up.

The mean of two answers of the pose model (see `answers`) is better than either, and their distance says how
sure each landmark is. With the head up, everything else of this library that knows people upright can be used
as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.errors import NoPersonError, SeveralPeopleError
from analyzer.language import tr
from analyzer.person.agree import merge
from analyzer.person.detector import Detector, body_length_px, distance_px, mask_of
from analyzer.person.frame import build_frame
from analyzer.person.others import heads_beside, is_person
from analyzer.person.standing import estimate_trunk_rotation
from analyzer.person.turned import turned_clockwise
from analyzer.thomas.answers import (
    BODY,
    Answer,
    Answers,
    ask,
    lies,
    trunk_px,
    turn_for,
    turned_pose,
    without,
)
from analyzer.thomas.errors import SEVERAL_LIE, HipOrKneeCoveredError, NotSupineError
from analyzer.thomas.plausible import knees_apart_px, leg_on_mask
from analyzer.types import LandmarkName, Landmarks, Pose
from analyzer.types.arrays import FloatArray
from analyzer.types.codes import Facing
from analyzer.types.geometry import no_heads

_MODEL_SIDE_PX: Final = 1024
_SAME: Final = 0.12
"""Answers whose trunks are nearer than this, in body lengths, are of one person."""
_AS_LARGE: Final = 0.3
"""A second patient has at least such a share of the first one's length: what is behind is smaller, and partly
hidden."""
_COVERED: Final = 0.6
"""What is taken for a person is less than this the one who was covered,"""
_BESIDE: Final = 0.035
"""and at least so large beside that one, squares of the first one's length."""
_END: Final = (0.6, 0.75)
"""Share of the picture's width and height, from the top, that is looked at alone."""
_FLAT_DEG: Final = 60.0
"""Trunk against the vertical of a second patient; who bends over a patient to hold a leg does not lie."""
_SURE: Final = 0.85
"""How sure the model is of a second patient, partly hidden, at an end of the picture."""
Part = tuple[int, int, int]
"""Of a picture: its left and right, and its lower end; it begins at the top."""
_LEGS: Final = np.arange(LandmarkName.LEFT_KNEE, LandmarkName.RIGHT_FOOT_INDEX + 1)
_LOWER: Final = np.arange(LandmarkName.LEFT_HIP, LandmarkName.RIGHT_FOOT_INDEX + 1)
_LEGS_APART: Final = 0.12
"""Knees of a leg that hangs and one that is held are farther apart, trunk lengths."""
_LEG_LOST: Final = 0.3
"""By so much less a leg lies on the mask of an answer that has lost it to somebody else."""
_SIDE_DEG: Final = 45.0
"""Trunk out of the side view: 0 on the back, 90 on the side; a camera from above makes it some 20."""


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
    other_heads_px : ndarray, shape (n, 3)
        Middle and radius of their heads, and of others who may be there; pixels of the picture as it was
        given.
    """

    landmarks: Landmarks
    spread_px: FloatArray
    mask: NDArray[np.float32]
    head: Facing
    turn_deg: int
    helpers: int
    other_heads_px: FloatArray = field(default_factory=no_heads)


def find_patient(rgb: NDArray[np.uint8], detector: Detector) -> Patient:
    """The one person who lies in the picture.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3)
    detector : Detector

    Raises
    ------
    NoPersonError, SeveralPeopleError
        Nobody is found; two lie.
    NotSupineError, HipOrKneeCoveredError
        Nobody lies on the back; too little is seen of somebody who lies.
    """
    height, width = rgb.shape[:2]
    factor = min(1.0, _MODEL_SIDE_PX / max(height, width))
    small = rgb
    if factor < 1.0:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    answers = ask(small, detector)
    main = answers.settled() or answers.best()
    if main is None:
        if answers.lying:  # somebody lies of whom too little is seen
            raise HipOrKneeCoveredError()
        raise NotSupineError() if answers.all else NoPersonError()
    helpers, heads = _helpers(small, main.pose, answers, detector)
    turn = turn_for(main.pose.landmarks)
    landmarks, mask, spread = _together(small, main, answers, turn)
    if factor < 1.0:
        landmarks, spread = landmarks.scaled(1.0 / factor), spread / factor
        turned_size = (width, height) if turn % 180 == 0 else (height, width)
        mask = cv2.resize(mask, turned_size, interpolation=cv2.INTER_LINEAR)
    head: Facing = "left" if turn == 90 else "right"
    patient = Patient(
        landmarks, spread, np.asarray(mask, dtype=np.float32), head, turn, helpers, heads / factor
    )
    if not _face_up(patient) or _on_the_side(patient):
        raise NotSupineError()
    return patient


def _helpers(
    small: NDArray[np.uint8], main: Pose, answers: Answers, detector: Detector
) -> tuple[int, FloatArray]:
    """How many others there are, and the heads of all who may be. Who is partly behind the first is often
    missed, so both ends of the picture are looked at without the patient.

    Raises
    ------
    SeveralPeopleError
        A second person lies.
    """
    length, own = body_length_px(main.landmarks), mask_of(main) > BODY
    apart = [
        item.pose for item in answers.all if distance_px(item.pose.landmarks, main.landmarks) > _SAME * length
    ]
    others = [pose for pose in apart if is_person(pose) and not _on(own, pose)]
    rest = without(small, [main])
    ends = _ends(rest, detector, turn_for(main.landmarks))
    if not others:
        others = _at_the_ends(ends, main, own)
    if any(
        lies(pose.landmarks, _FLAT_DEG) and body_length_px(pose.landmarks) > _AS_LARGE * length
        for pose in others
    ):
        raise SeveralPeopleError(tr(SEVERAL_LIE))
    seen = [*others, *detector.detect(rest), *(_in_whole(pose, part) for part, pose in ends)]
    return len(_distinct(others)), heads_beside(seen, own)


def _ends(rest: NDArray[np.uint8], detector: Detector, turn_deg: int) -> list[tuple[Part, Pose]]:
    """Answers for both ends of a picture in which the patient is covered, each in pixels of its part.

    The model misses half of those who lie behind and are partly hidden, and finds some of them with their
    head up: so an end where nobody is seen is looked at turned, too.
    """
    width = rest.shape[1]
    half, below = round(_END[0] * width), round(_END[1] * len(rest))
    parts = ((0, half, below), (width - half, width, below))
    found = []
    for part in parts:
        end = np.ascontiguousarray(rest[:below, part[0] : part[1]])
        seen = detector.detect(end)
        if not any(is_person(pose) for pose in seen):
            turned = detector.detect(turned_clockwise(end, turn_deg))
            seen = (*seen, *(turned_pose(pose, -turn_deg % 360, below, half) for pose in turned))
        found += [(part, pose) for pose in seen]
    return found


def _in_whole(pose: Pose, part: Part) -> Pose:
    """An answer for a part, in pixels of the whole picture; without its mask."""
    return Pose(pose.landmarks.shifted(part[0], 0), pose.world_m, None, pose.probability)


def _at_the_ends(ends: list[tuple[Part, Pose]], main: Pose, own: NDArray[np.bool_]) -> list[Pose]:
    """People in both ends of the picture: what is seen of them is their own, and not the patient's."""
    found = []
    for part, pose in ends:
        left, right, below = part
        body = mask_of(pose) > BODY
        beside = float((body & ~own[:below, left:right]).sum())
        enough = beside > _BESIDE * body_length_px(main.landmarks) ** 2
        sure = is_person(pose) and pose.probability > _SURE
        if sure and enough and beside > (1.0 - _COVERED) * body.sum():
            found.append(_in_whole(pose, part))
    return found


def _distinct(people: list[Pose]) -> list[Pose]:
    """One answer of each."""
    found: list[Pose] = []
    for pose in people:
        length = body_length_px(pose.landmarks)
        if all(distance_px(pose.landmarks, other.landmarks) > 2.0 * _SAME * length for other in found):
            found.append(pose)
    return found


def _on(own: NDArray[np.bool_], pose: Pose) -> bool:
    """Whether the middle of the trunk lies on the patient: an answer that mixes both."""
    x, y = (pose.landmarks.middle("shoulder") + pose.landmarks.middle("hip")) / 2.0
    height, width = own.shape
    inside = 0 <= x < width and 0 <= y < height
    return bool(inside and own[int(y), int(x)])


def _together(
    small: NDArray[np.uint8], main: Answer, answers: Answers, turn_deg: int
) -> tuple[Landmarks, NDArray[np.float32], FloatArray]:
    """Landmarks, mask and distance of two answers, in the picture turned so that the head is up."""
    height, width = small.shape[:2]
    upright = turned_pose(main.pose, turn_deg, width, height)
    one, length = upright.landmarks, body_length_px(upright.landmarks)
    if answers.legs_are_exchanged(main):
        one = _exchanged(one)
    second = answers.partner(main)
    if second is not None and leg_on_mask(main.pose) - leg_on_mask(second.pose) > _LEG_LOST:
        second = None
    if second is None:
        return one, mask_of(upright), np.full(len(one.xy_px), 0.02 * length)
    other = turned_pose(second.pose, turn_deg, width, height)
    mask = np.asarray((mask_of(upright) + mask_of(other)) / 2, dtype=np.float32)
    mean, spread = merge(one, other.landmarks, mask)
    return _with_both_legs(mean, (one, other.landmarks), mask), mask, spread


def _exchanged(landmarks: Landmarks) -> Landmarks:
    """With both legs called the other way round."""
    order = np.arange(len(landmarks.xy_px))
    order[_LOWER] = [LandmarkName(int(index)).opposite for index in _LOWER]
    return Landmarks(
        landmarks.xy_px[order], landmarks.z[order], landmarks.visibility[order], landmarks.presence[order]
    )


def _with_both_legs(
    mean: Landmarks, answers: tuple[Landmarks, Landmarks], mask: NDArray[np.float32]
) -> Landmarks:
    """The mean of both answers, with the legs of one of them where the mean took one leg for both.

    Legs that lie over each other in standing are the same place; in this test they never are.
    """
    unit = float(np.linalg.norm(trunk_px(mean)))
    if knees_apart_px(mean) > _LEGS_APART * unit:
        return mean
    whole = [item for item in answers if knees_apart_px(item) > _LEGS_APART * unit]
    if not whole:
        return mean
    best = max(whole, key=lambda item: _on_body(item, mask))
    parts = {name: getattr(mean, name).copy() for name in ("xy_px", "z", "visibility", "presence")}
    for name, values in parts.items():
        values[_LEGS] = getattr(best, name)[_LEGS]
    return Landmarks(**parts)


def _on_body(landmarks: Landmarks, mask: NDArray[np.float32]) -> float:
    """Mean of the mask at knees, ankles and feet."""
    points = landmarks.xy_px[_LEGS]
    x = np.clip(points[:, 0].astype(int), 0, mask.shape[1] - 1)
    y = np.clip(points[:, 1].astype(int), 0, mask.shape[0] - 1)
    return float(mask[y, x].mean())


def _face_up(patient: Patient) -> bool:
    """Whether the nose is above the ears: on the back, not prone."""
    landmarks = patient.landmarks
    sign = 1.0 if patient.head == "left" else -1.0  # head left: turned clockwise, up is to the right
    nose = landmarks.xy_px[0, 0] - landmarks.middle("ear")[0]
    shoulder = float(np.linalg.norm(trunk_px(landmarks)))
    return bool(sign * nose > -0.05 * shoulder)


def _on_the_side(patient: Patient) -> bool:
    """Whether the shoulders, or the hips, lie one above the other, as of somebody on the side."""
    facing: Facing = "right" if patient.head == "left" else "left"
    return estimate_trunk_rotation(patient.landmarks, build_frame(patient.landmarks, facing)) > _SIDE_DEG
