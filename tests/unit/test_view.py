"""Every error and every issue of the view check, from made-up landmarks and drawn backs."""

from __future__ import annotations

from contextlib import nullcontext

import cv2
import numpy as np
import pytest
from scenes import Look, Place, draw_person, traced

from analyzer.errors import BodyOutOfFrameError, NotSideViewError, NotStandingError, PostureError
from analyzer.meaning.photo_warnings import check_back, check_photo
from analyzer.outline.describe import TracedBack
from analyzer.person.choose import Person
from analyzer.person.frame import build_frame
from analyzer.person.joints import Joints, find_joints
from analyzer.person.standing import estimate_trunk_rotation, feet_in_picture, require_usable
from analyzer.types import Landmarks

SIZE = (1000, 600)


def _joints(landmarks: Landmarks, roll_deg: float = 0.0) -> Joints:
    frame = build_frame(landmarks, "right", roll_deg=roll_deg)
    return find_joints(frame, landmarks, np.zeros(33), head_seen=True)


def _require(landmarks: Landmarks, roll_deg: float = 0.0, mask: np.ndarray | None = None) -> None:
    frame = build_frame(landmarks, "right", roll_deg=roll_deg)
    mask = np.zeros(SIZE, np.float32) if mask is None else mask
    rotation = estimate_trunk_rotation(landmarks, frame)
    require_usable(landmarks, frame, _joints(landmarks, roll_deg), mask, rotation_deg=rotation)


def _refused(landmarks: Landmarks) -> type[PostureError]:
    with pytest.raises(PostureError) as caught:
        _require(landmarks)
    return caught.type


def _person(landmarks: Landmarks, bystanders: int = 0) -> Person:
    return Person(landmarks, np.zeros(33), np.zeros((10, 10), np.float32), bystanders, head_cut=False)


def _codes(
    landmarks: Landmarks,
    *,
    bystanders: int = 0,
    roll_deg: float = 0.0,
    head_seen: bool = True,
    rotation: float = 0.0,
    scale: float = 1.0,
) -> list[str]:
    frame = build_frame(landmarks, "right", roll_deg=roll_deg)
    joints = find_joints(frame, landmarks, np.zeros(33), head_seen=head_seen)
    issues = check_photo(_person(landmarks, bystanders), frame, joints, rotation, scale)
    assert all(issue.severity == "warn" for issue in issues)
    assert all(issue.message.endswith(".") and "—" not in issue.message for issue in issues)
    return [issue.code for issue in issues]


# What is refused


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("roll", [-10.0, 0.0, 10.0])
def test_someone_who_stands_sideways_is_accepted(facing: str, roll: float) -> None:
    landmarks = Place(facing=facing, roll_deg=roll).landmarks()
    frame = build_frame(landmarks, facing, roll_deg=roll)  # type: ignore[arg-type]
    joints = find_joints(frame, landmarks, np.zeros(33), head_seen=True)
    require_usable(landmarks, frame, joints, np.zeros(SIZE, np.float32), rotation_deg=0.0)


def test_front_view_is_refused() -> None:
    assert _refused(Place().landmarks(apart={"shoulder": 0.62, "hip": 0.34})) is NotSideViewError


def test_how_far_the_trunk_is_turned_is_told_and_not_worked_out_again() -> None:
    landmarks = Place().landmarks()
    frame, blank = build_frame(landmarks, "right"), np.zeros(SIZE, np.float32)
    require_usable(landmarks, frame, _joints(landmarks), blank, rotation_deg=32.0)
    with pytest.raises(NotSideViewError):
        require_usable(landmarks, frame, _joints(landmarks), blank, rotation_deg=32.1)


def test_slightly_turned_is_accepted() -> None:
    _require(Place().landmarks(apart={"shoulder": 0.2, "hip": 0.1}))


