"""Pelvic tilt: exact from two points, and an estimate that follows the shape of the back."""

from __future__ import annotations

import numpy as np
import pytest
from scenes import Place

from analyzer.measures import TABLE
from analyzer.measures.back_values import read_rotation_deg
from analyzer.measures.learned_rotation import BACK, FRONT, JOINTS, filling, rotation_model
from analyzer.measures.pelvic_tilt import BONE_SHAPE_SD_DEG, estimate_pelvic_tilt, measure_pelvic_tilt
from analyzer.outline.front import FRONT_HEIGHTS, FrontOutline
from analyzer.outline.learned_curve import FittedCurve, back_shapes
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

MODEL = rotation_model()
SHAPES = back_shapes()


def _usual(**changed: float) -> np.ndarray:
    """The average of the simulated people, with the back changed along some components."""
    row = MODEL.mean.copy()
    for name, value in changed.items():
        row[int(name.removeprefix("s"))] += value
    return row


def _estimate(
    row: np.ndarray,
    *,
    seen: slice | None = slice(None),
    spread: float = 0.0,
    roll: float = 0.0,
    other: float = 0.0,
    moved: np.ndarray | None = None,
) -> Measure:
    """The tilt of the body that a row of features describes."""
    curve = SHAPES.mean + (row[BACK] * SHAPES.component_sd[:24]) @ SHAPES.components[:24]
    factor = (spread * SHAPES.component_sd[0] * SHAPES.components[0])[:, None]
    mask = np.zeros(len(FRONT_HEIGHTS), dtype=bool)
    if seen is not None:
        mask[seen] = True
    ear_x, ear_y, shoulder_x, knee_x, knee_y, ankle_x, ankle_y = row[JOINTS]
    joints = np.array([[ear_x, ear_y], [shoulder_x, 1.0], [0.0, 0.0], [knee_x, knee_y], [ankle_x, ankle_y]])
    return estimate_pelvic_tilt(
        FittedCurve(curve, factor),
        FrontOutline(row[FRONT], mask),
        joints,
        roll_sd_deg=roll,
        other_sd_deg=other,
        moved=moved,
    )


def test_estimate_is_the_models_rotation_on_the_published_scale() -> None:
    measure = _estimate(_usual())
    own, others = float(MODEL.rotation_deg(MODEL.mean)), float(read_rotation_deg(_usual()[None])[0])
    assert abs(own - others) < 1.5
    assert measure.value == pytest.approx((own + others) / 2.0 + MODEL.anchor_deg, abs=1e-6)
    assert measure.method == "estimated_from_back_profile"


def test_interval_has_three_named_parts() -> None:
    measure = _estimate(_usual())
    parts = measure.sd_parts
    assert parts is not None
    assert parts.bone_shape == BONE_SHAPE_SD_DEG == 5.0
    assert parts.photo > 0.5
    assert parts.model > 0.5
    total = np.sqrt(parts.photo**2 + parts.model**2 + parts.bone_shape**2)
    assert _half(measure) == pytest.approx(1.96 * total)
    assert measure.to_dict()["sd_parts"]["bone_shape"] == 5.0


def test_bone_and_build_cancel_within_a_person() -> None:
    measure = _estimate(_usual())
    assert measure.sd_within is not None
    assert measure.sd_parts is not None
    assert measure.sd_within < measure.sd_parts.model + measure.sd_parts.photo
    assert measure.sd_within < 2.0


def test_estimate_grows_steadily_as_the_back_turns_forward() -> None:
    # The first component is the lean of the whole lower back: a steeper sacrum is a negative score.
    values = [_estimate(_usual(s0=score), seen=None).value for score in (1.0, 0.5, 0.0, -0.5, -1.0)]
    assert (np.diff(np.array(values, dtype=float)) > 1.0).all()


