"""Pelvic tilt: exact from two points, and an estimate that follows the shape of the back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scenes import Look, Place, draw_person, sample_curve, traced

from analyzer.back_profile import CurveLandmarks, TracedBack, find_curve_landmarks
from analyzer.back_shape import FittedCurve, back_shapes
from analyzer.pelvis import estimate_pelvic_tilt, measure_pelvic_tilt, pelvis_fit
from analyzer.types import Measure


def _half(measure: Measure) -> float:
    assert measure.ci95 is not None
    return (measure.ci95[1] - measure.ci95[0]) / 2


def _points(place: Place, tilt_deg: float, length: float = 0.28) -> tuple[np.ndarray, np.ndarray]:
    """ASIS and PSIS of a pelvis that tilts forward by ``tilt_deg``, in the picture."""
    angle = np.radians(tilt_deg)
    psis = np.array([-0.12, 0.2])
    asis = psis + length * np.array([np.cos(angle), -np.sin(angle)])
    return place.to_px(asis), place.to_px(psis)


@pytest.mark.parametrize("tilt", [-8.0, 0.0, 12.5, 30.0])
@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("roll", [-5.0, 0.0, 5.0])
def test_measured_tilt_is_exact_for_either_side_and_any_roll(tilt: float, facing: str, roll: float) -> None:
    place = Place(facing=facing, roll_deg=roll)
    measure = measure_pelvic_tilt(place.frame(), *_points(place, tilt))
    assert measure.value == pytest.approx(tilt, abs=1e-9)
    assert measure.method == "points"


def test_measured_interval_grows_with_roll_and_with_a_short_distance() -> None:
    place = Place()
    plain = _half(measure_pelvic_tilt(place.frame(0.0), *_points(place, 10.0)))
    assert _half(measure_pelvic_tilt(place.frame(4.0), *_points(place, 10.0))) > 1.5 * plain
    assert _half(measure_pelvic_tilt(place.frame(0.0), *_points(place, 10.0, length=0.14))) > 1.7 * plain
    # A centimetre is 3.8 degrees on a real pelvis; 4 mm at either end then are about 2 degrees.
    assert plain / 1.96 == pytest.approx(2.6, abs=0.5)


@pytest.mark.parametrize("length", [0.0, 0.05, -0.28])
def test_points_too_close_or_on_the_wrong_sides_are_refused(length: float) -> None:
    place = Place()
    measure = measure_pelvic_tilt(place.frame(), *_points(place, 10.0, length=length))
    assert measure.reason is not None
    assert measure.reason.code == "points_implausible"
    assert "ASIS" in measure.reason.message


def test_points_given_for_the_other_facing_are_refused() -> None:
    asis, psis = _points(Place(facing="left"), 10.0)
    assert not measure_pelvic_tilt(Place(facing="right").frame(), asis, psis)


# The estimate


def _traced(curve: np.ndarray, spread: float = 0.0) -> TracedBack:
    """A traced back whose fitted curve is exactly ``curve``."""
    found = find_curve_landmarks(curve)
    assert isinstance(found, CurveLandmarks)
    factor = np.full((len(curve), 1), 0.0)
    factor[:, 0] = spread * back_shapes().components[0]
    return replace(_EXAMPLE, fitted=FittedCurve(curve, factor), landmarks=found)


_EXAMPLE = traced(draw_person())


def _estimate(*scores: float, roll: float = 0.0, other: float = 0.0, spread: float = 0.0) -> Measure:
    return estimate_pelvic_tilt(_traced(sample_curve(*scores), spread), roll, other)


def test_estimate_says_that_it_is_one_and_is_wide() -> None:
    measure = _estimate()
    assert measure.method == "estimated_from_back_profile"
    # Bone shape alone is 5 degrees between people.
    assert _half(measure) > 1.96 * 6.0
    assert measure.sd_within is not None
    assert measure.sd_within < 2.0


def test_estimate_grows_steadily_as_the_back_turns_forward() -> None:
    # The first component is the lean of the whole lower back: a steeper sacrum is a negative score.
    values = [_estimate(score).value for score in (2.0, 1.0, 0.0, -1.0, -2.0)]
    assert (np.diff(np.array(values, dtype=float)) > 2.0).all()
    slopes = [find_curve_landmarks(sample_curve(score)).sacral_deg for score in (2.0, 0.0, -2.0)]  # type: ignore[union-attr]
    assert slopes == sorted(slopes)


def test_an_average_back_is_near_the_published_mean() -> None:
    value = _estimate().value
    assert value is not None
    assert 5.0 < value < 25.0


def test_an_unusual_back_gets_a_wider_interval() -> None:
    assert _half(_estimate(2.5, 2.5, 2.5, 2.0)) > _half(_estimate()) + 0.1


def test_a_back_unlike_all_others_gets_no_estimate() -> None:
    fit = pelvis_fit()
    scores = np.zeros(fit.scores)
    scores[fit.scores - 1] = 1.05 * np.sqrt(2.5 * fit.largest_distance)
    measure = _estimate(*scores)
    assert measure.reason is not None
    assert measure.reason.code == "unusual_outline"


def test_roll_and_cloth_are_in_both_interval_and_within() -> None:
    plain = _estimate()
    for spoiled in (_estimate(roll=5.0), _estimate(other=5.0)):
        assert spoiled.value == plain.value
        assert _half(spoiled) > 1.15 * _half(plain)
        assert spoiled.sd_within is not None
        assert plain.sd_within is not None
        assert spoiled.sd_within > 4 * plain.sd_within


def test_an_unsure_edge_widens_the_estimate() -> None:
    sd = float(back_shapes().component_sd[0])
    assert _half(_estimate(spread=2.5 * sd)) > 1.1 * _half(_estimate())


def test_estimate_is_the_same_for_either_side() -> None:
    curve = sample_curve(-0.5, 0.5)
    right, left = (
        estimate_pelvic_tilt(traced(draw_person(curve, Place(facing=facing), Look(noise=4.0))), 0.0, 0.0)
        for facing in ("right", "left")
    )
    assert right.value == pytest.approx(left.value, abs=1.0)


def test_the_fits_numbers_fit_together() -> None:
    fit = pelvis_fit()
    assert fit is pelvis_fit()
    assert len(fit.coefficients) == fit.scores + 2
    assert 0 < fit.usual_distance < fit.largest_distance
    assert fit.model_sd_deg > 1.0
    with pytest.raises(ValueError, match="read-only"):
        fit.coefficients[0] = 0.0
