"""Angles and smoothing, against answers that can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.geometry import (
    gaussian_smooth,
    inclination_deg,
    joint_angle_deg,
    median,
    moving_mean,
    moving_median,
    percentile,
    product,
)


@pytest.mark.parametrize(
    ("upper", "expected"),
    [((0, 1), 0.0), ((1, 1), 45.0), ((-1, 1), -45.0), ((1, 0), 90.0), ((-1, 0), -90.0), ((1, -1), 135.0)],
)
def test_inclination_is_positive_when_the_upper_end_lies_in_front(
    upper: tuple[int, int], expected: float
) -> None:
    assert inclination_deg([0, 0], upper) == pytest.approx(expected)


def test_inclination_does_not_depend_on_place_or_length() -> None:
    assert inclination_deg([3, -2], [3.5, -1]) == pytest.approx(inclination_deg([0, 0], [5, 10]))


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, 150.0, 180.0])
@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("turned", [0.0, 77.0])
def test_joint_angle_is_the_opening_to_either_side(angle: float, side: int, turned: float) -> None:
    start, end = math.radians(turned), math.radians(turned + side * angle)
    first = [2 + math.cos(start), 1 + math.sin(start)]
    last = [2 + 3 * math.cos(end), 1 + 3 * math.sin(end)]
    assert joint_angle_deg(first, [2, 1], last) == pytest.approx(angle, abs=1e-9)


@pytest.mark.parametrize("sigma", [0.8, 2.55, 30.0])
def test_gaussian_smoothing_keeps_a_straight_line_up_to_its_ends(sigma: float) -> None:
    line = 3.0 - 0.2 * np.arange(40)
    assert gaussian_smooth(line, sigma) == pytest.approx(line, abs=1e-9)


def test_gaussian_smoothing_damps_a_wave_as_theory_says() -> None:
    index, sigma, period = np.arange(400), 3.0, 25.0
    wave = np.sin(2 * np.pi * index / period)
    damped = gaussian_smooth(wave, sigma)[100:300]
    expected = math.exp(-0.5 * (2 * math.pi * sigma / period) ** 2)
    assert damped == pytest.approx(expected * wave[100:300], abs=1e-3)


def test_gaussian_smoothing_works_along_the_last_axis() -> None:
    rows = np.random.default_rng(0).normal(size=(3, 30))
    together = gaussian_smooth(rows, 2.0)
    assert together.shape == rows.shape
    for row, smooth in zip(rows, together, strict=True):
        assert smooth == pytest.approx(gaussian_smooth(row, 2.0))


def test_moving_mean_takes_fewer_neighbours_at_the_ends() -> None:
    assert moving_mean(np.array([0.0, 3.0, 6.0, 0.0]), 1) == pytest.approx([1.5, 3.0, 3.0, 3.0])


def test_moving_mean_follows_the_axis() -> None:
    table = np.array([[0.0, 3.0, 6.0], [1.0, 1.0, 4.0]])
    assert moving_mean(table, 1, axis=1) == pytest.approx(np.array([[1.5, 3.0, 4.5], [1.0, 2.0, 2.5]]))
    assert moving_mean(table, 1, axis=0) == pytest.approx(np.array([[0.5, 2.0, 5.0], [0.5, 2.0, 5.0]]))


def test_moving_median_drops_an_outlier_and_keeps_a_step() -> None:
    assert moving_median([1, 1, 9, 1, 1, 5, 5, 5], 1) == pytest.approx([1, 1, 1, 1, 1, 5, 5, 5])


def test_moving_median_repeats_the_ends() -> None:
    assert moving_median([4, 1, 1, 1], 1)[0] == 4.0


@pytest.mark.parametrize(
    "shape", [(0, 3, 4), (1, 1, 1), (7, 5, 3), (115, 78, 576), (64, 48, 155), (3, 600, 700)]
)
def test_a_product_in_pieces_is_the_product(shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(1)
    left, right = rng.normal(size=shape[:2]), rng.normal(size=shape[1:])
    assert product(left, right) == pytest.approx(left @ right, abs=1e-11)


def test_smoothing_several_rows_smooths_each() -> None:
    rows = np.random.default_rng(2).normal(size=(3, 50))
    assert gaussian_smooth(rows, 2.5) == pytest.approx(
        np.array([gaussian_smooth(row, 2.5) for row in rows]), abs=1e-12
    )


@pytest.mark.parametrize("shape", [(1,), (4,), (5,), (3, 4), (4, 7, 3)])
@pytest.mark.parametrize("axis", [0, -1])
def test_median_is_numpys(shape: tuple[int, ...], axis: int) -> None:
    values = np.random.default_rng(4).normal(size=shape)
    assert median(values, axis) == pytest.approx(np.median(values, axis=axis))


@pytest.mark.parametrize("percent", [0, 15.87, 50, 84.13, 100])
def test_percentile_is_numpys(percent: float) -> None:
    values = np.random.default_rng(5).normal(size=(6, 5))
    assert percentile(values, percent) == pytest.approx(np.percentile(values, percent))
