"""From a drawn back to its tangents and apices, and back to the curve that was drawn."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scenes import Drawing, Look, Place, draw_person, sample_curve, trace, traced

from analyzer.outline.describe import (
    SMOOTHING_LOSS_DEG,
    CurveLandmarks,
    TracedBack,
    find_curve_landmarks,
    unseen_share,
)
from analyzer.outline.learned_curve import back_shapes
from analyzer.types import Reason

HEIGHTS = back_shapes().heights
CURVES = [(), (1.5,), (-1.5,), (0.0, 1.5), (0.0, 0.0, 1.0), (1.0, -1.0, -1.0, 1.0)]


def _found(curve: np.ndarray) -> CurveLandmarks:
    result = find_curve_landmarks(curve)
    assert isinstance(result, CurveLandmarks)
    return result


def _tangents(back: TracedBack) -> tuple[float, float]:
    """Slopes of lumbosacral and thoracolumbar tangent without what is added for the usual flattening."""
    lower, upper = SMOOTHING_LOSS_DEG
    profile = back.profile
    return profile.lumbosacral.inclination_deg - lower, -profile.thoracolumbar.inclination_deg - upper


def _check(drawing: Drawing) -> None:
    back, truth = traced(drawing), _found(drawing.curve)
    assert np.abs(back.fitted.posterior - drawing.curve).mean() < 0.004
    assert _tangents(back) == pytest.approx((truth.sacral_deg, truth.thoracolumbar_deg), abs=1.5)


@pytest.mark.parametrize("scores", CURVES)
def test_drawn_curve_and_its_tangents_come_back(scores: tuple[float, ...]) -> None:
    _check(draw_person(sample_curve(*scores)))


@pytest.mark.parametrize("trunk", [120.0, 420.0])
@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("roll", [-4.0, 4.0])
def test_size_side_and_roll_do_not_matter(trunk: float, facing: str, roll: float) -> None:
    part = trunk / 240.0
    place = Place((300 * part, 480 * part), trunk, facing, roll)
    _check(draw_person(sample_curve(-0.7, 0.5), place, size=(round(600 * part), round(960 * part))))


@pytest.mark.parametrize(
    "look",
    [
        Look(person=(188, 184, 178)),
        Look(noise=12.0),
        Look(person=(178, 168, 163), noise=8.0),
        Look(leak=(0.2, 0.35, 0.12)),
        Look(leak=(0.25, 0.05, 0.1), noise=5.0),
    ],
    ids=["low contrast", "noise", "low contrast and noise", "leak", "leak and noise"],
)
def test_poor_light_and_leaks_do_not_matter(look: Look) -> None:
    _check(draw_person(sample_curve(0.5, 0.5), look=look))


def test_mirrored_picture_gives_the_same_numbers() -> None:
    drawing = draw_person(sample_curve(0.5), Place((310.0, 480.0), 240.0), Look(noise=6.0))
    mirrored = Drawing(
        np.ascontiguousarray(drawing.rgb[:, ::-1]),
        np.ascontiguousarray(drawing.mask[:, ::-1]),
        Place((290.0, 480.0), 240.0, "left"),
        drawing.curve,
    )
    assert _tangents(traced(mirrored)) == pytest.approx(_tangents(traced(drawing)), abs=0.05)


def test_half_the_size_gives_nearly_the_same_numbers() -> None:
    drawing = draw_person(sample_curve(0.5), look=Look(noise=6.0))
    half = Drawing(
        cv2.resize(drawing.rgb, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
        cv2.resize(drawing.mask, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
        Place((150.0, 240.0), 120.0),
        drawing.curve,
    )
    assert _tangents(traced(half)) == pytest.approx(_tangents(traced(drawing)), abs=0.7)


def test_same_picture_gives_exactly_the_same_numbers() -> None:
    drawing = draw_person(look=Look(noise=6.0))
    one, two = traced(drawing), traced(drawing)
    assert np.array_equal(one.profile.contour, two.profile.contour)
    assert np.array_equal(one.draw_values, two.draw_values)


@pytest.mark.parametrize(("x", "facing"), [(30.0, "right"), (575.0, "left")])
def test_back_beyond_the_pictures_edge_is_not_measured(x: float, facing: str) -> None:
    _, result = trace(draw_person(place=Place((x, 480.0), 240.0, facing)))
    assert isinstance(result, Reason)
    assert result.code == "back_not_visible"


def test_front_beyond_the_pictures_edge_does_not_matter() -> None:
    _check(draw_person(place=Place((560.0, 480.0), 240.0, "right")))


@pytest.mark.parametrize(
    "curve",
    [
        np.full(len(HEIGHTS), 0.2),
        0.25 - 0.2 * (HEIGHTS - 0.3) ** 2,
        0.2 + 0.1 * HEIGHTS,
    ],
    ids=["straight", "round", "leaning"],
)
def test_back_without_a_hollow_has_no_curve_or_a_reversed_one(curve: np.ndarray) -> None:
    found = find_curve_landmarks(curve)
    assert not found.hollow
    assert found.sacral_deg + found.thoracolumbar_deg <= 0.01
    assert found.depth <= 1e-6
    assert found.gluteal < found.lumbar < found.thoracic
    assert found.lumbosacral < found.thoracolumbar
    assert found.loss == pytest.approx(0.0, abs=1e-3)


def test_a_leaning_straight_back_slopes_as_it_leans() -> None:
    found = find_curve_landmarks(0.2 - 0.1 * HEIGHTS)
    lean = np.degrees(np.arctan(0.1))
    assert found.sacral_deg == pytest.approx(lean, abs=0.05)
    assert found.thoracolumbar_deg == pytest.approx(-lean, abs=0.05)


def test_a_reversed_curve_is_the_bend_between_its_two_places() -> None:
    found = find_curve_landmarks(0.25 - 0.2 * (HEIGHTS - 0.3) ** 2)
    slopes = [-0.4 * (HEIGHTS[i] - 0.3) for i in (found.lumbosacral, found.thoracolumbar)]
    bend = np.degrees(np.arctan(slopes[1]) - np.arctan(slopes[0]))
    assert bend < -3.0
    assert found.sacral_deg + found.thoracolumbar_deg == pytest.approx(bend, abs=0.3)


def test_a_hollow_that_vanishes_makes_no_jump() -> None:
    """Between a hollow just deep enough and one just too shallow, values differ by little."""
    found = [find_curve_landmarks(_wave(depth)) for depth in np.arange(0.001, 0.008, 0.0002)]
    assert {item.hollow for item in found} == {True, False}
    assert np.abs(np.diff([item.sacral_deg for item in found])).max() < 1.0
    assert np.abs(np.diff([item.thoracolumbar_deg for item in found])).max() < 1.0


def test_a_drawn_back_without_a_hollow_is_measured_and_drawn() -> None:
    _, result = trace(draw_person(0.25 - 0.15 * (HEIGHTS - 0.35) ** 2))
    assert isinstance(result, TracedBack)
    assert not result.landmarks.hollow
    assert result.profile.lumbosacral.inclination_deg - result.profile.thoracolumbar.inclination_deg < 10.0


def _wave(depth: float) -> np.ndarray:
    """A back that is a cosine: apices at 0 and 0.8, hollow at 0.4, steepest at 0.2 and 0.6."""
    return 0.2 + depth / 2 * np.cos(2 * np.pi * HEIGHTS / 0.8)


def test_apices_and_inflections_of_a_wave_are_where_theory_says() -> None:
    found = _found(_wave(0.08))
    at = [
        HEIGHTS[i]
        for i in (found.gluteal, found.lumbosacral, found.lumbar, found.thoracolumbar, found.thoracic)
    ]
    assert at == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8], abs=0.011)


def test_slopes_and_depth_of_a_wave_are_what_theory_says() -> None:
    found = _found(_wave(0.08))
    steepest = np.degrees(np.arctan(0.04 * 2 * np.pi / 0.8))
    assert found.sacral_deg == pytest.approx(steepest, abs=0.5)
    assert found.thoracolumbar_deg == pytest.approx(steepest, abs=0.5)
    assert found.depth == pytest.approx(0.08, abs=0.003)


@pytest.mark.parametrize("lean_deg", [-6.0, 6.0])
def test_a_leaning_trunk_moves_both_slopes_in_opposite_directions(lean_deg: float) -> None:
    upright, lean = _found(_wave(0.08)), np.tan(np.radians(lean_deg))
    leaning = _found(_wave(0.08) - lean * HEIGHTS)  # forward is positive
    assert leaning.sacral_deg - upright.sacral_deg == pytest.approx(lean_deg, abs=0.7)
    assert leaning.thoracolumbar_deg - upright.thoracolumbar_deg == pytest.approx(-lean_deg, abs=0.7)


def test_profile_is_in_body_coordinates_going_up() -> None:
    back = traced(draw_person(sample_curve(0.5), Place(facing="left")))
    profile = back.profile
    assert profile.contour[:, 1] == pytest.approx(HEIGHTS)
    assert (profile.contour[:, 0] < 0).all()
    heights = [
        point[1]
        for point in (
            profile.gluteal_apex,
            profile.lumbosacral.point,
            profile.lumbar_apex,
            profile.thoracolumbar.point,
            profile.thoracic_apex,
        )
    ]
    assert heights == sorted(heights)
    assert profile.lumbosacral.inclination_deg > 0 > profile.thoracolumbar.inclination_deg
    assert profile.seen.all()
    assert not profile.contour.flags.writeable


def test_residual_is_what_the_edge_has_and_the_curve_has_not() -> None:
    back = traced(draw_person())
    assert np.abs(back.residual).max() < 0.006


def test_nothing_is_unseen_in_a_clear_picture_and_all_without_contrast() -> None:
    assert unseen_share(traced(draw_person()), -0.1, 0.95) == 0.0
    same = (205, 205, 200)
    assert unseen_share(traced(draw_person(look=Look(person=same, face=same))), -0.1, 0.95) > 0.8


def test_less_contrast_means_a_wider_spread() -> None:
    clear, faint = (traced(draw_person(look=look)) for look in (Look(), Look(person=(199, 198, 193))))
    assert faint.fitted.sd.mean() > 1.3 * clear.fitted.sd.mean()
    assert faint.draw_values[:, 0].std() > 1.3 * clear.draw_values[:, 0].std()
