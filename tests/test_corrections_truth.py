"""Corrections with the real pose model, on rendered people with known truth."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzer.outline.describe import find_curve_landmarks
from analyzer.outline.learned_curve import back_shapes
from analyzer.pipeline import Observation, conclude, observe
from analyzer.pose import PoseModel
from analyzer.types import Corrections, Reason
from analyzer.types.corrections import BACK_POINTS

FloatArray = NDArray[np.float64]
SAMPLES: Final = Path(__file__).resolve().parents[1] / "sample_images"


@pytest.fixture(scope="module")
def rendered(pose_model: PoseModel) -> Callable[[str], Observation]:
    @cache
    def of(name: str) -> Observation:
        return observe(SAMPLES / f"{name}.jpg", model=pose_model)

    return of


@cache
def truth(name: str) -> Mapping[str, Any]:
    record: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return record


def true_middle(name: str, part: str) -> FloatArray:
    points = truth(name)["landmarks_px"]
    return (np.array(points[f"{part}_L"]) + np.array(points[f"{part}_R"])) / 2.0


def levelled(name: str, points: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Points of a sample as [anterior, superior] in levelled pixels."""
    roll = math.radians(truth(name)["camera"]["roll_deg"])
    sign = 1 if truth(name)["params"]["facing"] == "right" else -1
    turn = np.array([[math.cos(roll), math.sin(roll)], [-math.sin(roll), math.cos(roll)]])
    return {key: (turn @ point) * [sign, -1.0] for key, point in points.items()}


TRUE_JOINTS: Final = {
    "ear": "tragus",
    "shoulder": "shoulder_joint",
    "hip": "hip_joint",
    "knee": "knee_joint",
    "ankle": "ankle_joint",
}
STANDING: Final = (
    "anterior_tilt_man_right",
    "neutral_woman_right",
    "sway_back_man_right",
    "neutral_man_left",
)


def test_true_joints_give_true_angles(rendered: Callable[[str], Observation]) -> None:
    errors: list[tuple[float, float]] = []
    for name in STANDING:
        points = {joint: true_middle(name, part) for joint, part in TRUE_JOINTS.items()}
        at = levelled(name, points)
        trunk = math.degrees(math.atan2(*(at["shoulder"] - at["hip"])))
        thigh = math.degrees(math.atan2(*(at["hip"] - at["knee"])))
        shank = math.degrees(math.atan2(*(at["knee"] - at["ankle"])))
        true = {
            "trunk_inclination": trunk,
            "hip_extension_angle": thigh - trunk,
            "knee_angle": 180.0 - abs(thigh - shank),
            "ear_shoulder_angle": math.degrees(math.atan2(*(at["ear"] - at["shoulder"]))),
        }
        placed: dict[Any, Any] = {joint: tuple(point) for joint, point in points.items()}
        result = conclude(rendered(name), Corrections(placed))
        for measure, value in true.items():
            corrected, own = result.measures[measure].value, result.model_measures[measure].value
            assert corrected is not None
            assert own is not None
            errors.append((abs(corrected - value), abs(own - value)))
    ours, models = np.mean(errors, axis=0)
    assert ours < 0.4  # what the estimate of the camera's roll leaves
    assert models > 2.5 * ours


def true_apices(name: str, observation: Observation) -> dict[Any, tuple[float, float]]:
    frame = observation.level.frame.scaled(1.0 / observation.photo.scale)
    contour = frame.to_body(np.array(truth(name)["skin_back_contour_px"]))
    contour = contour[np.argsort(contour[:, 1])]
    heights = back_shapes().heights
    curve = -np.interp(heights, contour[:, 1], contour[:, 0])
    found = find_curve_landmarks(curve)
    assert not isinstance(found, Reason)
    rows = dict(zip(BACK_POINTS, (found.gluteal, found.lumbar, found.thoracic), strict=True))
    return {at: tuple(frame.to_picture([-curve[row], heights[row]])) for at, row in rows.items()}


def test_three_true_points_measure_the_back_under_a_loose_shirt(
    rendered: Callable[[str], Observation],
) -> None:
    name = "loose_shirt_woman_right"
    observation = rendered(name)
    alone = conclude(observation).measures
    assert alone["sacral_slope"].method == "estimated_under_clothes"
    result = conclude(observation, Corrections(true_apices(name, observation)))
    outline = truth(name)["ground_truth"]["silhouette"]
    for measure, true in (
        ("sacral_slope", -outline["lower_tangent_deg"]),
        ("lumbar_lordosis", outline["lordosis_angle_deg"]),
        ("lumbar_depth", outline["lordosis_depth_pct_trunk"]),
    ):
        found = result.measures[measure]
        assert found.ci95 is not None
        assert found.ci95[0] <= true <= found.ci95[1], measure
        assert found.method == "corrected_back_profile"
    curve = result.measures["lumbar_lordosis"].ci95
    estimate = alone["lumbar_lordosis"].ci95
    assert curve is not None
    assert estimate is None or curve[1] - curve[0] < estimate[1] - estimate[0]
    assert result.measures["sacral_slope"].value == pytest.approx(-outline["lower_tangent_deg"], abs=7.0)


def test_true_points_of_the_back_do_no_harm_where_it_is_seen(rendered: Callable[[str], Observation]) -> None:
    errors = []
    for name in STANDING:
        result = conclude(rendered(name), Corrections(true_apices(name, rendered(name))))
        outline = truth(name)["ground_truth"]["silhouette"]
        for measure, true in (
            ("sacral_slope", -outline["lower_tangent_deg"]),
            ("lumbar_lordosis", outline["lordosis_angle_deg"]),
        ):
            corrected, own = result.measures[measure].value, result.model_measures[measure].value
            assert corrected is not None
            assert own is not None
            errors.append((abs(corrected - true), abs(own - true)))
    ours, models = np.mean(errors, axis=0)
    assert ours < models + 0.5


@pytest.mark.parametrize("name", STANDING)
def test_body_height_finds_the_scale_of_the_picture(
    name: str, rendered: Callable[[str], Observation]
) -> None:
    height = truth(name)["ground_truth"]["height_m"]
    result = conclude(rendered(name), Corrections(body_height_m=height))
    body, pixels = [], []
    for part in ("hip_joint", "shoulder_joint", "tragus"):
        metres = truth(name)["landmarks_body_m"]
        middle = (np.array(metres[f"{part}_L"]) + np.array(metres[f"{part}_R"])) / 2.0
        body.append(1000.0 * middle[1:])
        pixels.append(true_middle(name, part))
    true = np.linalg.norm(body[1] - body[0]) / np.linalg.norm(pixels[1] - pixels[0])
    assert result.geometry.frame.mm_per_px == pytest.approx(true, rel=0.03)
