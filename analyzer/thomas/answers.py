"""Several answers of the pose model for one picture, and which of them are the person on the table.

The model looks for people as they stand. It turns its own window along the body it finds, but its answers for
the picture as it is, turned and mirrored still differ, and where somebody helps each of them may be of the
wrong person or of both. Two looks do as long as they agree on somebody who may be in the direct test; else it
looks again, and at last with those covered who stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analyzer.geometry import inclination_deg
from analyzer.person.detector import Detector, body_length_px, mask_of
from analyzer.person.others import is_person
from analyzer.person.turned import turned_clockwise
from analyzer.thomas.plausible import CREDIBLE, leg_on_mask, near_leg_hangs, plausibility
from analyzer.types import Landmarks, Pose
from analyzer.types.arrays import FloatArray
from analyzer.types.landmarks import Side

LYING_DEG: Final = 55.0
"""Trunk against the vertical from which somebody may lie; one that is propped up more does not."""
BODY: Final = 0.4
_BORDER: Final = 0.012
"""Kept around a person who is covered, body lengths."""
_AGREE: Final = 0.35
"""Joints of two answers of one person are nearer than this, trunk lengths."""
_JOINTS: Final = ("shoulder", "hip", "knee", "ankle")
_SIDES: Final[tuple[Side, Side]] = ("left", "right")
_GREY: Final = 127
_UNLIKELY: Final = -100.0
_FITS: Final = -1.2
_WHOLE: Final = 0.7
"""Of answers whose leg lies on its mask by so much the first is as good as any."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A pose in pixels of the picture as it was given, and how it was found.

    Attributes
    ----------
    pose : Pose
    score : float
        `plausibility`, of somebody who lies.
    mirrored : bool
        Whether the model saw the mirror image.
    as_given : bool
        Whether it saw the picture as it was given.
    """

    pose: Pose
    score: float
    mirrored: bool
    as_given: bool

    @property
    def lies(self) -> bool:
        return lies(self.pose.landmarks)


@dataclass(slots=True)
class Answers:
    """Everything that was answered so far, in its order."""

    picture: NDArray[np.uint8]
    detector: Detector
    all: list[Answer] = field(default_factory=list)

    @property
    def lying(self) -> list[Answer]:
        return [answer for answer in self.all if answer.lies]

    def look(self, turn_deg: int, mirrored: bool, picture: NDArray[np.uint8] | None = None) -> None:
        """Ask the model once more, of the picture turned clockwise, and mirrored after that."""
        covered = picture is not None
        height, width = self.picture.shape[:2]
        turned = turned_clockwise(self.picture if picture is None else picture, turn_deg)
        size = (height, width) if turn_deg % 180 else (width, height)
        shown = np.ascontiguousarray(turned[:, ::-1] if mirrored else turned)
        for found in self.detector.detect(shown):
            pose = turned_pose(_mirrored(found) if mirrored else found, -turn_deg % 360, *size)
            own = lies(pose.landmarks)
            if own and covered and not is_person(pose):
                continue
            score = plausibility(pose) if own else _UNLIKELY
            self.all.append(Answer(pose, score, mirrored, not (turn_deg or mirrored or covered)))

    def partner(self, answer: Answer) -> Answer | None:
        """The nearest other answer that means the same person in the same pose."""
        away = [(_distance(answer.pose, other.pose), other) for other in self.lying if other is not answer]
        best = min(away, key=lambda item: item[0], default=None)
        return best[1] if best is not None and best[0] < _AGREE else None

    def settled(self) -> Answer | None:
        """A credible answer that another one agrees with."""
        found = [item for item in self.lying if item.score >= CREDIBLE and self.partner(item) is not None]
        return max(found, key=lambda item: min(leg_on_mask(item.pose), _WHOLE), default=None)

    def best(self) -> Answer | None:
        """Whoever lies, if nothing is settled: not what only a turned picture shows once, unless it fits."""
        found = [item for item in self.lying if item.as_given or item.score >= _FITS or self.partner(item)]
        return max(found, key=lambda item: item.score + 0.5 * bool(self.partner(item)), default=None)

    def legs_are_exchanged(self, answer: Answer) -> bool:
        """Whether the others say that this answer takes the near leg for the far one.

        The model errs more about that in mirror images.
        """
        weight = {True: 0.0, False: 0.0}
        for item in self.lying:
            if not item.mirrored:
                weight[near_leg_hangs(item.pose.landmarks)] += float(np.exp(item.score))
        own = near_leg_hangs(answer.pose.landmarks)
        return answer.mirrored and weight[not own] > weight[own]


def ask(picture: NDArray[np.uint8], detector: Detector) -> Answers:
    """Answers until two agree on somebody who may be in the direct test, or there is nothing more to try."""
    answers = Answers(picture, detector)
    answers.look(0, False)
    turn = turn_for(max(answers.lying, key=lambda item: item.score).pose.landmarks) if answers.lying else 90
    other = 360 - turn
    for turn_deg, mirrored in ((turn, True), (0, True), (turn, False), (other, False), (other, True)):
        answers.look(turn_deg, mirrored)
        if answers.settled():
            return answers
    upright = [item.pose for item in answers.all if not item.lies and is_person(item.pose)]
    if upright and not any(item.score >= CREDIBLE for item in answers.lying):
        rest = without(picture, [max(upright, key=lambda pose: body_length_px(pose.landmarks))])
        for turn_deg, mirrored in ((0, False), (turn, True), (0, True), (turn, False)):
            answers.look(turn_deg, mirrored, rest)
            if answers.settled():
                break
    return answers


def lies(landmarks: Landmarks, least_deg: float = LYING_DEG) -> bool:
    """Whether the trunk leans by so much from the vertical, and the head is not as far below the hips."""
    x, y = trunk_px(landmarks)
    return least_deg < abs(inclination_deg([0.0, 0.0], [x, -y])) < 180.0 - least_deg


def trunk_px(landmarks: Landmarks) -> FloatArray:
    """From the hips to the shoulders, pixels."""
    result: FloatArray = landmarks.middle("shoulder") - landmarks.middle("hip")
    return result


def turn_for(landmarks: Landmarks) -> int:
    """By how much a picture is turned clockwise to bring the head up."""
    return 90 if trunk_px(landmarks)[0] < 0 else 270


def without(picture: NDArray[np.uint8], people: list[Pose]) -> NDArray[np.uint8]:
    """The picture with people covered in grey."""
    rest = picture.copy()
    for pose in people:
        reach = 2 * max(1, round(_BORDER * body_length_px(pose.landmarks))) + 1
        own = cv2.dilate((mask_of(pose) > BODY).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
        rest[own] = _GREY
    return rest


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


def turned_pose(pose: Pose, turn_deg: int, width: int, height: int) -> Pose:
    """The pose in the picture turned clockwise, from one of this size."""
    if turn_deg == 0:
        return pose
    mask = np.ascontiguousarray(np.rot90(mask_of(pose), -turn_deg // 90 % 4))
    points = turn_points(pose.landmarks.xy_px, turn_deg, width, height)
    old = pose.landmarks
    return Pose(Landmarks(points, old.z, old.visibility, old.presence), pose.world_m, mask, pose.probability)


def _mirrored(pose: Pose) -> Pose:
    mask = np.ascontiguousarray(mask_of(pose)[:, ::-1])
    return Pose(pose.landmarks.mirrored(mask.shape[1]), pose.world_m, mask, pose.probability)


def _distance(one: Pose, two: Pose) -> float:
    """Largest distance between joints of two answers, sides matched, trunk lengths of the first."""
    unit = max(float(np.linalg.norm(trunk_px(one.landmarks))), 1.0)
    own = _joints(one.landmarks, _SIDES)
    others = (_joints(two.landmarks, sides) for sides in (_SIDES, _SIDES[::-1]))
    return min(float(np.linalg.norm(own - other, axis=1).max()) for other in others) / unit


def _joints(landmarks: Landmarks, sides: tuple[Side, ...]) -> FloatArray:
    return np.array([landmarks.on(side, part) for side in sides for part in _JOINTS])
