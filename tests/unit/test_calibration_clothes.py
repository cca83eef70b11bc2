"""Dressed people as they are seen, and how the posterior is fitted; needs no body model and no torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzer.measures.learned_clothes import EDGE, FEATURES, QUANTITIES, TARGETS
from analyzer.measures.posterior import Layers, Posterior, layers_from, posterior_from
from analyzer.outline.front import FRONT_HEIGHTS
from analyzer.outline.learned_curve import back_shapes
from analyzer.outline.worn import WORN_HEIGHTS
from calibration.bodies import LEVELS
from calibration.clothed_seen import Rows, clothed_rows, load_dressed
from calibration.pictures import Seen, TracedPicture
from calibration.posterior_fit import arrays_of, errors_on, split, widened
from calibration.seen import learn_errors

PEOPLE = 20
JOINTS = np.array([[0.0, 1.4], [0.0, 1.0], [0.0, 0.0], [0.0, -0.8], [0.1, -1.6]])
ROOM = 0.06


def bodies() -> dict[str, Any]:
    """The same body many times, in cloth that stands off the hollow."""
    back = np.interp(LEVELS, back_shapes().heights, back_shapes().mean)
    front = np.full(len(LEVELS), -0.25)
    away = ROOM * np.exp(-0.5 * ((LEVELS - 0.4) / 0.15) ** 2)
    truth = {
        "pelvis_rotation_deg": 5.0,
        "sacral_slope_deg": 30.0,
        "lordosis_deg": 45.0,
        "depth_pct_trunk": 8.0,
    }
    columns = {"back": back, "front": front, "worn_back": back + away, "worn_front": front - away}
    return {
        **{name: np.repeat(value[None], PEOPLE, axis=0) for name, value in columns.items()},
        "joints": np.repeat(JOINTS[None], PEOPLE, axis=0),
        **{name: np.full(PEOPLE, value) for name, value in truth.items()},
    }


def pictures() -> list[TracedPicture]:
    size = len(back_shapes().heights)
    shown = Seen(back_shapes().mean, np.full(len(FRONT_HEIGHTS), -0.25), JOINTS)
    hidden = np.where(FRONT_HEIGHTS > 0.5, np.nan, 0.0)
    return [
        TracedPicture(
            name=f"pairs/{number:03d}a",
            seen=shown,
            back_error=np.full(size, 0.001 * number),
            trust=np.ones(size),
            front_error=hidden,
            joint_error=np.full((5, 2), 0.001 * (-1) ** number),
            roll_error_deg=0.0,
            truth={},
        )
        for number in range(4)
    ]


@pytest.fixture(scope="module")
def rows() -> dict[bool, Rows]:
    errors = learn_errors(pictures())
    return {dressed: clothed_rows(bodies(), errors, 3, dressed=dressed) for dressed in (True, False)}


def test_the_same_seed_sees_the_same_people(rows: dict[bool, Rows]) -> None:
    again = clothed_rows(bodies(), learn_errors(pictures()), 3, dressed=True)
    np.testing.assert_array_equal(again.features, rows[True].features)


def test_rows_have_features_and_targets_of_the_product(rows: dict[bool, Rows]) -> None:
    for found in rows.values():
        assert found.features.shape == (PEOPLE, len(FEATURES))
        assert found.targets.shape == (PEOPLE, len(TARGETS))
        np.testing.assert_allclose(found.targets[:, : len(QUANTITIES)], [[5.0, 30.0, 45.0, 8.0]] * PEOPLE)


def test_cloth_is_seen_outside_the_body_and_the_targets_stay_those_of_the_body(
    rows: dict[bool, Rows],
) -> None:
    hollow = int(np.argmin(np.abs(WORN_HEIGHTS - 0.4)))
    edges = {dressed: np.nanmean(found.features[:, EDGE][:, hollow]) for dressed, found in rows.items()}
    assert 0.2 * ROOM < edges[True] - edges[False] < 1.3 * ROOM
    assert rows[False].room.max() == 0.0
    assert (rows[True].room > 0.0).all()
    # Some garments are brought closer to the body, most stay as they hang.
    assert rows[True].room.min() < 0.9 * rows[True].room.max()


def test_what_hides_the_front_in_pictures_hides_it_here(rows: dict[bool, Rows]) -> None:
    upper = np.flatnonzero(FRONT_HEIGHTS > 0.5) + EDGE.stop
    assert np.isnan(rows[True].features[:, upper]).all()


def test_shards_are_read_by_the_names_of_bodies(tmp_path: Path) -> None:
    given = bodies()
    columns = {
        "seen_bare_back": given["back"],
        "seen_bare_front": given["front"],
        "seen_back": given["worn_back"],
        "seen_front": given["worn_front"],
        "seen_joints": given["joints"],
        "person": np.arange(PEOPLE) // 2,
        "seed": np.full(PEOPLE, 6),
        "garment_kind": np.array(["tee"] * PEOPLE),
        **{name: given[name] for name in ("pelvis_rotation_deg", "sacral_slope_deg")},
        **{name: given[name] for name in ("lordosis_deg", "depth_pct_trunk")},
    }
    for number in (1, 2):
        np.savez(tmp_path / f"s6_{number:05d}.npz", **columns)
    found = load_dressed(tmp_path)
    assert found["worn_back"].shape == (2 * PEOPLE, len(LEVELS))
    np.testing.assert_allclose(found["worn_front"][:PEOPLE], given["worn_front"])


def test_a_persons_stances_stay_together_and_everybody_is_left_out_once() -> None:
    left_out = []
    for number in range(4):
        teach, held = split(50, number, 4)
        assert sorted([*teach, *held]) == list(range(100))
        assert (held[::2] % 2 == 0).all()
        np.testing.assert_array_equal(held[1::2], held[::2] + 1)
        left_out += list(held)
    assert sorted(left_out) == list(range(100))


def model_of(spread: float) -> Posterior:
    """Two features, one target: the first feature, said to be known to 0.5."""
    layers = Layers(
        (np.array([[[0.0, 0.0], [0.0, 0.0]]]),),
        (np.array([[[0.0, np.log(0.5)]]]),),
        np.array([[[1.0], [0.0]]]),
    )
    return Posterior(np.zeros(2), np.eye(2), np.ones(2), layers, np.zeros(1), np.ones(1), np.array([spread]))


def test_intervals_are_widened_until_they_hold_what_they_say() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(1, 2000, 2))
    targets = rows[..., :1] + rng.normal(0.0, 2.0, (1, 2000, 1))
    error, sd = errors_on(model_of(1.0), rows, targets)
    assert np.mean(np.abs(error) < 1.96 * sd) < 0.5
    wide = widened(model_of(1.0), error[0], sd[0])
    assert wide.spread[0] == pytest.approx(4.0, rel=0.08)
    error, sd = errors_on(wide, rows, targets)
    assert np.mean(np.abs(error) < 1.96 * sd) == pytest.approx(0.95, abs=0.005)


def test_networks_that_disagree_are_less_sure() -> None:
    one = model_of(1.0)
    two = Posterior(
        one.mean, one.covariance, one.scale,
        Layers(
            (np.zeros((2, 2, 2)),),
            (np.array([[[-1.0, np.log(0.5)]], [[1.0, np.log(0.5)]]]),),
            np.repeat(one.layers.direct, 2, axis=0),  # type: ignore[arg-type]
        ),
        one.target_mean, one.target_scale, one.spread,
    )  # fmt: skip
    row = np.array([[0.3, 0.0]])
    (mean, sd), (other, more) = one.predict(row), two.predict(row)
    np.testing.assert_allclose(other, mean)
    assert sd[0, 0] == pytest.approx(0.5)
    assert more[0, 0] == pytest.approx(np.sqrt(0.25 + 1.0))


def test_a_data_file_gives_the_same_posterior_again() -> None:
    arrays = arrays_of(model_of(1.3))
    again = posterior_from(arrays)
    row = np.array([[0.3, -1.0]])
    for one, two in zip(model_of(1.3).predict(row), again.predict(row), strict=True):
        np.testing.assert_allclose(one, two)
    assert layers_from(arrays, "posterior").direct is not None
