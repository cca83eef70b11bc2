"""Standing still or not, from made-up landmarks: each kind of not standing, and what must stay allowed."""

from __future__ import annotations

import numpy as np
import pytest
from scenes import Place

from analyzer.errors import LyingError, NotStandingError
from analyzer.person.frame import build_frame
from analyzer.person.joints import find_joints
from analyzer.person.stance import describe_stance, require_standing_still
from analyzer.person.standing import require_usable
from analyzer.types import LandmarkName, Landmarks

PLACE = Place()
NONE = np.zeros(33)
FOOT = ("ankle", "heel", "foot_index")


def moved(landmarks: Landmarks, **shifts: tuple[float, float]) -> Landmarks:
    """Some landmarks shifted: ``left_ankle=(forward, up)`` in trunk lengths, for a person who faces right."""
    xy = landmarks.xy_px.copy()
    for name, (forward, up) in shifts.items():
        xy[LandmarkName[name.upper()]] += np.array([forward, -up]) * PLACE.trunk_px
    return Landmarks(xy, landmarks.z, landmarks.visibility, landmarks.presence)


def leg(side: str, forward: float, up: float = 0.0) -> dict[str, tuple[float, float]]:
    """A foot shifted, its knee by half of that."""
    shifts = {f"{side}_{part}": (forward, up) for part in FOOT}
    return {**shifts, f"{side}_knee": (forward / 2, up / 2)}


def check(landmarks: Landmarks, spread: np.ndarray = NONE, rotation: float = 0.0) -> None:
    require_standing_still(landmarks, spread, build_frame(landmarks, "right"), rotation)


STILL = PLACE.landmarks()
STRIDE = moved(STILL, **leg("left", 0.35), **leg("right", -0.35))
KICK = moved(STILL, left_ankle=(-0.6, 0.5), left_heel=(-0.6, 0.5), left_foot_index=(-0.6, 0.5))
STEP_UP = moved(STILL, **leg("left", 0.1, 0.6))
ON_TIPTOE = moved(STILL, left_heel=(0.05, 0.30), right_heel=(0.05, 0.30))
ONE_HEEL_UP = moved(STILL, left_heel=(0.0, 0.45))
BENT = PLACE.landmarks(
    {"shoulder": (0.42, 0.91), "ear": (0.6, 1.28), "elbow": (0.8, 0.8), "wrist": (1.2, 0.9)}
)
LEANING_BACK = PLACE.landmarks(
    {"shoulder": (-0.34, 0.94), "ear": (-0.45, 1.34), "elbow": (-0.2, 0.7), "wrist": (0.1, 0.6)}
    | {"ankle": (0.45, -1.55), "heel": (0.36, -1.65), "foot_index": (0.80, -1.68), "knee": (0.22, -0.8)}
)


@pytest.mark.parametrize(
    ("landmarks", "words"),
    [
        (STRIDE, "in front of the other"),
        (KICK, "one foot is lifted"),
        (STEP_UP, "one foot is lifted"),
        (ON_TIPTOE, "not flat on the floor"),
        (ONE_HEEL_UP, "not flat on the floor"),
        (BENT, "leans forward"),
        (LEANING_BACK, "leans back"),
    ],
    ids=["stride", "kick", "step up", "tiptoe", "one heel up", "bent", "leaning back"],
)
def test_each_kind_of_not_standing_has_its_words(landmarks: Landmarks, words: str) -> None:
    with pytest.raises(NotStandingError, match=words) as caught:
        check(landmarks)
    assert caught.value.code == "not_standing"
    assert "take the photo again" in caught.value.message
    assert "—" not in caught.value.message


ARMS_UP = {
    "elbow": (0.15, 1.45),
    "wrist": (0.1, 1.9),
    "index": (0.1, 2.0),
    "pinky": (0.1, 2.0),
    "thumb": (0.1, 2.0),
}


@pytest.mark.parametrize(
    "landmarks",
    [
        STILL,
        moved(STILL, **leg("left", 0.12), **leg("right", -0.12)),
        moved(STILL, **leg("left", 0.0, 0.2)),
        PLACE.landmarks(ARMS_UP),
        PLACE.landmarks({"elbow": (-0.05, 0.55), "wrist": (0.0, 0.1)}),
        PLACE.landmarks({"shoulder": (0.2, 0.98), "ear": (0.3, 1.37), "hip": (0.0, 0.0)}),
    ],
    ids=[
        "still",
        "slightly staggered",
        "far foot higher",
        "arms overhead",
        "arms hanging",
        "leaning a little",
    ],
)
def test_ordinary_ways_of_standing_are_accepted(landmarks: Landmarks) -> None:
    check(landmarks)


def test_feet_may_be_wider_apart_in_the_picture_when_the_person_is_turned() -> None:
    apart = moved(STILL, **leg("left", 0.3), **leg("right", -0.3))
    with pytest.raises(NotStandingError, match="in front of the other"):
        check(apart)
    check(apart, rotation=25.0)
    with pytest.raises(NotStandingError, match="feet are far apart"):
        check(moved(STILL, **leg("left", 0.6), **leg("right", -0.6)), rotation=30.0)


def test_legs_that_the_model_does_not_know_say_nothing() -> None:
    check(STRIDE, np.full(33, 0.4 * PLACE.trunk_px))


def test_lengths_are_in_leg_lengths_and_do_not_depend_on_which_leg_is_called_left() -> None:
    one = describe_stance(STRIDE, build_frame(STRIDE, "right"))
    two = describe_stance(
        moved(STILL, **leg("left", -0.35), **leg("right", 0.35)), build_frame(STILL, "right")
    )
    assert one.step == pytest.approx(two.step)
    # Ankles 0.7 trunk lengths apart; the slanting leg is 0.87 + 0.79 of them.
    assert one.step == pytest.approx(0.42, abs=0.01)
    assert one.uneven == pytest.approx(0.0, abs=1e-9)


def test_the_weight_of_one_who_stands_is_over_the_feet() -> None:
    stance = describe_stance(STILL, build_frame(STILL, "right"))
    assert stance.before_toes < -0.05
    assert stance.behind_heels < -0.05


def test_one_who_lies_on_the_back_is_told_so_and_one_who_lies_on_the_face_is_not() -> None:
    # Turned anticlockwise, somebody who faces right looks up.
    for roll, kind in ((-90.0, LyingError), (90.0, NotStandingError)):
        landmarks = Place((500.0, 480.0), 200.0, roll_deg=roll).landmarks()
        frame = build_frame(landmarks, "right")
        joints = find_joints(frame, landmarks, NONE, head_seen=True)
        with pytest.raises(NotStandingError, match="turn it") as caught:
            require_usable(landmarks, frame, joints, np.zeros((1000, 1000), np.float32), rotation_deg=0.0)
        assert type(caught.value) is kind
        assert ("lies on the back" in caught.value.message) == (kind is LyingError)
