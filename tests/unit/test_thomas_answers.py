"""Which of several answers of the pose model is the person on the table."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from analyzer.errors import SeveralPeopleError
from analyzer.thomas.answers import ask, turned_pose
from analyzer.thomas.errors import HipOrKneeCoveredError, NotSupineError
from analyzer.thomas.patient import find_patient
from analyzer.thomas.plausible import CREDIBLE, leg_on_mask, near_leg_hangs, plausibility
from analyzer.types import LandmarkName, Landmarks, Pose

WIDTH, HEIGHT = 640, 480
PARTS = {"ear": (1.35, 0.0), "shoulder": (1.0, 0.0), "hip": (0.0, 0.0)}


def figure(out=10.0, held=-110.0, *, near="right", size=120.0, leg=0.9) -> Pose:
    """Somebody on the back, head to the left, thighs so many degrees below the horizontal."""
    xy = np.full((33, 2), 0.0)
    hip = np.array([300.0, 240.0])
    for part, (headward, up) in PARTS.items():
        for side in ("left", "right"):
            xy[LandmarkName.of(side, part)] = hip + size * np.array([-headward, -up])
    far = {"left": "right", "right": "left"}[near]
    for side, below, bend in ((near, out, 60.0), (far, held, 110.0)):
        thigh, shank = np.radians(below), np.radians(below + bend)
        knee = hip + leg * size * np.array([np.cos(thigh), np.sin(thigh)])
        ankle = knee + 0.82 * size * np.array([np.cos(shank), np.sin(shank)])
        for part, at in (("knee", knee), ("ankle", ankle), ("heel", ankle), ("foot_index", ankle)):
            xy[LandmarkName.of(side, part)] = at
    return of(xy)


def of(xy) -> Pose:
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    marks = Landmarks(xy, np.zeros(33), np.ones(33), np.ones(33))
    for one, two in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle")):
        for side in ("left", "right"):
            ends = [tuple(int(v) for v in marks.on(side, part)) for part in (one, two)]
            cv2.line(mask, *ends, 1.0, 40)
    return Pose(marks, np.zeros((33, 3)), mask, 0.99)


def standing() -> Pose:
    xy = np.zeros((33, 2))
    for part, y in (("ear", 30), ("shoulder", 90), ("hip", 200), ("knee", 300), ("ankle", 390)):
        for side in ("left", "right"):
            xy[LandmarkName.of(side, part)] = (500.0, y)
    return of(xy)


def shown(pose: Pose, turn_deg: int, mirrored: bool) -> Pose:
    """What the model would say of the picture turned and mirrored."""
    pose = turned_pose(pose, turn_deg, WIDTH, HEIGHT)
    if not mirrored:
        return pose
    mask = np.ascontiguousarray(pose.mask[:, ::-1])
    return Pose(pose.landmarks.mirrored(mask.shape[1]), pose.world_m, mask, pose.probability)


class Model:
    """Gives prepared answers, one for each look."""

    def __init__(self, *answers: Pose) -> None:
        self.answers, self.looks = list(answers), 0

    def detect(self, rgb, *, with_mask=True):
        self.looks += 1
        return (self.answers.pop(0),) if self.answers else ()


PICTURE = np.zeros((HEIGHT, WIDTH, 3), np.uint8)


@pytest.mark.parametrize(("out", "held"), [(10.0, -110.0), (-25.0, -125.0), (20.0, -95.0)])
def test_the_pose_of_the_test_is_credible_on_either_side(out, held):
    for near in ("left", "right"):
        assert plausibility(figure(out, held, near=near)) > CREDIBLE
    assert near_leg_hangs(figure(out, held, near="right").landmarks)
    assert not near_leg_hangs(figure(out, held, near="left").landmarks)


@pytest.mark.parametrize(
    "odd",
    [
        figure(out=100.0, held=90.0),  # legs of somebody who stands
        figure(out=10.0, held=12.0),  # one leg for both
        figure(leg=2.5),
        figure(out=-110.0, held=-112.0),
    ],
)
def test_what_mixes_two_people_or_two_legs_is_not(odd):
    assert plausibility(odd) < CREDIBLE


def test_limbs_beside_the_body_count_against_an_answer():
    pose = figure()
    bare = Pose(pose.landmarks, pose.world_m, np.zeros_like(pose.mask), 0.99)
    assert plausibility(bare) < plausibility(pose) - 1.0


def test_two_looks_do_where_they_agree():
    model = Model(figure(), shown(figure(out=12.0), 90, True))
    answers = ask(PICTURE, model)
    assert model.looks == 2
    assert answers.settled() is answers.all[0]
    second = answers.partner(answers.all[0])
    assert second.mirrored
    assert second.pose.landmarks.on("left", "shoulder") == pytest.approx(
        figure().landmarks.on("left", "shoulder"), abs=1e-6
    )


def test_a_helper_who_is_seen_first_is_looked_past():
    helper = standing()
    model = Model(helper, shown(helper, 90, True), shown(figure(), 0, True), shown(figure(), 90, False))
    answers = ask(PICTURE, model)
    assert model.looks == 4
    assert answers.settled().pose.landmarks.xy_px == pytest.approx(figure().landmarks.xy_px, abs=1e-6)


def test_a_patient_is_found_when_the_helper_is_covered():
    looks = [(0, False), (90, True), (0, True), (90, False), (270, False), (270, True)]
    model = Model(*(shown(standing(), *look) for look in looks), figure(), shown(figure(), 90, True))
    answers = ask(PICTURE, model)
    assert answers.settled().pose.landmarks.xy_px == pytest.approx(figure().landmarks.xy_px, abs=1e-6)


def test_somebody_lying_whom_only_one_turned_look_shows_is_not_believed():
    looks = [(0, False), (90, True), (0, True)]
    odd = figure(out=100.0, held=90.0)
    model = Model(*(shown(standing(), *look) for look in looks), shown(odd, 90, False))
    assert ask(PICTURE, model).best() is None


def test_of_somebody_who_lies_too_little_may_be_seen():
    looks = [(0, False), (90, True), (0, True)]
    odd = shown(figure(out=100.0, held=90.0), 90, False)
    with pytest.raises(HipOrKneeCoveredError):
        find_patient(PICTURE, Model(*(shown(standing(), *look) for look in looks), odd))
    with pytest.raises(NotSupineError):
        find_patient(PICTURE, Model(*(shown(standing(), *look) for look in looks)))


def without_shank(pose: Pose) -> Pose:
    mask = pose.mask.copy()
    ankle = pose.landmarks.on("right", "ankle").astype(int)
    cv2.circle(mask, tuple(int(value) for value in ankle), 70, 0.0, -1)
    return Pose(pose.landmarks, pose.world_m, mask, pose.probability)


def test_an_answer_that_has_lost_a_leg_is_not_put_together_with_a_whole_one():
    lost, whole = without_shank(figure(out=14.0)), figure()
    assert leg_on_mask(lost) < 0.7 < leg_on_mask(whole)
    found = find_patient(PICTURE, Model(lost, shown(whole, 90, True)))
    mask = np.rot90(found.mask, found.turn_deg // 90)
    assert np.abs(mask - whole.mask).max() < 0.01


def test_a_mirror_image_does_not_decide_which_leg_is_near():
    unsure = figure(out=-42.0, held=-40.0 - 25.0)
    swapped = figure(near="left")
    model = Model(unsure, shown(swapped, 90, True), shown(swapped, 0, True))
    answers = ask(PICTURE, model)
    main = answers.settled()
    assert main.mirrored and not near_leg_hangs(main.pose.landmarks)
    assert near_leg_hangs(unsure.landmarks)
    assert answers.legs_are_exchanged(main)


class SeesTurnedEnds(Model):
    """Sees a second person who lies only in an end of the picture with the head up."""

    def detect(self, rgb, *, with_mask=True):
        if self.answers:
            return super().detect(rgb, with_mask=with_mask)
        height, width = rgb.shape[:2]
        if width >= height or height != round(0.6 * WIDTH):
            return ()
        behind = figure(size=60.0)
        moved = Pose(behind.landmarks.shifted(-120, -130), behind.world_m, None, 0.95)
        upright = turned_pose(of(moved.landmarks.xy_px), 90, width=height, height=width)
        mask = np.zeros((height, width), np.float32)
        mask[: HEIGHT // 3] = 1.0
        return (Pose(upright.landmarks, behind.world_m, mask, 0.95),)


def test_who_lies_behind_and_shows_only_with_the_head_up_is_a_second_person():
    model = SeesTurnedEnds(figure(), shown(figure(out=12.0), 90, True))
    with pytest.raises(SeveralPeopleError):
        find_patient(PICTURE, model)
