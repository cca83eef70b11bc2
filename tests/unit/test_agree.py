"""One set of landmarks from two answers: which side is which, and legs that are not there."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scenes import Place

from analyzer.measures import (
    compute_hip_extension,
    compute_knee_angle,
    compute_pelvic_shift,
    compute_trunk_inclination,
    missing,
)
from analyzer.measures.learned_rotation import JOINT_PARTS, joint_points
from analyzer.measures.upper_back import compute_offsets
from analyzer.person.agree import legs_on_body, merge
from analyzer.person.frame import build_frame
from analyzer.person.joints import find_joints, place_joints
from analyzer.types import LandmarkName, Landmarks
from analyzer.types.texts import reason

PLACE = Place()
SIZE = (1000, 600)
FEET = ("ankle", "heel", "foot_index")
APART = {"knee": 0.4, "ankle": 0.8, "heel": 0.8, "foot_index": 0.8}


def everywhere() -> np.ndarray:
    return np.ones(SIZE, np.float32)


def exchanged(landmarks: Landmarks, first: LandmarkName) -> Landmarks:
    """Left and right called the other way round, from a landmark on."""
    order = [name.opposite if name >= first else name for name in LandmarkName]
    return Landmarks(
        landmarks.xy_px[order], landmarks.z[order], landmarks.visibility[order], landmarks.presence[order]
    )


def on_body(*drawn: Landmarks) -> np.ndarray:
    """A mask of trunk and legs."""
    mask = np.zeros(SIZE, np.float32)
    for landmarks in drawn:
        for side in ("left", "right"):
            line = [landmarks.on(side, part) for part in ("shoulder", "hip", "knee", "ankle", "foot_index")]
            cv2.polylines(mask, [np.round(line).astype(np.int32)], False, 1.0, 30)
    return mask


def with_leg(side: str, places: dict[str, tuple[float, float]]) -> Landmarks:
    still = PLACE.landmarks()
    xy = still.xy_px.copy()
    for part, at in places.items():
        xy[LandmarkName.of(side, part)] = PLACE.to_px(at)  # type: ignore[arg-type]
    return Landmarks(xy, still.z, still.visibility, still.presence)


def test_the_mean_where_both_mean_the_same() -> None:
    one, two = PLACE.landmarks(), PLACE.landmarks().shifted(4.0, 2.0)
    merged, spread = merge(one, two, everywhere())
    assert merged.xy_px == pytest.approx(one.xy_px + np.array([2.0, 1.0]))
    assert spread == pytest.approx(np.full(33, np.hypot(4.0, 2.0)))


@pytest.mark.parametrize("first", [LandmarkName.LEFT_KNEE, LandmarkName.LEFT_EYE_INNER])
def test_a_stride_stays_one_when_the_second_answer_exchanges_the_legs(
    first: LandmarkName,
) -> None:
    stride = PLACE.landmarks(apart=APART | {"shoulder": 0.5, "hip": 0.3, "elbow": 0.5, "wrist": 0.5})
    merged, spread = merge(stride, exchanged(stride, first), everywhere())
    assert merged.xy_px[25:] == pytest.approx(stride.xy_px[25:])
    assert spread[25:].max() == 0.0


def test_feet_one_behind_the_other_are_not_exchanged_for_a_chance_gain() -> None:
    one = PLACE.landmarks(apart={"ankle": 0.02})
    two = PLACE.landmarks(apart={"ankle": -0.02})
    merged, _ = merge(one, two, everywhere())
    assert merged.on("left", "ankle") == pytest.approx(merged.on("right", "ankle"))


AWAY = {"knee": (0.5, -0.5), "ankle": (0.9, -1.0), "heel": (0.8, -1.1), "foot_index": (1.1, -1.1)}


def test_a_leg_beside_the_body_is_not_believed() -> None:
    still = PLACE.landmarks()
    wrong = with_leg("left", AWAY)
    for one, two in ((still, wrong), (wrong, still)):
        merged, _ = merge(one, two, on_body(still))
        assert merged.xy_px[25:] == pytest.approx(still.xy_px[25:])


def test_a_leg_that_both_put_beside_the_body_is_where_the_other_leg_is() -> None:
    still = PLACE.landmarks()
    wrong = with_leg("left", AWAY)
    elsewhere = with_leg("left", {**AWAY, "knee": (0.6, -0.2), "ankle": (1.1, -0.6)})
    merged, spread = merge(wrong, elsewhere, on_body(still))
    assert merged.on("left", "ankle") == pytest.approx(still.on("right", "ankle"))
    assert spread[LandmarkName.LEFT_ANKLE] > 0.2 * PLACE.trunk_px


def test_a_leg_along_an_arm_is_not_believed() -> None:
    still = PLACE.landmarks()
    hand = {"knee": (0.35, 0.4), "ankle": (0.64, 0.76), "heel": (0.62, 0.78), "foot_index": (0.7, 0.78)}
    wrong = with_leg("left", hand)
    merged, _ = merge(wrong, still, on_body(still, wrong))
    assert merged.on("left", "ankle") == pytest.approx(still.on("left", "ankle"))


# --- Both legs beside the person --------------------------------------------------------------------------


def test_legs_that_both_lie_beside_the_person_are_not_seen() -> None:
    still = PLACE.landmarks()
    body = on_body(still)
    assert legs_on_body(still, body)
    one = with_leg("left", AWAY)
    assert legs_on_body(one, body)  # the other leg tells
    xy = one.xy_px.copy()
    for part in AWAY:
        xy[LandmarkName.of("right", part)] = xy[LandmarkName.of("left", part)]
    both = Landmarks(xy, still.z, still.visibility, still.presence)
    assert not legs_on_body(both, body)


def test_what_needs_the_legs_is_not_measured_without_them() -> None:
    landmarks, frame = PLACE.landmarks(), build_frame(PLACE.landmarks(), "right")
    lost = find_joints(frame, landmarks, np.zeros(33), head_seen=True, legs_seen=False)
    tilt = missing("pelvic_tilt", reason("back_not_visible"))
    for measure in (
        compute_knee_angle(lost),
        compute_pelvic_shift(lost, 0.5),
        compute_hip_extension(lost, tilt),
        *compute_offsets(reason("neck_hidden"), lost, 0.5)[:4],
    ):
        assert measure.reason == reason("legs_not_visible.lost"), measure.name
    assert compute_trunk_inclination(lost, 0.5)
    points = joint_points(frame, landmarks, SIZE, legs_seen=False)
    assert np.isnan(points[[JOINT_PARTS.index("knee"), JOINT_PARTS.index("ankle")]]).all()
    assert np.isfinite(points[JOINT_PARTS.index("hip")]).all()
    half = place_joints(lost, {"ankle": lost.ankle})
    assert not half.ankle_known
    whole = place_joints(lost, {"ankle": lost.ankle, "knee": lost.knee})
    assert compute_knee_angle(whole) and compute_pelvic_shift(whole, 0.5)
