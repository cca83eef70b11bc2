"""What is found in drawn pictures: table, camera, edges of a leg, gap below a back, what carries the foot."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from analyzer.thomas.answers import turn_points
from analyzer.thomas.back import _below
from analyzer.thomas.camera import estimate_elevation
from analyzer.thomas.checks import STAND
from analyzer.thomas.edges import Lines, find_limb_edge
from analyzer.thomas.lines import find_segments
from analyzer.thomas.support import edge_below_foot, stand_below_foot
from analyzer.thomas.surface import surface_below
from analyzer.thomas.table import find_table

SHOULDER, HIP = np.array([850.0, 400.0]), np.array([600.0, 400.0])
TRUNK = 250.0


def room(slope_deg=0.0, *, end=570, table=True):
    """A wall with a table whose end towards the feet, on the left, is at ``end``; and the trunk on it."""
    rgb = np.full((900, 1200, 3), 205, np.uint8)
    drop = math.tan(math.radians(slope_deg))

    def at(x, y):
        return [x, round(y + drop * (x - 600))]

    if table:
        top = np.array([at(end, 450), at(1190, 450), at(1190, 490), at(end, 490)])
        cv2.fillPoly(rgb, [top], (150, 90, 60))
    mask = np.zeros((900, 1200), np.float32)
    mask[340:450, 560:980] = 1.0
    return rgb, mask


@pytest.mark.parametrize("slope", [-2.5, 0.0, 3.0])
def test_the_table_has_the_slope_of_its_edges_and_ends_where_they_end(slope):
    rgb, mask = room(slope)
    table = find_table(find_segments(rgb, mask), mask, SHOULDER, HIP)
    assert table.slope_deg == pytest.approx(slope, abs=0.3)
    assert table.end == pytest.approx((600 - 570) / TRUNK, abs=0.03)
    assert table.line_px[1, 0] < table.line_px[0, 0], "from the head to the feet"


def test_a_table_below_the_thigh_reaches_far_beyond_the_hip():
    rgb, mask = room(end=440)
    assert find_table(find_segments(rgb, mask), mask, SHOULDER, HIP).end == pytest.approx(0.64, abs=0.03)


def test_without_a_table_there_is_none():
    rgb, mask = room(table=False)
    assert find_table(find_segments(rgb, mask), mask, SHOULDER, HIP) is None


@pytest.mark.parametrize("down", [-16.0, 0.0, 18.0])
def test_upright_lines_that_lean_show_the_height_of_the_camera(down):
    """A camera that looks down sees them lean outwards, by tan(pitch) times their place."""
    rgb = np.full((900, 1200, 3), 210, np.uint8)
    focal = 1.1 * 1200
    for x in (150, 260, 980, 1090):
        lean = math.tan(math.radians(down)) * (x - 600) / focal
        ends = [(round(x + lean * 200), 250), (round(x - lean * 200), 650)]
        cv2.line(rgb, *ends, (60, 60, 60), 8, cv2.LINE_AA)
    segments = find_segments(rgb, np.zeros((900, 1200), np.float32))
    assert estimate_elevation(segments, 0.0, 450.0) == pytest.approx(down, abs=1.5)
    plain = find_segments(np.full_like(rgb, 210), np.zeros((900, 1200), np.float32))
    assert estimate_elevation(plain, 0.0, 450.0) is None


def leg(offset=40.0, *, hidden=False):
    """A dark limb ``offset`` above the middle line y = 300; ``hidden``: before another of its colour."""
    rgb = np.full((600, 800, 3), 210, np.uint8)
    mask = np.zeros((600, 800), np.float32)
    if hidden:
        rgb[100:300], mask[100:300] = (165, 130, 110), 1.0
    rgb[round(300 - offset) : 360] = (140, 105, 90)
    mask[round(300 - offset) : 360] = 1.0
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    middle = np.column_stack([np.linspace(300, 460, 40), np.full(40, 300.0)])
    return find_limb_edge(lab, mask, Lines(middle, np.array([0.0, -1.0]), 14.0, 80.0, 42.0, 75.0, 280.0))


@pytest.mark.parametrize("offset", [30.0, 40.0, 55.0])
def test_the_edge_of_a_limb_is_where_its_colour_ends(offset):
    assert np.nanmedian(leg(offset)) == pytest.approx(offset, abs=1.5)


def test_the_edge_before_another_leg_is_seen_in_the_picture():
    found = leg(40.0, hidden=True)
    assert np.isfinite(found).mean() > 0.9
    assert np.nanmedian(found) == pytest.approx(40.0, abs=2.0)


def test_a_gap_is_what_rises_above_the_places_that_touch():
    x = np.linspace(0.0, 0.6, 61)
    slope = 0.2 * x - 0.3
    arch = slope + 0.04 * np.clip(np.sin((x - 0.15) / 0.3 * np.pi), 0.0, None) * ((x > 0.15) & (x < 0.45))
    assert np.abs(slope - _below(x, slope)).max() < 1e-12, "a sloping table is no gap"
    assert (arch - _below(x, arch)).max() == pytest.approx(0.04, abs=1e-3)


@pytest.mark.parametrize(("stool", "least", "most"), [(True, 0.4, 1.0), (False, 0.0, 0.05)])
def test_the_edge_of_a_stool_is_seen_below_the_foot(stool, least, most):
    rgb = np.full((900, 1200, 3), 205, np.uint8)
    mask = np.zeros((900, 1200), np.float32)
    mask[600:702, 300:380] = 1.0
    if stool:
        rgb[700:850, 260:440] = (90, 70, 50)
    foot = np.array([[350.0, 610.0], [360.0, 690.0], [310.0, 690.0]])
    assert least <= edge_below_foot(find_segments(rgb, mask), mask, foot, TRUNK) <= most


@pytest.mark.parametrize(
    ("left", "right", "top", "seen"),
    [
        (260, 440, 700, True),
        (260, 440, 400, False),  # a shelf behind: its sides go on above
        (0, 1200, 700, False),  # the floor before a wall
        (330, 345, 700, False),  # the leg of a table far behind
    ],
)
def test_a_box_below_the_foot_has_a_top_between_two_sides(left, right, top, seen):
    rgb = np.full((900, 1200, 3), 205, np.uint8)
    mask = np.zeros((900, 1200), np.float32)
    mask[600:702, 300:380] = 1.0
    rgb[top:850, left:right] = (90, 70, 50)
    foot = np.array([[350.0, 610.0], [360.0, 690.0], [310.0, 690.0]])
    assert (stand_below_foot(find_segments(rgb, mask), mask, foot, TRUNK) > STAND) is seen


def test_joints_of_a_wall_carry_no_foot():
    rgb = np.full((900, 1200, 3), 205, np.uint8)
    rgb[4::40] = rgb[5::40] = rgb[6::40] = 90
    mask = np.zeros((900, 1200), np.float32)
    mask[600:702, 300:380] = 1.0
    foot = np.array([[350.0, 610.0], [360.0, 690.0], [310.0, 690.0]])
    assert edge_below_foot(find_segments(rgb, mask), mask, foot, TRUNK) < 0.05


WALL, FLOOR, BOX = (205, 200, 195), (110, 105, 100), (70, 110, 170)


@pytest.mark.parametrize(
    ("below", "carries"),
    [
        ("box", True),
        ("wide box", False),
        ("wall", False),
        ("floor", False),
        ("books", False),
    ],
)
def test_a_thing_below_the_foot_carries_it_and_the_room_behind_does_not(below, carries):
    rgb = np.full((900, 1200, 3), WALL, np.uint8)
    mask = np.zeros((900, 1200), np.float32)
    mask[500:702, 320:380] = mask[660:702, 280:380] = 1.0
    if below in ("floor", "box", "wide box"):
        rgb[700 if below == "floor" else 800 :] = FLOOR
    if below == "box":
        rgb[700:850, 260:440] = BOX
    elif below == "wide box":
        rgb[700:850, :] = BOX
    elif below == "books":
        for index, left in enumerate(range(200, 480, 24)):
            rgb[702:850, left : left + 24] = [(150, 60, 60), (60, 140, 80), (230, 230, 225)][index % 3]
    rgb[mask > 0.5] = (120, 80, 60)
    foot = np.array([[350.0, 610.0], [370.0, 690.0], [290.0, 690.0]])
    surface = surface_below(rgb, mask, foot, TRUNK)
    assert surface is not None
    assert surface.carries is carries


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_points_turn_with_their_picture(turn):
    picture = np.zeros((5, 7), np.uint8)
    picture[1, 5] = 1
    turned = np.rot90(picture, -turn // 90 % 4)
    row, column = np.argwhere(turned == 1)[0]
    assert turn_points(np.array([5.5, 1.5]), turn, 7, 5).tolist() == [column + 0.5, row + 0.5]
