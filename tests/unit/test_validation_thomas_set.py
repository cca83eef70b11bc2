"""The rendered people in ``validation/thomas``: whole, small, and true by plain arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest

from calibration.table.camera import Camera
from calibration.table.cases import plan
from validation.lying import FOLDER, load


def test_the_set_is_whole():
    cases = plan(16)
    assert {path.stem for path in FOLDER.glob("*.jpg")} == {case.name for case in cases}
    assert {path.stem for path in FOLDER.glob("*.json")} == {case.name for case in cases}
    assert max(path.stat().st_size for path in FOLDER.glob("*.jpg")) <= 100_000


def test_truth_of_the_set_by_plain_arithmetic():
    """Sine of the height between the points over the length seen from the side, PMC4560013's method."""
    for picture in load().values():
        if picture.standing or picture.data["params"]["posture"] != "supine":
            continue
        side = {"left": "L", "right": "R"}[picture.truth["tested"]]
        points = {name: np.array(place) for name, place in picture.data["landmarks_m"].items()}
        hip, knee, asis, psis = (
            points[f"{name}_{side}"] for name in ("greater_trochanter", "lateral_epicondyle", "ASIS", "PSIS")
        )
        length = math.hypot(knee[0] - hip[0], knee[2] - hip[2])
        alpha = math.degrees(math.asin((hip[2] - knee[2]) / length))
        feet = -1.0 if picture.truth["feet_in_picture"] == "left" else 1.0
        tau = math.degrees(math.atan2(feet * (asis[0] - psis[0]), asis[2] - psis[2]))
        assert picture.truth["thigh_angle_deg"] == pytest.approx(alpha, abs=0.1), picture.key
        assert picture.truth["hip_extension_true_deg"] == pytest.approx(alpha - tau, abs=0.15), picture.key


def test_pixels_of_the_set_are_where_the_camera_sees_the_points():
    for picture in load().values():
        told = picture.data["camera"]
        camera = Camera(
            np.array(told["position_m"]),
            told["yaw_deg"],
            told["pitch_deg"],
            told["roll_deg"],
            told["focal_px"],
            tuple(picture.data["image_size"]),
        )
        names = list(picture.data["landmarks_px"])
        places = np.array([picture.data["landmarks_m"][name] for name in names])
        seen = np.array([picture.data["landmarks_px"][name] for name in names])
        assert np.abs(camera.project(places) - seen).max() < 1.5, picture.key


def test_right_set_ups_show_hip_and_knee():
    for picture in load().values():
        if picture.measurable:
            side = {"left": "L", "right": "R"}[picture.truth["tested"]]
            seen = picture.data["visibility"]
            assert seen[f"lateral_epicondyle_{side}"] and seen[f"greater_trochanter_{side}"], picture.key


def test_a_held_pelvis_leaves_no_gap_and_an_arched_one_does():
    for picture in load().values():
        if picture.measurable and "other_knee_not_held" not in picture.wrong:
            gap, arch = picture.truth["back_gap_m"], picture.truth["arch_deg"]
            assert (gap > 0.01 and arch >= 8.0) if picture.wrong else (gap <= 0.011 and arch < 3.0), (
                picture.key
            )


def test_arched_people_whose_low_back_lies_on_the_table_are_known():
    found = {key for key, item in load().items() if not item.standing and item.flat_all_the_same}
    assert found == {
        *("arched_00", "arched_04", "arched_07", "arched_10", "arched_23"),
        *("dots_23", "let_go_00", "let_go_07"),
    }
