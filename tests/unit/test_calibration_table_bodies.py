"""How a body lies on the table; needs the body model."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

pytest.importorskip("anny")

from calibration.body_model import SKIN_VERTICES
from calibration.table import truth
from calibration.table.figure import Figure, on_table
from calibration.table.lie import FLAT_M, Lying, lie_down
from calibration.table.pose import Leg, Pose
from calibration.table.rig import Rig, Shape

PHENOTYPE = {"gender": 0.98, "age": 0.6, "muscle": 0.5, "weight": 0.5, "height": 0.5, "proportions": 0.6}
POSE = Pose("L", Leg(12.0, 70.0), Leg(-118.0, 115.0), {"L": "shin", "R": "shin"})
TABLE_M, EDGE_M = 0.75, 0.04
UP = np.array([0.0, 0.0, 1.0])


@pytest.fixture(scope="module")
def rig() -> Rig:
    return Rig()


@pytest.fixture(scope="module")
def shape(rig: Rig) -> Shape:
    return rig.body(PHENOTYPE, {})


def laid(rig: Rig, shape: Shape, pose: Pose, near: str = "L") -> tuple[Lying, Figure, dict[str, float]]:
    lying = lie_down(rig, shape, pose)
    figure = on_table(rig, shape, lying, near=near, edge_m=EDGE_M, table_m=TABLE_M)
    feet = np.array([-1.0 if near == "L" else 1.0, 0.0, 0.0])
    return lying, figure, truth.angles(figure.points, pose.tested, feet, UP)


@pytest.mark.slow
def test_the_angles_are_those_that_were_asked_for(rig, shape):
    _, _, angles = laid(rig, shape, POSE)
    assert angles["thigh_angle_deg"] == pytest.approx(12.0, abs=0.5)
    assert angles["knee_flexion_deg"] == pytest.approx(
        70.0, abs=3.0
    )  # the axis of the model's knee lies before the bone
    assert angles["other_thigh_flexion_deg"] == pytest.approx(118.0, abs=1.0)


@pytest.mark.slow
def test_both_sides_lie_alike(rig, shape):
    _, _, left = laid(rig, shape, POSE)
    mirrored = dataclasses.replace(POSE, tested="R", left=POSE.right, right=POSE.left)
    _, _, right = laid(rig, shape, mirrored, near="R")
    assert right == pytest.approx(left, abs=0.3)


@pytest.mark.slow
def test_an_arched_back_leaves_the_table_and_tips_the_pelvis(rig, shape):
    flat, _, before = laid(rig, shape, POSE)
    arched, _, after = laid(rig, shape, dataclasses.replace(POSE, arch_deg=15.0))
    assert flat.gap_m <= FLAT_M
    assert arched.gap_m > FLAT_M + 0.01
    assert arched.pelvis_deg - flat.pelvis_deg == pytest.approx(15.0)
    # The chest lies a little differently, so that the pelvis in space turns by somewhat less.
    assert 8.0 < after["pelvic_tilt_supine_deg"] - before["pelvic_tilt_supine_deg"] < 16.0
    # The leg hangs as before, so that the same thigh is a less extended hip.
    assert after["thigh_angle_deg"] == pytest.approx(before["thigh_angle_deg"], abs=0.5)
    assert after["hip_extension_true_deg"] < before["hip_extension_true_deg"] - 8.0


@pytest.mark.slow
def test_nobody_is_in_the_table_and_everybody_touches_it(rig, shape):
    _, figure, _ = laid(rig, shape, POSE)
    skin = figure.vertices[:SKIN_VERTICES]
    over = skin[-skin[:, 0] < EDGE_M]
    assert over[:, 2].min() == pytest.approx(TABLE_M, abs=1e-6)
    hips, chest = (skin[np.abs(skin[:, 0] - x) < 0.08] for x in (0.0, 0.45))
    assert hips[:, 2].min() < TABLE_M + 0.005
    assert chest[:, 2].min() < TABLE_M + 0.005


@pytest.mark.slow
def test_the_hands_hold_the_other_shin(rig, shape):
    _, figure, _ = laid(rig, shape, POSE)
    knee, ankle = figure.points["knee_joint_R"], figure.points["ankle_joint_R"]
    place = knee + 0.16 * (ankle - knee)
    for side in "LR":
        assert np.linalg.norm(figure.points[f"wrist_joint_{side}"] - place) < 0.16


@pytest.mark.slow
def test_landmarks_belong_to_bones(rig, shape):
    """However the hip is bent, the bones of a pelvis and of a thigh keep their distances."""
    _, figure, _ = laid(rig, shape, POSE)
    rest = rig.landmarks(shape, rig.chain(shape, {}))
    for one, other in (("ASIS", "PSIS"), ("greater_trochanter", "lateral_epicondyle")):
        for side in "LR":
            length = np.linalg.norm(figure.points[f"{one}_{side}"] - figure.points[f"{other}_{side}"])
            assert length == pytest.approx(
                float(np.linalg.norm(rest[f"{one}_{side}"] - rest[f"{other}_{side}"]))
            )
