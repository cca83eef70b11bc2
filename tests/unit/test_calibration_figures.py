"""The parts of the figure maker that need no body model: skinning, reaching, outlines."""

from __future__ import annotations

import re

import numpy as np
import pytest

from calibration.figures import outlines, picture
from calibration.figures.body import Reach, Rest, _reach_turns, around, turn, turn_about
from calibration.figures.poses import POSES
from calibration.figures.skinning import blended


def transforms(*pairs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return np.array([around(point, rotation) for point, rotation in pairs])


@pytest.mark.parametrize("degrees", [0.0, 35.0, 120.0, 179.9, 180.0])
def test_skin_of_one_bone_moves_with_it(degrees):
    moves = transforms((np.array([0.1, -0.2, 0.3]), turn_about(np.array([1.0, 2.0, -0.5]), degrees)))
    skin = np.random.default_rng(3).normal(size=(20, 3))
    wanted = skin @ moves[0, :3, :3].T + moves[0, :3, 3]
    assert blended(skin, np.ones((20, 1)), moves) == pytest.approx(wanted, abs=1e-9)


def test_skin_between_two_bones_keeps_its_distance_from_the_joint():
    """Mixing the matrices instead would pull the skin of a bent knee in by 29 %."""
    moves = transforms((np.zeros(3), np.eye(3)), (np.zeros(3), turn(0, 90.0)))
    skin = np.array([[0.0, 0.0, 1.0]])
    half = blended(skin, np.array([[0.5, 0.5]]), moves)
    assert np.linalg.norm(half) == pytest.approx(1.0)
    assert half[0] == pytest.approx(turn(0, 45.0) @ skin[0])


def test_blending_takes_the_short_way_round():
    moves = transforms((np.zeros(3), turn(2, 170.0)), (np.zeros(3), turn(2, -170.0)))
    moved = blended(np.array([[1.0, 0.0, 0.0]]), np.array([[0.5, 0.5]]), moves)
    assert moved[0] == pytest.approx([-1.0, 0.0, 0.0], abs=1e-9)


@pytest.mark.parametrize("target", [(0.2, -0.3, -0.2), (0.0, -0.1, 0.35), (-0.15, 0.2, -0.3)])
def test_the_hand_gets_where_it_should(target):
    shoulder, elbow, wrist = np.zeros(3), np.array([0.18, 0.0, -0.2]), np.array([0.3, -0.14, -0.33])
    upper, fore = _reach_turns(shoulder, elbow, wrist, Reach(wrist=target, elbow=(0.3, 0.9, -1.0)))
    reached = upper @ (elbow + fore @ (wrist - elbow))
    assert reached == pytest.approx(np.array(target), abs=1e-9)


def test_a_target_out_of_reach_gives_a_stretched_arm_towards_it():
    shoulder, elbow, wrist = np.zeros(3), np.array([0.0, 0.05, -0.25]), np.array([0.0, -0.1, -0.45])
    upper, fore = _reach_turns(shoulder, elbow, wrist, Reach(wrist=(0.0, -2.0, 0.0), elbow=(0.0, 0.0, -1.0)))
    reached = upper @ (elbow + fore @ (wrist - elbow))
    assert reached[1] / np.linalg.norm(reached) == pytest.approx(-1.0)
    assert np.linalg.norm(reached) > 0.49


def test_both_thomas_poses_bend_the_tested_hip_alike():
    held, loose = POSES["thomas_held"], POSES["thomas_loose"]
    assert held.right_leg == loose.right_leg
    assert loose.tilt - held.tilt == pytest.approx(18.0)


# --- Outlines -------------------------------------------------------------------------------------

DISC = np.hypot(*np.mgrid[-140:141, -140:141]) < 120


def _ends(path: str) -> np.ndarray:
    """Points that a path of quadratic curves passes through."""
    start = np.array([float(number) for number in re.match(r"M(-?\d+) ?(-?\d+)", path).groups()])
    steps = [[float(n) for n in re.findall(r"-?\d+", curve)][2:] for curve in path.rstrip("z").split("q")[1:]]
    return start + np.cumsum(steps, axis=0)


def test_the_outline_of_a_disc_is_round():
    rings = outlines._rings(DISC)
    assert len(rings) == 1
    points = _ends(outlines._ring_path(rings[0]))
    assert np.hypot(*(points - 140.0).T) == pytest.approx(120.0, abs=2.0)


def test_holes_are_kept_and_specks_are_not():
    ring = DISC & ~(np.hypot(*np.mgrid[-140:141, -140:141]) < 50)
    assert len(outlines._rings(ring)) == 2
    speck = np.zeros((60, 60), dtype=bool)
    speck[30:33, 30:33] = True
    assert outlines._rings(speck) == []


def test_small_patches_take_the_tone_around_them():
    tones = np.full((80, 80), -1)
    tones[10:70, 10:70] = 3
    tones[30:36, 30:36] = 7
    cleaned = outlines._without_specks(tones)
    assert (cleaned[30:36, 30:36] == 3).all()
    assert (cleaned == -1).sum() == (tones == -1).sum()


# --- Pictures -------------------------------------------------------------------------------------


def _two_boards() -> Rest:
    """An upright board of 0.2 x 0.4 m, and a smaller one nearer to the viewer on the right side."""

    def board(x: float, half: float, low: float, high: float) -> np.ndarray:
        return np.array([[x, half, low], [x, -half, low], [x, -half, high], [x, half, high]])

    skin = np.vstack((board(0.1, 0.1, 0.0, 0.4), board(-0.1, 0.05, 0.1, 0.2)))
    weights = np.zeros((8, 2))
    weights[:4, 0] = weights[4:, 1] = 1.0
    faces = np.array([[0, 1, 2, 3], [4, 5, 6, 7]])
    return Rest(skin, faces, ("root", "upperleg01.R"), (-1, 0), np.zeros((2, 3)), weights)


def test_the_nearer_part_hides_the_farther_one():
    rest = _two_boards()
    seen = picture.take_picture(rest, rest.skin)
    assert seen.body.sum() == pytest.approx(200 * 400, rel=0.02)
    near = seen.part == picture.PARTS.index("thigh")
    assert near.sum() == pytest.approx(100 * 100, rel=0.03)
    assert seen.depth[near].max() < seen.depth[seen.part == 0].min()


def test_the_person_looks_to_the_right():
    rest = _two_boards()
    seen = picture.take_picture(rest, rest.skin)
    front, back = seen.pixel(np.array([0.0, -0.1, 0.2])), seen.pixel(np.array([0.0, 0.1, 0.2]))
    assert front[0] - back[0] == pytest.approx(200.0)
    assert seen.pixel(np.array([0.0, 0.0, 0.3]))[1] < seen.pixel(np.array([0.0, 0.0, 0.1]))[1]
    x, y = np.round(seen.pixel(np.array([0.1, -0.08, 0.35]))).astype(int)
    assert seen.rest[y, x] == pytest.approx([0.1, -0.08, 0.35], abs=0.002)
