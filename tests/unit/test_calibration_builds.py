"""How bodies of other builds stand; needs the body model."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

pytest.importorskip("anny")

from calibration.body_model import SKIN_VERTICES, Arm, BodyModel, Stance
from calibration.builds.case import Pose
from calibration.builds.cases import KINDS, plan
from calibration.builds.shape import draw_bumps, reshaped
from calibration.builds.stance import BuildRig, stood

PHENOTYPE = {"gender": 0.02, "age": 0.6, "muscle": 0.5, "weight": 0.5, "height": 0.5, "proportions": 0.6}
ARM = Arm(40.0, 2.0, 20.0)
POSE = Pose(12.0, 4.0, 5.0, 3.0, 1.0, 2.0, 4.0, 4.0, ARM, ARM)


@pytest.fixture(scope="module")
def rig() -> BuildRig:
    return BuildRig()


@pytest.mark.slow
def test_an_even_stance_is_that_of_all_other_sets(rig):
    shape = rig.body(PHENOTYPE, {})
    standing = stood(rig, shape, POSE)
    model = BodyModel()
    body = model.posed(model.shape(PHENOTYPE, {}), Stance(12.0, 4.0, 5.0, 3.0, 1.0, 2.0, 4.0, 4.0, ARM, ARM))
    assert np.abs(standing.body.skin - body.skin).max() < 1e-5
    assert standing.body.pelvis_rotation_deg == pytest.approx(body.pelvis_rotation_deg, abs=1e-6)
    assert rig.truth(standing.body).lordosis_deg == pytest.approx(model.truth(body).lordosis_deg, abs=0.02)


@pytest.mark.slow
def test_weight_on_one_leg_bends_the_other_and_keeps_both_feet_down(rig):
    shape = rig.body(PHENOTYPE, {})
    pose = dataclasses.replace(
        POSE, free_leg="L", drop_deg=5.0, pelvis_turn_deg=6.0, foot_ahead_m=0.1, foot_aside_m=0.05
    )
    standing = stood(rig, shape, pose)
    ankles = standing.body.ankle[:, 2]
    assert ankles[0] == pytest.approx(ankles[1], abs=0.004)
    assert standing.body.hip[0, 2] < standing.body.hip[1, 2] - 0.005
    # The pelvis's own tilt: what was asked for and the lean, whatever it turns about the vertical.
    assert standing.body.pelvis_rotation_deg == pytest.approx(14.0, abs=0.3)


@pytest.mark.slow
def test_folded_arms_lie_before_the_trunk_and_leave_the_back_alone(rig):
    shape = rig.body(PHENOTYPE, {})
    open_arms, folded = (stood(rig, shape, dataclasses.replace(POSE, crossed=way)) for way in (False, True))
    assert rig.truth(folded.body).sacral_slope_deg == pytest.approx(
        rig.truth(open_arms.body).sacral_slope_deg, abs=0.01
    )
    left, right = (folded.points[f"wrist_joint_{side}"] for side in "LR")
    assert left[0] < right[0]
    chest = folded.body.skin[np.abs(folded.body.skin[:, 2] - left[2]) < 0.02]
    assert left[1] < np.median(chest[:, 1])


@pytest.mark.slow
def test_bumps_move_the_trunk_alike_on_both_sides_and_leave_head_and_bones(rig):
    shape = rig.body({}, {})
    bumps = draw_bumps(np.random.default_rng(1), rig)
    moved = reshaped(rig, shape, bumps)
    away = np.linalg.norm(moved.vertices - shape.vertices, axis=1)
    assert 0.008 < away.max() < 0.06
    assert away[(rig.head_part > 0.6) | (rig.arm_part > 0.6)].max() == 0.0
    assert away[SKIN_VERTICES:].max() == 0.0
    assert moved.heads is shape.heads
    one, other = rig.vertex_of("PSIS_L"), rig.vertex_of("PSIS_R")
    assert away[one] == pytest.approx(away[other], abs=5e-4)


@pytest.mark.slow
def test_the_plan_is_even_from_its_start(rig):
    cases = plan(rig, 17)
    assert len(cases) == sum(KINDS.values()) >= 120
    assert len({case.name for case in cases}) == len(cases)
    assert {case.kind for case in cases[:40]} == set(KINDS)
    assert all(case.clothing not in ("swim", "sport") for case in cases if case.kind == "adolescent")
