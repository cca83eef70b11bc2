"""Adhesive dots on rendered people: found where they can be seen, never invented, never mistaken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from issues import issue_codes

from analyzer import analyze
from analyzer.types import Analysis

VALIDATION = Path(__file__).parents[1] / "validation"
HIDDEN = {"000": "ASIS", "004": "PSIS", "007": "PSIS", "015": "PSIS"}
"""Pictures where an arm or the curve of the back hides one of the two balls."""
VISIBLE = [f"{index:03d}" for index in range(16) if f"{index:03d}" not in HIDDEN]
WITHOUT = [f"dev/{index:03d}" for index in range(1, 80, 8)] + ["pairs/003a", "retakes/005b"]

pytestmark = pytest.mark.usefixtures("pose_model")


def truth(name: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((VALIDATION / f"{name}.json").read_text("utf-8"))
    return record


def analysed(name: str, **options: Any) -> Analysis:
    known = truth(name)["camera"]["roll_deg"]
    return analyze(VALIDATION / f"{name}.jpg", roll_deg=known, **options)


def true_tilt(name: str) -> float:
    """Between the middles of the balls in the picture, with the camera's roll taken out."""
    known = truth(name)
    side, points = known["params"]["pose"]["near"], known["landmarks_px"]
    asis, psis = np.array(points[f"ASIS_{side}"]), np.array(points[f"PSIS_{side}"])
    ahead = 1.0 if known["params"]["facing"] == "right" else -1.0
    angle = np.degrees(np.arctan2(asis[1] - psis[1], ahead * (asis[0] - psis[0])))
    return float(angle - ahead * known["camera"]["roll_deg"])


def test_tilt_is_measured_where_both_can_be_seen() -> None:
    errors = []
    for name in VISIBLE:
        measure = analysed(f"markers/{name}").measures["pelvic_tilt"]
        assert measure.method == "markers", name
        assert measure.value is not None
        errors.append(measure.value - true_tilt(f"markers/{name}"))
    assert np.abs(errors).mean() <= 1.0
    assert np.abs(errors).max() <= 2.5


def test_a_measured_tilt_has_a_narrower_interval_than_an_estimate() -> None:
    measured = analysed("markers/002").measures["pelvic_tilt"].ci95
    estimated = analysed("markers/002", markers="off").measures["pelvic_tilt"].ci95
    assert measured is not None
    assert estimated is not None
    assert np.ptp(measured) < 0.7 * np.ptp(estimated)


@pytest.mark.parametrize("name", HIDDEN)
def test_a_hidden_dot_is_not_invented(name: str) -> None:
    found = analysed(f"markers/{name}")
    assert found.measures["pelvic_tilt"].method == "estimated_from_back_profile"
    assert "one_marker_found" in issue_codes(found)
    assert found.geometry.asis_px is None
    assert found.geometry.psis_px is None


def test_the_dots_lie_where_the_balls_are() -> None:
    for name in VISIBLE[:4]:
        known = truth(f"markers/{name}")
        side = known["params"]["pose"]["near"]
        geometry = analysed(f"markers/{name}").geometry
        for point, bone in ((geometry.asis_px, "ASIS"), (geometry.psis_px, "PSIS")):
            assert point is not None
            assert np.hypot(*(point - known["landmarks_px"][f"{bone}_{side}"])) < 4.0


@pytest.mark.parametrize("name", WITHOUT)
def test_nothing_is_taken_for_a_dot(name: str) -> None:
    found = analysed(name)
    assert found.measures["pelvic_tilt"].method != "markers"
    assert "one_marker_found" not in issue_codes(found)
    assert "markers_ambiguous" not in issue_codes(found)


def test_switched_off_nothing_is_looked_for() -> None:
    found = analysed("markers/002", markers="off")
    assert found.measures["pelvic_tilt"].method == "estimated_from_back_profile"
    assert found.geometry.asis_px is None


def test_points_given_by_hand_come_first() -> None:
    known = truth("markers/002")
    side = known["params"]["pose"]["near"]
    asis, psis = (np.array(known["landmarks_px"][f"{bone}_{side}"]) for bone in ("ASIS", "PSIS"))
    lower = asis + np.array([0.0, 12.0])
    found = analysed("markers/002", asis_px=lower, psis_px=psis)
    assert found.measures["pelvic_tilt"].method == "points"
    assert found.geometry.asis_px is not None
    np.testing.assert_allclose(found.geometry.asis_px, lower)
    assert found.measures["pelvic_tilt"].value > true_tilt("markers/002") + 3.0  # type: ignore[operator]