@pytest.mark.parametrize("degrees", [0.0, 10.0, 30.0, 60.0])
@pytest.mark.parametrize("side", [1, -1])
def test_trunk_rotation_is_the_angle_that_widens_shoulders_and_hips(degrees: float, side: int) -> None:
    share = side * np.sin(np.radians(degrees))
    landmarks = Place().landmarks(apart={"shoulder": 0.66 * share, "hip": 0.36 * share})
    frame = build_frame(landmarks, "right")
    assert estimate_trunk_rotation(landmarks, frame) == pytest.approx(degrees, abs=0.1)


def test_trunk_rotation_ends_at_90_degrees() -> None:
    landmarks = Place().landmarks(apart={"shoulder": 0.9, "hip": 0.9})
    assert estimate_trunk_rotation(landmarks, build_frame(landmarks, "right")) == pytest.approx(90.0)


@pytest.mark.parametrize("roll", [-90.0, 90.0, 180.0])
def test_someone_who_lies_or_a_turned_picture_is_refused_and_told_to_turn_it(roll: float) -> None:
    landmarks = Place((500.0, 480.0), 200.0, roll_deg=roll).landmarks()
    with pytest.raises(NotStandingError, match="turn it"):
        _require(landmarks, mask=np.zeros((1000, 1000), np.float32))


@pytest.mark.parametrize(
    "moved",
    [
        {"knee": (0.80, -0.05), "ankle": (0.80, -0.85), "heel": (0.7, -0.95), "foot_index": (1.1, -0.95)},
        {"knee": (0.05, -0.85), "ankle": (-0.75, -0.80), "heel": (-0.8, -0.7), "foot_index": (-0.9, -0.9)},
        {"knee": (0.45, -0.65), "ankle": (0.1, -1.35), "heel": (0.0, -1.45), "foot_index": (0.4, -1.45)},
        {"knee": (0.02, -0.40), "ankle": (0.0, -1.15), "heel": (-0.1, -1.2), "foot_index": (0.3, -1.2)},
    ],
    ids=["seated", "kneeling", "crouching", "seated, seen from the front"],
)
def test_someone_who_does_not_stand_is_refused(moved: dict[str, tuple[float, float]]) -> None:
    assert _refused(Place().landmarks(moved)) is NotStandingError


@pytest.mark.parametrize("forward", [0.70, -0.75])
def test_someone_who_bends_far_over_is_refused(forward: float) -> None:
    up = float(np.sqrt(1 - forward**2))
    assert _refused(Place().landmarks({"shoulder": (forward, up)})) is NotStandingError


@pytest.mark.parametrize(("above_the_edge", "refused"), [(0.09, False), (0.03, True), (-0.1, True)])
def test_feet_at_or_below_the_edge_are_refused_with_advice(above_the_edge: float, refused: bool) -> None:
    # The model puts feet that are cut off just inside the picture.
    landmarks = Place((300.0, 1000.0 - (1.75 + above_the_edge) * 240.0)).landmarks()
    if not refused:
        _require(landmarks)
        return
    with pytest.raises(BodyOutOfFrameError, match="feet"):
        _require(landmarks)


@pytest.mark.parametrize(
    "place",
    [Place((300.0, 700.0)), Place((-10.0, 480.0)), Place((620.0, 480.0)), Place((300.0, 200.0))],
    ids=["legs below", "left", "right", "shoulders above"],
)
def test_trunk_or_legs_outside_the_picture_are_refused(place: Place) -> None:
    assert _refused(place.landmarks()) is BodyOutOfFrameError


@pytest.mark.parametrize("part", ["knee", "ankle"])
def test_hidden_legs_are_refused(part: str) -> None:
    with pytest.raises(BodyOutOfFrameError, match="legs"):
        _require(Place().landmarks(visibility={part: 0.2}))


CUT = {"ankle": (0.0, -1.05), "heel": (-0.1, -1.08), "foot_index": (0.2, -1.08)}
"""Feet below the picture, as the model guesses them: just inside."""


