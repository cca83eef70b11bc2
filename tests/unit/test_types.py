"""The result types: frozen, read-only, and JSON with exactly the contract's keys."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest

from analyzer import measures as m
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.types import (
    SCHEMA,
    Analysis,
    BodyGeometry,
    FailedAnalysis,
    Issue,
    Landmarks,
    Measure,
    Photo,
    PhotoInfo,
    Pose,
    Provenance,
    Reason,
    Reference,
    SagittalFrame,
    ViewCheck,
)
from analyzer.types.geometry import frozen_points

PROVENANCE = Provenance("1.0", "some model", "ab" * 32, "2026-01-02T03:04:05+00:00")
INFO = PhotoInfo("a.jpg", "cd" * 32, 900, 1200)


def _landmarks() -> Landmarks:
    return Landmarks(np.zeros((33, 2)), np.zeros(33), np.ones(33), np.ones(33))


def _analysis() -> Analysis:
    measures = {name: m.measured(name, 10.123456, 1.0, "landmarks") for name in m.TABLE}
    measures["lumbar_depth"] = m.missing("lumbar_depth", Reason("loose_clothing", "Loose clothes."))
    frame = SagittalFrame(np.zeros(2), 200.0, 1)
    issues = (Issue("bystander", "warn", "Someone else."),)
    return Analysis(
        photo=INFO,
        view=ViewCheck("right", 4.1234, issues),
        measures=measures,
        shortened_psoas=assess_shortened_psoas(measures),
        provenance=PROVENANCE,
        geometry=BodyGeometry(frame, _landmarks(), (), None),
    )


def _json(result: Analysis | FailedAnalysis) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert loaded == result.to_dict()
    return loaded


def test_analysis_has_exactly_the_contracts_keys() -> None:
    record = _json(_analysis())
    keys = ["schema", "photo", "error", "view", "measures", "indicators", "provenance"]
    assert list(record) == [*keys, "references"]
    assert record["references"] == "all"
    assert record["schema"] == SCHEMA == "posture-analysis/1"
    assert record["error"] is None
    assert record["photo"].keys() == {"name", "sha256", "width_px", "height_px"}
    assert record["view"].keys() == {"facing", "trunk_rotation_deg", "issues"}
    assert record["view"]["issues"] == [{"code": "bystander", "severity": "warn", "message": "Someone else."}]
    assert list(record["measures"]) == list(m.TABLE)
    assert record["indicators"].keys() == {"shortened_psoas"}
    assert record["provenance"].keys() == {"analyzer_version", "model", "model_sha256", "created_utc"}


def test_indicator_has_the_contracts_keys_and_its_words() -> None:
    indicator = _json(_analysis())["indicators"]["shortened_psoas"]
    assert indicator.keys() == {
        *("level", "summary", "evidence", "caveat", "direct_test"),
        *("meaning", "ground", "findings"),
    }
    assert indicator["evidence"]
    for item in indicator["evidence"]:
        assert item.keys() == {"measure", "direction", "text"}


def test_measure_has_exactly_the_contracts_keys_and_two_decimals() -> None:
    record = m.measured("pelvic_tilt", 13.8765, 1.0, "points").to_dict()
    assert record.keys() == {"value", "unit", "ci95", "sd_within", "method", "reference", "sd_parts"}
    assert record["value"] == 13.88
    assert record["unit"] == "deg"
    assert [round(x, 2) for x in record["ci95"]] == record["ci95"]
    assert record["ci95"][0] < 13.88 < record["ci95"][1]
    assert record["method"] == "points"
    assert record["reference"].keys() == {"mean", "sd", "source", "means"}


def test_measure_without_published_values_has_no_reference() -> None:
    assert m.measured("knee_angle", 175.0, 1.0, "landmarks").to_dict()["reference"] is None


def test_missing_measure_is_null_with_a_reason_and_nothing_else() -> None:
    record = _json(_analysis())["measures"]["lumbar_depth"]
    assert record == {
        "value": None,
        "unit": "pct_trunk",
        "reason": {"code": "loose_clothing", "message": "Loose clothes."},
    }


def test_failure_has_the_same_keys_and_is_false() -> None:
    failure = FailedAnalysis(PhotoInfo("b.jpg", None, None, None), "no_person", "Nobody.", PROVENANCE)
    assert not failure
    record = _json(failure)
    assert [*record, "references"] == list(_json(_analysis()))
    assert record["error"] == {"code": "no_person", "message": "Nobody."}
    assert record["view"] is None
    assert record["measures"] == {}
    assert record["indicators"] == {}


# Frozen


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (_analysis(), "photo"),
        (FailedAnalysis(INFO, "a", "b", PROVENANCE), "code"),
        (INFO, "name"),
        (PROVENANCE, "model"),
        (m.measured("knee_angle", 175.0, 1.0, "landmarks"), "value"),
        (Reference(1.0, 2.0, "s"), "mean"),
        (ViewCheck("left", 0.0), "facing"),
        (Issue("a", "warn", "b"), "code"),
        (_landmarks(), "xy_px"),
        (SagittalFrame(np.zeros(2), 1.0, 1), "roll_deg"),
        (_analysis().geometry, "profile"),
        (_analysis().shortened_psoas, "level"),
        (Photo(np.zeros((2, 2, 3), np.uint8), "a", "b", 2, 2), "scale"),
    ],
    ids=lambda item: item if isinstance(item, str) else type(item).__name__,
)
def test_results_are_frozen(thing: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)


def test_measures_are_a_read_only_copy() -> None:
    given = {name: m.measured(name, 1.0, 1.0, "landmarks") for name in m.TABLE}
    analysis = replace(_analysis(), measures=given)
    with pytest.raises(TypeError):
        analysis.measures["pelvic_tilt"] = given["knee_angle"]  # type: ignore[index]
    given.clear()
    assert len(analysis.measures) == len(m.TABLE)


def test_geometry_is_not_in_the_json_nor_in_comparisons() -> None:
    one = _analysis()
    other = replace(one, geometry=BodyGeometry(one.geometry.frame, _landmarks(), (), None))
    assert one == other
    assert "geometry" not in one.to_dict()
    assert "geometry" not in repr(one)


def test_frozen_points_are_a_read_only_copy() -> None:
    given = np.array([1.0, 2.0])
    points = frozen_points(given)
    given[0] = 9.0
    assert points.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        points[0] = 3.0


def test_a_poses_mask_cannot_be_changed_through_it() -> None:
    pose = Pose(_landmarks(), np.zeros((33, 3)), np.zeros((4, 5), np.float32), 0.9)
    assert pose.mask is not None
    with pytest.raises(ValueError, match="read-only"):
        pose.mask[0, 0] = 1.0
    with pytest.raises(ValueError, match="shape"):
        Pose(_landmarks(), np.zeros((33, 3)), np.zeros((4, 5, 1), np.float32), 0.9)


# Measures check themselves


GOOD: dict[str, Any] = {"value": 1.0, "ci95": (0.0, 2.0), "sd_within": 0.5, "method": "points"}


@pytest.mark.parametrize("left_out", GOOD)
def test_a_value_needs_everything_that_belongs_to_it(left_out: str) -> None:
    with pytest.raises(ValueError, match="needs ci95"):
        Measure("x", "deg", **{**GOOD, left_out: None})


@pytest.mark.parametrize(
    "bad",
    [
        {"value": float("nan")},
        {"ci95": (float("-inf"), 2.0)},
        {"ci95": (0.0, float("nan"))},
        {"sd_within": float("inf")},
    ],
)
def test_numbers_must_be_finite(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="finite"):
        Measure("x", "deg", **{**GOOD, **bad})


@pytest.mark.parametrize("ci95", [(1.1, 2.0), (0.0, 0.9), (2.0, 0.0)])
def test_the_interval_must_hold_the_value(ci95: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Measure("x", "deg", **{**GOOD, "ci95": ci95})


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_value_has_a_reason_and_nothing_else(name: str) -> None:
    reason = Measure.missing("x", "deg", "code", "Why.").reason
    with pytest.raises(ValueError, match="nothing else"):
        Measure("x", "deg", reason=reason, **{name: GOOD[name]})


def test_a_measure_is_true_when_it_has_a_value_even_zero() -> None:
    assert Measure("x", "deg", **{**GOOD, "value": 0.0})
    assert not Measure.missing("x", "deg", "code", "Why.")


# The view


def test_the_turn_of_a_view_has_one_decimal() -> None:
    view = ViewCheck("left", 4.1234, (Issue("a", "warn", "A."),))
    assert view.to_dict() == {
        "facing": "left",
        "trunk_rotation_deg": 4.1,
        "issues": [{"code": "a", "severity": "warn", "message": "A."}],
    }
