"""Placed joints: measured as they are, and only what rests on them changes."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import pytest
from corrected import BACK, FEET, half, pelvis, places, seen, to_px
from scenes import Drawing, FixedDetector, Look, Place, draw_person, sample_curve

from analyzer.pipeline import conclude, observe
from analyzer.types import Corrections

pytestmark = pytest.mark.usefixtures("drawn_only")

UPRIGHT: Final = {
    "ear": (0.10, 1.30),
    "shoulder": (0.04, 0.95),
    "hip": (0.00, 0.00),
    "knee": (0.05, -0.86),
    "ankle": (-0.06, -1.70),
}


@pytest.mark.parametrize("facing", ["right", "left"])
def test_placed_joints_are_measured_as_they_are(facing: str) -> None:
    observation = seen(facing)
    result = conclude(observation, Corrections({n: to_px(observation, p) for n, p in UPRIGHT.items()}))
    knee = 180.0 - math.degrees(math.atan2(0.05, 0.86)) - math.degrees(math.atan2(0.11, 0.84))
    leg = math.hypot(0.05, 0.86) + math.hypot(0.11, 0.84)
    trunk, thigh = math.degrees(math.atan2(0.04, 0.95)), -math.degrees(math.atan2(0.05, 0.86))
    expected = {
        "trunk_inclination": trunk,
        "hip_extension_angle": thigh - trunk,
        "pelvic_shift": 100.0 * 0.06 / leg,
        "knee_angle": knee,
        "ear_shoulder_angle": math.degrees(math.atan2(0.06, 0.35)),
    }
    plain = conclude(observation)
    for name, value in expected.items():
        assert result.measures[name].value == pytest.approx(value, abs=1e-6), name
        # Ear and shoulder are so close that their line is no surer by hand.
        most = 1.1 if name == "ear_shoulder_angle" else 0.97
        assert half(result.measures[name]) < most * half(plain.measures[name]), name
    over = {"shoulder_offset", "hip_offset", "knee_offset"}
    of_c7 = {"craniovertebral_angle", "c7_offset", "trunk_balance"}
    assert expected.keys() | over <= result.corrected <= expected.keys() | over | of_c7
    # The joints carry neither the frame nor the traced back with them.
    assert all(result.measures[name] == plain.measures[name] for name in BACK)
    assert result.geometry.frame.trunk_length_px == plain.geometry.frame.trunk_length_px
    assert np.array_equal(result.geometry.profile.contour, plain.geometry.profile.contour)  # type: ignore[union-attr]


def test_placing_half_of_the_joints_leaves_half_of_the_models_doubt() -> None:
    observation = seen()
    where = places(conclude(observation))

    def trunk(*names: Any) -> float:
        corrections = Corrections({name: where[name] for name in names})
        return half(conclude(observation, corrections).measures["trunk_inclination"])

    assert trunk() > trunk("hip") > trunk("hip", "shoulder")
    # The hip can be placed better than the shoulder.
    assert trunk("hip") < trunk("shoulder") < trunk()
    assert trunk("knee", "ear") == trunk()
    # 6 and 7 mm at the ends of a trunk of 0.92 trunk lengths, the repeat of photos, and the camera's roll.
    placing = math.degrees(math.hypot(0.0127, 0.0149) / 0.92)
    roll = observation.level.frame.roll_sd_deg
    assert trunk("hip", "shoulder") / 1.96 == pytest.approx(math.hypot(placing, 0.4, roll), rel=0.02)


@pytest.mark.parametrize(
    ("joint", "names"),
    [
        ("ear", {"ear_shoulder_angle", "craniovertebral_angle"}),
        ("shoulder", {"ear_shoulder_angle", "trunk_inclination", "hip_extension_angle", "shoulder_offset"}),
        (
            "hip",
            {"trunk_inclination", "hip_extension_angle", "pelvic_shift", "knee_angle", "hip_offset"}
            | {"trunk_balance"},
        ),
        ("knee", {"hip_extension_angle", "pelvic_shift", "knee_angle", "knee_offset"}),
        (
            "ankle",
            {"pelvic_shift", "knee_angle", "c7_offset", "shoulder_offset", "hip_offset", "knee_offset"},
        ),
        ("c7", {"craniovertebral_angle", "c7_offset", "trunk_balance"}),
    ],
)
def test_a_joint_changes_the_measures_that_rest_on_it_and_no_other(joint: Any, names: set[str]) -> None:
    observation = seen()
    plain = conclude(observation)
    x, y = places(plain)[joint]
    result = conclude(observation, Corrections({joint: (x + 6.0, y + 4.0)}))
    changed = {name for name in plain.measures if result.measures[name] != plain.measures[name]}
    assert changed == names
    assert result.corrected == names


def test_the_shoulder_does_not_matter_once_the_hip_is_measured_against_the_pelvis() -> None:
    observation = seen()
    points = pelvis(observation, 10.0)
    plain = conclude(observation, Corrections(points))
    x, y = places(plain)["shoulder"]
    result = conclude(observation, Corrections({**points, "shoulder": (x + 8.0, y)}))
    assert result.measures["hip_extension_angle"] == plain.measures["hip_extension_angle"]


def test_a_placed_ear_measures_the_head_that_the_model_missed() -> None:
    place = Place((300.0, 500.0), 240.0)
    whole = draw_person(sample_curve(), place, Look(), (600, 980))
    cut = Drawing(whole.rgb[210:], whole.mask[210:], place, whole.curve)
    landmarks = place.landmarks(FEET).shifted(0.0, -210.0)
    observation = observe(np.ascontiguousarray(cut.rgb), model=FixedDetector(cut, landmarks))
    plain = conclude(observation)
    assert not plain.measures["ear_shoulder_angle"]
    result = conclude(observation, Corrections({"ear": (312.0, 5.0)}, body_height_m=1.7))
    assert result.measures["ear_shoulder_angle"]
    lengths = result.lengths_mm
    assert {length.reason.code for length in lengths.values() if length.reason} == {"head_out_of_frame"}
    assert len(lengths) == 3
