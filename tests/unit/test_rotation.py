"""Features of an outline, what fills their gaps, and the model that comes with the package."""

from __future__ import annotations

import numpy as np
import pytest
from scenes import Place, sample_curve

from analyzer.measures.learned_rotation import (
    BACK,
    FEATURES,
    FRONT,
    JOINTS,
    features_of,
    filling,
    find_hidden,
    joint_points,
    rotation_model,
    with_backs,
)
from analyzer.outline.front import FRONT_HEIGHTS, FrontOutline

MODEL = rotation_model()


def usual_row() -> np.ndarray:
    return MODEL.mean.copy()


def fill(row: np.ndarray) -> np.ndarray:
    hidden = find_hidden(row, MODEL.mean, MODEL.covariance)
    return filling(hidden, MODEL.mean, MODEL.covariance).fill(row)


def test_features_have_names_and_places() -> None:
    joints = np.arange(10.0).reshape(5, 2)
    seen = np.zeros(len(FRONT_HEIGHTS), dtype=bool)
    seen[3] = True
    row = features_of(sample_curve(), FrontOutline(np.full(len(FRONT_HEIGHTS), -0.3), seen), joints)
    assert row.shape == (len(FEATURES),)
    np.testing.assert_allclose(row[BACK], 0.0, atol=1e-9)
    assert np.isnan(row[FRONT]).sum() == len(FRONT_HEIGHTS) - 1
    assert row[FRONT][3] == -0.3
    # Ear, shoulder (only how far behind the hip), knee, ankle; the hip is the origin.
    np.testing.assert_array_equal(row[JOINTS], [0, 1, 2, 6, 7, 8, 9])
    assert np.isnan(features_of(sample_curve(), None, joints)[FRONT]).all()


def test_joints_outside_the_picture_are_not_seen() -> None:
    place = Place()
    landmarks = place.landmarks({"ankle": (0.0, -4.0)})
    points = joint_points(place.frame(), landmarks, (960, 600))
    assert np.isnan(points[4]).all()
    np.testing.assert_allclose(points[2], 0.0, atol=1e-9)
    np.testing.assert_allclose(points[1], [0.0, 1.0], atol=1e-9)


@pytest.mark.parametrize("facing", ["left", "right"])
def test_joints_are_posterior_and_up_for_either_side(facing: str) -> None:
    place = Place(facing=facing, roll_deg=3.0)
    points = joint_points(place.frame(), place.landmarks({"ear": (0.05, 1.4)}), (960, 600))
    np.testing.assert_allclose(points[0], [-0.05, 1.4], atol=1e-9)


def test_gaps_of_a_usual_body_are_filled_with_the_usual() -> None:
    row = usual_row()
    row[FRONT] = np.nan
    np.testing.assert_allclose(fill(row), MODEL.mean, atol=1e-9)


def test_what_is_seen_stays_and_leads_what_is_not() -> None:
    row = usual_row()
    belly = FRONT.start + 14
    row[belly - 2 : belly + 1] -= 0.03
    row[belly + 1] = np.nan
    full = fill(row)
    np.testing.assert_array_equal(full[belly - 2 : belly + 1], row[belly - 2 : belly + 1])
    assert full[belly + 1] < MODEL.mean[belly + 1] - 0.008


def test_a_hand_in_front_counts_as_a_gap() -> None:
    row = usual_row()
    row[FRONT.start + 10] -= 0.6
    hidden = find_hidden(row, MODEL.mean, MODEL.covariance)
    assert hidden[FRONT.start + 10]
    assert hidden.sum() == 1


def test_filling_is_the_most_probable_value() -> None:
    """Two correlated numbers, by the textbook formula."""
    mean, covariance = np.array([1.0, 2.0]), np.array([[4.0, 1.5], [1.5, 1.0]])
    how = filling(np.array([False, True]), mean, covariance)
    np.testing.assert_allclose(how.fill(np.array([3.0, np.nan])), [3.0, 2.0 + 1.5 / 4.0 * 2.0])
    np.testing.assert_allclose(how.covariance, [[1.0 - 1.5**2 / 4.0]])
    assert how.distance(np.array([3.0, np.nan])) == pytest.approx(1.0)


def test_rows_together_and_alone_give_the_same() -> None:
    rows = usual_row() + np.random.default_rng(0).normal(0.0, 0.3, (5, len(FEATURES))) * MODEL.scale
    together = MODEL.rotation_deg(rows)
    np.testing.assert_allclose(together, [MODEL.rotation_deg(row) for row in rows])


def test_gradient_follows_the_function() -> None:
    row, which = usual_row(), np.array([0, 5, FRONT.start + 3])
    for feature, slope in zip(which, MODEL.gradient(row, which), strict=True):
        step = np.zeros(len(row))
        step[feature] = 0.01 * MODEL.scale[feature]
        rise = float(MODEL.rotation_deg(row + step) - MODEL.rotation_deg(row - step))
        assert slope == pytest.approx(rise / (2 * step[feature]), rel=0.1, abs=1e-3)


def test_backs_are_exchanged_and_nothing_else() -> None:
    rows = with_backs(usual_row(), np.array([sample_curve(1.0), sample_curve(0.0, -2.0)]))
    np.testing.assert_allclose(rows[:, :2], [[1.0, 0.0], [0.0, -2.0]], atol=1e-6)
    np.testing.assert_array_equal(rows[:, FRONT], np.tile(MODEL.mean[FRONT], (2, 1)))


def test_the_model_is_read_only_and_knows_where_it_comes_from() -> None:
    assert rotation_model() is MODEL
    with pytest.raises(ValueError, match="read-only"):
        MODEL.mean[0] = 0.0
    assert sum(people["bodies"] for people in MODEL.provenance["bodies"]["files"]) >= 20000
    assert "command" in MODEL.provenance
    known = MODEL.uncertainty
    assert 0 < known.usual_distance < known.largest_distance
    assert known.model > 0.5
