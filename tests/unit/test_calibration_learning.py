"""How simulated people are seen, and what is learned from them; needs neither the body model nor torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analyzer.measures.learned_rotation import (
    FEATURES,
    JOINT_PARTS,
    RotationModel,
    Uncertainty,
    rotation_model,
)
from analyzer.outline import trace as back_profile
from analyzer.outline.front import FRONT_HEIGHTS
from analyzer.outline.learned_curve import back_shapes
from calibration import back_shape, pelvis, pictures, seen
from calibration.bodies import (
    JOINTS,
    LEVELS,
    draw_build,
    draw_camera,
    draw_stance,
    load_bodies,
    load_people,
    save_bodies,
)
from calibration.families import People, compare, errors_of, fit_kernel, fit_linear, fit_quadratic
from calibration.frame import LandmarkFrame
from calibration.gaussian import fit_gaussian, group_rows
from calibration.intervals import _conformal, _fit_spread, _within, hidden_sd
from calibration.pictures import Seen, TracedPicture
from calibration.spread import factor

HEIGHTS = back_shapes().heights


def test_heights_and_joints_are_those_of_the_product() -> None:
    np.testing.assert_allclose(back_shape.HEIGHTS, HEIGHTS, atol=1e-12)
    assert JOINTS == JOINT_PARTS


def test_fit_uses_the_settings_of_the_product() -> None:
    assert seen.EDGE_NOISE == back_profile._EDGE_NOISE
    assert pictures._COVERED_TRUST == back_profile._COVERED_TRUST


def test_people_repeat_and_stay_in_range() -> None:
    assert draw_stance(np.random.default_rng(7)) == draw_stance(np.random.default_rng(7))
    rng = np.random.default_rng(1)
    stances = [draw_stance(rng) for _ in range(300)]
    rotation = np.array([item.pelvis for item in stances])
    assert rotation.min() >= -12.0
    assert rotation.max() <= 30.0
    assert np.ptp(rotation) > 35.0
    assert 0.25 < np.mean([item.lordosis == 0 for item in stances]) < 0.42
    cameras = [draw_camera(rng, 0.9) for _ in range(300)]
    assert all(2.0 <= item.distance_m <= 5.0 and abs(item.yaw_deg) <= 12.0 for item in cameras)
    builds = [draw_build(rng) for _ in range(100)]
    assert 0.3 < np.mean([item.phenotype["gender"] < 0.5 for item in builds]) < 0.7


def test_bodies_file_keeps_columns_and_provenance(tmp_path: Path) -> None:
    row = {"back": np.linspace(0, 1, len(LEVELS)), "pelvis_rotation_deg": 3.0, "male": True, "person": 4}
    save_bodies(tmp_path / "bodies.npz", [row, row], {"seed": 1})
    columns, provenance = load_bodies(tmp_path / "bodies.npz")
    assert provenance == {"seed": 1}
    assert columns["back"].shape == (2, len(LEVELS))
    assert columns["pelvis_rotation_deg"].tolist() == [3.0, 3.0]
    assert columns["person"].tolist() == [4, 4]


def test_people_of_several_files_are_mixed_in_pairs(tmp_path: Path) -> None:
    """Whoever takes the first share of the people has the same share of each file."""

    def row(person: int, seed: float) -> dict[str, Any]:
        return {"back": np.zeros(len(LEVELS)), "pelvis_rotation_deg": seed, "male": True, "person": person}

    save_bodies(tmp_path / "a.npz", [row(person, 1.0) for person in range(6) for _ in range(2)], {"seed": 1})
    save_bodies(tmp_path / "b.npz", [row(person, 2.0) for person in range(3) for _ in range(2)], {"seed": 2})
    columns, origin = load_people([tmp_path / "a.npz", tmp_path / "b.npz"])
    assert origin == {"files": [{"seed": 1}, {"seed": 2}]}
    assert columns["person"].tolist() == [number for number in range(9) for _ in range(2)]
    kinds = columns["pelvis_rotation_deg"][::2]
    assert (kinds == columns["pelvis_rotation_deg"][1::2]).all()
    assert [int((kinds[start : start + 3] == 2.0).sum()) for start in (0, 3, 6)] == [1, 1, 1]
    assert load_people([tmp_path / "b.npz"])[1] == {"seed": 2}


# Frames


def test_a_true_frame_changes_nothing() -> None:
    frame = LandmarkFrame(np.zeros(2), np.array([0.0, 1.0]))
    outline = np.sin(LEVELS)
    np.testing.assert_allclose(frame.outline(outline, HEIGHTS), np.interp(HEIGHTS, LEVELS, outline))


def test_a_landmark_that_is_off_moves_and_scales_the_outline() -> None:
    # Hip 0.05 in front and 0.1 above, so that the trunk is 0.9 long.
    frame = LandmarkFrame(np.array([-0.05, 0.1]), np.array([-0.05, 1.0]))
    outline = frame.outline(np.full(len(LEVELS), 0.2), np.array([0.0, 0.5]))
    np.testing.assert_allclose(outline, 0.25 / 0.9)


def test_roll_that_is_left_leans_the_body() -> None:
    frame = LandmarkFrame(np.zeros(2), np.array([0.0, 1.0]), roll_deg=2.0)
    np.testing.assert_allclose(
        frame.place(np.array([[0.0, 1.0]])), [[-np.sin(np.radians(2.0)), np.cos(np.radians(2.0))]]
    )


# Seeing


def picture(**changed: object) -> TracedPicture:
    usual: dict[str, object] = {
        "name": "a/0",
        "seen": Seen(back_shapes().mean, np.full(len(FRONT_HEIGHTS), np.nan), np.zeros((5, 2))),
        "back_error": np.zeros(len(HEIGHTS)),
        "trust": np.ones(len(HEIGHTS)),
        "front_error": np.where(FRONT_HEIGHTS < 0.3, 0.01, np.nan),
        "joint_error": np.zeros((5, 2)),
        "roll_error_deg": 0.0,
        "truth": {"pelvis_rotation_deg": 0.0, "midline_slope_deg": 20.0},
    }
    return TracedPicture(**(usual | changed))  # type: ignore[arg-type]


BODY = seen.Framed(back_shapes().mean, np.full(len(FRONT_HEIGHTS), -0.25), np.zeros((5, 2)))


def test_a_body_is_seen_with_the_errors_of_a_picture() -> None:
    for index in range(6):
        found = seen.see(BODY, picture(), np.random.default_rng(index))
        hidden = FRONT_HEIGHTS >= 0.3
        assert np.isnan(found.front[hidden]).all()
        assert np.abs(found.front[~hidden] + 0.24).max() < 0.05
        assert np.abs(found.back - BODY.back).max() < 0.02


def test_a_row_of_features_has_gaps_where_nothing_was_seen() -> None:
    row = seen.feature_row(seen.see_clearly(BODY, picture(), picture()))
    gaps = [name for name, value in zip(FEATURES, row, strict=True) if np.isnan(value)]
    assert gaps
    assert all(name.startswith("front") for name in gaps)


def test_landmark_errors_have_the_mean_and_spread_of_the_pictures() -> None:
    rng = np.random.default_rng(3)
    errors = seen.learn_errors([picture(joint_error=rng.normal(0.02, 0.01, (5, 2))) for _ in range(200)])
    drawn = np.array([errors.draw_joints(rng) for _ in range(2000)])
    np.testing.assert_allclose(drawn.mean(axis=0), 0.02, atol=0.003)
    np.testing.assert_allclose(drawn.std(axis=0), 0.01, atol=0.0025)


# Learning


def test_gaussian_is_learned_from_rows_with_gaps() -> None:
    rng = np.random.default_rng(0)
    factor_ = np.array([[2.0, 0.0, 0.0], [1.0, 1.0, 0.0], [-0.5, 0.3, 0.8]])
    rows = rng.standard_normal((6000, 3)) @ factor_.T + [1.0, 2.0, 3.0]
    # What is missing depends on what is seen: leaving such rows out would bias the mean.
    rows[rows[:, 0] > 2.0, 2] = np.nan
    mean, covariance = fit_gaussian(rows)
    np.testing.assert_allclose(mean, [1.0, 2.0, 3.0], atol=0.08)
    np.testing.assert_allclose(covariance, factor_ @ factor_.T, atol=0.2)
    assert abs(np.nanmean(rows[:, 2]) - 3.0) > 0.2


def test_rows_are_grouped_by_what_they_miss() -> None:
    hidden = np.array([[True, False], [False, False], [True, False]])
    groups = {tuple(pattern): members.tolist() for pattern, members in group_rows(hidden)}
    assert groups == {(True, False): [0, 2], (False, False): [1]}


def people(count: int, seed: int) -> People:
    """People whose rotation is a curved function of two features, seen with some noise."""
    rng = np.random.default_rng(seed)
    clear = rng.normal(size=(2 * count, 24))
    rotation = 8.0 + 5.0 * clear[:, 0] - 2.0 * clear[:, 1] + 3.0 * clear[:, 0] * clear[:, 1]
    standard = clear + 0.05 * rng.normal(size=(2, *clear.shape))
    return People(standard, rotation, np.arange(0, 2 * count, 2))


@pytest.mark.slow
def test_families_find_what_they_can() -> None:
    train, test = people(600, 1), people(200, 2)
    linear, quadratic = (errors_of(fit(train), test) for fit in (fit_linear, fit_quadratic))
    kernel = errors_of(fit_kernel(train), test)
    assert linear["single_deg"] > 1.5
    assert quadratic["single_deg"] < 0.7 * linear["single_deg"]
    assert kernel["single_deg"] < 0.9 * linear["single_deg"]


def test_network_learns_the_curved_relation() -> None:
    pytest.importorskip("torch")
    from calibration.families import fit_network  # noqa: PLC0415 - needs torch

    train, test = people(1500, 1), people(200, 2)
    assert errors_of(fit_network(train), test)["single_deg"] < 0.6


def test_the_simplest_family_within_five_per_cent_is_chosen() -> None:
    errors = {
        "linear (ridge)": {"single_deg": 2.0, "difference_deg": 2.0},
        "quadratic": {"single_deg": 1.05, "difference_deg": 1.04},
        "kernel (Gaussian process)": {"single_deg": 1.0, "difference_deg": 1.0},
        "boosted trees": {"single_deg": 1.5, "difference_deg": 1.5},
        "network (32 and 32)": {"single_deg": 1.0, "difference_deg": 1.1},
    }
    assert pelvis.choose(errors) == "quadratic"
    errors["quadratic"]["single_deg"] = 1.2
    assert pelvis.choose(errors) == "kernel (Gaussian process)"
    assert callable(compare)


def test_a_persons_stances_stay_on_one_side_of_the_split() -> None:
    persons = np.repeat(np.arange(0, 200, 2), 2)
    parts = pelvis.split(persons)
    assert sorted(np.concatenate(parts).tolist()) == list(range(200))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not set(persons[parts[one]]) & set(persons[parts[other]])
    assert len(parts[0]) == pytest.approx(140, abs=2)


def test_anchor_gives_the_usual_tilt_at_the_usual_slope() -> None:
    examples = [
        picture(truth={"pelvis_rotation_deg": value, "midline_slope_deg": 20.0 + 0.9 * value})
        for value in (-5.0, 0.0, 10.0)
    ]
    found = pelvis.anchor(examples)
    assert found["slope_at_zero_rotation_deg"] == pytest.approx(20.0)
    assert found["slope_per_rotation"] == pytest.approx(0.9)
    assert found["tilt_minus_rotation_deg"] == pytest.approx(10.0 - 0.6 / 0.9, abs=0.01)


# Intervals


def test_conformal_factor_makes_the_interval_hold_95_per_cent() -> None:
    rng = np.random.default_rng(4)
    error = rng.normal(0.0, 2.0, (4, 5000))
    scale = _conformal(error, 1.0, np.full(error.shape, 1.0))
    held = np.abs(error) <= 1.96 * np.sqrt(1.0 + scale**2)
    assert held.mean() == pytest.approx(0.95, abs=0.001)
    assert scale == pytest.approx(np.sqrt(3.0), abs=0.1)


def test_spread_is_split_into_a_base_and_what_is_open() -> None:
    rng = np.random.default_rng(5)
    open_ = rng.uniform(0.0, 3.0, 50000)
    square = rng.normal(0.0, np.sqrt(1.5**2 + (1.2 * open_) ** 2)) ** 2
    base, gain = _fit_spread(square, open_**2)
    assert base == pytest.approx(2.25, rel=0.1)
    assert gain == pytest.approx(1.2, rel=0.05)


def test_within_part_leaves_out_large_changes() -> None:
    rng = np.random.default_rng(6)
    truth = np.tile([0.0, 5.0, 0.0, 30.0], 2000)
    error = rng.normal(0.0, 1.5, (4, 8000))
    error[:, 3::4] += 50.0  # a model that fails on large changes
    assert _within(error, truth, 1.0) == pytest.approx(np.sqrt(1.5**2 - 1.0 - 0.36), abs=0.1)


def test_what_is_hidden_leaves_more_open() -> None:
    model = rotation_model()
    rows = np.tile(model.mean, (2, 1))
    hidden = np.zeros((2, len(FEATURES)), dtype=bool)
    hidden[1, 24:50] = True
    nothing, something = hidden_sd(model, rows, hidden)
    assert nothing == 0.0
    assert something > 0.3


def test_factor_is_one_for_normal_errors_of_the_stated_size() -> None:
    error = np.random.default_rng(7).normal(0.0, 2.0, 20000)
    none = np.zeros(20000)
    assert factor(error, none, np.full(20000, 2.0)) == pytest.approx(1.0, abs=0.03)
    assert factor(error, none, np.full(20000, 4.0)) == pytest.approx(0.5, abs=0.02)


def test_what_is_known_is_not_shrunk_by_the_factor() -> None:
    error = np.random.default_rng(8).normal(0.0, 2.0, 20000)
    fixed = np.full(20000, 1.2)
    found = factor(error, fixed, np.full(20000, np.hypot(1.2, 4.0)))
    # 2.0 ** 2 = 1.2 ** 2 + (0.4 * 4.0) ** 2
    assert found == pytest.approx(0.4, abs=0.02)


# The file


def test_model_survives_its_file(tmp_path: Path) -> None:
    model = rotation_model()
    pelvis.save_model(tmp_path / "pelvis.npz", model, {"anchor": {}, "provenance": {}})
    with np.load(tmp_path / "pelvis.npz") as data:
        np.testing.assert_array_equal(data["mean"], model.mean)
        np.testing.assert_array_equal(data["weights_0"], model.layers[0][0])


def test_shipped_model_comes_from_the_shipped_backs() -> None:
    provenance = rotation_model().provenance
    usual, unusual = provenance["bodies"]["files"]
    assert (usual["seed"], usual["bodies"]) == (
        back_shapes().provenance["bodies"]["seed"],
        back_shapes().provenance["bodies"]["bodies"],
    )
    assert " unusual " in unusual["command"]
    errors = provenance["families"]
    assert pelvis.choose(errors).startswith("network")
    assert "dev" not in provenance["pictures"]["for_errors"]


def test_errors_on_pictures_leave_out_the_constant() -> None:
    blank = Uncertainty(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0)
    size = len(FEATURES)
    model = RotationModel(
        np.zeros(size), np.eye(size), np.ones(size), ((np.zeros((size, 1)), np.array([5.0])),),
        np.zeros(size), blank, 0.0, {},
    )  # fmt: skip
    found = pelvis.errors_on(
        [picture(truth={"pelvis_rotation_deg": value}) for value in (0.0, 1.0, 2.0)], model
    )
    assert found["median_error_deg"] == 4.0
    assert found["mean_absolute_error_without_constant_deg"] == pytest.approx(0.67, abs=0.01)
