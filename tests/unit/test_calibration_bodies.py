"""Our posing against bodies that another program posed and measured; needs the body model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

pytest.importorskip("anny")

from calibration.bodies import JOINTS, LEVELS, complete, simulate
from calibration.body_model import Arm, BodyModel, Stance


@dataclass(frozen=True, slots=True)
class Known:
    """Parameters and published truth of a rendered phantom."""

    phenotype: dict[str, float]
    buttocks: float
    stance: Stance
    rotation_deg: float
    sacral_deg: float
    thoracolumbar_deg: float
    depth_mm: float
    height_m: float
    trunk_m: float


KNOWN = {
    "dev/000": Known(
        {
            "gender": 0.98,
            "age": 0.793727,
            "muscle": 0.784666,
            "weight": 0.468483,
            "height": 0.736588,
            "proportions": 0.434715,
        },
        0.424946,
        Stance(
            pelvis=-0.7,
            lordosis=0.0,
            kyphosis=4.489859,
            neck=8.527175,
            head=0.88359,
            lean=0.884242,
            knee=0.0,
            leg_adduction=3.975771,
            left_arm=Arm(37.576334, 3.259865, 17.369767),
            right_arm=Arm(41.704658, 1.854679, 9.490477),
        ),
        rotation_deg=0.18,
        sacral_deg=31.76,
        thoracolumbar_deg=11.65,
        depth_mm=53.8,
        height_m=2.0203,
        trunk_m=0.65,
    ),
    "dev/013": Known(
        {
            "gender": 0.98,
            "age": 0.717962,
            "muscle": 0.823879,
            "weight": 0.562315,
            "height": 0.489192,
            "proportions": 0.40482,
        },
        0.123477,
        Stance(
            pelvis=0.33,
            lordosis=-6.18,
            kyphosis=-2.857762,
            neck=5.42923,
            head=-3.805158,
            lean=1.353734,
            knee=0.0,
            leg_adduction=5.300471,
            left_arm=Arm(-0.286553, 4.363361, 9.301342),
            right_arm=Arm(5.815741, 2.807429, 6.955297),
        ),
        rotation_deg=1.68,
        sacral_deg=33.93,
        thoracolumbar_deg=9.28,
        depth_mm=50.6,
        height_m=1.7589,
        trunk_m=0.5744,
    ),
    "pairs/007a": Known(
        {
            "gender": 0.02,
            "age": 0.531879,
            "muscle": 0.466291,
            "weight": 0.431328,
            "height": 0.260477,
            "proportions": 0.762823,
        },
        0.390233,
        Stance(
            pelvis=9.09,
            lordosis=0.0,
            kyphosis=-0.90562,
            neck=4.673328,
            head=2.86802,
            lean=-0.412558,
            knee=5.552406,
            leg_adduction=3.543466,
            left_arm=Arm(37.598545, 3.124721, 26.644281),
            right_arm=Arm(32.953633, 3.278026, 33.788979),
        ),
        rotation_deg=8.68,
        sacral_deg=35.17,
        thoracolumbar_deg=14.03,
        depth_mm=51.8,
        height_m=1.4794,
        trunk_m=0.4892,
    ),
}


@pytest.fixture(scope="module")
def model() -> BodyModel:
    return BodyModel()


@pytest.mark.parametrize("name", KNOWN)
def test_posed_body_agrees_with_the_phantom(model: BodyModel, name: str) -> None:
    known = KNOWN[name]
    body = model.posed(model.shape(known.phenotype, {"buttocks-volume-incr": known.buttocks}), known.stance)
    truth = model.truth(body)
    # The published numbers are rounded to 0.01 degrees; that is all that differs.
    assert body.pelvis_rotation_deg == pytest.approx(known.rotation_deg, abs=0.01)
    assert truth.sacral_slope_deg == pytest.approx(known.sacral_deg, abs=0.02)
    assert truth.thoracolumbar_slope_deg == pytest.approx(known.thoracolumbar_deg, abs=0.02)
    assert truth.depth_m == pytest.approx(known.depth_mm / 1000, abs=0.0002)
    assert body.height_m == pytest.approx(known.height_m, abs=0.0002)
    assert body.trunk_length_m == pytest.approx(known.trunk_m, abs=0.0002)


def test_body_stands_on_the_floor_and_faces_ahead(model: BodyModel) -> None:
    body = model.posed(model.shape({"gender": 0.02}, {}), Stance())
    assert body.skin[:, 2].min() == 0
    assert 1.4 < body.height_m < 2.1
    assert body.hip[0, 0] > 0 > body.hip[1, 0]  # left, right
    assert body.pelvis_rotation_deg == pytest.approx(0.0, abs=1e-9)


def test_pelvis_and_lean_add_up(model: BodyModel) -> None:
    body = model.posed(model.shape({}, {}), Stance(pelvis=10.0, lean=3.0))
    assert body.pelvis_rotation_deg == pytest.approx(13.0, abs=1e-6)
    upright = model.posed(model.shape({}, {}), Stance(pelvis=0.0))
    assert model.truth(body).sacral_slope_deg > model.truth(upright).sacral_slope_deg + 5.0


def test_simulated_rows_repeat(model: BodyModel) -> None:
    one, two = simulate(model, 1, 5), simulate(model, 1, 5)
    for first, second in zip(one, two, strict=True):
        np.testing.assert_array_equal(first["back"], second["back"])
        assert first["back"].shape == first["front"].shape == LEVELS.shape
        assert complete(first)
    assert (simulate(model, 2, 5)[0]["joints"] != one[0]["joints"])[0].all()


def test_two_stances_of_one_person(model: BodyModel) -> None:
    first, second = simulate(model, 1, 7)
    assert first["person"] == second["person"] == 7
    assert first["weight"] == second["weight"]
    assert first["pelvis_rotation_deg"] != second["pelvis_rotation_deg"]


def test_front_lies_in_front_of_back_and_joints_between(model: BodyModel) -> None:
    row = simulate(model, 3, 1)[0]
    inside = (LEVELS > -0.6) & (LEVELS < 1.0)
    assert (row["front"][inside] < row["back"][inside] - 0.1).all()
    hip = row["joints"][JOINTS.index("hip")]
    np.testing.assert_allclose(hip, 0.0, atol=1e-12)
    shoulder = row["joints"][JOINTS.index("shoulder")]
    assert np.hypot(*shoulder) == pytest.approx(1.0)
    assert row["front"][np.argmin(np.abs(LEVELS))] < 0 < row["back"][np.argmin(np.abs(LEVELS))]
