"""Angles of the direct test on figures whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.geometry import inclination_deg
from analyzer.thomas.angles import (
    hip_extension_true_deg,
    knee_flexion_deg,
    pelvic_tilt_supine_deg,
    pelvis_constant_deg,
    thigh_angle_deg,
    tilt_from_trochanter_deg,
    trunk_to_table_deg,
)

C, A = np.array([0.0, -1.0]), np.array([1.0, 0.0])
"""Along the table towards the feet, and up, in body coordinates."""


def along(angle_deg: float) -> np.ndarray:
    """Unit vector that points so many degrees below the table's direction towards the feet."""
    return math.cos(math.radians(angle_deg)) * C - math.sin(math.radians(angle_deg)) * A


@pytest.mark.parametrize("truth", [-25.0, -3.0, 0.0, 12.0, 25.0, 60.0])
def test_a_thigh_below_the_horizontal_is_positive(truth):
    hip = np.array([0.1, 0.2])
    assert thigh_angle_deg(hip, hip + 0.8 * along(truth)) == pytest.approx(truth)
    asin = math.degrees(math.asin(-(0.8 * along(truth))[0] / 0.8))
    assert asin == pytest.approx(truth), "the trigonometric method"


@pytest.mark.parametrize(("thigh", "knee"), [(10.0, 52.5), (-20.0, 110.0), (0.0, 0.0)])
def test_the_knee_is_straight_at_zero(thigh, knee):
    hip = np.zeros(2)
    joint = hip + along(thigh)
    assert knee_flexion_deg(hip, joint, joint + 0.9 * along(thigh + knee)) == pytest.approx(knee, abs=1e-5)


@pytest.mark.parametrize("tilt", [-25.0, 0.0, 13.0])
def test_the_tilt_is_the_same_angle_lying_and_standing(tilt):
    """+ = ASIS towards the feet; standing, the line from PSIS to ASIS slopes down to the front."""
    psis = np.array([-0.15, 0.2])
    asis = psis + 0.3 * (math.cos(math.radians(tilt)) * A + math.sin(math.radians(tilt)) * C)
    assert pelvic_tilt_supine_deg(asis, psis) == pytest.approx(tilt)
    assert inclination_deg(psis, asis) - 90.0 == pytest.approx(tilt)


def test_true_extension_is_the_thigh_against_the_pelvis_of_standing():
    """`thigh_to_pelvis`: knee-hip line against the vertical, less the tilt."""
    hip, knee, tilt = np.array([0.02, 0.0]), np.array([-0.2, -0.8]), 9.0
    standing = inclination_deg(knee, hip) - tilt
    assert hip_extension_true_deg(thigh_angle_deg(hip, knee), tilt) == pytest.approx(standing)


@pytest.mark.parametrize("turn", [-30.0, -8.0, 0.0, 21.0])
def test_the_own_constant_gives_the_tilt_of_a_hidden_psis(turn):
    asis, psis, trochanter = np.array([0.18, 0.16]), np.array([-0.15, 0.22]), np.array([0.0, -0.06])
    constant = pelvis_constant_deg(asis, psis, trochanter)
    standing = pelvic_tilt_supine_deg(asis, psis)
    assert standing == pytest.approx(inclination_deg(psis, asis) - 90.0)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    forward = np.array([[cos, sin], [-sin, cos]])  # anterior towards the feet
    tilt = tilt_from_trochanter_deg(forward @ asis, forward @ trochanter, constant)
    assert tilt == pytest.approx(standing + turn)


def test_a_raised_shoulder_is_positive():
    assert trunk_to_table_deg([0.0, 0.0], [0.1, 1.0]) == pytest.approx(math.degrees(math.atan(0.1)))