def test_a_hidden_front_widens_the_interval() -> None:
    hidden, seen = _estimate(_usual(), seen=None), _estimate(_usual())
    assert hidden.sd_parts is not None
    assert seen.sd_parts is not None
    assert hidden.sd_parts.model > seen.sd_parts.model + 0.1


def _far(distance: float) -> np.ndarray:
    """A body whose back is so far from the usual ones, in the way that changes nothing else."""
    row = _usual()
    how = filling(np.zeros(len(row), dtype=bool), MODEL.mean, MODEL.covariance)
    step = np.zeros(len(row))
    step[BACK] = np.random.default_rng(0).standard_normal(24)
    return row + step * np.sqrt(distance / how.distance(row + step))


def test_an_unusual_body_gets_a_wider_interval() -> None:
    usual, strange = _estimate(_usual()), _estimate(_far(2.0 * MODEL.uncertainty.usual_distance))
    assert usual.sd_parts is not None
    assert strange.sd_parts is not None
    assert strange.sd_parts.model > 1.3 * usual.sd_parts.model


def test_a_body_unlike_all_others_gets_no_estimate() -> None:
    measure = _estimate(_far(5.0 * MODEL.uncertainty.largest_distance))
    assert measure.reason is not None
    assert measure.reason.code == "unusual_outline"


def test_roll_and_cloth_are_in_both_interval_and_within() -> None:
    plain = _estimate(_usual())
    for spoiled in (_estimate(_usual(), roll=5.0), _estimate(_usual(), other=5.0)):
        assert spoiled.value == plain.value
        assert _half(spoiled) > 1.15 * _half(plain)
        assert spoiled.sd_within is not None
        assert plain.sd_within is not None
        assert spoiled.sd_within > 1.9 * plain.sd_within


def test_the_roll_is_in_full_in_what_remains_within_a_person() -> None:
    level, rolled = _estimate(_usual()), _estimate(_usual(), roll=2.0)
    assert level.sd_within is not None
    assert rolled.sd_within is not None
    assert rolled.sd_within**2 - level.sd_within**2 == pytest.approx(4.0)
    assert level.sd_within > TABLE["pelvic_tilt"].repeat_sd
    assert level.sd_parts is not None
    assert rolled.sd_parts is not None
    assert rolled.sd_parts.photo**2 - level.sd_parts.photo**2 == pytest.approx(4.0)


def test_an_unsure_edge_widens_the_estimate() -> None:
    unsure, plain = _estimate(_usual(), spread=2.5), _estimate(_usual())
    assert unsure.value == plain.value
    assert unsure.sd_parts is not None
    assert plain.sd_parts is not None
    assert unsure.sd_parts.photo > 1.2 * plain.sd_parts.photo


def test_part_of_an_unsure_edge_remains_within_a_person() -> None:
    """Clothes and build make most of it, and those are the same in the next photo."""
    unsure, plain = _estimate(_usual(), spread=2.5), _estimate(_usual())
    assert unsure.sd_parts is not None
    assert plain.sd_parts is not None
    assert unsure.sd_within is not None
    assert plain.sd_within is not None
    known = MODEL.uncertainty
    edge = np.sqrt(unsure.sd_parts.photo**2 - plain.sd_parts.photo**2) / known.scale
    within = np.sqrt(unsure.sd_within**2 - plain.sd_within**2) / known.scale_within
    assert edge > 0.5
    assert within == pytest.approx(0.4 * edge, rel=1e-6)


def test_points_that_a_person_placed_add_their_own_error() -> None:
    curve = SHAPES.mean + (MODEL.mean[BACK] * SHAPES.component_sd[:24]) @ SHAPES.components[:24]
    moved = curve + np.outer([1.0, -1.0], 0.5 * SHAPES.component_sd[0] * SHAPES.components[0])
    measure, plain = _estimate(_usual(), moved=moved), _estimate(_usual())
    assert measure.value == plain.value
    assert measure.method == "estimated_from_corrected_back_profile"
    assert _half(measure) > _half(plain)
