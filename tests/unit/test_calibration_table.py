"""The rendered people on a table: angles of known geometry, the camera, the plan of the set."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from calibration.body_model import turn
from calibration.table import truth
from calibration.table.camera import Camera, framed
from calibration.table.case import to_plain
from calibration.table.cases import COUNTS, FREE_SHANK_DEG, KNEE_DEG, plan
from calibration.table.lie import Lying, pressed
from calibration.table.pose import Leg, thigh_direction
from calibration.table.props import _profile
from calibration.table.rig import frame, reach
from calibration.table.room import Table

C, A = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])


def towards(below_deg: float) -> np.ndarray:
    """A direction in the plane of c and a, below the horizontal."""
    return math.cos(math.radians(below_deg)) * C - math.sin(math.radians(below_deg)) * A


@pytest.mark.parametrize("below", [-25.0, 0.0, 17.0])
@pytest.mark.parametrize("bent", [0.0, 20.0, 110.0])
def test_thigh_and_knee_have_the_signs_of_the_test(below: float, bent: float):
    hip = np.array([0.3, -0.2, 0.9])
    # What goes across the table is not seen from the side.
    knee = hip + 0.4 * towards(below) + np.array([0.0, 0.07, 0.0])
    ankle = knee + 0.4 * towards(below + bent) + np.array([0.0, 0.02, 0.0])
    assert truth.thigh_angle(hip, knee, C, A) == pytest.approx(below)
    assert truth.knee_flexion((hip, knee, ankle), C, A) == pytest.approx(bent)


def test_tilt_is_positive_with_the_asis_towards_the_feet():
    psis = np.zeros(3)
    assert truth.pelvic_tilt(0.15 * A, psis, C, A) == pytest.approx(0.0)
    assert truth.pelvic_tilt(0.15 * A + 0.15 * C, psis, C, A) == pytest.approx(45.0)
    assert truth.pelvic_tilt(0.15 * A - 0.05 * C, psis, C, A) < 0.0


def test_standing_and_lying_have_the_same_angles_in_body_axes():
    """A body turned onto its back as one piece keeps tilt, thigh and true extension."""
    standing = {
        "ASIS": np.array([0.1, -0.12, 0.98]),
        "PSIS": np.array([0.05, 0.05, 1.01]),
        "greater_trochanter": np.array([0.15, 0.0, 0.88]),
        "lateral_epicondyle": np.array([0.16, 0.03, 0.48]),
        "lateral_malleolus": np.array([0.17, 0.08, 0.08]),
        "hip_joint": np.array([0.1, 0.0, 0.9]),
        "knee_joint": np.array([0.1, 0.0, 0.48]),
        "shoulder_joint": np.array([0.2, 0.0, 1.4]),
    }
    both = {f"{name}_{side}": place for name, place in standing.items() for side in "LR"}
    down, front = np.array([0.0, 0.0, -1.0]), np.array([0.0, -1.0, 0.0])
    upright = truth.angles(both, "L", down, front)
    # Front up, head to the left of the picture: the right side is in front.
    axes = np.stack([np.array([0.0, 1.0, 0.0]), -A, -C], axis=1)
    lying = truth.angles({name: axes @ place for name, place in both.items()}, "L", C, A)
    assert lying == pytest.approx(upright)
    assert upright["pelvic_tilt_supine_deg"] == pytest.approx(math.degrees(math.atan2(0.03, 0.17)))
    assert upright["thigh_angle_deg"] == pytest.approx(-math.degrees(math.atan2(-0.03, 0.4)), abs=1e-9)


def test_the_dots_make_an_angle_that_belongs_to_the_person():
    points = {
        "ASIS_L": np.array([0.05, 0.0, 0.15]),
        "PSIS_L": np.array([0.0, 0.0, 0.0]),
        "greater_trochanter_L": np.array([0.12, 0.0, 0.05]),
    }
    before = truth.dot_angle(points, "L", C, A)
    turned = {name: turn(1, -12.0) @ place for name, place in points.items()}
    assert truth.dot_angle(turned, "L", C, A) == pytest.approx(before)
    tilts = [truth.pelvic_tilt(p["ASIS_L"], p["PSIS_L"], C, A) for p in (points, turned)]
    assert abs(tilts[1] - tilts[0]) == pytest.approx(12.0)


def test_a_leg_is_aimed_below_the_horizontal_whatever_its_abduction():
    for below in (-120.0, -20.0, 15.0):
        left, down, headwards = thigh_direction(Leg(below, 60.0, abduction_deg=8.0), "L")
        assert math.degrees(math.asin(down)) == pytest.approx(
            math.degrees(math.asin(math.sin(math.radians(below))))
        )
        assert left > 0.0 if abs(below) < 90.0 else left < 0.0
        assert (headwards < 0.0) == (abs(below) < 90.0)


def test_a_limb_reaches_its_target_with_the_elbow_where_it_points():
    start, target = np.array([0.0, 0.0, 1.0]), np.array([0.3, 0.2, 1.1])
    upper, lower = reach(start, target, 0.28, 0.26, np.array([0.0, 0.0, -1.0]))
    assert start + 0.28 * upper + 0.26 * lower == pytest.approx(target)
    assert upper[2] < 0.0
    far = reach(start, start + np.array([2.0, 0.0, 0.0]), 0.28, 0.26, np.array([0.0, 0.0, -1.0]))
    assert float(far[0] @ far[1]) > 0.95


def test_a_frame_is_a_rotation():
    axes = frame(np.array([0.2, 0.1, -1.0]), np.array([1.0, 0.3, 0.2]))
    assert axes.T @ axes == pytest.approx(np.eye(3))
    assert np.linalg.det(axes) == pytest.approx(1.0)


def test_what_is_in_the_table_is_pressed_onto_it_and_what_hangs_beyond_is_not():
    lying = Lying(np.zeros((1, 4, 4)), 0.08, np.zeros(3), 0.0, 0.0, 0.0, 0.0)
    points = np.array([[0.0, 0.10, 0.2], [0.0, 0.10, -0.2], [0.0, -0.10, 0.2], [0.0, 0.075, 0.2]])
    result = pressed(points, lying, 0.05)
    assert result[0, 1] == 0.08
    assert result[1, 1] == 0.10
    assert result[2, 1] == pytest.approx(-0.10)
    assert 0.075 < result[3, 1] < 0.08


def test_the_camera_projects_as_a_pinhole():
    camera = Camera(np.array([0.0, -3.0, 0.8]), 0.0, 0.0, 0.0, 1500.0, (1200, 900))
    assert camera.project(np.array([0.0, 0.0, 0.8])) == pytest.approx(np.array([[600.0, 450.0]]))
    # To the right is to the right, and up is up.
    assert camera.project(np.array([0.3, 0.0, 1.0])) == pytest.approx(np.array([[750.0, 350.0]]))


def test_a_camera_held_askew_turns_the_picture_clockwise():
    camera = Camera(np.array([0.0, -3.0, 0.8]), 0.0, 0.0, 5.0, 1500.0, (1200, 900))
    left, right = camera.project(np.array([[-0.5, 0.0, 0.8], [0.5, 0.0, 0.8]]))
    assert math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])) == pytest.approx(5.0)


def test_a_framed_picture_holds_everything():
    points = np.array([[-0.9, -0.1, 0.5], [0.8, 0.2, 1.2], [0.1, 0.0, 0.7]])
    camera = framed(
        points,
        aim=np.zeros(3),
        distance_m=2.5,
        height_m=0.9,
        yaw_deg=7.0,
        roll_deg=0.0,
        size=(1200, 900),
        fill=0.8,
    )
    seen = camera.project(points)
    assert np.ptp(seen[:, 0]) == pytest.approx(0.8 * 1200, rel=0.03)
    assert (seen > 0).all() and (seen < [1200, 900]).all()


def test_a_sheet_lies_on_everything_and_hangs_on_the_near_side():
    table = Table(1, 0.0, 0.7, 1.9, 0.7, 0.06, 0.0, "folding")
    body = np.array([[-0.2, y, 0.7 + 0.2 * math.cos(8 * y)] for y in np.linspace(-0.15, 0.15, 30)])
    profile = _profile(body, table, -0.2, 0.25)
    assert profile is not None
    top = np.interp(body[:, 1], profile[:20, 0][::-1], profile[:20, 1][::-1])
    assert (top > body[:, 2]).all()
    assert profile[-1, 0] < table.near_y
    assert profile[-1, 1] == pytest.approx(profile[19, 1] - 0.25)


# --- The plan -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases():
    return plan(16)


def test_the_plan_is_the_same_every_time(cases):
    assert [to_plain(case) for case in cases] == [to_plain(case) for case in plan(16)]
    assert len({case.name for case in cases}) == len(cases)


def test_every_kind_is_halved(cases):
    lying = [case for case in cases if case.posture != "photo"]
    for kind, count in COUNTS.items():
        splits = Counter(case.split for case in lying if case.name.startswith(f"{kind}_"))
        assert sum(splits.values()) == count
        assert abs(splits["held"] - splits["dev"]) <= 1


def test_nobody_is_in_both_halves(cases):
    people: dict[int, set[str]] = {}
    for case in cases:
        people.setdefault(case.person, set()).add(case.split)
    assert all(len(splits) == 1 for splits in people.values())


def test_legs_hang_as_legs_do(cases):
    for case in cases:
        if case.posture == "supine" and "leg_supported" not in case.set_up:
            leg = case.pose.leg(case.pose.tested)
            assert -25.0 <= leg.below_deg <= 25.0
            assert KNEE_DEG[0] <= leg.knee_deg <= KNEE_DEG[1] + 25.0
            assert FREE_SHANK_DEG[0] - 1e-9 <= leg.below_deg + leg.knee_deg <= FREE_SHANK_DEG[1] + 1e-9


def test_both_sides_of_a_person_are_two_sides(cases):
    people = Counter(case.person for case in cases if case.name.startswith("dots_"))
    for person in (person for person, count in people.items() if count == 2):
        pair = [case for case in cases if case.person == person and case.posture == "supine"]
        assert {case.near for case in pair} == {"L", "R"}
        assert pair[0].build.phenotype == pair[1].build.phenotype
