"""Camera roll from straight lines, in drawn rooms whose roll is known."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from analyzer.person.roll import HANDHELD_ROLL_SD_DEG, NOT_SEEN, _distances, estimate_roll

WIDTH, HEIGHT = 600, 800
Picture = NDArray[np.uint8]


def _empty() -> NDArray[np.float32]:
    return np.zeros((HEIGHT, WIDTH), np.float32)


def _room(roll_deg: float, *, pitch_deg: float = 0.0, yaw_deg: float = 0.0, lines: str = "both") -> Picture:
    """A room seen by a pinhole camera: verticals and horizontals of a wall, drawn with hidden aliasing.

    ``roll_deg`` turns the content clockwise.
    """
    scale, focal = 4, 1.1 * HEIGHT
    picture = np.full((HEIGHT * scale, WIDTH * scale, 3), 200, np.uint8)
    pitch, yaw, roll = (math.radians(a) for a in (pitch_deg, yaw_deg, roll_deg))
    around_y = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    around_x = np.array(
        [[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]]
    )
    around_z = np.array(
        [[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]]
    )

    def seen(x: float, y: float) -> tuple[int, int]:
        point = around_z @ around_x @ around_y @ np.array([x, y, 0.0]) + np.array([0.0, 0.0, 4.0])
        u, v = WIDTH / 2 + focal * point[0] / point[2], HEIGHT / 2 + focal * point[1] / point[2]
        return round(u * scale), round(v * scale)

    def line(*ends: tuple[float, float]) -> None:
        cv2.line(picture, seen(*ends[0]), seen(*ends[1]), (90, 80, 70), 6 * scale)

    if lines in ("both", "vertical"):
        for x in (-1.1, -0.75, 0.7, 1.15):
            line((x, -1.4), (x, 1.4))
    if lines != "vertical":
        for y in (1.2,) if lines == "floor" else (-1.3, 1.2):
            line((-1.3, y), (1.3, y))
    return cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("roll", [-4.0, -2.5, -1.0, 0.0, 1.0, 2.5, 4.0])
def test_roll_of_a_room_is_found_clockwise_positive(roll: float) -> None:
    found = estimate_roll(_room(roll), _empty())
    assert found.roll_deg == pytest.approx(roll, abs=0.4)
    assert 0.0 < found.sd_deg < 0.6
    assert found.lines >= 4


@pytest.mark.parametrize("lines", ["vertical", "horizontal"])
@pytest.mark.parametrize("roll", [-3.0, 2.0])
def test_lines_of_one_direction_are_enough(lines: str, roll: float) -> None:
    found = estimate_roll(_room(roll, lines=lines), _empty())
    assert abs(found.roll_deg - roll) < max(0.4, 2 * found.sd_deg)
    assert found.roll_deg * roll > 0


@pytest.mark.parametrize("roll", [-2.0, 0.0, 3.0])
@pytest.mark.parametrize(("pitch", "yaw"), [(6.0, 0.0), (-6.0, 0.0), (0.0, 5.0), (0.0, -5.0), (4.0, 4.0)])
def test_perspective_misleads_no_further_than_claimed(roll: float, pitch: float, yaw: float) -> None:
    found = estimate_roll(_room(roll, pitch_deg=pitch, yaw_deg=yaw), _empty())
    assert abs(found.roll_deg - roll) < 2.0 * found.sd_deg + 0.1


def test_floor_lines_of_a_wall_out_of_square_leave_more_doubt_than_door_frames() -> None:
    floor = estimate_roll(_room(1.0, lines="floor"), _empty())
    both = estimate_roll(_room(1.0), _empty())
    assert floor.sd_deg > both.sd_deg


def test_a_plain_wall_says_nothing() -> None:
    assert estimate_roll(np.full((HEIGHT, WIDTH, 3), 180, np.uint8), _empty()) == NOT_SEEN
    assert NOT_SEEN.sd_deg == HANDHELD_ROLL_SD_DEG
    assert (NOT_SEEN.roll_deg, NOT_SEEN.lines) == (0.0, 0)


def test_lines_on_the_person_do_not_count() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    for x in (260, 290, 320):
        cv2.line(picture, (x, 150), (x + 30, 650), (60, 60, 60), 6)
    assert estimate_roll(picture, _empty()).lines > 0
    mask = _empty()
    mask[100:700, 220:390] = 1.0
    assert estimate_roll(picture, mask) == NOT_SEEN


def test_lines_on_the_person_do_not_outvote_the_room() -> None:
    picture = _room(2.0)
    for x in (260, 280, 300, 320):
        cv2.line(picture, (x, 150), (x + 60, 650), (60, 60, 60), 5)
    mask = _empty()
    mask[100:700, 220:410] = 1.0
    assert estimate_roll(picture, mask).roll_deg == pytest.approx(2.0, abs=0.4)


def test_lines_far_from_level_are_no_horizon() -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    for x in range(0, 500, 60):
        cv2.line(picture, (x, 100), (x + 200, 600), (60, 60, 60), 6)
    assert estimate_roll(picture, _empty()) == NOT_SEEN


def test_picture_size_does_not_matter() -> None:
    large = _room(-3.0)
    small = cv2.resize(large, (300, 400), interpolation=cv2.INTER_AREA)
    found = estimate_roll(small, np.zeros((400, 300), np.float32))
    assert found.roll_deg == pytest.approx(-3.0, abs=0.4)


def test_mirrored_room_has_the_opposite_roll() -> None:
    mirrored = np.ascontiguousarray(_room(3.0)[:, ::-1])
    assert estimate_roll(mirrored, _empty()).roll_deg == pytest.approx(-3.0, abs=0.4)


# Things that are not level


def _turned_board(picture: Picture, degrees: float, *, size: float = 150.0) -> Picture:
    """The picture with a chessboard, turned clockwise, as if somebody held it."""
    result = picture.copy()
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    for row in range(8):
        for column in range(8):
            corners = (
                np.array([(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]) - 4
            )
            points = (corners * size / 8) @ turn.T + [420.0, 430.0]
            colour = (20, 20, 20) if (row + column) % 2 else (240, 240, 240)
            cv2.fillConvexPoly(result, np.round(points * 16).astype(np.int32), colour, cv2.LINE_AA, 4)
    return result


def _curtain(picture: Picture, degrees: float) -> Picture:
    """The picture with a curtain at the left whose folds lean clockwise."""
    result = picture.copy()
    shift = 650 * math.tan(math.radians(degrees))
    for fold in range(14):
        x = 60 + 14 * fold
        shade = 90 + 50 * (fold % 3)
        cv2.line(result, (round(x + shift), 20), (x, 670), (shade, shade // 2, shade // 3), 7, cv2.LINE_AA)
    return result


@pytest.mark.parametrize("degrees", [-5.0, 5.0])
def test_a_board_in_a_hand_before_a_plain_wall_widens_and_does_not_turn(degrees: float) -> None:
    plain = np.full((HEIGHT, WIDTH, 3), 180, np.uint8)
    mask = _empty()
    mask[100:700, 260:360] = 1.0
    found = estimate_roll(_turned_board(plain, degrees), mask)
    assert abs(found.roll_deg) < 1.0
    assert found.sd_deg > 1.2


@pytest.mark.parametrize("degrees", [-5.0, 5.0])
def test_a_board_in_a_hand_does_not_outvote_the_room(degrees: float) -> None:
    assert estimate_roll(_turned_board(_room(1.0), degrees), _empty()).roll_deg == pytest.approx(1.0, abs=0.5)


@pytest.mark.parametrize("degrees", [-5.0, 5.0])
def test_a_curtain_drawn_aside_is_not_believed_alone(degrees: float) -> None:
    found = estimate_roll(_curtain(np.full((HEIGHT, WIDTH, 3), 180, np.uint8), degrees), _empty())
    assert abs(found.roll_deg) < 2.0
    assert found.sd_deg > 1.2


@pytest.mark.parametrize("yaw", [-20.0, 20.0])
def test_shelves_on_an_oblique_wall_mislead_no_further_than_claimed(yaw: float) -> None:
    found = estimate_roll(_room(0.0, yaw_deg=yaw, lines="floor"), _empty())
    assert abs(found.roll_deg) < 2.0 * found.sd_deg
    assert abs(estimate_roll(_room(0.0, yaw_deg=yaw), _empty()).roll_deg) < 1.0


def test_a_little_more_lean_is_a_little_more_roll() -> None:
    plain = np.full((HEIGHT, WIDTH, 3), 180, np.uint8)
    found = [
        estimate_roll(_turned_board(plain, degrees), _empty()).roll_deg for degrees in np.arange(0, 7, 0.25)
    ]
    assert np.abs(np.diff(found)).max() < 0.8


def test_distances_from_the_person_are_those_of_the_whole_picture() -> None:
    """Though only the person's surroundings are looked at."""
    near = np.zeros((300, 400), bool)
    near[120:200, 5:60], near[150:260, 40:90] = True, True
    y, x = np.mgrid[0:300:7, 0:400:7].reshape(2, -1)
    whole = cv2.distanceTransform((~near).astype(np.uint8), cv2.DIST_L2, 3)[y, x]
    found = _distances(near, x, y, 50.0)
    close = whole <= 50.0
    assert close.any() and not close.all()
    np.testing.assert_allclose(found[close], whole[close], atol=0.01)
    assert (found[~close] > 49.9).all()
    assert np.isinf(_distances(np.zeros_like(near), x, y, 50.0)).all()
