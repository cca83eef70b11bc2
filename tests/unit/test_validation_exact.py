"""The software's own error on exact silhouettes: the truth is true, and the error is small."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analyzer.outline.describe import SMOOTHING
from analyzer.outline.edge import ROWS
from analyzer.types import SagittalFrame
from analyzer.types.geometry import frozen_points
from validation import exact

SMALLEST = [number for number in range(12) if number % len(exact.TRUNKS_PX) == 0]
"""Pictures of few pixels: fast, and the hardest."""


@pytest.fixture(scope="module")
def found() -> dict[str, np.ndarray]:
    errors: dict[str, list[float]] = {name: [] for name in exact.NAMES}
    for number in SMALLEST:
        outline, picture = exact.case(number)
        true = {**exact.true_tangents(outline), "pelvic_tilt": picture.tilt_deg}
        for name, value in exact.measured(picture).items():
            errors[name].append(value - true[name])
    return {name: np.array(values) for name, values in errors.items()}


@pytest.mark.parametrize("name", exact.NAMES)
def test_the_software_itself_errs_by_less_than_a_tenth_of_a_degree(
    found: dict[str, np.ndarray], name: str
) -> None:
    assert len(found[name]) == len(SMALLEST)
    assert np.abs(found[name]).mean() <= exact.LIMIT_DEG
    assert np.abs(found[name]).max() <= 0.2


def test_the_formula_of_a_smoothed_outline_is_that_of_smoothing() -> None:
    outline = exact.draw_outline(np.random.default_rng(1))
    step = 1e-3
    heights = np.arange(-0.5, 1.2, step)
    reach = np.arange(-0.2, 0.2 + step, step)
    kernel = np.exp(-0.5 * (reach / SMOOTHING) ** 2)
    kernel /= kernel.sum()
    by_hand = [float(kernel @ outline.at(height - reach)) for height in heights[::100]]
    smooth = outline.smoothed(SMOOTHING)
    assert smooth.at(heights[::100]) == pytest.approx(by_hand, abs=1e-6)
    assert smooth.slope(heights) == pytest.approx(np.gradient(smooth.at(heights), step), abs=1e-3)


def test_tangents_of_a_true_edge_are_the_true_tangents() -> None:
    outline = exact.draw_outline(np.random.default_rng(2))
    assert exact.traced_tangents(outline.at(ROWS)) == pytest.approx(exact.true_tangents(outline), abs=0.01)


def test_a_pixel_is_as_dark_as_it_is_covered() -> None:
    """A straight back, upright: its edge lies a quarter of a pixel within a column."""
    frame = SagittalFrame(frozen_points([60.0, 320.0]), 200.0, 1)
    outline = exact.Outline(10.25 / 200.0, ())
    picture = exact.draw(outline, frame, (160, 640), 10.0)
    row = 320 - 150  # above the dots
    assert picture.mask[row, 48:51].tolist() == [0.0, 0.25, 1.0]
    dark, light = np.array(exact._DARK), np.array(exact._LIGHT)
    assert picture.rgb[row, 49] == pytest.approx(light + 0.25 * (dark - light), abs=0.51)


def test_dots_lie_on_a_line_of_the_given_tilt() -> None:
    behind, front = exact.dot_places(12.0)
    assert math.degrees(math.atan2(behind[1] - front[1], front[0] - behind[0])) == pytest.approx(12.0)


def test_a_table_says_how_large_the_errors_are() -> None:
    rows = exact.section({name: np.array([0.05, -0.01]) for name in exact.NAMES})
    assert rows[0] == exact.HEADING
    assert "| sacral slope | ≤ 0.1° | **0.030°** | +0.020° | 0.050° | 2 |" in rows
