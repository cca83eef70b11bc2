"""The people of ``validation/builds``: whole, small, true by plain arithmetic; and the table about them."""

from __future__ import annotations

import copy
import math
from pathlib import Path

import pytest

from validation import kinds
from validation.truth import Phantom, load_phantoms


@pytest.fixture(scope="module")
def people() -> list[Phantom]:
    return load_phantoms(kinds.HERE / "builds")


def test_every_picture_has_its_kind_and_half(people):
    assert {item.data["kind"] for item in people} == set(kinds.WORDS)
    assert sum(map(len, kinds.GROUPS.values())) == len(kinds.WORDS)
    for kind in kinds.WORDS:
        halves = {item.data["split"] for item in people if item.data["kind"] == kind}
        assert halves == {"dev", "held"}, kind
    assert max(item.path.stat().st_size for item in people) <= 100_000


def test_points_lie_where_the_truth_says(people):
    for item in people:
        truth, pixels = item.data["ground_truth"]["silhouette"], item.data["landmarks_px"]
        curve = truth["upper_tangent_deg"] - truth["lower_tangent_deg"]
        assert truth["lordosis_angle_deg"] == pytest.approx(curve, abs=0.02), item.key
        forward = 1.0 if item.facing == "right" else -1.0
        assert forward * (pixels["tragus_L"][0] - pixels["C7"][0]) > 0, item.key
        # The back's edge is behind the hip joints, and within the picture.
        behind = [forward * (x - pixels["hip_joint_L"][0]) for x, _ in item.data["skin_back_contour_px"]]
        assert min(behind) < -20, item.key
        camera = item.data["camera"]
        assert camera["lens_equivalent_mm"] == pytest.approx(camera["focal_px"] / 1200 * 36, abs=0.06)


def test_lenses_and_distances_reach_as_far_as_they_should(people):
    lenses = [item.data["camera"]["lens_equivalent_mm"] for item in people]
    distances = [item.data["camera"]["distance_m"] for item in people]
    assert min(lenses) < 25.5
    assert max(lenses) > 75
    assert min(distances) < 1.7
    assert max(distances) > 4.5


def test_errors_are_those_of_the_values_and_missing_ones_do_not_count(people):
    one, two = people[0], people[1]
    truth = one.measures()
    right = {
        name: {"value": truth[name] + 1.0, "ci95": [truth[name] - 2.0, truth[name] + 4.0]}
        for name in kinds.MEASURES
    }
    right["pelvic_tilt"]["sd_parts"] = {"photo": 0.3, "model": 0.4}
    nothing = {name: {"value": None, "reason": {"code": "low_contrast"}} for name in kinds.MEASURES}
    results = {one.key: {"error": None, "measures": right}, two.key: {"error": None, "measures": nothing}}
    (slope,) = kinds.errors([one, two], results, "sacral_slope")
    assert slope.error == pytest.approx(1.0)
    assert slope.half == pytest.approx(3.0)
    assert slope.holds
    (tilt,) = kinds.errors([one, two], results, "pelvic_tilt", constant=-0.5)
    assert tilt.error == pytest.approx(1.5)
    assert tilt.half == pytest.approx(1.96 * 0.5)
    assert not tilt.holds
    assert kinds.tilt_constant([one, two], results) == pytest.approx(1.0)


def test_the_table_divides_by_the_error_on_dev(people):
    first = people[0]
    usual = [Phantom(Path(f"elsewhere/{number}.jpg"), copy.deepcopy(first.data)) for number in range(2)]

    def answer(away: float) -> dict[str, object]:
        truth = first.measures()
        measures = {
            name: {"value": truth[name] + away, "ci95": [truth[name] - 9.0, truth[name] + 9.0]}
            for name in kinds.MEASURES
            if math.isfinite(truth[name])
        }
        measures["pelvic_tilt"]["sd_parts"] = {"photo": 3.0, "model": 4.0}
        return {"error": None, "measures": measures}

    known = {usual[0].key: answer(1.0), usual[1].key: answer(3.0)}
    rows = kinds.section(usual, known, [first], {first.key: answer(3.0)})
    group = next(name for name, found in kinds.GROUPS.items() if first.data["kind"] in found)
    row = next(row for row in rows if row.startswith(f"| {group} |"))
    # The constant of the tilt is 2: one degree is left here, and one on dev.
    assert row.startswith(f"| {group} | 1 | 1.00 (1.00°) | 1.50 (3.00°) |")
    assert row.endswith("| 100 % of 5 |")