@pytest.mark.parametrize(
    ("moved", "error"),
    [
        ({}, None),
        ({"knee": (0.5, -0.6)}, NotStandingError),  # seated
        ({"shoulder": (0.6, 0.8)}, NotStandingError),  # bent forward
        ({"knee": (0.0, -0.3)}, NotStandingError),  # foreshortened
        ({"knee": (0.0, -0.98)}, BodyOutOfFrameError),  # who can say where that knee is?
    ],
)
def test_without_feet_trunk_and_thighs_tell_who_stands(
    moved: dict[str, tuple[float, float]], error: type[Exception] | None
) -> None:
    place = Place((300.0, 1000.0 - 1.1 * 240.0))
    landmarks = place.landmarks({**CUT, **moved})
    frame = place.frame()
    assert not feet_in_picture(landmarks, frame, np.zeros(SIZE, np.float32))
    joints = find_joints(frame, landmarks, np.zeros(33), head_seen=True, feet_seen=False)
    with nullcontext() if error is None else pytest.raises(error):
        require_usable(landmarks, frame, joints, np.zeros(SIZE, np.float32), rotation_deg=0.0)


def test_one_hidden_leg_is_usual_in_a_side_view() -> None:
    landmarks = Place().landmarks()
    seen = landmarks.visibility.copy()
    seen[[25, 27]] = 0.1
    _require(Landmarks(landmarks.xy_px, landmarks.z, seen, landmarks.presence))


# What is only spoiled


def test_a_good_photo_has_no_issue() -> None:
    assert _codes(Place().landmarks()) == []


def test_bystander() -> None:
    assert _codes(Place().landmarks(), bystanders=1) == ["bystander"]


def test_head_out_of_frame() -> None:
    assert _codes(Place().landmarks(), head_seen=False) == ["head_out_of_frame"]


def test_trunk_rotated() -> None:
    assert _codes(Place().landmarks(), rotation=9.9) == []
    assert _codes(Place().landmarks(), rotation=10.1) == ["trunk_rotated"]


@pytest.mark.parametrize("roll", [-3.0, 3.0])
def test_camera_tilted(roll: float) -> None:
    assert _codes(Place(roll_deg=roll).landmarks(), roll_deg=roll) == ["camera_tilted"]
    assert _codes(Place(roll_deg=1.4).landmarks(), roll_deg=1.4) == []


def test_low_resolution_counts_in_pixels_of_the_photo() -> None:
    assert _codes(Place(trunk_px=109.0).landmarks()) == ["low_resolution"]
    assert _codes(Place(trunk_px=111.0).landmarks()) == []
    assert _codes(Place(trunk_px=109.0).landmarks(), scale=0.5) == []


def test_knees_bent() -> None:
    bent = {"knee": (0.22, -0.83), "ankle": (0.0, -1.60), "heel": (-0.1, -1.7), "foot_index": (0.3, -1.7)}
    assert _codes(Place().landmarks(bent)) == ["knees_bent"]


def test_several_issues_come_together() -> None:
    codes = _codes(Place(trunk_px=100.0).landmarks(), bystanders=2, rotation=20.0, head_seen=False)
    assert set(codes) == {"bystander", "head_out_of_frame", "trunk_rotated", "low_resolution"}


# What lies over the back


def _back_codes(back: TracedBack) -> list[str]:
    return [issue.code for issue in check_back(back, loose=0.02)]


def test_a_clear_back_has_no_issue() -> None:
    assert _back_codes(traced(draw_person())) == []


def test_low_contrast() -> None:
    same = (205, 205, 200)
    assert _back_codes(traced(draw_person(look=Look(person=same, face=same)))) == ["low_contrast"]


@pytest.mark.parametrize(("loose", "hides"), [(0.9, True), (0.3, False)], ids=["hides", "perhaps"])
def test_loose_clothing_has_one_code_and_two_texts(loose: float, hides: bool) -> None:
    issues = check_back(traced(draw_person()), loose)
    assert [issue.code for issue in issues] == ["loose_clothing"]
    assert ("hides" in issues[0].message) == hides


def test_the_view_check_does_not_change_the_mask() -> None:
    mask = cv2.GaussianBlur(np.ones(SIZE, np.float32), (3, 3), 0)
    mask[-40:] = 0
    before = mask.copy()
    _require(Place().landmarks(), mask=mask)
    assert np.array_equal(mask, before)
